//! Written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod conf;
pub mod items;
pub mod managers;
pub mod values;

pub const TOPICS: &[(&str, &[crate::Program])] = &[
    ("conf", conf::PROGRAMS),
    ("items", items::PROGRAMS),
    ("managers", managers::PROGRAMS),
    ("values", values::PROGRAMS),
];
