//! The words of a command line that say what is to be done: `[COMMAND] [ROOT]… [TASK]`.
//!
//! Which flags there are depends on the root, so these words are found first.

use std::ffi::{OsStr, OsString};

use super::flags::is_switch;
use super::message::{Message, Refusal};
use super::options::FLAGS;
use super::roots::{Root, kebab};
use crate::suggest::nearest;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Run,
    Plan,
    Check,
    Explain,
    Backfill,
    History,
    Logs,
    Clean,
    Completions,
    Timeline,
    Retry,
    Kill,
}

impl Command {
    /// Every command with its name and what it does.
    pub(crate) const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Run, "run", "Run what is not done yet (the default)"),
        (
            Self::Plan,
            "plan",
            "Show the graph, what is done, and each command that would run",
        ),
        (
            Self::Check,
            "check",
            "Verify what can be verified without running: rules, files, machines, outputs",
        ),
        (
            Self::Explain,
            "explain",
            "Show every value with its origin, of all tasks or of one: explain [TASK]",
        ),
        (
            Self::Backfill,
            "backfill",
            "Find what of a range is not done, and run that: backfill [TASK] --date A..B",
        ),
        (
            Self::History,
            "history",
            "List the runs there were, of all tasks or of one, or tell of one: history [RUN|TASK]",
        ),
        (
            Self::Logs,
            "logs",
            "Print what a task printed, in its last run or in this one: logs [RUN] TASK",
        ),
        (
            Self::Clean,
            "clean",
            "Remove the folders of runs that ended longer ago: clean 30d [--dry-run]",
        ),
        (
            Self::Completions,
            "completions",
            "Print what lets a shell complete this program: completions bash|zsh|fish|…",
        ),
        (
            Self::Timeline,
            "timeline",
            "Write a run as a trace for Perfetto, the last one or this one: timeline [RUN]",
        ),
        (
            Self::Retry,
            "retry",
            "Run again what failed or was skipped in a run, the last one by default: retry [RUN]",
        ),
        (
            Self::Kill,
            "kill",
            "Stop a run, or what one that died left in a cluster: kill [RUN]",
        ),
    ];

    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(command, ..)| *command == self);
        found.map_or("", |(_, name, _)| name)
    }

    /// What the words after it are.
    pub(crate) const fn words(self) -> Words {
        match self {
            Self::Run | Self::Plan | Self::Check | Self::Backfill => Words::Root(0),
            Self::Explain => Words::Task,
            Self::History | Self::Clean | Self::Completions | Self::Timeline => Words::Own(1),
            Self::Logs => Words::Own(2),
            Self::Retry | Self::Kill => Words::Own(1),
        }
    }
}

/// What the words after a command are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    /// `[ROOT]`, then so many words of the command's own: `run Report`.
    Root(usize),
    /// `[ROOT] [TASK]`; a root that stands alone is the task too: `explain Delays`.
    Task,
    /// So many words of the command's own, and no root: `logs RUN TASK`.
    Own(usize),
}

/// A command line whose words are taken out.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) command: Command,
    /// The number of the root.
    pub(crate) root: usize,
    /// The numbers of further roots that words name.
    pub(crate) more: Vec<usize>,
    /// Whether a word names the root.
    pub(crate) root_is_named: bool,
    /// The words of the command's own ([`Command::words`]): the task that `explain` explains.
    pub(crate) operands: Vec<String>,
    /// A word that means nothing here.
    pub(crate) unknown: Option<Unknown>,
    /// Everything else, the program first.
    pub(crate) rest: Vec<OsString>,
    /// What `--color` says.
    pub(crate) color: Option<String>,
}

/// A word that is neither a command nor a root.
#[derive(Debug)]
pub(crate) struct Unknown {
    pub(crate) word: String,
    /// The switch that stands before it: the word is most likely meant as its value.
    after: Option<String>,
    has_command: bool,
    /// The command that has as many words of its own as it takes.
    full: Option<&'static str>,
}

/// Takes the words out.
pub(crate) fn split(arguments: &[OsString], roots: &[Root]) -> Head {
    let mut head = Head {
        command: Command::Run,
        root: 0,
        more: Vec::new(),
        root_is_named: false,
        operands: Vec::new(),
        unknown: None,
        rest: arguments.first().cloned().into_iter().collect(),
        color: None,
    };
    let mut words: Vec<String> = Vec::new();
    // The switch before each word, and before the next one.
    let mut switches: Vec<Option<String>> = Vec::new();
    let mut switch = None;
    let mut command = None;
    let mut root = None;
    let mut arguments = arguments.iter().skip(1);
    // What stands after a flag that is not there is most likely its value; the flag is told.
    let mut after_unknown = false;
    while let Some(argument) = arguments.next() {
        let text = &*argument.to_string_lossy();
        if text.starts_with('-') {
            head.rest.push(argument.clone());
            switch = is_a_switch(text, roots).then(|| text.to_owned());
            after_unknown = is_unknown(text, roots);
            if let Some(color) = text.strip_prefix("--color=") {
                head.color = Some(color.to_owned());
            }
            if takes_value(text, roots, root.unwrap_or(0))
                && let Some(value) = arguments.next()
            {
                if text == "--color" {
                    head.color = value.to_str().map(str::to_owned);
                }
                head.rest.push(value.clone());
            }
            continue;
        }
        let switch = switch.take();
        let is_own = matches!(command.map(Command::words), Some(Words::Own(_)));
        let is_value = std::mem::take(&mut after_unknown) && !is_own && !is_word(text, roots);
        if is_value {
            head.rest.push(argument.clone());
            continue;
        }
        let known = Command::ALL.iter().find(|(_, name, _)| *name == text);
        match known {
            Some((known, ..)) if words.is_empty() && command.is_none() => command = Some(*known),
            _ => {
                if words.is_empty() && !is_own {
                    let found = roots.iter().position(|root| root.is_called(text));
                    match (root, found) {
                        (None, Some(_)) => {
                            root = found;
                            if command != Some(Command::Explain) {
                                continue;
                            }
                        }
                        (Some(first), Some(other)) if takes_several(command) => {
                            if other != first && !head.more.contains(&other) {
                                head.more.push(other);
                            }
                            continue;
                        }
                        _ => {}
                    }
                }
                words.push(text.to_owned());
                switches.push(switch);
            }
        }
    }
    head.command = command.unwrap_or(Command::Run);
    head.root = root.unwrap_or(0);
    head.root_is_named = root.is_some();
    let most = match head.command.words() {
        Words::Root(most) | Words::Own(most) => most,
        Words::Task => {
            // `explain Delays` is about that root; `explain Report Delays` about a task in its
            // graph.
            if root.is_some() && words.len() > 1 {
                words.remove(0);
                switches.remove(0);
            }
            1
        }
    };
    let own = most.min(words.len());
    head.operands.extend(words.drain(..own));
    switches.drain(..own);
    let unknown = words.into_iter().zip(switches).next();
    head.unknown = unknown.map(|(word, after)| Unknown {
        word,
        after,
        has_command: command.is_some(),
        full: match head.command.words() {
            Words::Own(_) => Some(head.command.name()),
            Words::Root(_) | Words::Task => None,
        },
    });
    head
}

/// Whether several roots can be asked for at once.
fn takes_several(command: Option<Command>) -> bool {
    command.unwrap_or(Command::Run).words() == Words::Root(0)
}

impl Head {
    /// The numbers of the roots that are asked for.
    pub(crate) fn asked(&self) -> Vec<usize> {
        let more = self.more.iter().copied();
        std::iter::once(self.root).chain(more).collect()
    }
}

/// Whether this is the flag of a parameter that takes its value only after `=`.
fn is_a_switch(text: &str, roots: &[Root]) -> bool {
    let mut params = roots.iter().flat_map(|root| root.schema.params);
    text.strip_prefix("--")
        .is_some_and(|name| params.any(|param| is_switch(param) && kebab(param.name) == name))
}

/// Whether a word says what is to be done.
fn is_word(text: &str, roots: &[Root]) -> bool {
    Command::ALL.iter().any(|(_, name, _)| *name == text)
        || roots.iter().any(|root| root.is_called(text))
}

/// Whether this is a long flag without `=` that neither we nor a root have.
fn is_unknown(text: &str, roots: &[Root]) -> bool {
    let Some(name) = text.strip_prefix("--").filter(|name| !name.contains('=')) else {
        return false;
    };
    let mut params = roots.iter().flat_map(|root| root.schema.params);
    let known = FLAGS.iter().any(|flag| flag.long == name);
    !known && !params.any(|param| kebab(param.name) == name)
}

/// Whether the next argument is the value of this flag.
pub(crate) fn takes_value(text: &str, roots: &[Root], root: usize) -> bool {
    if let Some(short) = text
        .strip_prefix('-')
        .filter(|short| !short.starts_with('-'))
    {
        // The last of several letters may take a value; a letter that is no flag takes none.
        let mut letters = short.chars();
        let last = letters.next_back();
        let letters_are_switches = letters.all(|letter| !short_takes_value(letter));
        return letters_are_switches && last.is_some_and(short_takes_value);
    }
    let Some(name) = text.strip_prefix("--").filter(|name| !name.contains('=')) else {
        return false;
    };
    if let Some(flag) = FLAGS.iter().find(|flag| flag.long == name) {
        return flag.value.is_some();
    }
    // The root may be named later: its own flags first, then those of the others.
    let (before, from) = roots.split_at(root);
    let params = from
        .iter()
        .chain(before)
        .flat_map(|root| root.schema.params);
    params
        .into_iter()
        .find(|param| kebab(param.name) == name)
        .is_some_and(|param| !is_switch(param))
}

fn short_takes_value(letter: char) -> bool {
    let flag = FLAGS.iter().find(|flag| flag.short == Some(letter));
    flag.is_some_and(|flag| flag.value.is_some())
}

impl Unknown {
    /// What is told of it.
    pub(crate) fn refusal(&self, roots: &[Root]) -> Refusal {
        let word = &self.word;
        if let Some(switch) = &self.after {
            let message = Message::new(format!("`{switch}` is a switch, which takes no `{word}`"));
            return Refusal::usage(message.help(format!(
                "write `{switch}` alone, or its value after `=`: {switch}=true, {switch}=false"
            )));
        }
        if let Some(command) = self.full {
            let message = Message::new(format!("`{word}` is one word too many"));
            let doc = Command::ALL.iter().find(|(_, name, _)| *name == command);
            let doc = doc.map_or("", |(.., doc)| doc);
            return Refusal::usage(message.help(format!("`{command}`: {doc}")));
        }
        let roots = roots.iter().map(|root| root.schema.name);
        let commands = Command::ALL.iter().map(|(_, name, _)| *name);
        let commands = commands.filter(|_| !self.has_command);
        let known: Vec<_> = commands.chain(roots).collect();
        let what = if self.has_command {
            "task"
        } else {
            "command or task"
        };
        let message = Message::new(format!("unknown {what} `{word}`"));
        Refusal::usage(match nearest(word, known.iter().copied()) {
            Some(nearest) => message.help(format!("did you mean `{nearest}`?")),
            None => message.help(format!("known are: {}", known.join(", "))),
        })
    }

    /// What is told of it where the plan has a task of that name.
    pub(crate) fn no_root(&self, program: &str, roots: &[Root]) -> Refusal {
        let word = &self.word;
        let names: Vec<_> = roots.iter().map(|root| root.schema.name).collect();
        let message = Message::new(format!(
            "`{word}` is a task of the plan, but not one that this program can be asked for"
        ));
        let message = message.help(format!(
            "it runs for the task that needs it; to ask for it, add it to `main::<(…)>()`, which \
             has: {}",
            names.join(", ")
        ));
        Refusal::usage(message.help(format!("`{program} explain {word}` shows what it is")))
    }
}

/// The name of the program, from its first argument.
pub(crate) fn program_name(argument: Option<&OsString>) -> String {
    let path = argument
        .map(AsRef::<OsStr>::as_ref)
        .map(std::path::Path::new);
    let stem = path.and_then(std::path::Path::file_stem);
    stem.map_or_else(
        || "pipeline".to_owned(),
        |stem| stem.to_string_lossy().into_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::roots_of;
    use super::*;

    fn head(line: &str) -> Head {
        let words = std::iter::once("flights").chain(line.split_whitespace());
        let words: Vec<OsString> = words.map(OsString::from).collect();
        split(&words, &roots_of())
    }

    fn told(line: &str) -> (Command, Vec<String>, Option<String>) {
        let head = head(line);
        let unknown = head.unknown.map(|unknown| unknown.word);
        (head.command, head.operands, unknown)
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_command_with_words_of_its_own_takes_them_also_when_they_name_roots_or_commands() {
        let cases = [
            ("logs Report", words(&["Report"]), None),
            ("logs 7 Report", words(&["7", "Report"]), None),
            ("--json logs run", words(&["run"]), None),
            (
                "logs 7 --profile prod Report",
                words(&["7", "Report"]),
                None,
            ),
            ("logs 7 Report more", words(&["7", "Report"]), Some("more")),
            ("logs", words(&[]), None),
        ];
        for (line, operands, unknown) in cases {
            let unknown = unknown.map(str::to_owned);
            assert_eq!(told(line), (Command::Logs, operands, unknown), "{line}");
        }
        let refusal = head("clean 1d 2d")
            .unknown
            .expect("too many")
            .refusal(&roots_of());
        let told = refusal.render();
        assert!(told.contains("`2d` is one word too many"), "{told}");
        assert!(told.contains("clean 30d [--dry-run]"), "{told}");
    }

    #[test]
    fn explain_is_about_a_task_and_the_others_about_roots() {
        let about = |line: &str| {
            let head = head(line);
            (head.root, head.operands.concat())
        };
        assert_eq!(about("explain Delays"), (1, "Delays".to_owned()));
        assert_eq!(about("explain Delays Flights"), (1, "Flights".to_owned()));
        assert_eq!(about("plan Delays"), (1, String::new()));
    }
}
