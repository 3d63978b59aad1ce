//! The grammars of option values, usable while compiling.

use crate::Kind;

/// Why a text is not a value: what is wrong, then what to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// What is wrong: `a fraction is not allowed`.
    pub problem: &'static str,
    /// What to write instead: `write whole units, such as 1536m`.
    pub remedy: &'static str,
}

/// Whether a text is a value of this kind.
pub(crate) const fn check(kind: Kind, text: &str) -> Result<(), Invalid> {
    let _ = (kind, text);
    Ok(()) // the spark-options work fills this in
}
