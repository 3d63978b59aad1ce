//! Standalone masters: one, or several of which one leads.

use super::host::{Host, host_and_port};
use super::{Invalid, invalid};
use crate::text::{find, found_at};

/// `spark://host:port[,host:port…]`.
pub(super) const fn standalone(bytes: &[u8]) -> Result<(), Invalid> {
    const REMEDY: &str = "write spark://host:7077, or spark://one:7077,two:7077";
    let mut from = "spark://".len();
    loop {
        let to = match find(bytes, b',', from) {
            Some(comma) => comma,
            None => bytes.len(),
        };
        match host_and_port(bytes, from, to) {
            Host::Right => {}
            Host::Missing => return invalid("a host is missing", REMEDY),
            Host::NoPort => return invalid("a port is missing", REMEDY),
            Host::BadPort => return invalid("a port is no number up to 65535", REMEDY),
            Host::Malformed => {
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
