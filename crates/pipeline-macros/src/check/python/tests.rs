//! Rules of Python while compiling: what the struct says against what the script says.

use std::fs;

use crate::check;
use crate::derive::Derive;
use crate::errors::Errors;
use crate::surroundings::Surroundings;
use crate::syntax::Item;

/// What is said of a task.
struct Said {
    mistakes: Vec<String>,
    warnings: Vec<String>,
    unverified: Vec<String>,
    claims: Vec<String>,
}

#[track_caller]
fn said(item: &str, surroundings: &Surroundings) -> Said {
    let mut errors = Errors::default();
    let item = Item::parse(item.parse().expect("tokens"), &mut errors).expect("an item");
    check::allow(&item.entries, &mut errors);
    let task = check::task(Derive::SparkTask, &item, surroundings, &mut errors);
    Said {
        mistakes: errors.messages(),
        warnings: errors.warnings().into_iter().map(str::to_owned).collect(),
        unverified: task.unverified,
        claims: task.claims.into_iter().map(|one| one.message).collect(),
    }
}

/// A task with an inline module.
#[track_caller]
fn inline(python: &str, fields: &str) -> Said {
    let item = format!("#[spark(python = r#\"{python}\"#)] struct Job {{ {fields} }}");
    said(&item, &Surroundings::default())
}

/// A task with a script in a file.
#[track_caller]
fn script(python: &str, fields: &str) -> Said {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("job.py"), python).expect("a file");
    let item = format!("#[spark(app = \"job.py\")] struct Job {{ {fields} }}");
    said(&item, &Surroundings::of(folder.path()))
}

fn argparse(arguments: &str) -> String {
    format!("import argparse\np = argparse.ArgumentParser()\n{arguments}\np.parse_args()\n")
}

#[track_caller]
fn one(said: &[String]) -> &str {
    assert_eq!(said.len(), 1, "{said:?}");
    &said[0]
}

const MAIN: &str = "\ndef main(spark, task):\n    ";

#[test]
fn a_mistake_shows_its_line_with_a_caret() {
    let said = inline(&format!("{MAIN}print(task.mnth)\n"), "month: u8");
    assert_eq!(
        one(&said.mistakes),
        "the task has no field `mnth`\n  line 3, column 16\n      print(task.mnth)\n                 ^^^^\nhelp: did you mean `month`?"
    );
    // It was meant, so that nobody reads `month` is no second mistake.
    assert_eq!(said.warnings, [""; 0]);
}

#[test]
fn an_indented_text_is_shown_where_it_is_written() {
    let text = "\n    def main(spark, task)\n        pass\n";
    let told = inline(text, "");
    assert!(
        one(&told.mistakes).contains("  line 2, column 26\n"),
        "{:?}",
        told.mistakes
    );
    let escaped = r#"#[spark(python = "def main(spark, task):\n\tprint(task.x)")] struct Job {}"#;
    let told = said(escaped, &Surroundings::default());
    assert!(
        one(&told.mistakes).contains("line 1, column 39"),
        "{:?}",
        told.mistakes
    );
}

#[test]
fn a_file_is_named_with_line_and_column() {
    let told = script("x = 1\ny = (\n", "");
    assert!(
        one(&told.mistakes).contains("\n  job.py:3:1\n")
            || one(&told.mistakes).contains("\n  job.py:2:"),
        "{:?}",
        told.mistakes
    );
}

#[test]
fn a_parameter_that_makes_a_path_or_an_option_is_used() {
    for fields in [
        "month: u8, #[spark(output = \"out/{month}\")] out: Output<Parquet<R>>",
        "month: u8, #[spark(output = format!(\"out/{month}\"))] out: Output<Parquet<R>>",
        "month: u8, #[spark(input = Leaf::new(month))] out: Input<Leaf>",
        "month: u8, #[spark(default = month + 1)] out: u8",
    ] {
        assert_eq!(
            inline(&format!("{MAIN}task.out\n"), fields).warnings,
            [""; 0],
            "{fields}"
        );
    }
    let item = "#[spark(python = \"def main(a, b): pass\", conf(\"spark.x\" = month), executor_cores = cores)] struct Job { month: u8, cores: u32 }";
    assert_eq!(said(item, &Surroundings::default()).warnings, [""; 0]);
}

#[test]
fn a_field_that_nobody_uses_is_a_warning_of_its_kind() {
    let fields = "#[spark(insignificant)] month: u8, #[spark(input = Leaf::new())] leaf: Input<Leaf>, #[spark(output = \"out\")] out: Output<Parquet<R>>, #[spark(insignificant)] r#from: u8, #[spark(insignificant)] _kept: u8, marker: PhantomData<u8>";
    let told = inline(&format!("{MAIN}pass\n"), fields);
    assert_eq!(told.mistakes, [""; 0]);
    let [month, from, leaf, out] = told.warnings.as_slice() else {
        panic!("{:?}", told.warnings);
    };
    assert!(
        month.contains("never uses `task.month`, nor does any expression"),
        "{month}"
    );
    assert!(from.contains("`task.from_`"), "{from}");
    assert!(leaf.contains("only waits for it"), "{leaf}");
    assert!(out.contains("nothing is written there"), "{out}");
    let allowed = format!(
        "#[spark(allow(unused_field), python = \"{}\")] struct Job {{ {fields} }}",
        "def main(a, b): pass"
    );
    assert_eq!(said(&allowed, &Surroundings::default()).warnings, [""; 0]);
}

#[test]
fn a_field_that_is_wrong_itself_is_a_field() {
    let told = inline(
        &format!("{MAIN}task.many, task.bad\n"),
        "many: Vec<Input<Leaf>>, bad: Output<File>",
    );
    assert!(
        told.mistakes
            .iter()
            .all(|one| !one.contains("has no field")),
        "{:?}",
        told.mistakes
    );
}

#[test]
fn an_argument_is_held_against_the_script() {
    let text = argparse("p.add_argument(\"--month\", type=int, required=True)");
    assert_eq!(
        script(&text, "#[spark(arg = \"--month\")] month: u8").mistakes,
        [""; 0]
    );
    let told = script(&text, "#[spark(arg = \"--mnth\")] month: u8");
    assert_eq!(
        one(&told.mistakes),
        "the script has no argument `--mnth`\n  job.py:3:1\n  p.add_argument(\"--month\", type=int, required=True)\n  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\nhelp: did you mean `--month`?"
    );
    let switch = argparse("p.add_argument(\"when\", type=int)");
    let told = script(&switch, "#[spark(arg)] when: bool");
    assert!(one(&told.mistakes).contains("`when: bool` is never a number"));
    // Which `Month` it is, only rustc knows.
    let told = script(&text, "#[spark(arg = \"--month\")] month: Month");
    assert_eq!(told.mistakes, [""; 0]);
    assert!(one(&told.claims).contains("`month: Month` is never a number"));
    let told = script(&text, "#[spark(arg = \"--month\")] month: String");
    assert_eq!(told.mistakes, [""; 0]);
    assert!(one(&told.warnings).contains("may be something else"));
    // A type of the author's own may be anything.
    let told = script(&text, "#[spark(arg = \"--month\")] month: Which");
    assert_eq!((told.mistakes.len(), told.warnings.len()), (0, 0));
}

#[test]
fn inputs_and_outputs_are_texts_that_are_no_numbers() {
    let text =
        argparse("p.add_argument(\"--in\", action=\"append\")\np.add_argument(\"out\", type=int)");
    let told = script(
        &text,
        "#[spark(arg = \"--in\", input = [Leaf::new()])] leaves: Inputs<Leaf>, #[spark(arg, output = \"out\")] out: Output<Parquet<R>>",
    );
    assert!(
        one(&told.mistakes).contains("`out: Output<Parquet<R>>` is never a number"),
        "{:?}",
        told.mistakes
    );
    assert_eq!(told.warnings, [""; 0]);
}

#[test]
fn what_is_not_understood_is_said() {
    let told = script("import sys\n", "#[spark(arg)] month: u8");
    assert_eq!(
        one(&told.unverified),
        "the arguments of `job.py` against the `arg`s: it does not use `argparse`"
    );
    assert_eq!(script("import sys\n", "").unverified, [""; 0]);
    let remote = "#[spark(app = \"s3://b/job.py\")] struct Job { #[spark(arg)] month: u8 }";
    let told = said(remote, &Surroundings::of("/"));
    assert!(one(&told.unverified).contains("not there while compiling"));
}

#[test]
fn syntax_is_held_to_the_oldest_python_of_the_checked_profiles() {
    let folder = tempfile::tempdir().expect("a folder");
    let profile = "[profile.new]\nmaster = \"yarn\"\nchecked = true\npython_version = \"3.12\"\n\n[profile.old]\nmaster = \"yarn\"\nchecked = true\npython_version = \"3.9\"\n\n[profile.older]\npython_version = \"3.8\"\n";
    fs::write(folder.path().join("pipeline.toml"), profile).expect("a file");
    let text = "def main(spark, task):\n    match spark:\n        case _: pass\n";
    let item = format!("#[spark(python = r#\"{text}\"#)] struct Job {{}}");
    let told = said(&item, &Surroundings::of(folder.path()));
    let told = one(&told.mistakes);
    assert!(
        told.starts_with("Python 3.9 cannot read `match` statement: syntax was added in Python 3.10, and the tasks here are held to `python_version` of [profile.old] (pipeline.toml, line 9)\n"),
        "{told}"
    );
    assert_eq!(said(&item, &Surroundings::default()).mistakes, [""; 0]);
}
