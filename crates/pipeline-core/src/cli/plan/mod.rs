//! `plan`: the graph, what is done, each command that would run, and what would stop it.

mod dot;
mod graph;
mod mermaid;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::exit::ExitKind;
use super::findings::PerType;
use super::prepare::Prepared;
use crate::config::{Config, RunSettings, Settings};
use crate::engine::Engine;
use crate::failure::Failure;
use crate::finding::{Finding, Thoroughness, Verdict};
use crate::plan::{DrawOptions, Plan, draw};
use crate::run::{Completeness, Need, Noted, RunOptions, Survey, survey};
use crate::secret::MASK;
use crate::task::{Preview, TaskId, TaskKind};

/// How many looks at the stores go on at once.
const PARALLEL: usize = 8;

/// What `plan` says; its JSON form.
#[derive(Debug, Serialize)]
pub(crate) struct Planned {
    profile: String,
    file: Option<std::path::PathBuf>,
    roots: Vec<TaskId>,
    tasks: Vec<TaskPlanned>,
    /// What the tasks that would run need beside their inputs: Spark, say.
    engines: Vec<EnginePlanned>,
    #[serde(skip)]
    graph: String,
}

#[derive(Debug, Serialize)]
struct TaskPlanned {
    id: TaskId,
    label: String,
    #[serde(rename = "type")]
    type_name: &'static str,
    /// `complete`, `run`, `unneeded` or `fail`.
    need: &'static str,
    dependencies: Vec<TaskId>,
    params: BTreeMap<&'static str, serde_json::Value>,
    outputs: Vec<OutputPlanned>,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<Preview>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Failure>,
    /// What the rules of its engine say of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Finding>,
}

#[derive(Debug, Serialize)]
pub(crate) struct EnginePlanned {
    pub(crate) engine: &'static str,
    /// What there is, or what would be made ready first.
    pub(crate) found: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) failure: Option<Failure>,
}

#[derive(Debug, Serialize)]
struct OutputPlanned {
    name: &'static str,
    format: &'static str,
    location: String,
}

/// Looks what is done and what would be run. Changes nothing.
pub(crate) async fn plan(
    prepared: Prepared,
    completeness: Arc<dyn Completeness>,
    engines: &[Arc<dyn Engine>],
) -> Planned {
    let config = prepared.config;
    let plan = Arc::new(prepared.plan);
    let state_dir = RunSettings::of(&config.settings()).state_dir;
    let state_dir = state_dir.unwrap_or_else(|| RunOptions::default().state_dir);
    let completeness: Arc<dyn Completeness> = Noted::new(completeness, state_dir);
    let found = survey(&plan, &completeness, PARALLEL).await;
    let mut settings = PerType::new(&config);
    let numbers = (0_u32..).take(plan.len());
    let tasks = numbers.map(|number| task_planned(&plan, number, &found, &mut settings));
    let tasks: Vec<_> = tasks.collect();
    let note = |number: u32| {
        let style = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
        let style = match found.need(number) {
            Need::Complete => style(AnsiColor::Green),
            Need::Run => style(AnsiColor::Cyan),
            Need::Fail => style(AnsiColor::Red),
            Need::Unneeded => Style::new().dimmed(),
        };
        let word = word(&plan, number, found.need(number));
        Some(format!("{style}{word}{style:#}"))
    };
    Planned {
        profile: config.profile().to_owned(),
        file: config.file().map(ToOwned::to_owned),
        roots: plan
            .roots()
            .iter()
            .map(|root| plan.node(*root).id)
            .collect(),
        graph: draw(&plan, &DrawOptions::default(), &note),
        engines: engines_planned(engines, &plan, &config, &|number| {
            found.need(number) == Need::Run
        }),
        tasks,
    }
}

/// Asks each engine that one of the tasks that count needs.
pub(crate) fn engines_planned(
    engines: &[Arc<dyn Engine>],
    plan: &Plan,
    config: &Config,
    counts: &dyn Fn(u32) -> bool,
) -> Vec<EnginePlanned> {
    let needs_it = |engine: &Arc<dyn Engine>| {
        (0_u32..).zip(plan.nodes()).any(|(number, node)| {
            counts(number) && node.task.schema().kind == TaskKind::Engine(engine.name())
        })
    };
    let settings = config.settings();
    let needed = engines.iter().filter(|engine| needs_it(engine));
    needed.map(|engine| look(engine, &settings)).collect()
}

/// Asks an engine what there is.
pub(crate) fn look(engine: &Arc<dyn Engine>, settings: &Settings) -> EnginePlanned {
    let (found, failure) = match engine.look(settings) {
        Ok(found) => (found, None),
        Err(failure) => (Vec::new(), Some(failure)),
    };
    EnginePlanned {
        engine: engine.name(),
        found,
        failure,
    }
}

/// What would happen to a task, for a person.
fn word(plan: &Plan, number: u32, need: Need) -> &'static str {
    let kind = plan.node(number).task.schema().kind;
    match (need, kind) {
        (Need::Complete, _) => "done",
        (Need::Run, TaskKind::Wrapper | TaskKind::External) => "waits for its inputs",
        (Need::Run, _) => "would run",
        (Need::Fail, TaskKind::External) => "is missing",
        (Need::Fail, _) => "cannot be looked up",
        (Need::Unneeded, _) => "not needed",
    }
}

fn task_planned(
    plan: &Plan,
    number: u32,
    found: &Survey,
    settings: &mut PerType<'_>,
) -> TaskPlanned {
    let node = plan.node(number);
    let schema = node.task.schema();
    let need = found.need(number);
    let mut findings = settings.verify(&*node.task, Thoroughness::Rules);
    let settings = settings.settings(schema.name);
    let is_wrong = findings.iter().any(Finding::is_wrong);
    if !matches!(need, Need::Run | Need::Fail) {
        // What is not going to run may be as it is; a mistake in its settings is still one, and
        // `run` refuses it.
        findings.retain(Finding::is_wrong);
    }
    let (command, failure) = if is_wrong {
        (None, found.failure(number).cloned())
    } else {
        match (need, node.task.preview(settings)) {
            (_, Ok(command)) => (command, found.failure(number).cloned()),
            (Need::Run | Need::Fail, Err(failure)) => (None, Some(failure)),
            // What is not going to run lacks nothing.
            (Need::Complete | Need::Unneeded, Err(_)) => (None, None),
        }
    };
    let mut planned = TaskPlanned {
        id: node.id,
        label: node.task.label(),
        type_name: schema.name,
        need: match found.need(number) {
            Need::Complete => "complete",
            Need::Run => "run",
            Need::Fail => "fail",
            Need::Unneeded => "unneeded",
        },
        dependencies: node
            .dependencies
            .iter()
            .map(|dependency| plan.node(*dependency).id)
            .collect(),
        params: BTreeMap::new(),
        outputs: Vec::new(),
        command,
        failure,
        findings,
    };
    node.task.visit_params(&mut |schema, value| {
        let value = if schema.secret {
            MASK.into()
        } else {
            value.value()
        };
        planned.params.insert(schema.name, value);
    });
    node.task.visit_outputs(&mut |schema, target| {
        planned.outputs.push(OutputPlanned {
            name: schema.name,
            format: target.format(),
            location: target.location().to_owned(),
        });
    });
    planned
}

/// How a plan is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    #[default]
    Text,
    Json,
    Mermaid,
    Dot,
}

impl Form {
    /// Every form by its name.
    pub(crate) const NAMES: [&'static str; 4] = ["text", "json", "mermaid", "dot"];

    /// The form of this name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "text" => Self::Text,
            "json" => Self::Json,
            "mermaid" => Self::Mermaid,
            "dot" => Self::Dot,
            _ => return None,
        })
    }
}

/// A plan as it is written, and what is to be said beside it.
pub(crate) struct Written {
    pub(crate) text: String,
    /// What was left out, in a sentence.
    pub(crate) cut: Option<String>,
}

impl Planned {
    /// The plan in this form, but JSON; `mask` takes the secrets out of its texts.
    pub(crate) fn write(&self, form: Form, mask: &dyn Fn(&str) -> String) -> Written {
        let graph = |bounds| graph::Graph::of(self, bounds, mask);
        match form {
            Form::Text | Form::Json => Written {
                text: mask(&self.text()),
                cut: None,
            },
            Form::Dot => {
                let graph = graph(dot::BOUNDS);
                Written {
                    text: dot::dot(&graph),
                    cut: graph.cut,
                }
            }
            Form::Mermaid => {
                let mut drawn = graph(mermaid::BOUNDS);
                let text = mermaid::mermaid(&drawn).unwrap_or_else(|| {
                    drawn = graph(graph::Bounds {
                        nodes: 0,
                        ..mermaid::BOUNDS
                    });
                    // Types are few, and their names short.
                    mermaid::mermaid(&drawn).unwrap_or_default()
                });
                Written {
                    text,
                    cut: drawn.cut,
                }
            }
        }
    }

    /// The exit code: what `run` would end with, as far as that is known before. Who plans in
    /// CI learns it here.
    pub(crate) fn exit(&self) -> ExitKind {
        let of_tasks = self.tasks.iter().filter_map(|task| task.failure.as_ref());
        let of_engines = self.engines.iter().filter_map(|it| it.failure.as_ref());
        let of_rules = self.tasks.iter().flat_map(|task| &task.findings);
        let of_rules = of_rules.filter_map(|finding| match finding.verdict {
            Verdict::Wrong(kind) => Some(kind),
            _ => None,
        });
        let failures = of_tasks.chain(of_engines).map(|failure| failure.kind);
        ExitKind::before_a_run(failures.chain(of_rules).collect())
    }
}
