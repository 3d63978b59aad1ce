//! How much of a date a format writes.

use syn::Type;

use crate::syntax::types;

/// A piece of a date, with the letters of the formats that write it. `%j` is the day of the
/// year, `%s` seconds since 1970; a week is no day, unless the day of the week stands with it.
const PIECES: [(&str, &str); 6] = [
    ("year", "YyGgCFDs"),
    ("month", "mbBhjFDs"),
    ("day", "dejFDs"),
    ("hour", "HkITRs"),
    ("minute", "MTRs"),
    ("second", "STs"),
];
const WEEKS: &str = "UVW";
const WEEKDAYS: &str = "uwaA";

/// The first piece that none of the formats of one parameter writes, where its type is known to
/// be a date by its name.
pub(super) fn lacks<'a>(
    ty: &Type,
    specs: impl Iterator<Item = &'a str> + Clone,
) -> Option<&'static str> {
    let ty = types::argument_of(ty, "Option").unwrap_or(ty);
    let (name, _) = types::of_the_prelude(ty)?;
    let pieces = match name.as_str() {
        "Month" => 2,
        "Date" => 3,
        "Hour" => 4,
        "DateTime" => 6,
        _ => return None,
    };
    // Without a format it is written whole.
    if specs.clone().any(str::is_empty) {
        return None;
    }
    let letters: Vec<char> = specs.flat_map(letters).collect();
    let any = |of: &str| letters.iter().any(|letter| of.contains(*letter));
    let known = |letter: &char| {
        PIECES.iter().any(|(_, of)| of.contains(*letter))
            || WEEKS.contains(*letter)
            || WEEKDAYS.contains(*letter)
            || matches!(letter, 'p' | 'P' | '%' | 'n' | 't' | 'f')
    };
    if !letters.iter().all(known) {
        return None;
    }
    let by_week = any(WEEKS) && any(WEEKDAYS);
    PIECES[..pieces]
        .iter()
        .find(|(piece, of)| !(any(of) || (by_week && matches!(*piece, "month" | "day"))))
        .map(|(piece, _)| *piece)
}

/// The letters behind the percent signs, without what says how wide they are written.
fn letters(spec: &str) -> Vec<char> {
    let mut found = Vec::new();
    let mut rest = spec.chars();
    while let Some(c) = rest.next() {
        if c == '%' {
            let letter = rest.find(|c| !matches!(c, '-' | '_' | '^' | '#' | '0'..='9' | '.' | ':'));
            found.extend(letter);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lacking(ty: &str, specs: &[&str]) -> Option<&'static str> {
        lacks(&syn::parse_str(ty).expect("a type"), specs.iter().copied())
    }

    #[test]
    fn a_format_with_all_of_a_date_is_enough() {
        for specs in [
            &["%Y/%m/%d"][..],
            &["%Y", "%m", "%d"],
            &["%F"],
            &["year=%Y/month=%-m/day=%02d"],
            &["%Y-%j"],
            &["%G-W%V-%u"],
            &["%Y", ""],
            &["%x"],
        ] {
            assert_eq!(lacking("Date", specs), None, "{specs:?}");
        }
        assert_eq!(lacking("Month", &["%Y/%m"]), None);
        assert_eq!(lacking("Option<Hour>", &["%F/%H"]), None);
        assert_eq!(lacking("DateTime", &["%FT%H-%M-%S"]), None);
        assert_eq!(lacking("Day", &["%Y"]), None, "an alias may be anything");
    }

    #[test]
    fn what_is_lost_is_told() {
        assert_eq!(lacking("Date", &["%Y/%m"]), Some("day"));
        assert_eq!(lacking("Date", &["%m/%d"]), Some("year"));
        assert_eq!(lacking("Date", &["%G-W%V"]), Some("month"));
        assert_eq!(lacking("Hour", &["%F"]), Some("hour"));
        assert_eq!(lacking("DateTime", &["%F/%H"]), Some("minute"));
    }
}
