//! `retry [RUN]`: a run again, of what failed in it or was skipped.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::Path;

use super::exit::ExitKind;
use super::head::{Command, Head};
use super::message::{Message, Refusal};
use super::past;
use crate::journal::{Header, Reader, Root};
use crate::plan::Plan;
use crate::run::EventKind;
use crate::secret::MASK;
use crate::task::TaskId;

/// A run that is to be run again.
pub(crate) struct Retry {
    /// The command line to run it again with, the program first.
    pub(crate) command: Vec<OsString>,
    /// What it had done: that is not done again, also where no output says so.
    pub(crate) done: HashSet<TaskId>,
    header: Header,
}

impl Retry {
    /// Reads the run that a word means, or the last one. `head` is the command line that asks
    /// for it.
    pub(crate) fn of(state_dir: &Path, head: &Head) -> Result<Self, Refusal> {
        let word = head.operands.first().map_or("last", String::as_str);
        let folder = past::find_run(state_dir, word)?;
        let unreadable = |error: crate::journal::RecordError| {
            Refusal::new(ExitKind::Environment, Message::new(error.to_string()))
        };
        let reader = Reader::open(&folder.dir).map_err(unreadable)?;
        let header = reader.header().clone();
        let mut done = HashSet::new();
        for event in reader {
            match event.map_err(unreadable)?.kind {
                EventKind::TaskSucceeded { task, .. } => {
                    done.insert(task);
                }
                EventKind::TaskStarted { task, .. } => {
                    done.remove(&task);
                }
                _ => {}
            }
        }
        let command = command(&header, head)?;
        Ok(Self {
            command,
            done,
            header,
        })
    }

    /// Refuses a plan that is of other roots than the run was: the program, a profile or the
    /// time zone may be others now.
    pub(crate) fn check(&self, plan: &Plan) -> Result<(), Refusal> {
        let planned: HashSet<TaskId> = plan.roots().iter().map(|it| plan.node(*it).id).collect();
        let was = self.header.roots.iter();
        let missing: Vec<&Root> = was.filter(|root| !planned.contains(&root.task)).collect();
        let all = self.header.roots.len().max(self.header.roots_in_all);
        let Some(first) = missing.first() else {
            if planned.len() == all {
                return Ok(());
            }
            return Err(self.other(&format!("{} tasks", planned.len()), &format!("{all}")));
        };
        let now = plan.roots().first();
        let now = now.map_or_else(String::new, |root| plan.node(*root).task.label());
        Err(self.other(&now, &first.label))
    }

    fn other(&self, now: &str, was: &str) -> Refusal {
        let message = Message::new(format!(
            "run {} was of {was}; its command line means {now} now",
            self.header.run
        ));
        let message = message.detail(format!("  {}", self.header.arguments.join(" ")));
        let help = "say with flags what was meant then, as the label has it, without `retry`: \
                    what is done stays done";
        Refusal::usage(message.help(help))
    }
}

/// The command line of a run with what is given now: secrets, which its journal has not, and
/// whatever else is to be another way.
fn command(header: &Header, head: &Head) -> Result<Vec<OsString>, Refusal> {
    let given = &head.rest[1..];
    let is_given = |flag: &str| {
        let with_value = format!("{flag}=");
        given.iter().any(|it| {
            let it = it.to_string_lossy();
            it == flag || it.starts_with(&with_value)
        })
    };
    let mut command: Vec<OsString> = head.rest.first().cloned().into_iter().collect();
    // `yesterday` is what it was then. A moment that the run itself was given stands behind.
    command.extend(["--set".into(), format!("now={}", header.began).into()]);
    let mut missing = Vec::new();
    let mut words = header.arguments.iter().peekable();
    while let Some(word) = words.next() {
        let (flag, own) = match word.split_once('=') {
            Some((flag, value)) => (flag, Some(value)),
            None => (word.as_str(), None),
        };
        let next = words
            .peek()
            .filter(|next| own.is_none() && next.contains(MASK));
        let is_secret = own.is_some_and(|value| value.contains(MASK)) || next.is_some();
        if !flag.starts_with("--") || !is_secret {
            if word.contains(MASK) {
                missing.push(word.clone());
            }
            command.push(word.into());
            continue;
        }
        if next.is_some() {
            words.next();
        }
        if !is_given(flag) {
            missing.push(flag.to_owned());
        }
    }
    if !missing.is_empty() {
        let mut message = Message::new(format!(
            "run {} was given secrets, which its journal does not keep",
            header.run
        ));
        for flag in &missing {
            message = message.detail(format!("  {flag}"));
        }
        let flags = missing.join(" … ");
        let name = Command::Retry.name();
        return Err(Refusal::usage(
            message.help(format!("give them again: {name} {} {flags} …", header.run)),
        ));
    }
    command.extend(given.iter().cloned());
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(arguments: &[&str]) -> Header {
        let words = std::iter::once("flights").chain(arguments.iter().copied());
        let words: Vec<String> = words.map(str::to_owned).collect();
        Header::new(jiff::Timestamp::UNIX_EPOCH, &words, std::iter::empty())
    }

    fn again(arguments: &[&str], given: &[&str]) -> Result<String, Vec<String>> {
        let words = ["flights", "retry"].iter().chain(given).map(OsString::from);
        let words: Vec<OsString> = words.collect();
        let head = super::super::head::split(&words, &[]);
        let command =
            command(&header(arguments), &head).map_err(|it| it.messages[0].details.clone());
        let command = command?;
        let words: Vec<_> = command.iter().map(|it| it.to_string_lossy()).collect();
        Ok(words.join(" "))
    }

    #[test]
    fn the_command_line_of_the_run_comes_first_and_what_is_given_now_behind_it() {
        let command = again(
            &["run", "Delays", "--month", "1", "-w", "2"],
            &["--fail-fast"],
        );
        assert_eq!(
            command.as_deref(),
            Ok("flights --set now=1970-01-01T00:00:00Z run Delays --month 1 -w 2 --fail-fast")
        );
    }

    #[test]
    fn a_secret_is_asked_for_and_taken() {
        let run = [
            "--password",
            MASK,
            "--month=1",
            &format!("--set=env.KEY={MASK}"),
        ];
        let missing = again(&run, &["--password=x"]).expect_err("one is missing");
        assert_eq!(missing, ["  --set"]);
        let command = again(&run, &["--password=x", "--set=env.KEY=y"]);
        assert_eq!(
            command.as_deref(),
            Ok("flights --set now=1970-01-01T00:00:00Z --month=1 --password=x --set=env.KEY=y")
        );
    }
}
