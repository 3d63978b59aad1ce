//! `completions`, in the shells themselves.

use std::process::Command;

use super::tasks::{Daily, Delays};
use super::{Stage, out, refused};

/// What bash offers for the last of these words.
fn offered(stage: &Stage, words: &[&str]) -> Vec<String> {
    let script = out::<(Daily, Delays)>(stage, "completions bash");
    let file = stage.path().join("completions.bash");
    std::fs::write(&file, script).expect("a file");
    let program = r#"
        source "$1"; shift
        complete -p flights >&2 || exit 3
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _flights flights "${COMP_WORDS[$COMP_CWORD]}" "${COMP_WORDS[$((COMP_CWORD - 1))]}"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let done = Command::new("bash")
        .args(["--norc", "--noprofile", "-c", program, "bash"])
        .arg(&file)
        .args(words)
        .output()
        .expect("bash is there");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    assert!(said.contains("_flights"), "{said}");
    let words = String::from_utf8_lossy(&done.stdout);
    words
        .lines()
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn bash_completes_commands_tasks_parameters_flags_and_profiles() {
    let stage = Stage::with("[profile.prod]\n[profile.local]\n");
    assert_eq!(offered(&stage, &["flights", "back"]), ["backfill"]);
    assert_eq!(offered(&stage, &["flights", "D"]), ["Daily", "Delays"]);
    assert_eq!(offered(&stage, &["flights", "run", "Da"]), ["Daily"]);
    assert_eq!(
        offered(&stage, &["flights", "run", "--min"]),
        ["--min-flights"]
    );
    assert_eq!(
        offered(&stage, &["flights", "backfill", "--new"]),
        ["--newest-first"]
    );
    assert_eq!(
        offered(&stage, &["flights", "plan", "--profile", ""]),
        ["local", "prod"]
    );
    assert_eq!(offered(&stage, &["flights", "-p", "pr"]), ["prod"]);
    assert_eq!(offered(&stage, &["flights", "--date", "y"]), ["yesterday"]);
    assert_eq!(offered(&stage, &["flights", "completions", "z"]), ["zsh"]);
}

#[test]
fn every_shell_has_a_script_with_every_command_and_every_parameter() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = out::<(Daily, Delays)>(&Stage::new(), &format!("completions {shell}"));
        for word in ["backfill", "explain", "date", "min-flights", "at-most"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        // The scripts for the other two know commands and flags only.
        if ["bash", "zsh", "fish"].contains(&shell) {
            assert!(script.contains("Delays"), "{shell}");
        }
    }
}

#[test]
fn a_shell_that_is_none_is_told_with_those_there_are() {
    let stage = Stage::new();
    let shown = refused::<Daily>(&stage, "completions");
    assert!(
        shown.contains("completions bash|elvish|fish|powershell|zsh"),
        "{shown}"
    );
    assert!(refused::<Daily>(&stage, "completions bsh").contains("did you mean `bash`?"));
}
