//! What is doubtful but no mistake: warnings that an author can switch off by their names.

/// A kind of warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lint {
    /// A `spark.` property that Spark has not registered.
    UnknownProperty,
    /// A property that still works under another name.
    DeprecatedProperty,
    /// A field that the Python module never uses.
    UnusedField,
    /// A parameter of an external task that is in none of its paths.
    ParameterWithoutEffect,
    /// A path that has less of a date than would tell two apart.
    PartOfADate,
    /// Settings that Spark takes, but that are probably not meant so.
    DoubtfulSetting,
    /// An argument that the script may refuse, or reads otherwise.
    ScriptArgument,
}

impl Lint {
    /// Every lint.
    pub(crate) const ALL: [Self; 7] = [
        Self::UnknownProperty,
        Self::DeprecatedProperty,
        Self::UnusedField,
        Self::ParameterWithoutEffect,
        Self::PartOfADate,
        Self::DoubtfulSetting,
        Self::ScriptArgument,
    ];

    /// Its name, in `allow(…)` and in the warning.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::UnknownProperty => "unknown_property",
            Self::DeprecatedProperty => "deprecated_property",
            Self::UnusedField => "unused_field",
            Self::ParameterWithoutEffect => "parameter_without_effect",
            Self::PartOfADate => "part_of_a_date",
            Self::DoubtfulSetting => "doubtful_setting",
            Self::ScriptArgument => "script_argument",
        }
    }

    /// What it warns of.
    pub(crate) const fn doc(self) -> &'static str {
        match self {
            Self::UnknownProperty => "a `spark.` property that Spark has not registered",
            Self::DeprecatedProperty => "a property that still works under another name",
            Self::UnusedField => "a field that the Python module never uses",
            Self::ParameterWithoutEffect => {
                "a parameter of an external task that is in none of its paths"
            }
            Self::PartOfADate => "a path that has less of a date than would tell two apart",
            Self::DoubtfulSetting => {
                "settings that Spark takes, but that are probably not meant so"
            }
            Self::ScriptArgument => "an argument that the script may refuse, or reads otherwise",
        }
    }
}
