//! Wakes the dispatcher from a thread of its own.
//!
//! Whoever is woken from inside a task is the next to run on that task's thread, and no other
//! thread may take it over (tokio's LIFO slot). A task that says something and then blocks
//! its thread would so keep the dispatcher from hearing it, or a signal, until it ends. What
//! tasks say therefore wakes the dispatcher by way of this thread; their ends do not, since
//! with them the thread is free.

use std::sync::{Arc, mpsc as std_mpsc};
use std::task::{Context, Poll, Wake, Waker};

use tokio::sync::mpsc::UnboundedReceiver;

pub(super) struct Bell {
    ring: std_mpsc::Sender<Waker>,
    /// The waker of the dispatcher and the one that rings for it.
    held: Option<(Waker, Waker)>,
}

struct Rope {
    ring: std_mpsc::Sender<Waker>,
    waker: Waker,
}

impl Wake for Rope {
    fn wake(self: Arc<Self>) {
        if self.ring.send(self.waker.clone()).is_err() {
            // There is no thread: better on this one than never.
            self.waker.wake_by_ref();
        }
    }
}

impl Bell {
    pub(super) fn new() -> Self {
        let (ring, rung) = std_mpsc::channel::<Waker>();
        let thread = std::thread::Builder::new().name("run-bell".to_owned());
        // Without the thread nobody receives, and the rope wakes by itself. It ends when the
        // last rope is gone.
        let _ = thread.spawn(move || {
            for waker in rung {
                waker.wake();
            }
        });
        Self { ring, held: None }
    }

    /// Receives from the channel; what is sent to it rings the bell.
    pub(super) fn poll_recv<T>(
        &mut self,
        cx: &mut Context<'_>,
        channel: &mut UnboundedReceiver<T>,
    ) -> Poll<Option<T>> {
        let known = matches!(&self.held, Some((of, _)) if of.will_wake(cx.waker()));
        if !known {
            let rope = Waker::from(Arc::new(Rope {
                ring: self.ring.clone(),
                waker: cx.waker().clone(),
            }));
            self.held = Some((cx.waker().clone(), rope));
        }
        match &self.held {
            Some((_, rope)) => channel.poll_recv(&mut Context::from_waker(rope)),
            None => channel.poll_recv(cx),
        }
    }
}
