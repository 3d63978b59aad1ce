//! How long a task waits before it is tried again.

use std::time::Duration;

use crate::task::TaskId;

/// The first wait of a task that says nothing of it.
pub(crate) const FIRST: Duration = Duration::from_secs(5);

/// The longest wait, before jitter; a longer first one stays as it is.
const LONGEST: Duration = Duration::from_secs(10 * 60);

/// The wait after a try that failed, the first being 1: twice as long each time up to
/// [`LONGEST`], then between half and one and a half of that, so that tasks that failed
/// together (a cluster was away) are not all tried again at the same moment.
///
/// The same seed gives the same waits, in whatever order tasks fail.
pub(super) fn wait(first: Duration, attempt: u32, task: TaskId, seed: u64) -> Duration {
    let doublings = attempt.saturating_sub(1).min(31);
    let wait = first.saturating_mul(1 << doublings);
    let wait = wait.min(LONGEST.max(first));
    // Only a wait of more than an age of the world is beyond what can be said.
    let seconds = wait.as_secs_f64() * (0.5 + fraction(task, attempt, seed));
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

/// A number from 0 to 1, as good as drawn.
fn fraction(task: TaskId, attempt: u32, seed: u64) -> f64 {
    let state = mixed(mixed(seed ^ u64::from(attempt)) ^ task.tail());
    // 53 bits are what a double holds exactly.
    #[allow(clippy::cast_precision_loss)]
    let fraction = (state >> 11) as f64 / (1_u64 << 53) as f64;
    fraction
}

/// One step of SplitMix64.
const fn mixed(state: u64) -> u64 {
    let z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> TaskId {
        format!("{n:032x}").parse().expect("an id")
    }

    #[test]
    fn a_wait_doubles_and_has_a_longest() {
        let second = Duration::from_secs(1);
        for attempt in 1..=40 {
            let plain = second * (1 << (attempt - 1).min(20));
            let plain = plain.min(LONGEST);
            let wait = wait(second, attempt, id(1), 7);
            assert!(
                wait >= plain / 2 && wait <= plain * 3 / 2,
                "{attempt}: {wait:?}"
            );
        }
        // Whoever asks for an hour gets it.
        let hour = Duration::from_secs(3600);
        assert!(wait(hour, 1, id(1), 7) >= hour / 2);
        assert!(wait(hour, 9, id(1), 7) <= hour * 3 / 2);
        assert_eq!(wait(Duration::ZERO, 3, id(1), 7), Duration::ZERO);
        assert!(wait(Duration::MAX, 2, id(1), 0) > LONGEST);
    }

    #[test]
    fn a_seed_gives_the_same_waits_and_tasks_wait_differently() {
        let first = Duration::from_secs(60);
        let waits =
            |seed| -> Vec<Duration> { (0..9).map(|n| wait(first, 1, id(n), seed)).collect() };
        assert_eq!(waits(1), waits(1));
        assert_ne!(waits(1), waits(2));
        let mut different = waits(1);
        different.sort();
        different.dedup();
        assert_eq!(different.len(), 9);
        assert_ne!(wait(first, 1, id(1), 1), wait(first, 2, id(1), 1) / 2);
    }
}
