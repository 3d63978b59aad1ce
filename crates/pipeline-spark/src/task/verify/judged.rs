//! What the rules say, kept for the next task of the same kind: a plan may have 100,000 tasks
//! that differ in nothing but their arguments.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use pipeline_core::config::Settings;
use pipeline_core::finding::Finding;
use pipeline_core::task::TaskSchema;

use super::inherited;
use crate::SparkApplication;
use crate::command::Surroundings;
use crate::install::{Spark, SparkVersion};
use crate::settings::{self, Known};

/// How many cases are kept: types of tasks come in turns.
const KEPT: usize = 32;

static KEPT_CASES: Mutex<VecDeque<(Case, Arc<Judged>)>> = Mutex::new(VecDeque::new());

/// What the rules say of an application, and what they went by.
#[derive(Debug, PartialEq)]
pub(super) struct Judged {
    /// What files of properties say.
    pub(super) inherited: BTreeMap<String, String>,
    pub(super) findings: Vec<Finding>,
}

/// All that the rules look at but the files of properties, which may change.
#[derive(Debug)]
struct Case {
    task: &'static TaskSchema,
    /// As it is declared, without its arguments.
    declared: SparkApplication,
    /// With the settings laid over it, if they fit.
    applied: Option<SparkApplication>,
    settings: Settings,
    spark: Option<SparkVersion>,
}

impl Case {
    fn is(
        &self,
        task: &'static TaskSchema,
        declared: &SparkApplication,
        settings: &Settings,
        spark: Option<&SparkVersion>,
    ) -> bool {
        let kept = &self.declared;
        self.task.path == task.path
            && self.spark.as_ref() == spark
            && kept.resource == declared.resource
            && kept.options == declared.options
            && kept.conf == declared.conf
            && kept.env == declared.env
            && kept.secret == declared.secret
            && self.settings == *settings
    }
}

/// What the rules say of an application: asked once for all that only differ in arguments.
pub(super) fn judge(
    task: &'static TaskSchema,
    declared: &SparkApplication,
    settings: &Settings,
    spark: Option<&Spark>,
    surroundings: &Surroundings,
) -> Arc<Judged> {
    let version = spark.map(|spark| &spark.version);
    // A thread that panicked while judging kept nothing.
    let mut kept = KEPT_CASES.lock().unwrap_or_else(PoisonError::into_inner);
    let known = kept
        .iter()
        .position(|(case, _)| case.is(task, declared, settings, version));
    if let Some(index) = known {
        let (case, judged) = &kept[index];
        if inherited(case.applied.as_ref(), spark, surroundings) == judged.inherited {
            return Arc::clone(judged);
        }
        kept.remove(index);
    }
    drop(kept);
    // A setting that cannot be laid over the application is told by the rules.
    let applied = settings::apply(declared.clone(), settings).ok();
    let known = Known {
        task,
        spark: version,
        inherited: inherited(applied.as_ref(), spark, surroundings),
    };
    let findings = settings::findings(declared, settings, &known);
    let judged = Arc::new(Judged {
        findings: findings.unwrap_or_else(|failure| vec![Finding::from(&failure)]),
        inherited: known.inherited,
    });
    let case = Case {
        task,
        declared: without_arguments(declared.clone()),
        applied: applied.map(without_arguments),
        settings: settings.clone(),
        spark: version.cloned(),
    };
    let mut kept = KEPT_CASES.lock().unwrap_or_else(PoisonError::into_inner);
    kept.truncate(KEPT - 1);
    kept.push_front((case, Arc::clone(&judged)));
    judged
}

fn without_arguments(mut application: SparkApplication) -> SparkApplication {
    application.arguments.clear();
    application
}
