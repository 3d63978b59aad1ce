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
