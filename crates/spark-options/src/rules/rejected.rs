//! What SparkSubmit refuses by itself, in the order in which it looks.
//!
//! Source: `SparkSubmitArguments.validateSubmitArguments`,
//! `SparkSubmit.prepareSubmitEnvironment`.

use super::view::View;
use super::{Name, Program, Severity};
use crate::{DeployMode, Manager};

pub(super) fn rejected(view: &mut View<'_, '_>) {
    too_new(view);
    remote(view);
    proxy_user(view);
    cluster_mode(view);
    shells(view);
}

/// An option that this version of spark-submit does not know: "Unrecognized option".
fn too_new(view: &mut View<'_, '_>) {
    let Some(spark) = view.job.target.spark else {
        return;
    };
    for at in view.all() {
        let Name::Option(option) = at.setting.name else {
            continue;
        };
        if !option.is_known_to(spark) {
            let (major, minor) = option.since;
            view.say(
                "option_too_new",
                Severity::Error,
                at,
                None,
                format!(
                    "{} needs Spark {major}.{minor}, and this is Spark {}.{}",
                    at.name(),
                    spark.0,
                    spark.1
                ),
                format!("take {} away, or choose another Spark", at.name()),
            );
        }
    }
}

/// "Remote cannot be specified with master and/or deploy mode."
fn remote(view: &mut View<'_, '_>) {
    let Some(remote) = view.option("remote") else {
        return;
    };
    for key in ["master", "deploy_mode"] {
        if let Some(other) = view.option(key) {
            view.say(
                "remote_with_master",
                Severity::Error,
                other,
                Some(remote),
                format!(
                    "{} and {} exclude each other: a Spark Connect server has a master of its own",
                    other.name(),
                    remote.name()
                ),
                format!("keep either {} or {}", remote.name(), other.name()),
            );
        }
    }
}

/// "Only one of --proxy-user or --principal can be provided."
fn proxy_user(view: &mut View<'_, '_>) {
    let (Some(user), Some(principal)) = (view.option("proxy_user"), view.option("principal"))
    else {
        return;
    };
    view.say(
        "proxy_user_with_principal",
        Severity::Error,
        principal,
        Some(user),
        format!(
            "{} and {} exclude each other: spark-submit refuses both at once",
            user.name(),
            principal.name()
        ),
        "impersonate with `proxy_user`, or log in with `principal` and `keytab`",
    );
}

/// `Cluster deploy mode is not compatible with master "local"`, and "… is currently not
/// supported for python applications on standalone clusters."
fn cluster_mode(view: &mut View<'_, '_>) {
    let Some((DeployMode::Cluster, mode)) = view.mode() else {
        return;
    };
    let Some((manager, master)) = view.manager() else {
        return;
    };
    let program = view.job.program;
    if manager == Manager::Local {
        view.say(
            "cluster_mode_on_a_local_master",
            Severity::Error,
            mode,
            Some(master),
            format!(
                "cluster mode has no meaning on the master {:?}, which is this process: Spark refuses it",
                master.text().unwrap_or_default()
            ),
            format!(
                "write {} or leave it out, or name a cluster's master",
                mode.written("client")
            ),
        );
    } else if manager == Manager::Standalone && (program.is_python() || program == Program::R) {
        view.say(
            "cluster_mode_of_a_script_on_standalone",
            Severity::Error,
            mode,
            Some(master),
            format!(
                "a standalone cluster runs {} in client mode only: Spark refuses it",
                program.name()
            ),
            format!(
                "write {} or leave it out, or use YARN or Kubernetes",
                mode.written("client")
            ),
        );
    }
}

/// Main classes that SparkSubmit does not let into a cluster, with what it calls them.
const SHELLS: [(&str, &str); 3] = [
    (
        "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver",
        "the Spark SQL shell",
    ),
    (
        "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
        "the Spark Thrift server",
    ),
    (CONNECT, "the Spark Connect server"),
];

const CONNECT: &str = "org.apache.spark.sql.connect.service.SparkConnectServer";

/// "Cluster deploy mode is not applicable to Spark SQL shell."
fn shells(view: &mut View<'_, '_>) {
    let Some((DeployMode::Cluster, mode)) = view.mode() else {
        return;
    };
    let Some(class) = view.option("class") else {
        return;
    };
    let Some((_, what)) = SHELLS.iter().find(|(name, _)| class.text() == Some(name)) else {
        return;
    };
    // From 4.2 on, a Connect server may run in a cluster of YARN; 4.1 still refuses it.
    let may = class.text() == Some(CONNECT)
        && view.since((4, 2)) != Some(false)
        && view
            .manager()
            .is_none_or(|(manager, _)| manager == Manager::Yarn);
    if !may {
        view.say(
            "shell_in_cluster_mode",
            Severity::Error,
            mode,
            Some(class),
            format!("{what} has no cluster mode: Spark refuses it"),
            format!("write {} or leave it out", mode.written("client")),
        );
    }
}
