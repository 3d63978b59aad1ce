//! URLs of Spark Connect servers.

use super::host::{Host, host_and_port};
use super::{Invalid, invalid, master};
use crate::text::{equal, has_outer_blank, starts_with};

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

#[cfg(test)]
mod tests {
    use super::*;

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
