//! Where a target is: a local path, or a URI with a scheme.

use std::path::{Path, PathBuf};

use super::StoreError;

/// The scheme of local paths.
pub const FILE: &str = "file";

/// A location in its parts.
///
/// A location is a URI if it begins with a scheme, a colon and a slash (`s3://bucket/x`,
/// `file:/x`); else it is a local path. As in Hadoop's `Path`, `%20` in a URI is three
/// characters and no blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    text: String,
    scheme: String,
    authority: String,
    path: String,
}

impl Location {
    /// The parts of a location.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let Some((scheme, rest)) = scheme_of(text) else {
            return Self {
                text: text.to_owned(),
                scheme: FILE.to_owned(),
                authority: String::new(),
                path: text.to_owned(),
            };
        };
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
            None => ("", rest),
        };
        Self {
            text: text.to_owned(),
            scheme: scheme.to_ascii_lowercase(),
            authority: authority.to_owned(),
            path: path.to_owned(),
        }
    }

    /// As it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The scheme in small letters; `file` for a local path.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// What stands between `//` and the path: a bucket, a name node, `container@account…`.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The path below the authority, without a slash at its ends; as in Hadoop, empty parts and
    /// `.` are left out, and `..` takes the part before it away.
    #[must_use]
    pub fn key(&self) -> String {
        kept(self.path.split('/')).join("/")
    }

    /// The local path.
    ///
    /// # Errors
    /// It has another scheme, or names another machine.
    pub fn local(&self) -> Result<&Path, StoreError> {
        if self.scheme != FILE {
            return Err(StoreError::UnknownScheme {
                scheme: self.scheme.clone(),
                location: self.text.clone(),
            });
        }
        if !matches!(self.authority.as_str(), "" | "localhost") {
            return Err(StoreError::OtherHost {
                host: self.authority.clone(),
                location: self.text.clone(),
            });
        }
        Ok(Path::new(&self.path))
    }

    /// A location below this one.
    #[must_use]
    pub fn join(&self, name: &str) -> Self {
        let join = |text: &str| match text {
            "" => name.to_owned(),
            _ if text.ends_with('/') => format!("{text}{name}"),
            _ => format!("{text}/{name}"),
        };
        Self {
            text: join(&self.text),
            path: join(&self.path),
            ..self.clone()
        }
    }

    /// The folder that it is in and its name there; nothing for a root or a path that ends
    /// in `..`.
    #[must_use]
    pub fn split(&self) -> Option<(Self, String)> {
        let name = Path::new(&self.path).file_name()?.to_str()?.to_owned();
        // Cut at the name's last place, so that nothing else of the text changes.
        let cut = |text: &str| {
            let end = text.rfind(&name).unwrap_or(0);
            match text[..end].trim_end_matches('/') {
                "" if end > 0 => "/".to_owned(),
                "" => ".".to_owned(),
                folder => folder.to_owned(),
            }
        };
        let folder = Self {
            text: cut(&self.text),
            path: cut(&self.path),
            ..self.clone()
        };
        Some((folder, name))
    }

    /// The one text of a place, however it is written: `out//x`, `out/./x` and
    /// `file:///home/me/out/x` are all `/home/me/out/x` when the current folder is `here`.
    ///
    /// Pure: symbolic links are not followed, and `..` takes the part before it away. `s3a`
    /// and `s3n` are `s3`, since they name the same buckets.
    #[must_use]
    pub fn normal(&self, here: &Path) -> String {
        let local = self.scheme == FILE;
        let mut parts: Vec<&str> = Vec::new();
        if local && !self.path.starts_with('/') {
            parts.extend(here.to_str().unwrap_or_default().split('/'));
        }
        parts.extend(self.path.split('/'));
        let path = kept(parts.into_iter()).join("/");
        if local {
            return format!("/{path}");
        }
        let scheme = match self.scheme.as_str() {
            "s3a" | "s3n" => "s3",
            other => other,
        };
        format!("{scheme}://{}/{path}", self.authority.to_ascii_lowercase())
    }
}

/// The parts of a path that say something.
fn kept<'a>(parts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut kept: Vec<&str> = Vec::new();
    for part in parts {
        match part {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            part => kept.push(part),
        }
    }
    kept
}

/// The one text of a place, seen from the current folder; see [`Location::normal`].
///
/// # Errors
/// The current folder is gone.
pub fn normal(location: &str) -> Result<String, StoreError> {
    let here = std::env::current_dir().map_err(StoreError::io("find", Path::new(".")))?;
    Ok(Location::parse(location).normal(&here))
}

/// How a target that holds its location and its path is made, and tells the location.
macro_rules! located {
    () => {
        fn at(location: String) -> Self {
            Self {
                path: $crate::target::location::path_of(&location),
                location,
            }
        }

        fn location(&self) -> &str {
            &self.location
        }
    };
}
pub(super) use located;

/// The local path of a location, or the location itself as a path if it is none.
pub(super) fn path_of(location: &str) -> PathBuf {
    let parsed = Location::parse(location);
    parsed
        .local()
        .map_or_else(|_| PathBuf::from(location), Path::to_owned)
}

fn scheme_of(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    (is_scheme && (rest.starts_with('/') || scheme.eq_ignore_ascii_case(FILE)))
        .then_some((scheme, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_has_one_normal_text() {
        let normal = |text| Location::parse(text).normal(Path::new("/home/me"));
        for text in [
            "out/x",
            "out//x",
            "./out/./x/",
            "out/y/../x",
            "/home/me/out/x",
            "file:/home/me/out/x",
            "file:///home/me//out/x",
            "FILE:///home/me/out/x",
            "file://localhost/home/me/out/x",
        ] {
            assert_eq!(normal(text), "/home/me/out/x", "{text}");
        }
        assert_eq!(normal("s3a://Bucket//x/"), normal("s3://bucket/x"));
        assert_eq!(Location::parse("s3://Bucket//x/./a/../y/").key(), "x/y");
        assert_eq!(Location::parse("s3://Bucket").key(), "");
        assert_eq!(Location::parse("abfs://c@a.b/x").authority(), "c@a.b");
        assert_ne!(normal("s3://bucket/x"), normal("gs://bucket/x"));
        assert_ne!(normal("s3://x"), normal("/x"));
        assert_eq!(normal("/"), "/");
        assert_eq!(normal("../../../.."), "/");
    }

    #[test]
    fn a_colon_in_a_name_is_no_scheme() {
        for text in ["2013-01-31T05:00.csv", "report:final.txt", "a/b:/c"] {
            assert_eq!(Location::parse(text).scheme(), FILE, "{text}");
        }
        assert_eq!(Location::parse("hdfs:/x").scheme(), "hdfs");
    }

    #[test]
    fn another_scheme_or_machine_is_named_in_the_error() {
        let error = |text| {
            Location::parse(text)
                .local()
                .expect_err("not local")
                .to_string()
        };
        assert_eq!(
            error("s3a://b/x"),
            "s3a://b/x cannot be reached: there is no store for `s3a:` in this program"
        );
        assert!(error("file://nas/x").contains("names the machine `nas`"));
        let hint = |text| StoreError::unknown_scheme(&Location::parse(text)).hint();
        for (text, feature) in [
            ("s3a://b/x", "s3"),
            ("gs://b/x", "gcs"),
            ("abfss://c@a.dfs.core.windows.net/x", "azure"),
            ("viewfs://n/x", "hdfs"),
        ] {
            let hint = hint(text).expect("a hint");
            let feature = format!("spark-pipeline = {{ features = [\"{feature}\"] }}");
            assert!(hint.contains(&feature), "{hint}");
        }
        assert!(hint("sftp://h/x").is_some_and(|hint| hint.contains("Program::store")));
    }

    #[test]
    fn a_location_has_a_folder_and_a_name() {
        let split = |text| {
            let (folder, name) = Location::parse(text).split().expect("a name");
            (folder.text().to_owned(), name)
        };
        assert_eq!(split("out/x/"), ("out".to_owned(), "x".to_owned()));
        assert_eq!(split("x"), (".".to_owned(), "x".to_owned()));
        assert_eq!(split("/x"), ("/".to_owned(), "x".to_owned()));
        assert_eq!(split("file:/a/a"), ("file:/a".to_owned(), "a".to_owned()));
        assert_eq!(split("s3://b/k/x"), ("s3://b/k".to_owned(), "x".to_owned()));
        assert!(Location::parse("/").split().is_none());
        assert!(Location::parse("a/..").split().is_none());
        assert_eq!(Location::parse("file:/a").join("b").text(), "file:/a/b");
    }
}
