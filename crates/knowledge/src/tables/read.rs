//! Reading packed tables (`write.rs`) into the types of a file, with the place of what does not fit them.
//!
//! Every file comes this way, also one that was just parsed: each type is then read by one reader, not by two.

use std::{error, fmt, ops::Range};

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, IntoDeserializer,
    MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
    value::{BorrowedStrDeserializer, MapDeserializer},
};
use serde_spanned::de::{SpannedDeserializer, is_spanned};

use super::write::Fault;

const QUOTED: usize = 0;
const PLAIN: usize = 1;
const WRITTEN: usize = 2;
const INTEGER: usize = 3;
const FLOAT: usize = 4;
const FALSE: usize = 5;
const TRUE: usize = 6;
const DATE: usize = 7;
const ARRAY: usize = 8;
const TABLE: usize = 9;

/// How `toml` names a date to its visitors.
const DATE_NAME: &str = "$__toml_private_Datetime";
const DATE_FIELD: &str = "$__toml_private_datetime";

/// What a file has that its type does not take, and where. Boxed, because every reader hands it on.
#[derive(Debug)]
pub(crate) struct Error(Box<Fault>);

impl Error {
    /// Where in the text, as a range of bytes.
    pub(crate) fn span(&self) -> Option<Range<usize>> {
        self.0.span.clone()
    }

    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    /// The same at a place, unless one nearer to it was named before.
    fn at(mut self, span: Range<usize>) -> Self {
        self.0.span.get_or_insert(span);
        self
    }
}

impl From<Box<Fault>> for Error {
    fn from(fault: Box<Fault>) -> Self {
        Self(fault)
    }
}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        said(message.to_string())
    }
}

impl error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

#[cold]
#[inline(never)]
fn said(message: String) -> Error {
    Error(Box::new(Fault { message, span: None }))
}

/// Reads a file from its tables and its text.
///
/// # Errors
/// What the type does not take; tables that do not belong to the text, which a test excludes.
pub(crate) fn read<T: DeserializeOwned>(text: &str, tables: &[u8]) -> Result<T, Error> {
    let whole = Reader { text, rest: tables }.value()?;
    T::deserialize(whole).map_err(|error| error.at(whole.span()))
}

/// Where the reading is.
#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
    rest: &'a [u8],
}

/// One value: its tag, its place in the text, and what follows.
#[derive(Clone, Copy)]
struct Value<'a> {
    tag: usize,
    start: usize,
    length: usize,
    reader: Reader<'a>,
}

#[cold]
#[inline(never)]
fn broken() -> Error {
    said("the packed tables do not fit their file".to_owned())
}

impl<'a> Reader<'a> {
    #[inline(never)]
    fn number(&mut self) -> Result<usize, Error> {
        let (mut number, mut shift) = (0usize, 0u32);
        loop {
            let (byte, rest) = self.rest.split_first().ok_or_else(broken)?;
            self.rest = rest;
            number |= usize::from(byte & 0x7f).checked_shl(shift).ok_or_else(broken)?;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
            shift += 7;
        }
    }

    fn bytes(&mut self, count: usize) -> Result<&'a [u8], Error> {
        let (bytes, rest) = self.rest.split_at_checked(count).ok_or_else(broken)?;
        self.rest = rest;
        Ok(bytes)
    }

    fn eight(&mut self) -> Result<[u8; 8], Error> {
        self.bytes(8)?.try_into().map_err(|_| broken())
    }

    fn written(&mut self) -> Result<&'a str, Error> {
        let count = self.number()?;
        std::str::from_utf8(self.bytes(count)?).map_err(|_| broken())
    }

    /// The head of the next value.
    #[inline(never)]
    fn value(mut self) -> Result<Value<'a>, Error> {
        let (tag, start, length) = (self.number()?, self.number()?, self.number()?);
        Ok(Value { tag, start, length, reader: self })
    }
}

impl<'a> Value<'a> {
    /// Reads it; what does not fit has its place.
    fn give<S: DeserializeSeed<'a>>(self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(self).map_err(|error| error.at(self.span()))
    }

    #[inline(never)]
    fn string(&mut self) -> Result<&'a str, Error> {
        let (from, to) = (self.start, self.start.saturating_add(self.length));
        match self.tag {
            QUOTED => self.reader.text.get(from.saturating_add(1)..to.saturating_sub(1)).ok_or_else(broken),
            PLAIN => self.reader.text.get(from..to).ok_or_else(broken),
            WRITTEN => self.reader.written(),
            _ => Err(broken()),
        }
    }

    /// Where the reading goes on after it.
    #[inline(never)]
    fn skip(mut self) -> Result<Reader<'a>, Error> {
        match self.tag {
            INTEGER | FLOAT => {
                self.reader.eight()?;
            }
            WRITTEN | DATE | ARRAY | TABLE => {
                let size = self.reader.number()?;
                self.reader.bytes(size)?;
            }
            _ => {}
        }
        Ok(self.reader)
    }

    fn span(&self) -> Range<usize> {
        self.start..self.start.saturating_add(self.length)
    }

    /// What a type that wants something else says of it. Apart, because every type that is read would hold its own.
    #[cold]
    #[inline(never)]
    fn odd(mut self, expected: &dyn Expected) -> Error {
        let found = match self.tag {
            INTEGER => self.reader.eight().map(|bytes| Unexpected::Signed(i64::from_le_bytes(bytes))),
            FLOAT => self.reader.eight().map(|bytes| Unexpected::Float(f64::from_le_bytes(bytes))),
            FALSE | TRUE => Ok(Unexpected::Bool(self.tag == TRUE)),
            DATE => Ok(Unexpected::Other("date")),
            ARRAY => Ok(Unexpected::Seq),
            TABLE => Ok(Unexpected::Map),
            _ => self.string().map(Unexpected::Str),
        };
        found.map_or_else(|broken| broken, |found| Error::invalid_type(found, expected))
    }

    #[inline(never)]
    fn items(mut self) -> Result<Items<'a>, Error> {
        self.reader.number()?;
        let left = self.reader.number()?;
        Ok(Items { left, reader: self.reader, value: None })
    }
}

/// The items of an array, or the entries of a table.
struct Items<'a> {
    left: usize,
    reader: Reader<'a>,
    /// The value of the key that was read last.
    value: Option<Value<'a>>,
}

impl<'a> Items<'a> {
    /// The next value. That after it is found by skipping: what is read consumes a copy.
    #[inline(never)]
    fn next(&mut self) -> Result<Value<'a>, Error> {
        let value = self.reader.value()?;
        self.reader = value.skip()?;
        Ok(value)
    }
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        self.next()?.give(seed).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

impl<'de> MapAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let key = self.next()?;
        self.value = Some(self.next()?);
        key.give(seed).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        self.value.take().ok_or_else(broken)?.give(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

impl<'de> IntoDeserializer<'de, Error> for Value<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        match self.tag {
            INTEGER => visitor.visit_i64(i64::from_le_bytes(self.reader.eight()?)),
            FLOAT => visitor.visit_f64(f64::from_le_bytes(self.reader.eight()?)),
            FALSE => visitor.visit_bool(false),
            TRUE => visitor.visit_bool(true),
            DATE => {
                let date = BorrowedStrDeserializer::new(self.reader.written()?);
                visitor.visit_map(MapDeserializer::new(std::iter::once((DATE_FIELD, date))))
            }
            ARRAY => visitor.visit_seq(self.items()?),
            TABLE => visitor.visit_map(self.items()?),
            _ => visitor.visit_borrowed_str(self.string()?),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if is_spanned(name) {
            let span = self.span();
            return visitor.visit_map(SpannedDeserializer::new(self, span));
        }
        if name == DATE_NAME {
            let is_date = self.tag == DATE;
            return if is_date { self.deserialize_any(visitor) } else { Err(said("expected a date".to_owned())) };
        }
        self.deserialize_map(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.tag == TABLE { visitor.visit_map(self.items()?) } else { Err(self.odd(&visitor)) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.tag == ARRAY { visitor.visit_seq(self.items()?) } else { Err(self.odd(&visitor)) }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.tag {
            FALSE | TRUE => visitor.visit_bool(self.tag == TRUE),
            _ => Err(self.odd(&visitor)),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        match self.tag {
            INTEGER => visitor.visit_i64(i64::from_le_bytes(self.reader.eight()?)),
            _ => Err(self.odd(&visitor)),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        match self.tag {
            FLOAT => visitor.visit_f64(f64::from_le_bytes(self.reader.eight()?)),
            _ => self.deserialize_i64(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        match self.tag {
            QUOTED | PLAIN | WRITTEN => visitor.visit_borrowed_str(self.string()?),
            _ => Err(self.odd(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self)
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 char bytes byte_buf unit unit_struct tuple_struct
    }
}

impl<'de> EnumAccess<'de> for Value<'de> {
    type Error = Error;
    type Variant = Variant<'de>;

    /// A name alone, or a table with one entry.
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Variant<'de>), Error> {
        if self.tag != TABLE {
            return Ok((self.give(seed)?, Variant(None)));
        }
        let mut items = self.items()?;
        if items.left != 1 {
            return Err(said("expected a table with one entry".to_owned()));
        }
        let (key, value) = (items.next()?, items.next()?);
        Ok((key.give(seed)?, Variant(Some(value))))
    }
}

/// What stands behind the name of a variant.
struct Variant<'a>(Option<Value<'a>>);

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        if self.0.is_none() { Ok(()) } else { Err(said("expected a name alone".to_owned())) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.0.ok_or_else(|| said("expected a value".to_owned()))?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.0.ok_or_else(|| said("expected a list".to_owned()))?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.0.ok_or_else(|| said("expected a table".to_owned()))?.deserialize_any(visitor)
    }
}
