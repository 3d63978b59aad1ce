//! `explain`: every value with its origin.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::exit::ExitKind;
use super::message::{Message, Refusal};
use super::prepare::Prepared;
use super::roots::kebab;
use crate::config::{Explained, Origin};
use crate::failure::Failure;
use crate::plan::{Node, Plan};
use crate::secret::MASK;
use crate::suggest::nearest;
use crate::task::{AnyTask, TaskId};

/// How many tasks of one type are explained when that type is asked for.
const MOST: usize = 20;

/// Everything that `explain` says; its JSON form.
#[derive(Debug, Serialize)]
pub(crate) struct Explanation {
    profile: String,
    file: Option<std::path::PathBuf>,
    run: Vec<Explained>,
    tasks: Vec<TaskExplained>,
}

#[derive(Debug, Serialize)]
struct TaskExplained {
    id: TaskId,
    label: String,
    #[serde(rename = "type")]
    type_name: &'static str,
    doc: &'static str,
    /// How many more of its type there are that are not shown.
    more: usize,
    params: Vec<Row>,
    inputs: Vec<String>,
    outputs: Vec<OutputRow>,
    settings: Vec<Row>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Failure>,
}

/// A value with its origin in words.
#[derive(Debug, Serialize)]
struct Row {
    key: String,
    value: String,
    origin: String,
}

#[derive(Debug, Serialize)]
struct OutputRow {
    name: &'static str,
    format: &'static str,
    location: String,
}

/// Explains one task, all of one type, or one of each type.
pub(crate) fn explain(prepared: &Prepared, task: Option<&str>) -> Result<Explanation, Refusal> {
    let chosen = match task {
        Some(word) => named(&prepared.plan, word)?,
        None => one_of_each_type(&prepared.plan),
    };
    let tasks = chosen
        .into_iter()
        .map(|(number, more)| task_explained(prepared, number, more));
    Ok(Explanation {
        profile: prepared.config.profile().to_owned(),
        file: prepared.config.file().map(ToOwned::to_owned),
        run: prepared.config.explain_run(),
        tasks: tasks.collect(),
    })
}

/// Numbers of tasks, each with how many more there are like it.
type Chosen = Vec<(u32, usize)>;

/// The first task of each type, the roots' types first.
fn one_of_each_type(plan: &Plan) -> Chosen {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for node in plan.nodes() {
        *counts.entry(node.task.schema().name).or_default() += 1;
    }
    let mut numbers: Vec<u32> = plan.roots().to_vec();
    // What needs others comes before them, as in the graph.
    let mut others: Vec<u32> = (0..).take(plan.len()).collect();
    others.reverse();
    numbers.extend(others);
    let mut chosen = Chosen::new();
    for number in numbers {
        // Taken out, so that each type comes once.
        if let Some(count) = counts.remove(plan.node(number).task.schema().name) {
            chosen.push((number, count - 1));
        }
    }
    chosen
}

/// The tasks that a word means: a type's name, a label, or the beginning of an id.
fn named(plan: &Plan, word: &str) -> Result<Chosen, Refusal> {
    let matching = |is: &dyn Fn(&Node) -> bool| -> Vec<u32> {
        let nodes = (0_u32..).zip(plan.nodes());
        nodes
            .filter(|(_, node)| is(node))
            .map(|(number, _)| number)
            .collect()
    };
    let name = |node: &Node| node.task.schema().name;
    let mut found = matching(&|node| name(node) == word || kebab(name(node)) == word);
    if found.is_empty() {
        found = matching(&|node| node.task.label() == word);
    }
    let is_id = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    if found.is_empty() && is_id {
        let word = word.to_ascii_lowercase();
        found = matching(&|node| node.id.to_string().starts_with(&word));
    }
    if found.is_empty() {
        return Err(Refusal::usage(unknown(plan, word)));
    }
    let more = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    let last = found.len() - 1;
    let chosen = found.into_iter().enumerate();
    Ok(chosen
        .map(|(at, number)| (number, if at == last { more } else { 0 }))
        .collect())
}

fn unknown(plan: &Plan, word: &str) -> Message {
    let mut names: Vec<String> = Vec::new();
    for node in plan.nodes() {
        let name = node.task.schema().name;
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    let message = Message::new(format!("no task `{word}` in the plan"));
    // A word with parameters is held against labels, of as many as is quick.
    let labels: Vec<_> = plan
        .nodes()
        .iter()
        .take(1000)
        .map(|node| node.task.label())
        .collect();
    let candidates = if word.contains('(') { &labels } else { &names };
    match nearest(word, candidates.iter().map(String::as_str)) {
        Some(nearest) => message.help(format!("did you mean `{nearest}`?")),
        None => message.help(format!(
            "write a type, a label or the beginning of an id; types are: {}",
            names.join(", ")
        )),
    }
}

fn task_explained(prepared: &Prepared, number: u32, more: usize) -> TaskExplained {
    let plan = &prepared.plan;
    let node = plan.node(number);
    let task: &dyn AnyTask = &*node.task;
    let schema = task.schema();
    let settings = prepared.config.settings_for(schema.name);
    let (settings, failure) = match task.explain(&settings) {
        Ok(rows) => (rows, None),
        Err(failure) => (Vec::new(), Some(failure)),
    };
    let inputs = node.dependencies.iter();
    let mut explained = TaskExplained {
        id: node.id,
        label: task.label(),
        type_name: schema.name,
        doc: schema.doc,
        more,
        params: params(prepared, number),
        inputs: inputs.map(|input| plan.node(*input).task.label()).collect(),
        outputs: Vec::new(),
        settings: settings
            .into_iter()
            .map(|row| Row {
                key: row.key,
                value: row.value,
                origin: row.origin.to_string(),
            })
            .collect(),
        failure,
    };
    task.visit_outputs(&mut |schema, target| {
        explained.outputs.push(OutputRow {
            name: schema.name,
            format: target.format(),
            location: target.location().to_owned(),
        });
    });
    explained
}

/// The parameters: a root's come from the layers, every other task's from who needs it.
fn params(prepared: &Prepared, number: u32) -> Vec<Row> {
    let plan = &prepared.plan;
    let node = plan.node(number);
    let is_root = plan.roots().contains(&number);
    let needed_by = node.dependents.first();
    let needed_by = needed_by.map(|number| plan.node(*number).task.schema().name);
    let mut rows = Vec::new();
    node.task.visit_params(&mut |schema, value| {
        let origin = match (prepared.origins.get(schema.name), needed_by) {
            (Some(origin), _) if is_root => origin.to_string(),
            (None, _) if is_root => Origin::Default.to_string(),
            (_, needed_by) => format!("input of {}", needed_by.unwrap_or("the plan")),
        };
        rows.push(Row {
            key: schema.name.to_owned(),
            value: if schema.secret {
                MASK.to_owned()
            } else {
                value.print()
            },
            origin,
        });
    });
    rows
}

impl Explanation {
    /// The exit code: a task that cannot be run as it is configured is a mistake.
    pub(crate) fn exit(&self) -> ExitKind {
        let failures = self.tasks.iter().filter_map(|task| task.failure.as_ref());
        ExitKind::of(failures.map(|failure| failure.kind), None)
    }

    /// For a person.
    pub(crate) fn text(&self) -> String {
        let bold = Style::new().bold();
        let mut text = String::new();
        let file = match &self.file {
            Some(file) => file.display().to_string(),
            None => format!("no {}", crate::config::FILE_NAME),
        };
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(text, "profile {bold}{}{bold:#} ({file})", self.profile);
        let _ = writeln!(text, "\n{bold}The run{bold:#}");
        let rows = self.run.iter().map(|row| {
            let origin = row.origin.to_string();
            [row.key.clone(), row.value.clone(), origin]
        });
        table(&mut text, "  ", rows.collect());
        for task in &self.tasks {
            task.write(&mut text);
        }
        text
    }
}

impl TaskExplained {
    fn write(&self, text: &mut String) {
        let bold = Style::new().bold();
        let dim = Style::new().dimmed();
        let short = self.id.short();
        let _ = writeln!(text, "\n{bold}{}{bold:#}  {dim}{short}{dim:#}", self.label);
        if self.more > 0 {
            let _ = writeln!(
                text,
                "  {dim}{} more of its type: name one by its label or id{dim:#}",
                self.more
            );
        }
        let doc = super::flags::paragraph(self.doc);
        if !doc.is_empty() {
            let _ = writeln!(text, "  {doc}");
        }
        section(text, "parameters", rows(&self.params));
        let inputs = self.inputs.iter();
        let shown = inputs
            .take(MOST)
            .map(|label| [label.clone(), String::new(), String::new()]);
        let mut shown: Vec<_> = shown.collect();
        if self.inputs.len() > MOST {
            let more = format!("… {} more", self.inputs.len() - MOST);
            shown.push([more, String::new(), String::new()]);
        }
        section(text, "inputs", shown);
        let outputs = self.outputs.iter().map(|output| {
            [
                output.name.to_owned(),
                output.location.clone(),
                output.format.to_owned(),
            ]
        });
        section(text, "outputs", outputs.collect());
        section(text, "settings", rows(&self.settings));
        if let Some(failure) = &self.failure {
            let message = Message::from(failure).render("error");
            for line in message.lines() {
                let _ = writeln!(text, "  {line}");
            }
        }
    }
}

fn rows(rows: &[Row]) -> Vec<[String; 3]> {
    let rows = rows.iter();
    rows.map(|row| [row.key.clone(), row.value.clone(), row.origin.clone()])
        .collect()
}

fn section(text: &mut String, title: &str, rows: Vec<[String; 3]>) {
    if !rows.is_empty() {
        let _ = writeln!(text, "  {title}");
        table(text, "    ", rows);
    }
}

/// Rows of key, value and origin, one below the other. A long value takes its own width.
fn table(text: &mut String, indent: &str, rows: Vec<[String; 3]>) {
    let width = |column: usize, most: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.filter(|width| *width <= most).max().unwrap_or(0)
    };
    let (keys, values) = (width(0, 48), width(1, 40));
    let origin_style = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
    for [key, value, origin] in &rows {
        // A line break in a value would look like another row.
        let value = value.replace('\n', "\\n");
        let line = format!("{indent}{key:<keys$}  {value:<values$}");
        if origin.is_empty() {
            let _ = writeln!(text, "{}", line.trim_end());
        } else {
            let _ = writeln!(text, "{line}  {origin_style}{origin}{origin_style:#}");
        }
    }
}
