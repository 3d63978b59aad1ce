//! Three tasks as a derive would write them, and an engine for one of them.

mod daily;
mod delays;
mod press;
mod report;

pub(super) use daily::Daily;
pub(super) use delays::Delays;
pub(super) use press::Press;
pub(super) use report::{Loop, Report};

use std::path::PathBuf;

use crate::failure::{Result, TaskError};
use crate::param::{AnyParam, ParamKind};
use crate::run::Context;
use crate::target::{AnyTarget, Completion, Output, Target};
use crate::task::{
    AnyTask, Dependencies, InputSchema, OutputSchema, ParamSchema, ParamValues, Resolved, Task,
    TaskKind, TaskSchema,
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
    unverified: &[],
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
