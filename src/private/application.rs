//! What a derive would otherwise print for each option and argument of an application.

use pipeline_core::Result;
use pipeline_core::param::AnyParam;
use pipeline_core::run::Context;
use pipeline_core::target::AnyTarget;
use pipeline_spark::application::{MainResource, OptionValue};
use pipeline_spark::{SparkApplication, SparkTask, task};

/// An application with the options and properties that are plain text, and the relative paths
/// that are in the crate's folder.
#[must_use]
pub fn declared(
    resource: MainResource,
    crate_dir: &str,
    there: &[&str],
    options: &[(&str, &str)],
    conf: &[(&str, &str)],
) -> SparkApplication {
    let mut application = SparkApplication::new(resource).crate_dir(crate_dir);
    for path in there {
        application = application.crate_file(path);
    }
    for &(key, text) in options {
        application = application.option(key, OptionValue::text(text));
    }
    for &(name, text) in conf {
        application = application.conf(name, text);
    }
    application
}

/// What is passed on the command line, behind its flag if it has one.
pub enum Passed<'a> {
    /// A parameter.
    Param(Option<&'a str>, &'a dyn AnyParam),
    /// Where an input is.
    Input(Option<&'a str>, &'a dyn AnyTarget),
    /// Where an output goes.
    Output(Option<&'a str>, &'a dyn AnyTarget),
}

/// The application with these arguments behind those it has.
#[must_use]
pub fn arguments(mut application: SparkApplication, passed: &[Passed<'_>]) -> SparkApplication {
    for one in passed {
        application = match *one {
            Passed::Param(flag, value) => application.param(flag, value),
            Passed::Input(flag, target) => application.input(flag, target),
            Passed::Output(flag, target) => application.output(flag, target),
        };
    }
    application
}

/// The work of a Spark task. That the future can be sent stands in the signature, so that rustc
/// need not find it out for each task anew.
pub fn run(task: &impl SparkTask, cx: &Context) -> impl Future<Output = Result<()>> + Send {
    task::run(task, cx)
}
