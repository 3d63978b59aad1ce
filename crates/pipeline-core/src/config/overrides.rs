//! `--set` and `--conf`: settings on the command line.

use std::fmt;

use super::keys::split_table;

/// A setting on the command line: `KEY=VALUE`, or `TASK.KEY=VALUE` for one task.
///
/// A key of two parts whose first is a table (`conf.spark.x=1`) is for all tasks; for one
/// task it has three: `Delays.conf.spark.x=1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The task, if it is for one.
    pub task: Option<String>,
    /// The key.
    pub key: String,
    /// The value, as it was written.
    pub value: String,
}

impl Override {
    /// What `--set` takes. The value is everything after the first `=`.
    ///
    /// # Errors
    /// It is no `KEY=VALUE`; the error says what is meant.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (left, value) = text
            .split_once('=')
            .ok_or_else(|| format!("`{text}` has no `=`; write KEY=VALUE or TASK.KEY=VALUE"))?;
        let (task, key) = match left.split_once('.') {
            Some((task, key)) if split_table(left).is_none() => (Some(task), key),
            _ => (None, left),
        };
        if key.is_empty() || task.is_some_and(str::is_empty) {
            return Err(format!(
                "`{text}` has no key; write KEY=VALUE or TASK.KEY=VALUE"
            ));
        }
        Ok(Self {
            task: task.map(str::to_owned),
            key: key.to_owned(),
            value: value.to_owned(),
        })
    }

    /// What `--conf` takes: `spark.x=1` is `--set conf.spark.x=1`.
    ///
    /// # Errors
    /// It is no `PROPERTY=VALUE`.
    pub fn parse_conf(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((name, value)) if !name.is_empty() => Ok(Self {
                task: None,
                key: format!("conf.{name}"),
                value: value.to_owned(),
            }),
            _ => Err(format!("`{text}` is no property; write PROPERTY=VALUE")),
        }
    }
}

impl fmt::Display for Override {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(task) = &self.task {
            write!(f, "{task}.")?;
        }
        write!(f, "{}={}", self.key, self.value)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> (Option<String>, String, String) {
        let parsed = Override::parse(text).expect("a setting");
        (parsed.task, parsed.key, parsed.value)
    }

    #[test]
    fn the_first_part_is_a_task_unless_it_is_a_table() {
        let delays = Some("Delays".to_owned());
        assert_eq!(parsed("a=1=2"), (None, "a".into(), "1=2".into()));
        assert_eq!(
            parsed("conf.spark.x="),
            (None, "conf.spark.x".into(), String::new())
        );
        assert_eq!(
            parsed("Delays.a=1"),
            (delays.clone(), "a".into(), "1".into())
        );
        let conf = parsed("Delays.conf.spark.x=a.b");
        assert_eq!(conf, (delays, "conf.spark.x".into(), "a.b".into()));
    }

    #[test]
    fn what_is_no_setting_is_refused() {
        for text in ["", "a", "=1", "Delays.=1", ".a=1"] {
            assert!(Override::parse(text).is_err(), "{text}");
        }
        for text in ["", "spark.x", "=1"] {
            assert!(Override::parse_conf(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_parsed_back(
            task in proptest::option::of("[A-Z][A-Za-z0-9]{0,8}"),
            table in proptest::option::of(prop_oneof!["conf", "env"]),
            key in "[a-z_]{1,8}",
            value in ".*",
        ) {
            let key = match table {
                Some(table) => format!("{table}.{key}"),
                None => key,
            };
            let setting = Override { task, key, value };
            prop_assert_eq!(Override::parse(&setting.to_string()), Ok(setting));
        }
    }
}
