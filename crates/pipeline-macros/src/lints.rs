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
}

impl Lint {
    /// Every lint.
    pub(crate) const ALL: [Self; 3] = [
        Self::UnknownProperty,
        Self::DeprecatedProperty,
        Self::UnusedField,
    ];

    /// Its name, in `allow(…)` and in the warning.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::UnknownProperty => "unknown_property",
            Self::DeprecatedProperty => "deprecated_property",
            Self::UnusedField => "unused_field",
        }
    }

    /// What it warns of.
    #[allow(dead_code)] // for the documentation
    pub(crate) const fn doc(self) -> &'static str {
        match self {
            Self::UnknownProperty => "a `spark.` property that Spark has not registered",
            Self::DeprecatedProperty => "a property that still works under another name",
            Self::UnusedField => "a field that the Python module never uses",
        }
    }
}
