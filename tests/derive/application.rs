//! What a Spark task's attributes make of `SparkApplication`.

use spark_pipeline::spark::SparkTask as _;

use super::construct::{Delays, Flights};
use super::*;

#[test]
fn options_properties_and_arguments_are_as_declared() {
    let application = connected(Delays::new(3)).application();
    assert_eq!(
        application.resource,
        MainResource::Python {
            path: "jobs/delays.py".to_owned()
        }
    );
    assert_eq!(
        application.options["driver_memory"],
        OptionValue::text("1g")
    );
    assert_eq!(application.conf["spark.sql.shuffle.partitions"], "8");
    assert_eq!(
        argv(&application),
        [
            "--month",
            "3",
            "--min-flights",
            "10",
            "--flights",
            "data/flights-03.csv.gz",
            "--out",
            "out/delays/03/10"
        ]
    );
    assert_eq!(
        application.crate_dir,
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
    );
}

#[derive(SparkTask)]
#[spark(
    app = later("lib/job.jar"),
    class = "org.example.Main",
    executor_memory = Memory::gib(2 * ranks),
    executor_cores = cores,
    jars = [later("a.jar"), later("b.jar")],
    packages = "org.example:thing:1.0",
    files = names.clone(),
    name = format!("job-{ranks}"),
    supervise = ranks > 1,
    verbose,
    conf("spark.x.text" = "a=b c", "spark.x.number" = ranks * 2, "spark.x.half" = 0.50),
    conf("spark.x.password" = password.clone(), "spark.x.negative" = -1),
    env("TOKEN" = password, "HADOOP_CONF_DIR" = "/etc/hadoop")
)]
struct Everything {
    #[spark(arg)]
    ranks: u64,
    #[spark(default = 2)]
    cores: u32,
    names: Vec<String>,
    #[spark(secret, default = "geheim")]
    password: String,
    #[spark(arg = "--switch")]
    switch: bool,
    #[spark(arg = "--maybe")]
    maybe: Option<u8>,
    #[spark(arg = "-n")]
    many: Vec<u8>,
}

#[test]
fn an_option_is_a_literal_or_an_expression_that_sees_the_parameters() {
    let application = Everything::new(3).names(["f".to_owned()]).application();
    let options = &application.options;
    assert_eq!(options["class"], OptionValue::text("org.example.Main"));
    assert_eq!(options["executor_memory"], OptionValue::text("6g"));
    assert_eq!(options["executor_cores"], OptionValue::count(2));
    assert_eq!(options["jars"], OptionValue::list(["a.jar", "b.jar"]));
    assert_eq!(
        options["packages"],
        OptionValue::list(["org.example:thing:1.0"])
    );
    assert_eq!(options["files"], OptionValue::list(["f"]));
    assert_eq!(options["name"], OptionValue::text("job-3"));
    assert_eq!(options["supervise"], OptionValue::switch(true));
    assert_eq!(options["verbose"], OptionValue::switch(true));
    let conf = &application.conf;
    assert_eq!(conf["spark.x.text"], "a=b c");
    assert_eq!(conf["spark.x.number"], "6");
    assert_eq!(conf["spark.x.half"], "0.50");
    assert_eq!(conf["spark.x.negative"], "-1");
    assert_eq!(application.env["HADOOP_CONF_DIR"], "/etc/hadoop");
}

/// Options and properties whose expressions borrow the parameters.
#[derive(SparkTask)]
#[spark(
    app = std::path::Path::new(&place).join("job.jar"),
    class = place.trim_matches('/'),
    jars = libs.iter().map(|lib| format!("{place}/{lib}.jar")),
    files = libs.iter(),
    conf("spark.x" = libs.join("+").as_str(), "spark.y" = place.as_str()),
    env("PLACE" = place.split('/').next().unwrap_or(&place)),
)]
struct Borrowing {
    place: String,
    #[spark(insignificant)]
    libs: Vec<String>,
    #[spark(arg, output = place.trim_end_matches('/'))]
    out: Output<Directory>,
}

#[test]
fn an_expression_may_borrow_the_parameters() {
    let task = Borrowing::new("a/").libs(vec!["x".to_owned(), "y".to_owned()]);
    let application = task.application();
    assert!(
        matches!(&application.resource, MainResource::Jar { path } if path == "a/job.jar"),
        "{:?}",
        application.resource
    );
    let options = &application.options;
    assert_eq!(options["class"], OptionValue::text("a"));
    assert_eq!(options["jars"], OptionValue::list(["a//x.jar", "a//y.jar"]));
    assert_eq!(options["files"], OptionValue::list(["x", "y"]));
    assert_eq!(application.conf["spark.x"], "x+y");
    assert_eq!(application.conf["spark.y"], "a/");
    assert_eq!(application.env["PLACE"], "a");
    assert_eq!(task.out.location(), "a");
}

#[test]
fn what_a_secret_goes_into_is_secret() {
    let application = Everything::new(3).application();
    assert_eq!(application.conf["spark.x.password"], "geheim");
    assert_eq!(application.env["TOKEN"], "geheim");
    assert_eq!(application.secret, ["spark.x.password", "TOKEN"]);
}

#[test]
fn a_switch_is_bare_an_absent_value_is_nothing_and_a_list_repeats() {
    let task = Everything::new(3);
    assert_eq!(argv(&task.application()), ["3"]);
    let task = task.switch(true).maybe(0).many([1, 2]);
    assert_eq!(
        argv(&task.application()),
        ["3", "--switch", "--maybe", "0", "-n", "1", "-n", "2"]
    );
}

#[derive(ExternalTask)]
struct Two {
    #[task(output = "first")]
    first: Output<File>,
    #[task(output = "second")]
    second: Output<File>,
}

#[derive(SparkTask)]
#[spark(app = later("job.R"))]
struct Inputs3 {
    #[spark(default = true)]
    with: bool,
    #[spark(arg = "--one", of = second, input = Two::new())]
    one: Input<Two>,
    #[spark(arg, input = with.then(|| Flights::new(1)))]
    maybe: Option<Input<Flights>>,
    #[spark(arg = "-m", input = (1..=2).map(Flights::new))]
    many: Inputs<Flights>,
}

#[test]
fn each_shape_of_an_input_passes_its_paths() {
    let application = connected(Inputs3::new()).application();
    assert_eq!(
        application.resource,
        MainResource::R {
            path: "job.R".to_owned()
        }
    );
    assert_eq!(
        argv(&application),
        [
            "--one",
            "second",
            "data/flights-01.csv.gz",
            "-m",
            "data/flights-01.csv.gz",
            "-m",
            "data/flights-02.csv.gz"
        ]
    );
    let without = connected(Inputs3::new().with(false)).application();
    assert_eq!(argv(&without)[..3], ["--one", "second", "-m"]);
    let two = connected(Inputs3::new());
    assert_eq!(two.one.first.location(), "first");
    assert_eq!((two.maybe.is_some(), two.many.len()), (true, 2));
}

const LINE: u32 = line!() + 4;

#[derive(SparkTask)]
#[spark(
    python = r#"
def main(sc, task):
    print(task.n)
"#,
    entry = "context"
)]
struct Inline {
    n: u8,
}

#[test]
fn an_inline_module_knows_its_place_in_the_source() {
    let MainResource::PythonModule { source, task, .. } = Inline::new(7).application().resource
    else {
        panic!("a module");
    };
    let PythonSource::Inline { text, file, line } = source else {
        panic!("inline");
    };
    assert!(text.starts_with("\ndef main"));
    assert!(file.ends_with("tests/derive/application.rs"), "{file}");
    assert_eq!(line, LINE);
    assert_eq!(task["fields"][0]["value"], 7);
}

#[derive(SparkTask)]
#[spark(python_file = later("jobs/words.py"))]
struct FromFile;

#[derive(SparkTask)]
#[spark(app = chosen(jar))]
struct Chosen {
    jar: bool,
}

fn chosen(jar: bool) -> &'static str {
    if jar { "$SPARK_HOME/x.jar" } else { "x.py" }
}

#[test]
fn a_program_is_a_file_or_an_expression_judged_by_its_ending() {
    let MainResource::PythonModule { source, .. } = FromFile::new().application().resource else {
        panic!("a module");
    };
    assert_eq!(
        source,
        PythonSource::File {
            path: "jobs/words.py".to_owned()
        }
    );
    let python = Chosen::new().application().resource;
    assert!(matches!(python, MainResource::Python { .. }));
    let jar = Chosen::new().jar(true).application().resource;
    assert!(matches!(jar, MainResource::Jar { path } if path == "$SPARK_HOME/x.jar"));
}
