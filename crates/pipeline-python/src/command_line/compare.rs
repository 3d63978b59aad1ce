//! A script's command line against the arguments that a task gives it.

use std::ops::Range;

use super::positional;
use super::{CommandLine, Count, Parameter, Parser, Values};
use crate::problem::{list, nearest};

/// An argument that a task gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The field.
    pub field: String,
    /// Its flag; nothing for a positional one.
    pub flag: Option<String>,
    /// Whether only the flag stands there (`bool`).
    pub is_switch: bool,
    /// How often it can stand there: at least, and at most if there is a limit.
    pub times: (usize, Option<usize>),
    /// Which texts its values are.
    pub text: TextKind,
    /// Its type in Rust, for messages.
    pub type_name: String,
}

/// Which texts a field's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Any text: a number too.
    Any,
    /// A text that is never a number: a date.
    NeverNumber,
    /// Where an input or output is, which is never a number either.
    Place,
    /// Nobody knows, nor how often they are there.
    Unknown,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The script refuses it.
    Error,
    /// The script refuses some values, or does something else than one thinks.
    Warning,
}

/// What does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The index of the argument that it is about; nothing where one is missing.
    pub about: Option<usize>,
    /// The bytes of the script that it is about.
    pub at: Option<Range<usize>>,
    /// What is wrong.
    pub problem: String,
    /// What to write.
    pub help: String,
}

/// What does not fit between a script and the arguments that it is given. Nothing where the
/// command line of the script is unknown.
#[must_use]
pub fn compare(line: &CommandLine, given: &[Given]) -> Vec<Finding> {
    match line {
        CommandLine::Known(parser) => {
            let mut findings = Vec::new();
            let taken = flags(parser, given, &mut findings);
            missing(parser, given, &taken, &mut findings);
            positional::compare(parser, given, &mut findings);
            findings
        }
        CommandLine::Unknown(_) => Vec::new(),
    }
}

/// Which parameter a flag means.
enum Meant<'p> {
    This(usize, &'p Parameter),
    /// It is cut short, and several begin so.
    Several(Vec<&'p str>),
    /// `--help`, or one that may be cut short or have its value glued to it.
    Fine,
    Unknown,
}

fn meant<'p>(parser: &'p Parser, flag: &str) -> Meant<'p> {
    let exact = parser
        .parameters
        .iter()
        .enumerate()
        .find(|(_, one)| one.flags.iter().any(|known| known == flag));
    if let Some((at, found)) = exact {
        return Meant::This(at, found);
    }
    if flag == "--help" || flag == "-h" {
        return Meant::Fine;
    }
    let longer: Vec<(usize, &Parameter, &str)> = parser
        .parameters
        .iter()
        .enumerate()
        .flat_map(|(at, one)| one.flags.iter().map(move |known| (at, one, known.as_str())))
        .filter(|(_, _, known)| known.starts_with(flag))
        .collect();
    if !flag.starts_with("--") {
        // `-n5` is `-n 5`, and `-month` may be cut short too: too many ways to be sure.
        let short: String = flag.chars().take(2).collect();
        let may_mean = |one: &Parameter| one.flags.iter().any(|known| known.starts_with(&short));
        return if parser.parameters.iter().any(may_mean) {
            Meant::Fine
        } else {
            Meant::Unknown
        };
    }
    match longer.as_slice() {
        _ if !parser.abbreviations => Meant::Unknown,
        [] => Meant::Unknown,
        // All of them one parameter's: newer Pythons take that, older ones do not.
        [(first, ..), (second, ..), rest @ ..]
            if first == second && rest.iter().all(|(at, ..)| at == first) =>
        {
            Meant::Fine
        }
        [(at, one, _)] => Meant::This(*at, one),
        several => Meant::Several(several.iter().map(|(_, _, known)| *known).collect()),
    }
}

/// The flags that are given; gives back which parameters of the script they are.
fn flags(parser: &Parser, given: &[Given], findings: &mut Vec<Finding>) -> Vec<usize> {
    let mut taken = Vec::new();
    for (about, argument) in given.iter().enumerate() {
        let Some(flag) = &argument.flag else {
            continue;
        };
        let error = |problem: String, help: String| Finding {
            severity: Severity::Error,
            about: Some(about),
            at: None,
            problem,
            help,
        };
        match meant(parser, flag) {
            Meant::This(at, parameter) => {
                taken.push(at);
                findings.extend(fits(argument, parameter, parser).map(|finding| Finding {
                    about: Some(about),
                    at: Some(parameter.at.clone()),
                    ..finding
                }));
            }
            Meant::Several(flags) => findings.push(error(
                format!("`{flag}` may be {} of the script", list(flags)),
                "write the flag in full".to_owned(),
            )),
            Meant::Fine => {}
            Meant::Unknown if parser.lenient => {}
            Meant::Unknown => {
                let known = parser.parameters.iter().flat_map(|one| &one.flags);
                let known: Vec<&str> = known.map(String::as_str).collect();
                let near = nearest(flag, known.iter().copied());
                let finding = error(
                    format!("the script has no argument `{flag}`"),
                    match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None if known.is_empty() => {
                            format!("declare it there: `add_argument(\"{flag}\")`")
                        }
                        None => format!(
                            "it has {}; write one of them, or declare it there: `add_argument(\"{flag}\")`",
                            list(known)
                        ),
                    },
                );
                let at = near.and_then(|near| {
                    let mut all = parser.parameters.iter();
                    all.find(|one| one.flags.iter().any(|flag| flag == near))
                        .map(|one| one.at.clone())
                });
                findings.push(Finding { at, ..finding });
            }
        }
    }
    taken
}

/// Parameters that the script demands and nobody gives.
fn missing(parser: &Parser, given: &[Given], taken: &[usize], findings: &mut Vec<Finding>) {
    // A flag that is nearly one of the script's is the mistake, not what is then missing.
    let misspelt = |parameter: &Parameter| {
        findings.iter().any(|finding| {
            finding.about.is_some()
                && finding.at.as_ref() == Some(&parameter.at)
                && finding.problem.starts_with("the script has no argument")
        })
    };
    let unclear = given.iter().any(|one| {
        one.flag
            .as_deref()
            .is_some_and(|flag| !matches!(meant(parser, flag), Meant::This(..) | Meant::Unknown))
    });
    if unclear {
        return;
    }
    let mut found = Vec::new();
    for (at, parameter) in parser.parameters.iter().enumerate() {
        if parameter.flags.is_empty() || !parameter.required || taken.contains(&at) {
            continue;
        }
        if !misspelt(parameter) {
            found.push(Finding {
                severity: Severity::Error,
                about: None,
                at: Some(parameter.at.clone()),
                problem: format!(
                    "the script demands `{}`, and no field gives it",
                    parameter.name
                ),
                help: format!(
                    "write `arg = \"{}\"` on a field, or take `required=True` away there",
                    parameter.name
                ),
            });
        }
    }
    for group in &parser.one_of {
        let members = || group.iter().filter_map(|at| parser.parameters.get(*at));
        if group.iter().any(|at| taken.contains(at)) || members().any(misspelt) {
            continue;
        }
        let names: Vec<&str> = members().map(|one| one.name.as_str()).collect();
        found.push(Finding {
            severity: Severity::Error,
            about: None,
            at: members().next().map(|one| one.at.clone()),
            problem: format!(
                "the script demands one of {}, and no field gives it",
                list(&names)
            ),
            help: format!(
                "write `arg = \"{}\"` on a field",
                names.first().copied().unwrap_or("--flag")
            ),
        });
    }
    findings.extend(found);
}

/// Whether what is given behind a flag is what the script reads there.
fn fits<'f>(
    given: &'f Given,
    parameter: &'f Parameter,
    parser: &'f Parser,
) -> impl Iterator<Item = Finding> + 'f {
    let flag = &parameter.name;
    let finding = |severity, problem: String, help: String| Finding {
        severity,
        about: None,
        at: None,
        problem,
        help,
    };
    let field = &given.field;
    let mut found = Vec::new();
    if given.text == TextKind::Unknown {
        return found.into_iter();
    }
    match parameter.count {
        Count::Unknown => {}
        Count::Flag if !given.is_switch => {
            // What stands behind it may then be a positional argument.
            let may_be_positional = parser.parameters.iter().any(|one| one.flags.is_empty());
            if !parser.lenient && !may_be_positional {
                found.push(finding(
                    Severity::Error,
                    format!("`{flag}` takes no value in the script, and `{field}` has one"),
                    format!("make `{field}` a `bool`, or let the script read a value"),
                ));
            }
        }
        Count::Between(least, _) if given.is_switch && least > 0 => found.push(finding(
            Severity::Error,
            format!("`{flag}` takes a value in the script, and a `bool` gives none"),
            "write `action=\"store_true\"` in the script, or make the field another type"
                .to_owned(),
        )),
        Count::Between(least, _) if least > 1 => found.push(finding(
            Severity::Error,
            format!("`{flag}` takes {least} values in the script, and one stands behind a flag"),
            "write `nargs=\"+\"`, or `action=\"append\"` with a `Vec`".to_owned(),
        )),
        Count::Between(..) | Count::Flag => {}
    }
    if given.times.1.is_none_or(|most| most > 1) && !parameter.repeats && !given.is_switch {
        found.push(finding(
            Severity::Warning,
            format!("`{field}` repeats `{flag}`, and the script keeps the last only"),
            format!("write `action=\"append\"` for `{flag}` in the script"),
        ));
    }
    if given.times.0 == 0 && given.times.1 == Some(1) && !given.is_switch && parameter.required {
        found.push(finding(
            Severity::Warning,
            format!("the script demands `{flag}`, and `{field}` leaves it out where it is `None`"),
            format!("make `{field}` a plain type, or take `required=True` away there"),
        ));
    }
    if !given.is_switch && parameter.count != Count::Flag {
        found.extend(
            values(given, parameter)
                .map(|(severity, problem, help)| finding(severity, problem, help)),
        );
    }
    found.into_iter()
}

/// Whether the texts of the field are those that the script reads.
pub(super) fn values(given: &Given, parameter: &Parameter) -> Option<(Severity, String, String)> {
    let Given {
        field, type_name, ..
    } = given;
    let name = &parameter.name;
    let wanted = match parameter.values {
        Values::Int => "int",
        Values::Float => "float",
        Values::Bool => {
            return Some((
                Severity::Warning,
                format!("`type=bool` of `{name}` makes `True` of every text, `false` too"),
                "write `action=\"store_true\"` in the script and a `bool` in the struct".to_owned(),
            ));
        }
        Values::Text | Values::Unknown => return None,
    };
    let severity = match given.text {
        TextKind::NeverNumber | TextKind::Place => Severity::Error,
        TextKind::Any => Severity::Warning,
        TextKind::Number if parameter.values == Values::Int => Severity::Warning,
        TextKind::Integer | TextKind::Number | TextKind::Unknown => return None,
    };
    let whole = if wanted == "int" {
        "whole numbers"
    } else {
        "numbers"
    };
    let problem = match severity {
        Severity::Error => format!(
            "the script reads `{name}` with `type={wanted}`, and `{field}: {type_name}` is never a number"
        ),
        Severity::Warning => format!(
            "the script reads `{name}` with `type={wanted}`, and `{field}: {type_name}` may be something else"
        ),
    };
    let help = match given.text {
        TextKind::Place => format!(
            "write this `arg` on a parameter of {whole}, or take `type={wanted}` away in the script"
        ),
        _ => {
            format!("make `{field}` a type of {whole}, or take `type={wanted}` away in the script")
        }
    };
    Some((severity, problem, help))
}
