//! Names that are easily got wrong.

use super::Verdict;
use super::trial::{Trial, expect};
use crate::target::store::Kind;

/// Names that every store must keep: those of partitions and of people.
const KEPT: &[&str] = &[
    "a blank",
    "k=v",
    "100%",
    "%20",
    "%2F",
    "date=2013-01-01 05%3A00%3A00",
    "größe-日本-🚀",
    "+plus",
    "comma,",
    "(x)",
    "a@b",
    "_hidden",
    ".hidden",
];

/// Names that a store may refuse, with an error, but must not change.
const MAY_BE_REFUSED: &[&str] = &[
    "q?uestion",
    "#hash",
    "a&b",
    "semi;colon",
    "colon:x",
    "star*",
    "[x]{y}",
    "tilde~",
    "quote'\"",
    "<x>",
    "a|b",
    "a^b`c",
    "back\\slash",
    "$1!",
    "dot.",
];

pub(super) fn odd(trial: &Trial) -> Verdict {
    for (name, must) in
        (KEPT.iter().map(|name| (*name, true))).chain(MAY_BE_REFUSED.iter().map(|it| (*it, false)))
    {
        for path in [format!("{name}/x"), format!("in/{name}")] {
            match trial.put(&path, name.as_bytes()) {
                Ok(()) => kept(trial, &path, name)?,
                Err(error) if must => return Err(format!("`{path}`: {error}")),
                Err(_) => {
                    let shown = trial.walk("")?.unwrap_or_default();
                    expect(shown.is_empty(), || {
                        format!("`{path}` was refused, but there is {shown:?}")
                    })?;
                }
            }
        }
    }
    Ok(())
}

fn kept(trial: &Trial, path: &str, name: &str) -> Verdict {
    trial.expect_look(path, Some(Kind::File))?;
    let read = trial.get(path)?;
    expect(read == name.as_bytes(), || {
        format!("`{path}` reads {read:?}")
    })?;
    let shown = trial.walk("")?.unwrap_or_default();
    expect(shown.keys().eq([path]), || {
        format!("`{path}` was written, {shown:?} is there")
    })?;
    let (folder, own) = path.rsplit_once('/').unwrap_or_default();
    let shown = trial.list(folder)?.unwrap_or_default();
    expect(shown.keys().eq([own]), || {
        format!("`{path}` was written, `{folder}` holds {shown:?}")
    })?;
    trial.remove(path)?;
    trial.expect_look(path, None)?;
    trial.remove(folder)
}

pub(super) fn deep(trial: &Trial) -> Verdict {
    let deep = vec!["level"; 30].join("/");
    kept_at(trial, &deep)?;
    kept_at(trial, &format!("in/{}", "n".repeat(200)))
}

fn kept_at(trial: &Trial, path: &str) -> Verdict {
    trial.put(path, path.as_bytes())?;
    kept(trial, path, path)
}
