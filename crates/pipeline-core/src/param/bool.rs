//! Switches.

use serde_json::Value;

use super::{Param, ParamError, ParamKind, Words, render};

impl Param for bool {
    const KIND: ParamKind = ParamKind::Bool;

    fn parse(text: &str) -> Result<Self, ParamError> {
        text.parse()
            .map_err(|_| ParamError::new(format!("{text:?} is neither: write `true` or `false`")))
    }

    fn print(&self) -> String {
        self.to_string()
    }

    fn value(&self) -> Value {
        Value::Bool(*self)
    }

    fn words(&self) -> Words {
        Words::Switch(*self)
    }

    fn from_words(words: &[String]) -> Result<Self, ParamError> {
        match words {
            [] => Ok(false),
            [one] => Self::parse(one),
            _ => Err(ParamError::more_than_one(words.len())),
        }
    }

    fn render(&self, spec: &str, path: &mut String) -> Result<(), ParamError> {
        render::plain(Self::KIND, &self.print(), spec, path)
    }
}

#[cfg(test)]
mod tests {
    use super::super::laws::{assert_injective, assert_round_trip};
    use super::*;

    #[test]
    fn a_switch_is_off_when_it_is_left_out() {
        assert_round_trip(&true);
        assert_round_trip(&false);
        assert_injective(&true, &false);
        assert_eq!(bool::from_words(&[]), Ok(false));
        assert_eq!(
            bool::parse("yes").expect_err("no bool").to_string(),
            "\"yes\" is neither: write `true` or `false`"
        );
    }
}
