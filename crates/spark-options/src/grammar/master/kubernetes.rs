//! Kubernetes masters: the URL of the API.

use super::{Invalid, invalid};
use crate::text::{found_at, is_blank};

/// `k8s://[https://|http://]host[:port][/path]`.
pub(super) const fn kubernetes(text: &str) -> Result<(), Invalid> {
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
