//! `new`, the setters, defaults, paths.

use super::*;

/// Flights that left New York in one month.
#[derive(ExternalTask)]
pub(crate) struct Flights {
    month: u8,
    #[task(output = "data/flights-{month:02}.csv.gz")]
    pub(crate) csv: Output<File>,
}

/// Mean departure delay per carrier.
#[derive(SparkTask)]
#[spark(app = later("jobs/delays.py"), driver_memory = "1g", conf("spark.sql.shuffle.partitions" = 8))]
pub(crate) struct Delays {
    /// The month of 2013.
    #[spark(arg = "--month")]
    pub(crate) month: u8,
    /// The fewest flights a carrier needs.
    #[spark(arg = "--min-flights", default = 10)]
    min_flights: u64,
    #[spark(arg = "--flights", input = Flights::new(month))]
    flights: Input<Flights>,
    #[spark(arg = "--out", output = "out/delays/{month:02}/{min_flights}")]
    pub(crate) delays: Output<Directory>,
}

#[test]
fn required_parameters_are_new_s_and_the_rest_have_setters_that_move_the_outputs() {
    let task = Delays::new(3);
    assert_eq!(task.delays.location(), "out/delays/03/10");
    assert_eq!(task.min_flights, 10);
    let task = task.min_flights(20);
    assert_eq!(task.delays.location(), "out/delays/03/20");
    assert_eq!(
        (&task as &dyn AnyTask).label(),
        "Delays(month=3, min_flights=20)"
    );
}

#[test]
fn the_schema_says_what_the_struct_says() {
    let schema = Delays::SCHEMA;
    assert_eq!(schema.name, "Delays");
    assert_eq!(schema.path, "derive::construct::Delays");
    assert_eq!(schema.doc, "Mean departure delay per carrier.");
    assert_eq!(schema.kind, TaskKind::Engine("spark"));
    assert_eq!(schema.params[1].doc, "The fewest flights a carrier needs.");
    assert_eq!(schema.params[1].default, Some("10"));
    assert_eq!(schema.params[1].type_name, "u64");
    assert_eq!(schema.inputs[0].name, "flights");
    assert_eq!(schema.outputs[0].name, "delays");
    assert_eq!(
        schema.params[0].kind,
        ParamKind::Integer {
            signed: false,
            bits: 8
        }
    );
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Param)]
pub(crate) enum Mode {
    Fast,
    VerySlow,
    #[param(rename = "half/way")]
    Between,
}

/// Every way to have a default.
#[derive(WrapperTask)]
struct Defaults {
    maybe: Option<u8>,
    name: Option<String>,
    many: Vec<u8>,
    switch: bool,
    #[task(default = "JFK")]
    origin: String,
    #[task(default = "a/b")]
    path: PathBuf,
    #[task(default)]
    zero: u32,
    #[task(default = -1)]
    negative: i8,
    #[task(default = 'c')]
    letter: char,
    #[task(default = 7)]
    some: Option<u8>,
    #[task(default = Mode::VerySlow)]
    mode: Mode,
    #[task(default = vec![1, 2])]
    list: Vec<u8>,
}

#[test]
fn a_default_is_by_type_by_literal_or_by_expression() {
    let task = Defaults::new();
    assert_eq!((task.maybe, task.some, task.zero), (None, Some(7), 0));
    assert_eq!(
        (task.origin.as_str(), task.negative, task.letter),
        ("JFK", -1, 'c')
    );
    assert_eq!(
        (task.path, task.mode),
        (PathBuf::from("a/b"), Mode::VerySlow)
    );
    assert_eq!(
        (task.many, task.list, task.switch),
        (vec![], vec![1, 2], false)
    );
    assert_eq!(task.name, None);
    let shown: Vec<_> = Defaults::SCHEMA.params.iter().map(|p| p.default).collect();
    assert_eq!(shown[4], Some("JFK"));
    assert_eq!(shown[10], Some("Mode::VerySlow"));
    assert_eq!(shown[0], None);
}

#[test]
fn a_setter_takes_what_becomes_the_value() {
    let task = Defaults::new()
        .maybe(3)
        .name("x")
        .many([1, 2])
        .switch(true)
        .origin("LGA")
        .path("c");
    assert_eq!(
        (task.maybe, task.name.as_deref(), task.switch),
        (Some(3), Some("x"), true)
    );
    assert_eq!((task.many, task.origin.as_str()), (vec![1, 2], "LGA"));
    assert_eq!(task.path, PathBuf::from("c"));
}

#[derive(WrapperTask)]
struct Lists {
    names: Vec<String>,
    paths: Vec<PathBuf>,
}

#[test]
fn a_setter_of_a_list_of_texts_takes_whatever_gives_texts() {
    let owned = vec!["a".to_owned()];
    assert_eq!(Lists::new().names(["a"]).names, owned);
    assert_eq!(Lists::new().names(&owned).names, owned);
    assert_eq!(Lists::new().names(owned.clone()).names, owned);
    let task = Lists::new().paths("b c".split(' '));
    assert_eq!(task.paths, [PathBuf::from("b"), PathBuf::from("c")]);
}

mod called_like_a_shape {
    use spark_pipeline::prelude::{Param, WrapperTask};

    #[derive(Clone, Copy, Debug, PartialEq, Eq, Param)]
    pub(super) enum Output {
        Short,
        Long,
    }

    #[derive(WrapperTask)]
    pub(super) struct Prints {
        pub(super) output: Output,
    }
}

#[test]
fn a_parameter_s_type_may_be_called_like_a_shape() {
    use called_like_a_shape::{Output, Prints};
    assert_eq!(Prints::new(Output::Long).output, Output::Long);
    let read = from_words::<Prints>(&[("output", &["short"])]);
    assert_eq!(read.map(|task| task.output), Ok(Output::Short));
}

#[test]
fn words_of_a_command_line_make_the_same_task() {
    let task = from_words::<Delays>(&[("month", &["3"])]).unwrap_or_else(|p| panic!("{p:?}"));
    assert_eq!(TaskId::of(&task), TaskId::of(&Delays::new(3)));
    assert_eq!(task.delays.location(), "out/delays/03/10");
    let all = from_words::<Defaults>(&[("mode", &["fast"]), ("many", &["1", "2"])]);
    let all = all.unwrap_or_else(|p| panic!("{p:?}"));
    assert_eq!((all.mode, all.many), (Mode::Fast, vec![1, 2]));
}

#[test]
fn every_wrong_word_is_a_problem_of_its_parameter() {
    let problems = from_words::<Delays>(&[("month", &["300"]), ("min_flights", &["x"])])
        .err()
        .unwrap_or_default();
    assert_eq!(problems.len(), 2);
    assert!(problems[0].starts_with("month: "), "{problems:?}");
    assert!(problems[1].starts_with("min_flights: "), "{problems:?}");
    let problems = from_words::<Delays>(&[]).err().unwrap_or_default();
    assert_eq!(problems, ["month: it is required"]);
}

#[test]
fn an_enum_prints_and_parses_its_words() {
    assert_eq!(
        Mode::KIND,
        ParamKind::Choice(&["fast", "very-slow", "half/way"])
    );
    for mode in [Mode::Fast, Mode::VerySlow, Mode::Between] {
        assert_eq!(Mode::parse(&mode.print()), Ok(mode));
    }
    assert_eq!(Mode::VerySlow.value(), "very-slow");
    let error = Mode::parse("very_slow")
        .err()
        .map(|error| error.to_string());
    assert!(
        error.as_deref().is_some_and(|e| e.contains("`very-slow`")),
        "{error:?}"
    );
    let mut path = String::new();
    Mode::Between
        .render("", &mut path)
        .unwrap_or_else(|e| panic!("{e}"));
    assert!(!path.contains('/'), "a word is one piece of a path: {path}");
}

fn place(root: &str, month: u8) -> String {
    format!("{root}/{month}")
}

#[derive(ExternalTask)]
struct Placed {
    month: u8,
    root: String,
    #[task(output = place(&root, month))]
    by_call: Output<File>,
    #[task(output = PathBuf::from(root).join("x"))]
    by_path: Output<File>,
    #[task(output = format!("{root}/{month:02}"))]
    by_format: Output<File>,
    #[task(output = "{{literal}}/{root}")]
    escaped: Output<File>,
    #[task(output = "fixed")]
    fixed: Output<File>,
}

#[test]
fn a_place_is_a_template_or_an_expression_that_sees_the_parameters() {
    let task = Placed::new(3, "r");
    assert_eq!(task.by_call.location(), "r/3");
    assert_eq!(task.by_path.location(), "r/x");
    assert_eq!(task.by_format.location(), "r/03");
    assert_eq!(task.escaped.location(), "{literal}/r");
    assert_eq!(task.fixed.location(), "fixed");
}

#[derive(WrapperTask)]
struct Identity {
    month: u8,
    #[task(insignificant, default = 1)]
    threads: u8,
    #[task(secret, default = "s3cret")]
    password: String,
}

#[test]
fn an_insignificant_parameter_is_no_part_of_the_identity_and_a_secret_one_is_masked() {
    let id = TaskId::of(&Identity::new(1));
    assert_eq!(id, TaskId::of(&Identity::new(1).threads(9)));
    assert_ne!(id, TaskId::of(&Identity::new(2)));
    assert_ne!(id, TaskId::of(&Identity::new(1).password("other")));
    let label = (&Identity::new(1) as &dyn AnyTask).label();
    assert!(!label.contains("s3cret"), "{label}");
}

#[derive(WrapperTask)]
#[task(name = "renamed-task")]
struct Renamed;

#[test]
fn a_task_can_have_another_name() {
    assert_eq!(Renamed::SCHEMA.name, "renamed-task");
    assert_eq!(Renamed::SCHEMA.path, "derive::construct::Renamed");
    let _ = Renamed::new();
}
