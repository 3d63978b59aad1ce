//! Tasks, parameters, targets, and the typed graph that runs them. Knows nothing of Spark.
//!
//! The map, in the order of a run: a [`task::Task`] is a value made of [`param::Param`]s;
//! [`plan`] expands it into a graph; [`config`] says in which layers settings are found;
//! [`run`] executes the graph and tells what happens as [`run::Event`]s; a [`journal`] keeps
//! them, [`report`] shows them; [`cli`] is the command line over all of it. An
//! [`engine::Engine`] (Spark is one) adds a kind of task without this crate knowing what it is;
//! an [`observe::Observer`] is told of a program's runs.

pub mod cli;
pub mod config;
pub mod engine;
pub mod failure;
pub mod finding;
pub mod journal;
pub mod observe;
pub mod param;
pub mod plan;
pub mod recovery;
pub mod report;
pub mod row;
pub mod run;
pub mod secret;
pub mod suggest;
pub mod target;
pub mod task;
pub mod timeline;

pub use failure::{Failure, FailureKind, Result, TaskError};
