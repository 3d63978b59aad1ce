//! What settings say of the cluster: its Python, its Java, and what one container may get.

use pipeline_core::config::Settings;
use spark_options::Kind;
use toml::Value;

/// What is known of the cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// The Python of drivers and executors: major and minor.
    pub(crate) python: Option<(u16, u16)>,
    /// The Java of drivers and executors.
    pub(crate) java: Option<u16>,
    /// What one driver or executor may get, overhead included, in MiB.
    pub(crate) memory: Option<u64>,
    /// How many cores one driver or executor may get.
    pub(crate) cores: Option<u64>,
}

impl Facts {
    /// What these settings say. Loading has checked that each value fits.
    pub(crate) fn of(settings: &Settings) -> Self {
        let value = |key| settings.get(key).map(|setting| &setting.value);
        Self {
            python: value("python_version").and_then(|value| python(value).ok()),
            java: value("java_version").and_then(|value| java(value).ok()),
            memory: value("max_container_memory")
                .and_then(Value::as_str)
                .and_then(|text| spark_options::grammar::spark_memory_mib(text).ok()),
            cores: value("max_container_cores").and_then(|value| cores(value).ok()),
        }
    }
}

/// Whether a value fits its key; nothing if the key is none of these.
pub(crate) fn check(key: &str, value: &Value) -> Option<Result<(), String>> {
    Some(match key {
        "python_version" => python(value).map(drop),
        "java_version" => java(value).map(drop),
        "max_container_memory" => memory(value),
        "max_container_cores" => cores(value).map(drop),
        _ => return None,
    })
}

fn python(value: &Value) -> Result<(u16, u16), String> {
    match value {
        Value::String(text) => {
            let mut parts = text.split('.').map(str::parse);
            match (parts.next(), parts.next(), parts.next(), parts.next()) {
                (Some(Ok(major @ 2..=9)), Some(Ok(minor)), None | Some(Ok(_)), None) => {
                    Ok((major, minor))
                }
                _ => Err(format!(
                    "{text:?} is no version of Python: write python_version = \"3.11\""
                )),
            }
        }
        // As a number 3.10 would be 3.1.
        other => Err(format!(
            "a version of Python is a text: write python_version = \"{}\"",
            if other.is_float() {
                other.to_string()
            } else {
                "3.11".to_owned()
            }
        )),
    }
}

fn java(value: &Value) -> Result<u16, String> {
    let number = match value {
        Value::Integer(number) => u16::try_from(*number).ok(),
        Value::String(text) => match text.strip_prefix("1.") {
            Some(rest) if rest.parse::<u16>().is_ok() => {
                return Err(format!(
                    "Java {text} is Java {rest}: write java_version = {rest}"
                ));
            }
            _ => text.parse().ok(),
        },
        _ => None,
    };
    number
        .filter(|number| (5..100).contains(number))
        .ok_or_else(|| {
            format!("{value} is no version of Java, which is one number: write java_version = 17")
        })
}

fn memory(value: &Value) -> Result<(), String> {
    match value {
        Value::String(text) => Kind::SparkMemory
            .check(text)
            .map_err(|error| format!("{text:?}: {}: {}", error.problem, error.remedy)),
        Value::Integer(number) => Err(format!(
            "the unit is missing: write max_container_memory = \"{number}g\", or \"{number}m\" for MiB"
        )),
        _ => Err("an amount of memory is a text: write max_container_memory = \"24g\"".to_owned()),
    }
}

fn cores(value: &Value) -> Result<u64, String> {
    let number = match value {
        Value::Integer(number) => u64::try_from(*number).ok(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    number.filter(|number| *number > 0).ok_or_else(|| {
        format!("{value} is no whole number from 1 up: write max_container_cores = 8")
    })
}

#[cfg(test)]
mod tests {
    use pipeline_core::config::Origin;

    use super::*;

    #[test]
    fn what_is_said_of_the_cluster_is_known() {
        let mut settings = Settings::default();
        assert_eq!(Facts::of(&settings), Facts::default());
        for (key, value) in [
            ("python_version", Value::from("3.9.2")),
            // As a variable of the environment has it.
            ("java_version", Value::from("17")),
            ("max_container_memory", Value::from("24g")),
            ("max_container_cores", Value::from(8)),
        ] {
            assert_eq!(check(key, &value), Some(Ok(())), "{key}");
            settings.set(key, value, Origin::CommandLine);
        }
        let known = Facts {
            python: Some((3, 9)),
            java: Some(17),
            memory: Some(24 * 1024),
            cores: Some(8),
        };
        assert_eq!(Facts::of(&settings), known);
    }
}
