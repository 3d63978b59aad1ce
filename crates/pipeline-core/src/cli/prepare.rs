//! From a command line to a checked plan with its configuration.

use std::collections::BTreeMap;

use super::arguments::Arguments;
use super::asked::{AllGiven, given, problems_of_given, tasks};
use super::exit::ExitKind;
use super::findings::{self, Told};
use super::help::how_to_help;
use super::message::{Message, Refusal};
use super::roots::Root;
use super::surroundings::Surroundings;
use crate::config::{Config, ConfigError, Keys, Problem, RunSettings, Sources, TaskTypes};
use crate::finding::{Thoroughness, Verdict};
use crate::param::moment;
use crate::plan::Plan;
use crate::secret::Masker;
use crate::task::{AnyTask, TaskSchema};

/// What each root was given, by its name.
pub(crate) type Origins = BTreeMap<&'static str, AllGiven>;

/// A plan and what it runs with.
pub(crate) struct Prepared {
    pub(crate) plan: Plan,
    pub(crate) config: Config,
    /// What each root was given.
    pub(crate) origins: Origins,
    /// What is doubtful but no mistake.
    pub(crate) warnings: Vec<Problem>,
}

/// Reads the configuration, makes the roots and expands them. `asked` is their numbers.
pub(crate) fn prepare(
    program: &str,
    roots: &[Root],
    asked: &[usize],
    arguments: &Arguments,
    keys: &Keys,
    surroundings: &Surroundings,
) -> Result<Prepared, Refusal> {
    let config = load(program, roots, asked, arguments, keys, surroundings)?;
    let schemas: Vec<&'static TaskSchema> = roots.iter().map(|root| root.schema).collect();
    let chosen: Vec<&Root> = asked.iter().map(|root| &roots[*root]).collect();
    let help = |root: &Root| how_to_help(program, roots, root);
    let (plan, origins) = plan_of(&help, &config, &chosen, arguments)?;
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
    asked: &[usize],
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
    let config = Config::load(&sources, keys, &schemas)
        .map_err(|error| with_params(error, program, roots, asked, arguments))?;
    // What `today` is, from here on and until the run has ended.
    let settings = RunSettings::of(&config.settings());
    moment::fix(settings.moment(&moment::moment()));
    Ok(config)
}

/// Makes the roots of what is given and expands them; with where each parameter comes from.
pub(crate) fn plan_of(
    help: &dyn Fn(&Root) -> String,
    config: &Config,
    roots: &[&Root],
    arguments: &Arguments,
) -> Result<(Plan, Origins), Refusal> {
    let mut wrong: Option<Refusal> = None;
    let mut made = Vec::new();
    let mut origins = Origins::new();
    for root in roots {
        let given = given(config, root, arguments);
        match tasks(&help(root), root, &given) {
            Ok(tasks) => made.extend(tasks),
            Err(refusal) => match &mut wrong {
                Some(wrong) => wrong.messages.extend(refusal.messages),
                None => wrong = Some(refusal),
            },
        }
        origins.insert(root.schema.name, given);
    }
    match wrong {
        Some(refusal) => Err(refusal),
        None => Ok((build(made)?, origins)),
    }
}

/// Expands tasks.
pub(crate) fn build(tasks: Vec<Box<dyn AnyTask>>) -> Result<Plan, Refusal> {
    Plan::build(tasks).map_err(|error| {
        let failure = error.failure();
        Refusal::new(ExitKind::Plan, Message::from(&failure))
    })
}

/// The mistakes of the configuration, and those in the parameters of the command line: who
/// corrects the ones should not meet the others after.
fn with_params(
    error: ConfigError,
    program: &str,
    roots: &[Root],
    asked: &[usize],
    arguments: &Arguments,
) -> Refusal {
    let mut refusal = Refusal::from(error);
    for root in asked.iter().map(|root| &roots[*root]) {
        // A parameter that is not given here may be given by what could not be read.
        let given = given(&Config::default(), root, arguments);
        let help = how_to_help(program, roots, root);
        refusal
            .messages
            .extend(problems_of_given(&help, root, &given));
    }
    refusal
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
