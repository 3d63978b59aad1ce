//! Named resources: how many a run has, and whether a task can ever get what it takes.

use std::collections::BTreeMap;

use crate::failure::{Failure, FailureKind};
use crate::suggest::nearest;
use crate::task::Control;

/// How many of each named resource a run has.
pub type Capacities = BTreeMap<String, u32>;

/// Why a task can never start, whatever else ends: it takes more than there is.
#[must_use]
pub fn unmet(control: &Control, capacities: &Capacities) -> Option<Failure> {
    for (name, taken) in &control.resources {
        let (cause, hint) = match capacities.get(name) {
            Some(held) if held >= taken => continue,
            Some(held) => (
                format!("it takes {taken} of the resource `{name}`, of which the run has {held}"),
                format!(
                    "let the task take less, or give the run more: \
                     `resources = {{ {name} = {taken} }}` in the profile, \
                     or `--set resources.{name}={taken}`"
                ),
            ),
            None => {
                let known = nearest(name, capacities.keys().map(String::as_str));
                let hint = match known {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => format!(
                        "say how many there are: `resources = {{ {name} = {taken} }}` in the \
                         profile, or `--set resources.{name}={taken}`"
                    ),
                };
                let cause = format!(
                    "it takes {taken} of the resource `{name}`, and nothing says how many \
                     the run has"
                );
                (cause, hint)
            }
        };
        return Some(Failure::new(FailureKind::Configuration, cause).hint(hint));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(name: &str, taken: u32) -> Control {
        Control {
            resources: vec![(name.to_owned(), taken)],
            ..Control::default()
        }
    }

    #[test]
    fn a_task_that_takes_more_than_there_is_is_told_what_to_write() {
        let capacities = Capacities::from([("cluster".to_owned(), 4)]);
        assert_eq!(unmet(&takes("cluster", 4), &capacities), None);
        let failure = unmet(&takes("cluster", 5), &capacities).expect("too much");
        assert_eq!(failure.kind, FailureKind::Configuration);
        assert!(
            failure.cause.contains("of which the run has 4"),
            "{failure}"
        );
        let hint = failure.hint.expect("a hint");
        assert!(hint.contains("--set resources.cluster=5"), "{hint}");
    }

    #[test]
    fn a_resource_that_the_run_does_not_have_is_told_with_the_nearest() {
        let capacities = Capacities::from([("cluster".to_owned(), 4)]);
        let failure = unmet(&takes("cluser", 1), &capacities).expect("unknown");
        assert_eq!(failure.hint.as_deref(), Some("did you mean `cluster`?"));
        let failure = unmet(&takes("gpus", 1), &Capacities::new()).expect("unknown");
        let hint = failure.hint.expect("a hint");
        assert!(hint.contains("`resources = { gpus = 1 }`"), "{hint}");
    }
}
