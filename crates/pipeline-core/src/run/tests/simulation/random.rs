//! Random worlds, each made of one number.

use super::*;
use crate::run::Capacities;
use crate::run::testing::Act;
use crate::task::Control;

/// A small generator, so that a seed says everything.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// Whether something happens that does once in so many times.
    pub(super) fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }
}

/// Which tasks a task may require.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Requires {
    /// Those of a higher number, as it may depend on those alone: so there is no circle.
    Downward,
    Anything,
}

/// A world and how it is run.
pub(super) struct Simulated {
    pub(super) world: Arc<World>,
    pub(super) there: BTreeSet<String>,
    pub(super) roots: Vec<u32>,
    pub(super) workers: usize,
    pub(super) resources: Capacities,
    pub(super) fail_fast: bool,
    /// The seconds at which the run is asked to stop.
    pub(super) stops: Vec<u64>,
    pub(super) engine: Result<(), Failure>,
    /// Whether tasks may wait for each other for ever.
    pub(super) circles: bool,
}

impl Simulated {
    /// The run ends before its time.
    pub(super) fn cut_short(&mut self, seed: u64) {
        let mut random = Random::new(!seed);
        self.fail_fast = random.once_in(2);
        if !self.fail_fast || random.once_in(2) {
            let first = random.below(150);
            self.stops.push(first);
            if random.once_in(2) {
                self.stops.push(first + random.below(15));
            }
        }
    }
}

/// The engine of the tasks that have one.
pub(super) struct Engines(pub(super) Result<(), Failure>);

impl Engine for Engines {
    fn name(&self) -> &'static str {
        "test"
    }
    fn keys(&self) -> Vec<Key> {
        Vec::new()
    }
    fn check(&self, _: &str, _: &toml::Value) -> Result<(), Objection> {
        Ok(())
    }
    fn prepare<'a>(
        &'a self,
        _: &'a Settings,
        _: &'a mut Extensions,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(7)).await;
            self.0.clone()
        })
    }
}

pub(super) fn simulated(seed: u64, requires: Requires) -> Simulated {
    let mut random = Random::new(seed);
    let random = &mut random;
    // Mostly small, where what fails is easy to see; sometimes wide, sometimes a chain.
    let most = if random.once_in(20) { 200 } else { 40 };
    let count = u32::try_from(1 + random.below(most)).expect("small");
    let shape = random.below(4);
    let names = ["cluster", "disk"];
    let resources = names.map(|name| (name.to_owned(), 1 + random.below(3) as u32));
    let resources = Capacities::from(resources);
    let mut there = BTreeSet::new();
    let specs: Vec<Spec> = (0..count)
        .map(|n| {
            let spec = random_spec(random, n, count, shape, requires);
            if random.once_in(6) {
                there.extend(spec.output.clone());
            }
            spec
        })
        .collect();
    let world = World::new(specs);
    there.iter().for_each(|it| world.put(it.clone()));
    let roots = 1 + random.below(3);
    let broken = Failure::new(FailureKind::Environment, "no engine");
    Simulated {
        roots: (0..roots)
            .map(|_| random.below(u64::from(count)) as u32)
            .collect(),
        world,
        there,
        workers: 1 + random.below(8) as usize,
        resources,
        fail_fast: false,
        circles: requires == Requires::Anything,
        stops: Vec::new(),
        engine: if random.once_in(8) {
            Err(broken)
        } else {
            Ok(())
        },
    }
}

fn random_spec(random: &mut Random, n: u32, count: u32, shape: u64, requires: Requires) -> Spec {
    let kind = match random.below(10) {
        0 => Kind::External,
        1 => Kind::Wrapper,
        2 => Kind::Engine,
        _ => Kind::Rust,
    };
    let needs: BTreeSet<u32> = match shape {
        // A chain.
        0 if n + 1 < count && !random.once_in(8) => [n + 1].into(),
        // Layers: everything in one needs some of the next, which is shared.
        1 => {
            let next = (n / 8 + 1) * 8;
            let some = (0..random.below(5)).map(|_| next + random.below(8) as u32);
            some.filter(|it| *it < count).collect()
        }
        // One that needs all.
        2 if n == 0 => (1..count).collect(),
        _ => below(random, n, count, 4),
    };
    let output = (kind != Kind::Wrapper && !random.once_in(4)).then(|| format!("out/{n}"));
    Spec {
        needs: needs.into_iter().collect(),
        does: Does::Acts(acts(random, n, count, kind, requires)),
        kind,
        output,
        control: control(random),
        hook: if random.once_in(2) {
            Does::Sleeps(3)
        } else {
            Does::Fails("hm")
        },
        ..Spec::default()
    }
}

/// Up to so many tasks of higher numbers.
fn below(random: &mut Random, n: u32, count: u32, most: u64) -> BTreeSet<u32> {
    let rest = u64::from(count - n - 1);
    let some = random.below(most).min(rest);
    (0..some)
        .map(|_| n + 1 + random.below(rest) as u32)
        .collect()
}

fn control(random: &mut Random) -> Control {
    let mut resources = Vec::new();
    for name in ["cluster", "disk"] {
        if random.once_in(4) {
            // Now and then more than there is.
            resources.push((name.to_owned(), 1 + random.below(3) as u32));
        }
    }
    Control {
        priority: random.once_in(5).then(|| random.below(5) as i32 - 2),
        retries: random.once_in(2).then(|| random.below(4) as u32),
        backoff: random
            .once_in(2)
            .then(|| Duration::from_secs(random.below(20))),
        timeout: random.once_in(3).then(|| Duration::from_secs(200)),
        resources,
        on_success: random.once_in(10),
        on_failure: random.once_in(10),
    }
}

/// What a task does when it runs: at most two hundred seconds, unless it hangs.
fn acts(random: &mut Random, n: u32, count: u32, kind: Kind, requires: Requires) -> Vec<Act> {
    let mut acts = Vec::new();
    for _ in 0..random.below(4) {
        acts.push(match random.below(12) {
            0 => Act::FailsFirst(9, FailureKind::Program),
            1 => Act::FailsFirst(random.below(4) as u32, FailureKind::Environment),
            2 => Act::FailsFirst(random.below(2) as u32, FailureKind::Configuration),
            3 => Act::HangsFirst(random.below(3) as u32),
            4 if random.once_in(4) => Act::Panics,
            4..=7 if kind == Kind::Rust => {
                let tasks = match requires {
                    Requires::Downward => below(random, n, count, 4),
                    Requires::Anything => {
                        let some = 0..random.below(4);
                        some.map(|_| random.below(u64::from(count)) as u32)
                            .collect()
                    }
                };
                let tasks = tasks.into_iter().collect();
                match random.below(4) {
                    0 => Act::Tries(tasks),
                    1 => Act::WaitsFor(tasks, 1 + random.below(30)),
                    _ => Act::Requires(tasks),
                }
            }
            8 => Act::Says("hm"),
            _ => Act::Sleeps(random.below(50)),
        });
    }
    acts
}
