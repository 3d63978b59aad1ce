//! `clean`: removes the folders of old runs.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use serde::Serialize;

use super::super::exit::ExitKind;
use super::super::message::{Message, Refusal};
use super::history::local;
use super::{Answer, Asked, find};
use crate::journal::{FILE, Index, Lock, RunEnd, RunFolder, Story};
use crate::param::Param;
use crate::recovery::{Earlier, Entry, all};
use crate::report::number;

/// `clean AGE`: removes the folders of the runs that ended longer ago.
pub(super) fn clean(asked: &Asked<'_>) -> Result<Answer, Refusal> {
    let Some(age) = asked.operands.first() else {
        let program = asked.program;
        return Err(Refusal::usage(
            Message::new("`clean` is not told how old what it removes is at least").help(format!(
                "`{program} clean 30d` removes the folders of runs that ended more than 30 days \
                 ago; with `--dry-run` it only says which"
            )),
        ));
    };
    let age = Duration::parse(age)
        .map_err(|error| Refusal::usage(Message::new(format!("clean: {error}"))))?;
    let dry = asked.arguments.dry_run;
    let entries = all(&asked.state_dir)
        .map_err(|error| Refusal::new(ExitKind::Environment, Message::new(error.to_string())))?;
    let entries = entries
        .into_iter()
        .map(|(entry, _)| (entry.run.clone(), entry));
    let entries: HashMap<String, Entry> = entries.collect();
    let mut done = Cleaned::default();
    for (folder, _) in find::in_order(&asked.state_dir)? {
        let entry = entries.get(&folder.id);
        match verdict(&asked.state_dir, &folder, entry, age) {
            Verdict::Young => done.young += 1,
            Verdict::Kept(why) => done.kept.push(Kept {
                run: folder.id,
                why,
            }),
            Verdict::Old(began) => match remove(&folder, dry) {
                Ok(Some(size)) => {
                    done.bytes += size;
                    done.removed.push(Removed {
                        run: folder.id,
                        began,
                        bytes: size,
                    });
                }
                Ok(None) => done.kept.push(Kept {
                    run: folder.id,
                    why: "it lives".to_owned(),
                }),
                Err(error) => done.failed.push(Kept {
                    run: folder.id,
                    why: error.to_string(),
                }),
            },
        }
    }
    if !dry {
        leftovers(&asked.state_dir);
        // What is gone is forgotten. An index that cannot be written forgets it later.
        let _ = Index::with(&asked.state_dir, |_| Ok(()));
    }
    answer(&done, asked, dry)
}

/// What was done.
#[derive(Default, Serialize)]
struct Cleaned {
    removed: Vec<Removed>,
    kept: Vec<Kept>,
    failed: Vec<Kept>,
    /// How many are younger.
    young: usize,
    bytes: u64,
}

#[derive(Serialize)]
struct Removed {
    run: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    began: Option<Timestamp>,
    bytes: u64,
}

/// A run that is old and stays.
#[derive(Serialize)]
struct Kept {
    run: String,
    why: String,
}

enum Verdict {
    Young,
    Old(Option<Timestamp>),
    Kept(String),
}

/// Whether a run may go.
fn verdict(state_dir: &Path, folder: &RunFolder, entry: Option<&Entry>, age: Duration) -> Verdict {
    if is_young(&folder.dir, age) {
        return Verdict::Young;
    }
    if !folder.is_dead() {
        return Verdict::Kept("it lives".to_owned());
    }
    let began = match Story::read(&folder.dir) {
        Ok(story) if story.end == RunEnd::Running => {
            return Verdict::Kept("it lives".to_owned());
        }
        Ok(story) => Some(story.header.began),
        Err(_) => None,
    };
    let Some(entry) = entry else {
        return Verdict::Old(began);
    };
    // It died, and no later run has taken over everything that it left.
    let left = Earlier::read(state_dir, vec![entry.clone()]);
    let unreadable = left.runs.iter().find_map(|left| left.unreadable.as_ref());
    if let Some(why) = unreadable {
        return Verdict::Kept(format!("it died, and what it left cannot be read: {why}"));
    }
    let submitted = left
        .resume()
        .values()
        .filter(|it| it.submission.is_some())
        .count();
    if submitted > 0 {
        return Verdict::Kept(format!(
            "it died, and nobody knows yet how {submitted} of its applications ended; `run` finds \
             out"
        ));
    }
    Verdict::Old(began)
}

/// Whether something was written in a folder's journal less than this ago. A clock that was set
/// back makes everything young, and what is young stays.
fn is_young(dir: &Path, age: Duration) -> bool {
    let changed = |path: &Path| path.metadata().and_then(|it| it.modified()).ok();
    let last = changed(&dir.join(FILE)).or_else(|| changed(dir));
    let since = last.and_then(|last| SystemTime::now().duration_since(last).ok());
    since.is_none_or(|since| since < age)
}

/// Removes a run's folder, and says how big it was; nothing if the run lives after all.
fn remove(folder: &RunFolder, dry: bool) -> std::io::Result<Option<u64>> {
    let size = size(&folder.dir);
    if dry {
        return Ok(Some(size));
    }
    let Some(_lock) = Lock::take(&folder.dir)? else {
        return Ok(None);
    };
    // Half a folder must not look like a run.
    let gone = folder.dir.with_file_name(format!("{GONE}{}", folder.id));
    std::fs::rename(&folder.dir, &gone)?;
    std::fs::remove_dir_all(&gone)?;
    Ok(Some(size))
}

/// How the name of a folder begins that is being removed.
const GONE: &str = ".gone-";

/// Removes what an earlier `clean` that was killed has begun to remove.
fn leftovers(state_dir: &Path) {
    let entries = std::fs::read_dir(state_dir.join("runs"));
    for entry in entries.into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(GONE) {
            // The next one tries again.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// The bytes of all files in a folder; links are not followed.
fn size(dir: &Path) -> u64 {
    let mut size = 0;
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(found) if found.is_dir() => folders.push(entry.path()),
                Ok(found) => size += found.len(),
                Err(_) => {}
            }
        }
    }
    size
}

fn answer(done: &Cleaned, asked: &Asked<'_>, dry: bool) -> Result<Answer, Refusal> {
    if let Some(first) = done.failed.first() {
        let message = Message::new(format!("cannot remove run {}: {}", first.run, first.why));
        let others = done.failed.iter().skip(1);
        let message = others.fold(message, |message, failed| {
            message.detail(format!("  nor run {}: {}", failed.run, failed.why))
        });
        return Err(Refusal::new(ExitKind::Environment, message));
    }
    if asked.arguments.json {
        return Ok(Answer::json(done));
    }
    let what = if dry { "would remove" } else { "removed" };
    let mut text = String::new();
    for run in &done.removed {
        let began = run.began.map(|at| format!(", which began {}", local(at)));
        let began = began.unwrap_or_default();
        text.push_str(&format!(
            "{what} {}{began}: {}\n",
            run.run,
            bytes(run.bytes)
        ));
    }
    for run in &done.kept {
        text.push_str(&format!("kept {}: {}\n", run.run, run.why));
    }
    let count = done.removed.len();
    let runs = if count == 1 { "run" } else { "runs" };
    text.push_str(&format!(
        "{what} {} {runs}, {}; {} younger\n",
        number(count),
        bytes(done.bytes),
        number(done.young)
    ));
    Ok(Answer::text(text))
}

/// `0 bytes`, `4.2 kB`, `1.3 GB`.
fn bytes(count: u64) -> String {
    let mut units = ["kB", "MB", "GB", "TB"].into_iter();
    if count < 1000 {
        return format!("{count} bytes");
    }
    let mut tenths = count / 100;
    let mut unit = units.next().unwrap_or_default();
    while tenths >= 10_000
        && let Some(next) = units.next()
    {
        tenths /= 1000;
        unit = next;
    }
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_are_said_as_people_say_them() {
        assert_eq!(bytes(0), "0 bytes");
        assert_eq!(bytes(999), "999 bytes");
        assert_eq!(bytes(1_000), "1.0 kB");
        assert_eq!(bytes(999_999), "999.9 kB");
        assert_eq!(bytes(1_250_000), "1.2 MB");
        assert_eq!(bytes(7_300_000_000), "7.3 GB");
    }
}
