//! The command line of a script against the task's `arg`s.

use pipeline_python::{CommandLine, Given, Severity, TextKind, compare, examine_script};
use syn::Type;
use syn::ext::IdentExt;

use super::Oldest;
use super::source::Source;
use crate::errors::Errors;
use crate::lints::Lint;
use crate::model::{Application, Argument, ArgumentKind, Task};
use crate::syntax::tokens;
use crate::syntax::types::{self, Many};

/// Reports wrong syntax, and arguments that the script does not take as they are given.
pub(super) fn check(
    application: &Application,
    task: &Task,
    source: &Source,
    oldest: Option<&Oldest>,
    errors: &mut Errors,
) {
    let script = examine_script(&source.text, oldest.map(|oldest| oldest.version));
    for problem in &script.problems {
        source.report(problem, oldest, errors);
    }
    if !script.problems.is_empty() {
        return;
    }
    let path = source.path.as_deref().unwrap_or("the script");
    if let CommandLine::Unknown(why) = &script.command_line {
        if !application.arguments.is_empty() {
            errors.not_verified(format_args!(
                "the arguments of `{path}` against the `arg`s: {why}"
            ));
        }
        return;
    }
    let given = |names: Names| -> Vec<Given> {
        let arguments = application.arguments.iter();
        let given = arguments.map(|argument| given(argument, task, names));
        given.collect()
    };
    // What is left when our own types may be anybody's is certain.
    let certain = compare(&script.command_line, &given(Names::OfRust));
    for finding in compare(&script.command_line, &given(Names::AlsoOurs)) {
        let argument = finding.about.and_then(|at| application.arguments.get(at));
        let span = match argument {
            Some(argument) => argument
                .flag
                .as_ref()
                .map_or(argument.arg, syn::LitStr::span),
            None => source.literal.span(),
        };
        let problem = match &finding.at {
            Some(at) => format!("{}\n{}", finding.problem, source.shown(at)),
            None => format!("{} (`{path}`)", finding.problem),
        };
        match (finding.severity, argument) {
            (Severity::Error, Some(argument)) if !certain.contains(&finding) => {
                errors.claim(&argument.field, span, problem, &finding.help);
            }
            (Severity::Error, _) => errors.at_span(span, problem, &finding.help),
            (Severity::Warning, _) => {
                errors.warn(Lint::ScriptArgument, span, problem, &finding.help)
            }
        }
    }
}

/// Which names of types are believed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    /// Those that mean one thing everywhere: `u8`, `String`.
    OfRust,
    /// `Month` and its like as well, which may also be types of the author's.
    AlsoOurs,
}

fn given(argument: &Argument, task: &Task, names: Names) -> Given {
    let ident = &argument.field;
    let param = task.params.iter().find(|param| param.ident == *ident);
    let (text, times, is_switch) = match (&argument.kind, param) {
        (ArgumentKind::Param, Some(param)) => parameter(&param.ty, argument.flag.is_some(), names),
        (ArgumentKind::Param, None) => (TextKind::Unknown, (0, None), false),
        (ArgumentKind::Output, _) => (TextKind::Place, (1, Some(1)), false),
        (ArgumentKind::Input { many, .. }, _) => {
            let times = match many {
                Many::One => (1, Some(1)),
                Many::Maybe => (0, Some(1)),
                Many::Any => (0, None),
            };
            (TextKind::Place, times, false)
        }
    };
    let input = task.inputs.iter().find(|input| input.ident == *ident);
    let output = task.outputs.iter().find(|output| output.ident == *ident);
    let type_name = match (param, input, output) {
        (Some(param), _, _) => tokens::text(&param.ty),
        (_, Some(input), _) => {
            let shape = if input.many == Many::Any {
                "Inputs"
            } else {
                "Input"
            };
            format!("{shape}<{}>", tokens::text(&input.task))
        }
        (_, _, Some(output)) => format!("Output<{}>", tokens::text(&output.target)),
        _ => String::new(),
    };
    Given {
        field: ident.unraw().to_string(),
        flag: argument.flag.as_ref().map(syn::LitStr::value),
        is_switch,
        times,
        text,
        type_name,
    }
}

/// The texts of a parameter, how often they are there, and whether it is a bare flag. A type
/// whose name says nothing may be anything, a list and a switch too.
fn parameter(ty: &Type, has_flag: bool, names: Names) -> (TextKind, (usize, Option<usize>), bool) {
    if types::is(ty, "bool") {
        return match has_flag {
            true => (TextKind::NeverNumber, (0, Some(1)), true),
            false => (TextKind::NeverNumber, (1, Some(1)), false),
        };
    }
    let (inner, times) = match (
        types::argument_of(ty, "Option"),
        types::argument_of(ty, "Vec"),
    ) {
        (Some(inner), _) => (inner, (0, Some(1))),
        (_, Some(inner)) => (inner, (0, None)),
        _ => (ty, (1, Some(1))),
    };
    match scalar(inner, names) {
        TextKind::Unknown => (TextKind::Unknown, (0, None), false),
        text => (text, times, false),
    }
}

fn scalar(ty: &Type, names: Names) -> TextKind {
    let Some((name, arguments)) = types::of_the_prelude(ty) else {
        return TextKind::Unknown;
    };
    if !arguments.is_empty() {
        return TextKind::Unknown;
    }
    match name.as_str() {
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64" | "i128"
        | "isize" => TextKind::Integer,
        "f32" | "f64" => TextKind::Number,
        "String" | "char" | "PathBuf" => TextKind::Any,
        "bool" => TextKind::NeverNumber,
        "Date" | "Month" | "Hour" | "DateTime" | "Duration" if names == Names::AlsoOurs => {
            TextKind::NeverNumber
        }
        _ => TextKind::Unknown,
    }
}
