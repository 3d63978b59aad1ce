//! Tells how far an application is, often enough for a person and no more.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::watch::Progress;

/// The least time between two tellings.
const GAP: Duration = Duration::from_millis(300);

/// The latest of many values, at most one each [`GAP`]; the last of them is never lost.
pub(super) struct Thinned {
    latest: watch::Receiver<Option<Progress>>,
    /// Before this nothing more is told.
    not_before: Option<Instant>,
    told: Option<Progress>,
    /// Nobody will say anything any more.
    over: bool,
}

impl Thinned {
    pub(super) fn new(latest: watch::Receiver<Option<Progress>>) -> Self {
        Self {
            latest,
            not_before: None,
            told: None,
            over: false,
        }
    }

    /// The next that is to be told; waits for ever when there is none. Cancel-safe.
    pub(super) async fn next(&mut self) -> Option<Progress> {
        if self.over {
            return std::future::pending().await;
        }
        if let Some(not_before) = self.not_before {
            tokio::time::sleep_until(not_before).await;
            self.not_before = None;
        }
        self.over = self.latest.changed().await.is_err();
        if self.over {
            return std::future::pending().await;
        }
        self.not_before = Some(Instant::now() + GAP);
        self.told = self.latest.borrow_and_update().clone();
        self.told.clone()
    }

    /// What is not told yet.
    pub(super) fn last(self) -> Option<Progress> {
        let latest = self.latest.borrow().clone();
        if latest == self.told { None } else { latest }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn far(done: u64) -> Option<Progress> {
        let what = "stage 1".to_owned();
        Some(Progress {
            what,
            done,
            total: 100,
        })
    }

    #[tokio::test(start_paused = true)]
    async fn of_a_hundred_words_in_a_second_a_few_are_told_and_the_last_of_them() {
        let (sender, receiver) = watch::channel(None);
        let mut thinned = Thinned::new(receiver);
        tokio::spawn(async move {
            for done in 1..=100 {
                sender.send_replace(far(done));
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            // It goes on to run and says nothing more.
            tokio::time::sleep(Duration::from_secs(3600)).await;
        });
        let mut told = Vec::new();
        while let Ok(Some(far)) =
            tokio::time::timeout(Duration::from_secs(60), thinned.next()).await
        {
            told.push(far.done);
        }
        assert!(told.len() <= 5, "{told:?}");
        assert_eq!(told.last(), Some(&100));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_said_just_before_the_end_is_not_lost() {
        let (sender, receiver) = watch::channel(None);
        let mut thinned = Thinned::new(receiver);
        sender.send_replace(far(1));
        assert_eq!(thinned.next().await, far(1));
        sender.send_replace(far(2));
        drop(sender);
        assert_eq!(thinned.last(), far(2));
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_told_twice() {
        let (sender, receiver) = watch::channel(None);
        let mut thinned = Thinned::new(receiver);
        sender.send_replace(far(1));
        assert_eq!(thinned.next().await, far(1));
        drop(sender);
        assert_eq!(thinned.last(), None);
    }
}
