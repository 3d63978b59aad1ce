//! Local masters.

use super::{Invalid, invalid};
use crate::text::{after_digits, is_blank, number};

/// `local[N]`, `local[*]`, `local[N, failures]`.
pub(super) const fn local(text: &str) -> Result<(), Invalid> {
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
pub(super) const fn local_cluster(text: &str) -> Result<(), Invalid> {
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
