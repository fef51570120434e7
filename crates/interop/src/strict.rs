//! JSON in which no name stands twice: of two answers to one question neither may win in silence.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// How the message about a repeated name begins; the name follows.
const REPEATED: &str = "a name stands twice: ";

/// The name that stands twice, where that is what an error says.
pub(crate) fn repeated(error: &serde_json::Error) -> Option<String> {
    let text = error.to_string();
    let (name, _) = text.strip_prefix(REPEATED)?.rsplit_once(" at line ")?;
    Some(name.to_owned())
}

/// The error that says so.
pub(crate) fn twice<E: Error>(name: &str) -> E {
    E::custom(format_args!("{REPEATED}{name}"))
}

/// A JSON value without repeated names.
pub(crate) struct Strict(pub(crate) Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Self)
    }
}

pub(crate) struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Strict(value)) = list.next_element()? {
            all.push(value);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let Strict(value) = map.next_value()?;
            if all.contains_key(&name) {
                return Err(twice(&name));
            }
            all.insert(name, value);
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use super::Strict;

    #[test]
    fn a_name_that_stands_twice_is_refused_at_any_depth() {
        let read = |text| serde_json::from_str::<Strict>(text).map(|strict| strict.0);
        assert!(read(r#"{"fever":"yes","fever":"no"}"#).is_err());
        assert!(read(r#"{"a":[{"b":1,"b":1}]}"#).is_err());
        let text = r#"{"a":[1,-2,0.5,null,true,"x"],"b":{}}"#;
        assert_eq!(read(text).unwrap(), serde_json::from_str::<serde_json::Value>(text).unwrap());
    }
}
