//! Values by key.
//!
//! The text is a JSON object, sorted by key: each key is a string of what it prints, each
//! value stands as in a list.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::list::{push_json, text_of};
use super::{Param, ParamError, ParamKind, Words, render};

impl<K: Param + Ord, V: Param> Param for BTreeMap<K, V> {
    const KIND: ParamKind = ParamKind::Map(&K::KIND, &V::KIND);

    /// A JSON object if the text begins with `{`; else `a=1,b=2`. The empty text is the empty
    /// map.
    fn parse(text: &str) -> Result<Self, ParamError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::new());
        }
        if text.starts_with('{') {
            return from_json(text);
        }
        collect(text.split(',').map(entry::<K, V>))
    }

    fn print(&self) -> String {
        print(self.iter())
    }

    fn value(&self) -> Value {
        value(self.iter())
    }

    fn words(&self) -> Words {
        words(self.iter())
    }

    /// Each word is `key=value`, or a JSON object with any number of them.
    fn from_words(words: &[String]) -> Result<Self, ParamError> {
        collect(words.iter().flat_map(|word| {
            if word.starts_with('{') {
                match from_json::<K, V>(word) {
                    Ok(entries) => entries.into_iter().map(Ok).collect(),
                    Err(error) => vec![Err(error)],
                }
            } else {
                vec![entry_exact(word)]
            }
        }))
    }

    /// The text, encoded.
    fn render(&self, spec: &str, path: &mut String) -> Result<(), ParamError> {
        render::plain(Self::KIND, &self.print(), spec, path)
    }
}

/// As a `BTreeMap` of the same entries: printed sorted.
impl<K: Param + Ord + Hash, V: Param> Param for HashMap<K, V> {
    const KIND: ParamKind = BTreeMap::<K, V>::KIND;

    fn parse(text: &str) -> Result<Self, ParamError> {
        Ok(BTreeMap::parse(text)?.into_iter().collect())
    }

    fn print(&self) -> String {
        print(sorted(self))
    }

    fn value(&self) -> Value {
        value(sorted(self))
    }

    fn words(&self) -> Words {
        words(sorted(self))
    }

    fn from_words(words: &[String]) -> Result<Self, ParamError> {
        Ok(BTreeMap::from_words(words)?.into_iter().collect())
    }

    fn render(&self, spec: &str, path: &mut String) -> Result<(), ParamError> {
        render::plain(Self::KIND, &self.print(), spec, path)
    }
}

fn sorted<K: Ord, V>(map: &HashMap<K, V>) -> impl Iterator<Item = (&K, &V)> {
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_unstable_by_key(|(key, _)| *key);
    entries.into_iter()
}

fn print<'a, K: Param, V: Param>(entries: impl Iterator<Item = (&'a K, &'a V)>) -> String {
    let mut text = "{".to_owned();
    for (at, (key, value)) in entries.enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&Value::String(key.print()).to_string());
        text.push(':');
        push_json(value, &mut text);
    }
    text.push('}');
    text
}

fn value<'a, K: Param, V: Param>(entries: impl Iterator<Item = (&'a K, &'a V)>) -> Value {
    Value::Object(
        entries
            .map(|(key, value)| (key.print(), value.value()))
            .collect(),
    )
}

/// `key=value` for each entry; the whole as JSON where a key would read otherwise.
fn words<'a, K: Param, V: Param>(entries: impl Iterator<Item = (&'a K, &'a V)>) -> Words {
    let entries: Vec<_> = entries.collect();
    let unclear = |key: &str| key.contains('=') || key.starts_with('{');
    if entries.iter().any(|(key, _)| unclear(&key.print())) {
        return Words::One(print(entries.into_iter()));
    }
    Words::Many(
        entries
            .into_iter()
            .map(|(key, value)| format!("{}={}", key.print(), value.print()))
            .collect(),
    )
}

fn entry<K: Param, V: Param>(text: &str) -> Result<(K, V), ParamError> {
    let (key, value) = split(text)?;
    Ok((parse_key(key.trim())?, parse_value(key, value.trim())?))
}

/// As [`entry`], but every blank counts: the word of a command line.
fn entry_exact<K: Param, V: Param>(text: &str) -> Result<(K, V), ParamError> {
    let (key, value) = split(text)?;
    Ok((parse_key(key)?, parse_value(key, value)?))
}

fn split(text: &str) -> Result<(&str, &str), ParamError> {
    text.split_once('=').ok_or_else(|| {
        ParamError::new(format!(
            "{text:?} has no `=`: write key=value, several as a=1,b=2 or {{\"a\": 1, \"b\": 2}}"
        ))
    })
}

fn parse_key<K: Param>(text: &str) -> Result<K, ParamError> {
    K::parse(text).map_err(|error| ParamError::new(format!("key {text:?}: {error}")))
}

fn parse_value<V: Param>(key: &str, text: &str) -> Result<V, ParamError> {
    V::parse(text).map_err(|error| ParamError::new(format!("value of {key:?}: {error}")))
}

fn collect<K: Param + Ord, V: Param>(
    entries: impl Iterator<Item = Result<(K, V), ParamError>>,
) -> Result<BTreeMap<K, V>, ParamError> {
    let mut map = BTreeMap::new();
    for entry in entries {
        let (key, value) = entry?;
        let text = key.print();
        if map.insert(key, value).is_some() {
            return Err(ParamError::new(format!("the key {text:?} is given twice")));
        }
    }
    Ok(map)
}

fn from_json<K: Param + Ord, V: Param>(text: &str) -> Result<BTreeMap<K, V>, ParamError> {
    /// Entries as they are written, so that a key given twice is seen.
    struct Entries<'a>(PhantomData<&'a ()>);

    impl<'de> Visitor<'de> for Entries<'de> {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a JSON object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::new();
            while let Some(entry) = access.next_entry()? {
                entries.push(entry);
            }
            Ok(entries)
        }
    }

    let fail = |error: serde_json::Error| {
        ParamError::new(format!(
            "{text:?} begins like a JSON object but is none ({error}): write one such as \
             {{\"a\": 1}}, or a=1"
        ))
    };
    let mut json = serde_json::Deserializer::from_str(text);
    let entries = json.deserialize_map(Entries(PhantomData)).map_err(fail)?;
    json.end().map_err(fail)?;
    collect(
        entries
            .into_iter()
            .map(|(key, raw)| Ok((parse_key(&key)?, parse_value(&key, &text_of::<V>(raw)?)?))),
    )
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_map, hash_map, vec};
    use proptest::prelude::*;

    use super::super::laws::{assert_injective, assert_round_trip};
    use super::super::option::tests::texts;
    use super::*;

    proptest! {
        #[test]
        fn a_map_of_texts_keeps_the_laws(
            a in btree_map(texts(), texts(), 0..4),
            b in btree_map(texts(), texts(), 0..4),
        ) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn a_map_with_awkward_keys_keeps_the_laws(
            a in btree_map(r#"[{="a,\\ ]{0,3}"#, r#"[{="a,\\ ]{0,3}"#, 0..3),
        ) {
            assert_round_trip(&a);
        }

        #[test]
        fn a_map_of_lists_keeps_the_laws(
            a in btree_map(any::<u8>(), vec(proptest::option::of(texts()), 0..3), 0..3),
        ) {
            assert_round_trip(&a);
        }

        #[test]
        fn a_map_of_maps_keeps_the_laws(
            a in btree_map(any::<i8>(), btree_map(any::<bool>(), any::<f32>(), 0..3), 0..3),
        ) {
            assert_round_trip(&a);
        }

        #[test]
        fn a_hash_map_prints_like_a_sorted_one(a in hash_map(any::<u16>(), texts(), 0..9)) {
            assert_round_trip(&a);
            let sorted: BTreeMap<_, _> = a.clone().into_iter().collect();
            assert_eq!(a.print(), sorted.print());
            assert_eq!(a.words(), sorted.words());
            assert_eq!(Param::value(&a), Param::value(&sorted));
        }
    }

    #[test]
    fn a_map_is_read_as_json_or_with_equals_signs() {
        let expected = BTreeMap::from([("a".to_owned(), 1_u8), ("b".to_owned(), 2)]);
        for text in [r#"{"b": 2, "a": 1}"#, "a=1,b=2", " b=2, a=1 "] {
            assert_eq!(BTreeMap::parse(text), Ok(expected.clone()), "{text}");
        }
        assert_eq!(expected.print(), r#"{"a":1,"b":2}"#);
        assert_eq!(
            expected.words(),
            Words::Many(vec!["a=1".to_owned(), "b=2".to_owned()])
        );
    }

    #[test]
    fn a_key_given_twice_is_an_error() {
        for text in [r#"{"a": 1, "a": 2}"#, "a=1,a=2"] {
            assert_eq!(
                BTreeMap::<String, u8>::parse(text)
                    .expect_err("twice")
                    .to_string(),
                "the key \"a\" is given twice"
            );
        }
    }

    #[test]
    fn an_error_names_the_key() {
        let message = |text| {
            BTreeMap::<String, u8>::parse(text)
                .expect_err("wrong")
                .to_string()
        };
        assert!(message("a=1,b=x").starts_with("value of \"b\": \"x\" is no whole number"));
        assert!(message("a").starts_with("\"a\" has no `=`"));
        assert!(message("{a:1}").contains("JSON object"));
    }
}
