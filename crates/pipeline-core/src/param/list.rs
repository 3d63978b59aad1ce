//! Any number of values.
//!
//! The text is a JSON array: numbers, switches, lists and maps stand bare, `None` is `null`,
//! everything else is a string of what the element prints.

use serde_json::Value;
use serde_json::value::RawValue;

use super::{Param, ParamError, ParamKind, Words, option, render};

impl<T: Param> Param for Vec<T> {
    const KIND: ParamKind = ParamKind::List(&T::KIND);

    /// A JSON array if the text begins with `[`; else the elements between the commas, without
    /// the blanks around them. The empty text is the empty list.
    fn parse(text: &str) -> Result<Self, ParamError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::new());
        }
        let elements = if text.starts_with('[') {
            let raw: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| {
                ParamError::new(format!(
                    "{text:?} begins like a JSON array but is none ({error}): write one such as \
                     [\"a\", \"b\"], or a,b"
                ))
            })?;
            raw.into_iter().map(text_of::<T>).collect::<Vec<_>>()
        } else {
            text.split(',')
                .map(|part| Ok(part.trim().to_owned()))
                .collect()
        };
        elements
            .into_iter()
            .enumerate()
            .map(|(at, text)| {
                text.and_then(|text| T::parse(&text))
                    .map_err(|e| element_error(at, &e))
            })
            .collect()
    }

    fn print(&self) -> String {
        let mut text = "[".to_owned();
        for (at, element) in self.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            push_json(element, &mut text);
        }
        text.push(']');
        text
    }

    fn value(&self) -> Value {
        self.iter().map(T::value).collect()
    }

    fn words(&self) -> Words {
        Words::Many(self.iter().map(T::print).collect())
    }

    /// One element a word, as it is. Where no element has a comma in it (numbers, dates, …),
    /// a word may also be a list: `1,2,3`, or `""` for none.
    fn from_words(words: &[String]) -> Result<Self, ParamError> {
        if T::KIND.is_comma_free() {
            let lists = words.iter().map(|word| Self::parse(word));
            return Ok(lists
                .collect::<Result<Vec<_>, _>>()?
                .into_iter()
                .flatten()
                .collect());
        }
        words
            .iter()
            .enumerate()
            .map(|(at, word)| T::parse(word).map_err(|e| element_error(at, &e)))
            .collect()
    }

    /// `a+b+c`. A list of lists or maps stands as its text, encoded.
    fn render(&self, spec: &str, path: &mut String) -> Result<(), ParamError> {
        render::check(Self::KIND, spec)?;
        if self.is_empty() {
            path.push_str(render::EMPTY_LIST);
            return Ok(());
        }
        if !T::KIND.is_plain() {
            render::text(&self.print(), path);
            return Ok(());
        }
        for (at, element) in self.iter().enumerate() {
            if at > 0 {
                path.push(render::SEPARATOR);
            }
            // A path as an element is never a base, which would stand unencoded.
            let mut piece = render::ROOT.to_owned();
            element.render(spec, &mut piece)?;
            path.push_str(&piece[render::ROOT.len()..]);
        }
        Ok(())
    }
}

fn element_error(at: usize, error: &ParamError) -> ParamError {
    ParamError::new(format!("element {}: {error}", at + 1))
}

/// Writes a value as JSON, such that [`text_of`] gives its text back.
pub(super) fn push_json<T: Param>(value: &T, json: &mut String) {
    let text = value.print();
    if matches!(T::KIND, ParamKind::Optional(_)) && text == option::NONE {
        json.push_str("null");
    } else if stands_bare(T::KIND, &text) {
        json.push_str(&text);
    } else {
        json.push_str(&Value::String(text).to_string());
    }
}

/// The text that a piece of JSON carries: of a string its content, else what is written.
pub(super) fn text_of<T: Param>(json: &RawValue) -> Result<String, ParamError> {
    let written = json.get();
    if written.starts_with('"') {
        return serde_json::from_str(written).map_err(|e| ParamError::new(e.to_string()));
    }
    match (written, T::KIND) {
        ("null", ParamKind::Optional(_)) => Ok(option::NONE.to_owned()),
        ("null", kind) => Err(ParamError::new(format!(
            "null is no {kind}: only an `Option` may be none"
        ))),
        _ => Ok(written.to_owned()),
    }
}

/// Whether the text of a value of this kind is JSON as it is.
fn stands_bare(kind: ParamKind, text: &str) -> bool {
    match kind {
        ParamKind::Integer { .. } | ParamKind::Bool | ParamKind::List(_) | ParamKind::Map(..) => {
            true
        }
        // NaN and the infinities are not.
        ParamKind::Float(_) => text.ends_with(|c: char| c.is_ascii_digit()),
        // An escaped `none` is not.
        ParamKind::Optional(inner) => !text.starts_with('\\') && stands_bare(*inner, text),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::time::Duration;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::laws::{assert_injective, assert_round_trip, rendered};
    use super::super::option::tests::texts;
    use super::*;

    proptest! {
        #[test]
        fn a_list_of_texts_keeps_the_laws(a in vec(texts(), 0..5), b in vec(texts(), 0..5)) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn short_lists_of_awkward_texts_keep_apart(
            a in vec(r#"[a~+,\[" ]{0,2}"#, 0..3),
            b in vec(r#"[a~+,\[" ]{0,2}"#, 0..3),
        ) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn a_list_of_numbers_keeps_the_laws(a: Vec<i64>, b: Vec<i64>) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn a_list_of_floats_keeps_the_laws(a: Vec<f64>) {
            assert_round_trip(&a);
            assert_round_trip(&vec![f64::INFINITY, a.first().copied().unwrap_or(0.5)]);
        }

        #[test]
        fn a_list_of_lists_keeps_the_laws(
            a in vec(vec(proptest::option::of(texts()), 0..3), 0..3),
            b in vec(vec(proptest::option::of(texts()), 0..3), 0..3),
        ) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn a_list_of_options_of_options_keeps_the_laws(a: Vec<Option<Option<bool>>>, b: Vec<Option<Option<bool>>>) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn a_list_of_paths_keeps_the_laws(a in vec("[a/.~]{0,3}", 0..3), b in vec("[a/.~]{0,3}", 0..3)) {
            let paths = |texts: Vec<String>| texts.into_iter().map(PathBuf::from).collect::<Vec<_>>();
            let (a, b) = (paths(a), paths(b));
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }
    }

    #[test]
    fn a_list_is_read_as_json_or_with_commas() {
        let read = |text| Vec::<u8>::parse(text).expect("a list");
        assert_eq!(read("[1, 2]"), [1, 2]);
        assert_eq!(read("1,2"), [1, 2]);
        assert_eq!(read("1"), [1]);
        assert_eq!(read(""), [0_u8; 0]);
        assert_eq!(read("[]"), [0_u8; 0]);
        assert_eq!(
            Vec::<String>::parse("AA, UA").expect("a list"),
            ["AA".to_owned(), "UA".to_owned()]
        );
        assert_eq!(vec!["a,b".to_owned()].print(), r#"["a,b"]"#);
        assert_eq!(vec![1_u8, 2].print(), "[1,2]");
        assert_eq!(vec![Some(1_u8), None].print(), "[1,null]");
        assert_eq!(vec![Duration::from_secs(60)].print(), r#"["1m"]"#);
    }

    #[test]
    fn an_error_names_the_element() {
        assert_eq!(
            Vec::<u8>::parse("1,300")
                .expect_err("out of range")
                .to_string(),
            "element 2: 300 is out of range: write a whole number from 0 to 255"
        );
        assert!(
            Vec::<String>::parse("[a]")
                .expect_err("no JSON")
                .to_string()
                .contains("JSON array")
        );
        assert!(Vec::<String>::parse("[null]").is_err());
    }

    #[test]
    fn a_repeated_flag_is_one_element_each_and_numbers_take_commas() {
        let words = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            Vec::<u8>::from_words(&words(&["1,2", "3"])),
            Ok(vec![1, 2, 3])
        );
        assert_eq!(Vec::<u8>::from_words(&words(&[])), Ok(vec![]));
        assert_eq!(
            Vec::<String>::from_words(&words(&["a,b", "[c]"])),
            Ok(words(&["a,b", "[c]"]))
        );
    }

    #[test]
    fn a_list_stands_in_a_path_with_plus_signs() {
        assert_eq!(rendered(&vec!["AA".to_owned(), "UA".to_owned()]), "AA+UA");
        assert_eq!(rendered(&Vec::<u8>::new()), "~list");
        assert_eq!(rendered(&vec![String::new()]), "~empty");
        let mut path = String::new();
        vec![1_u8, 2].render("02", &mut path).expect("fits");
        assert_eq!(path, "01+02");
    }
}
