//! A plan as a drawing for another program: every task, or of too many every type of task.

use std::collections::{BTreeMap, HashMap};

use super::Planned;

/// What is drawn.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Drawn>,
    /// From what comes first to what waits for it: numbers of nodes, and how many edges of the
    /// plan that is.
    pub(super) edges: Vec<(usize, usize, usize)>,
    /// What was left out, in a sentence.
    pub(super) cut: Option<String>,
}

/// A box of the drawing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    /// One line, or several.
    pub(super) lines: Vec<String>,
    /// What would happen to it: the `need` of the plan, or `mixed`.
    pub(super) need: &'static str,
}

/// How much a program can draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) nodes: usize,
    pub(super) edges: usize,
    /// Whose bounds they are.
    pub(super) whose: &'static str,
}

/// What would happen to a task, for a person.
const WORDS: [(&str, &str); 4] = [
    ("complete", "done"),
    ("run", "to do"),
    ("fail", "missing"),
    ("unneeded", "not needed"),
];

impl Graph {
    /// The drawing of a plan. What its texts say is masked before it is written in the form of
    /// the other program: a secret that is written otherwise would not be found any more.
    pub(super) fn of(planned: &Planned, bounds: Bounds, mask: &dyn Fn(&str) -> String) -> Self {
        let edges = planned.tasks.iter().map(|task| task.dependencies.len());
        let edges: usize = edges.sum();
        let tasks = planned.tasks.len();
        if tasks <= bounds.nodes && edges <= bounds.edges {
            return Self::by_task(planned, mask);
        }
        let mut graph = Self::by_type(planned);
        graph.cut = Some(format!(
            "{tasks} tasks with {edges} edges are more than {} draws well: grouped by type; \
             --as json has each of them",
            bounds.whose
        ));
        graph
    }

    fn by_task(planned: &Planned, mask: &dyn Fn(&str) -> String) -> Self {
        let numbers = numbers(planned);
        let mut graph = Self::default();
        for (at, task) in planned.tasks.iter().enumerate() {
            let outputs = task.outputs.iter().map(|output| mask(&output.location));
            graph.nodes.push(Drawn {
                lines: std::iter::once(mask(&task.label)).chain(outputs).collect(),
                need: task.need,
            });
            let before = task.dependencies.iter().filter_map(|id| numbers.get(id));
            graph.edges.extend(before.map(|from| (*from, at, 1)));
        }
        graph
    }

    fn by_type(planned: &Planned) -> Self {
        let numbers = numbers(planned);
        let mut types: Vec<(&'static str, BTreeMap<&'static str, usize>)> = Vec::new();
        let mut known: HashMap<&'static str, usize> = HashMap::new();
        let mut of_task = Vec::with_capacity(planned.tasks.len());
        for task in &planned.tasks {
            let at = *known.entry(task.type_name).or_insert_with(|| {
                types.push((task.type_name, BTreeMap::new()));
                types.len() - 1
            });
            *types[at].1.entry(task.need).or_default() += 1;
            of_task.push(at);
        }
        let mut edges: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (at, task) in planned.tasks.iter().enumerate() {
            for from in task.dependencies.iter().filter_map(|id| numbers.get(id)) {
                *edges.entry((of_task[*from], of_task[at])).or_default() += 1;
            }
        }
        let nodes = types.into_iter().map(|(name, needs)| {
            let all: usize = needs.values().sum();
            let parts = WORDS.iter().filter_map(|(need, word)| {
                let count = needs.get(need)?;
                Some(format!("{count} {word}"))
            });
            let parts: Vec<_> = parts.collect();
            let need = match needs.keys().collect::<Vec<_>>().as_slice() {
                [one] => one,
                _ => "mixed",
            };
            Drawn {
                lines: vec![format!("{name} ×{all}"), parts.join(", ")],
                need,
            }
        });
        Self {
            nodes: nodes.collect(),
            edges: edges
                .into_iter()
                .map(|((from, to), count)| (from, to, count))
                .collect(),
            cut: None,
        }
    }
}

fn numbers(planned: &Planned) -> HashMap<crate::task::TaskId, usize> {
    let ids = planned.tasks.iter().map(|task| task.id);
    ids.enumerate().map(|(at, id)| (id, at)).collect()
}
