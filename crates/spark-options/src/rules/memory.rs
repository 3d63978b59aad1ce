//! Memory and cores: the least that starts, and the most that a cluster gives.

use super::view::{At, View};
use super::{Program, Severity, unit};
use crate::grammar::MIN_MIB;
use crate::{DeployMode, Manager};

/// The overhead that Spark adds at the least, in MiB.
const LEAST_OVERHEAD: u64 = 384;

pub(super) fn memory(view: &mut View<'_, '_>) {
    least(view);
    executor_in_container(view);
    driver_in_container(view);
    cores_in_container(view);
}

/// "System memory … must be at least 471859200", "Executor memory … must be at least
/// 471859200".
///
/// Source: `UnifiedMemoryManager.getMaxMemory`. A client of a Spark Connect server has no such
/// memory manager, and Spark's own tests reserve less.
fn least(view: &mut View<'_, '_>) {
    let is_a_test = ["spark.testing", "spark.testing.reservedMemory"]
        .iter()
        .any(|name| view.property(name).is_some());
    if view.is_remote() || is_a_test {
        return;
    }
    for name in ["spark.driver.memory", "spark.executor.memory"] {
        let Some(at) = view.property(name) else {
            continue;
        };
        let is_local = view.manager().is_some_and(|(m, _)| m == Manager::Local);
        if is_local && name == "spark.executor.memory" {
            continue;
        }
        let mib = at.text().and_then(unit::mib);
        if let Some(mib) = mib.filter(|mib| *mib > 0 && *mib < MIN_MIB) {
            let who = match name {
                "spark.driver.memory" => "a driver",
                _ => "an executor",
            };
            view.say(
                "memory_too_small_to_start",
                Severity::Error,
                at,
                None,
                format!(
                    "{} is {mib} MiB, and {who} needs {MIN_MIB} MiB to start",
                    at.name()
                ),
                format!("write {} or more", at.written("512m")),
            );
        }
    }
}

/// What an executor takes, part by part.
///
/// Source: `deploy.yarn.Client.verifyClusterResources`, `ResourceProfile`,
/// `deploy.k8s.features.BasicExecutorFeatureStep`.
fn executor_in_container(view: &mut View<'_, '_>) {
    let Some(cap) = view.job.target.max_container_memory_mib else {
        return;
    };
    let Some((manager, master)) = view.manager() else {
        return;
    };
    let Some(heap) = amount(view, "spark.executor.memory", 1024) else {
        return;
    };
    let parts = |view: &View<'_, '_>, heap| match manager {
        Manager::Local => None,
        // A worker counts the heap alone: `ApplicationDescription.memoryPerExecutorMB`.
        Manager::Standalone => Some(Vec::new()),
        Manager::Yarn | Manager::Kubernetes => executor_parts(view, manager, heap),
    };
    let about = [
        "spark.executor.memory",
        "spark.executor.memoryOverhead",
        "spark.executor.memoryOverheadFactor",
        "spark.executor.pyspark.memory",
        "spark.memory.offHeap.size",
    ]
    .into_iter()
    .find_map(|name| view.property(name));
    too_much(view, "executor", about, master, heap, parts, cap);
}

fn executor_parts(view: &View<'_, '_>, manager: Manager, heap: u64) -> Option<Parts> {
    // On Kubernetes the driver's pod says that the program is Python; a client has none.
    let counts_python = view.job.program.is_python()
        && (manager == Manager::Yarn || view.runs_in(DeployMode::Cluster));
    let python = match view.property("spark.executor.pyspark.memory") {
        Some(at) if counts_python => unit::mib(at.text()?)?,
        _ => 0,
    };
    Some(vec![
        ("overhead", overhead(view, manager, "executor", heap)?),
        ("off-heap", off_heap(view)?),
        ("PySpark", python),
    ])
}

/// What the driver takes in a container of its own.
fn driver_in_container(view: &mut View<'_, '_>) {
    let Some(cap) = view.job.target.max_container_memory_mib else {
        return;
    };
    let Some((manager, master)) = view.manager() else {
        return;
    };
    let in_cluster = view.runs_in(DeployMode::Cluster);
    if manager == Manager::Yarn && view.runs_in(DeployMode::Client) {
        application_master(view, master, cap);
    }
    if !in_cluster {
        return;
    }
    let Some(heap) = amount(view, "spark.driver.memory", 1024) else {
        return;
    };
    let parts = |view: &View<'_, '_>, heap| match manager {
        Manager::Local => None,
        Manager::Standalone => Some(Vec::new()),
        Manager::Yarn | Manager::Kubernetes => {
            overhead(view, manager, "driver", heap).map(|overhead| vec![("overhead", overhead)])
        }
    };
    let about = [
        "spark.driver.memory",
        "spark.driver.memoryOverhead",
        "spark.driver.memoryOverheadFactor",
    ]
    .into_iter()
    .find_map(|name| view.property(name));
    too_much(view, "driver", about, master, heap, parts, cap);
}

/// What a driver or an executor gets on top of its heap.
fn overhead(view: &View<'_, '_>, manager: Manager, who: &str, heap: u64) -> Option<u64> {
    let of = |what: &str| format!("spark.{who}.{what}");
    if let Some(at) = view.property(&of("memoryOverhead")) {
        return unit::mib(at.text()?);
    }
    let least = match view.since((4, 0)) {
        Some(true) => amount(view, &of("minMemoryOverhead"), LEAST_OVERHEAD)?,
        _ => LEAST_OVERHEAD,
    };
    let share = share(view, manager, &of("memoryOverheadFactor"))?;
    Some(part(heap, share).max(least))
}

/// In client mode YARN's container holds no driver, only who asks for executors.
fn application_master(view: &mut View<'_, '_>, master: At<'_, '_>, cap: u64) {
    let Some(heap) = amount(view, "spark.yarn.am.memory", 512) else {
        return;
    };
    let parts = |view: &View<'_, '_>, heap| {
        let overhead = match view.property("spark.yarn.am.memoryOverhead") {
            Some(at) => unit::mib(at.text()?)?,
            None => part(heap, 0.1).max(LEAST_OVERHEAD),
        };
        Some(vec![("overhead", overhead)])
    };
    let about = view
        .property("spark.yarn.am.memory")
        .or_else(|| view.property("spark.yarn.am.memoryOverhead"));
    too_much(view, "application master", about, master, heap, parts, cap);
}

/// What comes on top of a heap of this size, part by part; nothing where it is not known.
type Parts = Vec<(&'static str, u64)>;

fn too_much<'j, 'a>(
    view: &mut View<'j, 'a>,
    who: &str,
    about: Option<At<'_, '_>>,
    master: At<'_, '_>,
    heap: u64,
    parts: impl Fn(&View<'j, 'a>, u64) -> Option<Parts>,
    cap: u64,
) {
    let with_parts = |parts: &Parts, heap: u64| {
        let sizes = parts.iter().map(|(_, size)| *size);
        sizes.fold(heap, u64::saturating_add)
    };
    let Some(on_top) = parts(view, heap) else {
        return;
    };
    let total = with_parts(&on_top, heap);
    // Where nothing is set, Spark's defaults are too much, and no setting is to blame.
    let Some(about) = about.filter(|_| total > cap) else {
        return;
    };
    let sizes = on_top.iter().filter(|(_, size)| *size > 0);
    let sum: String = sizes
        .map(|(name, size)| format!(" + {size} MiB {name}"))
        .collect();
    let sum = match sum.as_str() {
        "" => format!("{heap} MiB"),
        sum => format!("{heap} MiB{sum} = {total} MiB"),
    };
    let fits = |heap: u64| parts(view, heap).is_some_and(|more| with_parts(&more, heap) <= cap);
    let help = if about.setting.name.word().contains("verhead") {
        "write less overhead, or less memory beside it".to_owned()
    } else {
        match greatest(cap, fits).filter(|mib| *mib >= MIN_MIB) {
            Some(mib) => format!("write {} or less", about.written(&amount_of(mib))),
            None => format!(
                "not even {MIN_MIB} MiB, with which it starts, fit with what comes on top: a container must be larger"
            ),
        }
    };
    view.say(
        "memory_above_the_cap",
        Severity::Error,
        about,
        Some(master),
        format!(
            "one {who} would take {sum}, and `max_container_memory` is {cap} MiB: the cluster never gives that much"
        ),
        help,
    );
}

/// The greatest heap that fits below the cap, in steps that a person would write: a GiB, from
/// 8 GiB down half of one, from 2 GiB down an eighth.
fn greatest(cap: u64, fits: impl Fn(u64) -> bool) -> Option<u64> {
    let (mut low, mut high) = (0, cap);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if fits(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    let step = match low {
        8192.. => 1024,
        2048.. => 512,
        _ => 128,
    };
    Some(low / step * step).filter(|mib| *mib > 0)
}

/// As it is written: `6g`, `1536m`.
fn amount_of(mib: u64) -> String {
    match mib % 1024 {
        0 => format!("{}g", mib / 1024),
        _ => format!("{mib}m"),
    }
}

/// Cores of one executor or driver.
fn cores_in_container(view: &mut View<'_, '_>) {
    let Some(cap) = view.job.target.max_container_cores else {
        return;
    };
    // On a local master, which may still be chosen, nothing is asked of a cluster.
    if !view.is_on_a_cluster() {
        return;
    }
    for who in ["executor", "driver"] {
        let has_container = who == "executor" || view.runs_in(DeployMode::Cluster);
        // On Kubernetes a pod may ask for another number.
        let asked_for = format!("spark.kubernetes.{who}.request.cores");
        let is_other = view.manager_is(Manager::Kubernetes) && view.property(&asked_for).is_some();
        let at = view.property(&format!("spark.{who}.cores"));
        let Some(at) = at.filter(|_| has_container && !is_other) else {
            continue;
        };
        if let Some(cores) = at.text().and_then(unit::count).filter(|cores| *cores > cap) {
            view.say(
                "cores_above_the_cap",
                Severity::Error,
                at,
                None,
                format!(
                    "{} is {cores}, and `max_container_cores` is {cap}: the cluster never gives that many",
                    at.name()
                ),
                format!("write {} or less", at.written(&cap.to_string())),
            );
        }
    }
}

/// A property in MiB, or its default; nothing if it is set to what is not known.
fn amount(view: &View<'_, '_>, name: &str, default: u64) -> Option<u64> {
    match view.property(name) {
        Some(at) => unit::mib(at.text()?),
        None => Some(default),
    }
}

fn off_heap(view: &View<'_, '_>) -> Option<u64> {
    match view.property("spark.memory.offHeap.size") {
        Some(at) if view.is("spark.memory.offHeap.enabled", true) => unit::mib_of_bytes(at.text()?),
        _ => Some(0),
    }
}

/// The share of the heap that comes on top: 0.1, and 0.4 for what is no JVM program on
/// Kubernetes.
fn share(view: &View<'_, '_>, manager: Manager, name: &str) -> Option<f64> {
    let set = view.property(name).or_else(|| match manager {
        Manager::Kubernetes => view.property("spark.kubernetes.memoryOverheadFactor"),
        _ => None,
    });
    if let Some(at) = set {
        return unit::fraction(at.text()?).filter(|share| *share >= 0.0);
    }
    // The driver's pod sets the larger share for its executors; in client mode there is none.
    let script = view.job.program.is_python() || view.job.program == Program::R;
    let in_cluster = view.runs_in(DeployMode::Cluster);
    Some(if manager == Manager::Kubernetes && script && in_cluster {
        0.4
    } else {
        0.1
    })
}

/// A share of an amount, in whole MiB as Spark cuts it off.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]
fn part(heap: u64, share: f64) -> u64 {
    // Both are small and not negative: amounts are bounded when they are read.
    (heap as f64 * share) as u64
}
