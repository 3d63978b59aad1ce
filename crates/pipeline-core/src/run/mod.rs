//! Executes a plan.
//!
//! One dispatcher puts everything that happens into one order, with one `select!`; each task
//! at work is a tokio task that owns its own state and tells by a channel. Nothing is shared
//! and nothing is polled. What is known of a run is the sum of its [`Event`]s: [`RunView`].

mod backoff;
mod claims;
mod clock;
mod completeness;
mod context;
mod controls;
mod dispatcher;
mod estimates;
mod event;
mod executor;
mod folder;
mod id;
mod mailbox;
mod options;
mod panics;
mod queue;
mod ranks;
mod report;
mod require;
mod resources;
mod resume;
mod schedule;
pub(crate) mod spans;
mod state;
mod stop;
mod survey;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod trace;
mod upcoming;
mod view;

#[cfg(test)]
pub(crate) use backoff::FIRST as FIRST_BACKOFF;
pub use claims::{Claims, ClaimsError};
pub(crate) use completeness::Noted;
pub use completeness::{Completeness, OutputAt, Stores, outputs_of};
pub use context::{Context, Detached, Stop};
pub use dispatcher::execute;
pub use estimates::Estimates;
pub use event::{Event, EventKind};
pub(crate) use folder::folder_of;
pub use id::RunId;
pub use mailbox::Events;
pub use options::{Mask, RunOptions, SettingsFor, default_workers, runtime};
pub(crate) use panics::{caught, keep_those_of_tasks, panic_message, quietly};
pub use report::RunReport;
pub use resources::{Capacities, unmet};
pub use resume::{Resume, Submitted};
pub use state::{State, Step};
pub use stop::{StopCause, StopLimits, signals};
pub use survey::{Need, Survey, survey};
pub use trace::Trace;
pub use upcoming::{Upcoming, WaitsFor};
pub(crate) use view::between;
pub use view::{Details, Retry, RunView};
