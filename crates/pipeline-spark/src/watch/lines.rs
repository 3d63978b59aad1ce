//! What Spark's own lines say. The lines and who prints them: `Utils.startServiceOnPort`,
//! `JettyUtils`, `StandaloneSchedulerBackend`, `RestSubmissionClient`, `deploy.Client`, and the
//! `Client` classes of YARN and Kubernetes, in Spark 3.5 to 4.3.

use serde::{Deserialize, Serialize};

use super::stages::{self, Progress, Stages};

/// What the lines that matter have in them, also those that only mark a place. Few, and each
/// beginning with letters that are rare in a log: that is what makes the search fast.
pub(super) const NEEDLES: &[&str] = &[
    // A running application: `Start Jetty …`, `Stopped Spark web UI at …`.
    "'SparkUI' on port ",
    "Jetty ",
    "Bound SparkUI to ",
    " web UI at ",
    "Connected to Spark cluster with app ID ",
    "Logging events to ",
    // Standalone, cluster mode.
    "successfully created as ",
    "successfully submitted as ",
    "State of driver",
    // YARN: each of its lines has the id.
    "application_",
    "\t tracking URL: ",
    "\t final status: ",
    "Application diagnostics message: ",
    // Kubernetes: `… with application ID … and submission ID …`.
    "submission ID ",
    "Container final statuses",
    "\t container name: ",
    "\t exit code: ",
    "\t phase: ",
    // Causes; `Error: ` is also in `SyntaxError: `.
    "Traceback (most recent call last):",
    "Exception ignored in",
    "Exception in thread \"main\"",
    "Caused by: ",
    "Error: ",
    "Error occurred during initialization of VM",
    "Invalid maximum heap size",
    "Invalid initial heap size",
    "Unrecognized VM option",
    "can't open file ",
    "sh: 1: ",
    "/bin/sh: ",
    "JAVA_HOME is not set",
    "Application has been killed. Reason: ",
    // Stages.
    stages::NEEDLES[0],
    stages::NEEDLES[1],
    stages::NEEDLES[2],
];

/// Something that a line says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Finding {
    /// Where the application can be watched.
    TrackingUrl(String),
    /// Its user interface has ended.
    UiStopped,
    /// Spark's application id.
    ApplicationId(String),
    /// The id of a driver in cluster mode: what a standalone master calls it, or
    /// `namespace:pod` on Kubernetes.
    DriverId(String),
    /// A state, in the manager's own word.
    State(String),
    /// YARN's last word on an application: `SUCCEEDED`, `FAILED`, `KILLED`, `UNDEFINED`.
    FinalStatus(String),
    /// What YARN says beside its last word.
    Diagnostics(String),
    /// How a container of a driver's pod ended, on Kubernetes.
    ContainerExit {
        /// The container's name.
        container: String,
        /// Its exit code.
        code: i32,
    },
}

/// Reads lines, and remembers the little that ties one to the next.
#[derive(Debug, Default)]
pub struct LineReader {
    ui_host: Option<String>,
    ui_found: bool,
    application: Option<String>,
    driver: Option<String>,
    state: Option<String>,
    tracking: Option<String>,
    final_statuses: bool,
    container: Option<String>,
    stages: Stages,
}

impl LineReader {
    /// How far the stages are, if that has changed since it was last asked.
    pub fn progress(&mut self) -> Option<Progress> {
        self.stages.news()
    }

    /// Reads one line.
    pub fn line(&mut self, line: &str, found: &mut dyn FnMut(Finding)) {
        if self.stages.line(line) {
            // By far the most of the lines that matter: they say nothing else.
            return;
        }
        self.ui(line, found);
        self.ids(line, found);
        self.yarn(line, found);
        self.kubernetes(line, found);
    }

    fn ui(&mut self, line: &str, found: &mut dyn FnMut(Finding)) {
        if let Some(url) = after(line, "Bound SparkUI to ").and_then(|_| after(line, "started at "))
        {
            self.found_ui(word(url).to_owned(), found);
        } else if let Some(host) = between(line, "Start Jetty ", " for SparkUI") {
            // The port in here is the one asked for, not the one it got.
            self.ui_host = host.rsplit_once(':').map(|(host, _)| host.to_owned());
        } else if let Some(port) = after(line, "Successfully started service 'SparkUI' on port ") {
            if let Ok(port) = word(port).trim_end_matches('.').parse::<u16>() {
                let host = match self.ui_host.as_deref() {
                    // Every address of this machine; the one that works on it is this.
                    None | Some("0.0.0.0" | "::" | "[::]") => "localhost",
                    Some(host) => host,
                };
                self.found_ui(format!("http://{host}:{port}"), found);
            }
        } else if line.contains("Stopped Spark web UI at ") {
            // A session that comes after has another.
            self.ui_found = false;
            found(Finding::UiStopped);
        }
    }

    fn found_ui(&mut self, url: String, found: &mut dyn FnMut(Finding)) {
        if !self.ui_found {
            self.ui_found = true;
            found(Finding::TrackingUrl(url));
        }
    }

    fn ids(&mut self, line: &str, found: &mut dyn FnMut(Finding)) {
        if let Some(id) = after(line, "Connected to Spark cluster with app ID ") {
            self.found_application(word(id), found);
        } else if let Some(path) = after(line, "Logging events to ") {
            let name = word(path).rsplit('/').next().unwrap_or_default();
            let name = name.split('.').next().unwrap_or_default();
            let name = name.strip_prefix("eventlog_v2_").unwrap_or(name);
            if is_application(name) {
                self.found_application(name, found);
            }
        } else if let Some(id) = after(line, "successfully created as ")
            .or_else(|| after(line, "successfully submitted as "))
        {
            // The pattern of ids is configurable since Spark 4.0: whatever stands here is one.
            self.found_driver(word(id).trim_end_matches(['.', ',']), found);
        } else if let Some(state) =
            after(line, "State of driver").and_then(|rest| after(rest, " is "))
        {
            let state = state.strip_prefix("now ").unwrap_or(state);
            self.found_state(word(state).trim_end_matches(['.', ',']), found);
        }
    }

    fn yarn(&mut self, line: &str, found: &mut dyn FnMut(Finding)) {
        for before in [
            "Submitted application ",
            "Submitting application ",
            "Application ID is assigned: ",
            "Application report for ",
        ] {
            if let Some(id) = after(line, before).map(word)
                && id.starts_with("application_")
            {
                self.found_application(id, found);
            }
        }
        if line.contains("Application report for ")
            && let Some(state) = between(line, "(state: ", ")")
        {
            self.found_state(state, found);
        } else if let Some(url) = line.strip_prefix("\t tracking URL: ").map(str::trim) {
            if url.contains("://") && self.tracking.as_deref() != Some(url) {
                self.tracking = Some(url.to_owned());
                found(Finding::TrackingUrl(url.to_owned()));
            }
        } else if line.contains(" is killed") && line.contains("Application application_") {
            found(Finding::FinalStatus("KILLED".to_owned()));
        } else if line.contains("inished with failed status") {
            found(Finding::FinalStatus("FAILED".to_owned()));
        } else if let Some(status) =
            after(line, "inished with status: ").or_else(|| line.strip_prefix("\t final status: "))
        {
            found(Finding::FinalStatus(word(status).to_owned()));
        } else if line.contains("The final status of application ") && line.contains("undefined") {
            found(Finding::FinalStatus("UNDEFINED".to_owned()));
        } else if let Some(text) = after(line, "Application diagnostics message: ") {
            found(Finding::Diagnostics(text.to_owned()));
        }
    }

    fn kubernetes(&mut self, line: &str, found: &mut dyn FnMut(Finding)) {
        if let Some(rest) = after(line, " with application ID ") {
            if let Some(driver) = after(rest, " and submission ID ") {
                // First what it can be killed by.
                self.found_driver(word(driver), found);
                self.found_application(word(rest), found);
            }
        } else if line.contains("Container final statuses") {
            self.final_statuses = true;
        } else if let Some(name) = line.strip_prefix("\t container name: ") {
            self.container = Some(name.trim().to_owned());
        } else if let Some(code) = line.strip_prefix("\t exit code: ") {
            // Executors and reports on the way print such lines too.
            if let (true, Some(container), Ok(code)) = (
                self.final_statuses,
                self.container.take(),
                code.trim().parse(),
            ) {
                found(Finding::ContainerExit { container, code });
            }
        } else if let Some(phase) = line.strip_prefix("\t phase: ") {
            self.found_state(phase.trim(), found);
        }
    }

    fn found_driver(&mut self, id: &str, found: &mut dyn FnMut(Finding)) {
        if self.driver.is_none() && !id.is_empty() {
            self.driver = Some(id.to_owned());
            found(Finding::DriverId(id.to_owned()));
        }
    }

    fn found_application(&mut self, id: &str, found: &mut dyn FnMut(Finding)) {
        if self.application.as_deref() != Some(id) && !id.is_empty() {
            self.application = Some(id.to_owned());
            found(Finding::ApplicationId(id.to_owned()));
        }
    }

    fn found_state(&mut self, state: &str, found: &mut dyn FnMut(Finding)) {
        if self.state.as_deref() != Some(state) && !state.is_empty() {
            self.state = Some(state.to_owned());
            found(Finding::State(state.to_owned()));
        }
    }
}

/// Whether a text is an application id of one of Spark's managers.
#[must_use]
pub fn is_application(id: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let pair = |text: &str, separator: char| {
        text.split_once(separator)
            .is_some_and(|(left, right)| digits(left) && digits(right))
    };
    if let Some(rest) = id.strip_prefix("local-") {
        digits(rest)
    } else if let Some(rest) = id.strip_prefix("app-") {
        pair(rest, '-')
    } else if let Some(rest) = id.strip_prefix("application_") {
        pair(rest, '_')
    } else if let Some(rest) = id.strip_prefix("spark-application-") {
        digits(rest)
    } else if let Some(rest) = id.strip_prefix("spark-") {
        rest.len() == 32 && rest.bytes().all(|byte| byte.is_ascii_hexdigit())
    } else {
        false
    }
}

fn after<'a>(line: &'a str, before: &str) -> Option<&'a str> {
    line.split_once(before).map(|(_, rest)| rest)
}

fn between<'a>(line: &'a str, before: &str, behind: &str) -> Option<&'a str> {
    after(line, before)?
        .split_once(behind)
        .map(|(text, _)| text)
}

fn word(text: &str) -> &str {
    text.split(|c: char| c.is_whitespace() || c == '"' || c == ',')
        .next()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &str) -> Vec<Finding> {
        let mut reader = LineReader::default();
        let mut found = Vec::new();
        for line in lines.lines() {
            reader.line(line, &mut |finding| found.push(finding));
        }
        found
    }

    #[test]
    fn the_ui_has_the_port_it_got_and_not_the_one_it_asked_for() {
        assert_eq!(
            read(
                "26/11/21 INFO JettyUtils: Start Jetty 10.0.0.7:4040 for SparkUI\n\
                 26/11/21 WARN Utils: Service 'SparkUI' could not bind on port 4040. Attempting port 4041.\n\
                 26/11/21 INFO Utils: Successfully started service 'SparkUI' on port 4041."
            ),
            [Finding::TrackingUrl("http://10.0.0.7:4041".into())]
        );
    }

    #[test]
    fn a_ui_on_every_address_is_shown_as_localhost() {
        assert_eq!(
            read(
                "INFO JettyUtils: Start Jetty 0.0.0.0:4040 for SparkUI\n\
                 INFO Utils: Successfully started service 'SparkUI' on port 4040."
            ),
            [Finding::TrackingUrl("http://localhost:4040".into())]
        );
    }

    #[test]
    fn spark_3_says_where_the_ui_is_in_one_line() {
        assert_eq!(
            read("INFO SparkUI: Bound SparkUI to 0.0.0.0, and started at http://vm:4040"),
            [Finding::TrackingUrl("http://vm:4040".into())]
        );
    }

    #[test]
    fn a_standalone_driver_is_found_by_rest_and_by_rpc() {
        let rest = "INFO RestSubmissionClient: Submission successfully created as driver-20261121003557-0001. Polling submission state...\n\
                    INFO RestSubmissionClient: State of driver driver-20261121003557-0001 is now RUNNING.";
        let rpc = "INFO ClientEndpoint: Driver successfully submitted as driver-20261121003557-0001\n\
                   INFO ClientEndpoint: State of driver-20261121003557-0001 is RUNNING";
        let expected = [
            Finding::DriverId("driver-20261121003557-0001".into()),
            Finding::State("RUNNING".into()),
        ];
        assert_eq!(read(rest), expected);
        assert_eq!(read(rpc), expected);
    }

    #[test]
    fn yarn_tells_id_state_url_and_last_word() {
        let found = read(
            "INFO YarnClientImpl: Submitted application application_1700000000000_0042\n\
             INFO Client: Application report for application_1700000000000_0042 (state: ACCEPTED)\n\
             \t final status: UNDEFINED\n\
             \t tracking URL: N/A\n\
             \t tracking URL: http://rm:8088/proxy/application_1700000000000_0042/\n\
             INFO Client: Application report for application_1700000000000_0042 (state: RUNNING)\n\
             ERROR Client: Application diagnostics message: User class threw exception: x\n\
             Exception in thread \"main\" org.apache.spark.SparkException: Application application_1700000000000_0042 finished with failed status",
        );
        assert_eq!(
            found,
            [
                Finding::ApplicationId("application_1700000000000_0042".into()),
                Finding::State("ACCEPTED".into()),
                Finding::FinalStatus("UNDEFINED".into()),
                Finding::TrackingUrl("http://rm:8088/proxy/application_1700000000000_0042/".into()),
                Finding::State("RUNNING".into()),
                Finding::Diagnostics("User class threw exception: x".into()),
                Finding::FinalStatus("FAILED".into()),
            ]
        );
    }

    #[test]
    fn on_kubernetes_only_a_final_status_has_an_exit_code_bound_to_its_container() {
        let found = read(
            "INFO Client: Deployed Spark application pi with application ID spark-0123456789abcdef0123456789abcdef and submission ID etl:pi-driver into Kubernetes\n\
             \t phase: Running\n\
             \t container name: executor\n\
             \t exit code: 9\n\
             INFO LoggingPodStatusWatcherImpl: Container final statuses:\n\
             \t container name: istio\n\
             \t container state: terminated\n\
             \t exit code: 0\n\
             \t container name: spark-kubernetes-driver\n\
             \t exit code: 1",
        );
        assert_eq!(
            found,
            [
                Finding::DriverId("etl:pi-driver".into()),
                Finding::ApplicationId("spark-0123456789abcdef0123456789abcdef".into()),
                Finding::State("Running".into()),
                Finding::ContainerExit {
                    container: "istio".into(),
                    code: 0
                },
                Finding::ContainerExit {
                    container: "spark-kubernetes-driver".into(),
                    code: 1
                },
            ]
        );
    }

    #[test]
    fn a_line_that_only_looks_like_one_says_nothing() {
        assert_eq!(
            read("my application_1 is on port 4040\nState of the art is high"),
            []
        );
    }
}
