//! A task of each day, that writes one file.

use std::path::PathBuf;

use jiff::civil::Date;

use super::{At, INTEGER, OUT, OUTPUTS, out, param, with_default};
use crate::failure::Result;
use crate::param::{AnyParam, ParamKind};
use crate::run::Context;
use crate::target::{AnyTarget, Output};
use crate::task::{
    AnyTask, Dependencies, InputSchema, OutputSchema, ParamSchema, ParamValues, Resolved, Task,
    TaskKind, TaskSchema,
};

/// One part of one day.
pub(crate) struct Daily {
    date: Date,
    part: u8,
    out: PathBuf,
    file: Output<At>,
}

static DAILY: TaskSchema = TaskSchema {
    name: "Daily",
    path: "tests::Daily",
    doc: " One part of one day.",
    kind: TaskKind::Rust,
    params: &[
        param("date", " The day.", ParamKind::Date),
        with_default(param("part", " Which part.", INTEGER), "1"),
        OUT,
    ],
    inputs: &[],
    outputs: OUTPUTS,
    unverified: &[],
};

impl Daily {
    fn new(date: Date, part: u8, out: PathBuf) -> Self {
        let location = out.join(format!("{date}-{part}"));
        let file = Output::at(location.display().to_string());
        Self {
            date,
            part,
            out,
            file,
        }
    }
}

impl Task for Daily {
    const SCHEMA: &'static TaskSchema = &DAILY;

    fn visit_params(&self, visit: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {
        visit(&DAILY.params[0], &self.date);
        visit(&DAILY.params[1], &self.part);
        visit(&DAILY.params[2], &self.out);
    }
    fn from_params(values: &mut ParamValues) -> Option<Self> {
        let date = values.take(&DAILY.params[0], None);
        let part = values.take(&DAILY.params[1], Some(&|| 1));
        let out = out(values, &DAILY.params[2]);
        Some(Self::new(date?, part?, out?))
    }
    fn dependencies(&self, _: &mut Dependencies) {}
    fn connect(&mut self, _: &mut Resolved) {}
    fn visit_inputs(&self, _: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {}
    fn visit_outputs(&self, visit: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {
        visit(&OUTPUTS[0], self.file.as_any());
    }
    async fn run(&self, _: &Context) -> Result<()> {
        let path = PathBuf::from(self.file.location());
        std::fs::create_dir_all(path.parent().expect("a folder"))?;
        std::fs::write(path, self.date.to_string())?;
        Ok(())
    }
}
