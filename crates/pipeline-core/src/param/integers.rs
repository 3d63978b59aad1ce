//! Whole numbers.

use std::num::IntErrorKind;

use serde_json::Value;

use super::kind::zero_width;
use super::{Param, ParamError, ParamKind, render};

macro_rules! integers {
    ($($rust:ty, $signed:literal, $bits:literal;)*) => {$(
        impl Param for $rust {
            const KIND: ParamKind = ParamKind::Integer { signed: $signed, bits: $bits };

            fn parse(text: &str) -> Result<Self, ParamError> {
                text.parse().map_err(|error: std::num::ParseIntError| {
                    let range = format!("{} to {}", <$rust>::MIN, <$rust>::MAX);
                    ParamError::new(match error.kind() {
                        IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => {
                            format!("{text} is out of range: write a whole number from {range}")
                        }
                        // "-1" of an unsigned type is a number, only not one of these.
                        _ if text.parse::<i128>().is_ok() => {
                            format!("{text} is out of range: write a whole number from {range}")
                        }
                        _ => format!("{text:?} is no whole number: write one from {range}"),
                    })
                })
            }

            fn print(&self) -> String {
                self.to_string()
            }

            fn value(&self) -> Value {
                #[allow(irrefutable_let_patterns)] // for the types within 64 bits
                // JSON itself has no limit, but its readers end at 64 bits.
                if let Ok(number) = i64::try_from(*self) {
                    Value::from(number)
                } else if let Ok(number) = u64::try_from(*self) {
                    Value::from(number)
                } else {
                    Value::from(self.print())
                }
            }

            fn render(&self, spec: &str, path: &mut String) -> Result<(), ParamError> {
                render::check(Self::KIND, spec)?;
                let width = zero_width(spec.as_bytes()).unwrap_or(0);
                path.push_str(&format!("{self:0width$}"));
                Ok(())
            }
        }
    )*};
}

integers! {
    i8, true, 8; i16, true, 16; i32, true, 32; i64, true, 64; i128, true, 128; isize, true, 64;
    u8, false, 8; u16, false, 16; u32, false, 32; u64, false, 64; u128, false, 128; usize, false, 64;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::laws::{assert_injective, assert_round_trip};
    use super::*;

    macro_rules! laws {
        ($($rust:ident)*) => {
            proptest! {$(
                #[test]
                fn $rust(a: $rust, b: $rust) {
                    assert_round_trip(&a);
                    assert_injective(&a, &b);
                }
            )*}
        };
    }
    laws! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

    #[test]
    fn an_error_names_the_range() {
        let message = |text| u8::parse(text).expect_err("no u8").to_string();
        assert_eq!(
            message("300"),
            "300 is out of range: write a whole number from 0 to 255"
        );
        assert_eq!(
            message("-1"),
            "-1 is out of range: write a whole number from 0 to 255"
        );
        assert_eq!(
            message("one"),
            "\"one\" is no whole number: write one from 0 to 255"
        );
        assert_eq!(
            message(""),
            "\"\" is no whole number: write one from 0 to 255"
        );
        assert!(i8::parse("-129").is_err());
    }

    #[test]
    fn a_width_is_filled_with_zeros() {
        let mut path = "out/".to_owned();
        1_u8.render("02", &mut path).expect("fits");
        assert_eq!(path, "out/01");
        assert!(1_u8.render("2", &mut path).is_err());
        assert_eq!(path, "out/01", "an error leaves the path alone");
    }

    #[test]
    fn a_number_beyond_64_bits_is_text_in_json() {
        assert_eq!(u64::MAX.value(), Value::from(u64::MAX));
        assert_eq!(i64::MIN.value(), Value::from(i64::MIN));
        assert_eq!(u128::MAX.value(), Value::from(u128::MAX.to_string()));
    }
}
