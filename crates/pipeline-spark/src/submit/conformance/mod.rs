//! What every [`Submitter`] must do, ours or a stranger's: one suite, run against real Spark.
//!
//! A [`Fixture`] names an application that understands a few words (`tests/fixtures/driver` of
//! this crate has it in Java and in Python) and says what can be known of it from here. [`run`]
//! goes through every check and tells of each that does not hold.
//!
//! | first argument | the application |
//! |---|---|
//! | `succeed` | ends well at once |
//! | `exit CODE` | exits with the code |
//! | `throw MESSAGE` | fails with an exception of this message |
//! | `report FILE ARGUMENT…` | writes its further arguments into the file, each with a NUL after it |
//! | `print N` | prints N MiB of bytes 0xff without a newline on stdout, then on stderr |
//! | `run FILE` | makes a SparkContext, makes the file, and runs until it is stopped |

mod checks;
mod trial;

use std::fmt;
use std::path::PathBuf;

use super::{Handle, Submitter};
use crate::SparkApplication;

/// What the suite is run with.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// The application, with everything set but its arguments.
    pub application: SparkApplication,
    /// An empty folder that this process and the driver both see.
    pub dir: PathBuf,
    /// Whether an exit code can be known.
    pub exit_code: bool,
    /// Whether the driver's output comes here.
    pub output: bool,
    /// Whether a submission outlives whoever made it, and can be attached to.
    pub outlives: bool,
    /// A handle of something that nobody remembers.
    pub forgotten: Handle,
}

/// A check that does not hold.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The rule.
    pub rule: &'static str,
    /// What was seen instead.
    pub because: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.because)
    }
}

/// Runs every check, one after the other, and gives the rules that are broken.
pub async fn run(submitter: &dyn Submitter, fixture: &Fixture) -> Vec<Broken> {
    let mut broken = Vec::new();
    for (rule, check) in checks::all() {
        if let Err(because) = check(submitter, fixture).await {
            broken.push(Broken { rule, because });
        }
    }
    broken
}
