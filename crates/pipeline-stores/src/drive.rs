//! Futures driven for callers that block.
//!
//! A store's methods block, on whatever thread: one for that, or one of a runtime whose author
//! called a method that says "blocks". So requests run on threads of their own, and whoever waits
//! for them waits on a channel of the standard library, which works everywhere. (To block on the
//! caller's own runtime panics there, and tokio's channels may spin once a task has used up its
//! budget.)

use std::future::Future;
use std::io;
use std::sync::{OnceLock, mpsc};

use futures::StreamExt;
use futures::stream;
use tokio::runtime::{Builder, Handle, Runtime};

/// How many requests of one call are under way at once.
pub(crate) const AT_ONCE: usize = 48;

/// The threads of all stores, which live as long as the process.
pub(crate) fn handle() -> io::Result<Handle> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("stores")
            .enable_all()
            .build()
            .map_err(|error| error.to_string())
    });
    match runtime {
        Ok(runtime) => Ok(runtime.handle().clone()),
        Err(error) => Err(io::Error::other(format!(
            "no threads for the stores: {error}"
        ))),
    }
}

/// Waits for a future.
pub(crate) fn wait<T: Send + 'static>(
    future: impl Future<Output = T> + Send + 'static,
) -> io::Result<T> {
    let (tell, told) = mpsc::sync_channel(1);
    handle()?.spawn(async move {
        // Whoever waits cannot go away before.
        let _ = tell.send(future.await);
    });
    told.recv()
        .map_err(|_| io::Error::other("the request panicked"))
}

/// Waits for many futures, several under way at once; what they give is in their order.
pub(crate) fn wait_for_all<F>(futures: Vec<F>) -> io::Result<Vec<F::Output>>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    wait(stream::iter(futures).buffered(AT_ONCE).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_may_be_waited_for_on_a_thread_of_a_runtime_as_often_as_one_likes() {
        for number in 0..1_000 {
            assert_eq!(wait(async move { number }).expect("driven"), number);
        }
        let all = wait_for_all((0..500).map(|number| async move { number }).collect());
        assert_eq!(all.expect("driven"), (0..500).collect::<Vec<_>>());
        let error = wait(async { panic!("on purpose") }).expect_err("it panicked");
        assert!(error.to_string().contains("panicked"), "{error}");
    }
}
