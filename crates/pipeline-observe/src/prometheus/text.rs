//! The text exposition format of Prometheus, version 0.0.4.

use std::fmt::Write;

use jiff::Timestamp;
use pipeline_core::run::State;

use super::counts::{BUCKETS, Counts};

/// When the pipeline last succeeded, which outlives the runs that fail.
const LAST_SUCCESS: &str = "pipeline_last_success_timestamp_seconds";

/// The text of everything counted, as of now; `last_success` is that of an earlier run.
pub(super) fn render(counts: &Counts, now: Timestamp, last_success: Option<f64>) -> String {
    let mut text = Text::default();
    let pipeline = &[("pipeline", counts.pipeline.as_str())];
    text.family(
        "pipeline_run_info",
        "gauge",
        "The run that these metrics are of.",
    );
    let info = &[pipeline[0], ("run", &counts.run)];
    text.sample("pipeline_run_info", info, 1.0);
    text.family(
        "pipeline_run_tasks",
        "gauge",
        "Tasks of the run by where they stand.",
    );
    for state in State::ALL {
        let labels = &[pipeline[0], ("state", state_name(state))];
        #[allow(clippy::cast_precision_loss)] // exact up to 2^53 tasks
        text.sample(
            "pipeline_run_tasks",
            labels,
            counts.states[state as usize] as f64,
        );
    }
    durations(&mut text, counts);
    text.family(
        "pipeline_task_retries_total",
        "counter",
        "Tries that failed and were followed by another.",
    );
    for (name, of_type) in &counts.types {
        let labels = &[pipeline[0], ("type", *name)];
        #[allow(clippy::cast_precision_loss)]
        text.sample(
            "pipeline_task_retries_total",
            labels,
            of_type.retries as f64,
        );
    }
    let mut one = |name: &str, help: &str, value: f64| {
        text.family(name, "gauge", help);
        text.sample(name, pipeline, value);
    };
    let active = if counts.ended.is_none() { 1.0 } else { 0.0 };
    one("pipeline_run_active", "Whether the run goes on.", active);
    if let Some(began) = counts.began {
        one(
            "pipeline_run_start_timestamp_seconds",
            "When the run began.",
            seconds(began),
        );
        let elapsed = match counts.ended {
            Some(ended) => ended.elapsed.as_secs_f64(),
            None => (seconds(now) - seconds(began)).max(0.0),
        };
        one(
            "pipeline_run_duration_seconds",
            "How long the run has taken.",
            elapsed,
        );
    }
    if let Some(ended) = counts.ended {
        one(
            "pipeline_run_end_timestamp_seconds",
            "When the run ended.",
            seconds(ended.at),
        );
        let success = if ended.success { 1.0 } else { 0.0 };
        one(
            "pipeline_run_success",
            "Whether everything that was needed is done.",
            success,
        );
    }
    let success = counts.ended.filter(|ended| ended.success);
    let success = success.map(|ended| seconds(ended.at)).or(last_success);
    if let Some(at) = success {
        one(
            LAST_SUCCESS,
            "When a run of the pipeline last succeeded.",
            at,
        );
    }
    text.0
}

fn durations(text: &mut Text, counts: &Counts) {
    const NAME: &str = "pipeline_task_duration_seconds";
    text.family(NAME, "histogram", "How long a try of a task took.");
    let pipeline = counts.pipeline.as_str();
    for (name, of_type) in &counts.types {
        let mut below = 0;
        let bounds = BUCKETS.iter().map(f64::to_string);
        let bounds = bounds.chain(["+Inf".to_owned()]);
        for (bound, count) in bounds.zip(of_type.buckets) {
            below += count;
            let labels = &[("pipeline", pipeline), ("type", *name), ("le", &bound)];
            #[allow(clippy::cast_precision_loss)]
            text.sample(&format!("{NAME}_bucket"), labels, below as f64);
        }
        let labels = &[("pipeline", pipeline), ("type", *name)];
        text.sample(&format!("{NAME}_sum"), labels, of_type.sum);
        #[allow(clippy::cast_precision_loss)]
        text.sample(&format!("{NAME}_count"), labels, below as f64);
    }
}

/// When the pipeline last succeeded, as a file of ours says.
pub(super) fn last_success(text: &str) -> Option<f64> {
    let line = text.lines().find(|line| line.starts_with(LAST_SUCCESS))?;
    line.rsplit(' ').next()?.parse().ok()
}

#[allow(clippy::cast_precision_loss)] // to the microsecond for centuries
fn seconds(at: Timestamp) -> f64 {
    at.as_millisecond() as f64 / 1000.0
}

/// The state as events write it.
const fn state_name(state: State) -> &'static str {
    match state {
        State::Unneeded => "unneeded",
        State::Complete => "complete",
        State::Waiting => "waiting",
        State::Ready => "ready",
        State::Elsewhere => "elsewhere",
        State::Running => "running",
        State::Requiring => "requiring",
        State::Backoff => "backoff",
        State::Succeeded => "succeeded",
        State::Failed => "failed",
        State::Skipped => "skipped",
        State::Stopped => "stopped",
        State::NotStarted => "not_started",
    }
}

#[derive(Default)]
struct Text(String);

impl Text {
    /// The lines before the samples of a family. Its samples follow at once.
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        // Writing into a String cannot fail.
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: f64) {
        self.0.push_str(name);
        for (at, (label, value)) in labels.iter().enumerate() {
            let before = if at == 0 { '{' } else { ',' };
            let _ = write!(self.0, "{before}{label}=\"");
            for c in value.chars() {
                match c {
                    '\\' => self.0.push_str("\\\\"),
                    '"' => self.0.push_str("\\\""),
                    '\n' => self.0.push_str("\\n"),
                    c => self.0.push(c),
                }
            }
            self.0.push('"');
        }
        let _ = writeln!(self.0, "}} {value}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_called_as_in_events() {
        for state in State::ALL {
            let written = serde_json::to_value(state).expect("JSON");
            assert_eq!(written, state_name(state));
        }
    }

    #[test]
    fn the_last_success_is_read_as_it_was_written() {
        let mut counts = Counts::new("nightly \"x\" y", "run");
        let at: Timestamp = "2026-11-21T07:47:04.25Z".parse().expect("a time");
        assert_eq!(last_success(&render(&counts, at, None)), None);
        let of_an_earlier_run = Some(1_763_711_224.25);
        let text = render(&counts, at, of_an_earlier_run);
        assert_eq!(last_success(&text), of_an_earlier_run);
        counts.ended = Some(super::super::counts::Ended {
            at,
            elapsed: std::time::Duration::ZERO,
            success: true,
        });
        let text = render(&counts, at, of_an_earlier_run);
        assert_eq!(last_success(&text), Some(seconds(at)));
    }
}
