//! The parts of help that are not about flags.

use std::fmt::Write as _;

use clap::builder::styling::AnsiColor;

use super::exit::EXIT_CODES;
use super::flags::{is_required, paragraph, placeholder};
use super::head::Command;
use super::roots::{Root, kebab};
use crate::config::variables;
use crate::param::range;
use crate::task::ParamSchema;

/// The line of usage.
pub(crate) fn usage(name: &str, roots: &[Root], root: &Root) -> String {
    let mut usage = format!("{name} [COMMAND]");
    if roots.len() > 1 {
        usage.push_str(" [TASK]");
    }
    for param in root.schema.params.iter().filter(|param| is_required(param)) {
        // Writing to a String cannot fail, here and below.
        let _ = write!(
            usage,
            " --{} <{}>",
            kebab(param.name),
            placeholder(&param.kind)
        );
    }
    usage.push_str(" [OPTIONS]");
    usage
}

/// The command that shows every parameter of a root.
pub(crate) fn how_to_help(name: &str, roots: &[Root], root: &Root) -> String {
    if roots.len() > 1 {
        format!("{name} {} --help", root.schema.name)
    } else {
        format!("{name} --help")
    }
}

/// The commands and the roots, as a part of help.
pub(crate) fn words(roots: &[Root]) -> String {
    let head = AnsiColor::Green.on_default().bold();
    let literal = AnsiColor::Cyan.on_default().bold();
    let mut text = format!("{head}Commands:{head:#}\n");
    let names = Command::ALL.iter().map(|(_, name, _)| name.len());
    let width = names.max().unwrap_or_default();
    for (_, name, doc) in Command::ALL {
        let _ = writeln!(text, "  {literal}{name:<width$}{literal:#}  {doc}");
    }
    if roots.len() > 1 {
        let names = roots.iter().map(|root| root.schema.name.len());
        let width = names.max().unwrap_or_default();
        let _ = writeln!(text, "\n{head}Tasks:{head:#}");
        for (index, root) in roots.iter().enumerate() {
            let doc = paragraph(root.schema.doc);
            let default = if index == 0 { " (the default)" } else { "" };
            let name = root.schema.name;
            let line = format!("  {literal}{name:<width$}{literal:#}  {doc}{default}");
            let _ = writeln!(text, "{}", line.trim_end());
        }
        text.push_str(
            "\nEach task has parameters of its own: TASK --help. Several are one run: TASK TASK\n",
        );
    }
    text.trim_end().to_owned()
}

/// The variables and the exit codes, as a part of help.
pub(crate) fn epilogue(params: &[&ParamSchema]) -> String {
    let head = AnsiColor::Green.on_default().bold();
    let literal = AnsiColor::Cyan.on_default().bold();
    let param = variables::of_param("<PARAMETER>");
    let key = variables::of_key("<SETTING>");
    let mut text = String::new();
    let ranged = params.iter().filter(|param| range::is_for(param.kind));
    if let Some(param) = ranged.min_by_key(|param| !range::is_of_time(param.kind)) {
        let (flag, example) = (kebab(param.name), range::example(param.kind));
        let _ = writeln!(text, "{head}Ranges:{head:#}");
        let given = format!("--{flag} {example}");
        let _ = writeln!(
            text,
            "  {literal}{given:<33}{literal:#}  a task of each value; ..= has the end in\n"
        );
    }
    let _ = writeln!(text, "{head}Environment:{head:#}");
    for (name, doc) in [
        (param.as_str(), "a parameter, where no flag gives it"),
        (&key, "a setting, where no flag gives it"),
        (variables::PROFILE, "the profile, where no flag gives it"),
        (variables::CONFIG, "the file, where no flag gives it"),
    ] {
        let _ = writeln!(text, "  {literal}{name:<33}{literal:#}  {doc}");
    }
    let _ = writeln!(text, "\n{head}Exit codes:{head:#}");
    for (code, meaning) in EXIT_CODES {
        let _ = writeln!(text, "  {literal}{code:<5}{literal:#}  {meaning}");
    }
    text.trim_end().to_owned()
}
