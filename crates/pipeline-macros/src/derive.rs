//! The whole way of one item: parse, check, expand.

use proc_macro2::TokenStream;

use crate::errors::Errors;
use crate::surroundings::Surroundings;
use crate::syntax::Item;
use crate::{check, editor, expand};

/// Which derive stands on the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Derive {
    SparkTask,
    Task,
    ExternalTask,
    WrapperTask,
    Row,
    Param,
}

impl Derive {
    /// Every derive.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 6] = [
        Self::SparkTask,
        Self::Task,
        Self::ExternalTask,
        Self::WrapperTask,
        Self::Row,
        Self::Param,
    ];

    /// The word in `#[derive(…)]`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::SparkTask => "SparkTask",
            Self::Task => "Task",
            Self::ExternalTask => "ExternalTask",
            Self::WrapperTask => "WrapperTask",
            Self::Row => "Row",
            Self::Param => "Param",
        }
    }

    /// The attribute whose keys it reads.
    pub(crate) const fn attribute(self) -> &'static str {
        match self {
            Self::SparkTask => "spark",
            Self::Task | Self::ExternalTask | Self::WrapperTask => "task",
            Self::Row => "row",
            Self::Param => "param",
        }
    }
}

/// What a derive adds to its item. Never panics: a mistake becomes a `compile_error!` at its
/// own token, and the impls are there all the same.
pub(crate) fn expand(
    derive: Derive,
    item: TokenStream,
    surroundings: &Surroundings,
) -> TokenStream {
    let mut errors = Errors::default();
    let Some(item) = Item::parse(item, &mut errors) else {
        return errors.into_tokens();
    };
    check::allow(&item.entries, &mut errors);
    let (names, impls) = match derive {
        Derive::Row => {
            let row = check::row(&item, &mut errors);
            let impls = if errors.is_empty() {
                expand::row(&row)
            } else {
                expand::row_fallback(&row)
            };
            (row.names, impls)
        }
        Derive::Param => {
            let choice = check::choice(&item, &mut errors);
            let impls = if errors.is_empty() {
                expand::choice(&choice)
            } else {
                expand::choice_fallback(&choice)
            };
            (choice.names, impls)
        }
        Derive::SparkTask | Derive::Task | Derive::ExternalTask | Derive::WrapperTask => {
            let task = check::task(derive, &item, surroundings, &mut errors);
            let impls = if errors.is_empty() {
                expand::task(&task)
            } else {
                expand::task_fallback(&task)
            };
            (task.names, impls)
        }
    };
    // In front, so that they stand at one place in the expansion whatever is half written.
    let mut tokens = TokenStream::new();
    if surroundings.is_editor() {
        tokens.extend(editor::words(derive, &item, &names));
        tokens.extend(editor::errors(errors.into_tokens()));
    } else {
        tokens.extend(errors.into_tokens());
    }
    tokens.extend(impls);
    tokens
}
