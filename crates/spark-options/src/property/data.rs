//! The files, and how a line becomes a property.

use super::kind::ValueKind;
use super::{Deprecated, Property, VERSIONS, reader};
use crate::Version;

const PROPERTIES: &str = include_str!("../../data/properties.tsv");
const DEPRECATED: &str = include_str!("../../data/deprecated.tsv");
pub(super) const REMOVED: &str = include_str!("../../data/removed.tsv");
pub(super) const NAMED: &str = include_str!("../../data/named.tsv");
pub(super) const MODES: &str = include_str!("../../data/modes.tsv");
pub(super) const PREFIXES: &str = include_str!("../../data/prefixes.tsv");

/// The lines of a file without those that say what it is.
pub(super) fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#'))
}

/// The name that a line begins with.
pub(super) fn name_of(line: &str) -> &str {
    line.split('\t').next().unwrap_or_default()
}

/// The lines of a name, by binary search: the files are sorted.
pub(super) fn find(file: &'static str, name: &str) -> Option<&'static str> {
    let (mut low, mut high) = (0, file.len());
    // Invariant: both are begins of lines; the first line of the name, if any, begins in low..high.
    while low < high {
        let middle = low + (high - low) / 2;
        let start = file.get(..middle)?.rfind('\n').map_or(0, |at| at + 1);
        let start = start.max(low);
        let end = file
            .get(start..)?
            .find('\n')
            .map_or(file.len(), |at| start + at + 1);
        let line = file.get(start..end)?;
        // What a file says of itself stands before all names.
        if line.starts_with('#') || name_of(line.trim_end()) < name {
            low = end;
        } else {
            high = start;
        }
    }
    let rest = file.get(low..)?;
    rest.get(..length_of(rest, name))
        .filter(|lines| !lines.is_empty())
}

/// How many bytes the lines of a name have, where a text begins with them.
fn length_of(text: &str, name: &str) -> usize {
    text.split_inclusive('\n')
        .take_while(|line| name_of(line.trim_end_matches('\n')) == name)
        .map(str::len)
        .sum()
}

/// One line: what a property is in some versions.
struct Line {
    name: &'static str,
    from: Version,
    to: Version,
    documented: Option<Version>,
    kind: ValueKind,
    default: &'static str,
    doc: &'static str,
}

/// `4.3` as numbers.
pub(super) fn version(text: &str) -> Option<Version> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

fn parse(line: &'static str) -> Option<Line> {
    let mut fields = line.trim_end_matches('\n').split('\t');
    Some(Line {
        name: fields.next()?,
        from: version(fields.next()?)?,
        to: version(fields.next()?)?,
        documented: version(fields.next()?),
        kind: ValueKind::parse(fields.next()?)?,
        default: fields.next()?,
        doc: fields.next()?,
    })
}

fn parsed(lines: &'static str) -> impl Iterator<Item = Line> {
    lines.lines().filter_map(parse)
}

/// The property of these lines, which are all about one name.
fn property(lines: &'static str) -> Option<Property> {
    let first = parsed(lines).next()?;
    let last = parsed(lines).last()?;
    let newest = VERSIONS[VERSIONS.len() - 1];
    // A module may be missing from the oldest install (Connect in 3.5), and a property may have
    // been brought to an older version later: the earlier of both is what nobody is stopped by.
    let since = last
        .documented
        .map_or(first.from, |version| version.min(first.from));
    let (manager, daemon) = reader::of(last.name);
    Some(Property {
        name: last.name,
        kind: last.kind,
        default: last.default.strip_prefix('='),
        falls_back_to: last.default.strip_prefix('@'),
        since,
        until: (last.to < newest).then_some(last.to),
        deprecated: deprecated(last.name),
        manager,
        daemon,
        doc: last.doc,
        lines,
    })
}

/// The property of this very name.
pub(super) fn registered(name: &str) -> Option<Property> {
    property(find(PROPERTIES, name)?)
}

/// Every property that some supported Spark registers, sorted by name.
pub fn all() -> impl Iterator<Item = Property> {
    let mut rest = PROPERTIES;
    core::iter::from_fn(move || {
        loop {
            let name = name_of(rest.lines().next()?);
            let length = length_of(rest, name);
            let (lines, after) = rest.split_at_checked(length)?;
            rest = after;
            if !name.starts_with('#') {
                return property(lines);
            }
        }
    })
}

/// The names of all.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let mut before = "";
    lines(PROPERTIES).map(name_of).filter(move |name| {
        let is_new = *name != before;
        before = name;
        is_new
    })
}

/// The property with the facts of one version; between the lines those of the older one.
pub(super) fn at(property: &Property, version: Version) -> Property {
    let mut then = *property;
    for (index, line) in parsed(property.lines).enumerate() {
        if index == 0 || line.from <= version {
            then.kind = line.kind;
            then.default = line.default.strip_prefix('=');
            then.falls_back_to = line.default.strip_prefix('@');
        }
    }
    then
}

/// The kinds that a property has had, newest first.
pub(super) fn kinds(property: &Property) -> Vec<ValueKind> {
    let mut kinds: Vec<_> = parsed(property.lines).map(|line| line.kind).collect();
    kinds.reverse();
    kinds
}

/// What is known of a name that should be written no more, be it registered or not.
#[must_use]
pub fn deprecated(name: &str) -> Option<Deprecated> {
    let line = find(DEPRECATED, name)?;
    let mut fields = line.trim_end_matches('\n').split('\t');
    Some(Deprecated {
        name: fields.next()?,
        in_version: version(fields.next()?),
        successor: Some(fields.next()?).filter(|name| !name.is_empty()),
        advice: fields.next()?,
    })
}

/// All old names.
pub(super) fn old_names() -> impl Iterator<Item = &'static str> {
    lines(DEPRECATED).map(name_of)
}
