//! What spark-submit takes without a word and then does not use.
//!
//! Source: `SparkSubmit.prepareSubmitEnvironment` filters flags by manager and mode (the
//! table's `effect`); properties it passes on, and who does not read them is silent.

mod flags;
mod partners;
mod program;
mod properties;

use super::view::View;
use crate::Manager;

pub(super) fn ignored(view: &mut View<'_, '_>) {
    program::program(view);
    if !view.is_remote() {
        flags::by_manager(view);
        properties::of_another_manager(view);
        properties::of_another_mode(view);
    }
    partners::without_its_partner(view);
    partners::attempts(view);
    partners::unwatched(view);
    partners::waiting_over_rest(view);
}

impl Manager {
    /// `on a local master`, `on YARN`.
    const fn place(self) -> &'static str {
        match self {
            Self::Local => "on a local master",
            Self::Standalone => "on a standalone cluster",
            Self::Yarn => "on YARN",
            Self::Kubernetes => "on Kubernetes",
        }
    }

    /// `a standalone cluster`, `YARN`.
    const fn cluster(self) -> &'static str {
        match self {
            Self::Local => "a local master",
            Self::Standalone => "a standalone cluster",
            Self::Yarn => "YARN",
            Self::Kubernetes => "Kubernetes",
        }
    }
}
