//! No text, however wrong, makes an examination panic or overflow.
#![cfg(feature = "parser")]

use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use pipeline_python::{Entry, compare, examine_module, examine_script, place};
use proptest::prelude::*;

fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "def ",
        "main",
        "(",
        ")",
        "spark",
        ", ",
        "task",
        ":",
        "\n",
        "    ",
        "\t",
        "  ",
        "task.month",
        "task.",
        "=",
        ":=",
        "lambda ",
        "[",
        "]",
        "{",
        "}",
        "f\"{",
        "}\"",
        "'",
        "\"",
        "\"\"\"",
        "\\",
        "class ",
        "if ",
        "else:",
        "for ",
        "in ",
        "while ",
        "return ",
        "yield ",
        "await ",
        "async ",
        "global ",
        "nonlocal ",
        "import ",
        "from ",
        "argparse",
        "as ",
        "*",
        "**",
        "x",
        "1",
        "ö",
        "\0",
        "try:",
        "except ",
        "except* ",
        "match ",
        "case ",
        "_",
        "|",
        "import argparse\n",
        "p = argparse.ArgumentParser()\n",
        "p.add_argument('--x', nargs='+')\n",
        "p.parse_args()\n",
        "#",
        ";",
        "...",
        "@",
        "with ",
        "del ",
        "type ",
        "raise ",
        "\r\n",
        "\u{feff}",
    ])
}

/// An examination has a thread of its own, whose panic would only be its end.
static PANICS: AtomicUsize = AtomicUsize::new(0);

fn count_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            PANICS.fetch_add(1, Ordering::Relaxed);
            before(info);
        }));
    });
}

fn examine(text: &str) {
    count_panics();
    for version in [None, "3.8".parse().ok(), "3.14".parse().ok()] {
        let module = examine_module(text, Entry::Session, &["month"], version);
        for problem in &module.problems {
            if let Some(at) = &problem.at {
                let _ = place(text, at).caret();
            }
        }
        let script = examine_script(text, version);
        let _ = compare(&script.command_line, &[]);
    }
    assert_eq!(PANICS.load(Ordering::Relaxed), 0, "{text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_words_of_python_panic(pieces in prop::collection::vec(piece(), 0..40)) {
        examine(&pieces.concat());
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,60}") {
        examine(&text);
        examine(&format!("def main(spark, task):\n    {text}\n"));
    }
}

#[test]
fn no_depth_overflows_the_stack() {
    count_panics();
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("-", ""),
        ("not ", ""),
        ("lambda: ", ""),
        ("f(", ")"),
    ] {
        for depth in [200, 30_000] {
            let _ = examine_script(
                &format!("x = {}1{}\n", open.repeat(depth), close.repeat(depth)),
                None,
            );
        }
    }
    let chained = ".f()".repeat(10_000);
    let _ = examine_script(&format!("x = y{chained}\n"), None);
    let nested: String = (0..90)
        .map(|depth| format!("{}if x:\n", " ".repeat(depth)))
        .collect();
    let _ = examine_script(&nested, None);
    assert_eq!(PANICS.load(Ordering::Relaxed), 0);
}
