//! The examples do what they say.

use std::process::Command;

use crate::support::Folder;

#[test]
fn inline_python_counts_the_words() {
    let folder = Folder::new();
    folder.run("word_count", &["--at-least", "5"]).code(0);
    assert!(folder.exists("out/words/5/_SUCCESS"));
    let file = folder.texts("out/words/5", ".parquet");
    assert!(!file.is_empty());
}

#[test]
fn a_program_of_sparks_own_runs_as_it_is() {
    let folder = Folder::new();
    folder.run("pagerank", &["--iterations", "2"]).code(0);
    let logs = folder.texts(".spark-pipeline/runs", "stdout.log");
    assert!(
        logs.iter()
            .any(|(_, text)| text.contains("tasks has rank: ")),
        "{logs:?}"
    );
}

#[test]
fn a_java_class_is_compiled_and_run() {
    if Command::new("javac").arg("-version").output().is_err() {
        println!("skipped: no javac on the PATH");
        return;
    }
    let folder = Folder::new();
    folder.run("jar", &[]).code(0);
    assert!(folder.exists("out/jar/word-lengths.jar"));
    let rows = folder.texts("out/word-lengths", ".json");
    let the = |text: &str| text.lines().any(|line| line.starts_with("{\"letters\":3,"));
    assert!(rows.iter().any(|(_, text)| the(text)), "{rows:?}");
}

#[test]
fn without_a_compiler_the_jar_says_what_to_install() {
    let folder = Folder::new();
    // Tools that Spark's scripts need, and no JDK.
    let bin = folder.path("bin");
    std::fs::create_dir(&bin).expect("a folder");
    let mut command = folder.command("jar", &[]);
    let path = std::env::var_os("PATH").unwrap_or_default();
    for folder in std::env::split_paths(&path) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            if name != "javac" && name != "jar" {
                // The first folder of the PATH wins, as it does in the shell.
                let _ = std::os::unix::fs::symlink(entry.path(), bin.join(name));
            }
        }
    }
    command.env("PATH", &bin).env_remove("JAVA_HOME");
    let done = crate::support::finish(command);
    done.code(5).says("no `javac`").says("install a JDK");
    assert!(!folder.exists("out"));
}
