//! A task whose `run` reads a list and requires one task for each line.

use std::fs;

use crate::PROGRAM;
use crate::support::{Done, Folder};

fn run(folder: &Folder) -> Done {
    // One worker: whoever waits for what it required must hold none.
    folder.run(PROGRAM, &["run", "Parts", "--workers", "1"])
}

fn notes(folder: &Folder) -> Vec<String> {
    let notes = fs::read_to_string(folder.path("notes.txt")).unwrap_or_default();
    let _ = fs::remove_file(folder.path("notes.txt"));
    notes.lines().map(str::to_owned).collect()
}

#[test]
fn what_a_task_asks_for_is_done_and_it_goes_on_without_starting_again() {
    let folder = Folder::new();
    fs::write(folder.path("names.txt"), "ada\ngrace\n").expect("written");
    // The plan does not show the type; a profile may have a section for it all the same.
    let profile = "[profile.local.task.Part]\npriority = 1\n";
    fs::write(folder.path("pipeline.toml"), profile).expect("written");
    let done = run(&folder);
    done.code(0);
    let all = fs::read_to_string(folder.path("out/all.txt")).expect("all");
    assert_eq!(all, "ada has 3 letters\ngrace has 5 letters\n");
    // It began once, and its own half after the wait came after what it waited for.
    let expected = ["the list is read", "ada", "grace", "the parts are there"];
    assert_eq!(notes(&folder), expected);
    let kinds: Vec<_> = folder
        .events()
        .iter()
        .map(|it| it["event"].clone())
        .collect();
    let count = |kind: &str| kinds.iter().filter(|it| *it == kind).count();
    assert_eq!((count("task_added"), count("task_requires")), (2, 1));
    assert_eq!((count("task_resumed"), count("task_started")), (1, 3));

    // Nothing to do; then a line more: what is there is not done again.
    run(&folder).code(0);
    assert!(notes(&folder).is_empty());
    fs::write(folder.path("names.txt"), "ada\ngrace\nmary\n").expect("written");
    fs::remove_file(folder.path("out/all.txt")).expect("removed");
    run(&folder).code(0);
    let expected = ["the list is read", "mary", "the parts are there"];
    assert_eq!(notes(&folder), expected);
}

#[test]
fn what_it_asked_for_fails_and_it_is_skipped_because_of_that() {
    let folder = Folder::new();
    fs::write(folder.path("names.txt"), "ada\ngrace\nmary\n").expect("written");
    fs::write(folder.path("refuse-grace"), "").expect("written");
    let done = run(&folder);
    done.code(1).says("no such name: grace");
    // The others are done, and the one that asked has not failed itself.
    let events = folder.events();
    let of = |kind: &str| {
        let of_kind = events.iter().filter(|it| it["event"] == kind);
        of_kind.cloned().collect::<Vec<_>>()
    };
    assert_eq!(of("task_failed").len(), 1);
    assert_eq!(of("task_succeeded").len(), 2);
    let skipped = of("task_skipped");
    assert_eq!(skipped.len(), 1);
    assert_eq!(skipped[0]["because"][0], of("task_failed")[0]["task"]);

    fs::remove_file(folder.path("refuse-grace")).expect("removed");
    notes(&folder);
    run(&folder).code(0);
    let expected = ["the list is read", "grace", "the parts are there"];
    assert_eq!(notes(&folder), expected);
}

#[test]
fn a_secret_that_comes_while_it_runs_is_masked_from_then_on() {
    let folder = Folder::new();
    fs::write(folder.path("names.txt"), "ada\n").expect("written");
    let done = folder.run(PROGRAM, &["run", "Parts", "--learns"]);
    done.code(1).says("***** was refused");
    assert!(!done.all().contains("hunter2"), "{}", done.all());
    for (path, text) in folder.texts(".spark-pipeline", "") {
        assert!(!text.contains("hunter2"), "{}", path.display());
    }
}
