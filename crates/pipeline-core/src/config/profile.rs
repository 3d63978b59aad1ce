//! Which profile is used, and what it inherits.

use std::path::Path;

use super::load::{DEFAULT_PROFILE, Sources};
use super::parse::Profile;
use super::place::{FILE_NAME, find};
use super::problem::{Mistake, Place, Problem};
use super::variables;
use crate::suggest::nearest;

/// The names of the profiles in the file, or in the nearest one, as far as it can be read: for a
/// shell to complete.
pub(crate) fn profile_names(cwd: &Path, file: Option<&Path>) -> Vec<String> {
    let file = file.map_or_else(|| find(cwd), |file| Some(cwd.join(file)));
    let text = file.and_then(|file| std::fs::read_to_string(file).ok());
    let table = text.and_then(|text| text.parse::<toml::Table>().ok());
    let profiles = table
        .as_ref()
        .and_then(|table| table.get("profile")?.as_table());
    let names = profiles
        .into_iter()
        .flat_map(|profiles| profiles.keys().cloned());
    let mut names: Vec<_> = names.chain([DEFAULT_PROFILE.to_owned()]).collect();
    names.sort();
    names.dedup();
    names
}

/// The name of the profile that is used.
pub(super) fn chosen(
    sources: &Sources,
    profiles: &[Profile],
    file: Option<&Path>,
) -> Result<String, Box<Problem>> {
    let (name, place) = match (&sources.profile, sources.variable(variables::PROFILE)) {
        (Some(name), _) => (name.as_str(), Place::Argument(format!("--profile {name}"))),
        (None, Some(name)) => (name, Place::Variable(variables::PROFILE.to_owned())),
        (None, None) => return Ok(DEFAULT_PROFILE.to_owned()),
    };
    let mut known: Vec<_> = profiles
        .iter()
        .map(|profile| profile.name.as_str())
        .collect();
    // There is always a profile of this name, if only an empty one.
    if !known.contains(&DEFAULT_PROFILE) {
        known.push(DEFAULT_PROFILE);
    }
    if known.contains(&name) {
        return Ok(name.to_owned());
    }
    let mistake = match file {
        None => Mistake::Argument(format!(
            "there is no profile `{name}`, since there is no {FILE_NAME} in {} or above it",
            sources.cwd.display()
        )),
        Some(_) => unknown_profile(name, &known),
    };
    Err(Box::new(Problem { place, mistake }))
}

fn unknown_profile(name: &str, known: &[&str]) -> Mistake {
    Mistake::Unknown {
        what: "profile",
        word: name.to_owned(),
        nearest: nearest(name, known.iter().copied()).map(str::to_owned),
        known: known.iter().map(ToString::to_string).collect(),
    }
}

/// A profile and those that it inherits from, nearest first; an end to circles.
pub(super) fn chain<'p>(profiles: &'p [Profile], name: &str) -> Vec<&'p Profile> {
    let mut chain: Vec<&Profile> = Vec::new();
    let mut next = Some(name);
    while let Some(name) = next {
        let found = profiles.iter().find(|profile| profile.name == name);
        let Some(profile) = found.filter(|found| chain.iter().all(|held| held.name != found.name))
        else {
            break;
        };
        chain.push(profile);
        next = profile.inherits.as_ref().map(|(parent, _)| parent.as_str());
    }
    chain
}

/// Parents that are not there, and circles (told once, at their first profile).
pub(super) fn inheritance(profiles: &[Profile]) -> Vec<Problem> {
    let known: Vec<_> = profiles
        .iter()
        .map(|profile| profile.name.as_str())
        .collect();
    let mut problems = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    for profile in profiles {
        let Some((parent, place)) = &profile.inherits else {
            continue;
        };
        if !known.contains(&parent.as_str()) && parent != DEFAULT_PROFILE {
            problems.push(Problem {
                place: place.clone(),
                mistake: unknown_profile(parent, &known),
            });
            continue;
        }
        let chain: Vec<_> = chain(profiles, &profile.name).into_iter().collect();
        let last = chain.last().and_then(|last| last.inherits.as_ref());
        let closes = last.is_some_and(|(parent, _)| *parent == profile.name);
        if closes && !told.contains(&profile.name.as_str()) {
            told.extend(chain.iter().map(|member| member.name.as_str()));
            let names = chain.iter().map(|member| member.name.clone());
            problems.push(Problem {
                place: place.clone(),
                mistake: Mistake::Circle(names.chain([profile.name.clone()]).collect()),
            });
        }
    }
    problems
}
