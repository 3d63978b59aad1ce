//! Folders: what is in them, and what becomes of them.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::Verdict;
use super::trial::{Trial, expect, text};
use crate::target::StoreError;
use crate::target::location::Location;
use crate::target::store::{Folders, Kind};

fn kinds(of: &[(&str, Kind)]) -> Option<BTreeMap<String, Kind>> {
    let of = of.iter().map(|(name, kind)| ((*name).to_owned(), *kind));
    Some(of.collect())
}

pub(super) fn holds(trial: &Trial) -> Verdict {
    trial.put("a/b/x", b"")?;
    trial.put("a/y", b"")?;
    for folder in ["a", "a/b"] {
        trial.expect_look(folder, Some(Kind::Folder))?;
    }
    for (path, is) in [
        ("", kinds(&[("a", Kind::Folder)])),
        ("a", kinds(&[("b", Kind::Folder), ("y", Kind::File)])),
        ("a/b", kinds(&[("x", Kind::File)])),
        ("a/y", None),
        ("a/b/x/y", None),
    ] {
        let shown = trial.list(path)?;
        expect(shown == is, || {
            format!("`{path}` holds {shown:?}, not {is:?}")
        })?;
    }
    let files = trial
        .store
        .are_files(&[trial.at("a/y"), trial.at("a/b"), trial.at("a/z")]);
    let files: Vec<_> = files.into_iter().map(|file| file.ok()).collect();
    expect(files == [Some(true), Some(false), Some(false)], || {
        format!("a file, a folder, and nothing: `are_files` says {files:?}")
    })
}

pub(super) fn beginnings(trial: &Trial) -> Verdict {
    trial.put("ab/x", b"")?;
    trial.put("a.x", b"")?;
    trial.expect_look("a", None)?;
    expect(trial.list("a")?.is_none(), || "`a` is listed".to_owned())?;
    expect(trial.walk("a")?.is_none(), || "`a` is walked".to_owned())?;
    trial.remove("a")?;
    let shown = trial.list("")?;
    expect(
        shown == kinds(&[("a.x", Kind::File), ("ab", Kind::Folder)]),
        || format!("when `a` is removed, {shown:?} is left"),
    )
}

pub(super) fn walk(trial: &Trial) -> Verdict {
    let paths = ["k=1/part-0", "k=1/l=ü/part-1", "_SUCCESS", ".hidden/x", "x"];
    for path in paths {
        trial.put(&format!("d/{path}"), b"")?;
    }
    let shown = trial.walk("d")?;
    let all = kinds(&paths.map(|path| (path, Kind::File)));
    expect(shown == all, || format!("{shown:?}, not {all:?}"))
}

pub(super) fn stops(trial: &Trial) -> Verdict {
    for name in ["a", "b", "c/d"] {
        trial.put(name, b"")?;
    }
    let mut seen = 0;
    let mut see = |_| {
        seen += 1;
        ControlFlow::Break(())
    };
    let listed = trial.store.list(&trial.folder, &mut see);
    let listed = listed.map_err(|error| text(&error))?;
    let walked = trial.store.walk(&trial.folder, &mut see);
    let walked = walked.map_err(|error| text(&error))?;
    expect(listed && walked, || {
        "the folder is said not to be there".to_owned()
    })?;
    expect(seen == 2, || {
        format!("twice one was wanted, {seen} were shown")
    })
}

pub(super) fn big(trial: &Trial) -> Verdict {
    let names: Vec<String> = (0..trial.fixture.many)
        .map(|n| format!("f/{n:06}"))
        .collect();
    trial.put_many(&names)?;
    let all: BTreeMap<String, Kind> = (0..trial.fixture.many)
        .map(|number| (format!("{number:06}"), Kind::File))
        .collect();
    for (what, shown) in [("list", trial.list("f")?), ("walk", trial.walk("f")?)] {
        let shown = shown.unwrap_or_default();
        expect(shown == all, || {
            format!("{what} shows {} of {}", shown.len(), all.len())
        })?;
    }
    trial.remove("f")?;
    let left = trial.list("f")?.unwrap_or_default();
    expect(left.is_empty(), || {
        format!("{} are left after it was removed", left.len())
    })
}

pub(super) fn many_looks(trial: &Trial) -> Verdict {
    let count = 200;
    let written: Vec<String> = (0..count)
        .filter(|number| number % 3 != 0)
        .map(|number| match number % 3 {
            1 => format!("{number}"),
            _ => format!("{number}/x"),
        })
        .collect();
    trial.put_many(&written)?;
    let places: Vec<Location> = (0..count)
        .map(|number| trial.at(&number.to_string()))
        .collect();
    let together = trial.store.look_at_all(&places);
    expect(together.len() == places.len(), || {
        format!("{} answers", together.len())
    })?;
    for (number, answer) in together.into_iter().enumerate() {
        let is = match number % 3 {
            0 => None,
            1 => Some(Kind::File),
            _ => Some(Kind::Folder),
        };
        let answer = answer.map_err(|error| text(&error))?;
        expect(answer == is, || {
            format!("{number} is {answer:?}, not {is:?}")
        })?;
        let alone = trial.look(&number.to_string())?;
        expect(alone == is, || {
            format!("{number} alone is {alone:?}, not {is:?}")
        })?;
    }
    Ok(())
}

pub(super) fn removed(trial: &Trial) -> Verdict {
    for path in ["d/a", "d/e/f/g", "d/_SUCCESS", "d/.h/i"] {
        trial.put(path, b"")?;
    }
    trial.put("dd/x", b"")?;
    trial.remove("d")?;
    trial.expect_look("d", None)?;
    trial.expect_look("d/e/f/g", None)?;
    trial.expect_look("dd/x", Some(Kind::File))?;
    trial.remove("d")
}

pub(super) fn renamed(trial: &Trial) -> Verdict {
    for path in ["from/new", "from/sub/x", "to/old", "one", "two"] {
        trial.put(path, path.as_bytes())?;
    }
    let rename = |from, to| trial.store.rename(&trial.at(from), &trial.at(to));
    if trial.store.folders() == Folders::Names {
        for (from, to) in [("from", "to"), ("one", "two")] {
            match rename(from, to) {
                Err(StoreError::NoRename { .. }) => {}
                other => return Err(format!("`rename` gives {other:?}, not `NoRename`")),
            }
        }
        let read = trial.get("two")?;
        return expect(read == b"two", || "it changed all the same".to_owned());
    }
    rename("one", "two").map_err(|error| text(&error))?;
    let read = trial.get("two")?;
    expect(read == b"one", || {
        format!("a file is not replaced: {read:?}")
    })?;
    trial.expect_look("one", None)?;
    rename("from", "to").map_err(|error| text(&error))?;
    trial.expect_look("from", None)?;
    let shown = trial.list("to")?;
    expect(
        shown == kinds(&[("new", Kind::File), ("sub", Kind::Folder)]),
        || format!("a folder that took another's place holds {shown:?}"),
    )?;
    rename("to", "new/place/to").map_err(|error| text(&error))?;
    trial.expect_look("new/place/to/sub/x", Some(Kind::File))?;
    expect(rename("gone", "two").is_err(), || {
        "what is not there was renamed".to_owned()
    })?;
    let read = trial.get("two")?;
    expect(read == b"one", || {
        "a rename that failed changed its goal".to_owned()
    })?;
    let shown = trial.list("")?;
    expect(
        shown == kinds(&[("new", Kind::Folder), ("two", Kind::File)]),
        || format!("something else is left: {shown:?}"),
    )
}
