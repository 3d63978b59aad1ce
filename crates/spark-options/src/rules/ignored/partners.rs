//! Settings that only do something together with another, or without it.

use crate::rules::Severity;
use crate::rules::view::View;
use crate::{DeployMode, Manager};

/// Settings that only do something together with another.
pub(super) fn without_its_partner(view: &mut View<'_, '_>) {
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
pub(super) fn attempts(view: &mut View<'_, '_>) {
    let Some(at) = view.property("spark.yarn.maxAppAttempts") else {
        return;
    };
    let more = at.text().and_then(|text| text.trim().parse::<u32>().ok());
    if more.is_some_and(|more| more > 1) && view.runs_in(DeployMode::Client) {
        let by = view.mode().map(|(_, at)| at);
        view.say(
            "attempts_in_client_mode",
            View::together(at, by.as_slice()).min(Severity::Warning),
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

/// What the submitter in cluster mode must not be told: nobody would know how it ends.
pub(super) fn unwatched(view: &mut View<'_, '_>) {
    for manager in [Manager::Yarn, Manager::Kubernetes] {
        let Some(words) = crate::rules::unwatched(manager) else {
            continue;
        };
        let Some(at) = view
            .property(words.property)
            .filter(|_| view.is(words.property, false))
        else {
            continue;
        };
        let known = view.manager();
        // With another manager, and in client mode, it is ignored, which is told elsewhere.
        if view.is_remote()
            || known.is_some_and(|(known, _)| known != manager)
            || view.runs_in(DeployMode::Client)
        {
            continue;
        }
        let certain = known.is_some() && view.runs_in(DeployMode::Cluster);
        view.say(
            "nobody_waits_for_the_end",
            match certain {
                true => Severity::Error,
                false => Severity::Warning,
            },
            at,
            known.map(|(_, at)| at),
            words.problem,
            words.help,
        );
    }
}

/// The REST client of a standalone master does not look at the switch that asks it to wait.
pub(super) fn waiting_over_rest(view: &mut View<'_, '_>) {
    let Some(at) = view.property("spark.standalone.submit.waitAppCompletion") else {
        return;
    };
    let Some(rest) = view.property("spark.master.rest.enabled") else {
        return;
    };
    if view.is("spark.master.rest.enabled", true)
        && view.is("spark.standalone.submit.waitAppCompletion", true)
    {
        view.say(
            "waiting_over_rest",
            // Where no REST server answers, spark-submit falls back on the way that waits.
            View::together(at, &[rest]).min(Severity::Warning),
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
