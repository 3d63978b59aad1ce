//! A file that the compiler has looked at is looked at again when it changes: real cargo, on a
//! crate of its own, with what is compiled already.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use pipeline_jar::making::{ClassFile, MAIN, write};

/// The crate's name, which cargo says when it compiles it.
const NAME: &str = "looks-at-files";

const PROGRAM: &str = r#"
use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.jar", class = "org.example.Main", files = ["data/*.csv"])]
struct Job {
    #[spark(arg)]
    month: u8,
}

fn main() {
    println!("{}", Job::new(1).month);
}
"#;

/// A crate that depends on this one.
struct Crate {
    dir: PathBuf,
}

impl Crate {
    fn new() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(NAME);
        let _ = fs::remove_dir_all(&dir);
        for folder in ["src", "data"] {
            fs::create_dir_all(dir.join(folder)).expect("a folder");
        }
        let manifest = format!(
            "[package]\nname = {NAME:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\nspark-pipeline = {{ path = {here:?} }}\n\n\
             [profile.dev]\ndebug = \"line-tables-only\"\n"
        );
        fs::write(dir.join("Cargo.toml"), manifest).expect("the manifest");
        fs::copy(here.join("Cargo.lock"), dir.join("Cargo.lock")).expect("the lock file");
        fs::write(dir.join("src/main.rs"), PROGRAM).expect("the program");
        fs::write(dir.join("data/airports.csv"), "JFK\n").expect("a file");
        // Nothing of a folder above is its configuration.
        fs::write(dir.join("pipeline.toml"), "[profile.prod]\n").expect("the profiles");
        let job = Self { dir };
        job.jar(&MAIN);
        job
    }

    fn jar(&self, class: &ClassFile<'_>) {
        write(&self.dir.join("job.jar"), &[class.entry()]);
    }

    /// Checks it: whether that went well, whether it was compiled, and what was said.
    fn check(&self) -> (bool, bool, String) {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
        let output = Command::new(cargo)
            .args(["check", "--offline", "--color=never"])
            .env("CARGO_TARGET_DIR", target.expect("the target folder"))
            .env_remove("RUSTFLAGS")
            .current_dir(&self.dir)
            .output()
            .expect("cargo");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let compiled = said.contains(&format!("Checking {NAME}"));
        (output.status.success(), compiled, said)
    }

    #[track_caller]
    fn is_fresh(&self) {
        let (good, compiled, said) = self.check();
        assert!(good && !compiled, "{said}");
    }

    #[track_caller]
    fn is_compiled(&self) {
        let (good, compiled, said) = self.check();
        assert!(good && compiled, "{said}");
    }

    #[track_caller]
    fn is_refused(&self, because: &str) {
        let (good, _, said) = self.check();
        assert!(!good && said.contains(because), "{said}");
    }

    /// Makes a file newer than what was compiled, whatever the clock of the disk counts in.
    fn touch(&self, path: &str) {
        let file = fs::File::options().append(true).open(self.dir.join(path));
        let later = SystemTime::now() + Duration::from_secs(5);
        file.and_then(|file| file.set_modified(later))
            .expect("touched");
    }
}

#[test]
fn a_crate_is_compiled_again_when_a_file_that_was_looked_at_changes() {
    let job = Crate::new();
    job.is_compiled();
    job.is_fresh();

    job.touch("data/airports.csv");
    job.is_compiled();
    fs::remove_file(job.dir.join("data/airports.csv")).expect("removed");
    job.is_refused(r#"nothing matches "data/*.csv""#);
    fs::write(job.dir.join("data/airports.csv"), "JFK\n").expect("a file");
    job.is_compiled();

    job.jar(&ClassFile {
        name: "org.example.Other",
        ..MAIN
    });
    job.touch("job.jar");
    job.is_refused("the class `org.example.Main` is not in `job.jar`");
    job.jar(&MAIN);
    job.is_compiled();

    let profiles = "[profile.prod]\nchecked = true\njava_version = 11\n";
    fs::write(job.dir.join("pipeline.toml"), profiles).expect("the profiles");
    job.touch("pipeline.toml");
    job.is_refused("`java_version` of [profile.prod] (pipeline.toml, line 3)");
}
