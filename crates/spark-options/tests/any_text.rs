//! No text, however strange, makes a check panic; and what is right is what Spark reads alike.

use proptest::prelude::*;
use spark_options::{Manager, OPTIONS, grammar};

proptest! {
    #[test]
    fn any_text_is_judged(text in any::<String>()) {
        for option in OPTIONS {
            let _ = option.kind.check(&text);
        }
        let _ = grammar::time(&text);
    }

    #[test]
    fn texts_like_values_are_judged(text in "(local|spark://|k8s://|sc://|[0-9]{0,25})[\\[\\]0-9a-z*, .:;/=_é-]{0,12}") {
        for option in OPTIONS {
            let _ = option.kind.check(&text);
        }
        let _ = grammar::time(&text);
    }

    #[test]
    fn a_memory_that_is_right_is_one_that_the_jvm_takes(text in "[0-9]{1,6}[kmgtbKMGTB.]{0,2}") {
        if grammar::memory(&text).is_ok() {
            let (digits, unit) = text.split_at(text.len() - 1);
            prop_assert!(digits.chars().all(|c| c.is_ascii_digit()) && !digits.starts_with('0'));
            prop_assert!("kmgtKMGT".contains(unit));
        }
    }

    #[test]
    fn a_right_master_has_a_manager(text in "(local|spark|k8s|yarn)(://|\\[)?[a-z0-9:*\\]/,.]{0,12}") {
        if grammar::master(&text).is_ok() {
            prop_assert!(Manager::of(&text).is_some());
        }
    }
}
