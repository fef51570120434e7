//! The blind index: finding people by name, mail or telephone without storing these in clear.
//!
//! An entry is a keyed hash of the plain text in a form that forgives spelling: without the master key it says nothing
//! about the text, except that two people share it.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::crypto;
use crate::key::Keys;
use crate::profile::Profile;
use crate::tables::Tables;
use crate::{PersonId, PersonLine, Store, StoreError};

/// How many people are asked about a common word before the others are left out.
const CANDIDATES: u32 = 1000;

/// One entry of the index.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Tag {
    pub(crate) field: u8,
    pub(crate) hash: [u8; 16],
}

/// What an entry is made of. The numbers stand in the database.
#[derive(Clone, Copy)]
enum Field {
    Name = 1,
    Word = 2,
    Mail = 3,
    Phone = 4,
}

impl Tag {
    fn of(keys: &Keys, field: Field, text: &str) -> Self {
        let field = field as u8;
        let whole = crypto::mac(&keys.lookup, &[&[field], text.as_bytes()]);
        let mut hash = [0; 16];
        for (place, byte) in hash.iter_mut().zip(whole) {
            *place = byte;
        }
        Self { field, hash }
    }
}

/// Small letters without accents, one space between words.
fn folded(text: &str) -> String {
    let plain: String = text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The last eight digits: with or without the country's number in front it is the same telephone.
fn digits(text: &str) -> Option<String> {
    let all: Vec<char> =
        text.chars().filter_map(|letter| letter.to_digit(10)).filter_map(|digit| char::from_digit(digit, 10)).collect();
    (all.len() >= 4).then(|| all.iter().skip(all.len().saturating_sub(8)).collect())
}

/// The entries of a profile, in order, each once.
pub(crate) fn tags(keys: &Keys, profile: &Profile) -> Vec<Tag> {
    let name = folded(&profile.name);
    let mut tags = vec![Tag::of(keys, Field::Name, &name)];
    tags.extend(name.split(' ').map(|word| Tag::of(keys, Field::Word, word)));
    tags.extend(profile.mail.as_deref().map(|mail| Tag::of(keys, Field::Mail, &folded(mail))));
    tags.extend(profile.phone.as_deref().and_then(digits).map(|phone| Tag::of(keys, Field::Phone, &phone)));
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// Makes the entries of everybody whose profile opens.
pub(crate) fn fill(tables: &mut dyn Tables, keys: &Keys) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let people = tables.people(after, CANDIDATES)?;
        let Some(last) = people.last() else { return Ok(()) };
        after = Some(*last);
        for person in people {
            let sealed = tables.person(person)?.and_then(|row| row.profile);
            if let Some(profile) = sealed.and_then(|sealed| Profile::open(keys, person, &sealed)) {
                tables.set_tags(person, &tags(keys, &profile))?;
            }
        }
    }
}

impl Store {
    /// People whose name is `text` or has all its words, or whose mail address or telephone number it is; at most
    /// `limit`, by name. Accents, capitals and the country's number before a telephone number do not matter.
    ///
    /// Of more than a thousand people who share the first word some may be left out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn find(&self, text: &str, limit: usize) -> Result<Vec<PersonLine>, StoreError> {
        let keys = &self.keys;
        let name = folded(text);
        let mut first = vec![Tag::of(keys, Field::Name, &name), Tag::of(keys, Field::Mail, &name)];
        first.extend(digits(text).map(|phone| Tag::of(keys, Field::Phone, &phone)));
        let words: Vec<Tag> = name.split(' ').map(|word| Tag::of(keys, Field::Word, word)).collect();
        let mut found = Vec::new();
        for engine in self.engines.all() {
            let lines = engine.read(|tables| {
                let mut people: Vec<PersonId> = Vec::new();
                for tag in &first {
                    people.extend(tables.find(tag, CANDIDATES)?);
                }
                people.extend(with_all(tables, &words)?);
                people.sort_unstable();
                people.dedup();
                people
                    .into_iter()
                    .map(|person| Ok((person, tables.person(person)?)))
                    .collect::<Result<Vec<_>, StoreError>>()
            })?;
            found.extend(lines.into_iter().filter_map(|(person, row)| PersonLine::of(keys, person, &row?)));
        }
        found.sort_by(|(_, one), (_, other)| (&one.name, one.id).cmp(&(&other.name, other.id)));
        found.truncate(limit);
        Ok(found.into_iter().map(|(_, line)| line).collect())
    }

    /// Everybody whose mail address it is, whatever the capitals; names and telephone numbers do not count.
    ///
    /// # Errors
    /// When the database fails.
    pub fn find_by_mail(&self, mail: &str) -> Result<Vec<PersonId>, StoreError> {
        let tag = Tag::of(&self.keys, Field::Mail, &folded(mail));
        let mut found = Vec::new();
        for engine in self.engines.all() {
            found.extend(engine.read(|tables| tables.find(&tag, CANDIDATES))?);
        }
        Ok(found)
    }
}

fn with_all(tables: &mut dyn Tables, words: &[Tag]) -> Result<Vec<PersonId>, StoreError> {
    let Some((first, others)) = words.split_first() else { return Ok(Vec::new()) };
    let mut people = tables.find(first, CANDIDATES)?;
    for word in others {
        let mut both = Vec::new();
        for person in people {
            if tables.tags(person)?.contains(word) {
                both.push(person);
            }
        }
        people = both;
    }
    Ok(people)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_is_forgiven() {
        assert_eq!(folded("  Léa\u{2003}DE la Tour "), "lea de la tour");
        assert_eq!(folded("Straße ﬁ"), "straße fi");
        assert_eq!(digits("+33 6 12 34 56 78"), digits("06 12 34 56 78"));
        assert_eq!(digits("٠٦١٢٣٤"), None, "digits of other scripts are not telephone digits here");
        assert_eq!(digits("12"), None);
    }
}
