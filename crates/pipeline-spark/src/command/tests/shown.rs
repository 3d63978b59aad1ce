//! What a person sees, and what a shell makes of it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;

use super::*;

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
        .argument("--level=2")
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
            "  --level=2",
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
