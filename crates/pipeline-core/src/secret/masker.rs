//! A set of secrets that are masked wherever they occur.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use super::{MASK, url};

/// A set of secret values, masked in every text that goes through it.
///
/// Every occurrence is masked, also where two overlap, in the forms in which a program may
/// print it: as it is, as in JSON, in a shell's quotes, percent-encoded. So are passwords in URLs.
///
/// A value that would ruin every text stays in free text: one of fewer than four bytes, a
/// number of fewer than six digits, and words such as `true` or `default`. Given with its
/// name ([`Masker::add_named`]) it is masked where it stands after the name: `db.password=1`.
///
/// ```
/// use pipeline_core::secret::Masker;
/// let mut masker = Masker::default();
/// masker.add("hunter2");
/// masker.add_named("pin", "1");
/// assert_eq!(masker.mask("login with hunter2, pin=1, 1 try"), "login with *****, pin=*****, 1 try");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Masker {
    /// What to look for, and how many bytes at its begin stay as they are.
    patterns: BTreeSet<(Vec<u8>, usize)>,
    finder: OnceLock<Option<Finder>>,
}

/// Made of all patterns, once, when a text is masked.
#[derive(Clone, Debug)]
struct Finder {
    automaton: AhoCorasick,
    /// For each pattern how many bytes at its begin stay.
    kept: Vec<usize>,
}

impl Masker {
    /// Adds a secret value; each line of a value of several lines is one too.
    pub fn add(&mut self, value: &str) {
        let lines = value.lines().filter(|_| value.contains('\n'));
        for secret in std::iter::once(value).chain(lines) {
            if !is_common(secret) {
                for form in forms(secret) {
                    self.pattern(form.into_bytes(), 0);
                }
            }
        }
    }

    /// Adds a secret value that is known by a name: however short it is, it is masked where it
    /// stands after the name and `=`, `:` or a blank.
    pub fn add_named(&mut self, name: &str, value: &str) {
        self.add(value);
        if value.is_empty() || name.is_empty() || !is_common(value) {
            return;
        }
        for between in ["=", " = ", ": ", ":", " ", "\":\"", "\": \"", "\":", "\": "] {
            let before = format!("{name}{between}");
            self.pattern(format!("{before}{value}").into_bytes(), before.len());
        }
    }

    /// Whether it has no secret; passwords in URLs it masks all the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The text with every secret masked.
    #[must_use]
    pub fn mask<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.mask_bytes(text.as_bytes()) {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            // Secrets are texts themselves, so what is left between them is text as well.
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }

    /// The bytes with every secret masked. A secret that is cut in two by the end of the bytes
    /// is not seen: hand in whole lines.
    #[must_use]
    pub fn mask_bytes<'a>(&self, text: &'a [u8]) -> Cow<'a, [u8]> {
        let spans = self.spans(text);
        if spans.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut masked = Vec::with_capacity(text.len());
        let mut at = 0;
        for (begin, end) in spans {
            masked.extend_from_slice(&text[at..begin]);
            masked.extend_from_slice(MASK.as_bytes());
            at = end;
        }
        masked.extend_from_slice(&text[at..]);
        Cow::Owned(masked)
    }

    /// Where secrets stand, in order; those that overlap as one.
    fn spans(&self, text: &[u8]) -> Vec<(usize, usize)> {
        let mut spans = url::passwords(text);
        if let Some(finder) = self.finder() {
            spans.extend(finder.automaton.find_overlapping_iter(text).map(|found| {
                let kept = finder.kept[found.pattern().as_usize()];
                (found.start() + kept, found.end())
            }));
        }
        spans.sort_unstable();
        let mut merged: Vec<(usize, usize)> = Vec::with_capacity(spans.len());
        for (begin, end) in spans {
            match merged.last_mut() {
                Some(last) if begin < last.1 => last.1 = last.1.max(end),
                _ => merged.push((begin, end)),
            }
        }
        merged
    }

    fn finder(&self) -> Option<&Finder> {
        self.finder
            .get_or_init(|| {
                if self.patterns.is_empty() {
                    return None;
                }
                // Building fails only beyond 2^31 bytes of patterns.
                let automaton = AhoCorasick::new(self.patterns.iter().map(|(text, _)| text));
                Some(Finder {
                    automaton: automaton.ok()?,
                    kept: self.patterns.iter().map(|(_, kept)| *kept).collect(),
                })
            })
            .as_ref()
    }

    fn pattern(&mut self, text: Vec<u8>, kept: usize) {
        if self.patterns.insert((text, kept)) {
            self.finder = OnceLock::new();
        }
    }
}

/// Whether a value is so common in texts that masking it would ruin them.
fn is_common(value: &str) -> bool {
    const WORDS: [&str; 12] = [
        "true", "false", "none", "null", "default", "auto", "password", "secret", "token", "key",
        "admin", "root",
    ];
    value.len() < 4
        || value.len() < 6 && value.bytes().all(|byte| byte.is_ascii_digit())
        || WORDS.contains(&value.to_ascii_lowercase().as_str())
        || value.trim().is_empty()
}

/// The ways in which programs write a value.
fn forms(value: &str) -> Vec<String> {
    let json = serde_json::Value::from(value).to_string();
    let json = json[1..json.len() - 1].to_owned();
    let ascii_json = json
        .chars()
        .map(|c| {
            let mut units = [0; 2];
            if c.is_ascii() {
                c.to_string()
            } else {
                c.encode_utf16(&mut units)
                    .iter()
                    .map(|unit| format!("\\u{unit:04x}"))
                    .collect()
            }
        })
        .collect();
    let percent = |upper: bool| {
        value
            .bytes()
            .map(|byte| match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                    char::from(byte).to_string()
                }
                _ if upper => format!("%{byte:02X}"),
                _ => format!("%{byte:02x}"),
            })
            .collect::<String>()
    };
    let shell = value.replace('\'', "'\\''");
    vec![
        value.to_owned(),
        json,
        ascii_json,
        percent(true),
        percent(false),
        shell,
    ]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn masker(values: &[&str]) -> Masker {
        let mut masker = Masker::default();
        for value in values {
            masker.add(value);
        }
        masker
    }

    proptest! {
        #[test]
        fn no_secret_survives(
            secrets in proptest::collection::vec("[ab]{4,6}", 1..4),
            text in "[abc]{0,40}",
        ) {
            let values: Vec<&str> = secrets.iter().map(String::as_str).collect();
            let masked = masker(&values).mask(&text).into_owned();
            for secret in secrets {
                assert!(!masked.contains(&secret), "{secret} in {masked}");
            }
        }

        #[test]
        fn any_bytes_are_taken(text: Vec<u8>) {
            let _ = masker(&["hunter2"]).mask_bytes(&text);
        }
    }

    #[test]
    fn secrets_that_overlap_are_masked_whole() {
        let masker = masker(&["abcd", "cdef", "abcdefgh"]);
        assert_eq!(masker.mask("x abcdef x"), "x ***** x");
        assert_eq!(masker.mask("x abcdefgh x"), "x ***** x");
        assert_eq!(masker.mask("abcdabcd"), "**********");
        assert_eq!(masker.mask("nothing"), "nothing");
    }

    #[test]
    fn a_secret_is_masked_in_the_forms_in_which_it_is_printed() {
        let masker = masker(&["p\"w'é/1"]);
        for printed in [
            "p\"w'é/1",
            "p\\\"w'é/1",
            "p\\\"w'\\u00e9/1",
            "p%22w%27%C3%A9%2F1",
            "p\"w'\\''é/1",
        ] {
            assert_eq!(masker.mask(&format!("<{printed}>")), "<*****>");
        }
        assert_eq!(
            masker.mask_bytes(b"\xff\"p%22w%27%c3%a9%2f1"),
            b"\xff\"*****".as_slice()
        );
    }

    #[test]
    fn a_short_secret_ruins_no_text_and_is_masked_after_its_name() {
        let mut masker = Masker::default();
        masker.add_named("spark.db.password", "1");
        masker.add_named("flag_token", "true");
        assert_eq!(masker.mask("1 of 11 is true"), "1 of 11 is true");
        assert_eq!(
            masker.mask("--conf spark.db.password=1"),
            "--conf spark.db.password=*****"
        );
        assert_eq!(
            masker.mask(r#"{"flag_token": true}"#),
            r#"{"flag_token": *****}"#
        );
    }

    #[test]
    fn many_names_are_kept_each_for_its_own_secret() {
        let mut masker = Masker::default();
        for n in 0..2000 {
            masker.add_named(&format!("name{n}."), "1");
        }
        for n in 0..2000 {
            assert_eq!(
                masker.mask(&format!("name{n}.=1")),
                format!("name{n}.=*****")
            );
        }
    }

    #[test]
    fn every_line_of_a_secret_is_one() {
        let masker = masker(&["-----BEGIN-----\nMIIEvQ\n"]);
        assert_eq!(masker.mask("got MIIEvQ"), "got *****");
    }

    #[test]
    fn a_secret_is_found_after_more_were_added() {
        let mut masker = masker(&["first"]);
        assert_eq!(masker.mask("first second"), "***** second");
        masker.add("second");
        assert_eq!(masker.mask("first second"), "***** *****");
    }

    #[test]
    fn the_password_of_a_url_is_masked_without_being_known() {
        assert_eq!(Masker::default().mask("https://a:b@c"), "https://a:*****@c");
    }
}
