//! One way to write a JSON value, so that the same content gives the same bytes.

use serde_json::Value;

/// How deep a payload may nest; well below the depth at which reading it back would be refused (128).
pub(crate) const DEPTH_LIMIT: usize = 64;

/// The value nests deeper than [`DEPTH_LIMIT`].
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooDeep;

/// Appends the value as compact JSON with the keys of every object in byte order.
pub(crate) fn write(value: &Value, out: &mut Vec<u8>) -> Result<(), TooDeep> {
    write_at(value, out, 0)
}

fn write_at(value: &Value, out: &mut Vec<u8>, depth: usize) -> Result<(), TooDeep> {
    match value {
        Value::Array(_) | Value::Object(_) if depth == DEPTH_LIMIT => return Err(TooDeep),
        Value::Array(items) => {
            out.push(b'[');
            for (nth, item) in items.iter().enumerate() {
                if nth > 0 {
                    out.push(b',');
                }
                write_at(item, out, depth + 1)?;
            }
            out.push(b']');
        }
        Value::Object(fields) => {
            // Sorted here, because a crate elsewhere in the build may have told serde_json to keep insertion order.
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| *name);
            out.push(b'{');
            for (nth, (name, field)) in fields.into_iter().enumerate() {
                if nth > 0 {
                    out.push(b',');
                }
                out.extend_from_slice(Value::from(name.as_str()).to_string().as_bytes());
                out.push(b':');
                write_at(field, out, depth + 1)?;
            }
            out.push(b'}');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.extend_from_slice(value.to_string().as_bytes());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(value: &Value) -> String {
        let mut out = Vec::new();
        write(value, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn keys_are_sorted_at_every_level() {
        let value: Value = serde_json::from_str(r#"{"b":[{"z":1,"y":null}],"a":"q\"\u202e"}"#).unwrap();
        assert_eq!(text(&value), "{\"a\":\"q\\\"\u{202e}\",\"b\":[{\"y\":null,\"z\":1}]}");
    }

    #[test]
    fn numbers_come_back_as_they_were() {
        for number in
            [json!(0.1), json!(-0.0), json!(1e-300), json!(5e-324), json!(u64::MAX), json!(i64::MIN), json!(1.0)]
        {
            let back: Value = serde_json::from_str(&text(&number)).unwrap();
            assert_eq!(back, number);
        }
    }

    #[test]
    fn what_is_written_can_be_read_and_deeper_is_refused() {
        let nested = |levels: usize| (0..levels).fold(json!(1), |inner, _| json!([inner]));
        let deepest = nested(DEPTH_LIMIT);
        assert_eq!(serde_json::from_str::<Value>(&text(&deepest)).unwrap(), deepest);
        assert_eq!(write(&nested(DEPTH_LIMIT + 1), &mut Vec::new()), Err(TooDeep));
    }
}
