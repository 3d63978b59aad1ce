//! How stores are configured.

use std::collections::BTreeMap;
use std::fmt;

/// What stores are told beyond the variables of this process, by the names of such variables, in
/// capitals or not: `AWS_ENDPOINT_URL`, `azure_storage_account_name`. Hadoop's properties are
/// `dfs.nameservices` and their like. What stands here counts more than a variable.
#[derive(Clone, Default)]
pub struct Options(BTreeMap<String, String>);

impl Options {
    /// Nothing beyond the variables.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// These, and one more.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.insert(name.into(), value.into());
        self
    }

    /// Everything given, with names in small letters.
    #[cfg_attr(not(feature = "objects"), allow(dead_code))] // without a store nobody asks
    pub(crate) fn all(&self) -> impl Iterator<Item = (String, String)> + '_ {
        let all = self.0.iter();
        all.map(|(name, value)| (name.to_ascii_lowercase(), value.clone()))
    }

    /// What is given under a name, whatever its letters.
    #[cfg_attr(not(feature = "objects"), allow(dead_code))]
    pub(crate) fn given(&self, name: &str) -> Option<String> {
        let mut all = self.0.iter();
        let (_, value) = all.find(|(given, _)| given.eq_ignore_ascii_case(name))?;
        Some(value.clone())
    }

    /// What is given under a name, else the variable.
    #[cfg_attr(not(feature = "objects"), allow(dead_code))]
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let given = self.given(name).or_else(|| std::env::var(name).ok());
        given.filter(|value| !value.is_empty())
    }
}

/// The names alone: a value may be secret.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Options {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(all: I) -> Self {
        let all = all
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()));
        Self(all.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_counts_more_than_a_variable_and_is_not_shown() {
        let options = Options::new()
            .with("home", "/given")
            .with("SECRET", "hunter2");
        assert_eq!(options.get("HOME").as_deref(), Some("/given"));
        assert_eq!(Options::new().get("HOME"), std::env::var("HOME").ok());
        assert_eq!(options.given("PATH"), None);
        assert!(!format!("{options:?}").contains("hunter2"));
    }
}
