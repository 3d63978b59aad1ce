//! Where a file that an option names is: on this machine, in Spark's folder, or elsewhere.

use crate::SparkOption;

/// What a path begins with that lies in the Spark that runs the application.
pub const IN_SPARK_HOME: &str = "$SPARK_HOME/";

/// Whether a path is a URI: Spark leaves it alone, and so does everybody else. One letter
/// before the colon is a drive, not a scheme.
#[must_use]
pub fn has_scheme(path: &str) -> bool {
    path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// Whether Spark would expand a part of a path: `*`, `?`, `[ab]`, `{a,b}`.
///
/// Source: `org.apache.hadoop.fs.GlobPattern`.
#[must_use]
pub fn is_wild(part: &str) -> bool {
    part.contains(['*', '?', '[', '{'])
}

/// The path of an element of a list of files, and the `#alias` behind it.
///
/// Source: `org.apache.spark.util.Utils.resolveURI`.
#[must_use]
pub fn without_alias(element: &str) -> (&str, Option<&str>) {
    match element.split_once('#') {
        Some((path, alias)) => (path, Some(alias)),
        None => (element, None),
    }
}

impl SparkOption {
    /// Whether its values are paths of files that belong to the program: relative to the
    /// crate, if they are neither absolute nor a URI.
    ///
    /// Not `keytab`, which is a secret of the machine and never lies in a crate, nor the class
    /// and library paths, which are those of the machine where the driver runs.
    #[must_use]
    pub fn names_files(&self) -> bool {
        FILES.contains(&self.key)
    }
}

const FILES: [&str; 6] = [
    "jars",
    "py_files",
    "files",
    "archives",
    "properties_file",
    "extra_properties_file",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, by_key};

    #[test]
    fn a_scheme_has_more_than_one_letter_and_stands_before_the_first_colon() {
        for uri in ["s3a://b/x.jar", "hdfs:///x", "local:/opt/x.jar", "file:x"] {
            assert!(has_scheme(uri), "{uri}");
        }
        for path in ["x.jar", "lib/a:b.jar", "c:/x.jar", "1a:x", "/a/b"] {
            assert!(!has_scheme(path), "{path}");
        }
    }

    #[test]
    fn every_list_of_uris_names_files_but_repositories_which_are_servers() {
        for option in crate::OPTIONS {
            let list = option.kind == Kind::Uris && option.key != "repositories";
            let one = option.kind == Kind::Path && option.key != "keytab";
            assert_eq!(option.names_files(), list || one, "{}", option.key);
        }
        assert!(FILES.iter().all(|key| by_key(key).is_some()));
    }

    #[test]
    fn an_alias_stands_behind_the_path() {
        assert_eq!(without_alias("a.csv#b"), ("a.csv", Some("b")));
        assert_eq!(without_alias("a.csv"), ("a.csv", None));
    }
}
