//! Where secrets go, and where they do not.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::*;

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
    for secret in ["hunter2!", "alsohidden", "inner-pw"] {
        assert!(!argv.contains(secret), "{secret} in {argv}");
    }
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
        "spark.app.db.password=hunter2!\nspark.driver.extraJavaOptions=-Da=b -Ddb.password=inner-pw\n\
         spark.marked=alsohidden\n"
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
fn a_setting_with_a_secret_inside_it_is_not_in_the_argv_and_is_shown_without_it() {
    let application = remote()
        .option(
            "repositories",
            OptionValue::list(["https://me:url-pw@repo/x", "https://b/y"]),
        )
        .conf(
            "spark.executor.extraJavaOptions",
            "-Da=b -Dstore.password=inner-pw",
        );
    let command = command(&application);
    let argv = command
        .arguments(Some(Path::new("/run/secrets.properties")))
        .join("\n");
    assert!(
        !argv.contains("url-pw") && !argv.contains("inner-pw"),
        "{argv}"
    );
    let text = command.properties.as_ref().expect("a file").text();
    assert!(text.contains("spark.jars.repositories=") && text.contains("url-pw"));
    assert!(
        text.contains("-Dstore.password\\=inner-pw") || text.contains("-Dstore.password=inner-pw")
    );
    let lines = command.preview().lines.join("\n");
    assert!(
        lines.contains("https://me:*****@repo/x,https://b/y"),
        "{lines}"
    );
    assert!(lines.contains("-Da=b -Dstore.password=*****"), "{lines}");
}

#[test]
fn an_error_quotes_no_secret() {
    let long = "x".repeat(128 * 1024);
    for application in [
        remote().option("remote", OptionValue::text("sc://h/x;token=hunter two")),
        remote()
            .option("driver_java_options", OptionValue::text("-Xmx1g hunter"))
            .secret("driver_java_options"),
        remote().secret_argument("hunter\r"),
        remote().secret_argument(format!("hunter{long}")),
        remote().secret_argument("hunter\0"),
        remote().argument("--password").argument("hunter\r"),
    ] {
        let error = refused(&application);
        assert!(!format!("{error} {error:?}").contains("hunter"), "{error}");
    }
}
