//! Master URLs, and the URLs of Spark Connect servers.

mod host;
mod kubernetes;
mod local;
mod remote;
mod standalone;

use super::Invalid;
use crate::text::{equal, has_outer_blank, starts_with};

use kubernetes::kubernetes;
use local::{local, local_cluster};
pub use remote::remote;
use standalone::standalone;

/// Whether a text is a master URL that Spark can use.
///
/// SparkSubmit only looks at how it begins and lets `local[abc]` and `sparkle` pass; what is
/// checked here is what SparkContext and the managers read later. `local-cluster[…]`, which
/// Spark's own tests use, is allowed.
///
/// Source: `SparkMasterRegex`, `Utils.extractHostPortFromSparkUrl`, `Utils.checkAndGetK8sMasterUrl`.
///
/// # Errors
/// It is none; says what is wrong with this kind of master.
pub const fn master(text: &str) -> Result<(), Invalid> {
    if text.is_empty() {
        return invalid(
            "the master is empty",
            "write local[*], spark://host:7077, yarn or k8s://https://host:443",
        );
    }
    if has_outer_blank(text) {
        return invalid("a blank stands around the master", "write it without");
    }
    if equal(text, "yarn") || equal(text, "local") {
        return Ok(());
    }
    if equal(text, "yarn-client") || equal(text, "yarn-cluster") {
        return invalid(
            "the deploy mode is no part of the master any more",
            "write master yarn, and the mode in deploy_mode",
        );
    }
    if text.eq_ignore_ascii_case("yarn") {
        return invalid("Spark knows it in small letters only", "write yarn");
    }
    if starts_with(text, "mesos") {
        return invalid(
            "Spark 4 runs on Mesos no more",
            "write local[*], spark://host:7077, yarn or k8s://https://host:443",
        );
    }
    if starts_with(text, "local-cluster[") {
        return local_cluster(text);
    }
    if starts_with(text, "local[") {
        return local(text);
    }
    if starts_with(text, "spark://") {
        return standalone(text.as_bytes());
    }
    if starts_with(text, "k8s://") {
        return kubernetes(text);
    }
    if starts_with(text, "sc://") {
        return invalid(
            "that is a Spark Connect server, not a master",
            "write it in remote",
        );
    }
    if starts_with(text, "local") {
        return invalid("it is no local master", "write local, local[4] or local[*]");
    }
    if starts_with(text, "spark") {
        return invalid("it is no standalone master", "write spark://host:7077");
    }
    if starts_with(text, "k8s") {
        return invalid("it is no Kubernetes master", "write k8s://https://host:443");
    }
    invalid(
        "it is no master",
        "write local[*], spark://host:7077, yarn or k8s://https://host:443",
    )
}

const fn invalid(problem: &'static str, remedy: &'static str) -> Result<(), Invalid> {
    Err(Invalid::new(problem, remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masters_that_spark_uses_are_right() {
        for text in [
            "yarn",
            "local",
            "local[1]",
            "local[*]",
            "local[4,2]",
            "local[4 , 2]",
            "local[*, 3]",
            "local-cluster[2, 1, 1024]",
            "spark://host:7077",
            "spark://one:7077,two.example.org:7078",
            "spark://[::1]:7077",
            "spark://10.0.0.1:0",
            "k8s://https://host:6443",
            "k8s://http://host:8001/prefix",
            "k8s://host",
            "k8s://HOST:443",
        ] {
            assert_eq!(master(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_fails_later_in_spark_is_refused_now() {
        for (text, problem) in [
            ("", "empty"),
            ("yarn ", "blank"),
            ("YARN", "small letters"),
            ("yarn-client", "deploy mode"),
            ("mesos://host:5050", "Mesos"),
            ("localhost", "no local master"),
            ("local[]", "threads is missing"),
            ("local[0]", "0 threads"),
            ("local[abc]", "threads is missing"),
            ("local[2,", "failures"),
            ("local[2", "no local master"),
            ("local[2]x", "no local master"),
            ("local[99999999999]", "too great"),
            ("local-cluster[2,1]", "three numbers"),
            ("sparkle", "no standalone"),
            ("spark://host", "port is missing"),
            ("spark://:7077", "host is missing"),
            ("spark://ho_st:7077", "underscore"),
            ("spark://user@host:7077", "user"),
            ("spark://host:7077/path", "port is no number"),
            ("spark://host:70777", "port is no number"),
            ("spark://one:7077,spark://two:7077", "once"),
            ("k8s:foo", "no Kubernetes"),
            ("k8s://", "host"),
            ("k8s://ftp://host", "https"),
            ("sc://host", "remote"),
            ("http://host", "no master"),
        ] {
            let error = master(text).expect_err(text);
            assert!(
                error.problem.contains(problem) || error.remedy.contains(problem),
                "{text}: {error}"
            );
        }
    }
}
