//! Inputs: what expressions name, and what connecting fills in.

use super::construct::Delays;
use super::*;

#[derive(Task)]
struct Report {
    #[task(input = (1..=12).map(Delays::new))]
    months: Inputs<Delays>,
    #[task(output = "out/report.md")]
    report: Output<File>,
}

impl Run for Report {
    async fn run(&self, _cx: &Context) -> Result<()> {
        Ok(())
    }
}

/// A task that depends on itself with a smaller number.
#[derive(WrapperTask)]
struct Chain {
    n: u32,
    #[task(input = (n > 0).then(|| Chain::new(n - 1)))]
    before: Option<Input<Chain>>,
}

#[derive(WrapperTask)]
struct ByName {
    origin: String,
    #[task(input = Named::new(origin.clone()).again(format!("{origin}!")))]
    once: Input<Named>,
    #[task(input = Named::new(origin))]
    moved: Input<Named>,
}

#[derive(WrapperTask)]
struct Named {
    origin: String,
    again: Option<String>,
}

#[test]
fn an_input_expression_sees_the_parameters_by_name() {
    assert_eq!(dependencies(&Chain::new(1)), [["Chain(n=0)"]]);
    assert_eq!(dependencies(&Chain::new(0)), [[""; 0]]);
    assert_eq!(dependencies(&Report::new())[0].len(), 12);
    let named = dependencies(&ByName::new("JFK"));
    assert!(named[0][0].contains("JFK!"), "{named:?}");
    assert!(named[1][0].contains("JFK"), "{named:?}");
}

/// Expressions whose values borrow the parameters.
#[derive(WrapperTask)]
struct Borrowing {
    origin: String,
    origins: Vec<String>,
    #[task(input = (0..2).map(|n| Named::new(format!("{origin}{n}"))))]
    counted: Inputs<Named>,
    #[task(input = origins.iter().map(Named::new))]
    listed: Inputs<Named>,
    #[task(input = origins.first().map(|first| Named::new(first.clone())))]
    first: Option<Input<Named>>,
    #[task(input = Named::new(origins.iter().max().unwrap_or(&origin)))]
    last: Input<Named>,
}

#[test]
fn an_input_expression_may_borrow_the_parameters() {
    let task = connected(Borrowing::new("JFK").origins(vec!["a".to_owned(), "b".to_owned()]));
    let names = |inputs: &Inputs<Named>| -> Vec<String> {
        inputs.iter().map(|named| named.origin.clone()).collect()
    };
    assert_eq!(names(&task.counted), ["JFK0", "JFK1"]);
    assert_eq!(names(&task.listed), ["a", "b"]);
    let first = task.first.as_ref().map(|first| first.origin.as_str());
    assert_eq!((first, task.last.origin.as_str()), (Some("a"), "b"));
}

#[derive(WrapperTask)]
struct Inferred {
    #[task(input = "x".parse().unwrap_or_default())]
    one: Input<Parsed>,
    #[task(input = None)]
    none: Option<Input<Parsed>>,
    #[task(input = Vec::new())]
    empty: Inputs<Parsed>,
}

#[derive(Default, WrapperTask)]
struct Parsed {
    text: String,
}

impl std::str::FromStr for Parsed {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::new(text))
    }
}

#[test]
fn an_input_expression_knows_the_type_that_it_must_have() {
    let task = connected(Inferred::new());
    assert_eq!(task.one.text, "x");
    assert_eq!((task.none.is_none(), task.empty.len()), (true, 0));
}

#[test]
fn connecting_fills_every_shape_and_inputs_are_visited_in_order() {
    let report = connected(Report::new());
    let months: Vec<u8> = report.months.iter().map(|delays| delays.month).collect();
    assert_eq!(months, (1..=12).collect::<Vec<_>>());
    let mut seen = Vec::new();
    Task::visit_inputs(&report, &mut |schema, tasks| {
        seen.push((schema.name, schema.many, tasks.len()));
    });
    assert_eq!(seen, [("months", true, 12)]);

    let chain = connected(Chain::new(2));
    assert_eq!(chain.before.as_ref().map(|before| before.n), Some(1));
    assert!(connected(Chain::new(0)).before.is_none());
    let by_name = connected(ByName::new("x"));
    assert_eq!(by_name.once.origin, "x");
    assert_eq!(by_name.moved.again, None);
}

/// With every field that is no parameter.
#[derive(Clone, ExternalTask)]
struct Copied {
    #[task(output = "rows")]
    rows: Output<Parquet<NotClone>>,
}

#[derive(Row)]
struct NotClone {
    _n: i64,
}

#[derive(Clone, WrapperTask)]
struct Copies {
    n: u32,
    #[task(input = Chain::new(n))]
    one: Input<Chain>,
    #[task(input = Some(Chain::new(n)))]
    maybe: Option<Input<Chain>>,
    #[task(input = [Copied::new()])]
    many: Inputs<Copied>,
}

#[test]
fn a_clone_of_a_task_is_connected_to_the_same_tasks() {
    let task = connected(Copies::new(3));
    let copy = task.clone();
    assert!(std::ptr::eq(&raw const *copy.one, &raw const *task.one));
    assert_eq!(copy.maybe.as_ref().map(|maybe| maybe.n), Some(3));
    assert!(std::ptr::eq(
        &raw const *copy.many[0],
        &raw const *task.many[0]
    ));
    assert_eq!(copy.many[0].clone().rows.clone().location(), "rows");
    assert_eq!(TaskId::of(&copy), TaskId::of(&task));
}

#[test]
fn a_task_with_one_output_has_a_sole_output() {
    let report = Report::new();
    assert_eq!(report.sole_output().location(), report.report.location());
    let mut outputs = Vec::new();
    Task::visit_outputs(&report, &mut |schema, target| {
        outputs.push((schema.name, target.location().to_owned(), target.format()));
    });
    assert_eq!(outputs, [("report", "out/report.md".to_owned(), "file")]);
}
