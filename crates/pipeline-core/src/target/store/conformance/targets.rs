//! Targets in the store, through [`Stores`].

use std::sync::Arc;

use super::Verdict;
use super::trial::{Trial, expect, text};
use crate::target::store::{Folders, State, Stores};
use crate::target::{AnyTarget, Directory, File, Parquet, StoreError, Target};

fn stores(trial: &Trial) -> Stores {
    Stores::default().with(Arc::clone(&trial.store))
}

fn at<T: Target>(trial: &Trial, path: &str) -> T {
    T::at(trial.at(path).text().to_owned())
}

fn complete(trial: &Trial, target: &dyn AnyTarget, is: bool) -> Verdict {
    let found = stores(trial).is_complete(target);
    let found = found.map_err(|error| text(&error))?;
    expect(found == is, || {
        format!("{} is complete: {found}, not {is}", target.location())
    })
}

pub(super) fn dataset(trial: &Trial) -> Verdict {
    let dataset: Parquet = at(trial, "d");
    complete(trial, &dataset, false)?;
    let state = || stores(trial).state(&dataset).map_err(|error| text(&error));
    let found = state()?;
    expect(found == State::Absent, || {
        format!("nothing is there: {found:?}")
    })?;
    trial.put("d/k=1/part-0", b"x")?;
    trial.put("d/_temporary/x", b"x")?;
    complete(trial, &dataset, false)?;
    let found = state()?;
    expect(found == State::Unfinished { entries: 1 }, || {
        format!("{found:?}")
    })?;
    trial.put("d/_SUCCESS", b"")?;
    complete(trial, &dataset, true)?;
    trial.remove("d/_SUCCESS")?;
    complete(trial, &dataset, false)?;
    trial.put("f", b"x")?;
    wrong_kind(trial, &at::<Parquet>(trial, "f"))
}

pub(super) fn directory(trial: &Trial) -> Verdict {
    let directory: Directory = at(trial, "d");
    complete(trial, &directory, false)?;
    trial.put("d/x", b"x")?;
    // One rename makes it whole; where there is none, the marker says that it is.
    complete(trial, &directory, trial.store.folders() == Folders::Real)?;
    trial.put("d/_SUCCESS", b"")?;
    complete(trial, &directory, true)?;
    wrong_kind(trial, &at::<File>(trial, "d"))?;
    wrong_kind(trial, &at::<Directory>(trial, "d/x"))
}

fn wrong_kind(trial: &Trial, target: &dyn AnyTarget) -> Verdict {
    match stores(trial).is_complete(target) {
        Err(StoreError::WrongKind { .. }) => Ok(()),
        other => Err(format!(
            "{} at {} is something else, but the answer is {other:?}",
            target.format(),
            target.location()
        )),
    }
}

pub(super) fn many(trial: &Trial) -> Verdict {
    let mut paths = Vec::new();
    let mut targets: Vec<Box<dyn AnyTarget>> = Vec::new();
    for number in 0..90 {
        let name = format!("all/{number:03}");
        match number % 5 {
            0 => paths.push(name.clone()),
            1 => paths.push(format!("{name}/part-0")),
            2 => paths.extend([format!("{name}/part-0"), format!("{name}/_SUCCESS")]),
            3 => paths.push(format!("{name}/k=1/_SUCCESS")),
            _ => {}
        }
        targets.push(match number % 3 {
            0 => Box::new(at::<File>(trial, &name)),
            1 => Box::new(at::<Parquet>(trial, &name)),
            _ => Box::new(at::<Directory>(trial, &name)),
        });
    }
    trial.put_many(&paths)?;
    let all: Vec<&dyn AnyTarget> = targets.iter().map(|target| &**target).collect();
    let together = stores(trial).are_complete(&all);
    for (target, together) in all.iter().zip(together) {
        let alone = stores(trial).is_complete(*target);
        let (together, alone) = (format!("{together:?}"), format!("{alone:?}"));
        expect(together == alone, || {
            format!(
                "{}: {together} with others, {alone} alone",
                target.location()
            )
        })?;
    }
    Ok(())
}

pub(super) fn errors(trial: &Trial) -> Verdict {
    let at = trial.at("missing/x");
    match trial.store.read(&at) {
        Ok(_) => return Err("what is not there was read".to_owned()),
        Err(error) => expect(error.to_string().contains("missing/x"), || {
            format!("it does not say what was read: {}", text(&error))
        })?,
    }
    let Some(refused) = &trial.fixture.refused else {
        return Ok(());
    };
    let target = File::at(refused.clone());
    match stores(trial).is_complete(&target) {
        Ok(found) => Err(format!(
            "{refused} cannot be looked at, but the answer is {found}"
        )),
        Err(error) => {
            expect(error.to_string().contains(refused.as_str()), || {
                format!("it does not say where: {}", text(&error))
            })?;
            expect(error.hint().is_some(), || {
                format!("it does not say what to do: {}", text(&error))
            })
        }
    }
}
