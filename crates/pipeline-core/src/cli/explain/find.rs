//! Which tasks `explain` is about.

use std::collections::BTreeMap;

use super::MOST;
use crate::cli::message::{Message, Refusal};
use crate::cli::roots::kebab;
use crate::plan::{Node, Plan};
use crate::suggest::nearest;

/// Numbers of tasks, each with how many more there are like it.
pub(super) type Chosen = Vec<(u32, usize)>;

/// The first task of each type, the roots' types first.
pub(super) fn one_of_each_type(plan: &Plan) -> Chosen {
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
pub(super) fn named(plan: &Plan, word: &str) -> Result<Chosen, Refusal> {
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
