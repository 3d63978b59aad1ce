//! The identity of a task.

use std::fmt;

use sha2::{Digest, Sha256};

use super::{ParamSchema, Task};
use crate::param::AnyParam;

/// The identity of a task: its type and every significant parameter with its type.
///
/// The first 128 bits of a SHA-256. Prints as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TaskId(u128);

impl TaskId {
    /// The identity of a task.
    #[must_use]
    pub fn of<T: Task>(task: &T) -> Self {
        Self::of_params::<T>(|see| task.visit_params(see))
    }

    /// The identity of the task of type `T` that these parameters make; those that are not
    /// significant may be left out.
    #[must_use]
    pub fn of_params<T: Task>(
        visit: impl FnOnce(&mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)),
    ) -> Self {
        let mut hash = Sha256::new();
        // Every piece is preceded by its length, so that no two lists of pieces are one text.
        let mut piece = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        };
        piece(&T::type_path());
        visit(&mut |schema, value| {
            if schema.significant {
                piece(schema.name);
                piece(&schema.kind.to_string());
                piece(&value.print());
            }
        });
        let digest = hash.finalize();
        let mut head = [0; 16];
        head.copy_from_slice(&digest[..16]);
        Self(u128::from_be_bytes(head))
    }

    /// Its last 64 bits, as good as a number drawn for it.
    #[allow(clippy::cast_possible_truncation)] // the last 64 are meant
    pub(crate) const fn tail(&self) -> u64 {
        self.0 as u64
    }

    /// Its first sixteen digits, which is what `{task_id}` is in a path: of a million tasks
    /// two share them once in thirty million times.
    #[must_use]
    pub fn in_path(&self) -> String {
        format!("{:016x}", self.0 >> 64)
    }

    /// Its bits.
    #[must_use]
    pub(crate) const fn bits(self) -> u128 {
        self.0
    }

    /// Its first eight digits: enough for a person, not for a key.
    #[must_use]
    pub fn short(&self) -> String {
        format!("{:08x}", self.0 >> 96)
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads what [`TaskId`] prints: 32 hexadecimal digits.
impl std::str::FromStr for TaskId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_id = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let id = u128::from_str_radix(text, 16).ok().filter(|_| is_id);
        id.map(Self)
            .ok_or_else(|| format!("`{text}` is no id of a task, which has 32 hexadecimal digits"))
    }
}

impl<'de> serde::Deserialize<'de> for TaskId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl serde::Serialize for TaskId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Result;
    use crate::param::{Param, ParamKind};
    use crate::run::Context;
    use crate::target::AnyTarget;
    use crate::task::{
        AnyTask, Dependencies, InputSchema, OutputSchema, ParamValues, Resolved, TaskKind,
        TaskSchema,
    };

    /// A task with one parameter of any type and one that is not significant.
    struct One<T>(T, u8);

    const fn param(name: &'static str, kind: ParamKind, significant: bool) -> ParamSchema {
        ParamSchema {
            name,
            doc: "",
            kind,
            type_name: "",
            default: None,
            significant,
            secret: false,
        }
    }

    impl<T: Param> One<T> {
        const PARAMS: &'static [ParamSchema] = &[
            param("value", T::KIND, true),
            param("note", u8::KIND, false),
        ];
    }

    impl<T: Param> Task for One<T> {
        const SCHEMA: &'static TaskSchema = &TaskSchema {
            name: "One",
            path: "tests::One",
            doc: "",
            kind: TaskKind::Wrapper,
            params: Self::PARAMS,
            inputs: &[],
            outputs: &[],
            unverified: &[],
        };

        fn visit_params(&self, visit: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {
            visit(&Self::PARAMS[0], &self.0);
            visit(&Self::PARAMS[1], &self.1);
        }
        fn from_params(_: &mut ParamValues) -> Option<Self> {
            None
        }
        fn dependencies(&self, _: &mut Dependencies) {}
        fn connect(&mut self, _: &mut Resolved) {}
        fn visit_inputs(&self, _: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {}
        fn visit_outputs(&self, _: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {}
        async fn run(&self, _: &Context) -> Result<()> {
            Ok(())
        }
    }

    fn id<T: Param>(value: T) -> TaskId {
        TaskId::of(&One(value, 0))
    }

    /// What is written here was true on the day it was written. If it changes, every journal
    /// and every schedule that knows tasks by their ids is void.
    #[test]
    fn an_id_is_the_same_on_every_day() {
        assert_eq!(id(1_u8).to_string(), "89546db2bc1fe2b9f1eefcd97a8229e7");
        assert_eq!(id(1_u8).short(), id(1_u8).to_string()[..8]);
    }

    #[test]
    fn the_type_and_the_value_are_in_the_id_and_nothing_else() {
        assert_eq!(id("a".to_owned()), id("a".to_owned()));
        assert_ne!(id(1_u8), id("1".to_owned()));
        assert_ne!(id(1_u8), id(1_u16));
        assert_ne!(id(None::<String>), id(Some("none".to_owned())));
        assert_ne!(
            id(vec!["a,b".to_owned()]),
            id(vec!["a".to_owned(), "b".to_owned()])
        );
        assert_ne!(
            id(std::time::Duration::from_nanos(1)),
            id(std::time::Duration::from_nanos(2))
        );
        assert_eq!(id(0.0_f64), id(-0.0_f64));
        assert_eq!(
            TaskId::of(&One(1_u8, 0)),
            TaskId::of(&One(1_u8, 9)),
            "not significant"
        );
    }

    #[test]
    fn a_label_is_one_line() {
        let task: &dyn AnyTask = &One("a\nb\u{1b}".to_owned(), 0);
        assert_eq!(task.label(), "One(value=a\\nb\\u{1b}, note=0)");
    }
}
