//! What is done already, and what a run has to do.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use tokio::task::JoinSet;

use super::completeness::{Completeness, OutputAt, missing_outputs, naming, outputs_of};
use crate::failure::{Failure, FailureKind};
use crate::plan::{Plan, SharedTask};
use crate::task::{AnyTask, TaskKind};

/// How many tasks one look at the stores is for.
const BATCH: usize = 512;

/// What a run has to do with a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing: whatever needs it is complete. It was not looked at, or in vain.
    Unneeded,
    /// Nothing: its outputs are there; a wrapper's inputs are.
    Complete,
    /// To run it (a wrapper: to wait for its inputs).
    Run,
    /// Nothing can be done: see [`Survey::failure`].
    Fail,
}

/// What a run has to do with each task of a plan.
#[derive(Clone, Debug)]
pub struct Survey {
    needs: Vec<Need>,
    failures: HashMap<u32, Failure>,
}

impl Survey {
    /// What a run has to do with the task of this number.
    ///
    /// # Panics
    /// If the plan has no task of this number.
    #[must_use]
    pub fn need(&self, number: u32) -> Need {
        self.needs[number as usize]
    }

    /// Why a task cannot but fail.
    #[must_use]
    pub fn failure(&self, number: u32) -> Option<&Failure> {
        self.failures.get(&number)
    }

    /// How many tasks have this need.
    #[must_use]
    pub fn count(&self, need: Need) -> usize {
        self.needs.iter().filter(|it| **it == need).count()
    }

    pub(super) fn into_parts(self) -> (Vec<Need>, HashMap<u32, Failure>) {
        (self.needs, self.failures)
    }
}

/// What is known of a task.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Nobody has asked.
    No,
    /// The stores are being asked.
    Asked,
    /// It has no outputs that could be there: it is never complete by itself.
    Never,
    There,
    Missing,
    Broken,
}

/// Finds out what a run has to do: from the roots down, as far as something is missing.
///
/// The stores are asked in batches, `parallel` at a time, on threads that may block. While
/// few tasks are known to be missing, what they depend on is asked for along with them, so
/// that a long chain takes few rounds; at most twice as much is asked as is needed, and a
/// batch.
pub async fn survey(plan: &Plan, completeness: &Arc<dyn Completeness>, parallel: usize) -> Survey {
    let mut walk = Walk {
        plan,
        known: vec![Known::No; plan.len()],
        needs: vec![Need::Unneeded; plan.len()],
        failures: HashMap::new(),
    };
    let mut frontier: Vec<u32> = plan.roots().to_vec();
    let mut asked = 0;
    loop {
        frontier = walk.follow(frontier);
        if frontier.is_empty() {
            break;
        }
        let round = walk.with_prospects(&frontier, asked + BATCH);
        asked += round.len();
        walk.ask(round, completeness, parallel).await;
    }
    walk.settle_wrappers();
    Survey {
        needs: walk.needs,
        failures: walk.failures,
    }
}

struct Walk<'a> {
    plan: &'a Plan,
    known: Vec<Known>,
    needs: Vec<Need>,
    failures: HashMap<u32, Failure>,
}

impl Walk<'_> {
    /// Goes on from needed tasks as far as is known; gives those that must be asked for.
    fn follow(&mut self, needed: Vec<u32>) -> Vec<u32> {
        let mut stack = needed;
        stack.reverse();
        let mut unknown = Vec::new();
        while let Some(number) = stack.pop() {
            let at = number as usize;
            if self.needs[at] != Need::Unneeded {
                continue;
            }
            let node = self.plan.node(number);
            self.needs[at] = match self.known[at] {
                Known::No if is_asked_for(&*node.task) => {
                    self.known[at] = Known::Asked;
                    unknown.push(number);
                    continue;
                }
                Known::Asked => continue,
                Known::There => Need::Complete,
                // Nothing that could be missing: whoever makes it has nothing to make.
                Known::No | Known::Never if node.task.schema().kind == TaskKind::External => {
                    Need::Complete
                }
                Known::No | Known::Never | Known::Missing => Need::Run,
                Known::Broken => Need::Fail,
            };
            if self.needs[at] == Need::Run {
                stack.extend(node.dependencies.iter().rev());
            }
        }
        unknown
    }

    /// The frontier, and as long as it is small what may be needed after it.
    fn with_prospects(&mut self, frontier: &[u32], size: usize) -> Vec<u32> {
        let mut round = frontier.to_vec();
        let mut queue = VecDeque::from_iter(frontier.iter().copied());
        while round.len() < size
            && let Some(number) = queue.pop_front()
        {
            let plan = self.plan;
            for &dependency in &plan.node(number).dependencies {
                let known = &mut self.known[dependency as usize];
                if *known != Known::No || round.len() >= size {
                    continue;
                }
                queue.push_back(dependency);
                if is_asked_for(&*plan.node(dependency).task) {
                    *known = Known::Asked;
                    round.push(dependency);
                } else {
                    *known = Known::Never;
                }
            }
        }
        round
    }

    async fn ask(
        &mut self,
        round: Vec<u32>,
        completeness: &Arc<dyn Completeness>,
        parallel: usize,
    ) {
        let mut batches: VecDeque<Vec<u32>> = round.chunks(BATCH).map(<[u32]>::to_vec).collect();
        let mut asking = JoinSet::new();
        loop {
            while asking.len() < parallel.max(1)
                && let Some(batch) = batches.pop_front()
            {
                let tasks: Vec<_> = batch.iter().map(|it| Asked::of(self.plan, *it)).collect();
                let completeness = Arc::clone(completeness);
                asking.spawn(async move {
                    let look = move || look(&tasks, &*completeness);
                    (batch, tokio::task::spawn_blocking(look).await)
                });
            }
            let Some(done) = asking.join_next().await else {
                return;
            };
            // The wrapper above neither panics nor is cancelled; what it waited for may have.
            let Ok((numbers, answers)) = done else {
                continue;
            };
            let answers = answers.unwrap_or_else(|error| {
                let broken = Answer::Broken(Box::new(Failure::new(
                    FailureKind::Panicked,
                    format!("the check of the outputs panicked: {error}"),
                )));
                vec![broken; numbers.len()]
            });
            for (number, answer) in numbers.into_iter().zip(answers) {
                self.learn(number, answer);
            }
        }
    }

    fn learn(&mut self, number: u32, answer: Answer) {
        self.known[number as usize] = match answer {
            Answer::There => Known::There,
            Answer::Missing => Known::Missing,
            Answer::Broken(failure) => {
                self.failures.insert(number, *failure);
                Known::Broken
            }
        };
    }

    /// A wrapper whose inputs are all complete is complete.
    fn settle_wrappers(&mut self) {
        for (at, node) in self.plan.nodes().iter().enumerate() {
            let wrapper = node.task.schema().kind == TaskKind::Wrapper;
            if wrapper && self.needs[at] == Need::Run {
                let mut inputs = node.dependencies.iter();
                if inputs.all(|it| self.needs[*it as usize] == Need::Complete) {
                    self.needs[at] = Need::Complete;
                }
            }
        }
        // What was found out about a task that turned out not to be needed is of no use.
        let needs = &self.needs;
        self.failures
            .retain(|number, _| needs[*number as usize] == Need::Fail);
    }
}

#[derive(Clone)]
enum Answer {
    There,
    Missing,
    Broken(Box<Failure>),
}

/// A task whose outputs are looked for.
struct Asked {
    task: SharedTask,
    /// Whether it depends on nothing.
    first: bool,
}

impl Asked {
    fn of(plan: &Plan, number: u32) -> Self {
        Self {
            task: plan.share(number),
            first: plan.node(number).dependencies.is_empty(),
        }
    }
}

/// Looks for the outputs of a batch of tasks. Blocks.
fn look(batch: &[Asked], completeness: &dyn Completeness) -> Vec<Answer> {
    let per_task: Vec<Vec<OutputAt>> = batch.iter().map(|it| outputs_of(&*it.task)).collect();
    let all: Vec<OutputAt> = per_task.iter().flatten().cloned().collect();
    let mut found = completeness.are_complete(&all).into_iter();
    let mut answers = Vec::with_capacity(batch.len());
    for (asked, outputs) in batch.iter().zip(&per_task) {
        let mut missing = Vec::new();
        let mut broken = None;
        for output in outputs {
            match found.next() {
                Some(Ok(true)) => {}
                Some(Ok(false)) | None => missing.push(output),
                Some(Err(failure)) => broken = broken.or(Some(naming(failure, output))),
            }
        }
        answers.push(if let Some(failure) = broken {
            Answer::Broken(Box::new(failure))
        } else if missing.is_empty() {
            Answer::There
        } else if asked.task.schema().kind == TaskKind::External && asked.first {
            Answer::Broken(Box::new(missing_outputs(
                &*asked.task,
                &missing,
                completeness,
            )))
        } else {
            Answer::Missing
        });
    }
    answers
}

/// Whether the task has outputs that say whether it is done. A wrapper is done when its
/// inputs are, whatever it has.
fn is_asked_for(task: &dyn AnyTask) -> bool {
    if task.schema().kind == TaskKind::Wrapper {
        return false;
    }
    let mut any = false;
    task.visit_outputs(&mut |_, _| any = true);
    any
}
