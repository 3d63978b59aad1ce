//! What a dataset is called, as the naming of OpenLineage has it.

use std::path::Path;

use pipeline_core::target::location::Location;

/// The namespace and the name of the dataset at a location; a relative path is below `here`.
///
/// ```
/// use pipeline_observe::openlineage::dataset_name;
/// let name = |location| dataset_name(location, "/home/me".as_ref());
/// assert_eq!(name("out/x"), ("file".into(), "/home/me/out/x".into()));
/// assert_eq!(name("s3a://bucket/out/x/"), ("s3://bucket".into(), "out/x".into()));
/// ```
#[must_use]
pub fn dataset_name(location: &str, here: &Path) -> (String, String) {
    let parsed = Location::parse(location);
    let scheme = parsed.scheme();
    let normal = parsed.normal(here);
    if scheme == "file" {
        // A path on another machine keeps the machine, which its normal form has not.
        let host = parsed.local().is_err().then(|| host_of(location)).flatten();
        return match host {
            Some(host) => (format!("file://{host}"), normal),
            None => ("file".to_owned(), normal),
        };
    }
    let rest = normal.split_once("://").map_or(normal.as_str(), |it| it.1);
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    // One name for one store, whichever of its schemes the author wrote.
    let scheme = match scheme {
        "s3a" | "s3n" => "s3",
        "gcs" => "gs",
        "abfs" => "abfss",
        "wasb" => "wasbs",
        other => other,
    };
    let namespace = if authority.is_empty() {
        scheme.to_owned()
    } else {
        format!("{scheme}://{authority}")
    };
    let is_object = matches!(scheme, "s3" | "gs" | "abfss" | "wasbs" | "az" | "adl");
    let name = match (is_object, path) {
        (true, "") | (false, _) => format!("/{path}"),
        (true, path) => path.to_owned(),
    };
    (namespace, name)
}

fn host_of(location: &str) -> Option<String> {
    let rest = location.split_once("://")?.1;
    let host = rest.split('/').next()?;
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_store_is_named_as_the_specification_says() {
        let rows = [
            ("out/x", "file", "/home/me/out/x"),
            ("/data//x/", "file", "/data/x"),
            ("file:///data/x", "file", "/data/x"),
            ("file://NAS/data/x", "file://nas", "/data/x"),
            ("s3://bucket/a/b.csv", "s3://bucket", "a/b.csv"),
            ("s3a://bucket/a/", "s3://bucket", "a"),
            ("s3n://bucket", "s3://bucket", "/"),
            ("gs://bucket/a", "gs://bucket", "a"),
            (
                "abfss://data@account.dfs.core.windows.net/a/b",
                "abfss://data@account.dfs.core.windows.net",
                "a/b",
            ),
            (
                "abfs://data@account.dfs.core.windows.net/a",
                "abfss://data@account.dfs.core.windows.net",
                "a",
            ),
            (
                "hdfs://namenode:8020/user/me/x",
                "hdfs://namenode:8020",
                "/user/me/x",
            ),
            ("hdfs:/user/me/x", "hdfs", "/user/me/x"),
        ];
        for (location, namespace, name) in rows {
            let found = dataset_name(location, Path::new("/home/me"));
            assert_eq!(found, (namespace.to_owned(), name.to_owned()), "{location}");
        }
    }
}
