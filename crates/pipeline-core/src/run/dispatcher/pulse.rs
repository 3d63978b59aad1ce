//! Lets those who draw do so while nothing happens.

use std::future::pending;

use tokio::time::{Interval, MissedTickBehavior, interval};

use super::Dispatcher;
use crate::report::Reporter;

/// How many of the tasks that come next are shown.
const UPCOMING: usize = 5;

/// Beats as often as a reporter wants to draw; never, if none does.
pub(super) struct Pulse(Option<Interval>);

impl Pulse {
    pub(super) fn of(reporters: &[Box<dyn Reporter>]) -> Self {
        let wanted = reporters.iter().filter_map(|reporter| reporter.pulse());
        Self(wanted.min().map(|period| {
            let mut interval = interval(period);
            // After a pause one picture is enough.
            interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
            interval
        }))
    }

    pub(super) async fn beat(&mut self) {
        match &mut self.0 {
            Some(interval) => {
                interval.tick().await;
            }
            None => pending().await,
        }
    }
}

impl Dispatcher {
    /// Shows where the run stands.
    pub(super) fn show(&mut self) {
        let next = self.schedule.queue().upcoming(UPCOMING);
        self.view.comes_next(next);
        let now = self.clock.now();
        self.tell_each(|reporter, view| reporter.tick(now, view));
    }
}
