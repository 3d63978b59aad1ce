use super::*;
use crate::install::fake::{self, Told};
use crate::install::progress::Quiet;
use crate::install::python;

struct World {
    temp: tempfile::TempDir,
    request: Request,
}

impl World {
    fn new(pip_first: &str, lacks: &str) -> Self {
        let temp = tempfile::tempdir().unwrap();
        let program = temp.path().join("python3");
        fake::python(&program, "3.11", None);
        let mut request = fake::request([
            ("PATH", temp.path().as_os_str().to_owned()),
            ("COUNT", temp.path().join("count").into()),
            ("PIP_FIRST", pip_first.into()),
            ("LACKS", lacks.into()),
        ]);
        request.cache = Some(temp.path().join("cache"));
        Self { temp, request }
    }

    fn install(&self, progress: &mut dyn Progress) -> Result<Installed, InstallError> {
        let python = python::for_install(&self.request, "pyspark", (3, 11))?;
        install(&self.request, &package(), &python, progress)
    }

    fn place(&self) -> PathBuf {
        self.temp.path().join("cache/pyspark-4.3.0")
    }

    fn folders(&self) -> Vec<String> {
        let place = self.place();
        names(&place)
            .into_iter()
            .filter(|name| place.join(name).is_dir())
            .collect()
    }

    fn pips(&self) -> usize {
        let count = fs::read_to_string(self.temp.path().join("count")).unwrap_or_default();
        count.lines().filter(|line| *line == "pip").count()
    }
}

fn package() -> Package {
    Package {
        name: "pyspark",
        version: "4.3.0".to_owned(),
        title: "Spark 4.3.0".to_owned(),
        size: "a little",
        finish: |installed, _| {
            let jar = installed
                .site
                .join("pyspark/jars/spark-core_2.13-4.3.0.jar");
            jar.is_file()
                .then_some(())
                .ok_or_else(|| "no jar".to_owned())
        },
    }
}

#[test]
fn an_install_is_made_once_and_found_from_then_on() {
    let world = World::new("", "");
    assert_eq!(find(&world.request, &package()), None);
    let mut told = Told::default();
    let installed = world.install(&mut told).unwrap();
    assert!(
        told.0.contains(&"Collecting pyspark==4.3.0".to_owned()),
        "{told:?}"
    );
    assert_eq!(find(&world.request, &package()), Some(installed.clone()));
    assert_eq!(world.install(&mut Quiet).unwrap(), installed);
    assert_eq!(world.pips(), 1);
    assert!(!installed.folder.join("tmp").exists());
}

#[test]
fn of_two_that_start_at_once_one_installs_and_the_other_waits_for_it() {
    let world = World::new("", "");
    // The first install does not end before the second has said that it waits.
    let go = world.temp.path().join("go");
    let mut slow = world.request.clone();
    let wait = format!(
        "while ! [ -e '{}' ]; do /bin/sleep 0.05; done",
        go.display()
    );
    slow.environment = Environment::of([
        ("PATH", world.temp.path().as_os_str().to_owned()),
        ("COUNT", world.temp.path().join("count").into()),
        ("PIP_FIRST", wait.into()),
    ]);
    struct Second(PathBuf, Vec<String>);
    impl Progress for Second {
        fn phase(&mut self, what: &str) {
            self.1.push(what.to_owned());
            fs::write(&self.0, "").unwrap();
        }
    }
    let first = World {
        temp: tempfile::tempdir().unwrap(),
        request: slow,
    };
    std::thread::scope(|scope| {
        let running = scope.spawn(|| first.install(&mut Quiet).unwrap());
        while world.pips() == 0 {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let mut second = Second(go, Vec::new());
        let waited = world.install(&mut second).unwrap();
        assert_eq!(running.join().unwrap(), waited);
        let me = std::process::id();
        assert_eq!(
            second.1,
            [format!(
                "Waiting for process {me}, which is installing Spark 4.3.0"
            )]
        );
    });
    assert_eq!(world.pips(), 1);
}

#[test]
fn what_a_killed_install_left_is_not_taken_and_removed_by_the_next() {
    let world = World::new("", "");
    let left = world.place().join("1700000000-99");
    fs::create_dir_all(left.join("venv/bin")).unwrap();
    fs::create_dir_all(left.join("venv/lib/python3.11/site-packages/pyspark")).unwrap();
    fs::write(left.join("venv/bin/python"), "").unwrap();
    assert_eq!(find(&world.request, &package()), None);

    let mut told = Told::default();
    let installed = world.install(&mut told).unwrap();
    assert!(!left.exists());
    assert!(
        told.0.iter().any(|line| line.starts_with("removed what")),
        "{told:?}"
    );
    let name = installed.folder.file_name().unwrap().to_str().unwrap();
    assert_eq!(world.folders(), [name]);
}

#[test]
fn a_failed_pip_is_told_in_its_own_words_and_leaves_only_the_log() {
    let world = World::new(
        "echo Collecting; echo 'ERROR: no luck today' >&2; exit 1",
        "",
    );
    let error = world.install(&mut Quiet).unwrap_err();
    assert_eq!(
        error.to_string(),
        "installing Spark 4.3.0 (pyspark 4.3.0 from PyPI) failed: no luck today"
    );
    let InstallError::Failed {
        last_lines, log, ..
    } = error
    else {
        panic!("{error}");
    };
    assert!(
        last_lines.contains(&"ERROR: no luck today".to_owned()),
        "{last_lines:?}"
    );
    assert!(fs::read_to_string(log).unwrap().contains("no luck today"));
    assert_eq!(world.folders(), Vec::<String>::new());
    assert_eq!(find(&world.request, &package()), None);
}

#[test]
fn an_install_that_is_not_what_it_should_be_does_not_count() {
    let world = World::new("exit 0", "");
    let error = world.install(&mut Quiet).unwrap_err();
    assert!(error.to_string().ends_with("failed: no jar"), "{error}");
    assert_eq!(find(&world.request, &package()), None);
}

#[test]
fn a_stopped_install_ends_its_children_and_leaves_nothing() {
    let world = World::new("echo Collecting it; exec /bin/sleep 600", "");
    struct StopAt(crate::install::Stop);
    impl Progress for StopAt {
        fn step(&mut self, what: &str) {
            if what == "Collecting it" {
                self.0.ask();
            }
        }
    }
    let error = world
        .install(&mut StopAt(world.request.stop.clone()))
        .unwrap_err();
    assert!(matches!(error, InstallError::Stopped { .. }), "{error}");
    assert_eq!(world.folders(), Vec::<String>::new());
}

#[test]
fn a_python_without_venv_is_told_with_the_package_to_install() {
    let world = World::new("", "ensurepip");
    let error = world.install(&mut Quiet).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("its module ensurepip is missing"),
        "{error}"
    );
    assert!(
        error
            .hint()
            .unwrap()
            .contains("apt install python3.11-venv")
    );
}

#[test]
fn an_install_whose_python_was_removed_is_made_again() {
    let world = World::new("", "");
    let first = world.install(&mut Quiet).unwrap();
    fs::remove_file(&first.python).unwrap();
    assert_eq!(find(&world.request, &package()), None);
    let second = world.install(&mut Quiet).unwrap();
    assert!(second.python.exists());
    assert_eq!(world.pips(), 2);
}

#[test]
fn a_marker_that_names_a_folder_elsewhere_is_not_followed() {
    let world = World::new("", "");
    let installed = world.install(&mut Quiet).unwrap();
    for folder in ["..", "/tmp", "a/b", ""] {
        let text = format!("{{\"folder\": \"{folder}\"}}");
        fs::write(world.place().join(CURRENT), text).unwrap();
        assert_eq!(find(&world.request, &package()), None, "{folder}");
    }
    assert!(installed.python.exists());
}

#[test]
fn a_cache_that_cannot_be_written_is_named() {
    let mut world = World::new("", "");
    let file = world.temp.path().join("file");
    fs::write(&file, "").unwrap();
    world.request.cache = Some(file);
    let error = world.install(&mut Quiet).unwrap_err();
    assert!(error.to_string().starts_with("cannot create "), "{error}");
}
