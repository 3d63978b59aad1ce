//! What tasks tell the dispatcher.
//!
//! Whoever tells never waits, and what nobody has heard yet takes no more memory than so much
//! for each task at work: of messages and of progress the last ones are kept. What must not be
//! lost (which application it is, where it can be watched) is kept whatever comes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc::{
    UnboundedReceiver, UnboundedSender, error::TryRecvError, unbounded_channel,
};

use super::event::EventKind;

/// How many messages of a task wait to be heard, and how many kinds of progress.
const MOST: usize = 256;

/// How many bytes those messages have.
const MOST_BYTES: usize = 1 << 20;

/// Where the dispatcher hears which tasks have told something.
pub(super) type Bells = UnboundedReceiver<Arc<Mailbox>>;

/// What lets a task ring. There is at most one ring a task that was not heard.
pub(super) type Ring = UnboundedSender<Arc<Mailbox>>;

/// What one task has told and nobody has heard.
#[derive(Debug, Default)]
pub(super) struct Mailbox(Mutex<Letters>);

#[derive(Debug, Default)]
struct Letters {
    kept: VecDeque<EventKind>,
    messages: usize,
    bytes: usize,
    progress: usize,
    /// How many messages were left out, and of which task they were.
    left_out: u64,
}

/// The end of a task.
#[derive(Clone, Debug)]
pub(crate) struct Teller {
    mailbox: Arc<Mailbox>,
    ring: Ring,
}

impl Teller {
    pub(super) fn new(ring: Ring) -> Self {
        let mailbox = Arc::default();
        Self { mailbox, ring }
    }

    /// Tells something. It does not wait.
    pub(super) fn tell(&self, event: EventKind) {
        if self.mailbox.put(event) {
            // Nobody listens any more only when the run is over.
            let _ = self.ring.send(Arc::clone(&self.mailbox));
        }
    }
}

impl Mailbox {
    /// Puts an event in; says whether it is the first since somebody looked.
    fn put(&self, event: EventKind) -> bool {
        let mut letters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = letters.kept.is_empty();
        letters.put(event);
        first
    }

    /// Takes everything out, in the order in which it was told.
    pub(super) fn take(&self) -> VecDeque<EventKind> {
        let mut letters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut letters = std::mem::take(&mut *letters);
        if letters.left_out > 0
            && let Some(task) = letters.kept.iter().find_map(EventKind::task)
        {
            let message = format!(
                "({} messages are left out here: there were more than can be shown)",
                letters.left_out
            );
            let told = EventKind::TaskMessage { task, message };
            letters.kept.push_front(told);
        }
        letters.kept
    }
}

impl Letters {
    fn put(&mut self, event: EventKind) {
        match &event {
            EventKind::TaskMessage { message, .. } => {
                self.messages += 1;
                self.bytes += message.len();
            }
            EventKind::TaskProgress { what, .. } => {
                let same = |it: &EventKind| matches!(it, EventKind::TaskProgress { what: other, .. } if other == what);
                // Of one count the last word is enough.
                if let Some(held) = self.kept.iter_mut().rev().find(|held| same(held)) {
                    *held = event;
                    return;
                }
                self.progress += 1;
            }
            _ => {}
        }
        self.kept.push_back(event);
        while self.messages > 1 && (self.messages > MOST || self.bytes > MOST_BYTES) {
            self.leave_a_message_out();
        }
        if self.progress > MOST {
            self.remove(|event| matches!(event, EventKind::TaskProgress { .. }));
            self.progress -= 1;
        }
    }

    fn leave_a_message_out(&mut self) {
        let message = self.remove(|event| matches!(event, EventKind::TaskMessage { .. }));
        if let Some(EventKind::TaskMessage { message, .. }) = message {
            self.bytes -= message.len();
        }
        self.messages -= 1;
        self.left_out += 1;
    }

    fn remove(&mut self, is_one: impl Fn(&EventKind) -> bool) -> Option<EventKind> {
        let at = self.kept.iter().position(is_one)?;
        self.kept.remove(at)
    }
}

/// What a task told, for whoever calls it without a run.
#[derive(Debug)]
pub struct Events {
    bells: Bells,
    heard: VecDeque<EventKind>,
}

impl Events {
    pub(super) fn new() -> (Teller, Self) {
        let (ring, bells) = unbounded_channel();
        let heard = VecDeque::new();
        (Teller::new(ring), Self { bells, heard })
    }

    /// The next event; nothing when the context is gone.
    pub async fn recv(&mut self) -> Option<EventKind> {
        while self.heard.is_empty() {
            self.heard = self.bells.recv().await?.take();
        }
        self.heard.pop_front()
    }

    /// The next event that is there.
    ///
    /// # Errors
    /// There is none now, or none any more.
    pub fn try_recv(&mut self) -> Result<EventKind, TryRecvError> {
        loop {
            if let Some(event) = self.heard.pop_front() {
                return Ok(event);
            }
            self.heard = self.bells.try_recv()?.take();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::TaskId;

    fn task() -> TaskId {
        "89546db2bc1fe2b9f1eefcd97a8229e7".parse().expect("an id")
    }

    fn message(message: impl Into<String>) -> EventKind {
        EventKind::TaskMessage {
            task: task(),
            message: message.into(),
        }
    }

    fn progress(what: impl Into<String>, done: u64) -> EventKind {
        EventKind::TaskProgress {
            task: task(),
            what: what.into(),
            done,
            total: None,
        }
    }

    fn application(number: u32) -> EventKind {
        EventKind::ApplicationId {
            task: task(),
            id: number.to_string(),
        }
    }

    fn all(events: &mut Events) -> Vec<EventKind> {
        std::iter::from_fn(|| events.try_recv().ok()).collect()
    }

    #[test]
    fn what_is_heard_in_time_is_heard_whole_and_in_order() {
        let (teller, mut events) = Events::new();
        let told = [
            message("a"),
            progress("files", 1),
            application(1),
            message("b"),
        ];
        told.iter().for_each(|event| teller.tell(event.clone()));
        assert_eq!(all(&mut events), told);
        teller.tell(message("c"));
        assert_eq!(all(&mut events), [message("c")]);
        assert_eq!(events.try_recv(), Err(TryRecvError::Empty));
        drop(teller);
        assert_eq!(events.try_recv(), Err(TryRecvError::Disconnected));
    }

    #[test]
    fn of_a_million_messages_the_last_are_kept_and_the_ring_rings_once() {
        let (teller, mut events) = Events::new();
        teller.tell(application(1));
        for number in 0..1_000_000 {
            teller.tell(message(number.to_string()));
            teller.tell(progress("lines", number));
        }
        teller.tell(application(2));
        assert_eq!(events.bells.len(), 1);
        let all = all(&mut events);
        assert_eq!(all.len(), 1 + 2 + 1 + MOST);
        assert!(all.contains(&application(1)) && all.contains(&application(2)));
        assert!(all.contains(&progress("lines", 999_999)));
        assert_eq!(all[all.len() - 2], message("999999"));
        let left_out = 1_000_000 - MOST;
        let EventKind::TaskMessage { message, .. } = &all[0] else {
            panic!("{:?}", all[0]);
        };
        assert!(
            message.starts_with(&format!("({left_out} messages")),
            "{message}"
        );
    }

    #[test]
    fn long_messages_and_many_counts_are_bounded_too() {
        let (teller, mut events) = Events::new();
        for number in 0..1000 {
            teller.tell(message("x".repeat(100_000)));
            teller.tell(progress(format!("file {number}"), 1));
        }
        let all = all(&mut events);
        let long = |it: &&EventKind| matches!(it, EventKind::TaskMessage { message, .. } if message.len() == 100_000);
        assert_eq!(all.iter().filter(long).count(), MOST_BYTES / 100_000);
        let counts = |it: &&EventKind| matches!(it, EventKind::TaskProgress { .. });
        assert_eq!(all.iter().filter(counts).count(), MOST);
        // One that is longer than everything is still told.
        teller.tell(message("x".repeat(2 * MOST_BYTES)));
        assert!(events.try_recv().is_ok());
    }
}
