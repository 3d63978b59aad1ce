//! What is done already, and what a run has to do.

use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tokio::task::JoinSet;

use super::completeness::{Completeness, OutputAt, missing_outputs, naming, outputs_of};
use super::panics::panic_message;
use crate::config::Settings;
use crate::failure::{Failure, FailureKind};
use crate::finding::{Thoroughness, Verdict};
use crate::plan::{Plan, SharedTask};
use crate::target::location::Location;
use crate::task::{AnyTask, TaskKind};

/// How many tasks one look at the stores is for, if their outputs are in several folders.
pub(super) const BATCH: usize = 512;

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
    let mut walk = Walk::new(vec![Need::Unneeded; plan.len()], false);
    let mut frontier: Vec<u32> = plan.roots().to_vec();
    let mut asked = 0;
    loop {
        frontier = walk.follow(plan, frontier, &mut |_, _| {}).ask;
        if frontier.is_empty() {
            break;
        }
        let round = walk.with_prospects(plan, &frontier, asked + BATCH);
        asked += round.len();
        walk.ask(plan, round, completeness, parallel).await;
    }
    walk.settle_wrappers(plan);
    Survey {
        needs: walk.needs,
        failures: walk.failures,
    }
}

/// What is known of the tasks of a plan, and what follows from it.
pub(super) struct Walk {
    known: Vec<Known>,
    needs: Vec<Need>,
    pub(super) failures: HashMap<u32, Failure>,
    /// Whether tasks of engines are held against their rules as well.
    rules: bool,
}

/// Where a walk cannot go on before the stores have answered.
#[derive(Default)]
pub(super) struct Followed {
    /// The tasks that are now to be asked for.
    pub(super) ask: Vec<u32>,
    /// Those that are being asked for already.
    pub(super) wait: Vec<u32>,
}

impl Walk {
    /// Nothing is known but what was decided before.
    pub(super) fn new(needs: Vec<Need>, rules: bool) -> Self {
        Self {
            known: vec![Known::No; needs.len()],
            needs,
            failures: HashMap::new(),
            rules,
        }
    }

    /// The plan has so many tasks now; of the new ones nothing is needed yet.
    pub(super) fn grow(&mut self, tasks: usize) {
        self.known.resize(tasks, Known::No);
        self.needs.resize(tasks, Need::Unneeded);
    }

    /// What was found out of a task is old by the time when it is needed.
    pub(super) fn forget(&mut self, number: u32) {
        self.known[number as usize] = Known::No;
        self.failures.remove(&number);
    }

    /// Goes on from needed tasks as far as is known, and says of each what is decided.
    pub(super) fn follow(
        &mut self,
        plan: &Plan,
        needed: Vec<u32>,
        decided: &mut dyn FnMut(u32, Need),
    ) -> Followed {
        let mut stack = needed;
        stack.reverse();
        let mut followed = Followed::default();
        while let Some(number) = stack.pop() {
            let at = number as usize;
            if self.needs[at] != Need::Unneeded {
                continue;
            }
            let node = plan.node(number);
            self.needs[at] = match self.known[at] {
                Known::No if is_asked_for(&*node.task, self.rules) => {
                    self.known[at] = Known::Asked;
                    followed.ask.push(number);
                    continue;
                }
                Known::Asked => {
                    followed.wait.push(number);
                    continue;
                }
                Known::There => Need::Complete,
                // Nothing that could be missing: whoever makes it has nothing to make.
                Known::No | Known::Never if node.task.schema().kind == TaskKind::External => {
                    Need::Complete
                }
                Known::No | Known::Never | Known::Missing => Need::Run,
                Known::Broken => Need::Fail,
            };
            decided(number, self.needs[at]);
            if self.needs[at] == Need::Run {
                stack.extend(node.dependencies.iter().rev());
            }
        }
        followed
    }

    /// The frontier, and as long as it is small what may be needed after it.
    pub(super) fn with_prospects(
        &mut self,
        plan: &Plan,
        frontier: &[u32],
        size: usize,
    ) -> Vec<u32> {
        let mut round = frontier.to_vec();
        let mut queue = VecDeque::from_iter(frontier.iter().copied());
        while round.len() < size
            && let Some(number) = queue.pop_front()
        {
            for &dependency in &plan.node(number).dependencies {
                let known = &mut self.known[dependency as usize];
                let undecided = self.needs[dependency as usize] == Need::Unneeded;
                if *known != Known::No || !undecided || round.len() >= size {
                    continue;
                }
                queue.push_back(dependency);
                if is_asked_for(&*plan.node(dependency).task, self.rules) {
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
        plan: &Plan,
        round: Vec<u32>,
        completeness: &Arc<dyn Completeness>,
        parallel: usize,
    ) {
        let mut batches = VecDeque::from(batches(plan, round));
        let mut asking = JoinSet::new();
        loop {
            while asking.len() < parallel.max(1)
                && let Some(batch) = batches.pop_front()
            {
                let tasks: Vec<_> = batch.iter().map(|it| Asked::of(plan, *it)).collect();
                let completeness = Arc::clone(completeness);
                asking.spawn_blocking(move || (batch, look(&tasks, &*completeness)));
            }
            let Some(done) = asking.join_next().await else {
                return;
            };
            // A look neither panics nor is it cancelled.
            let Ok((numbers, answers)) = done else {
                continue;
            };
            for (number, answer) in numbers.into_iter().zip(answers) {
                self.learn(number, answer);
            }
        }
    }

    pub(super) fn learn(&mut self, number: u32, answer: Answer) {
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
    fn settle_wrappers(&mut self, plan: &Plan) {
        for (at, node) in plan.nodes().iter().enumerate() {
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

/// What was found of a task's outputs.
#[derive(Clone)]
pub(super) enum Answer {
    There,
    Missing,
    Broken(Box<Failure>),
}

/// A task whose outputs are looked for.
pub(super) struct Asked {
    task: SharedTask,
    /// Whether it depends on nothing.
    first: bool,
    /// The settings of a task that was not held against the rules of its engine before the run.
    pub(super) unchecked: Option<Arc<Settings>>,
}

impl Asked {
    pub(super) fn of(plan: &Plan, number: u32) -> Self {
        Self {
            task: plan.share(number),
            first: plan.node(number).dependencies.is_empty(),
            unchecked: None,
        }
    }
}

impl Asked {
    /// Why the task cannot run as it is declared and configured.
    fn against_the_rules(&self) -> Option<Failure> {
        let settings = self.unchecked.as_ref()?;
        let findings = self.task.verify(settings, Thoroughness::Rules);
        let mut wrong = findings.into_iter().filter_map(|finding| {
            let Verdict::Wrong(kind) = finding.verdict else {
                return None;
            };
            let mut failure = Failure::new(kind, finding.text);
            failure.hint = finding.help;
            failure.context = finding.places.iter().map(ToString::to_string).collect();
            Some(failure)
        });
        let first = wrong.next()?;
        Some(wrong.fold(first, |first, other| first.context(other.cause)))
    }
}

/// Looks for the outputs of a batch of tasks. Blocks.
pub(super) fn look(batch: &[Asked], completeness: &dyn Completeness) -> Vec<Answer> {
    catch_unwind(AssertUnwindSafe(|| look_at(batch, completeness))).unwrap_or_else(|panic| {
        let why = format!(
            "the check of the outputs panicked: {}",
            panic_message(&*panic)
        );
        let broken = Answer::Broken(Box::new(Failure::new(FailureKind::Panicked, why)));
        vec![broken; batch.len()]
    })
}

fn look_at(batch: &[Asked], completeness: &dyn Completeness) -> Vec<Answer> {
    let mut all: Vec<OutputAt> = Vec::with_capacity(batch.len());
    let counts: Vec<usize> = batch
        .iter()
        .map(|asked| {
            let outputs = outputs_of(&*asked.task);
            let count = outputs.len();
            all.extend(outputs);
            count
        })
        .collect();
    let mut found = completeness.are_complete(&all).into_iter();
    let mut rest = all.as_slice();
    let mut answers = Vec::with_capacity(batch.len());
    for (asked, count) in batch.iter().zip(counts) {
        let (outputs, after) = rest.split_at(count);
        rest = after;
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
        } else if missing.is_empty() && !outputs.is_empty() {
            Answer::There
        } else if asked.task.schema().kind == TaskKind::External && asked.first {
            Answer::Broken(Box::new(missing_outputs(
                &*asked.task,
                &missing,
                completeness,
            )))
        } else if let Some(failure) = asked.against_the_rules() {
            Answer::Broken(Box::new(failure))
        } else {
            Answer::Missing
        });
    }
    answers
}

/// Cuts what is asked for into batches. Tasks whose outputs share a folder stay together,
/// however many they are: one listing of it then answers for all of them.
fn batches(plan: &Plan, round: Vec<u32>) -> Vec<Vec<u32>> {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut folders: Vec<Vec<u32>> = Vec::new();
    for number in round {
        let folder = folder_of(&*plan.node(number).task);
        let next = folders.len();
        let at = *numbers.entry(folder).or_insert(next);
        if at == next {
            folders.push(Vec::new());
        }
        folders[at].push(number);
    }
    let mut batches: Vec<Vec<u32>> = Vec::new();
    for folder in folders {
        match batches.last_mut() {
            Some(last) if last.len() + folder.len() <= BATCH => last.extend(folder),
            _ => batches.push(folder),
        }
    }
    batches
}

/// The folder of the task's first output.
fn folder_of(task: &dyn AnyTask) -> String {
    let mut folder = None;
    task.visit_outputs(&mut |_, target| {
        let of = |at: &str| Some(Location::parse(at).split()?.0.text().to_owned());
        folder = folder.take().or_else(|| of(target.location()));
    });
    folder.unwrap_or_default()
}

/// Whether something must be found out about the task. Its outputs say whether it is done, but
/// for a wrapper, which is done when its inputs are, whatever it has.
fn is_asked_for(task: &dyn AnyTask, rules: bool) -> bool {
    let kind = task.schema().kind;
    if kind == TaskKind::Wrapper {
        return false;
    }
    let mut any = rules && matches!(kind, TaskKind::Engine(_));
    task.visit_outputs(&mut |_, _| any = true);
    any
}
