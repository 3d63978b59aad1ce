//! What must never be shown.

/// What stands in place of a secret.
pub const MASK: &str = "*****";

/// Whether a setting, variable or parameter of this name holds a secret:
/// `*password*`, `*secret*`, `*token*`, `*credential*`, `*key*`, in any case, except names
/// that are known to be about keys without being one.
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    let _ = name;
    unimplemented!("written next")
}
