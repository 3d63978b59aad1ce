//! `docs/observing.md`: who is told of runs, with every setting and variable from the tables.

use std::fmt::Write as _;

use spark_pipeline::observe::{
    Kind, OPENLINEAGE, OPENLINEAGE_STANDARD, OPENTELEMETRY, OPENTELEMETRY_STANDARD, PROMETHEUS,
    Row, Standard,
};

use super::is_current;
use super::markdown::{cell, code};

#[test]
fn the_page_of_those_who_watch_runs_is_current() {
    let mut page = include_str!("observing.md").to_owned();
    for (mark, rows, others) in [
        ("prometheus", PROMETHEUS, &[][..]),
        ("openlineage", OPENLINEAGE, OPENLINEAGE_STANDARD),
        ("opentelemetry", OPENTELEMETRY, OPENTELEMETRY_STANDARD),
    ] {
        let mark = format!("{{{{{mark}}}}}\n");
        assert!(page.contains(&mark), "{mark}");
        page = page.replace(&mark, &tables(rows, others));
    }
    is_current("docs/observing.md", &page);
}

fn tables(rows: &[Row], others: &[Standard]) -> String {
    let mut text =
        "| setting | variable of the standard | value | default | |\n|---|---|---|---|---|\n"
            .to_owned();
    for row in rows {
        let value = match row.kind {
            Kind::Text => "a text",
            Kind::Url => "an address",
            Kind::Path => "a path",
            Kind::PromPath => "a path ending in `.prom`",
            Kind::Duration => "a length of time",
            Kind::Count => "a whole number",
        };
        let _ = writeln!(
            text,
            "| `{}` | {} | {value} | {} | {} |",
            row.name,
            row.variable.map(code).unwrap_or_default(),
            cell(row.default),
            cell(row.doc),
        );
    }
    if !others.is_empty() {
        text += "\nVariables of the standard beside them:\n\n| variable | |\n|---|---|\n";
        for other in others {
            let _ = writeln!(text, "| `{}` | {} |", other.name, cell(other.doc));
        }
    }
    text
}
