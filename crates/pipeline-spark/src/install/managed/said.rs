//! What pip says: its steps, sizes, and errors.

use crate::install::error::NO_SPACE;

/// A line of pip that tells a step, without its indent.
pub(super) fn step(line: &str) -> Option<&str> {
    const STEPS: [&str; 9] = [
        "Collecting ",
        "Downloading ",
        "Using cached ",
        "Installing build dependencies",
        "Getting requirements",
        "Preparing metadata",
        "Building wheel",
        "Installing collected packages",
        "WARNING: Retrying",
    ];
    let line = line.trim();
    let told = STEPS.iter().any(|step| line.starts_with(step));
    (told && !line.contains(": finished")).then(|| line.strip_suffix(": started").unwrap_or(line))
}

/// The size in pip's `Downloading pyspark-4.3.0.tar.gz (455.9 MB)`, in bytes.
pub(super) fn size(step: &str) -> Option<u64> {
    let inside = step.strip_prefix("Downloading ")?.rsplit_once('(')?.1;
    let (number, unit) = inside.strip_suffix(')')?.split_once(' ')?;
    let unit = match unit {
        "kB" => 1e3,
        "MB" => 1e6,
        "GB" => 1e9,
        _ => return None,
    };
    let bytes = number.parse::<f64>().ok()? * unit;
    // Sizes of downloads are far below what f64 holds exactly.
    Some(bytes as u64)
}

/// The line that tells most of a failure.
pub(super) fn cause(lines: &[String]) -> Option<String> {
    let lines = || lines.iter().rev().map(|line| line.trim());
    let errors = || {
        lines().filter_map(|line| {
            line.strip_prefix("ERROR: ")
                .or_else(|| line.strip_prefix("error: "))
                .or_else(|| line.starts_with("Error: ").then_some(line))
        })
    };
    // Of pip's two lines on a missing package, the other one tells more.
    let error = errors()
        .find(|error| !error.starts_with("No matching distribution"))
        .or_else(|| errors().next());
    match (error, lines().find_map(broken_connection)) {
        // To pip, an index that cannot be reached has no versions.
        (Some(error), Some(why)) if error.ends_with("(from versions: none)") => {
            Some(format!("the package index cannot be reached: {why}"))
        }
        (Some(error), _) => Some(shorten_versions(error)),
        (None, _) => lines().find(|line| !line.is_empty()).map(str::to_owned),
    }
}

/// Why, in pip's `Retrying (Retry(…)) after connection broken by 'Type(… why')': /simple/x/`.
fn broken_connection(line: &str) -> Option<&str> {
    let (_, broken) = line.split_once("after connection broken by '")?;
    let broken = broken
        .rsplit_once("': /")
        .map_or(broken, |(broken, _)| broken);
    let broken = broken.trim_end_matches([')', '\'', '"', ',']);
    let why = broken.rsplit_once("connection: ").map(|(_, why)| why);
    Some(why.unwrap_or(broken))
}

/// `(from versions: 2.1.2, …, 4.3.0)` can be hundreds: the last ones are left.
pub(super) fn shorten_versions(error: &str) -> String {
    const LAST: usize = 5;
    const LIST: &str = "(from versions: ";
    let Some((before, versions)) = error.split_once(LIST) else {
        return error.to_owned();
    };
    let versions: Vec<&str> = versions.split(", ").collect();
    if versions.len() <= LAST {
        return error.to_owned();
    }
    let last = versions[versions.len() - LAST..].join(", ");
    format!("{before}{LIST}…, {last}")
}

/// What may help, by what pip said.
pub(super) fn hint(lines: &[String]) -> Option<String> {
    let said = |texts: &[&str]| {
        lines
            .iter()
            .any(|line| texts.iter().any(|text| line.contains(text)))
    };
    if said(&["No space left on device", "Disk quota exceeded"]) {
        return Some(NO_SPACE.to_owned());
    }
    if said(&["CERTIFICATE_VERIFY_FAILED", "SSLError"]) {
        return Some(
            "the certificate of the package index is not trusted: name your authority's with \
             PIP_CERT, or another index with PIP_INDEX_URL"
                .to_owned(),
        );
    }
    if said(&[
        "Retrying (Retry(",
        "NewConnectionError",
        "ConnectTimeout",
        "ReadTimeout",
        "Read timed out",
        "ProxyError",
        "Temporary failure in name resolution",
        "HTTP error",
        "Could not fetch URL",
    ]) {
        return Some(
            "is there a network? behind a proxy set HTTPS_PROXY; for a package index of your \
             own set PIP_INDEX_URL; or set SPARK_HOME and JAVA_HOME to what is there already"
                .to_owned(),
        );
    }
    if said(&["Could not find a version that satisfies"]) {
        return Some(
            "the package index has no such version for this Python and this machine; choose \
             another with spark_version, another index with PIP_INDEX_URL, or another Python \
             with the setting python"
                .to_owned(),
        );
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_size_of_a_download_is_read() {
        assert_eq!(
            size("Downloading pyspark-4.3.0.tar.gz (455.9 MB)"),
            Some(455_900_000)
        );
        assert_eq!(
            size("Downloading py4j-0.10.9.9-py2.py3-none-any.whl (203 kB)"),
            Some(203_000)
        );
        assert_eq!(size("Collecting pyspark"), None);
    }

    #[test]
    fn pip_s_steps_are_told_once() {
        assert_eq!(
            step("  Building wheel for pyspark (pyproject.toml): started"),
            Some("Building wheel for pyspark (pyproject.toml)")
        );
        assert_eq!(
            step("  Building wheel for pyspark (pyproject.toml): finished with status 'done'"),
            None
        );
        assert_eq!(step("Successfully installed pyspark"), None);
    }

    #[test]
    fn without_a_network_the_cause_is_the_broken_connection_and_the_hint_names_proxy_and_index() {
        let said = lines(
            "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by \
             'NewConnectionError('<pip._vendor.urllib3.HTTPConnection object at 0x7f>: Failed \
             to establish a new connection: [Errno 111] Connection refused')': /simple/pyspark/\n\
             ERROR: Could not find a version that satisfies the requirement pyspark==4.3.0 \
             (from versions: none)\n\
             ERROR: No matching distribution found for pyspark==4.3.0",
        );
        assert_eq!(
            cause(&said).unwrap(),
            "the package index cannot be reached: [Errno 111] Connection refused"
        );
        let hint = hint(&said).unwrap();
        assert!(
            hint.contains("HTTPS_PROXY") && hint.contains("PIP_INDEX_URL"),
            "{hint}"
        );
    }

    #[test]
    fn a_version_that_the_index_lacks_is_told_with_the_last_that_it_has() {
        let said = lines(
            "ERROR: Could not find a version that satisfies the requirement pyspark==4.3.77 \
             (from versions: 3.5.9, 4.0.4, 4.0.5, 4.1.4, 4.2.1, 4.3.0)\n\
             ERROR: No matching distribution found for pyspark==4.3.77",
        );
        assert!(
            cause(&said)
                .unwrap()
                .ends_with("(from versions: …, 4.0.4, 4.0.5, 4.1.4, 4.2.1, 4.3.0)")
        );
        assert!(hint(&said).unwrap().contains("spark_version"));
    }

    #[test]
    fn a_full_disk_is_told_with_how_much_is_needed() {
        let said = lines(
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        );
        assert!(hint(&said).unwrap().contains("2 GB"));
    }
}
