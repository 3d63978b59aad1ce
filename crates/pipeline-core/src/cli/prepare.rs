//! From a command line to a checked plan with its configuration.

use std::collections::BTreeMap;

use super::arguments::Arguments;
use super::exit::ExitKind;
use super::findings::{self, Told};
use super::help::how_to_help;
use super::message::{Message, Refusal};
use super::roots::{Root, kebab};
use super::surroundings::Surroundings;
use crate::config::{Config, ConfigError, Keys, Origin, Problem, Sources, TaskTypes};
use crate::finding::{Thoroughness, Verdict};
use crate::plan::Plan;
use crate::secret::Masker;
use crate::task::{AnyTask, ParamValues, TaskSchema};

/// A plan and what it runs with.
pub(crate) struct Prepared {
    pub(crate) plan: Plan,
    pub(crate) config: Config,
    /// Where each given parameter of the root comes from; the others are defaults.
    pub(crate) origins: BTreeMap<String, Origin>,
    /// What is doubtful but no mistake.
    pub(crate) warnings: Vec<Problem>,
}

/// Reads the configuration, makes the root and expands it.
pub(crate) fn prepare(
    program: &str,
    roots: &[Root],
    root: usize,
    arguments: &Arguments,
    keys: &Keys,
    surroundings: &Surroundings,
) -> Result<Prepared, Refusal> {
    let config = load(program, roots, root, arguments, keys, surroundings)?;
    let schemas: Vec<&'static TaskSchema> = roots.iter().map(|root| root.schema).collect();
    let help = how_to_help(program, roots, &roots[root]);
    let (plan, origins) = plan_of(&help, &config, &roots[root], arguments)?;
    let warnings = config.check_tasks(&TaskTypes::of([&plan], &schemas))?;
    Ok(Prepared {
        plan,
        config,
        origins,
        warnings,
    })
}

/// Reads the configuration. Its mistakes come with those in the parameters of the command line.
pub(crate) fn load(
    program: &str,
    roots: &[Root],
    root: usize,
    arguments: &Arguments,
    keys: &Keys,
    surroundings: &Surroundings,
) -> Result<Config, Refusal> {
    let schemas: Vec<&'static TaskSchema> = roots.iter().map(|root| root.schema).collect();
    let sources = Sources {
        cwd: surroundings.cwd.clone(),
        file: arguments.config.clone(),
        profile: arguments.profile.clone(),
        overrides: arguments.overrides.clone(),
        environment: surroundings.environment.clone(),
    };
    Config::load(&sources, keys, &schemas).map_err(|error| {
        let help = how_to_help(program, roots, &roots[root]);
        with_params(error, &help, &roots[root], arguments)
    })
}

/// Makes a root of what is given and expands it; with where each parameter comes from.
pub(crate) fn plan_of(
    help: &str,
    config: &Config,
    root: &Root,
    arguments: &Arguments,
) -> Result<(Plan, BTreeMap<String, Origin>), Refusal> {
    let (words, origins) = params(config, root, arguments);
    let task = make(help, root, words, &origins)?;
    let plan = Plan::build(vec![task]).map_err(|error| {
        let failure = error.failure();
        Refusal::new(ExitKind::Plan, Message::from(&failure))
    })?;
    Ok((plan, origins))
}

/// The flags of the parameters that a root needs and nobody gives.
pub(crate) fn needs(config: &Config, root: &Root, arguments: &Arguments) -> Vec<String> {
    let (words, _) = params(config, root, arguments);
    let given: Vec<_> = words.keys().cloned().collect();
    let mut values = ParamValues::new(words);
    (root.make)(&mut values);
    let problems = values.problems.iter();
    let missing = problems.filter(|problem| !given.iter().any(|given| given == problem.param));
    missing
        .map(|problem| format!("--{}", kebab(problem.param)))
        .collect()
}

/// The mistakes of the configuration, and those in the parameters of the command line: who
/// corrects the ones should not meet the others after.
fn with_params(error: ConfigError, help: &str, root: &Root, arguments: &Arguments) -> Refusal {
    let mut refusal = Refusal::from(error);
    let (words, origins) = params(&Config::default(), root, arguments);
    let given: Vec<_> = words.keys().cloned().collect();
    let mut values = ParamValues::new(words);
    (root.make)(&mut values);
    // A parameter that is not given here may be given by what could not be read.
    values
        .problems
        .retain(|problem| given.iter().any(|given| given == problem.param));
    if !values.problems.is_empty() {
        let message = problems(help, root, &values, &origins);
        refusal.messages.push(message);
    }
    refusal
}

type Words = BTreeMap<String, Vec<String>>;

/// The words of the root's parameters: command line, then environment, then profile.
fn params(
    config: &Config,
    root: &Root,
    arguments: &Arguments,
) -> (Words, BTreeMap<String, Origin>) {
    let mut words = Words::new();
    let mut origins = BTreeMap::new();
    for given in config.params_for(root.schema) {
        words.insert(given.param.clone(), given.words.clone());
        origins.insert(given.param.clone(), given.origin.clone());
    }
    for (param, given) in &arguments.params {
        words.insert(param.clone(), given.clone());
        origins.insert(param.clone(), Origin::CommandLine);
    }
    (words, origins)
}

fn make(
    help: &str,
    root: &Root,
    words: Words,
    origins: &BTreeMap<String, Origin>,
) -> Result<Box<dyn AnyTask>, Refusal> {
    let mut values = ParamValues::new(words);
    match (root.make)(&mut values) {
        Some(task) if values.problems.is_empty() => Ok(task),
        _ => Err(Refusal::usage(problems(help, root, &values, origins))),
    }
}

fn problems(
    help: &str,
    root: &Root,
    values: &ParamValues,
    origins: &BTreeMap<String, Origin>,
) -> Message {
    let name = root.schema.name;
    let mut lines = values.problems.iter().map(|problem| {
        let flag = kebab(problem.param);
        let params = root.schema.params.iter();
        let secret = params
            .into_iter()
            .any(|param| param.name == problem.param && param.secret);
        // The message of a value that does not fit quotes it.
        let message = match origins.get(problem.param) {
            Some(_) if secret => "the value does not fit (it is secret)",
            _ => &problem.message,
        };
        match origins.get(problem.param) {
            None | Some(Origin::CommandLine) => format!("--{flag}: {message}"),
            Some(origin) => format!("--{flag}: {message} ({origin})"),
        }
    });
    let message = match (values.problems.len(), lines.next()) {
        (1, Some(line)) => Message::new(line),
        (count, first) => {
            let message = Message::new(format!("{count} parameters of {name} do not fit"));
            let lines = first.into_iter().chain(lines);
            lines.fold(message, |message, line| message.detail(format!("  {line}")))
        }
    };
    message.help(format!("`{help}` shows every parameter"))
}

/// Adds the secrets of parameters and of settings.
pub(crate) fn add_secrets(masker: &mut Masker, config: &Config, plans: &[&Plan]) {
    for (name, value) in config.secrets() {
        masker.add_named(name, &value);
    }
    for node in plans.iter().flat_map(|plan| plan.nodes()) {
        if node.task.schema().params.iter().any(|param| param.secret) {
            node.task.visit_params(&mut |schema, value| {
                if schema.secret {
                    masker.add_named(schema.name, &value.print());
                }
            });
        }
    }
}

impl Prepared {
    /// What takes secrets out of a text: those of parameters and those of settings.
    pub(crate) fn masker(&self) -> Masker {
        let mut masker = Masker::default();
        add_secrets(&mut masker, &self.config, &[&self.plan]);
        masker
    }

    /// Holds every task against the rules of its engine, so that a mistake is told before hours
    /// of work and not after. What comes back is doubtful: a message each.
    pub(crate) fn check(&self, how: Thoroughness) -> Result<Vec<Message>, Refusal> {
        let masker = self.masker();
        let told = findings::rules(&self.plan, &self.config, how);
        let kinds: Vec<_> = told.iter().filter_map(Told::failure).collect();
        let (wrong, doubtful): (Vec<_>, Vec<_>) =
            told.into_iter().partition(|told| told.finding.is_wrong());
        if wrong.is_empty() {
            let warnings = doubtful.into_iter();
            let warnings = warnings.filter(|told| told.finding.verdict == Verdict::Warning);
            let messages = warnings.map(|told| {
                let mut message = told.message().masked(&masker);
                // One line each: `plan` and `check` show the rest.
                message.details.clear();
                message.help.clear();
                message
            });
            return Ok(messages.collect());
        }
        Err(Refusal {
            kind: ExitKind::before_a_run(kinds),
            messages: wrong
                .iter()
                .map(|told| told.message().masked(&masker))
                .collect(),
        })
    }
}
