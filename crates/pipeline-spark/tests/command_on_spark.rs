//! The command line against the real spark-submit: what was declared is what arrives.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use pipeline_spark::application::{MainResource, OptionValue};
use pipeline_spark::command::{CommandLine, Surroundings, build_in};
use pipeline_spark::install::for_tests;
use pipeline_spark::{SparkApplication, command};
use serde_json::Value;

/// Texts that went wrong somewhere before: each as an argument, a property and a secret.
const NASTY: &[&str] = &[
    "a b",
    "",
    "0",
    "--verbose",
    "--conf",
    "-",
    "--",
    "a,b",
    "k=v=w",
    "=",
    "it's \"quoted\" `x` $HOME $(id) \\ \\\\ \\n",
    "é ☃ 😀 日本語",
    "two\nlines",
    "ends with one\n",
    "@file",
    "tab\there",
    "*",
    "~",
    "#x!y:z",
    "%s %d %%",
    "{a} {{b}} ${c}",
    "x\u{1}\u{7f}",
    "null",
    "local[*]",
    "a;b|c&d>e<f",
];

/// The name of a secret, with what ends a name in a file of properties.
fn hidden(i: usize) -> String {
    format!("spark.hidden.{i}.é k:#!")
}

fn probe(out: &Path) -> SparkApplication {
    SparkApplication::new(MainResource::Python {
        path: "tests/data/probe.py".into(),
    })
    .crate_dir(env!("CARGO_MANIFEST_DIR"))
    .option("master", OptionValue::text("local[1]"))
    .option("driver_memory", OptionValue::text("1g"))
    .conf("spark.ui.enabled", false)
    .env("PROBE_OUT", out.display())
}

fn run(mut command: Command) -> Output {
    let output = command.output().expect("spark-submit starts");
    assert!(
        output.status.success(),
        "{command:?}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

fn seen(out: &Path) -> Value {
    let text = fs::read_to_string(out).expect("the probe has written");
    serde_json::from_str(&text).expect("JSON")
}

/// The surroundings of a caller who has everything in the way.
fn hostile(dir: &Path) -> Surroundings {
    let mut surroundings = Surroundings::of_process();
    dir.clone_into(&mut surroundings.dir);
    for (name, value) in HOSTILE {
        surroundings
            .variables
            .insert((*name).to_owned(), (*value).into());
    }
    surroundings
}

const HOSTILE: &[(&str, &str)] = &[
    ("LC_ALL", "POSIX"),
    ("MASTER", "spark://nowhere:1"),
    ("DEPLOY_MODE", "cluster"),
    ("SPARK_DRIVER_MEMORY", "7g"),
    ("SPARK_EXECUTOR_MEMORY", "not-a-memory"),
    ("SPARK_EXECUTOR_CORES", "0"),
    ("SPARK_YARN_APP_NAME", "not this"),
    ("SPARK_REMOTE", "sc://nowhere"),
    ("PYSPARK_SUBMIT_ARGS", "--master nowhere pyspark-shell"),
    ("PYSPARK_DRIVER_PYTHON", "jupyter"),
    (
        "SPARK_SUBMIT_OPTS",
        "-Dspark.not.declared=1 -Dmachine.proxy=p",
    ),
];

/// Everything nasty at once, in one Spark: as arguments, as properties, as secrets in the file,
/// as the name, from a caller whose environment is in the way.
#[test]
fn what_was_declared_arrives_unharmed() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("seen.json");
    let name = "é --name, \"quoted\" 'n' $x";
    let mut application = probe(&out).option("name", OptionValue::text(name));
    application = application.env("HADOOP_USER_NAME", "somebody else");
    for (i, text) in NASTY.iter().enumerate() {
        application = application
            .argument(*text)
            .conf(format!("spark.nasty.{i}"), text);
        application = application.conf(hidden(i), text).secret(hidden(i));
    }
    let surroundings = hostile(dir.path());
    let command = build_in(&application, for_tests(), &surroundings).expect("a command line");
    let invocation = command.write(&dir.path().join("run")).expect("written");
    let mut process = std::process::Command::new(&invocation.program);
    process
        .current_dir(dir.path())
        .args(&invocation.arguments)
        .envs(HOSTILE.iter().copied());
    for name in &invocation.environment.removed {
        process.env_remove(name);
    }
    process.envs(&invocation.environment.set);
    run(process);

    let seen = seen(&out);
    let arguments: Vec<_> = NASTY.iter().map(|text| Value::from(*text)).collect();
    assert_eq!(seen["arguments"], Value::from(arguments));
    let conf = &seen["conf"];
    for (i, text) in NASTY.iter().enumerate() {
        assert_eq!(conf[format!("spark.nasty.{i}")], *text, "--conf {text:?}");
        assert_eq!(conf[hidden(i)], *text, "in the file {text:?}");
    }
    assert_eq!(conf["spark.app.name"], name);
    assert_eq!(conf["spark.master"], "local[1]");
    assert_eq!(conf["spark.submit.deployMode"], "client");
    assert_eq!(conf["spark.driver.memory"], "1g");
    assert!(conf.get("spark.executor.memory").is_none(), "{conf}");
    assert!(conf.get("spark.not.declared").is_none(), "{conf}");
    assert_eq!(seen["environment"]["HADOOP_USER_NAME"], "somebody else");
}

/// The pasted line runs as it is; the defaults are still read when secrets are in a file; the
/// application's own file of properties wins over them and loses to what is declared.
#[test]
fn the_rerun_line_runs_and_the_defaults_still_hold() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("seen.json");
    let conf_dir = dir.path().join("conf dir");
    fs::create_dir(&conf_dir).expect("a folder");
    fs::write(
        conf_dir.join("spark-defaults.conf"),
        "spark.from.defaults  yes\nspark.app.password  lost\n",
    )
    .expect("a file");
    let application = probe(&out)
        .env("SPARK_CONF_DIR", conf_dir.display())
        .conf("spark.app.password", "it's s3cret: =é\\")
        .argument("it's; $HOME");
    let surroundings = Surroundings {
        dir: dir.path().to_owned(),
        ..Surroundings::of_process()
    };
    let command = build_in(&application, for_tests(), &surroundings).expect("a command line");
    let invocation = command.write(&dir.path().join("run")).expect("written");
    assert!(!invocation.shell.contains("s3cret"), "{}", invocation.shell);
    let mut shell = Command::new("sh");
    shell
        .current_dir(dir.path())
        .arg("-c")
        .arg(&invocation.shell);
    run(shell);
    let seen = seen(&out);
    assert_eq!(seen["arguments"], serde_json::json!(["it's; $HOME"]));
    assert_eq!(seen["conf"]["spark.app.password"], "it's s3cret: =é\\");
    assert_eq!(seen["conf"]["spark.from.defaults"], "yes");
}

/// What spark-class drops is refused by us, and for that reason alone.
#[test]
fn a_carriage_return_is_refused_before_spark_drops_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let application = probe(&dir.path().join("seen.json")).argument("a\rb");
    let error = command::build(&application, for_tests()).expect_err("refused");
    assert!(error.cause.contains("carriage return"), "{error}");
    let script = for_tests().home.join("bin/spark-class");
    let script = fs::read_to_string(script).expect("bin/spark-class");
    assert!(
        script.contains(r"$'\r'"),
        "spark-class drops carriage returns no more"
    );
}

#[test]
fn a_command_line_can_be_kept_and_sent() {
    fn is_value<T: Clone + Send + Sync + 'static>() {}
    is_value::<CommandLine>();
}
