//! A value or none.
//!
//! `None` prints as `none`. A value whose text is `none`, or backslashes and then `none`, gets
//! one more backslash, so that every text has one reading at every depth:
//! `Some("none")` is `\none`.
//!
//! On a command line a value stands without that escape, since an option that is `None` is
//! left out.

use serde_json::Value;

use super::{Param, ParamError, ParamKind, Words, render};

pub(super) const NONE: &str = "none";

impl<T: Param> Param for Option<T> {
    const KIND: ParamKind = ParamKind::Optional(&T::KIND);

    fn parse(text: &str) -> Result<Self, ParamError> {
        if text == NONE {
            return Ok(None);
        }
        let inner = match text.strip_prefix('\\') {
            Some(rest) if reads_as_none(rest) => rest,
            _ => text,
        };
        T::parse(inner).map(Some)
    }

    fn print(&self) -> String {
        match self {
            None => NONE.to_owned(),
            Some(value) => {
                let text = value.print();
                if reads_as_none(&text) {
                    format!("\\{text}")
                } else {
                    text
                }
            }
        }
    }

    /// `null`, or the value. (`Some(None)` is `null` as well: JSON has one.)
    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::value)
    }

    fn words(&self) -> Words {
        match self {
            None => Words::Many(Vec::new()),
            Some(value) if is_collection(T::KIND) => {
                let words = value.words().into_vec();
                match words.as_slice() {
                    // No word would be `None`, and a lone bracket reads as JSON below.
                    [] => Words::One(value.print()),
                    [one] if one.starts_with('[') => Words::One(value.print()),
                    _ => Words::Many(words),
                }
            }
            Some(value) => Words::One(value.print()),
        }
    }

    /// No word is `None`; one word is a value, and `none` where no value reads so. A list or a
    /// map takes its own words; a lone one that begins with `[` is a JSON array.
    fn from_words(words: &[String]) -> Result<Self, ParamError> {
        match words {
            [] => Ok(None),
            [one] if is_list(T::KIND) && one.starts_with('[') => T::parse(one).map(Some),
            words if is_collection(T::KIND) => T::from_words(words).map(Some),
            [one] => match T::parse(one) {
                Ok(value) => Ok(Some(value)),
                Err(_) if one == NONE => Ok(None),
                Err(error) => Err(error),
            },
            many => Err(ParamError::more_than_one(many.len())),
        }
    }

    fn render(&self, spec: &str, path: &mut String) -> Result<(), ParamError> {
        let Some(value) = self else {
            render::check(Self::KIND, spec)?;
            path.push_str(render::NONE);
            return Ok(());
        };
        let begin = path.len();
        value.render(spec, path)?;
        // The same escape as in the text, for an option in an option.
        let made = &path[begin..];
        if made.starts_with('~') && made.trim_start_matches('~') == NONE {
            path.insert(begin, '~');
        }
        Ok(())
    }
}

fn is_list(kind: ParamKind) -> bool {
    matches!(kind, ParamKind::List(_))
}

fn is_collection(kind: ParamKind) -> bool {
    is_list(kind) || matches!(kind, ParamKind::Map(..))
}

fn reads_as_none(text: &str) -> bool {
    text.trim_start_matches('\\') == NONE
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::super::laws::{assert_injective, assert_round_trip};
    use super::*;

    /// Texts that are hard to tell from none and from lists.
    pub(in super::super) fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            ".{0,8}",
            r"\\{0,3}none",
            r#"[\\\[\]{}",= \n]{0,4}"#,
            Just("null".to_owned()),
            Just(String::new()),
        ]
    }

    proptest! {
        #[test]
        fn an_option_of_text_keeps_the_laws(
            a in proptest::option::of(texts()),
            b in proptest::option::of(texts()),
        ) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn an_option_in_an_option_keeps_the_laws(
            a in proptest::option::of(proptest::option::of(texts())),
            b in proptest::option::of(proptest::option::of(texts())),
        ) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn a_list_of_options_in_an_option_keeps_the_laws(
            a in proptest::option::of(proptest::collection::vec(proptest::option::of(texts()), 0..4)),
            b in proptest::option::of(proptest::collection::vec(proptest::option::of(texts()), 0..4)),
        ) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn an_option_of_a_collection_keeps_the_laws(
            a in proptest::option::of(proptest::collection::vec(texts(), 0..3)),
            b in proptest::option::of(proptest::collection::btree_map(texts(), texts(), 0..3)),
            c in proptest::option::of(proptest::collection::vec(any::<u8>(), 0..3)),
        ) {
            assert_round_trip(&a);
            assert_round_trip(&b);
            assert_round_trip(&c);
        }

        #[test]
        fn an_option_of_a_number_or_switch_keeps_the_laws(a: Option<u8>, b: Option<bool>) {
            assert_round_trip(&a);
            assert_round_trip(&b);
        }
    }

    #[test]
    fn an_option_of_a_list_repeats_its_flag_like_a_list() {
        let words = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        let list = Some(words(&["a,b", "c"]));
        assert_eq!(list.words(), Words::Many(words(&["a,b", "c"])));
        assert_eq!(Some(Vec::<u8>::new()).words(), Words::One("[]".to_owned()));
        assert_eq!(
            Option::<Vec<u8>>::from_words(&words(&["1,2"])),
            Ok(Some(vec![1, 2]))
        );
    }

    #[test]
    fn none_is_left_out_and_a_text_none_arrives_unharmed() {
        assert_eq!(None::<u8>.words(), Words::Many(vec![]));
        let text = Some("none".to_owned());
        assert_eq!(text.print(), "\\none");
        assert_eq!(text.words(), Words::One("none".to_owned()));
        assert_round_trip(&text);
        assert_eq!(Option::<u8>::from_words(&["none".to_owned()]), Ok(None));
        assert_eq!(Some(false).words(), Words::One("false".to_owned()));
    }
}
