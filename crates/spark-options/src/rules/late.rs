//! What spark-submit lets pass and the driver then dies of, or starts without ever working.

use super::view::{At, View};
use super::{Severity, unit};
use crate::Manager;
use crate::grammar::TimeUnit;

pub(super) fn late(view: &mut View<'_, '_>) {
    // A client of a Spark Connect server has no SparkContext.
    if view.is_remote() {
        return;
    }
    heartbeat(view);
    fractions(view);
    encryption(view);
    cores(view);
    task_cpus(view);
    dynamic_allocation(view);
}

/// How bad it is that two values do not go together: certain, if both are written or nobody
/// writes the other any more.
fn certain(view: &View<'_, '_>, other: Option<At<'_, '_>>) -> Severity {
    if other.is_some() || view.job.whole {
        Severity::Error
    } else {
        Severity::Warning
    }
}

/// "The value of spark.network.timeout=… must be greater than the value of
/// spark.executor.heartbeatInterval=…"
///
/// Source: `SparkConf.validateSettings`.
fn heartbeat(view: &mut View<'_, '_>) {
    let (timeout, interval) = (
        view.property("spark.network.timeout"),
        view.property("spark.executor.heartbeatInterval"),
    );
    let read = |at: Option<At<'_, '_>>, unit, default: i128| match at {
        None => Some(default),
        Some(at) => unit::micros(at.text()?, unit),
    };
    let (Some(timeout_is), Some(interval_is)) = (
        read(timeout, TimeUnit::Seconds, 120_000_000),
        read(interval, TimeUnit::Milliseconds, 10_000_000),
    ) else {
        return;
    };
    let Some(about) = timeout.or(interval) else {
        return;
    };
    if timeout_is <= interval_is {
        let other = timeout.and(interval);
        let shown = |at: Option<At<'_, '_>>, default: &str| {
            at.and_then(|at| at.text())
                .map_or_else(|| format!("{default}, Spark's default"), ToOwned::to_owned)
        };
        view.say(
            "heartbeat_longer_than_the_timeout",
            certain(view, other),
            about,
            other,
            format!(
                "`spark.network.timeout` ({}) must be greater than `spark.executor.heartbeatInterval` ({}): no SparkContext starts with this",
                shown(timeout, "120s"),
                shown(interval, "10s"),
            ),
            "write a longer timeout, or a shorter interval",
        );
    }
}

/// "spark.memory.fraction should be between 0 and 1 (was '1.5')."
///
/// Source: `SparkConf.validateSettings`.
fn fractions(view: &mut View<'_, '_>) {
    for name in ["spark.memory.fraction", "spark.memory.storageFraction"] {
        let Some(at) = view.property(name) else {
            continue;
        };
        let value = at.text().and_then(unit::fraction);
        if value.is_some_and(|value| !(0.0..=1.0).contains(&value)) {
            view.say(
                "fraction_out_of_range",
                Severity::Error,
                at,
                None,
                format!("{} must be between 0 and 1", at.name()),
                "write a fraction, such as 0.6",
            );
        }
    }
}

/// "spark.authenticate must be enabled when enabling encryption."
///
/// Source: `SparkConf.validateSettings`. TLS for RPC, from 4.0 on, is another way.
fn encryption(view: &mut View<'_, '_>) {
    for name in [
        "spark.network.crypto.enabled",
        "spark.authenticate.enableSaslEncryption",
    ] {
        let Some(at) = view.property(name).filter(|_| view.is(name, true)) else {
            continue;
        };
        let authenticate = view.property("spark.authenticate");
        if view.is("spark.authenticate", false) && view.property("spark.ssl.rpc.enabled").is_none()
        {
            view.say(
                "encryption_without_authentication",
                certain(view, authenticate),
                at,
                authenticate,
                format!("{} needs `spark.authenticate`", at.name()),
                "write `\"spark.authenticate\" = true`",
            );
        }
    }
}

/// All cores together against those of one executor.
///
/// Source: `SparkConf.validateSettings` warns of what is left; `deploy.master.Master` starts an
/// executor only where all of its cores are free.
fn cores(view: &mut View<'_, '_>) {
    if view
        .manager()
        .is_some_and(|(manager, _)| manager != Manager::Standalone)
    {
        return;
    }
    let (Some(all), Some(each)) = (
        view.property("spark.cores.max"),
        view.property("spark.executor.cores"),
    ) else {
        return;
    };
    let (Some(max), Some(one)) = (
        all.text().and_then(unit::count),
        each.text().and_then(unit::count),
    ) else {
        return;
    };
    if one == 0 || max == 0 {
        return;
    }
    if max < one {
        view.say(
            "executor_larger_than_all_cores",
            // Other managers, one of which may still be chosen, do not look at the sum.
            if view.manager_is(Manager::Standalone) {
                Severity::Error
            } else {
                Severity::Warning
            },
            all,
            Some(each),
            format!(
                "{} is {max}, less than the {one} cores of one executor ({}): none would ever start",
                all.name(),
                each.name()
            ),
            format!("write a multiple of {one}, such as {}", all.written(&one.to_string())),
        );
    } else if max % one != 0 {
        view.say(
            "cores_left_over",
            Severity::Warning,
            all,
            Some(each),
            format!(
                "{} ({max}) is no multiple of {} ({one}): {} of the cores will never be used",
                all.name(),
                each.name(),
                max % one
            ),
            format!("write {}", all.written(&(max - max % one).to_string())),
        );
    }
}

/// "The number of cores per executor (=1) has to be >= the number of cpus per task = 2."
///
/// Source: `SparkContext.createTaskScheduler`.
fn task_cpus(view: &mut View<'_, '_>) {
    let Some(at) = view.property("spark.task.cpus") else {
        return;
    };
    let Some(cpus) = at.text().and_then(unit::count) else {
        return;
    };
    let each = view.property("spark.executor.cores");
    let manager = view.manager().map(|(manager, _)| manager);
    let cores = match (manager, each) {
        (Some(Manager::Local), _) => return,
        (_, Some(each)) => each.text().and_then(unit::count),
        (Some(Manager::Yarn | Manager::Kubernetes), None) => Some(1),
        _ => return,
    };
    if let Some(cores) = cores.filter(|cores| *cores < cpus) {
        view.say(
            "task_larger_than_an_executor",
            // On a local master, which may still be chosen, executors have no cores of their own.
            match manager {
                Some(_) => certain(view, each),
                None => Severity::Warning,
            },
            at,
            each,
            format!(
                "one task takes {cpus} cores ({}), and an executor has {cores}",
                at.name()
            ),
            format!("write `executor_cores = {cpus}` or more"),
        );
    }
}

/// How many executors, if that changes while running.
///
/// Source: `ExecutorAllocationManager.validateSettings`, `Utils.isDynamicAllocationEnabled`,
/// `Utils.getDynamicAllocationInitialExecutors`.
fn dynamic_allocation(view: &mut View<'_, '_>) {
    // A local master, which may still be chosen, has no executors to count.
    if view.manager_is(Manager::Local) {
        return;
    }
    let worst = if view.is_on_a_cluster() {
        Severity::Error
    } else {
        Severity::Warning
    };
    let least = counted(view, "spark.dynamicAllocation.minExecutors");
    let most = counted(view, "spark.dynamicAllocation.maxExecutors");
    let enabled = view.property("spark.dynamicAllocation.enabled");
    let is_on = view.is("spark.dynamicAllocation.enabled", true);
    if let (Some((_, least)), Some((at, most))) = (least, most)
        && least > most
        && !view.is("spark.dynamicAllocation.enabled", false)
    {
        view.say(
            "fewest_executors_above_the_most",
            if is_on { worst } else { Severity::Warning },
            at,
            view.property("spark.dynamicAllocation.minExecutors"),
            format!(
                "at most {most} executors, but at least {least}: no SparkContext starts with this"
            ),
            format!("write {} or more", at.written(&least.to_string())),
        );
    }
    let Some(enabled) = enabled.filter(|_| is_on) else {
        return;
    };
    if let Some((at, 0)) = most {
        view.say(
            "no_executor_ever",
            worst,
            at,
            Some(enabled),
            format!("{} must be positive", at.name()),
            format!("write {} or more", at.written("1")),
        );
    }
    if view.is("spark.dynamicAllocation.shuffleTracking.enabled", false)
        && view.is("spark.shuffle.service.enabled", false)
        && view.property("spark.decommission.enabled").is_none()
        && view
            .property("spark.shuffle.sort.io.plugin.class")
            .is_none()
    {
        view.say(
            "dynamic_allocation_loses_shuffles",
            if view.job.whole { worst } else { Severity::Warning },
            enabled,
            view.property("spark.shuffle.service.enabled"),
            "dynamic allocation needs the shuffle service, shuffle tracking or decommissioning, and the first two are switched off",
            "write `\"spark.dynamicAllocation.shuffleTracking.enabled\" = true`",
        );
    }
    if let Some(at) = view.option("num_executors") {
        view.say(
            "executors_to_begin_with",
            Severity::Note,
            at,
            Some(enabled),
            format!(
                "with dynamic allocation {} is only the number of executors to begin with",
                at.name()
            ),
            "write `spark.dynamicAllocation.maxExecutors` for a limit",
        );
    }
}

/// A property with its number, if it is set to one that is known.
fn counted<'j, 'a>(view: &View<'j, 'a>, name: &str) -> Option<(At<'j, 'a>, u32)> {
    let at = view.property(name)?;
    Some((at, at.text().and_then(unit::count)?))
}
