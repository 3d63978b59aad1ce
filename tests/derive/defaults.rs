//! Defaults in quotes: a text is itself, and every other type reads it as on the command line.

use std::path::PathBuf;
use std::time::Duration;

use spark_pipeline::prelude::*;

#[derive(Clone, Debug, PartialEq, Param)]
enum Mode {
    Fast,
    VerySlow,
}

type Day = Date;

#[derive(WrapperTask)]
struct Defaults {
    #[task(default = "2013-01-31")]
    day: Date,
    #[task(default = "2013-01-31")]
    alias: Day,
    #[task(default = "2013-01")]
    month: Month,
    #[task(default = "2013-01-31T05")]
    hour: Hour,
    #[task(default = "1h30m")]
    window: Duration,
    #[task(default = "very-slow")]
    mode: Mode,
    #[task(default = "2013-02")]
    until: Option<Month>,
    #[task(default = "none")]
    none: Option<Month>,
    #[task(default = "UA,AA")]
    carriers: Vec<String>,
    #[task(default = "none")]
    text: String,
    #[task(default = "none")]
    maybe_text: Option<String>,
    #[task(default = "data/./x")]
    path: PathBuf,
}

#[test]
fn a_default_in_quotes_is_read_as_on_the_command_line() {
    let task = Defaults::new();
    assert_eq!(task.day.to_string(), "2013-01-31");
    assert_eq!(task.alias, task.day);
    assert_eq!(task.month.to_string(), "2013-01");
    assert_eq!(task.hour.to_string(), "2013-01-31T05");
    assert_eq!(task.window, Duration::from_secs(90 * 60));
    assert_eq!(task.mode, Mode::VerySlow);
    assert_eq!(
        task.until.map(|until| until.to_string()).as_deref(),
        Some("2013-02")
    );
    assert_eq!(task.none, None);
    assert_eq!(task.carriers, ["UA", "AA"]);
    assert_eq!(Defaults::SCHEMA.params[4].default, Some("1h30m"));
}

#[test]
fn a_text_and_a_path_are_what_the_quotes_hold() {
    let task = Defaults::new();
    assert_eq!(task.text, "none");
    assert_eq!(task.maybe_text.as_deref(), Some("none"));
    assert_eq!(task.path.as_os_str(), "data/./x");
}

#[derive(WrapperTask)]
struct Wrong {
    #[task(default = "0.5ns")]
    window: Duration,
}

#[test]
#[should_panic(expected = "the default of `window`: \"0.5ns\" is no length of time")]
fn a_default_that_only_its_type_can_refuse_is_told_at_its_first_use() {
    let _ = Wrong::new().window;
}

#[derive(WrapperTask)]
struct Opened {
    api_token: String,
    #[task(secret = false)]
    page_token: String,
    sort_key: String,
}

#[test]
fn a_name_makes_a_secret_unless_its_author_says_otherwise() {
    let task = Opened::new("hidden", "page", "sort");
    let label = (&task as &dyn spark_pipeline::core::task::AnyTask).label();
    assert!(!label.contains("hidden"), "{label}");
    assert!(
        label.contains("page_token=page") && label.contains("sort_key=sort"),
        "{label}"
    );
    let secret: Vec<_> = Opened::SCHEMA
        .params
        .iter()
        .map(|param| param.secret)
        .collect();
    assert_eq!(secret, [true, false, false]);
    let _ = (task.api_token, task.page_token, task.sort_key);
}
