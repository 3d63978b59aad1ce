//! What rust-analyzer shows of the attributes' keys. Left out where there is none that starts
//! (`rustup component add rust-analyzer rust-src`).

#![allow(clippy::unwrap_used)]

mod lsp;

use std::path::Path;
use std::time::{Duration, Instant};

use lsp::Editor;
use serde_json::json;

/// One test, since a crate takes an editor seconds to load.
#[test]
fn keys_complete_and_explain_themselves() {
    if !lsp::is_there() {
        println!("skipped: there is no rust-analyzer here");
        return;
    }
    let mut editor = open();
    explained(&mut editor);
    completed(&mut editor);
    one_error(&mut editor);
}

fn explained(editor: &mut Editor) {
    for (text, doc) in [
        (
            job("app = \"src/main.py\", driver_mem‸ory = \"1g\""),
            "Memory of the driver",
        ),
        (
            job("app = \"src/main.py\", driver_mem‸ory = \"1g\""),
            "`spark.driver.memory`",
        ),
        (job("ap‸p = \"src/main.py\""), "The application: a `.py`"),
        (
            job("app = \"src/main.py\", allow(unused_fi‸eld)"),
            "a field that the Python module never uses",
        ),
        (
            job("cra‸te = ::spark_pipeline, app = \"src/main.py\""),
            "The path of spark-pipeline",
        ),
        (
            job("app = la‸ter(\"x.jar\"), class = \"a.B\""),
            "A file that is made after compiling",
        ),
        (
            job("app = \"src/main.py\", jars = [la‸ter(\"x.jar\")]"),
            "A file that is made after compiling",
        ),
        (
            job("app = \"src/main.py\", conf(cus‸tom(\"a.b\" = 1))"),
            "Properties of one's own",
        ),
        // With a mistake elsewhere, or in its own value.
        (
            job("app = \"src/main.py\", driver_mem‸ory = \"1.5g\""),
            "Memory of the driver",
        ),
        (
            job("app = \"src/main.py\", driver_mem‸ory ="),
            "Memory of the driver",
        ),
        (
            job("ap‸p = \"src/main.py\", driver_memroy = \"1g\""),
            "The application: a `.py`",
        ),
        (field("ar‸g = \"--n\""), "Stands on the command line"),
        (field("insig‸nificant"), "Not part of the task's identity"),
        (
            item("#[derive(Task)] #[task(na‸me = \"x\")] struct Job {}"),
            "The task's name",
        ),
        (
            item("#[derive(Row)] struct R { #[row(ren‸ame = \"x\")] n: u8 }"),
            "The column's name",
        ),
        (
            item("#[derive(Clone, Param)] enum E { #[param(ren‸ame = \"x\")] A }"),
            "The word",
        ),
    ] {
        let shown = editor.hover(&text);
        assert!(shown.contains(doc), "{text}\n{shown}");
    }
    // A wrong word is not explained as something else.
    let shown = editor.hover(&job("app = \"src/main.py\", driver_me‸"));
    assert!(!shown.contains("extern crate core"), "{shown}");
}

fn completed(editor: &mut Editor) {
    for (text, key) in [
        (job("app = \"src/main.py\", driver_me‸"), "driver_memory"),
        (job("app = \"src/main.py\", driver_me‸ ="), "driver_memory"),
        (
            job("app = \"src/main.py\", driver_me‸ = \"1g\""),
            "driver_memory",
        ),
        (job("driver_me‸, app = \"src/main.py\""), "driver_memory"),
        (job("‸"), "app"),
        (job("app = \"src/main.py\", ‸"), "conf"),
        (
            job("app = \"src/main.py\", allow(unused_‸)"),
            "unused_field",
        ),
        (job("app = \"src/main.py\", conf(cus‸)"), "custom"),
        (field("insig‸"), "insignificant"),
        (field("‸"), "default"),
        (
            item("#[derive(Task)] struct Job { #[task(def‸)] n: u8 }"),
            "default",
        ),
        (
            item("#[derive(Row)] struct R { #[row(re‸)] n: u8 }"),
            "rename",
        ),
    ] {
        let offered = editor.complete(&text);
        let found = offered.iter().find(|(name, _)| name == key);
        let (_, doc) = found.unwrap_or_else(|| panic!("{text}\n{offered:?}"));
        assert!(!doc.is_empty(), "{text}");
        // Nothing but keys.
        assert!(offered.iter().all(|(name, _)| name != "Input"), "{text}");
    }
    let of_a_task = editor.complete(&item("#[derive(Task)] struct J { #[task(‸)] n: u8 }"));
    assert!(
        of_a_task.iter().all(|(name, _)| name != "arg"),
        "{of_a_task:?}"
    );
}

fn one_error(editor: &mut Editor) {
    for (text, word) in [
        (job("app = \"src/main.py\", driver_me"), "driver_me"),
        (
            job("app = \"src/main.py\", driver_memory ="),
            "driver_memory",
        ),
        (
            job("app = \"src/main.py\", allow(unused_fild)"),
            "unused_fild",
        ),
        (
            job("app = \"src/main.py\", driver_memory = \"1.5g\""),
            "\"1.5g\"",
        ),
    ] {
        let problems = editor.problems(&text);
        let words: Vec<&str> = problems.iter().map(|(words, _)| words.as_str()).collect();
        assert_eq!(words, [word], "{text}\n{problems:?}");
    }
    assert_eq!(editor.problems(&job("app = \"src/main.py\"")), []);
}

fn item(item: &str) -> String {
    format!("use spark_pipeline::prelude::*;\n\n{item}\n\nfn main() {{}}\n")
}

/// A task with these entries in the attribute of its struct.
fn job(entries: &str) -> String {
    item(&format!(
        "#[derive(SparkTask)]\n#[spark({entries})]\nstruct Job {{ n: u8 }}"
    ))
}

/// A task with these entries in the attribute of a field.
fn field(entries: &str) -> String {
    item(&format!(
        "#[derive(SparkTask)]\n#[spark(app = \"src/main.py\")]\nstruct Job {{ #[spark({entries})] n: u8 }}"
    ))
}

/// A crate that depends on spark-pipeline, in an editor.
fn open() -> Editor {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("editor");
    std::fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = \"trial\"\nedition = \"2024\"\n\n\
         [dependencies]\nspark-pipeline = {{ path = {root:?} }}\n\n[workspace]\n"
    );
    std::fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    std::fs::write(folder.join("src/main.rs"), "fn main() {}\n").unwrap();
    std::fs::write(folder.join("src/main.py"), "").unwrap();
    // The derives are all that must be built for what is looked at here.
    let manifest = root.join("Cargo.toml").display().to_string();
    let build = [
        "cargo",
        "build",
        "--quiet",
        "--message-format=json",
        "--package=pipeline-macros",
        "--manifest-path",
        &manifest,
    ];
    let mut editor = Editor::open(
        &folder,
        &json!({
            "cargo": { "buildScripts": { "overrideCommand": build } },
            "checkOnSave": false,
            "cachePriming": { "enable": false },
            "procMacro": { "enable": true },
        }),
    );
    // It says that it is ready before it has the derives.
    let end = Instant::now() + Duration::from_secs(120);
    while editor.hover(&job("ap‸p = \"src/main.py\"")).is_empty() && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(100));
    }
    editor
}
