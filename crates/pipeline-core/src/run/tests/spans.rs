//! What `tracing` is told: a span for the run, one for each try, and what a task logs inside it.

use std::fmt;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use super::*;

/// Writes down spans as they close, and events with the spans that they are in.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

#[derive(Default)]
struct Fields(Vec<String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if matches!(
            field.name(),
            "label" | "attempt" | "outcome" | "type" | "cause"
        ) {
            self.0.push(format!("{}={value:?}", field.name()));
        }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Lines {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, cx: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let span = cx.span(id).expect("a span");
        span.extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, cx: Context<'_, S>) {
        let span = cx.span(id).expect("a span");
        let mut extensions = span.extensions_mut();
        values.record(extensions.get_mut::<Fields>().expect("fields"));
    }

    fn on_event(&self, event: &Event<'_>, cx: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let within: Vec<_> = cx
            .event_scope(event)
            .into_iter()
            .flatten()
            .map(|it| it.name())
            .collect();
        let line = format!(
            "{} in {within:?}: {}",
            event.metadata().level(),
            fields.0.join(" ")
        );
        self.0.lock().expect("no poison").push(line);
    }

    fn on_close(&self, id: Id, cx: Context<'_, S>) {
        let span = cx.span(&id).expect("a span");
        let fields = span.extensions().get::<Fields>().map(|it| it.0.join(" "));
        let line = format!("{} {}", span.name(), fields.unwrap_or_default());
        self.0.lock().expect("no poison").push(line);
    }
}

/// Whether this process is the test's own. If it is not, one is started and does the test.
///
/// Where other tests reach a span without a subscriber, `tracing` takes it for one that nobody
/// wants, and keeps to that (it asks the thread's own subscriber where there is just one).
fn is_alone(test: &str) -> bool {
    const ALONE: &str = "PIPELINE_CORE_SPANS_ALONE";
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let program = std::env::current_exe().expect("this program");
    let name = format!(
        "{}::{test}",
        module_path!().split_once("::").expect("a crate").1
    );
    let mut alone = std::process::Command::new(program);
    let output = alone.args(["--exact", &name]).env(ALONE, "1").output();
    let output = output.expect("a process");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("1 passed"), "{told}");
    false
}

/// Runs with a subscriber and gives what it wrote down. On one thread, whose own it is.
async fn told(
    specs: impl IntoIterator<Item = Spec>,
    roots: &[u32],
    options: RunOptions,
) -> Vec<String> {
    let world = World::new(specs);
    let lines = Lines::default();
    let _guard =
        tracing::subscriber::set_default(tracing_subscriber::registry().with(lines.clone()));
    let options = RunOptions {
        completeness: world.clone(),
        ..options
    };
    execute(world.plan(roots), options, Vec::new()).await;
    let lines = lines.0.lock().expect("no poison");
    lines
        .iter()
        .filter(|line| !line.starts_with("INFO") && !line.starts_with("DEBUG"))
        .cloned()
        .collect()
}

#[tokio::test(start_paused = true)]
async fn each_try_is_a_span_in_that_of_the_run_and_says_how_it_ended() {
    if !is_alone("each_try_is_a_span_in_that_of_the_run_and_says_how_it_ended") {
        return;
    }
    let specs = [
        controlled(does(&[], Does::Fails("no sum")), retries(1)),
        spec(&[]),
    ];
    let mut told = told(specs, &[0, 1], RunOptions::default()).await;
    told.sort();
    assert_eq!(
        told,
        [
            "ERROR in [\"run\"]: label=Toy(n=0) cause=no sum",
            "WARN in [\"run\"]: label=Toy(n=0) attempt=1 cause=no sum",
            "run ",
            "task label=\"Toy(n=0)\" type=\"Toy\" attempt=1 outcome=\"failed\"",
            "task label=\"Toy(n=0)\" type=\"Toy\" attempt=2 outcome=\"failed\"",
            "task label=\"Toy(n=1)\" type=\"Toy\" attempt=1 outcome=\"succeeded\"",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn who_is_dropped_at_work_was_stopped() {
    if !is_alone("who_is_dropped_at_work_was_stopped") {
        return;
    }
    let (ask, stops) = mpsc::unbounded_channel();
    let options = RunOptions {
        stops: Some(stops),
        ..RunOptions::default()
    };
    let asked = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        ask.send(StopCause::Signal(2)).expect("heard");
    };
    let specs = [does(&[], Does::Sleeps(1_000_000))];
    let (told, ()) = tokio::join!(told(specs, &[0], options), asked);
    let span = told
        .iter()
        .find(|line| line.starts_with("task"))
        .expect("a span");
    assert!(span.ends_with("outcome=\"stopped\""), "{told:?}");
}
