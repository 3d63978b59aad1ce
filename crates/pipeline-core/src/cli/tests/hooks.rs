//! What a program does after its runs.

use std::sync::{Arc, Mutex};

use super::Stage;
use super::tasks::Delays;
use crate::cli::{ExitKind, Program};
use crate::failure::TaskError;

const LINE: &str = "--month 1 --out OUT --set state_dir=OUT/state --quiet";

/// A program that writes down how its runs ended.
fn writing(told: &Arc<Mutex<Vec<String>>>) -> impl FnOnce(Program) -> Program + use<> {
    let (good, bad) = (Arc::clone(told), Arc::clone(told));
    move |program| {
        program
            .on_success(async move |report| {
                let ended = report.view().elapsed();
                let text = format!("well: {}", report.is_success() && ended.as_secs() < 60);
                good.lock().expect("no poison").push(text);
                Ok(())
            })
            .on_failure(async move |report| {
                tokio::task::yield_now().await;
                let (_, failure) = report.failures().next().expect("a failure");
                bad.lock()
                    .expect("no poison")
                    .push(format!("badly: {failure}"));
                Ok(())
            })
    }
}

#[test]
fn a_program_s_hook_is_called_with_the_report_of_its_run() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    let told = Arc::default();
    let broken = format!("{LINE} --carriers broken");
    let shown = stage.show_of::<Delays>(&broken, writing(&told));
    assert_eq!(shown.exit, ExitKind::TaskFailed);
    let shown = stage.show_of::<Delays>(LINE, writing(&told));
    assert_eq!((shown.exit, shown.err.as_str()), (ExitKind::Success, ""));
    // What is not a run has none, nor one that did not begin.
    stage.show_of::<Delays>(&format!("plan {LINE}"), writing(&told));
    stage.show_of::<Delays>(&format!("{LINE} --set nonsense=1"), writing(&told));
    let told = told.lock().expect("no poison").clone();
    assert_eq!(told, ["badly: no carrier `broken` (token )", "well: true"]);
}

#[test]
fn a_program_s_hook_that_fails_is_told_and_changes_nothing() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    let shown = stage.show_of::<Delays>(LINE, |program| {
        program
            .on_success(async |_| Err(TaskError::msg("no network")))
            .on_success(async |_| panic!("no paper"))
    });
    assert_eq!(shown.exit, ExitKind::Success);
    let title = "error: the hook `on_success` of the program failed: ";
    assert!(
        shown.err.contains(&format!("{title}no network")),
        "{}",
        shown.err
    );
    assert!(
        shown.err.contains(&format!("{title}panicked: no paper")),
        "{}",
        shown.err
    );
    assert!(shown.err.contains("cli/tests/hooks.rs:"), "{}", shown.err);
}
