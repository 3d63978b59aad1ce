//! A task in Rust, and one that is no task at all.

use std::path::PathBuf;

use super::{At, Delays, OUT, OUTPUTS, out};
use crate::failure::Result;
use crate::param::AnyParam;
use crate::run::Context;
use crate::target::{AnyTarget, Output};
use crate::task::{
    AnyTask, Dependencies, Input, InputSchema, Inputs, OutputSchema, ParamSchema, ParamValues,
    Resolved, Task, TaskKind, TaskSchema,
};

/// All months in one report, in Rust.
pub(crate) struct Report {
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
        reads: None,
        writes: None,
    }],
    outputs: OUTPUTS,
    unverified: &[],
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
pub(crate) struct Loop;

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
        reads: None,
        writes: None,
    }],
    outputs: &[],
    unverified: &[],
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
