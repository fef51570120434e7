//! The numbers of answers as they stand in events: whole, or with one decimal.

use serde_json::Value;
use supple_care::measure::{self, written};

/// Tenths in a whole point.
pub const TENTHS: i32 = 10;

/// A whole number of a score's size.
pub(super) fn whole(value: &Value) -> Option<i32> {
    value.as_i64().and_then(|whole| i32::try_from(whole).ok())
}

/// A number of a score's size, in tenths: with one decimal where that is taken.
pub(super) fn tenths(value: &Value, decimal: bool) -> Option<i32> {
    match whole(value) {
        Some(whole) => Some(whole.saturating_mul(TENTHS)),
        // The digits as they stand in the record.
        None if decimal && value.is_f64() => measure::tenths(&value.to_string()),
        None => None,
    }
}

/// Tenths as a number: whole where it is one.
pub(super) fn number(tenths: i32) -> Value {
    // INVARIANT: what is written so is a number of JSON.
    written(tenths).parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{number, tenths};

    proptest! {
        #[test]
        fn what_is_kept_is_read_back_exactly(kept in -10_000i32..10_000) {
            let text = number(kept).to_string();
            let value: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(tenths(&value, true), Some(kept));
            prop_assert_eq!(tenths(&value, false), (kept % 10 == 0).then_some(kept));
        }
    }

    #[test]
    fn old_whole_numbers_are_read_and_what_is_finer_is_not() {
        assert_eq!(tenths(&json!(36), true), Some(360));
        assert_eq!((tenths(&json!(35.65), true), tenths(&json!("35.6"), true)), (None, None));
    }
}
