//! Written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod arguments;
pub mod conf;
pub mod control;
pub mod items;
pub mod managers;
pub mod params;
pub mod paths;
pub mod programs;
pub mod python;
pub mod rows;
pub mod templates;
pub mod values;
pub mod wiring;

pub const TOPICS: &[(&str, &[crate::Program])] = &[
    ("arguments", arguments::PROGRAMS),
    ("conf", conf::PROGRAMS),
    ("control", control::PROGRAMS),
    ("items", items::PROGRAMS),
    ("managers", managers::PROGRAMS),
    ("params", params::PROGRAMS),
    ("paths", paths::PROGRAMS),
    ("programs", programs::PROGRAMS),
    ("python", python::PROGRAMS),
    ("rows", rows::PROGRAMS),
    ("templates", templates::PROGRAMS),
    ("values", values::PROGRAMS),
    ("wiring", wiring::PROGRAMS),
];
