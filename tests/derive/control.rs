//! What the attributes about the run make of `Control`, and that a length of time in an attribute
//! is the one that a parameter would be.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use proptest::prelude::*;
use spark_pipeline::core::config::Settings;
use spark_pipeline::core::engine::Extensions;
use spark_pipeline::core::task::Control;

use super::*;

#[path = "../../crates/pipeline-macros/src/check/duration.rs"]
mod duration;

#[derive(SparkTask)]
#[spark(
    app = later("job.py"),
    priority = 10,
    retries = 3,
    backoff = "30s",
    timeout = "2h",
    resources(cluster = 2, gpu = gpus),
    on_failure = failed
)]
struct Job {
    gpus: u32,
}

async fn failed(_: &Job, _: &Context, _: &Failure) -> Result<()> {
    Ok(())
}

#[derive(WrapperTask)]
struct Plain;

#[test]
fn what_is_declared_is_what_the_task_says() {
    let expected = Control {
        priority: Some(10),
        retries: Some(3),
        backoff: Some(Duration::from_secs(30)),
        timeout: Some(Duration::from_secs(7200)),
        resources: vec![("cluster".to_owned(), 2), ("gpu".to_owned(), 4)],
        on_success: false,
        on_failure: true,
    };
    assert_eq!(Task::control(&Job::new(4)), expected);
    assert_eq!(Task::control(&Plain::new()), Control::default());
}

/// How often the hooks of this test were called.
static SUCCEEDED: AtomicU32 = AtomicU32::new(0);

#[derive(Task)]
#[task(on_success = Self::succeeded)]
struct Counted {
    by: u32,
}

impl Counted {
    async fn succeeded(&self, _: &Context) -> Result<()> {
        let _ = SUCCEEDED.fetch_add(self.by, Ordering::SeqCst);
        Ok(())
    }
}

impl Run for Counted {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

#[test]
fn the_hook_is_the_function_that_is_named() {
    let task = Counted::new(7);
    assert!(Task::control(&task).on_success && !Task::control(&task).on_failure);
    let (cx, _run) = Context::detached(&task, "out", Settings::default(), Extensions::default());
    pollster(Task::on_success(&task, &cx));
    assert_eq!(SUCCEEDED.load(Ordering::SeqCst), 7);
}

fn pollster(future: impl Future<Output = Result<()>>) {
    let mut future = std::pin::pin!(future);
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(matches!(
        future.as_mut().poll(&mut cx),
        std::task::Poll::Ready(Ok(()))
    ));
}

proptest! {
    #[test]
    fn a_time_in_an_attribute_is_the_one_that_a_parameter_would_be(text in "[0-9.]{0,3}[0-9]( ?(d|h|m|min|s|ms|us|µs|ns|w|))( ?[0-9.]{1,4}(h|m|s|ms|))?") {
        let as_parameter = <Duration as Param>::parse(&text);
        match duration::duration(&text) {
            Ok(time) => prop_assert_eq!(as_parameter, Ok(time)),
            Err(why) => {
                let message = as_parameter.map_err(|error| error.to_string());
                let message = message.expect_err("what the derive refuses, the parameter does");
                prop_assert!(message.contains(&why.unwrap_or_default()), "{}", message);
            }
        }
    }
}
