//! What a person may see of a value.

use pipeline_core::secret::{MASK, is_secret_name, mask_urls};

/// A value with what looks like a secret inside it masked: the password of a URL's user, the
/// token of a Spark Connect URL, `-Dname=value` of a secret name.
#[must_use]
pub fn value(text: &str) -> String {
    let text = mask_urls(text);
    let mut shown = String::with_capacity(text.len());
    // Every separator stays as it is: only words are looked at.
    for piece in text.split_inclusive(SEPARATORS) {
        let word = piece.trim_end_matches(SEPARATORS);
        match named(word) {
            Some((name, _)) => {
                shown.push_str(name);
                shown.push('=');
                shown.push_str(MASK);
            }
            None => shown.push_str(word),
        }
        shown.push_str(&piece[word.len()..]);
    }
    shown
}

/// Whether there is a secret inside a value, which then is none for a command line.
pub(super) fn has_secret(text: &str) -> bool {
    value(text) != text
}

/// The secrets that [`value`] masks by their name, with it.
pub(super) fn inside(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(SEPARATORS)
        .filter_map(named)
        .map(|(name, value)| (bare(name), value))
}

const SEPARATORS: [char; 8] = [' ', ',', ';', '&', '?', '\'', '"', '\n'];

/// Name and value of a word `name=value` whose name says that it is a secret.
fn named(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let is_secret = !value.is_empty() && !name.contains('/') && is_secret_name(bare(name));
    is_secret.then_some((name, value))
}

/// The name without what stands before it on a command line.
fn bare(name: &str) -> &str {
    name.strip_prefix("-D")
        .unwrap_or(name)
        .trim_start_matches('-')
}

/// Whether an argument is a flag whose value must not be shown: `--api-token`.
#[must_use]
pub(super) fn is_secret_flag(argument: &str) -> bool {
    argument.starts_with('-') && !argument.contains('=') && is_secret_name(argument)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_inside_a_value_are_masked() {
        for (text, shown) in [
            (
                "https://me:pw@repo/x,http://b",
                "https://me:*****@repo/x,http://b",
            ),
            (
                "sc://host:443/;token=abc;use_ssl=true",
                "sc://host:443/;token=*****;use_ssl=true",
            ),
            (
                "-Da=b -Ddb.password=hunter2 -Xms1g",
                "-Da=b -Ddb.password=***** -Xms1g",
            ),
            ("--password=abc", "--password=*****"),
            ("s3a://bucket/key=1/x", "s3a://bucket/key=1/x"),
            ("plain text, nothing in it", "plain text, nothing in it"),
        ] {
            assert_eq!(value(text), shown);
        }
    }

    #[test]
    fn the_flag_before_a_secret_is_known() {
        assert!(is_secret_flag("--api-token"));
        assert!(!is_secret_flag("--month"));
        assert!(!is_secret_flag("token"));
    }
}
