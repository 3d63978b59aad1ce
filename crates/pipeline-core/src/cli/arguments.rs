//! The command line, read.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, ColorChoice};

use super::exit::ExitKind;
use super::flags::{arg, is_switch, paragraph};
use super::head::{Command, Head, program_name, takes_value};
use super::help::{epilogue, how_to_help, usage, words};
use super::message::{Message, Refusal};
use super::options::{FLAGS, Flag};
use super::plan::Form;
use super::roots::{Root, kebab};
use crate::config::Override;
use crate::suggest::nearest;
use crate::task::ParamSchema;

/// What the command line says beyond command, root and task.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    /// The words of each parameter that is given.
    pub(crate) params: BTreeMap<String, Vec<String>>,
    pub(crate) profile: Option<String>,
    pub(crate) config: Option<PathBuf>,
    pub(crate) overrides: Vec<Override>,
    pub(crate) json: bool,
    pub(crate) quiet: bool,
    pub(crate) attach: bool,
    /// How a plan is written, if that is said.
    pub(crate) form: Option<Form>,
    pub(crate) newest_first: bool,
    pub(crate) at_most: Option<usize>,
    pub(crate) dry_run: bool,
}

/// What a command line leads to.
pub(crate) enum Parsed {
    Arguments(Arguments),
    /// Help or the version: a text for standard output.
    Text(String),
}

/// What help says of the program.
pub(crate) struct About<'a> {
    pub(crate) roots: &'a [Root],
    pub(crate) version: &'a str,
    pub(crate) about: Option<&'a str>,
    /// Whether a terminal decides the width of help.
    pub(crate) terminal: bool,
}

/// Reads what is left of a command line when its words are taken out.
pub(crate) fn parse(head: &Head, about: &About<'_>) -> Result<Parsed, Refusal> {
    one_form_each(head, about)?;
    let mut command = command(head, about);
    let matches = match command.try_get_matches_from_mut(&head.rest) {
        Ok(matches) => matches,
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ) =>
        {
            return Ok(Parsed::Text(error.render().ansi().to_string()));
        }
        Err(error) => return Err(Refusal::usage(explain(&error, head, about))),
    };
    let mut arguments = Arguments {
        profile: matches.get_one("profile").cloned(),
        config: matches.get_one::<OsString>("config").map(PathBuf::from),
        overrides: overrides(&matches)?,
        json: matches.get_flag("json"),
        quiet: matches.get_flag("quiet"),
        attach: matches.get_flag("attach"),
        form: form(head, &matches)?,
        newest_first: matches.get_flag("newest-first"),
        at_most: at_most(&matches)?,
        dry_run: matches.get_flag("dry-run"),
        ..Arguments::default()
    };
    of_backfill(&arguments, head)?;
    for (_, param) in params(head, about) {
        if let Some(words) = matches.get_many::<String>(&param_id(param.name)) {
            let words = words.cloned().collect();
            arguments.params.insert(param.name.to_owned(), words);
        }
    }
    Ok(Parsed::Arguments(arguments))
}

/// How many gaps are filled.
fn at_most(matches: &ArgMatches) -> Result<Option<usize>, Refusal> {
    let Some(text) = matches.get_one::<String>("at-most") else {
        return Ok(None);
    };
    match text.parse() {
        Ok(count @ 1..) => Ok(Some(count)),
        _ => {
            let message = Message::new(format!("--at-most: {text:?} is no whole number from 1 up"));
            Err(Refusal::usage(message.help("write --at-most 10")))
        }
    }
}

/// The flags of `backfill` mean nothing elsewhere, but for what `clean` and `history` share.
fn of_backfill(arguments: &Arguments, head: &Head) -> Result<(), Refusal> {
    let flag = match arguments {
        _ if head.command == Command::Backfill => return Ok(()),
        Arguments { dry_run: true, .. } if head.command != Command::Clean => "dry-run",
        Arguments {
            newest_first: true, ..
        } => "newest-first",
        Arguments {
            at_most: Some(_), ..
        } if head.command != Command::History => "at-most",
        _ => return Ok(()),
    };
    let message = Message::new(format!("`--{flag}` is for `backfill`"));
    Err(Refusal::usage(match (flag, head.command) {
        ("dry-run", _) => message.help("`plan` shows what `run` would do"),
        _ => message.help("`backfill` fills the gaps of a range"),
    }))
}

/// The id of a parameter's flag: never that of a flag of ours.
fn param_id(name: &str) -> String {
    format!("param:{name}")
}

/// The roots that are asked for.
fn asked<'a>(head: &Head, about: &About<'a>) -> impl Iterator<Item = &'a Root> {
    let roots = about.roots;
    head.asked().into_iter().map(move |root| &roots[root])
}

/// The parameters of the roots that are asked for, each name once: what is given goes to all of
/// that name.
fn params<'a>(head: &Head, about: &About<'a>) -> Vec<(&'a Root, &'static ParamSchema)> {
    let mut found: Vec<(&Root, &'static ParamSchema)> = Vec::new();
    for root in asked(head, about) {
        for param in root.schema.params {
            if found.iter().all(|(_, known)| known.name != param.name) {
                found.push((root, param));
            }
        }
    }
    found
}

/// A flag cannot be a switch for one task and take a value for another.
fn one_form_each(head: &Head, about: &About<'_>) -> Result<(), Refusal> {
    for (first, param) in params(head, about) {
        let other = asked(head, about).find(|root| {
            let mut params = root.schema.params.iter();
            params.any(|it| it.name == param.name && is_switch(it) != is_switch(param))
        });
        if let Some(other) = other {
            let (first, other) = (first.schema.name, other.schema.name);
            let flag = kebab(param.name);
            let message = Message::new(format!(
                "`--{flag}` is a switch for one of {first} and {other}, and takes a value for the other"
            ));
            return Err(Refusal::usage(message.help("ask for one after the other")));
        }
    }
    Ok(())
}

fn command(head: &Head, about: &About<'_>) -> clap::Command {
    let root = &about.roots[head.root];
    let name = program_name(head.rest.first());
    let styles = Styles::styled()
        .header(AnsiColor::Green.on_default().bold())
        .usage(AnsiColor::Green.on_default().bold())
        .literal(AnsiColor::Cyan.on_default().bold())
        .placeholder(AnsiColor::Cyan.on_default());
    let text = about.about.unwrap_or(root.schema.doc);
    let of_roots: Vec<_> = params(head, about).into_iter().map(|it| it.1).collect();
    let mut command = clap::Command::new(name.clone())
        .bin_name(&name)
        .version(about.version.to_owned())
        .about(paragraph(text))
        .styles(styles)
        .color(ColorChoice::Always)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .override_usage(usage(&name, about.roots, root))
        .before_help(words(about.roots))
        .after_help(epilogue(&of_roots))
        .help_template(
            "{about-with-newline}\n{usage-heading} {usage}\n\n{before-help}{all-args}{after-help}",
        );
    if !about.terminal {
        command = command.term_width(100);
    }
    let defaults: Vec<_> = asked(head, about).map(Root::defaults).collect();
    for (root, param) in params(head, about) {
        let default = defaults.iter().find_map(|of| of.get(param.name));
        command = command.arg(
            arg(param, default.map(String::as_str))
                .id(param_id(param.name))
                .help_heading(format!("Parameters of {}", root.schema.name)),
        );
    }
    command.args(FLAGS.iter().map(|flag| {
        let arg = flag_arg(flag).help_heading("Options");
        match flag.long {
            "help" => arg.action(ArgAction::Help),
            "version" => arg.action(ArgAction::Version),
            _ => arg,
        }
    }))
}

/// A flag of ours.
pub(crate) fn flag_arg(flag: &Flag) -> Arg {
    let mut arg = Arg::new(flag.long).long(flag.long).help(flag.doc);
    if let Some(short) = flag.short {
        arg = arg.short(short);
    }
    arg = match (flag.long, flag.value) {
        ("color", _) => arg
            .value_name("WHEN")
            .value_parser(["auto", "always", "never"])
            .hide_possible_values(true),
        ("config", Some(value)) => arg
            .value_name(value)
            .value_parser(clap::value_parser!(OsString)),
        (_, Some(value)) => arg.value_name(value),
        (_, None) => arg.action(ArgAction::SetTrue),
    };
    if flag.many {
        arg = arg.action(ArgAction::Append);
    }
    arg
}

/// How a plan is written; no other command writes one.
fn form(head: &Head, matches: &ArgMatches) -> Result<Option<Form>, Refusal> {
    let Some(name) = matches.get_one::<String>("as") else {
        return Ok(None);
    };
    let Some(form) = Form::of(name) else {
        let message = Message::new(format!("a plan is not written as `{name}`"));
        let known = Form::NAMES.join(", ");
        return Err(Refusal::usage(match nearest(name, Form::NAMES) {
            Some(nearest) => message.help(format!("did you mean `{nearest}`?")),
            None => message.help(format!("known are: {known}")),
        }));
    };
    if head.command != Command::Plan {
        let message = Message::new(format!("`--as {name}` says how a plan is written"));
        return Err(Refusal::usage(message.help("`plan` writes one")));
    }
    if matches.get_flag("json") && form != Form::Json {
        let message = Message::new(format!("`--json` and `--as {name}` are two forms"));
        return Err(Refusal::usage(message.help("give one of them")));
    }
    Ok(Some(form))
}

/// `--set`, `--conf` and the flags that are short for one, in the order of the command line.
fn overrides(matches: &ArgMatches) -> Result<Vec<Override>, Refusal> {
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    let of_key = |key: &str, value: &str| Override {
        task: None,
        key: key.to_owned(),
        value: value.to_owned(),
    };
    for flag in ["set", "conf", "workers", "deadline", "log-level"] {
        let indices = matches.indices_of(flag).into_iter().flatten();
        let texts = matches.get_many::<String>(flag).into_iter().flatten();
        for (index, text) in indices.zip(texts) {
            let parsed = match flag {
                "set" => Override::parse(text),
                "conf" => Override::parse_conf(text),
                key => Ok(of_key(&key.replace('-', "_"), text)),
            };
            match parsed {
                Ok(setting) => found.push((index, setting)),
                Err(error) => wrong.push(Message::new(format!("--{flag}: {error}"))),
            }
        }
    }
    for (flag, value) in [("fail-fast", "true"), ("keep-going", "false")] {
        if matches.get_flag(flag) {
            let index = matches.index_of(flag).unwrap_or_default();
            found.push((index, of_key("fail_fast", value)));
        }
    }
    if !wrong.is_empty() {
        return Err(Refusal {
            kind: ExitKind::Usage,
            messages: wrong,
        });
    }
    found.sort_by_key(|(index, _)| *index);
    Ok(found.into_iter().map(|(_, setting)| setting).collect())
}

/// clap's error in our form.
fn explain(error: &clap::Error, head: &Head, about: &About<'_>) -> Message {
    let name = program_name(head.rest.first());
    let root = &about.roots[head.root];
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    };
    if let (ErrorKind::UnknownArgument, Some(flag)) = (error.kind(), text(ContextKind::InvalidArg))
    {
        let message = Message::new(format!("unknown flag `{flag}`"));
        if let Some(suggested) = text(ContextKind::SuggestedArg) {
            let suggested = suggested.split(' ').next().unwrap_or_default().to_owned();
            return message.help(format!("did you mean `{suggested}`?"));
        }
        let at = head.rest.iter().position(|argument| *argument == *flag);
        let before = at.and_then(|at| head.rest.get(at.checked_sub(1)?)?.to_str());
        if let Some(before) = before.filter(|it| takes_value(it, about.roots, head.root)) {
            return Message::new(format!("`{before}` has no value")).help(format!(
                "a value that begins with `-` stands after `=`: {before}={flag}"
            ));
        }
        let word = flag.trim_start_matches('-');
        let other = about.roots.iter().find(|root| {
            let params = root.schema.params.iter();
            params.into_iter().any(|param| kebab(param.name) == word)
        });
        return match other {
            Some(root) => {
                let root = root.schema.name;
                message.help(format!(
                    "it is a parameter of {root}: `{name} {root} {flag} …`"
                ))
            }
            None => message.help(match nearest_flag(word, head, about) {
                Some(nearest) => format!("did you mean `--{nearest}`?"),
                None => format!(
                    "`{}` shows every flag",
                    how_to_help(&name, about.roots, root)
                ),
            }),
        };
    }
    if let (ErrorKind::TooManyValues | ErrorKind::NoEquals, Some(flag)) =
        (error.kind(), text(ContextKind::InvalidArg))
    {
        return Message::new(format!("`{flag}` is a switch; its value stands after `=`"));
    }
    let rendered = error.render().to_string();
    let rendered = rendered.strip_prefix("error: ").unwrap_or(&rendered);
    let own = rendered.split("\n\nUsage:").next().unwrap_or(rendered);
    let own = own.split("\n\nFor more").next().unwrap_or(own);
    let mut message = Message::default();
    for line in own.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if message.title.is_empty() {
            line.clone_into(&mut message.title);
        } else if let Some(tip) = line.strip_prefix("tip: ") {
            message.help.push(tip.to_owned());
        } else {
            message.details.push(format!("  {line}"));
        }
    }
    let how = how_to_help(&name, about.roots, root);
    message.help(format!("`{how}` shows every flag"))
}

/// The flag, of this root or of ours, that is most like a word; clap sees no likeness in a
/// short one (`--dya`).
fn nearest_flag(word: &str, head: &Head, about: &About<'_>) -> Option<String> {
    let params = params(head, about).into_iter();
    let known: Vec<String> = params
        .map(|(_, param)| kebab(param.name))
        .chain(FLAGS.iter().map(|flag| flag.long.to_owned()))
        .collect();
    nearest(word, known.iter().map(String::as_str)).map(str::to_owned)
}
