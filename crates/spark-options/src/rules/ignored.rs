//! What spark-submit takes without a word and then does not use.
//!
//! Source: `SparkSubmit.prepareSubmitEnvironment` filters flags by manager and mode (the
//! table's `effect`); properties it passes on, and who does not read them is silent.

use super::view::{At, MANAGERS, View, is_on, option_of};
use super::{Name, Program, Severity};
use crate::property::{Known, look_up};
use crate::{DeployMode, Effect, Kind, Manager, SparkOption};

pub(super) fn ignored(view: &mut View<'_, '_>) {
    program(view);
    if !view.is_remote() {
        by_manager(view);
        of_another_manager(view);
        by_mode(view);
    }
    without_its_partner(view);
    attempts(view);
    waiting_over_rest(view);
}

/// Options that only one kind of program reads.
fn program(view: &mut View<'_, '_>) {
    let program = view.job.program;
    let severity = |at: At<'_, '_>| match at.setting.place == view.job.program_place {
        true => Severity::Error,
        false => Severity::Note,
    };
    let jvm = matches!(program, Program::Jar | Program::Unknown);
    if let Some(at) = view.option("class").filter(|_| !jvm) {
        view.say(
            "class_without_a_jar",
            severity(at),
            at,
            None,
            format!(
                "{} names a class in a jar, and this task runs {}",
                at.name(),
                program.name()
            ),
            format!("take {} away, or write `app = \"….jar\"`", at.name()),
        );
    }
    let python = program.is_python() || program == Program::Unknown;
    if let Some(at) = view.option("py_files").filter(|_| !python) {
        view.say(
            "py_files_without_python",
            severity(at),
            at,
            None,
            format!(
                "{} is for Python, and this task runs {}: Spark would ignore it",
                at.name(),
                program.name()
            ),
            "take it away, or write `jars` or `files`",
        );
    }
}

/// Flags that have no effect under any manager and mode that is still possible.
fn by_manager(view: &mut View<'_, '_>) {
    let (manager, mode) = (view.manager(), view.mode());
    // What nobody sets any more has its default.
    let default = view.job.whole && view.option("deploy_mode").is_none();
    let is_mode = mode
        .map(|(mode, _)| mode)
        .or(default.then_some(DeployMode::Client));
    for at in view.all() {
        let Name::Option(option) = at.setting.name else {
            continue;
        };
        if !is_on(at.setting) {
            continue;
        }
        let under = |manager: Manager, mode: Option<DeployMode>| {
            let modes = view.modes_of_program(manager);
            let mut modes = modes
                .iter()
                .filter(|one| mode.is_none_or(|mode| mode == **one));
            modes.all(|mode| option.effect(manager, *mode) == Effect::Ignored)
        };
        let everywhere = |mode| MANAGERS.into_iter().all(|manager| under(manager, mode));
        // Whoever decides it alone is to blame alone.
        let (where_, by) = if everywhere(None) {
            no_such_program(view, at);
            continue;
        } else if let Some((is, by)) = manager.filter(|(is, _)| under(*is, None)) {
            (is.place().to_owned(), vec![by])
        } else if let Some(is) = is_mode.filter(|is| everywhere(Some(*is))) {
            let by = mode.map(|(_, at)| at);
            (format!("in {is} mode"), by.into_iter().collect())
        } else if let (Some((manager, one)), Some(is)) = (manager, is_mode)
            && view.modes_of_program(manager).contains(&is)
            && under(manager, is_mode)
        {
            let by = mode.map(|(_, at)| at);
            let by = [one].into_iter().chain(by).collect();
            (format!("{} in {is} mode", manager.place()), by)
        } else {
            continue;
        };
        let severity = match by.is_empty() {
            true => Severity::Note,
            false => View::together(at, &by),
        };
        view.say(
            "ignored_by_manager",
            severity,
            at,
            by.last().copied(),
            format!(
                "{} has no effect {where_}: spark-submit drops it in silence",
                at.name()
            ),
            format!(
                "take it away, or {}",
                instead(option, manager.map(|(manager, _)| manager), &by)
            ),
        );
    }
}

/// No program of this kind ever runs where the flag is read.
fn no_such_program(view: &mut View<'_, '_>, at: At<'_, '_>) {
    let same = at.setting.place == view.job.program_place;
    let program = view.job.program.name();
    view.say(
        "ignored_by_program",
        if same {
            Severity::Error
        } else {
            Severity::Note
        },
        at,
        None,
        format!(
            "{} has no effect on {program}: spark-submit drops it in silence",
            at.name()
        ),
        "take it away: only a jar in cluster mode on a standalone cluster has it",
    );
}

/// What to do to give an option an effect.
fn instead(option: &SparkOption, manager: Option<Manager>, by: &[At<'_, '_>]) -> String {
    // The same wish, as this manager understands it.
    let other = match (option.key, manager) {
        ("num_executors", Some(Manager::Standalone)) => Some("total_executor_cores"),
        ("total_executor_cores", Some(Manager::Yarn | Manager::Kubernetes)) => {
            Some("num_executors")
        }
        _ => None,
    };
    if let Some(other) = other {
        return format!("write `{other}` here");
    }
    let is_mode = by
        .last()
        .is_none_or(|at| option_of(at.setting).is_some_and(|o| o.kind == Kind::DeployMode));
    if is_mode {
        "choose the other mode".to_owned()
    } else {
        "take `master` away and name it in a profile".to_owned()
    }
}

/// The one manager that reads a property, if only one does.
fn reader(name: &str) -> Option<Manager> {
    match look_up(name) {
        Known::Registered(property) => property.manager,
        Known::Prefix(prefix) => prefix.manager,
        // What was only YARN's and is old is still YARN's, unless it has a successor for all.
        Known::Old(old) => match look_up(old.successor?) {
            Known::Registered(property) => property.manager,
            _ => None,
        },
        _ => None,
    }
}

fn of_another_manager(view: &mut View<'_, '_>) {
    let Some((manager, master)) = view.manager() else {
        return;
    };
    for at in view.all() {
        let Name::Property(name) = at.setting.name else {
            continue;
        };
        let Some(reader) = reader(name).filter(|reader| *reader != manager && !at.setting.custom)
        else {
            continue;
        };
        view.say(
            "property_of_another_manager",
            View::together(at, &[master]),
            at,
            Some(master),
            format!(
                "only {} reads {}, and the master is {:?}",
                reader.cluster(),
                at.name(),
                master.text().unwrap_or_default()
            ),
            format!(
                "take it away, or write it in the profile of {}",
                reader.cluster()
            ),
        );
    }
}

/// Properties that one mode reads only, with what to write in the other.
///
/// Source: `SparkSubmit` (spark.driver.host), `deploy.yarn.Client` and its `config`,
/// `deploy.k8s.features.BasicDriverFeatureStep`, `deploy.ClientApp`.
const BY_MODE: [(&str, DeployMode, Option<&str>); 20] = [
    ("spark.driver.host", DeployMode::Client, None),
    (
        "spark.yarn.am.memory",
        DeployMode::Client,
        Some("driver_memory"),
    ),
    (
        "spark.yarn.am.cores",
        DeployMode::Client,
        Some("driver_cores"),
    ),
    (
        "spark.yarn.am.memoryOverhead",
        DeployMode::Client,
        Some("spark.driver.memoryOverhead"),
    ),
    (
        "spark.yarn.am.extraJavaOptions",
        DeployMode::Client,
        Some("driver_java_options"),
    ),
    (
        "spark.yarn.am.extraLibraryPath",
        DeployMode::Client,
        Some("driver_library_path"),
    ),
    (
        "spark.yarn.am.clientModeTreatDisconnectAsFailed",
        DeployMode::Client,
        None,
    ),
    (
        "spark.yarn.am.clientModeExitOnError",
        DeployMode::Client,
        None,
    ),
    ("spark.driver.cores", DeployMode::Cluster, None),
    ("spark.driver.supervise", DeployMode::Cluster, None),
    ("spark.driver.memoryOverhead", DeployMode::Cluster, None),
    (
        "spark.driver.memoryOverheadFactor",
        DeployMode::Cluster,
        None,
    ),
    ("spark.driver.minMemoryOverhead", DeployMode::Cluster, None),
    (
        "spark.yarn.submit.waitAppCompletion",
        DeployMode::Cluster,
        None,
    ),
    (
        "spark.kubernetes.submission.waitAppCompletion",
        DeployMode::Cluster,
        None,
    ),
    (
        "spark.standalone.submit.waitAppCompletion",
        DeployMode::Cluster,
        None,
    ),
    (
        "spark.kubernetes.driver.limit.cores",
        DeployMode::Cluster,
        None,
    ),
    (
        "spark.kubernetes.driver.request.cores",
        DeployMode::Cluster,
        None,
    ),
    (
        "spark.kubernetes.driver.container.image",
        DeployMode::Cluster,
        None,
    ),
    (
        "spark.kubernetes.driver.podTemplateFile",
        DeployMode::Cluster,
        None,
    ),
];

fn by_mode(view: &mut View<'_, '_>) {
    let by: Vec<_> = [
        view.mode().map(|(_, at)| at),
        view.manager().map(|(_, at)| at),
    ]
    .into_iter()
    .flatten()
    .collect();
    let by = &by[..by.len().min(1)];
    for at in view.all() {
        let Name::Property(name) = at.setting.name else {
            continue;
        };
        let Some((_, mode, other)) = BY_MODE.iter().find(|(property, ..)| *property == name) else {
            continue;
        };
        let is = match mode {
            DeployMode::Client => DeployMode::Cluster,
            DeployMode::Cluster => DeployMode::Client,
        };
        // That the manager does not read it has been said.
        let manager = view.manager().map(|(manager, _)| manager);
        if reader(name).is_some_and(|reader| manager.is_some_and(|is| is != reader)) {
            continue;
        }
        if view.runs_in(is) && is_on(at.setting) {
            view.say(
                "property_of_another_mode",
                View::together(at, by),
                at,
                by.first().copied(),
                format!(
                    "Spark reads {} in {mode} mode only, and this is {is} mode",
                    at.name()
                ),
                other.map_or_else(
                    || "take it away, or choose the other mode".to_owned(),
                    |other| format!("write `{other}`, which is the same in {is} mode"),
                ),
            );
        }
    }
}

/// Settings that only do something together with another.
fn without_its_partner(view: &mut View<'_, '_>) {
    let has = |view: &View<'_, '_>, key: &str| view.option(key).is_some();
    if !has(view, "packages") {
        // `repositories` also serves `ADD JAR ivy://…` in SQL, so it is never more than a note.
        let severity = view.missing();
        for (key, severity) in [
            ("exclude_packages", severity),
            ("repositories", Severity::Note),
        ] {
            if let Some(at) = view.option(key) {
                view.say(
                    "without_packages",
                    severity,
                    at,
                    None,
                    format!("{} has no effect without `packages`", at.name()),
                    "name the `packages` to resolve, or take it away",
                );
            }
        }
    }
    for (key, partner) in [("principal", "keytab"), ("keytab", "principal")] {
        if let Some(at) = view.option(key).filter(|_| !has(view, partner)) {
            let severity = view.missing();
            view.say(
                "keytab_without_principal",
                severity,
                at,
                None,
                format!("{} has an effect only together with `{partner}`", at.name()),
                format!("set `{partner}` too, or take {} away", at.name()),
            );
        }
    }
    if let Some(at) = view
        .option("load_spark_defaults")
        .filter(|_| !has(view, "properties_file"))
    {
        view.say(
            "defaults_without_a_properties_file",
            Severity::Note,
            at,
            None,
            format!(
                "without `properties_file` Spark reads spark-defaults.conf anyway, so {} changes nothing",
                at.name()
            ),
            "take it away",
        );
    }
    if let (Some(user), Some(jars), true) = (
        view.option("proxy_user"),
        view.option("jars"),
        view.runs_in(DeployMode::Cluster),
    ) && !view.is(
        "spark.submit.proxyUser.allowCustomClasspathInClusterMode",
        true,
    ) {
        view.say(
            "class_path_of_a_proxy_user",
            Severity::Note,
            jars,
            Some(user),
            "in cluster mode spark-submit leaves `jars` out of its own class path when it impersonates a `proxy_user`",
            "nothing, unless a jar is needed while submitting: then set `spark.submit.proxyUser.allowCustomClasspathInClusterMode`",
        );
    }
}

/// YARN starts another application master, but a driver in client mode is not in it.
fn attempts(view: &mut View<'_, '_>) {
    let Some(at) = view.property("spark.yarn.maxAppAttempts") else {
        return;
    };
    let more = at.text().and_then(|text| text.trim().parse::<u32>().ok());
    if more.is_some_and(|more| more > 1) && view.runs_in(DeployMode::Client) {
        let by = view.mode().map(|(_, at)| at);
        view.say(
            "attempts_in_client_mode",
            match View::together(at, by.as_slice()) {
                Severity::Error => Severity::Warning,
                other => other,
            },
            at,
            by,
            format!(
                "{} does not start a driver in client mode again: it runs outside of YARN",
                at.name()
            ),
            "take it away, or choose cluster mode",
        );
    }
}

/// The REST client of a standalone master does not look at the switch that asks it to wait.
fn waiting_over_rest(view: &mut View<'_, '_>) {
    let Some(at) = view.property("spark.standalone.submit.waitAppCompletion") else {
        return;
    };
    let Some(rest) = view.property("spark.master.rest.enabled") else {
        return;
    };
    if view.is("spark.master.rest.enabled", true) && is_true(at) {
        view.say(
            "waiting_over_rest",
            View::together(at, &[rest]),
            at,
            Some(rest),
            format!(
                "{} has no effect with `spark.master.rest.enabled`: a submission by REST never waits",
                at.name()
            ),
            "keep one of the two",
        );
    }
}

fn is_true(at: At<'_, '_>) -> bool {
    at.text()
        .is_some_and(|text| text.trim().eq_ignore_ascii_case("true"))
}

impl Manager {
    /// `on a local master`, `on YARN`.
    const fn place(self) -> &'static str {
        match self {
            Self::Local => "on a local master",
            Self::Standalone => "on a standalone cluster",
            Self::Yarn => "on YARN",
            Self::Kubernetes => "on Kubernetes",
        }
    }

    /// `a standalone cluster`, `YARN`.
    const fn cluster(self) -> &'static str {
        match self {
            Self::Local => "a local master",
            Self::Standalone => "a standalone cluster",
            Self::Yarn => "YARN",
            Self::Kubernetes => "Kubernetes",
        }
    }
}
