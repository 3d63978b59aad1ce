//! Python modules on a real Spark: what they are given and what travels with them.

use std::os::unix::fs::PermissionsExt;

use crate::PROGRAM;
use crate::support::Folder;

#[test]
fn a_module_gets_its_context_its_setup_and_its_package() {
    let folder = Folder::new();
    folder.run(PROGRAM, &["run", "Packaged"]).code(0);
    let parts = folder.texts("out/packaged/2", "");
    let mut lines: Vec<_> = parts
        .iter()
        .filter(|(path, _)| !path.to_string_lossy().ends_with(".crc"))
        .flat_map(|(_, text)| text.lines())
        .collect();
    lines.sort_unstable();
    assert_eq!(lines, ["HELLO 2 2013-02", "MOIN 2 2013-02"]);
}

#[test]
fn every_kind_of_parameter_arrives_as_pythons_own() {
    let folder = Folder::new();
    folder.run(PROGRAM, &["run", "Kinds"]).code(0);
    assert!(folder.exists("out/kinds/done"));
    let files = folder.texts(".spark-pipeline", "task.json");
    assert_eq!(files.len(), 1);
    for (path, _) in files {
        let mode = std::fs::metadata(path).expect("it").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "a parameter may be a secret");
    }
}
