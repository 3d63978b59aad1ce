//! What a driver's log says of its stages: which run, and how many of their tasks are done.
//!
//! The lines, all at INFO and alike from Spark 3.5 to 4.3: `Submitting 6 missing tasks from
//! ShuffleMapStage 0 (…)`, `Finished task 3.0 in stage 0.0 (TID 3) in 522 ms on … (3/6)`,
//! `ShuffleMapStage 0 (…) finished in …`, `ResultStage 1 (…) failed in …`. With structured
//! logging the same words stand within JSON.

use std::collections::BTreeMap;

/// What its lines have in them.
pub(super) const NEEDLES: [&str; 3] = ["Finished task ", "ShuffleMapStage ", "ResultStage "];

/// How many stages at once are remembered. An application runs a handful.
const MOST: usize = 64;

/// How many stages are named.
const NAMED: usize = 3;

/// How far the stages that run are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Which stages: `stage 3`, `stages 3, 5`.
    pub what: String,
    /// How many of their tasks are done.
    pub done: u64,
    /// How many tasks they have.
    pub total: u64,
}

/// The stages that run. Does not grow with the log.
#[derive(Debug, Default)]
pub struct Stages {
    running: BTreeMap<u32, Tasks>,
    /// The one that ended last.
    last: Option<(u32, Tasks)>,
    changed: bool,
}

#[derive(Clone, Copy, Debug)]
struct Tasks {
    done: u64,
    total: u64,
}

impl Stages {
    /// Reads one line; whether it is about stages.
    pub(super) fn line(&mut self, line: &str) -> bool {
        if let Some(rest) = after(line, "Finished task ") {
            return self.task_ended(rest).is_some();
        }
        for kind in ["ShuffleMapStage ", "ResultStage "] {
            if let Some((before, rest)) = line.split_once(kind) {
                return self.stage(before, rest).is_some();
            }
        }
        false
    }

    /// How far they are, if that has changed since it was last asked.
    pub fn news(&mut self) -> Option<Progress> {
        std::mem::take(&mut self.changed)
            .then(|| self.progress())
            .flatten()
    }

    /// How far they are; of none that runs, the one that ended last.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        let (mut done, mut total) = (0_u64, 0_u64);
        let mut names = Vec::new();
        let shown = self.running.iter().map(|(id, tasks)| (*id, *tasks));
        let last = self.last.filter(|_| self.running.is_empty());
        for (id, tasks) in shown.chain(last) {
            done = done.saturating_add(tasks.done);
            total = total.saturating_add(tasks.total);
            names.push(id.to_string());
        }
        let what = match names.as_slice() {
            [] => return None,
            [one] => format!("stage {one}"),
            several if several.len() <= NAMED => format!("stages {}", several.join(", ")),
            many => format!(
                "stages {} and {} more",
                many[..NAMED - 1].join(", "),
                many.len() + 1 - NAMED
            ),
        };
        Some(Progress { what, done, total })
    }

    /// `3.0 in stage 0.0 (TID 3) in 522 ms on 192.0.2.2 (executor driver) (3/6)`
    fn task_ended(&mut self, rest: &str) -> Option<()> {
        let (stage, rest) = number(after(rest, " in stage ")?)?;
        let (done, total) = rest.split('(').skip(1).find_map(|part| {
            let (done, rest) = number(part)?;
            let (total, rest) = number(rest.strip_prefix('/')?)?;
            rest.starts_with(')').then_some((done, total))
        })?;
        let stage = u32::try_from(stage).ok()?;
        if done > total {
            return None;
        }
        if done == total {
            self.running.remove(&stage);
            self.last = Some((stage, Tasks { done, total }));
            self.changed = true;
        } else {
            self.set(stage, Tasks { done, total });
        }
        Some(())
    }

    /// `… Submitting 6 missing tasks from ` and `0 (…)`, or `… ` and `0 (…) finished in 3 s`.
    fn stage(&mut self, before: &str, rest: &str) -> Option<()> {
        let (stage, rest) = number(rest)?;
        let stage = u32::try_from(stage).ok()?;
        if let Some(before) = before.strip_suffix(" missing tasks from ") {
            let (total, _) = number(after(before, "Submitting ")?)?;
            self.set(stage, Tasks { done: 0, total });
            return Some(());
        }
        let over = rest.contains(") finished in ") || rest.contains(") failed in ");
        if over && let Some(tasks) = self.running.remove(&stage) {
            self.last = Some((stage, tasks));
            self.changed = true;
        }
        over.then_some(())
    }

    fn set(&mut self, stage: u32, tasks: Tasks) {
        if self.running.len() >= MOST && !self.running.contains_key(&stage) {
            // Whatever became of the oldest, its end was not told.
            self.running.pop_first();
        }
        self.running.insert(stage, tasks);
        self.changed = true;
    }
}

fn after<'a>(text: &'a str, before: &str) -> Option<&'a str> {
    text.split_once(before).map(|(_, rest)| rest)
}

/// The number that a text begins with, and the rest.
fn number(text: &str) -> Option<(u64, &str)> {
    let end = text
        .bytes()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(lines: &str) -> Vec<(String, u64, u64)> {
        let mut stages = Stages::default();
        let mut news = Vec::new();
        for line in lines.lines() {
            stages.line(line);
            news.extend(stages.news().map(|it| (it.what, it.done, it.total)));
        }
        news
    }

    fn told(what: &str, done: u64, total: u64) -> (String, u64, u64) {
        (what.to_owned(), done, total)
    }

    #[test]
    fn the_logs_of_three_sparks_tell_of_each_task_of_each_stage() {
        for log in [
            include_str!("logs/stages-3.5.log"),
            include_str!("logs/stages-4.0.log"),
            include_str!("logs/stages-4.3.log"),
        ] {
            let news = read(log);
            let of = |stage: &str| -> Vec<(u64, u64)> {
                let news = news.iter().filter(|(what, ..)| what == stage);
                news.map(|(_, done, total)| (*done, *total)).collect()
            };
            let whole = |total| (0..=total).map(|done| (done, total)).collect::<Vec<_>>();
            assert_eq!(of("stage 0"), whole(6));
            assert_eq!(of("stage 1"), whole(4));
            // One of its tasks failed once, and its second try counts.
            assert_eq!(of("stage 2"), whole(4));
        }
    }

    #[test]
    fn stages_that_run_at_once_are_told_together() {
        let news = read(
            "INFO DAGScheduler: Submitting 2 missing tasks from ShuffleMapStage 4 (x at y)\n\
             INFO DAGScheduler: Submitting 3 missing tasks from ShuffleMapStage 7 (x at y)\n\
             INFO TaskSetManager: Finished task 0.0 in stage 7.0 (TID 3) in 5 ms on h (executor 1) (1/3)\n\
             INFO TaskSetManager: Finished task 0.0 in stage 4.0 (TID 3) in 5 ms on h (executor 1) (1/2)\n\
             INFO TaskSetManager: Finished task 1.0 in stage 4.0 (TID 3) in 5 ms on h (executor 1) (2/2)",
        );
        assert_eq!(
            news,
            [
                told("stage 4", 0, 2),
                told("stages 4, 7", 0, 5),
                told("stages 4, 7", 1, 5),
                told("stages 4, 7", 2, 5),
                told("stage 7", 1, 3),
            ]
        );
    }

    #[test]
    fn a_stage_that_failed_runs_no_more() {
        let mut stages = Stages::default();
        stages.line("Submitting 9 missing tasks from ResultStage 2 (x at y) (first 15 tasks …)");
        stages.line("Submitting 1 missing tasks from ResultStage 3 (x at y) (first 15 tasks …)");
        stages.line("ResultStage 2 (count at job.py:14) failed in 0.5 s due to Job aborted");
        let progress = stages.progress().unwrap();
        assert_eq!((progress.what.as_str(), progress.total), ("stage 3", 1));
    }

    #[test]
    fn structured_logs_say_the_same() {
        let news = read(
            r#"{"ts":"…","level":"INFO","msg":"Finished task 0.0 in stage 0.0 (TID 0) in 17 ms on h (executor driver) (1/6)","context":{"stage_id":"0"},"logger":"TaskSetManager"}"#,
        );
        assert_eq!(news, [told("stage 0", 1, 6)]);
    }

    #[test]
    fn what_says_nothing_of_stages_tells_nothing() {
        assert_eq!(
            read(
                "Finished task\nFinished task x in stage y\nResultStage \nFinished task 1 in stage 3 (7/6)\nFinished task 1 in stage 99999999999999999999.0 (1/6)"
            ),
            []
        );
    }

    proptest! {
        #[test]
        fn any_line_harms_nothing_and_memory_stays_flat(
            lines in prop::collection::vec(
                prop_oneof![
                    any::<String>(),
                    (any::<u32>(), 0..5_u64).prop_map(|(stage, total)| format!(
                        "Submitting {total} missing tasks from ResultStage {stage} (x)"
                    )),
                    (any::<u32>(), any::<u64>(), any::<u64>()).prop_map(|(stage, done, total)| format!(
                        "Finished task 0.0 in stage {stage}.0 (TID 1) in 1 ms on h (executor 1) ({done}/{total})"
                    )),
                ],
                0..300,
            )
        ) {
            let mut stages = Stages::default();
            for line in &lines {
                stages.line(line);
                if let Some(progress) = stages.news() {
                    prop_assert!(progress.done <= progress.total);
                    prop_assert!(progress.what.len() < 60);
                }
                prop_assert!(stages.running.len() <= MOST);
            }
        }
    }
}
