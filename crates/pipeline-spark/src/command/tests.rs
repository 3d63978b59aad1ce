//! The rules of the command line, without running it.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;

use super::*;
use crate::SparkApplication;
use crate::application::{MainResource, OptionValue};
use crate::install::{Found, Spark};

fn spark(version: &str) -> Spark {
    Spark {
        home: "/spark".into(),
        version: version.parse().expect("a version"),
        java_home: None,
        python: None,
        found: Found::SparkHome,
    }
}

fn python(path: &str) -> SparkApplication {
    SparkApplication::new(MainResource::Python { path: path.into() })
}

/// An application far away: no file of it is looked for here.
fn remote() -> SparkApplication {
    python("s3://bucket/app.py")
}

fn here() -> Surroundings {
    Surroundings {
        variables: BTreeMap::from([("LANG".to_owned(), "C.UTF-8".into())]),
        dir: std::env::temp_dir(),
    }
}

fn command(application: &SparkApplication) -> CommandLine {
    build_in(application, &spark("4.3.0"), &here()).expect("a command line")
}

fn refused(application: &SparkApplication) -> pipeline_core::Failure {
    build_in(application, &spark("4.3.0"), &here()).expect_err("no command line")
}

fn words(application: &SparkApplication) -> Vec<String> {
    command(application).arguments(None)
}

#[test]
fn the_argv_is_what_was_declared() {
    let application = remote()
        .option("master", OptionValue::text("local[2]"))
        .option("driver_memory", OptionValue::text("1g"))
        .option("supervise", OptionValue::switch(true))
        .option("jars", OptionValue::list(["s3://b/a.jar", "s3://b/b.jar"]))
        .conf("spark.sql.shuffle.partitions", 8)
        .conf("spark.empty", "")
        .argument("--month")
        .argument("0")
        .argument("");
    assert_eq!(
        words(&application),
        [
            "--master",
            "local[2]",
            "--jars",
            "s3://b/a.jar,s3://b/b.jar",
            "--driver-memory",
            "1g",
            "--supervise",
            "--conf",
            "spark.empty=",
            "--conf",
            "spark.sql.shuffle.partitions=8",
            "s3://bucket/app.py",
            "--month",
            "0",
            "",
        ]
    );
}

#[test]
fn what_is_off_or_empty_gives_no_flag_but_an_empty_text_does() {
    let application = remote()
        .option("supervise", OptionValue::switch(false))
        .option("jars", OptionValue::List(Vec::new()))
        .option("queue", OptionValue::text(""));
    assert_eq!(words(&application), ["--queue", "", "s3://bucket/app.py"]);
}

#[test]
fn a_flag_and_its_property_are_never_both_given() {
    let application = remote()
        .conf("spark.driver.memory", "2g")
        .conf("spark.master", "yarn");
    assert_eq!(
        words(&application),
        [
            "--master",
            "yarn",
            "--driver-memory",
            "2g",
            "s3://bucket/app.py"
        ]
    );
    let both = application.option("driver_memory", OptionValue::text("1g"));
    let error = refused(&both);
    assert!(
        error.cause.contains("driver_memory") && error.cause.contains("spark.driver.memory"),
        "{error}"
    );
}

#[test]
fn a_value_that_looks_like_an_option_stays_a_value() {
    let application = remote().option("name", OptionValue::text("--verbose"));
    assert_eq!(
        words(&application),
        ["--name", "--verbose", "s3://bucket/app.py"]
    );
}

#[test]
fn what_cannot_be_carried_is_an_error() {
    for application in [
        remote().option("jars", OptionValue::list(["a,b.jar"])),
        remote().option("jars", OptionValue::text("a,b.jar")),
        remote().argument("a\rb"),
        remote().argument("a\0b"),
        remote().conf("spark.a", "b\rc"),
        remote().conf("spark.a=b", "c"),
        remote().conf("", "c"),
        remote().option("driver_memory", OptionValue::text("1.5g")),
        remote().option("driver_memory", OptionValue::list(["1g"])),
        remote().option("supervise", OptionValue::text("yes")),
    ] {
        let error = refused(&application);
        assert!(
            error.hint.is_some() || error.cause.contains("NUL"),
            "{error}"
        );
    }
}

#[test]
fn an_option_that_this_spark_does_not_have_is_an_error_that_names_the_version() {
    let application = remote().option("load_spark_defaults", OptionValue::switch(true));
    assert!(build_in(&application, &spark("4.0.5"), &here()).is_ok());
    let error = build_in(&application, &spark("3.5.9"), &here()).expect_err("too old");
    assert_eq!(
        error.cause,
        "`load_spark_defaults` needs Spark 4.0, and this is Spark 3.5.9"
    );
}

#[test]
fn what_spark_submit_would_refuse_is_refused_at_once() {
    let cluster = |master: &str| {
        remote()
            .option("master", OptionValue::text(master))
            .option("deploy_mode", OptionValue::text("cluster"))
    };
    assert!(refused(&cluster("local[2]")).cause.contains("no cluster"));
    assert!(
        refused(&cluster("spark://host:7077"))
            .cause
            .contains("client mode only")
    );
    assert!(build_in(&cluster("yarn"), &spark("4.3.0"), &here()).is_ok());
    let connect = remote()
        .option("remote", OptionValue::text("sc://host"))
        .conf("spark.master", "yarn");
    assert!(refused(&connect).cause.contains("exclude each other"));
    let users = remote()
        .option("proxy_user", OptionValue::text("a"))
        .option("principal", OptionValue::text("b"));
    assert!(refused(&users).cause.contains("exclude each other"));
}

#[test]
fn what_has_no_effect_is_noted_and_not_refused() {
    let application = remote()
        .option("master", OptionValue::text("local[2]"))
        .option("queue", OptionValue::text("etl"))
        .option("driver_memory", OptionValue::text("300m"))
        .conf("my.own", "1");
    let notes = command(&application).notes;
    assert!(
        notes.contains(&"`queue` has no effect on local in client mode".to_owned()),
        "{notes:?}"
    );
    assert!(notes.iter().any(|note| note.contains("450m")), "{notes:?}");
    assert!(
        notes.iter().any(|note| note.contains("my.own")),
        "{notes:?}"
    );
    let quiet = remote()
        .option("master", OptionValue::text("yarn"))
        .option("queue", OptionValue::text("etl"));
    assert_eq!(command(&quiet).notes, Vec::<String>::new());
}

fn with_secrets() -> SparkApplication {
    remote()
        .conf("spark.app.db.password", "hunter2!")
        .conf("spark.plain", "seen")
        .conf("spark.marked", "alsohidden")
        .secret("spark.marked")
        .env("API_TOKEN", "t0ken-value")
        .option(
            "driver_java_options",
            OptionValue::text("-Da=b -Ddb.password=inner-pw"),
        )
        .argument("--password")
        .argument("arg-pw")
        .argument("--month")
        .argument("1")
        .secret_argument("positional-pw")
}

const SECRETS: [&str; 6] = [
    "hunter2!",
    "alsohidden",
    "t0ken-value",
    "inner-pw",
    "arg-pw",
    "positional-pw",
];

#[test]
fn a_secret_is_not_in_the_argv() {
    let dir = tempfile::tempdir().expect("a folder");
    let command = command(&with_secrets());
    let invocation = command.write(&dir.path().join("run")).expect("written");
    let argv = invocation.arguments.join("\n");
    assert!(
        !argv.contains("hunter2!") && !argv.contains("alsohidden"),
        "{argv}"
    );
    assert!(argv.contains("spark.plain=seen"));
    let path = invocation.properties.expect("a file");
    assert_eq!(
        invocation.arguments[..2],
        ["--properties-file", path.to_str().expect("UTF-8")]
    );
    assert_eq!(invocation.arguments[2], "--load-spark-defaults");
    let mode = fs::metadata(&path)
        .expect("it is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = fs::read_to_string(&path).expect("readable");
    assert_eq!(
        text,
        "spark.app.db.password=hunter2!\nspark.marked=alsohidden\n"
    );
}

#[test]
fn a_secret_is_never_shown() {
    let dir = tempfile::tempdir().expect("a folder");
    let command = command(&with_secrets());
    let preview = command.preview();
    let invocation = command.write(dir.path()).expect("written");
    let seen = format!(
        "{}\n{}\n{}\n{command:?}\n{invocation:?}",
        preview.lines.join("\n"),
        preview.shell,
        invocation.shell
    );
    for secret in SECRETS {
        assert!(!seen.contains(secret), "{secret} in {seen}");
    }
    assert!(preview.shell.contains("spark.plain=seen"));
    assert!(
        preview
            .lines
            .iter()
            .any(|line| line == "  --conf 'spark.app.db.password=*****'"),
        "{preview:?}"
    );
    let masker = command.masker();
    for secret in SECRETS {
        assert!(
            !masker
                .mask(&format!("it printed {secret}, then"))
                .contains(secret),
            "{secret}"
        );
    }
}

#[test]
fn the_rerun_line_names_the_file_with_the_secrets() {
    let dir = tempfile::tempdir().expect("a folder");
    let application = remote().conf("spark.app.password", "pw");
    let invocation = command(&application).write(dir.path()).expect("written");
    let path = invocation.properties.expect("a file").display().to_string();
    assert_eq!(
        invocation.shell,
        format!(
            "SPARK_HOME=/spark /spark/bin/spark-submit --properties-file {path} --load-spark-defaults s3://bucket/app.py"
        )
    );
}

#[test]
fn a_secret_that_spark_would_trim_is_an_error() {
    let error = refused(&remote().conf("spark.app.password", " pw"));
    assert!(
        error.cause.contains("spark.app.password") && !error.cause.contains(" pw"),
        "{error}"
    );
}

#[test]
fn a_token_in_a_remote_is_a_secret() {
    let application = remote().option("remote", OptionValue::text("sc://host/;token=abcdefgh"));
    let command = command(&application);
    assert_eq!(
        command.properties.as_ref().map(Properties::text).as_deref(),
        Some("spark.remote=sc://host/;token=abcdefgh\n")
    );
    assert!(
        !command
            .arguments(Some(Path::new("/f")))
            .join(" ")
            .contains("abcdefgh")
    );
    assert!(!command.preview().shell.contains("abcdefgh"));
}

/// A Spark whose defaults, the application's file and its secrets all set something.
fn three_files(version: &str, own: bool) -> (CommandLine, String) {
    let dir = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write(
        "conf/spark-defaults.conf",
        "spark.a defaults\nspark.b defaults\nspark.c  defaults \n",
    );
    write("own.conf", "spark.b=own\nspark.app.password=own\n");
    let mut spark = spark(version);
    spark.home = dir.path().to_owned();
    let mut application = remote().conf("spark.app.password", "pw");
    if own {
        application = application.option("properties_file", OptionValue::text("own.conf"));
    }
    let surroundings = Surroundings {
        dir: dir.path().to_owned(),
        ..here()
    };
    let command = build_in(&application, &spark, &surroundings).expect("a command line");
    let text = command.properties.as_ref().expect("a file").text();
    (command, text)
}

#[test]
fn on_spark_3_5_the_defaults_are_below_the_secrets_in_one_file() {
    let (command, text) = three_files("3.5.9", false);
    assert_eq!(
        text,
        "spark.a=defaults\nspark.app.password=pw\nspark.b=defaults\nspark.c=defaults\n"
    );
    assert!(
        !command
            .arguments(Some(Path::new("/f")))
            .contains(&"--load-spark-defaults".to_owned())
    );
}

#[test]
fn on_spark_4_the_defaults_are_loaded_by_spark() {
    let (command, text) = three_files("4.0.5", false);
    assert_eq!(text, "spark.app.password=pw\n");
    assert_eq!(
        command.arguments(Some(Path::new("/f")))[..3],
        ["--properties-file", "/f", "--load-spark-defaults"]
    );
}

#[test]
fn a_properties_file_of_ones_own_switches_the_defaults_off_and_loses_to_the_secrets() {
    for version in ["3.5.9", "4.3.0"] {
        let (command, text) = three_files(version, true);
        assert_eq!(text, "spark.app.password=pw\nspark.b=own\n");
        let arguments = command.arguments(Some(Path::new("/f")));
        assert_eq!(arguments, ["--properties-file", "/f", "s3://bucket/app.py"]);
    }
}

#[test]
fn without_secrets_a_properties_file_is_named_as_it_is() {
    let application = remote().option("properties_file", OptionValue::text("own.conf"));
    assert_eq!(
        words(&application),
        ["--properties-file", "own.conf", "s3://bucket/app.py"]
    );
}

#[test]
fn a_preview_reads_one_option_a_line() {
    let application = remote()
        .option("master", OptionValue::text("local[2]"))
        .option("name", OptionValue::text("my job"))
        .argument("--month")
        .argument("1")
        .argument("--dry")
        .argument("--out")
        .argument("out/1")
        .argument("rest");
    let lines = command(&application).preview().lines;
    assert_eq!(
        lines,
        [
            "/spark/bin/spark-submit",
            "  --master 'local[2]'",
            "  --name 'my job'",
            "  s3://bucket/app.py",
            "  --month 1",
            "  --dry",
            "  --out out/1",
            "  rest",
        ]
    );
}

#[test]
fn a_pasted_line_takes_out_what_the_caller_has_in_the_way() {
    let mut surroundings = here();
    surroundings
        .variables
        .insert("MASTER".to_owned(), "yarn".into());
    let application = remote().env("HADOOP_CONF_DIR", "/etc/my hadoop");
    let command = build_in(&application, &spark("4.3.0"), &surroundings).expect("a command line");
    assert_eq!(
        command.preview().shell,
        "env -u MASTER HADOOP_CONF_DIR='/etc/my hadoop' SPARK_HOME=/spark /spark/bin/spark-submit s3://bucket/app.py"
    );
}

/// A Spark whose spark-submit prints its arguments and one variable.
fn printing_spark(dir: &Path) -> Spark {
    let program = dir.join("bin/spark-submit");
    fs::create_dir_all(dir.join("bin")).expect("a folder");
    fs::write(
        &program,
        "#!/bin/sh\nprintf '%s\\0' \"$MASTER\" \"$HADOOP_CONF_DIR\" \"$@\"\n",
    )
    .expect("a script");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("executable");
    Spark {
        home: dir.to_owned(),
        ..spark("4.3.0")
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_pasted_line_runs_with_exactly_the_arguments(
        arguments in proptest::collection::vec("[^\0\r]{0,10}", 0..5),
        name in "[^\0\r]{0,10}",
        hadoop in "[^\0\r]{1,10}",
    ) {
        let dir = tempfile::tempdir().expect("a folder");
        let spark = printing_spark(dir.path());
        let mut application = remote().option("name", OptionValue::text(name)).env("HADOOP_CONF_DIR", &hadoop);
        for argument in &arguments {
            application = application.argument(argument);
        }
        let mut surroundings = here();
        surroundings.variables.insert("MASTER".to_owned(), "yarn".into());
        let command = build_in(&application, &spark, &surroundings).expect("a command line");
        // What is masked because it looks like a secret cannot be read back.
        prop_assume!(!command.preview().shell.contains(pipeline_core::secret::MASK));
        let output = Command::new("sh")
            .arg("-c")
            .arg(command.preview().shell)
            .env("MASTER", "yarn")
            .output()
            .expect("sh runs");
        let mut expected = vec![String::new(), hadoop];
        expected.extend(command.arguments(None));
        let mut expected = expected.join("\0");
        expected.push('\0');
        prop_assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    }
}
