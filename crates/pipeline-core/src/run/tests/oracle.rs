//! Random graphs against an oracle.

use super::stops::stopping;
use super::*;

/// Which tasks must have run, by the definition and not by the algorithm.
mod defined {
    use super::{BTreeSet, Does, Kind, State, World};

    pub(super) fn states(world: &World, roots: &[u32], there: &BTreeSet<String>) -> Vec<State> {
        let count = world.specs.len();
        let is_there = |n: usize| {
            world.specs[n]
                .output
                .as_ref()
                .is_some_and(|it| there.contains(it))
        };
        let mut states = vec![State::Unneeded; count];
        // A task needs only tasks of higher numbers, so numbers are an order for both walks.
        let mut needed = vec![false; count];
        roots.iter().for_each(|root| needed[*root as usize] = true);
        for n in 0..count {
            let spec = &world.specs[n];
            let given = spec.kind == Kind::External && spec.output.is_none();
            let asks_nothing = given || (spec.kind != Kind::Wrapper && is_there(n));
            let fails_at_once = spec.kind == Kind::External && spec.needs.is_empty();
            if needed[n] && !asks_nothing && !fails_at_once {
                spec.needs.iter().for_each(|it| needed[*it as usize] = true);
            }
        }
        for n in (0..count).rev().filter(|n| needed[*n]) {
            let spec = &world.specs[n];
            let inputs: Vec<State> = spec.needs.iter().map(|it| states[*it as usize]).collect();
            let all = |good: &[State]| inputs.iter().all(|it| good.contains(it));
            let nothing_to_make = spec.kind == Kind::External && spec.output.is_none();
            states[n] = match spec.kind {
                Kind::Wrapper if all(&[State::Complete]) => State::Complete,
                Kind::Rust | Kind::External | Kind::Engine if is_there(n) || nothing_to_make => {
                    State::Complete
                }
                _ if !all(&[State::Complete, State::Succeeded]) => State::Skipped,
                Kind::External => State::Failed,
                Kind::Wrapper => State::Succeeded,
                _ if matches!(spec.does, Does::Fails(_) | Does::Panics) => State::Failed,
                _ => State::Succeeded,
            };
        }
        states
    }
}

/// A small generator, so that a seed says everything.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn random_world(random: &mut Random) -> (Arc<World>, BTreeSet<String>) {
    let count = 1 + random.below(40) as u32;
    let mut there = BTreeSet::new();
    let specs: Vec<Spec> = (0..count)
        .map(|n| {
            let mut needs = BTreeSet::new();
            for _ in 0..random.below(4) {
                let rest = u64::from(count - n - 1);
                if rest > 0 {
                    needs.insert(n + 1 + random.below(rest) as u32);
                }
            }
            let kind = match random.below(8) {
                0 => Kind::External,
                1 => Kind::Wrapper,
                2 => Kind::Engine,
                _ => Kind::Rust,
            };
            let output = (kind != Kind::Wrapper && random.below(4) > 0).then(|| format!("out/{n}"));
            if random.below(5) == 0 {
                there.extend(output.clone());
            }
            let does = match random.below(8) {
                0 => Does::Fails("no"),
                1 => Does::Says(&["hm"]),
                2 => Does::Sleeps(random.below(100)),
                _ => Does::Nothing,
            };
            Spec {
                needs: needs.into_iter().collect(),
                does,
                kind,
                output,
                format: None,
                ..Spec::default()
            }
        })
        .collect();
    (World::new(specs), there)
}

#[tokio::test(start_paused = true)]
async fn random_graphs_end_as_the_oracle_says() {
    for seed in 0..1500 {
        let mut random = Random(seed);
        let (world, there) = random_world(&mut random);
        there.iter().for_each(|it| world.put(it.clone()));
        let roots: Vec<u32> = (0..1 + random.below(3))
            .map(|_| random.below(world.specs.len() as u64) as u32)
            .collect();
        let options = RunOptions {
            workers: 1 + random.below(5) as usize,
            ..options(&world)
        };
        let report = execute(world.plan(&roots), options, Vec::new()).await;
        let expected = defined::states(&world, &roots, &there);
        let ids: Vec<_> = (0..world.specs.len() as u32)
            .map(|n| world.task(n).id())
            .collect();
        let view = report.view();
        for (n, id) in ids.into_iter().enumerate() {
            let found = view.plan().find(id).map(|number| view.state(number));
            let expected = expected[n];
            assert!(
                found == Some(expected) || (found.is_none() && expected == State::Unneeded),
                "seed {seed}, task {n}: {found:?}, but the oracle says {expected:?}\n{:#?}",
                world.specs
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_stop_at_any_moment_leaves_every_task_in_a_final_state() {
    for seed in 0..300 {
        let mut random = Random(seed);
        let (world, _) = random_world(&mut random);
        let at = random.below(120);
        let options = stopping(&world, &[at, at + random.below(20)]);
        let report = execute(world.plan(&[0]), options, Vec::new()).await;
        let view = report.view();
        for number in 0..view.plan().len() as u32 {
            assert!(view.state(number).is_final(), "seed {seed}");
        }
    }
}
