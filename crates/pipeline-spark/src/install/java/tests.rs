use super::*;
use crate::install::fake;
use crate::install::progress::Quiet;

const ALL: &str = "java.base jdk.incubator.vector";

fn spark(version: &str) -> SparkVersion {
    version.parse().unwrap()
}

fn found(request: &Request, version: &str) -> (Option<PathBuf>, Vec<String>) {
    let mut looked = Vec::new();
    let home = find(request, &spark(version), &mut looked).unwrap();
    (home, looked)
}

#[test]
fn java_home_comes_before_the_path() {
    let temp = tempfile::tempdir().unwrap();
    let named = fake::java(&temp.path().join("named"), "17.0.1", ALL);
    let on_path = fake::java(&temp.path().join("on path"), "21.0.1", ALL);
    let request = fake::request([("JAVA_HOME", named.clone()), ("PATH", on_path.join("bin"))]);
    assert_eq!(found(&request, "4.3.0"), (Some(named), vec![]));
}

#[test]
fn a_java_home_that_is_too_old_is_passed_over_with_the_reason() {
    let temp = tempfile::tempdir().unwrap();
    let old = fake::java(&temp.path().join("old"), "11.0.22", ALL);
    let good = fake::java(&temp.path().join("good"), "17.0.1", ALL);
    let request = fake::request([("JAVA_HOME", old.clone()), ("PATH", good.join("bin"))]);
    let (home, looked) = found(&request, "4.3.0");
    assert_eq!(home, Some(fs::canonicalize(good).unwrap()));
    assert_eq!(
        looked,
        [format!(
            "JAVA_HOME = {} is Java 11; Spark 4.3.0 needs 17 or newer",
            old.display()
        )]
    );
    assert_eq!(found(&request, "3.5.9"), (Some(old), vec![]));
}

#[test]
fn a_java_that_a_version_breaks_on_is_passed_over() {
    let temp = tempfile::tempdir().unwrap();
    let new = fake::java(&temp.path().join("new"), "25.0.2", ALL);
    let request = fake::request([("JAVA_HOME", new.clone())]);
    let (home, looked) = found(&request, "4.0.5");
    assert_eq!(home, None);
    assert!(
        looked[0].ends_with("is Java 25; Spark 4.0.5 needs 17 to 23"),
        "{looked:?}"
    );
    assert_eq!(found(&request, "4.3.0"), (Some(new), vec![]));
}

#[test]
fn a_java_without_the_vector_module_is_passed_over_for_spark_4() {
    let temp = tempfile::tempdir().unwrap();
    let small = fake::java(&temp.path().join("small"), "17.0.1", "java.base java.xml");
    let request = fake::request([("JAVA_HOME", small.clone())]);
    let (home, looked) = found(&request, "4.3.0");
    assert_eq!(home, None);
    assert!(
        looked[0].contains("lacks the module jdk.incubator.vector"),
        "{looked:?}"
    );
    assert_eq!(found(&request, "3.5.9"), (Some(small), vec![]));
}

#[test]
fn a_java_on_the_path_behind_a_shim_is_asked_for_its_home() {
    let temp = tempfile::tempdir().unwrap();
    let home = fake::java(&temp.path().join("home"), "17.0.1", ALL);
    let shims = temp.path().join("shims");
    fs::create_dir(&shims).unwrap();
    fake::script(
        &shims.join("java"),
        &format!(
            "echo '    java.home = {}' >&2; echo 'openjdk version \"17.0.1\" 2021' >&2",
            home.display()
        ),
    );
    let request = fake::request([("PATH", shims)]);
    assert_eq!(found(&request, "4.3.0").0, Some(home));
}

#[test]
fn a_java_without_a_release_file_is_asked_for_its_version() {
    let temp = tempfile::tempdir().unwrap();
    let home = temp.path().join("home");
    fs::create_dir_all(home.join("bin")).unwrap();
    fake::script(
        &home.join("bin/java"),
        "echo 'openjdk version \"1.8.0_412\"' >&2",
    );
    let request = fake::request([("JAVA_HOME", home.clone())]);
    let (none, looked) = found(&request, "4.3.0");
    assert_eq!(none, None);
    assert!(
        looked[0].ends_with("is Java 8; Spark 4.3.0 needs 17 or newer"),
        "{looked:?}"
    );
    assert_eq!(found(&request, "3.5.9").0, Some(home));
}

#[test]
fn the_stub_that_finds_no_java_is_no_java() {
    let temp = tempfile::tempdir().unwrap();
    fake::script(
        &temp.path().join("java"),
        "echo 'Unable to locate a Java Runtime.' >&2; exit 1",
    );
    let request = fake::request([("PATH", temp.path().to_path_buf())]);
    let (home, looked) = found(&request, "4.3.0");
    assert_eq!(home, None);
    assert!(
        looked[0].contains("Unable to locate a Java Runtime"),
        "{looked:?}"
    );
}

#[test]
fn the_setting_java_home_is_not_passed_over_but_refused() {
    let temp = tempfile::tempdir().unwrap();
    let old = fake::java(&temp.path().join("old"), "11.0.22", ALL);
    let mut request = fake::request([("PATH", temp.path().to_path_buf())]);
    request.java_home = Some(old);
    let error = find(&request, &spark("4.3.0"), &mut Vec::new()).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("is Java 11; Spark 4.3.0 needs 17 or newer")
    );
    request.java_home = Some(temp.path().join("nothing"));
    let error = find(&request, &spark("4.3.0"), &mut Vec::new()).unwrap_err();
    assert!(
        error.to_string().ends_with("nothing: has no bin/java"),
        "{error}"
    );
}

#[test]
fn without_java_and_without_leave_to_install_the_error_says_what_to_set() {
    let temp = tempfile::tempdir().unwrap();
    let mut request = fake::request([("PATH", temp.path().to_path_buf())]);
    request.install = false;
    let error = find_or_install(&request, &spark("4.3.0"), &mut Quiet).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no Java 17 or newer was found for Spark 4.3.0, and installing it is switched off"
    );
    assert!(error.hint().unwrap().contains("JAVA_HOME"));
    assert!(
        error
            .hint()
            .unwrap()
            .contains("SPARK_PIPELINE_SPARK_INSTALL=true")
    );
}
