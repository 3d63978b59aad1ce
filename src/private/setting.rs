//! The value of a property or variable that an expression gives.

/// A value as Spark reads it, or as a variable has it. Only for its message: rustc knows that an
/// `Option` does not print, but not what its author should write.
#[diagnostic::on_unimplemented(
    message = "a property or variable is one text, and a `{Self}` does not print as one",
    label = "has no one text",
    note = "write a text, a number, a switch or whatever else implements `Display`; of an `Option` write its other case too, `value.unwrap_or(…)` or `value.as_deref().unwrap_or(\"…\")`; of a path `path.display()`; of a list `list.join(\",\")`"
)]
pub trait SettingValue {
    /// The text.
    fn into_text(self) -> String;
}

// Without this the error is about `Display`, and names no way out.
#[diagnostic::do_not_recommend]
impl<T: ToString> SettingValue for T {
    fn into_text(self) -> String {
        self.to_string()
    }
}

/// The text of a property or variable.
pub fn setting(value: impl SettingValue) -> String {
    value.into_text()
}
