//! What is refused, and in which words.

use super::tasks::{Delays, Flights, Report};
use super::{Stage, refused};
use crate::cli::ExitKind;

#[test]
fn all_mistakes_in_parameters_are_told_at_once() {
    let stage = Stage::new().variable("SPARK_PIPELINE_PARAM_MIN_FLIGHTS", "many");
    insta::assert_snapshot!(refused::<Delays>(
        &stage,
        "--month 300 --month 2 --exact=maybe"
    ));
    let told = refused::<Delays>(&stage, "--month 1");
    assert!(told.starts_with("error: --min-flights: "), "{told}");
    assert!(
        told.contains("(environment, SPARK_PIPELINE_PARAM_MIN_FLIGHTS)"),
        "{told}"
    );
}

#[test]
fn a_parameter_that_is_required_says_so() {
    let told = refused::<Delays>(&Stage::new(), "plan");
    assert!(
        told.starts_with("error: --month: it is required\n"),
        "{told}"
    );
}

#[test]
fn words_and_flags_that_are_unknown_get_a_suggestion() {
    let stage = Stage::new();
    let cases = [
        ("plna --month 1", "did you mean `plan`?"),
        ("--mnth 1", "did you mean `--month`?"),
        ("--profle x --month 1", "did you mean `--profile`?"),
        ("plan Delay --month 1", "did you mean `Delays`?"),
        ("--otu x --month 1", "did you mean `--out`?"),
        ("--nonsense", "`flights --help` shows every flag"),
    ];
    for (line, help) in cases {
        let told = refused::<Delays>(&stage, line);
        assert!(told.contains(&format!("help: {help}\n")), "{line}: {told}");
    }
    let told = refused::<Delays>(&stage, "--month 1 --carriers -x");
    assert!(
        told.starts_with("error: `--carriers` has no value\n"),
        "{told}"
    );
    let told = refused::<(Report, Delays)>(&stage, "--carriers UA");
    assert!(told.contains("it is a parameter of Delays"), "{told}");
}

#[test]
fn what_is_missing_is_helped_by_the_help_of_the_same_task() {
    let told = refused::<(Report, Delays)>(&Stage::new(), "Delays");
    let help = "help: `flights Delays --help` shows every parameter\n";
    assert!(told.ends_with(help), "{told}");
}

#[test]
fn a_word_after_a_switch_is_no_task() {
    insta::assert_snapshot!(refused::<Delays>(&Stage::new(), "--month 1 --exact maybe"));
}

#[test]
fn a_task_that_is_no_root_is_not_called_unknown() {
    let stage = Stage::new();
    insta::assert_snapshot!(refused::<(Report, Delays)>(&stage, "plan Flights"));
    // Where no plan can be made nothing is known of it.
    let told = refused::<(Delays, Report)>(&stage, "plan Flights");
    assert!(told.starts_with("error: unknown task `Flights`"), "{told}");
}

#[test]
fn mistakes_in_configuration_and_parameters_come_together() {
    let stage = Stage::with("[profile.local]\nmemry = '1g'\nworkers = 0\n");
    insta::assert_snapshot!(refused::<Delays>(
        &stage,
        "--month 300 --set memory=lots --workers x"
    ));
}

#[test]
fn a_setting_that_is_like_none_is_told_with_those_there_are() {
    let told = refused::<Delays>(&Stage::new(), "--month 1 --set nonsense=1");
    let help = told
        .lines()
        .find(|line| line.starts_with("help: known are: "));
    let help = help.expect("what there is");
    assert!(
        help.contains("memory") && help.contains("workers"),
        "{told}"
    );
}

#[test]
fn a_setting_without_a_value_is_refused() {
    let told = refused::<Delays>(&Stage::new(), "--month 1 --set memory --conf x");
    assert_eq!(told.matches("error: ").count(), 2, "{told}");
}

#[test]
fn a_task_that_the_program_does_not_have_is_a_mistake() {
    let stage = Stage::with("[profile.local.task.Something]\nmemory = '1g'\n");
    let told = refused::<Delays>(&stage, "plan --month 1");
    assert!(told.contains("error: unknown task `Something`"), "{told}");
    assert!(told.contains("help: known are: Delays, Flights"), "{told}");
}

#[test]
fn a_setting_for_a_task_that_is_not_there_is_a_mistake() {
    let told = refused::<Delays>(&Stage::new(), "plan --month 1 --set Dleays.memory=1g");
    assert!(
        told.contains("error: unknown task `Dleays`\n --> command line"),
        "{told}"
    );
    assert!(told.contains("help: did you mean `Delays`?"), "{told}");
}

#[test]
fn a_task_that_another_plan_may_have_is_only_doubtful() {
    let stage = Stage::with("[profile.local.task.Something]\nmemory = '1g'\n");
    let shown = stage.show::<(Delays, Report)>("plan --month 1");
    assert_eq!(shown.exit, ExitKind::ExternalMissing);
    assert!(
        shown.err.starts_with("warning: unknown task `Something`"),
        "{}",
        shown.err
    );
    let near = Stage::with("[profile.local.task.Delay]\nmemory = '1g'\n");
    let told = refused::<(Delays, Report)>(&near, "plan --month 1");
    assert!(told.contains("help: did you mean `Delays`?"), "{told}");
}

#[test]
fn a_root_with_no_parameters_of_that_name_ignores_their_variables() {
    let stage = Stage::new().variable("SPARK_PIPELINE_PARAM_MONTH", "1");
    let shown = stage.show::<(Report, Flights)>("plan");
    assert_eq!(shown.exit, ExitKind::ExternalMissing, "{}", shown.err);
    let told = refused::<Report>(&stage, "plan");
    assert!(
        told.contains("unknown variable `SPARK_PIPELINE_PARAM_MONTH`"),
        "{told}"
    );
}
