//! How an application ended, from its process and what its manager said last.
//!
//! Architecture invariant: the absence of evidence of failure is never success.

use pipeline_core::{Failure, FailureKind};
use spark_options::{DeployMode, Manager};

use crate::submit::Outcome;
use crate::watch::{Exit, Finding};

/// The driver's container in its pod (`Constants.DEFAULT_DRIVER_CONTAINER_NAME`).
const DRIVER_CONTAINER: &str = "spark-kubernetes-driver";

/// How many containers of a pod are remembered.
const CONTAINERS: usize = 64;

/// What the manager said, as far as the verdict needs it.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// The application's id.
    pub(super) application: Option<String>,
    /// The driver's id: `namespace:pod` on Kubernetes.
    pub(super) driver: Option<String>,
    /// YARN's last word.
    final_status: Option<String>,
    /// What YARN says beside it.
    diagnostics: Option<String>,
    /// How the containers of the driver's pod ended.
    containers: Vec<(String, i32)>,
}

impl Evidence {
    pub(super) fn add(&mut self, finding: Finding) {
        match finding {
            Finding::ApplicationId(id) => self.application = Some(id),
            Finding::DriverId(id) => self.driver = Some(id),
            Finding::FinalStatus(status) => self.final_status = Some(status),
            Finding::Diagnostics(text) => self.diagnostics = Some(text),
            Finding::ContainerExit { container, code } if self.containers.len() < CONTAINERS => {
                self.containers.push((container, code));
            }
            _ => {}
        }
    }
}

/// The outcome of an application that was not asked to stop; `explain` reads the logs.
pub(super) fn of(
    exit: Exit,
    manager: Manager,
    mode: DeployMode,
    evidence: &Evidence,
    explain: impl FnOnce() -> Failure,
) -> Outcome {
    match (manager, mode) {
        (Manager::Yarn, DeployMode::Cluster) => yarn(exit, evidence, explain),
        (Manager::Kubernetes, DeployMode::Cluster) => kubernetes(exit, evidence, explain),
        _ if exit.success() => Outcome::Succeeded,
        _ => Outcome::Failed(Box::new(explain())),
    }
}

/// `Client.run` throws for every end but success, so the exit code is good; the last word
/// tells a kill from a failure.
fn yarn(exit: Exit, evidence: &Evidence, explain: impl FnOnce() -> Failure) -> Outcome {
    let status = evidence.final_status.as_deref();
    if exit.success() {
        return match status {
            None | Some("SUCCEEDED" | "UNDEFINED") => Outcome::Succeeded,
            // An exit code of zero does not outweigh YARN's own word.
            Some("KILLED") => Outcome::Stopped,
            Some(status) => Outcome::Failed(Box::new(with(explain(), evidence, |failure| {
                failure.cause = format!("YARN says: {status}");
            }))),
        };
    }
    if status == Some("KILLED") {
        return Outcome::Stopped;
    }
    Outcome::Failed(Box::new(with(explain(), evidence, |_| {})))
}

fn with(mut failure: Failure, evidence: &Evidence, change: impl FnOnce(&mut Failure)) -> Failure {
    change(&mut failure);
    if let Some(diagnostics) = &evidence.diagnostics {
        // The user's exception, which spark-submit's own stack does not show.
        failure
            .context
            .insert(0, std::mem::take(&mut failure.cause));
        failure.cause.clone_from(diagnostics);
    }
    if let Some(id) = &evidence.application {
        failure.hint = Some(format!("the whole log: yarn logs -applicationId {id}"));
    }
    failure
}

/// `spark-submit` exits with 0 when the driver has failed (SPARK-26365), so only the driver's
/// container counts.
fn kubernetes(exit: Exit, evidence: &Evidence, explain: impl FnOnce() -> Failure) -> Outcome {
    if !exit.success() {
        return Outcome::Failed(Box::new(explain()));
    }
    let driver = evidence
        .containers
        .iter()
        .rev()
        .find(|(name, _)| name == DRIVER_CONTAINER)
        // A pod template may call it otherwise; a pod of one container leaves no doubt.
        .or(match evidence.containers.as_slice() {
            [only] => Some(only),
            _ => None,
        });
    match driver {
        Some((_, 0)) => Outcome::Succeeded,
        Some((name, code)) => {
            let mut failure = explain();
            failure.kind = FailureKind::Program;
            failure.exit_code = Some(*code);
            failure.cause = format!("the container {name} exited with code {code}");
            if let Some(meaning) = crate::diagnose::meaning(*code) {
                failure.cause = format!("{}: {}", failure.cause, meaning.meaning);
            }
            failure.hint = Some("the driver's own log: kubectl logs POD".to_owned());
            Outcome::Failed(Box::new(failure))
        }
        None => {
            let mut failure = explain();
            failure.kind = FailureKind::Lost;
            failure.cause = "spark-submit did not say how the driver's container ended".to_owned();
            failure.hint = Some(
                "ask `kubectl describe pod` for the driver; a log4j configuration that silences org.apache.spark.deploy hides it".to_owned(),
            );
            Outcome::Lost(Box::new(failure))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(manager: Manager, code: i32, findings: Vec<Finding>) -> Outcome {
        let mut evidence = Evidence::default();
        for finding in findings {
            evidence.add(finding);
        }
        of(
            Exit::Code(code),
            manager,
            DeployMode::Cluster,
            &evidence,
            || Failure::new(FailureKind::Program, "explained"),
        )
    }

    fn status(word: &str) -> Finding {
        Finding::FinalStatus(word.into())
    }

    fn container(name: &str, code: i32) -> Finding {
        Finding::ContainerExit {
            container: name.into(),
            code,
        }
    }

    #[test]
    fn on_kubernetes_zero_is_success_only_if_the_drivers_container_says_so() {
        let of = |findings| outcome(Manager::Kubernetes, 0, findings);
        assert_eq!(of(vec![container(DRIVER_CONTAINER, 0)]), Outcome::Succeeded);
        assert_eq!(of(vec![container("mine", 0)]), Outcome::Succeeded);
        assert!(matches!(
            of(vec![container(DRIVER_CONTAINER, 1), container("istio", 0)]),
            Outcome::Failed(_)
        ));
        assert!(matches!(
            of(vec![container("a", 0), container("b", 0)]),
            Outcome::Lost(_)
        ));
        assert!(matches!(of(vec![]), Outcome::Lost(_)));
    }

    #[test]
    fn on_yarn_the_exit_code_follows_and_the_last_word_tells_a_kill() {
        let of = |code, findings| outcome(Manager::Yarn, code, findings);
        assert_eq!(of(0, vec![]), Outcome::Succeeded);
        assert_eq!(
            of(0, vec![status("UNDEFINED"), status("SUCCEEDED")]),
            Outcome::Succeeded
        );
        assert_eq!(of(1, vec![status("KILLED")]), Outcome::Stopped);
        assert!(matches!(of(0, vec![status("FAILED")]), Outcome::Failed(_)));
        assert!(matches!(of(1, vec![]), Outcome::Failed(_)));
    }

    #[test]
    fn on_yarn_the_users_exception_is_the_cause() {
        let said = Finding::Diagnostics("User class threw exception: x".into());
        let Outcome::Failed(failure) = outcome(Manager::Yarn, 1, vec![status("FAILED"), said])
        else {
            panic!("it failed");
        };
        assert_eq!(failure.cause, "User class threw exception: x");
        assert_eq!(failure.context, ["explained"]);
    }
}
