//! Programs that must not compile, each named after the rule that it breaks, with what the
//! compiler says about it.
//!
//! The `.stderr` files belong to one version of rustc: another words its part differently.
//! `TRYBUILD=overwrite cargo test --test ui` writes them anew; read what changed.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

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
    lay_out_files();
    // No passing case in this set: with one, trybuild would build instead of check.
    trybuild::TestCases::new().compile_fail("tests/ui/*/*.rs");
}

/// Where trybuild compiles the programs: the folder that is their crate's.
fn crate_of_the_programs() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tests");
    target.join("trybuild").join(env!("CARGO_PKG_NAME"))
}

/// Puts the files that the programs name into their crate: those of `tests/ui/files`, as links,
/// and jars, which are made here.
fn lay_out_files() {
    let crate_dir = crate_of_the_programs();
    fs::create_dir_all(&crate_dir).expect("the crate's folder");
    for entry in fs::read_dir(&crate_dir).expect("the crate's folder") {
        let path = entry.expect("an entry").path();
        if path.is_symlink() {
            fs::remove_file(path).expect("an old link");
        }
    }
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/files");
    for entry in fs::read_dir(files).expect("the files") {
        let entry = entry.expect("an entry");
        symlink(entry.path(), crate_dir.join(entry.file_name())).expect("a link");
    }
    fs::create_dir_all(crate_dir.join("lib")).expect("a folder");
    for jar in ["job.jar", "a.jar", "lib/a.jar", "lib/b.jar"] {
        // An archive without an entry.
        let mut empty = b"PK\x05\x06".to_vec();
        empty.resize(22, 0);
        fs::write(crate_dir.join(jar), empty).expect("a jar");
    }
}
