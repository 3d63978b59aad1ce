//! What Javas of all vendors say about their version.

use std::path::PathBuf;

/// What `java -XshowSettings:properties -version` answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) major: u16,
    pub(super) home: Option<PathBuf>,
}

/// Reads the answer. Vendors differ in the words around the quoted version; a JVM may print
/// `Picked up JAVA_TOOL_OPTIONS: …` before it; the properties are those of HotSpot and OpenJ9.
pub(super) fn of_answer(lines: &[String]) -> Option<Answer> {
    let property = |name: &str| -> Option<&str> {
        lines.iter().find_map(|line| {
            let (key, value) = line.split_once(" = ")?;
            (key.trim() == name).then_some(value.trim())
        })
    };
    let quoted = || {
        let line = lines.iter().find(|line| line.contains(" version \""))?;
        line.split('"').nth(1)
    };
    Some(Answer {
        major: major(property("java.version").or_else(quoted)?)?,
        home: property("java.home").map(PathBuf::from),
    })
}

/// The major version in the file `release` of a `JAVA_HOME`: `JAVA_VERSION="17.0.15"`.
pub(super) fn of_release(release: &str) -> Option<u16> {
    major(entry(release, "JAVA_VERSION")?)
}

/// The modules in the file `release`; nothing if it does not list them.
pub(super) fn modules(release: &str) -> Option<Vec<&str>> {
    Some(entry(release, "MODULES")?.split_whitespace().collect())
}

fn entry<'a>(release: &'a str, key: &str) -> Option<&'a str> {
    let mut lines = release.lines().map(str::trim);
    let value = lines.find_map(|line| line.strip_prefix(key)?.strip_prefix('='))?;
    Some(value.trim_matches('"'))
}

/// `1.8.0_412` is 8, `17.0.15+6` is 17, `21-ea` is 21.
fn major(version: &str) -> Option<u16> {
    let mut numbers = version
        .split(|c: char| !c.is_ascii_digit())
        .map(str::parse::<u16>);
    match numbers.next()?.ok()? {
        1 => numbers.next()?.ok(),
        major => Some(major),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_vendor_s_version_is_read() {
        for (text, expected) in [
            ("openjdk version \"17.0.15\" 2025-04-15", 17),
            ("openjdk version \"1.8.0_412\"", 8),
            ("java version \"1.8.0_401\"", 8),
            ("java version \"21.0.3\" 2024-04-16 LTS", 21),
            ("openjdk version \"21-ea\" 2023-09-19", 21),
            ("openjdk version \"11.0.22\" 2024-01-16", 11),
            ("openjdk version \"25\" 2025-09-16", 25),
            ("openjdk version \"22-internal\" 2024-03-19", 22),
        ] {
            let lines = ["Picked up JAVA_TOOL_OPTIONS: -Dx=1", text].map(str::to_owned);
            assert_eq!(of_answer(&lines).unwrap().major, expected, "{text}");
        }
    }

    #[test]
    fn the_properties_tell_home_and_version() {
        let lines = [
            "Property settings:",
            "    java.home = /opt/java 17",
            "    java.version = 17.0.2",
            "    java.vm.name = Eclipse OpenJ9 VM",
            "openjdk version \"17.0.2\" 2022-01-18",
        ]
        .map(str::to_owned);
        let answer = of_answer(&lines).unwrap();
        assert_eq!(answer.major, 17);
        assert_eq!(answer.home, Some("/opt/java 17".into()));
    }

    #[test]
    fn the_stub_of_macos_has_no_version() {
        let lines = ["The operation couldn't be completed. Unable to locate a Java Runtime."];
        assert_eq!(of_answer(&lines.map(str::to_owned)), None);
    }

    #[test]
    fn the_release_file_tells_version_and_modules() {
        let release =
            "IMPLEMENTOR=\"Debian\"\nJAVA_VERSION=\"17.0.15\"\nMODULES=\"java.base java.xml\"\n";
        assert_eq!(of_release(release), Some(17));
        assert_eq!(modules(release), Some(vec!["java.base", "java.xml"]));
        assert_eq!(of_release("JAVA_VERSION=\"1.8.0_412\""), Some(8));
        assert_eq!(modules("JAVA_VERSION=\"1.8.0_412\""), None);
    }
}
