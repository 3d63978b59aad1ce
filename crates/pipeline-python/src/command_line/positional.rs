//! Positional arguments: how many there are, and which is which.

use super::compare::{Finding, Given, Severity, values};
use super::{Count, Parameter, Parser};

/// How many words a position takes.
fn words(parameter: &Parameter) -> Option<(usize, Option<usize>)> {
    match parameter.count {
        Count::Between(least, most) => Some((least, most)),
        Count::Flag => Some((0, Some(0))),
        Count::Unknown => None,
    }
}

fn total(counts: impl Iterator<Item = (usize, Option<usize>)>) -> (usize, Option<usize>) {
    counts.fold((0, Some(0)), |(least, most), (low, high)| {
        (
            least.saturating_add(low),
            most.zip(high).map(|(most, high)| most.saturating_add(high)),
        )
    })
}

/// Finds positional arguments that are missing or too many, and values that do not fit.
pub(super) fn compare(parser: &Parser, given: &[Given], findings: &mut Vec<Finding>) {
    let taken: Vec<&Parameter> = parser
        .parameters
        .iter()
        .filter(|parameter| parameter.flags.is_empty())
        .collect();
    let handed: Vec<(usize, &Given)> = given
        .iter()
        .enumerate()
        .filter(|(_, one)| one.flag.is_none())
        .collect();
    let Some(counts) = taken
        .iter()
        .map(|one| words(one))
        .collect::<Option<Vec<_>>>()
    else {
        return;
    };
    // A flag whose number of values is not fixed may take what stands behind it.
    let greedy = parser.parameters.iter().any(|one| {
        !one.flags.is_empty()
            && matches!(
                one.count,
                Count::Unknown | Count::Between(_, None) | Count::Between(0, _)
            )
    });
    let flag_before = given.iter().any(|one| one.flag.is_some());
    if greedy && flag_before {
        return;
    }
    let (least, most) = total(counts.iter().copied());
    let (low, high) = total(handed.iter().map(|(_, one)| one.times));
    if high.is_some_and(|high| high < least) {
        let mut seen = 0;
        let first = taken.iter().zip(&counts).find(|(_, (count, _))| {
            seen += count;
            high.is_some_and(|high| seen > high)
        });
        if let Some((parameter, _)) = first {
            findings.push(Finding {
                severity: Severity::Error,
                about: None,
                at: Some(parameter.at.clone()),
                problem: format!(
                    "the script demands the positional argument `{}`, and no field gives it",
                    parameter.name
                ),
                help: "write `arg` alone on the field that it is, at its place in the struct"
                    .to_owned(),
            });
        }
        return;
    }
    if most.is_some_and(|most| low > most) && !parser.lenient {
        let mut seen = 0;
        let first = handed.iter().find(|(_, one)| {
            seen += one.times.0;
            most.is_some_and(|most| seen > most)
        });
        if let Some((about, one)) = first {
            findings.push(Finding {
                severity: Severity::Error,
                about: Some(*about),
                at: taken.last().map(|parameter| parameter.at.clone()),
                problem: match most {
                    Some(0) | None => format!(
                        "the script takes no positional argument, and `{}` is one",
                        one.field
                    ),
                    Some(1) => format!(
                        "the script takes one positional argument, and `{}` is one more",
                        one.field
                    ),
                    Some(most) => format!(
                        "the script takes {most} positional arguments, and `{}` is one more",
                        one.field
                    ),
                },
                help: "write the flag that the script knows, `arg = \"--name\"`, or declare the argument there".to_owned(),
            });
        }
        return;
    }
    // Which is which is only certain where each is one word.
    let plain = counts.iter().all(|count| *count == (1, Some(1)))
        && handed.iter().all(|(_, one)| one.times == (1, Some(1)));
    if plain {
        for ((about, one), parameter) in handed.iter().zip(&taken) {
            if let Some((severity, problem, help)) = values(one, parameter) {
                findings.push(Finding {
                    severity,
                    about: Some(*about),
                    at: Some(parameter.at.clone()),
                    problem,
                    help,
                });
            }
        }
    }
}
