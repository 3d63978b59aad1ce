//! A task of an engine.

use std::path::PathBuf;

use super::press::Pressed;
use super::{At, Flights, INTEGER, MONTH, OUT, OUTPUTS, out, param, with_default};
use crate::config::{Explained, Origin, Settings};
use crate::failure::{Failure, FailureKind, Result, TaskError};
use crate::finding::{Finding, Thoroughness};
use crate::param::{AnyParam, ParamKind};
use crate::run::Context;
use crate::target::{AnyTarget, Output};
use crate::task::{
    AnyTask, Dependencies, Input, InputSchema, OutputSchema, ParamSchema, ParamValues, Preview,
    Resolved, Task, TaskKind, TaskSchema,
};

/// Mean delays of one month, by the engine.
pub(crate) struct Delays {
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
        reads: None,
        writes: None,
    }],
    outputs: OUTPUTS,
    unverified: &[],
};

impl Delays {
    pub(crate) fn new(month: u8, out: PathBuf) -> Self {
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
        if self.carriers == ["sleeps"] {
            std::future::pending::<()>().await;
        }
        assert!(
            self.carriers != ["panics"],
            "no flights of {:?}",
            self.carriers
        );
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
            notes: vec!["`--memory` has no effect on a press".to_owned()],
        }))
    }
    fn verify(&self, settings: &Settings, _: Thoroughness) -> Vec<Finding> {
        let failed = Task::explain(self, settings).err();
        failed.iter().map(Finding::from).collect()
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
