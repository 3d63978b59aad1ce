//! Floating-point numbers.
//!
//! The text is the shortest that gives the number back. `-0.0` equals `0.0`, so it prints
//! alike; all NaN print as `NaN`, so a task with one has one identity although NaN != NaN.

use serde_json::Value;

use super::{Param, ParamError, ParamKind, render};

macro_rules! floats {
    ($($rust:ident, $bits:literal;)*) => {$(
        impl Param for $rust {
            const KIND: ParamKind = ParamKind::Float($bits);

            fn parse(text: &str) -> Result<Self, ParamError> {
                let number: $rust = text.parse().map_err(|_| {
                    ParamError::new(format!(
                        "{text:?} is no number: write one such as 0.5, 2, 1e-3, inf or NaN"
                    ))
                })?;
                // Digits that end at infinity are a number that does not fit.
                if number.is_infinite() && text.contains(|c: char| c.is_ascii_digit()) {
                    return Err(ParamError::new(format!(
                        "{text} is out of range: {} goes from {:e} to {:e}",
                        stringify!($rust), $rust::MIN, $rust::MAX
                    )));
                }
                // Zero has one sign.
                Ok(if number == 0.0 { 0.0 } else { number })
            }

            fn print(&self) -> String {
                if self.is_nan() {
                    "NaN".to_owned()
                } else if *self == 0.0 {
                    "0.0".to_owned()
                } else {
                    format!("{self:?}")
                }
            }

            fn value(&self) -> Value {
                // By way of the text, so that 0.1_f32 is 0.1 and not 0.10000000149011612.
                let text = self.print();
                text.parse::<f64>()
                    .ok()
                    .and_then(serde_json::Number::from_f64)
                    .map_or(Value::String(text), Value::Number)
            }

            fn render(&self, spec: &str, path: &mut String) -> Result<(), ParamError> {
                render::plain(Self::KIND, &self.print(), spec, path)
            }
        }
    )*};
}

floats! { f32, 32; f64, 64; }

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::laws::{assert_injective, assert_round_trip, rendered};
    use super::*;

    proptest! {
        #[test]
        fn f64_keeps_the_laws(a: f64, b: f64) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn f32_keeps_the_laws(a: f32, b: f32) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }
    }

    #[test]
    fn equal_numbers_print_alike_and_nan_has_one_text() {
        assert_eq!(Param::print(&-0.0_f64), Param::print(&0.0_f64));
        assert_eq!(Param::print(&f64::NAN), Param::print(&-f64::NAN));
        assert!(<f64 as Param>::parse("NaN").expect("a number").is_nan());
        for infinity in [f64::INFINITY, f64::NEG_INFINITY] {
            assert_round_trip(&infinity);
            rendered(&infinity);
        }
        assert_eq!(Param::print(&1.0_f64), "1.0");
        assert_eq!(Param::print(&0.1_f32), "0.1");
    }

    #[test]
    fn json_has_the_short_number_and_text_where_it_has_no_literal() {
        assert_eq!(Param::value(&0.1_f32), Value::from(0.1));
        assert_eq!(Param::value(&f64::NAN), Value::from("NaN"));
        assert_eq!(Param::value(&f64::NEG_INFINITY), Value::from("-inf"));
    }

    #[test]
    fn a_number_that_does_not_fit_is_an_error() {
        let error = <f32 as Param>::parse("1e39").expect_err("too large");
        assert!(
            error
                .to_string()
                .starts_with("1e39 is out of range: f32 goes from")
        );
        assert!(<f64 as Param>::parse("1,5").is_err());
    }
}
