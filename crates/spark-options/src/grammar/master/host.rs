//! `host:port`, as Spark reads it.

use crate::text::{after_digits, number};

/// What `host:port` is found to be.
pub(super) enum Host {
    Right,
    Missing,
    NoPort,
    BadPort,
    Malformed,
}

/// Judges `host:port` in `from..to`; an IPv6 address stands in brackets.
pub(super) const fn host_and_port(bytes: &[u8], from: usize, to: usize) -> Host {
    let mut at = from;
    if at < to && bytes[at] == b'[' {
        while at < to && bytes[at] != b']' {
            at += 1;
        }
        if at == to || at == from + 1 {
            return Host::Malformed;
        }
        at += 1;
    } else {
        while at < to && bytes[at] != b':' {
            if !(bytes[at].is_ascii_alphanumeric() || matches!(bytes[at], b'.' | b'-')) {
                return Host::Malformed;
            }
            at += 1;
        }
    }
    if at == from {
        return Host::Missing;
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
