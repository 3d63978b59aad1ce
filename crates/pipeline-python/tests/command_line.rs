//! Rules of a script's `argparse` against the arguments it is given, each test named after its
//! rule. What is an error here is one for the real `argparse`, where Python is at hand.
#![cfg(feature = "parser")]

use std::process::{Command, Stdio};

use pipeline_python::{CommandLine, Finding, Given, Severity, TextKind, compare, examine_script};

fn given(field: &str, flag: Option<&str>) -> Given {
    Given {
        field: field.to_owned(),
        flag: flag.map(str::to_owned),
        is_switch: false,
        times: (1, Some(1)),
        text: TextKind::Any,
        type_name: "String".to_owned(),
    }
}

fn month() -> Given {
    Given {
        text: TextKind::Integer,
        type_name: "u8".to_owned(),
        ..given("month", Some("--month"))
    }
}

fn switch(flag: &str) -> Given {
    Given {
        is_switch: true,
        times: (0, Some(1)),
        text: TextKind::NeverNumber,
        ..given("on", Some(flag))
    }
}

fn many(flag: Option<&str>) -> Given {
    Given {
        times: (0, None),
        ..given("names", flag)
    }
}

fn maybe(flag: Option<&str>) -> Given {
    Given {
        times: (0, Some(1)),
        ..given("name", flag)
    }
}

fn script(arguments: &str) -> String {
    let lines: String = arguments
        .lines()
        .map(|line| format!("    parser.{}\n", line.trim()))
        .collect();
    format!(
        "import argparse\n\ndef main():\n    parser = argparse.ArgumentParser()\n{lines}    args = parser.parse_args()\n    print(args)\n\nif __name__ == \"__main__\":\n    main()\n"
    )
}

/// What the real `argparse` ends with when it is given such arguments: 2 if it refuses them.
/// Nothing where there is no Python.
fn real(text: &str, given: &[Given]) -> Option<i32> {
    let mut command = Command::new("python3");
    command
        .args(["-c", text])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    for one in given {
        let times = one.times.1.map_or(2, |most| most.min(2));
        for _ in 0..times {
            command.args(&one.flag);
            if !one.is_switch {
                command.arg(match one.text {
                    TextKind::Integer | TextKind::Unknown => "1",
                    TextKind::Number => "1.5",
                    TextKind::NeverNumber => "2013-01-31",
                    TextKind::Place => "out/x",
                    TextKind::Any => "x",
                });
            }
        }
    }
    command.status().ok()?.code()
}

#[track_caller]
fn findings(text: &str, given: &[Given]) -> Vec<Finding> {
    let script = examine_script(text, None);
    assert_eq!(script.problems, [], "{text}");
    if let CommandLine::Unknown(why) = &script.command_line {
        panic!("unknown: {why}\n{text}");
    }
    compare(&script.command_line, given)
}

#[track_caller]
fn one(arguments: &str, given: &[Given], severity: Severity) -> Finding {
    let found = findings(&script(arguments), given);
    assert_eq!(found.len(), 1, "{found:?}");
    let found = found.into_iter().next().expect("one");
    assert_eq!(found.severity, severity, "{found:?}");
    if severity == Severity::Error {
        let code = real(&script(arguments), given);
        assert!(code.is_none_or(|code| code == 2), "{code:?} {found:?}");
    }
    found
}

#[track_caller]
fn fine(arguments: &str, given: &[Given]) {
    assert_eq!(findings(&script(arguments), given), []);
    let code = real(&script(arguments), given);
    assert!(code.is_none_or(|code| code != 2), "{arguments}");
}

#[track_caller]
fn unknown(text: &str) -> String {
    match examine_script(text, None).command_line {
        CommandLine::Unknown(why) => why,
        CommandLine::Known(parser) => panic!("{parser:?}\n{text}"),
    }
}

#[test]
fn a_flag_that_the_script_has_not_is_told_with_the_nearest() {
    let found = one(
        "add_argument('--month', type=int, required=True)",
        &[Given {
            flag: Some("--mnth".into()),
            ..month()
        }],
        Severity::Error,
    );
    assert_eq!(found.problem, "the script has no argument `--mnth`");
    assert_eq!(found.help, "did you mean `--month`?");
    assert_eq!(found.about, Some(0));
}

#[test]
fn a_required_argument_must_be_given() {
    let found = one(
        "add_argument('--month', type=int)\nadd_argument('-o', '--out', required=True)",
        &[month()],
        Severity::Error,
    );
    assert_eq!(
        found.problem,
        "the script demands `--out`, and no field gives it"
    );
    assert_eq!(found.about, None);
    fine(
        "add_argument('-o', '--out', required=True)",
        &[given("out", Some("-o"))],
    );
    fine(
        "add_argument('--out', required=False)\nadd_argument('--x', default=1)",
        &[],
    );
    // Nobody knows what it says.
    fine(
        "add_argument('--out', required=DEMAND)\nadd_argument('--x', **settings)",
        &[],
    );
}

#[test]
fn a_flag_may_be_cut_short() {
    fine(
        "add_argument('--month')",
        &[Given {
            flag: Some("--mon".into()),
            ..month()
        }],
    );
    let found = one(
        "add_argument('--month')\nadd_argument('--money')",
        &[Given {
            flag: Some("--mon".into()),
            ..month()
        }],
        Severity::Error,
    );
    assert!(
        found.problem.contains("may be `--month` and `--money`"),
        "{found:?}"
    );
    // `--mon` may be either, and both are one.
    let either = script("add_argument('--month', '--monat')");
    let cut = Given {
        flag: Some("--mon".into()),
        ..month()
    };
    assert_eq!(findings(&either, &[cut]), []);
    let strict =
        script("add_argument('--month')").replace("Parser()", "Parser(allow_abbrev=False)");
    assert_eq!(
        findings(
            &strict,
            &[Given {
                flag: Some("--mon".into()),
                ..month()
            }]
        )
        .len(),
        1
    );
}

#[test]
fn unknown_flags_pass_where_the_script_lets_them() {
    let lenient = script("add_argument('--month')").replace("parse_args", "parse_known_args");
    assert_eq!(findings(&lenient, &[given("x", Some("--other"))]), []);
}

#[test]
fn a_bare_flag_takes_no_value_and_a_value_needs_one() {
    one(
        "add_argument('--on', action='store_true')",
        &[given("on", Some("--on"))],
        Severity::Error,
    );
    one(
        "add_argument('--on', action='count')",
        &[given("on", Some("--on"))],
        Severity::Error,
    );
    one(
        "add_argument('--on', type=bool)",
        &[switch("--on")],
        Severity::Error,
    );
    one("add_argument('--on')", &[switch("--on")], Severity::Error);
    fine(
        "add_argument('--on', action='store_true')",
        &[switch("--on")],
    );
    fine(
        "add_argument('--on', action=argparse.BooleanOptionalAction)",
        &[switch("--no-on")],
    );
    fine(
        "add_argument('--on', nargs='?', const=1)",
        &[switch("--on")],
    );
    fine("add_argument('--on', action=MyAction)", &[switch("--on")]);
    fine("add_argument('--on', action='count')", &[switch("--on")]);
}

#[test]
fn a_text_that_is_never_a_number_is_none_and_one_that_may_be_is_doubtful() {
    let never = |flag: Option<&str>| Given {
        text: TextKind::NeverNumber,
        ..given("day", flag)
    };
    one(
        "add_argument('--day', type=int)",
        &[never(Some("--day"))],
        Severity::Error,
    );
    one(
        "add_argument('--day', type=float)",
        &[never(Some("--day"))],
        Severity::Error,
    );
    one(
        "add_argument('day', type=int)",
        &[never(None)],
        Severity::Error,
    );
    one(
        "add_argument('--day', type=int)",
        &[given("day", Some("--day"))],
        Severity::Warning,
    );
    let number = Given {
        text: TextKind::Number,
        ..given("x", Some("--x"))
    };
    one(
        "add_argument('--x', type=int)",
        std::slice::from_ref(&number),
        Severity::Warning,
    );
    fine("add_argument('--x', type=float)", &[number]);
    fine("add_argument('--month', type=float)", &[month()]);
    one(
        "add_argument('--month', type=bool)",
        &[month()],
        Severity::Warning,
    );
    for kind in ["str", "Path", "lambda x: x", "date.fromisoformat", "None"] {
        fine(
            &format!("add_argument('--day', type={kind})"),
            &[never(Some("--day"))],
        );
    }
    let unknown = Given {
        text: TextKind::Unknown,
        times: (0, None),
        ..given("x", Some("--x"))
    };
    fine(
        "add_argument('--x', type=int)\nadd_argument('--y', action='store_true')",
        &[unknown],
    );
}

#[test]
fn a_list_needs_an_action_that_keeps_all() {
    one(
        "add_argument('--names')",
        &[many(Some("--names"))],
        Severity::Warning,
    );
    one(
        "add_argument('--names', nargs='+')",
        &[many(Some("--names"))],
        Severity::Warning,
    );
    fine(
        "add_argument('--names', action='append')",
        &[many(Some("--names"))],
    );
    fine(
        "add_argument('--names', action='extend', nargs='+')",
        &[many(Some("--names"))],
    );
}

#[test]
fn an_absent_value_of_a_required_argument_is_doubtful() {
    one(
        "add_argument('--name', required=True)",
        &[maybe(Some("--name"))],
        Severity::Warning,
    );
    fine("add_argument('--name')", &[maybe(Some("--name"))]);
}

#[test]
fn a_flag_with_two_values_is_never_given_them() {
    one(
        "add_argument('--names', nargs=2)",
        &[given("name", Some("--names"))],
        Severity::Error,
    );
    fine(
        "add_argument('--names', nargs=1)",
        &[given("name", Some("--names"))],
    );
    fine(
        "add_argument('--names', nargs='*')",
        &[given("name", Some("--names"))],
    );
}

#[test]
fn positional_arguments_are_as_many_as_the_script_takes() {
    let two = "add_argument('book')\nadd_argument('out')";
    fine(two, &[given("book", None), given("out", None)]);
    let found = one(two, &[given("book", None)], Severity::Error);
    assert!(
        found.problem.contains("positional argument `out`"),
        "{found:?}"
    );
    let found = one(
        two,
        &[given("a", None), given("b", None), given("c", None)],
        Severity::Error,
    );
    assert_eq!(
        (found.about, found.problem.contains("takes 2 positional")),
        (Some(2), true)
    );
    one("add_argument('--x')", &[given("a", None)], Severity::Error);
    fine("add_argument('books', nargs='*')", &[many(None)]);
    fine(
        "add_argument('books', nargs='+')\nadd_argument('out')",
        &[many(None), given("out", None)],
    );
    fine("add_argument('book', nargs='?')", &[]);
    fine("add_argument('book', nargs='?')", &[maybe(None)]);
    fine(
        "add_argument('books', nargs=2)",
        &[given("a", None), given("b", None)],
    );
    one("add_argument('books', nargs='+')", &[], Severity::Error);
}

#[test]
fn one_of_a_required_group_must_be_given() {
    let text = script(
        "add_argument('--month')\nadd_mutually_exclusive_group(required=True).add_argument('--a')",
    );
    assert!(
        findings(&text, &[]).len() == 1,
        "{:?}",
        findings(&text, &[])
    );
    assert_eq!(findings(&text, &[given("a", Some("--a"))]), []);
    let named = "import argparse\np = argparse.ArgumentParser()\ng = p.add_mutually_exclusive_group(required=True)\ng.add_argument('--a')\ng.add_argument('--b')\np.parse_args()\n";
    assert_eq!(findings(named, &[given("b", Some("--b"))]), []);
    assert!(
        findings(named, &[])[0]
            .problem
            .contains("one of `--a` and `--b`")
    );
}

#[test]
fn a_parser_is_followed_through_the_script() {
    for text in [
        "from argparse import ArgumentParser as P\np = P(description=__doc__)\np.add_argument('--month', required=True)\nprint(p.parse_args().month)\n",
        "import argparse as ap\ndef build():\n    p = ap.ArgumentParser()\n    p.add_argument('--month', required=True)\n    return p\nargs = build().parse_args()\n",
        "import argparse\ndef build() -> argparse.ArgumentParser:\n    p: argparse.ArgumentParser = argparse.ArgumentParser()\n    g = p.add_argument_group('x')\n    g.add_argument('--month', required=True)\n    return p\ndef main(argv=None):\n    p = build()\n    args = p.parse_args(argv)\nif __name__ == '__main__':\n    main()\n",
        "import argparse\nimport sys\ndef options(p):\n    p.add_argument('--month', required=True)\ndef main():\n    p = argparse.ArgumentParser()\n    options(p)\n    p.set_defaults(x=1)\n    vars(p.parse_args(sys.argv[1:]))\nmain()\n",
        "import argparse\nwith x:\n    p = argparse.ArgumentParser()\n    p.add_argument('--month', required=True)\ntry:\n    a, rest = p.parse_args(), 1\nexcept ValueError:\n    p.print_help()\n",
    ] {
        assert_eq!(findings(text, &[month()]), [], "{text}");
        assert_eq!(findings(text, &[]).len(), 1, "{text}");
    }
}

#[test]
fn what_is_declared_under_a_condition_is_not_demanded() {
    let text = "import argparse\np = argparse.ArgumentParser()\nif x:\n    p.add_argument('--month', required=True)\np.parse_args()\n";
    assert_eq!(findings(text, &[]), []);
    assert_eq!(findings(text, &[month()]), []);
}

#[test]
fn a_script_that_is_not_understood_is_said_to_be_so() {
    for (text, why) in [
        (
            "import sys\nprint(sys.argv)\n",
            "it does not use `argparse`",
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\ns = p.add_subparsers()\np.parse_args()\n",
            "its parser has subcommands",
        ),
        (
            "import argparse\np = argparse.ArgumentParser(parents=[q])\np.parse_args()\n",
            "its parser has `parents`",
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\nfor n in x:\n    p.add_argument(n)\np.parse_args()\n",
            "it declares arguments in a loop",
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\np.add_argument(NAME)\np.parse_args()\n",
            "the name of an argument is not written as a text",
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\nother(p)\np.parse_args()\n",
            "its parser goes where it cannot be followed",
        ),
        (
            "import argparse\nclass P(argparse.ArgumentParser): pass\n",
            "it uses `ArgumentParser` for more than making one",
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\nq = argparse.ArgumentParser()\np.parse_args()\n",
            "it makes several `ArgumentParser`s",
        ),
        (
            "import argparse, sys\nsys.argv.append('x')\np = argparse.ArgumentParser()\np.parse_args()\n",
            "it changes `sys.argv`",
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\np.add_argument('rest', nargs=argparse.REMAINDER)\np.parse_args()\n",
            "the `nargs` of an argument takes the rest of the line, or is computed",
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\np.parse_args(['--x'])\n",
            "it parses something else than its command line",
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\nself.p = p\np.parse_args()\n",
            "it keeps its parser elsewhere than in a plain variable",
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\n",
            "it never calls `parse_args`",
        ),
        (
            "import argparse\np = argparse.ArgumentParser(**kw)\np.parse_args()\n",
            "the settings of its parser are computed",
        ),
        (
            "import argparse\nself.p = argparse.ArgumentParser()\nself.p.parse_args()\n",
            "it keeps its parser elsewhere than in a plain variable",
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\np = 1\np.parse_args()\n",
            "the variable `p` is more than its parser",
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\ntry:\n    p.parse_args()\nexcept SystemExit:\n    pass\n",
            "it parses its command line under a condition, or goes on when that fails",
        ),
        (
            "import argparse, sys\np = argparse.ArgumentParser()\nif len(sys.argv) > 1:\n    p.parse_args()\n",
            "it parses its command line under a condition, or goes on when that fails",
        ),
        (
            "import argparse\np = argparse.ArgumentParser(exit_on_error=False)\np.parse_args()\n",
            "its parser has `exit_on_error`",
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\np.register('action', 'x', Y)\np.parse_args()\n",
            "it calls `register` of its parser",
        ),
    ] {
        assert_eq!(unknown(text), why, "{text}");
    }
}
