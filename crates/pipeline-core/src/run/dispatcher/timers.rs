//! The moments at which something is to happen by itself, the next one first.

use std::collections::BTreeMap;

use tokio::task;
use tokio::time::Instant;

/// What is to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// A task that failed is tried again.
    TryAgain(u32),
    /// A task at work has had its time, or its time to stop.
    TimeOut(task::Id),
    /// A hook has had its time.
    HookOver(task::Id),
}

/// Takes a moment back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Timer(Instant, u64);

impl Timer {
    /// The moment.
    pub(super) const fn at(self) -> Instant {
        self.0
    }
}

/// The moments. What is due at the same one happens in the order in which it was set.
#[derive(Debug, Default)]
pub(super) struct Timers {
    set: BTreeMap<Timer, Due>,
    count: u64,
}

impl Timers {
    pub(super) fn set(&mut self, at: Instant, due: Due) -> Timer {
        self.count += 1;
        let timer = Timer(at, self.count);
        self.set.insert(timer, due);
        timer
    }

    pub(super) fn cancel(&mut self, timer: Timer) {
        self.set.remove(&timer);
    }

    /// The next moment.
    pub(super) fn next(&self) -> Option<Instant> {
        self.set.first_key_value().map(|(Timer(at, _), _)| *at)
    }

    /// What is due by now, one at a time.
    pub(super) fn take(&mut self, now: Instant) -> Option<Due> {
        let first = self.set.first_entry()?;
        (first.key().0 <= now).then(|| first.remove())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn moments_come_in_order_and_those_taken_back_do_not() {
        let now = Instant::now();
        let at = |seconds| now + Duration::from_secs(seconds);
        let mut timers = Timers::default();
        timers.set(at(2), Due::TryAgain(2));
        let first = timers.set(at(1), Due::TryAgain(1));
        timers.set(at(2), Due::TryAgain(3));
        assert_eq!(timers.next(), Some(at(1)));
        assert_eq!(timers.take(now), None);
        timers.cancel(first);
        assert_eq!(timers.next(), Some(at(2)));
        assert_eq!(timers.take(at(5)), Some(Due::TryAgain(2)));
        assert_eq!(timers.take(at(5)), Some(Due::TryAgain(3)));
        assert_eq!((timers.take(at(5)), timers.next()), (None, None));
    }
}
