//! Patterns: `lib/*.jar`, as Hadoop expands them.

use std::path::Path;

use super::absent::Absent;
use super::look::{Place, names_in};

/// How many paths are looked at for one pattern, and how many files of it are kept.
const AT_MOST: usize = 10_000;

/// The files that a pattern matches, part by part: no wildcard of Hadoop's goes across a `/`.
pub(super) fn look(crate_dir: &Path, pattern: &str) -> Place {
    let parts: Vec<&str> = pattern.split('/').collect();
    // A `{` may reach over parts, and a `\` takes the meaning from the next letter.
    if parts.iter().any(|part| !is_readable(part)) {
        return Place::Unknown;
    }
    let mut paths = vec![String::new()];
    for (at, part) in parts.iter().enumerate() {
        let mut next = Vec::new();
        for path in &paths {
            let names = match spark_options::is_wild(part) {
                true => names_in(&crate_dir.join(path)),
                false => vec![(*part).to_owned()],
            };
            let matching = names.into_iter().filter(|name| matches(part, name));
            let whole = matching.map(|name| match path.as_str() {
                "" => name,
                path => format!("{path}/{name}"),
            });
            next.extend(whole.filter(|path| crate_dir.join(path).exists()));
            if next.len() > AT_MOST {
                return Place::Unknown;
            }
        }
        if next.is_empty() {
            let folder = match at {
                0 => String::new(),
                _ => paths
                    .first()
                    .map(|path| format!("{path}/"))
                    .unwrap_or_default(),
            };
            return Place::Absent(Absent {
                folder,
                part: (*part).to_owned(),
                rest: parts[at + 1..].join("/"),
                is_file: false,
                is_wild: spark_options::is_wild(part),
            });
        }
        paths = next;
    }
    paths.retain(|path| crate_dir.join(path).is_file());
    Place::Files(paths)
}

fn is_readable(part: &str) -> bool {
    let count = |letter: char| part.matches(letter).count();
    !part.contains('\\') && count('{') == count('}') && count('[') == count(']')
}

/// Whether a name matches a part. Hadoop has no `**`: it is a `*`.
fn matches(part: &str, name: &str) -> bool {
    if !spark_options::is_wild(part) {
        return part == name;
    }
    let mut single = part.to_owned();
    while single.contains("**") {
        single = single.replace("**", "*");
    }
    fast_glob::glob_match(single, name)
}
