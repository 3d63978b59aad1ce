//! Texts, characters and paths.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use super::{Param, ParamError, ParamKind, Words, render};

impl Param for String {
    const KIND: ParamKind = ParamKind::Text;

    fn parse(text: &str) -> Result<Self, ParamError> {
        Ok(text.to_owned())
    }

    fn print(&self) -> String {
        self.clone()
    }

    fn value(&self) -> Value {
        Value::String(self.clone())
    }

    fn render(&self, spec: &str, path: &mut String) -> Result<(), ParamError> {
        render::plain(Self::KIND, self, spec, path)
    }
}

impl Param for char {
    const KIND: ParamKind = ParamKind::Char;

    fn parse(text: &str) -> Result<Self, ParamError> {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(ParamError::new(format!(
                "{text:?} has {} characters: write exactly one",
                text.chars().count()
            ))),
        }
    }

    fn print(&self) -> String {
        self.to_string()
    }

    fn value(&self) -> Value {
        Value::String(self.to_string())
    }

    fn render(&self, spec: &str, path: &mut String) -> Result<(), ParamError> {
        render::plain(Self::KIND, &self.to_string(), spec, path)
    }
}

/// A path, or a URI with a scheme.
///
/// Rust holds `a//b`, `a/./b` and `a/b/` to be the same path, so they print alike; as words
/// and as data it stands as it was written.
///
/// A path that is not UTF-8 (only Rust code can make one) prints as a NUL and the
/// hexadecimal digits of its bytes: its identity stays exact. As a word of a command line it
/// is refused by the system, because of the NUL; in a path template it is an error.
///
/// At the beginning of a template (`{dir}/flights`) a path is a base and stands as it is,
/// with its slashes, dots and scheme. Inside one (`out/{file}`) it keeps its slashes, and its
/// parts are encoded like texts.
impl Param for PathBuf {
    const KIND: ParamKind = ParamKind::Path;

    fn parse(text: &str) -> Result<Self, ParamError> {
        match text.strip_prefix('\0') {
            None => Ok(Self::from(text)),
            Some(digits) => bytes_of_hex(digits)
                .map(|bytes| Self::from(OsString::from_vec(bytes)))
                .ok_or_else(|| ParamError::new(format!("{text:?} is no path: it begins with NUL"))),
        }
    }

    fn print(&self) -> String {
        match clean_text(self) {
            Some(text) => normal(text),
            None => escaped(self),
        }
    }

    fn value(&self) -> Value {
        Value::String(as_written(self))
    }

    fn words(&self) -> Words {
        Words::One(as_written(self))
    }

    fn render(&self, spec: &str, path: &mut String) -> Result<(), ParamError> {
        render::check(Self::KIND, spec)?;
        let text = clean_text(self).ok_or_else(|| {
            ParamError::new(format!(
                "{self:?} cannot stand in an output's path: it is not UTF-8, or contains NUL"
            ))
        })?;
        let text = normal(text);
        if path.is_empty() {
            path.push_str(if text.is_empty() { "." } else { &text });
            return Ok(());
        }
        if text.is_empty() {
            path.push_str(render::EMPTY);
        }
        for (at, component) in Path::new(&text).components().enumerate() {
            if at > 0 {
                path.push('/');
            }
            match component {
                Component::RootDir => path.push_str(render::ROOT),
                other => render::text(&other.as_os_str().to_string_lossy(), path),
            }
        }
        Ok(())
    }
}

fn clean_text(path: &Path) -> Option<&str> {
    path.to_str().filter(|text| !text.contains('\0'))
}

fn as_written(path: &Path) -> String {
    clean_text(path).map_or_else(|| escaped(path), str::to_owned)
}

fn escaped(path: &Path) -> String {
    // Of the components, so that here too equal paths print alike.
    let normal: PathBuf = path.components().collect();
    let mut text = "\0".to_owned();
    for byte in normal.as_os_str().as_bytes() {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

fn bytes_of_hex(digits: &str) -> Option<Vec<u8>> {
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    digits
        .as_bytes()
        .chunks(2)
        .map(|pair| {
            let pair = std::str::from_utf8(pair).ok()?;
            u8::from_str_radix(pair, 16).ok()
        })
        .collect()
}

/// The path without needless slashes and dots; the slashes after a scheme stay.
fn normal(text: &str) -> String {
    let clean = |text: &str| Path::new(text).components().collect::<PathBuf>();
    match text.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => {
            format!("{scheme}://{}", clean(rest).to_string_lossy())
        }
        _ => clean(text).to_string_lossy().into_owned(),
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::laws::{assert_injective, assert_round_trip, rendered};
    use super::*;

    proptest! {
        #[test]
        fn text_keeps_the_laws(a: String, b: String) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn texts_of_awkward_characters_keep_apart(a in "[a~%+._/2E]{0,4}", b in "[a~%+._/2E]{0,4}") {
            assert_injective(&a, &b);
        }

        #[test]
        fn char_keeps_the_laws(a: char, b: char) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn a_path_of_any_bytes_keeps_its_identity(bytes: Vec<u8>) {
            assert_round_trip(&PathBuf::from(OsString::from_vec(bytes)));
        }

        #[test]
        fn paths_keep_apart(a in "[a~./_]{0,6}", b in "[a~./_]{0,6}") {
            let (a, b) = (PathBuf::from(a), PathBuf::from(b));
            assert_eq!(a.print() == b.print(), a == b);
            assert_injective(&a, &b);
            assert_round_trip(&a);
        }
    }

    #[test]
    fn a_base_stands_as_it_is_and_a_part_keeps_its_slashes() {
        let at = |begin: &str, path: &str| {
            let mut made = begin.to_owned();
            PathBuf::from(path).render("", &mut made).expect("a path");
            made
        };
        assert_eq!(at("", "/data/.cache//x/"), "/data/.cache/x");
        assert_eq!(at("", "s3://bucket//raw/"), "s3://bucket/raw");
        assert_eq!(at("", ""), ".");
        assert_eq!(at("out/", "eu/de.csv"), "out/eu/de.csv");
        assert_eq!(at("out/", "/etc/../x"), "out/~root/etc/%2E./x");
    }

    #[test]
    fn a_path_that_is_no_text_is_an_error_in_a_template() {
        let path = PathBuf::from(OsString::from_vec(vec![b'a', 0xff]));
        assert_round_trip(&path);
        let error = path
            .render("", &mut "out/".to_owned())
            .expect_err("not UTF-8");
        assert!(error.to_string().contains("not UTF-8"));
        assert_eq!(rendered(&PathBuf::from("a b")), "a%20b");
    }

    #[test]
    fn a_char_is_exactly_one() {
        assert_eq!(
            char::parse("ab").expect_err("two").to_string(),
            "\"ab\" has 2 characters: write exactly one"
        );
    }
}
