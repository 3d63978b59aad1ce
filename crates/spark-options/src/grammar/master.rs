//! Master URLs, and the URLs of Spark Connect servers.

use super::Invalid;
use crate::text::{
    after_digits, equal, find, found_at, has_outer_blank, is_blank, number, starts_with,
};

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

/// `local[N]`, `local[*]`, `local[N, failures]`.
const fn local(text: &str) -> Result<(), Invalid> {
    const REMEDY: &str = "write local[4], local[*] or local[4, 2] (threads, failures)";
    let bytes = text.as_bytes();
    let start = "local[".len();
    let after = if start < bytes.len() && bytes[start] == b'*' {
        start + 1
    } else {
        let after = after_digits(bytes, start);
        if after == start {
            return invalid("the number of threads is missing", REMEDY);
        }
        if matches!(number(bytes, start, after), Some(0)) {
            return invalid("nothing runs on 0 threads", REMEDY);
        }
        if number_is_too_great(bytes, start, after) {
            return invalid("the number of threads is too great", REMEDY);
        }
        after
    };
    let mut at = after;
    let comma = skip_blanks(bytes, at);
    if comma < bytes.len() && bytes[comma] == b',' {
        let from = skip_blanks(bytes, comma + 1);
        at = after_digits(bytes, from);
        if at == from || number_is_too_great(bytes, from, at) {
            return invalid("the number of failures is no number", REMEDY);
        }
    }
    if at + 1 == bytes.len() && bytes[at] == b']' {
        Ok(())
    } else {
        invalid("it is no local master", REMEDY)
    }
}

/// `local-cluster[workers, cores, MiB]`.
const fn local_cluster(text: &str) -> Result<(), Invalid> {
    const REMEDY: &str = "write local-cluster[2, 1, 1024] (workers, cores of each, MiB of each)";
    let bytes = text.as_bytes();
    let mut at = "local-cluster[".len();
    let mut part = 0;
    while part < 3 {
        let from = skip_blanks(bytes, at);
        let to = after_digits(bytes, from);
        if to == from || number_is_too_great(bytes, from, to) {
            return invalid("three numbers are meant", REMEDY);
        }
        at = skip_blanks(bytes, to);
        let end = if part == 2 { b']' } else { b',' };
        if at >= bytes.len() || bytes[at] != end {
            return invalid("three numbers are meant", REMEDY);
        }
        at += 1;
        part += 1;
    }
    if at == bytes.len() {
        Ok(())
    } else {
        invalid("something stands after the ]", REMEDY)
    }
}

/// `spark://host:port[,host:port…]`.
const fn standalone(bytes: &[u8]) -> Result<(), Invalid> {
    const REMEDY: &str = "write spark://host:7077, or spark://one:7077,two:7077";
    let mut from = "spark://".len();
    loop {
        let to = match find(bytes, b',', from) {
            Some(comma) => comma,
            None => bytes.len(),
        };
        match host_and_port(bytes, from, to) {
            Host::Right => {}
            Host::NoHost => return invalid("a host is missing", REMEDY),
            Host::NoPort => return invalid("a port is missing", REMEDY),
            Host::BadPort => return invalid("a port is no number up to 65535", REMEDY),
            Host::BadHost => {
                return invalid(
                    "a host has a character that Spark does not take (an underscore, a path, a user)",
                    REMEDY,
                );
            }
        }
        if to == bytes.len() {
            return Ok(());
        }
        from = to + 1;
        if starts_part(bytes, from) {
            return invalid("the scheme stands once, before the first host", REMEDY);
        }
    }
}

const fn starts_part(bytes: &[u8], at: usize) -> bool {
    found_at(bytes, b"spark://", at)
}

enum Host {
    Right,
    NoHost,
    NoPort,
    BadPort,
    BadHost,
}

/// Judges `host:port` in `from..to`; an IPv6 address stands in brackets.
const fn host_and_port(bytes: &[u8], from: usize, to: usize) -> Host {
    let mut at = from;
    if at < to && bytes[at] == b'[' {
        while at < to && bytes[at] != b']' {
            at += 1;
        }
        if at == to || at == from + 1 {
            return Host::BadHost;
        }
        at += 1;
    } else {
        while at < to && bytes[at] != b':' {
            if !(bytes[at].is_ascii_alphanumeric() || matches!(bytes[at], b'.' | b'-')) {
                return Host::BadHost;
            }
            at += 1;
        }
    }
    if at == from {
        return Host::NoHost;
    }
    if at >= to || bytes[at] != b':' || at + 1 == to {
        return Host::NoPort;
    }
    let end = after_digits(bytes, at + 1);
    if end != to {
        return Host::BadPort;
    }
    match number(bytes, at + 1, end) {
        Some(port) if port <= 65535 => Host::Right,
        _ => Host::BadPort,
    }
}

/// `k8s://[https://|http://]host[:port][/path]`.
const fn kubernetes(text: &str) -> Result<(), Invalid> {
    const REMEDY: &str = "write k8s://https://host:443";
    let bytes = text.as_bytes();
    let mut from = "k8s://".len();
    if found_at(bytes, b"https://", from) {
        from += 8;
    } else if found_at(bytes, b"http://", from) {
        from += 7;
    } else {
        let mut i = from;
        while i < bytes.len() {
            if found_at(bytes, b"://", i) {
                return invalid("the Kubernetes API is spoken over https or http", REMEDY);
            }
            i += 1;
        }
    }
    if from >= bytes.len() || bytes[from] == b'/' || bytes[from] == b':' {
        return invalid("the host of the Kubernetes API is missing", REMEDY);
    }
    let mut i = from;
    while i < bytes.len() {
        if is_blank(bytes[i]) {
            return invalid("a blank stands in the URL", REMEDY);
        }
        i += 1;
    }
    Ok(())
}

/// Whether a text is the URL of a Spark Connect server: `sc://host[:port][/;key=value…]`.
///
/// Source: `SparkConnectClientParser`, PySpark's `ChannelBuilder`.
///
/// # Errors
/// It is none.
pub const fn remote(text: &str) -> Result<(), Invalid> {
    const REMEDY: &str = "write sc://host:15002, or sc://host:15002/;use_ssl=true";
    if has_outer_blank(text) {
        return invalid("a blank stands around the URL", "write it without");
    }
    // PySpark also starts a server of its own for `local` masters.
    if equal(text, "local") || starts_with(text, "local[") {
        return master(text);
    }
    if !starts_with(text, "sc://") {
        return invalid("it is no URL of a Spark Connect server", REMEDY);
    }
    let bytes = text.as_bytes();
    let from = "sc://".len();
    let mut to = from;
    while to < bytes.len() && bytes[to] != b'/' && bytes[to] != b';' {
        to += 1;
    }
    if to < bytes.len() && bytes[to] == b';' {
        return invalid("a slash stands before the first ;", REMEDY);
    }
    if !matches!(host_and_port(bytes, from, to), Host::Right | Host::NoPort) {
        return invalid("host and port are wrong", REMEDY);
    }
    if to > from && bytes[to - 1] == b':' {
        return invalid("the port is missing", REMEDY);
    }
    if to == bytes.len() || to + 1 == bytes.len() {
        return Ok(());
    }
    if bytes[to + 1] != b';' {
        return invalid(
            "a path is not allowed, only ;key=value after the slash",
            REMEDY,
        );
    }
    Ok(())
}

const fn skip_blanks(bytes: &[u8], from: usize) -> usize {
    let mut i = from;
    while i < bytes.len() && is_blank(bytes[i]) {
        i += 1;
    }
    i
}

const fn number_is_too_great(bytes: &[u8], from: usize, to: usize) -> bool {
    match number(bytes, from, to) {
        Some(value) => value > i32::MAX as u64,
        None => true,
    }
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

    #[test]
    fn a_remote_is_a_connect_url() {
        for text in [
            "sc://host",
            "sc://host:15002",
            "sc://host/",
            "sc://host:443/;token=abc;use_ssl=true",
            "local[2]",
        ] {
            assert_eq!(remote(text), Ok(()), "{text}");
        }
        for text in [
            "",
            "host:15002",
            "sc://",
            "sc://host:",
            "sc://host:x",
            "sc://host/path",
            "sc://host;token=a",
            " sc://host",
        ] {
            assert!(remote(text).is_err(), "{text}");
        }
    }
}
