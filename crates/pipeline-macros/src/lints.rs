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
    /// A script of which the command line could not be read.
    UnverifiedArguments,
    /// A file that is there but could not be looked into.
    UnverifiedFile,
}

impl Lint {
    /// Every lint.
    pub(crate) const ALL: [Self; 5] = [
        Self::UnknownProperty,
        Self::DeprecatedProperty,
        Self::UnusedField,
        Self::UnverifiedArguments,
        Self::UnverifiedFile,
    ];

    /// Its name, in `allow(…)` and in the warning.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::UnknownProperty => "unknown_property",
            Self::DeprecatedProperty => "deprecated_property",
            Self::UnusedField => "unused_field",
            Self::UnverifiedArguments => "unverified_arguments",
            Self::UnverifiedFile => "unverified_file",
        }
    }

    /// What it warns of.
    #[allow(dead_code)] // for the documentation
    pub(crate) const fn doc(self) -> &'static str {
        match self {
            Self::UnknownProperty => "a `spark.` property that Spark has not registered",
            Self::DeprecatedProperty => "a property that still works under another name",
            Self::UnusedField => "a field that the Python module never uses",
            Self::UnverifiedArguments => "a script of which the command line could not be read",
            Self::UnverifiedFile => "a file that is there but could not be looked into",
        }
    }
}
