//! `completions`: what lets a shell complete the program's words.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ValueHint};
use clap_complete::Shell;

use super::arguments::flag_arg;
use super::flags::{arg, paragraph};
use super::head::{Command, Words};
use super::message::{Message, Refusal};
use super::options::FLAGS;
use super::plan::Form;
use super::roots::{Root, kebab};
use crate::param::ParamKind;
use crate::suggest::nearest;
use crate::task::ParamSchema;

/// The shells that there are scripts for.
const SHELLS: [(&str, Shell); 5] = [
    ("bash", Shell::Bash),
    ("elvish", Shell::Elvish),
    ("fish", Shell::Fish),
    ("powershell", Shell::PowerShell),
    ("zsh", Shell::Zsh),
];

/// The script of a shell: commands, tasks, parameters, flags, and the profiles that there are now.
///
/// # Errors
/// There is no script for it.
pub(crate) fn script(
    program: &str,
    shell: Option<&str>,
    roots: &[Root],
    profiles: &[String],
) -> Result<String, Refusal> {
    let names = SHELLS.map(|(name, _)| name);
    let how = format!("write `{program} completions {}`", names.join("|"));
    let Some(word) = shell else {
        let message = Message::new("`completions` is for a shell, and none is named");
        return Err(Refusal::usage(message.help(how)));
    };
    let Some((_, shell)) = SHELLS.into_iter().find(|(name, _)| *name == word) else {
        let message = Message::new(format!("there are no completions for `{word}`"));
        return Err(Refusal::usage(match nearest(word, names) {
            Some(nearest) => message.help(format!("did you mean `{nearest}`?")),
            None => message.help(how),
        }));
    };
    let mut script = Vec::new();
    let mut command = command(program, roots, profiles);
    clap_complete::generate(shell, &mut command, program, &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if shell == Shell::Fish {
        // What is written for fish knows no words beside flags and commands.
        for root in roots {
            let (name, doc) = (root.schema.name, paragraph(root.schema.doc));
            let doc = doc.replace(['\\', '\''], "");
            script.push_str(&format!("complete -c {program} -f -a {name} -d '{doc}'\n"));
        }
    }
    Ok(script)
}

/// The command line as a shell sees it: the commands as subcommands, each with every flag, since
/// which ones there are depends on the tasks that are named, and a script cannot know.
fn command(program: &str, roots: &[Root], profiles: &[String]) -> clap::Command {
    let base = |name: &str| {
        clap::Command::new(name.to_owned())
            .disable_help_flag(true)
            .disable_version_flag(true)
            .disable_help_subcommand(true)
            .args(flags(roots, profiles))
    };
    let subcommands = Command::ALL.iter().map(|(command, name, doc)| {
        let subcommand = base(name).about(*doc);
        match (command, command.words()) {
            (Command::Completions, _) => {
                subcommand.arg(words(SHELLS.map(|(name, _)| name.to_owned())))
            }
            (Command::Clean, _) => subcommand,
            (_, Words::Root(_) | Words::Task | Words::Own(_)) => subcommand.arg(tasks(roots)),
        }
    });
    base(program)
        .bin_name(program)
        .arg(tasks(roots))
        .subcommands(subcommands)
}

fn tasks(roots: &[Root]) -> Arg {
    words(roots.iter().map(|root| root.schema.name.to_owned()))
}

fn words(words: impl IntoIterator<Item = String>) -> Arg {
    let words: Vec<_> = words.into_iter().collect();
    Arg::new("word")
        .num_args(0..)
        .value_parser(PossibleValuesParser::new(words))
}

/// The parameters of every task, each name once, and our own flags.
fn flags(roots: &[Root], profiles: &[String]) -> Vec<Arg> {
    let mut params: Vec<&'static ParamSchema> = Vec::new();
    for param in roots.iter().flat_map(|root| root.schema.params) {
        if params.iter().all(|known| known.name != param.name) {
            params.push(param);
        }
    }
    let params = params.into_iter().map(|param| {
        let arg = arg(param, None).id(format!("param:{}", kebab(param.name)));
        valued(arg, param.kind).help(paragraph(param.doc))
    });
    let own = FLAGS.iter().map(|flag| {
        let arg = flag_arg(flag);
        match flag.long {
            "profile" => arg.value_parser(PossibleValuesParser::new(profiles.to_vec())),
            "config" => arg.value_hint(ValueHint::FilePath),
            "as" => arg.value_parser(Form::NAMES),
            _ => arg,
        }
    });
    params.chain(own).collect()
}

/// What a shell can offer for a value: the words of a choice, and those for a time.
fn valued(arg: Arg, kind: ParamKind) -> Arg {
    let words = |words: &[&'static str]| PossibleValuesParser::new(words.to_vec());
    match kind {
        ParamKind::Optional(inner) | ParamKind::List(inner) => valued(arg, *inner),
        ParamKind::Choice(choice) => arg.value_parser(words(choice)),
        ParamKind::Date => arg.value_parser(words(&["today", "yesterday", "tomorrow"])),
        ParamKind::Month => arg.value_parser(words(&["this-month", "last-month", "next-month"])),
        ParamKind::Hour => arg.value_parser(words(&["this-hour", "last-hour", "next-hour"])),
        ParamKind::DateTime => arg.value_parser(words(&["now", "today", "yesterday"])),
        ParamKind::Path => arg.value_hint(ValueHint::AnyPath),
        _ => arg,
    }
}
