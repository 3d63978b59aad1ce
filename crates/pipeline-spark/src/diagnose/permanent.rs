//! Which root causes are known to come back however often a job is tried again.
//!
//! Only what follows from the program, its arguments and its files is in here. What depends on
//! the state of the world (a path that is not there yet, a metastore, memory, a service) may
//! pass, and so may everything that is not known.

/// Exceptions that say that the program itself is wrong, by the last part of their class's name.
const CLASSES: &[&str] = &[
    // Python.
    "IndentationError",
    "ModuleNotFoundError",
    "NameError",
    "PySparkAttributeError",
    "PySparkNotImplementedError",
    "PySparkTypeError",
    "SyntaxError",
    "TabError",
    // The JVM, when what it loads is not what was compiled.
    "ClassNotFoundException",
    "IncompatibleClassChangeError",
    "NoClassDefFoundError",
    "NoSuchFieldError",
    "NoSuchMethodError",
    "UnsupportedClassVersionError",
    // Spark.
    "ParseException",
    "SparkClassNotFoundException",
];

/// Error classes of an `AnalysisException` that speak of what is there at this moment, and not
/// of the query. Without a class it may be about anything, a metastore that is away included.
const OF_THE_WORLD: &[&str] = &[
    "PATH_NOT_FOUND",
    "PATH_ALREADY_EXISTS",
    "LOCATION_ALREADY_EXISTS",
    "TABLE_OR_VIEW_NOT_FOUND",
    "TABLE_OR_VIEW_ALREADY_EXISTS",
    "SCHEMA_NOT_FOUND",
    "SCHEMA_ALREADY_EXISTS",
    "UNABLE_TO_INFER_SCHEMA",
    "_LEGACY_ERROR_TEMP_",
];

/// What the launcher, the JVM and Spark say of arguments and settings that never become right.
const BEGINNINGS: &[&str] = &[
    "Failed to load ",
    "No main class set in JAR",
    "Unrecognized option",
    "Unrecognized VM option",
    "Invalid maximum heap size",
    "JAVA_HOME is not set",
];

/// The same, where it stands somewhere in the cause.
const PARTS: &[&str] = &[
    "INVALID_DRIVER_MEMORY",
    "Could not parse Master URL",
    "does not export sun.nio.ch",
    ": can't open file ",
];

/// Exit codes that say the same: a main class that cannot be loaded, a command that is none.
const CODES: &[i32] = &[101, 126, 127];

/// Whether a cause comes back on every try.
pub(super) fn is_known(cause: &str) -> bool {
    BEGINNINGS.iter().any(|text| cause.starts_with(text))
        || PARTS.iter().any(|text| cause.contains(text))
        || by_class(cause)
}

/// Whether an exit code says that every try ends with it.
pub(super) fn is_known_code(code: Option<i32>) -> bool {
    code.is_some_and(|code| CODES.contains(&code))
}

fn by_class(cause: &str) -> bool {
    let (class, message) = cause.split_once(':').unwrap_or((cause, ""));
    let name = class.trim().rsplit('.').next().unwrap_or(class);
    if CLASSES.contains(&name) {
        return true;
    }
    let message = message.trim_start();
    name == "AnalysisException"
        && message
            .strip_prefix('[')
            .is_some_and(|class| !OF_THE_WORLD.iter().any(|text| class.starts_with(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_from_the_program_comes_back() {
        for cause in [
            "SyntaxError: '(' was never closed",
            "ModuleNotFoundError: No module named 'no_such_package'",
            "AnalysisException: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column `dep_dely` …",
            "org.apache.spark.sql.AnalysisException: [DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES] …",
            "ParseException: [PARSE_SYNTAX_ERROR] Syntax error at or near 'SELEC'.",
            "java.lang.ClassNotFoundException: Nope",
            "java.lang.NoSuchMethodError: 'void jobs.Driver.run()'",
            "Failed to load class jobs.Nope.",
        ] {
            assert!(is_known(cause), "{cause}");
        }
    }

    #[test]
    fn what_depends_on_the_world_or_is_not_known_may_pass() {
        for cause in [
            "ValueError: no such month: 13",
            "AnalysisException: [PATH_NOT_FOUND] Path does not exist: file:/nowhere.",
            "AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table `flights` cannot be found.",
            "AnalysisException: org.apache.hadoop.hive.ql.metadata.HiveException: refused",
            "AnalysisException",
            "java.net.ConnectException: Connection refused",
            "java.lang.OutOfMemoryError: Java heap space",
            "org.apache.spark.SparkException: Job aborted due to stage failure",
            "exited with code 3",
            "it says ClassNotFoundException: somewhere",
            "",
        ] {
            assert!(!is_known(cause), "{cause}");
        }
    }
}
