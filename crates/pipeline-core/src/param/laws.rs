//! The laws that every parameter type obeys, for tests.

use std::fmt::Debug;

use super::Param;

/// `parse(print(x)) == x`, `from_words(words(x)) == x`, and printing again gives the same.
pub(crate) fn assert_round_trip<T: Param + PartialEq + Debug>(value: &T) {
    let text = value.print();
    let parsed = T::parse(&text).unwrap_or_else(|e| panic!("{text:?} of {value:?}: {e}"));
    assert_eq!(&parsed, value, "printed as {text:?}");
    assert_eq!(parsed.print(), text);
    let words = value.words();
    let again = T::from_words(&words.clone().into_vec())
        .unwrap_or_else(|e| panic!("{words:?} of {value:?}: {e}"));
    assert_eq!(&again, value, "as words {words:?}");
}

/// The value as it stands in a path; the path is a legal one for Hadoop.
pub(crate) fn rendered<T: Param>(value: &T) -> String {
    let mut path = "out/".to_owned();
    value
        .render("", &mut path)
        .expect("the empty spec fits every type");
    let made = &path["out/".len()..];
    assert!(!made.is_empty(), "an empty piece of a path");
    for part in made.split('/') {
        assert!(!part.is_empty() && part != "." && part != "..", "{made:?}");
        assert!(!part.starts_with(['.', '_']), "Spark hides {part:?}");
        assert!(
            part.chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.~+%".contains(c)),
            "{part:?}"
        );
    }
    let path = T::KIND.to_string().contains("path");
    assert!(path || !made.contains('/'), "{made:?}");
    made.to_owned()
}

/// Two values stand in a path alike only if they are equal.
pub(crate) fn assert_injective<T: Param + PartialEq + Debug>(a: &T, b: &T) {
    assert_eq!(rendered(a) == rendered(b), a == b, "{a:?} and {b:?}");
}
