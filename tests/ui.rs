//! Programs that must not compile, each named after the rule that it breaks, with what the
//! compiler says about it.
//!
//! The `.stderr` files belong to one version of rustc: another words its part differently.
//! `TRYBUILD=overwrite cargo test --test ui` writes them anew; read what changed.

use std::process::Command;

#[path = "ui/files.rs"]
mod files;

/// The compiler that the `.stderr` files are from.
const RUSTC: &str = "rustc 1.95.";

#[test]
fn wrong_programs_are_refused_at_the_right_word() {
    let version = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .arg("--version")
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_default();
    if !version.starts_with(RUSTC) {
        println!("skipped: the .stderr files are from {RUSTC}x, and this is `{version}`");
        return;
    }
    files::lay_out();
    // No passing case in this set: with one, trybuild would build instead of check.
    trybuild::TestCases::new().compile_fail("tests/ui/*/*.rs");
}
