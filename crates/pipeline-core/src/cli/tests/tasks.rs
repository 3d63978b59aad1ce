//! Three tasks as a derive would write them, and an engine for one of them.

use std::path::PathBuf;

use crate::config::{Explained, Origin, Settings};
use crate::engine::{BoxFuture, Engine, Extensions, Key};
use crate::failure::{Failure, FailureKind, Result, TaskError};
use crate::param::{AnyParam, ParamKind};
use crate::run::Context;
use crate::target::{AnyTarget, Completion, Output, Target};
use crate::task::{
    AnyTask, Dependencies, Input, InputSchema, Inputs, OutputSchema, ParamSchema, ParamValues,
    Preview, Resolved, Task, TaskKind, TaskSchema,
};

/// A file at a location.
#[derive(Debug)]
pub(super) struct At(String);

impl Target for At {
    const FORMAT: &'static str = "file";
    const COMPLETION: Completion = Completion::Exists;

    fn at(location: String) -> Self {
        Self(location)
    }
    fn location(&self) -> &str {
        &self.0
    }
}

const INTEGER: ParamKind = ParamKind::Integer {
    signed: false,
    bits: 8,
};

const fn param(name: &'static str, doc: &'static str, kind: ParamKind) -> ParamSchema {
    ParamSchema {
        name,
        doc,
        kind,
        type_name: match kind {
            ParamKind::Integer { .. } => "u8",
            ParamKind::List(_) => "Vec<String>",
            ParamKind::Bool => "bool",
            ParamKind::Optional(_) => "Option<String>",
            _ => "PathBuf",
        },
        default: None,
        significant: true,
        secret: false,
    }
}

const fn with_default(param: ParamSchema, default: &'static str) -> ParamSchema {
    ParamSchema {
        default: Some(default),
        ..param
    }
}

const MONTH: ParamSchema = param("month", " The month, 1 to 12.", INTEGER);
const OUT: ParamSchema = with_default(
    param("out", " Where everything is.", ParamKind::Path),
    "\"out\"",
);
const OUTPUTS: &[OutputSchema] = &[OutputSchema {
    name: "file",
    doc: "",
}];

fn out(values: &mut ParamValues, schema: &'static ParamSchema) -> Option<PathBuf> {
    values.take(schema, Some(&|| PathBuf::from("out")))
}

/// Flights of one month, which somebody else provides.
pub(super) struct Flights {
    month: u8,
    out: PathBuf,
    file: Output<At>,
}

static FLIGHTS: TaskSchema = TaskSchema {
    name: "Flights",
    path: "tests::Flights",
    doc: " Flights of one month.",
    kind: TaskKind::External,
    params: &[MONTH, OUT],
    inputs: &[],
    outputs: OUTPUTS,
};

impl Flights {
    fn new(month: u8, out: PathBuf) -> Self {
        let file = Output::at(format!("{}/flights-{month:02}.csv", out.display()));
        Self { month, out, file }
    }
}

impl Task for Flights {
    const SCHEMA: &'static TaskSchema = &FLIGHTS;

    fn visit_params(&self, visit: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {
        visit(&FLIGHTS.params[0], &self.month);
        visit(&FLIGHTS.params[1], &self.out);
    }
    fn from_params(values: &mut ParamValues) -> Option<Self> {
        let month = values.take(&FLIGHTS.params[0], None);
        let out = out(values, &FLIGHTS.params[1]);
        Some(Self::new(month?, out?))
    }
    fn dependencies(&self, _: &mut Dependencies) {}
    fn connect(&mut self, _: &mut Resolved) {}
    fn visit_inputs(&self, _: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {}
    fn visit_outputs(&self, visit: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {
        visit(&OUTPUTS[0], self.file.as_any());
    }
    async fn run(&self, _: &Context) -> Result<()> {
        Err(TaskError::msg("an external task is never run"))
    }
}

/// Mean delays of one month, by the engine.
pub(super) struct Delays {
    month: u8,
    min_flights: u8,
    carriers: Vec<String>,
    exact: bool,
    token: Option<String>,
    out: PathBuf,
    flights: Input<Flights>,
    file: Output<At>,
}

static DELAYS: TaskSchema = TaskSchema {
    name: "Delays",
    path: "tests::Delays",
    doc: " Mean departure delay\n of each carrier.\n\n More about it.",
    kind: TaskKind::Engine("press"),
    params: &[
        MONTH,
        with_default(
            param("min_flights", " Carriers with fewer are left out.", INTEGER),
            "10",
        ),
        param(
            "carriers",
            " Only these carriers.",
            ParamKind::List(&ParamKind::Text),
        ),
        param("exact", " Do not round.", ParamKind::Bool),
        ParamSchema {
            significant: false,
            secret: true,
            ..param(
                "token",
                " Opens the source.",
                ParamKind::Optional(&ParamKind::Text),
            )
        },
        OUT,
    ],
    inputs: &[InputSchema {
        name: "flights",
        doc: "",
        many: false,
    }],
    outputs: OUTPUTS,
};

impl Delays {
    fn new(month: u8, out: PathBuf) -> Self {
        let file = Output::at(format!("{}/delays/{month:02}", out.display()));
        Self {
            month,
            min_flights: 10,
            carriers: Vec::new(),
            exact: false,
            token: None,
            out,
            flights: Input::unconnected(),
            file,
        }
    }
}

impl Task for Delays {
    const SCHEMA: &'static TaskSchema = &DELAYS;

    fn visit_params(&self, visit: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {
        visit(&DELAYS.params[0], &self.month);
        visit(&DELAYS.params[1], &self.min_flights);
        visit(&DELAYS.params[2], &self.carriers);
        visit(&DELAYS.params[3], &self.exact);
        visit(&DELAYS.params[4], &self.token);
        visit(&DELAYS.params[5], &self.out);
    }
    fn from_params(values: &mut ParamValues) -> Option<Self> {
        let month = values.take(&DELAYS.params[0], None);
        let min_flights = values.take(&DELAYS.params[1], Some(&|| 10));
        let carriers = values.take(&DELAYS.params[2], None);
        let exact = values.take(&DELAYS.params[3], None);
        let token = values.take(&DELAYS.params[4], None);
        let out = out(values, &DELAYS.params[5]);
        Some(Self {
            min_flights: min_flights?,
            carriers: carriers?,
            exact: exact?,
            token: token?,
            ..Self::new(month?, out?)
        })
    }
    fn dependencies(&self, found: &mut Dependencies) {
        found.field([Flights::new(self.month, self.out.clone())]);
    }
    fn connect(&mut self, resolved: &mut Resolved) {
        if let Some(flights) = resolved.field().next() {
            self.flights = Input::from(flights);
        }
    }
    fn visit_inputs(&self, visit: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {
        let tasks: Vec<_> = self
            .flights
            .get()
            .map(|it| it as &dyn AnyTask)
            .into_iter()
            .collect();
        visit(&DELAYS.inputs[0], &tasks);
    }
    fn visit_outputs(&self, visit: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {
        visit(&OUTPUTS[0], self.file.as_any());
    }
    async fn run(&self, cx: &Context) -> Result<()> {
        let press = cx.extensions().get::<Pressed>();
        press.ok_or_else(|| TaskError::msg("the engine is not ready"))?;
        if self.carriers.iter().any(|carrier| carrier == "broken") {
            let token = self.token.clone().unwrap_or_default();
            return Err(TaskError::msg(format!(
                "no carrier `broken` (token {token})"
            )));
        }
        let file = PathBuf::from(self.file.0.as_str());
        std::fs::create_dir_all(file.parent().unwrap_or(&file))?;
        Ok(std::fs::write(file, "delays")?)
    }
    fn preview(&self, settings: &Settings) -> std::result::Result<Option<Preview>, Failure> {
        let memory = memory(settings)?;
        let month = self.month;
        Ok(Some(Preview {
            lines: vec![
                "press".to_owned(),
                format!("  --memory {memory}"),
                "  delays.py".to_owned(),
                format!("  --month {month}"),
            ],
            shell: format!("press --memory {memory} delays.py --month {month}"),
        }))
    }
    fn explain(&self, settings: &Settings) -> std::result::Result<Vec<Explained>, Failure> {
        memory(settings)?;
        let mut merged = settings.clone();
        merged.set("memory", "512m", Origin::Attribute);
        let rows = merged
            .iter()
            .filter(|(key, _)| *key == "memory" || key.contains('.'));
        Ok(rows
            .map(|(key, setting)| Explained {
                key: key.to_owned(),
                value: setting.value.as_str().unwrap_or_default().to_owned(),
                origin: setting.origin.clone(),
            })
            .collect())
    }
}

#[allow(clippy::result_large_err)] // as the trait has it
fn memory(settings: &Settings) -> std::result::Result<String, Failure> {
    let value = settings.get("memory").map(|setting| &setting.value);
    match value.map(|value| value.as_str().unwrap_or_default()) {
        None => Ok("512m".to_owned()),
        Some("0g") => Err(Failure::new(FailureKind::Configuration, "0g is too little")
            .hint("give it more memory")),
        Some(text) => Ok(text.to_owned()),
    }
}

/// All months in one report, in Rust.
pub(super) struct Report {
    out: PathBuf,
    months: Inputs<Delays>,
    file: Output<At>,
}

static REPORT: TaskSchema = TaskSchema {
    name: "Report",
    path: "tests::Report",
    doc: " One report of all months.",
    kind: TaskKind::Rust,
    params: &[OUT],
    inputs: &[InputSchema {
        name: "months",
        doc: "",
        many: true,
    }],
    outputs: OUTPUTS,
};

impl Task for Report {
    const SCHEMA: &'static TaskSchema = &REPORT;

    fn visit_params(&self, visit: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {
        visit(&REPORT.params[0], &self.out);
    }
    fn from_params(values: &mut ParamValues) -> Option<Self> {
        let out = out(values, &REPORT.params[0])?;
        let file = Output::at(format!("{}/report.md", out.display()));
        let months = Inputs::unconnected();
        Some(Self { out, months, file })
    }
    fn dependencies(&self, found: &mut Dependencies) {
        found.field((1..=2).map(|month| Delays::new(month, self.out.clone())));
    }
    fn connect(&mut self, resolved: &mut Resolved) {
        self.months = resolved.field().collect();
    }
    fn visit_inputs(&self, visit: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {
        let months = self.months.iter().filter_map(Input::get);
        let tasks: Vec<_> = months.map(|it| it as &dyn AnyTask).collect();
        visit(&REPORT.inputs[0], &tasks);
    }
    fn visit_outputs(&self, visit: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {
        visit(&OUTPUTS[0], self.file.as_any());
    }
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(std::fs::write(self.file.0.as_str(), "report")?)
    }
}

/// A task that needs itself.
pub(super) struct Loop;

static LOOP: TaskSchema = TaskSchema {
    name: "Loop",
    path: "tests::Loop",
    doc: "",
    kind: TaskKind::Wrapper,
    params: &[],
    inputs: &[InputSchema {
        name: "itself",
        doc: "",
        many: false,
    }],
    outputs: &[],
};

impl Task for Loop {
    const SCHEMA: &'static TaskSchema = &LOOP;

    fn visit_params(&self, _: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {}
    fn from_params(_: &mut ParamValues) -> Option<Self> {
        Some(Self)
    }
    fn dependencies(&self, found: &mut Dependencies) {
        found.field([Self]);
    }
    fn connect(&mut self, _: &mut Resolved) {}
    fn visit_inputs(&self, _: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {}
    fn visit_outputs(&self, _: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {}
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

/// What the engine leaves for its tasks.
struct Pressed;

/// An engine with one setting.
pub(super) struct Press;

impl Engine for Press {
    fn name(&self) -> &'static str {
        "press"
    }
    fn keys(&self) -> Vec<Key> {
        vec![Key {
            name: "memory",
            doc: "how much memory a press has",
        }]
    }
    fn check(&self, key: &str, value: &toml::Value) -> std::result::Result<(), String> {
        let fits = value
            .as_str()
            .is_some_and(|text| text.ends_with(['m', 'g']));
        if key == "memory" && !fits {
            return Err(format!(
                "{value} is no amount of memory; write \"512m\" or \"2g\""
            ));
        }
        Ok(())
    }
    fn prepare<'a>(
        &'a self,
        settings: &'a Settings,
        extensions: &'a mut Extensions,
    ) -> BoxFuture<'a, std::result::Result<(), Failure>> {
        Box::pin(async {
            if settings.get("env.NO_PRESS").is_some() {
                let failure = Failure::new(FailureKind::Environment, "there is no press");
                return Err(failure.hint("buy one"));
            }
            extensions.insert(std::sync::Arc::new(Pressed));
            Ok(())
        })
    }
}
