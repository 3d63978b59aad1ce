//! Which mistakes an item has: how many, and in which words. The places are held by the
//! programs in `tests/ui`.

use super::*;

fn spark(attributes: &str, fields: &str) -> Vec<String> {
    mistakes(
        Derive::SparkTask,
        &format!("#[spark({attributes})] struct Job {{ {fields} }}"),
    )
}

#[track_caller]
fn one(found: Vec<String>) -> String {
    assert_eq!(found.len(), 1, "{found:#?}");
    found.into_iter().next().unwrap()
}

#[test]
fn the_designs_own_task_has_none() {
    let found = spark(
        r#"app = "jobs/delays.py", driver_memory = "1g", conf("spark.sql.shuffle.partitions" = 8)"#,
        r#"#[spark(arg = "--month")] month: u8,
           #[spark(arg = "--flights", input = Flights::new(month))] flights: Input<Flights>,
           #[spark(arg = "--out", output = "out/{month:02}")] delays: Output<Parquet<Row>>"#,
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn every_settable_option_is_a_key_and_its_example_is_taken() {
    for option in spark_options::OPTIONS {
        let fits = option.settable
            && !matches!(
                option.kind,
                spark_options::Kind::Property | spark_options::Kind::SubmissionId
            );
        if !fits || option.key == "class" {
            continue;
        }
        // A script never runs where it could be supervised.
        let app = match option.key {
            "supervise" => "job.jar",
            _ => "job.py",
        };
        let entry = format!(r#"app = "{app}", {} = {}"#, option.key, option.example());
        assert_eq!(spark(&entry, ""), [""; 0], "{entry}");
    }
}

#[test]
fn what_is_no_key_for_an_author_is_none() {
    for option in spark_options::OPTIONS
        .iter()
        .filter(|option| !option.settable)
    {
        let found = spark(&format!(r#"app = "job.py", {} = "x""#, option.key), "");
        assert!(
            one(found).contains("is no key of a struct"),
            "{}",
            option.key
        );
    }
}

#[test]
fn the_nearest_key_is_suggested_at_every_level() {
    let on_the_struct = one(spark(r#"app = "job.py", driver_memroy = "1g""#, ""));
    assert!(
        on_the_struct.contains("did you mean `driver_memory`?"),
        "{on_the_struct}"
    );
    let on_a_field = one(spark(r#"app = "job.py""#, "#[spark(inptu = x)] n: u8"));
    assert!(on_a_field.contains("did you mean `input`?"), "{on_a_field}");
    let entry = one(spark(r#"python_file = "job.py", entry = "sesion""#, ""));
    assert!(entry.contains("did you mean `session`?"), "{entry}");
    let in_a_path = one(spark(
        r#"app = "job.py""#,
        r#"month: u8, #[spark(arg, output = "{mont}")] out: Output<File>"#,
    ));
    assert!(in_a_path.contains("did you mean `month`?"), "{in_a_path}");
}

#[test]
fn a_misspelt_app_is_one_mistake_and_not_a_missing_one_too() {
    assert!(one(spark(r#"appp = "job.py""#, "")).contains("did you mean `app`?"));
}

#[test]
fn mistakes_of_different_fields_are_all_reported() {
    let found = spark(
        r#"app = "job.py", driver_memory = "1.5g", conf("spark.driver.memory" = "1g")"#,
        r#"#[spark(arg = "m")] month: u8,
           #[spark(arg, output = "{x}/{y")] out: Output<File>,
           leaf: Input<Leaf>"#,
    );
    assert_eq!(found.len(), 5, "{found:#?}");
}

#[test]
fn a_mistake_costs_its_own_entry_and_not_its_neighbours() {
    let found = spark(r#"app = "job.py", name = , driver_memroy = "1g", = 3"#, "");
    assert_eq!(found.len(), 3, "{found:#?}");
}

#[test]
fn a_property_that_an_option_sets_is_shown_as_that_option() {
    for option in spark_options::OPTIONS
        .iter()
        .filter(|option| option.settable)
    {
        let Some(property) = option.property else {
            continue;
        };
        let found = one(spark(
            &format!(r#"app = "job.jar", conf("{property}" = "x")"#),
            "",
        ));
        assert!(
            found.contains(&format!("write `{} = ", option.key)),
            "{found}"
        );
    }
}

#[test]
fn attributes_of_others_are_left_alone() {
    let found = mistakes(
        Derive::Row,
        r#"#[serde(rename_all = "x")] #[spark(app = "x")] struct Delay {
            #[serde(rename = "y")] carrier: String
        }"#,
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn an_item_that_is_no_struct_gets_one_mistake_for_that() {
    for item in ["enum Job { A }", "union Job { a: u8 }", "struct Job(u8);"] {
        for derive in Derive::ALL {
            let expected = match (derive, item) {
                (Derive::Param, "enum Job { A }") => 0,
                _ => 1,
            };
            assert_eq!(
                mistakes(derive, item).len(),
                expected,
                "{} {item}",
                derive.name()
            );
        }
    }
}

#[test]
fn a_file_or_folder_is_handed_to_the_program_and_a_dataset_need_not_be() {
    for target in ["File", "Directory", "target::File"] {
        let field = format!(r#"#[spark(output = "out/x")] the_out: Output<{target}>"#);
        let told = one(spark(r#"app = "job.py""#, &field));
        assert!(told.contains(r#"write `arg = "--the-out"`"#), "{told}");
        assert_eq!(spark(r#"python_file = "job.py""#, &field), [""; 0]);
        let handed = field.replace("output", "arg, output");
        assert_eq!(spark(r#"app = "job.jar""#, &handed), [""; 0]);
    }
    let dataset = r#"#[spark(output = "out/x")] out: Output<Parquet<Row>>"#;
    assert_eq!(spark(r#"app = "job.py""#, dataset), [""; 0]);
}

#[test]
fn a_name_that_says_so_makes_a_secret_unless_its_author_says_otherwise() {
    let app = r#"app = "job.py""#;
    for name in ["api_token", "password", "aws_secret_key", "r#token"] {
        let told = one(spark(app, &format!("#[spark(arg)] {name}: String")));
        assert!(told.contains("write `secret = false`"), "{told}");
        let path = format!(
            r#"{name}: u8, #[spark(arg, output = "x/{{{}}}")] out: Output<File>"#,
            name.trim_start_matches("r#")
        );
        let told = one(spark(app, &path));
        assert!(
            told.contains("readable in this path") && told.contains("`secret = false`"),
            "{told}"
        );
        let expr = format!(
            r#"{name}: u8, #[spark(arg, output = format!("{{}}", {name}))] out: Output<File>"#
        );
        assert!(one(spark(app, &expr)).contains("`secret = false`"));
        let option = one(spark(
            &format!("{app}, name = {name}"),
            &format!("{name}: String"),
        ));
        assert!(option.contains("`secret = false`"), "{option}");
        assert_eq!(
            spark(
                app,
                &format!("#[spark(arg, secret = false)] {name}: String")
            ),
            [""; 0]
        );
    }
    for name in ["month", "sort_key", "max_tokens"] {
        assert_eq!(
            spark(app, &format!("#[spark(arg)] {name}: String")),
            [""; 0]
        );
    }
    // Who marks a secret needs no way out of its name.
    let marked = one(spark(app, "#[spark(arg, secret)] password: String"));
    assert!(!marked.contains("secret = false"), "{marked}");
}

#[test]
fn secret_takes_no_value_but_false() {
    for value in ["secret = true", "secret = 1", "secret(false)"] {
        let told = one(spark(
            r#"app = "job.py""#,
            &format!("#[spark({value})] x: u8"),
        ));
        assert!(
            told.contains("`secret` takes no value but `false`"),
            "{told}"
        );
    }
}

#[test]
fn each_mistake_about_the_run_is_told_once_and_a_right_one_not() {
    for right in [
        "retries = 1",
        "retries = 1000",
        "priority = -3",
        "priority = 0",
        r#"backoff = "1d""#,
        r#"timeout = "1ns""#,
        r#"timeout = "365d""#,
        "timeout = limit",
        "resources(cluster = 1, a = n, r#type = 2, \"my-pool\" = f(3))",
        "on_success = a::b::<C>",
        "on_failure = Self::x",
    ] {
        assert_eq!(
            spark(&format!(r#"app = "job.py", {right}"#), ""),
            [""; 0],
            "{right}"
        );
    }
    for wrong in [
        "retries = 0",
        "retries = -1",
        "retries = 1001",
        "retries = 1.0",
        "retries = true",
        "retries(3)",
        "retries",
        "priority = 1.5",
        "priority = 4_000_000_000",
        r#"backoff = "0ms""#,
        r#"backoff = "25h""#,
        r#"timeout = "366d""#,
        r#"timeout = "2 hours""#,
        r#"timeout = """#,
        "timeout = 10",
        "timeout = self.limit",
        "timeout",
        "resources()",
        "resources",
        "resources = [1]",
        "resources(2)",
        "resources(cluster)",
        "resources(cluster 2)",
        "resources(cluster = )",
        "resources(cluster = 0)",
        "resources(a = 1 b = 2)",
        "resources(cluster = self.n)",
        "on_success = 3",
        "on_success = f(x)",
        "on_failure(f)",
    ] {
        let found = spark(&format!(r#"app = "job.py", {wrong}"#), "");
        assert_eq!(found.len(), 1, "{wrong}: {found:#?}");
        assert!(found[0].contains("\nhelp: "), "{wrong}: {found:#?}");
    }
}

#[test]
fn a_task_that_is_never_run_has_no_word_about_its_run() {
    for key in crate::check::keys::CONTROL {
        for derive in [Derive::ExternalTask, Derive::WrapperTask] {
            let item = format!(
                r#"#[task({})] struct Job {{ #[task(output = "x")] x: Output<File> }}"#,
                key.name
            );
            let found = mistakes(derive, &item);
            let of_key: Vec<_> = found
                .iter()
                .filter(|it| it.contains("take it away"))
                .collect();
            assert_eq!(of_key.len(), 1, "{found:#?}");
        }
    }
}
