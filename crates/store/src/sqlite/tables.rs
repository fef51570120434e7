//! The rows in SQLite.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::book::Occupied;
use crate::chain::Head;
use crate::erase::Erasure;
use crate::lookup::Tag;
use crate::pin::{PinMark, Tries};
use crate::shelf::{DeskRow, DueRow, ItemRow, Shelf, on};
use crate::tables::{Before, EndRow, EventRow, PersonRow, Tables};
use crate::{PersonId, StoreError, UtcMs};

use super::occupancy;

/// The rows as one connection sees them.
pub(super) struct Rows<'a>(pub(super) &'a Connection);

pub(super) type Read<T> = Result<T, StoreError>;

fn end_of(row: &Row<'_>) -> rusqlite::Result<EndRow> {
    Ok(EndRow { head: Head { seq: row.get("last_seq")?, hash: row.get("head_hash")? }, mac: row.get("head_mac")? })
}

fn person_of(row: &Row<'_>) -> rusqlite::Result<PersonRow> {
    Ok(PersonRow {
        profile: row.get("profile_sealed")?,
        wrapped: row.get("key_wrapped")?,
        mark: row.get::<_, Option<_>>("pin")?.map(PinMark),
        tries: Tries { wrong: row.get("pin_wrong_tries")?, wait_until: UtcMs(row.get("pin_wait_until_ms")?) },
        end: end_of(row)?,
        generation: row.get("generation")?,
        erased: match row.get::<_, Option<i64>>("erased_at_ms")? {
            None => None,
            Some(at) => Some(Erasure { at: UtcMs(at), mac: row.get("erased_mac")? }),
        },
    })
}

fn event_of(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    Ok(EventRow {
        seq: row.get(0)?,
        event_id: row.get(1)?,
        envelope: row.get(2)?,
        sealed: row.get(3)?,
        hash: row.get(4)?,
    })
}

fn item_of(row: &Row<'_>) -> rusqlite::Result<ItemRow> {
    Ok(ItemRow {
        id: row.get(0)?,
        at: row.get(1)?,
        until: row.get(2)?,
        version: row.get(3)?,
        sealed: row.get(4)?,
        about: row.get::<_, Option<_>>(5)?.map(PersonId::from_bytes),
    })
}

impl Rows<'_> {
    pub(super) fn change(&self, sql: &str, values: impl rusqlite::Params) -> Read<usize> {
        Ok(self.0.prepare_cached(sql)?.execute(values)?)
    }

    fn one<T>(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Read<Option<T>> {
        Ok(self.0.prepare_cached(sql)?.query_row(values, read).optional()?)
    }

    pub(super) fn all<T>(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Read<Vec<T>> {
        let mut select = self.0.prepare_cached(sql)?;
        let rows = select.query_map(values, read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Tables for Rows<'_> {
    fn person(&mut self, person: PersonId) -> Read<Option<PersonRow>> {
        self.one("SELECT * FROM person WHERE person_id = ?1", [person.bytes()], person_of)
    }

    fn end(&mut self, person: PersonId) -> Read<Option<(EndRow, bool)>> {
        let sql = "SELECT last_seq, head_hash, head_mac, key_wrapped IS NULL FROM person WHERE person_id = ?1";
        self.one(sql, [person.bytes()], |row| Ok((end_of(row)?, row.get(3)?)))
    }

    fn add_person(&mut self, person: PersonId, row: &PersonRow) -> Read<bool> {
        let PersonRow { profile, wrapped, mark, tries: _, end, generation, erased } = row;
        let mark = mark.as_ref().map(|mark| mark.0);
        let (at, mac) = erased.map(|erasure| (erasure.at.0, erasure.mac)).unzip();
        let Head { seq, hash } = end.head;
        let columns = (person.bytes(), profile, wrapped, mark, seq, hash, end.mac, generation, at, mac);
        let added = self.change(
            "INSERT INTO person (person_id, profile_sealed, key_wrapped, pin, last_seq, head_hash, head_mac, generation,
                                 erased_at_ms, erased_mac)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (person_id) DO NOTHING",
            columns,
        )?;
        Ok(added == 1)
    }

    fn set_profile(&mut self, person: PersonId, sealed: &[u8]) -> Read<bool> {
        let sql = "UPDATE person SET profile_sealed = ?2 WHERE person_id = ?1 AND profile_sealed IS NOT NULL";
        Ok(self.change(sql, (person.bytes(), sealed))? == 1)
    }

    fn set_wrapping(&mut self, person: PersonId, wrapped: &[u8], mark: Option<&PinMark>) -> Read<bool> {
        // An erased person stays erased, even if somebody still holds the key.
        let sql = "UPDATE person SET key_wrapped = ?2, pin = ?3, pin_wrong_tries = 0, pin_wait_until_ms = 0
                   WHERE person_id = ?1 AND key_wrapped IS NOT NULL";
        Ok(self.change(sql, (person.bytes(), wrapped, mark.map(|mark| mark.0)))? == 1)
    }

    fn set_tries(&mut self, person: PersonId, tries: Tries) -> Read<()> {
        let sql = "UPDATE person SET pin_wrong_tries = ?2, pin_wait_until_ms = ?3 WHERE person_id = ?1";
        self.change(sql, (person.bytes(), tries.wrong, tries.wait_until.0))?;
        Ok(())
    }

    fn set_generation(&mut self, person: PersonId, row: &PersonRow) -> Read<()> {
        let sql = "UPDATE person SET profile_sealed = ?2, key_wrapped = ?3, head_mac = ?4, generation = ?5,
                       erased_mac = ?6 WHERE person_id = ?1";
        let erased = row.erased.map(|erasure| erasure.mac);
        self.change(sql, (person.bytes(), &row.profile, &row.wrapped, row.end.mac, row.generation, erased))?;
        Ok(())
    }

    fn erase(&mut self, person: PersonId, erasure: &Erasure) -> Read<bool> {
        self.change("DELETE FROM lookup WHERE person_id = ?1", [person.bytes()])?;
        let sql = "UPDATE person SET profile_sealed = NULL, key_wrapped = NULL, pin = NULL, pin_wrong_tries = 0,
                       pin_wait_until_ms = 0, erased_at_ms = ?2, erased_mac = ?3
                   WHERE person_id = ?1 AND erased_at_ms IS NULL";
        Ok(self.change(sql, (person.bytes(), erasure.at.0, erasure.mac))? == 1)
    }

    fn people(&mut self, after: Option<PersonId>, limit: u32) -> Read<Vec<PersonId>> {
        let read = |row: &Row<'_>| Ok(PersonId::from_bytes(row.get(0)?));
        match &after {
            None => self.all("SELECT person_id FROM person ORDER BY person_id LIMIT ?1", [limit], read),
            Some(after) => {
                let sql = "SELECT person_id FROM person WHERE person_id > ?1 ORDER BY person_id LIMIT ?2";
                self.all(sql, (after.bytes(), limit), read)
            }
        }
    }

    fn strangers(&mut self) -> Read<Vec<PersonId>> {
        let sql = "SELECT person_id FROM event EXCEPT SELECT person_id FROM person";
        self.all(sql, (), |row| Ok(PersonId::from_bytes(row.get(0)?)))
    }

    fn before(&mut self, person: PersonId, ids: &[[u8; 16]]) -> Read<Option<Before>> {
        let Some((end, erased)) = self.end(person)? else { return Ok(None) };
        let sql = "SELECT seq, event_id, envelope, sealed, hash FROM event WHERE person_id = ?1 AND event_id = ?2";
        let mut known = Vec::new();
        for id in ids {
            if let Some(row) = self.one(sql, (person.bytes(), id), event_of)? {
                let previous = match row.seq.checked_sub(1) {
                    None | Some(0) => None,
                    Some(seq) => self.hash_at(person, seq)?,
                };
                known.push((row, previous));
            }
        }
        Ok(Some(Before { end, erased, known }))
    }

    fn extend(&mut self, person: PersonId, before: &EndRow, rows: &[EventRow], after: &EndRow) -> Read<bool> {
        let sql = "UPDATE person SET last_seq = ?2, head_hash = ?3, head_mac = ?4
                   WHERE person_id = ?1 AND last_seq = ?5 AND head_hash = ?6 AND head_mac = ?7
                     AND key_wrapped IS NOT NULL";
        let (old, new) = (before.head, after.head);
        let values = (person.bytes(), new.seq, new.hash, after.mac, old.seq, old.hash, before.mac);
        if self.change(sql, values)? == 0 {
            return Ok(false);
        }
        for row in rows {
            self.change(
                "INSERT INTO event (person_id, seq, event_id, envelope, sealed, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                (person.bytes(), row.seq, row.event_id, row.envelope, &row.sealed, row.hash),
            )?;
        }
        Ok(true)
    }

    fn hash_at(&mut self, person: PersonId, seq: u64) -> Read<Option<[u8; 32]>> {
        let sql = "SELECT hash FROM event WHERE person_id = ?1 AND seq = ?2";
        self.one(sql, (person.bytes(), seq), |row| row.get(0))
    }

    fn events(&mut self, person: PersonId, after: u64, limit: u32, rows: &mut Vec<EventRow>) -> Read<()> {
        let mut select = self.0.prepare_cached(
            "SELECT seq, event_id, envelope, sealed, hash FROM event
             WHERE person_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
        )?;
        for row in select.query_map((person.bytes(), after, limit), event_of)? {
            rows.push(row?);
        }
        Ok(())
    }

    fn set_tags(&mut self, person: PersonId, tags: &[Tag]) -> Read<()> {
        self.change("DELETE FROM lookup WHERE person_id = ?1", [person.bytes()])?;
        for tag in tags {
            let sql = "INSERT INTO lookup (person_id, field, tag) VALUES (?1, ?2, ?3)";
            self.change(sql, (person.bytes(), tag.field, tag.hash))?;
        }
        Ok(())
    }

    fn tags(&mut self, person: PersonId) -> Read<Vec<Tag>> {
        let sql = "SELECT field, tag FROM lookup WHERE person_id = ?1 ORDER BY field, tag";
        self.all(sql, [person.bytes()], |row| Ok(Tag { field: row.get(0)?, hash: row.get(1)? }))
    }

    fn find(&mut self, tag: &Tag, limit: u32) -> Read<Vec<PersonId>> {
        let sql = "SELECT person_id FROM lookup WHERE field = ?1 AND tag = ?2 ORDER BY person_id LIMIT ?3";
        self.all(sql, (tag.field, tag.hash, limit), |row| Ok(PersonId::from_bytes(row.get(0)?)))
    }

    fn keep_knowledge(&mut self, version: &str, packed: &[u8]) -> Read<()> {
        let sql = "INSERT INTO knowledge (version, packed) VALUES (?1, ?2) ON CONFLICT (version) DO NOTHING";
        self.change(sql, (version, packed))?;
        Ok(())
    }

    fn drop_knowledge(&mut self, version: &str) -> Read<()> {
        self.change("DELETE FROM knowledge WHERE version = ?1", [version]).map(drop)
    }

    fn knowledge(&mut self, version: &str) -> Read<Option<Vec<u8>>> {
        self.one("SELECT packed FROM knowledge WHERE version = ?1", [version], |row| row.get(0))
    }

    fn knowledge_versions(&mut self) -> Read<Vec<String>> {
        self.all("SELECT version FROM knowledge ORDER BY version", (), |row| row.get(0))
    }

    fn key_checks(&mut self) -> Read<Vec<(u32, [u8; 32])>> {
        let sql = "SELECT generation, key_check FROM master_key ORDER BY generation";
        self.all(sql, (), |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn add_key_check(&mut self, generation: u32, tag: &[u8; 32]) -> Read<()> {
        self.change("INSERT INTO master_key (generation, key_check) VALUES (?1, ?2)", (generation, tag))?;
        Ok(())
    }

    fn drop_key_checks_before(&mut self, generation: u32) -> Read<()> {
        self.change("DELETE FROM master_key WHERE generation < ?1", [generation])?;
        Ok(())
    }

    fn desk(&mut self, owner: PersonId) -> Read<Option<DeskRow>> {
        let sql = "SELECT is_practice, key_wrapped, generation, tally FROM desk WHERE owner_id = ?1";
        self.one(sql, [owner.bytes()], |row| {
            Ok(DeskRow { is_practice: row.get(0)?, wrapped: row.get(1)?, generation: row.get(2)?, tally: row.get(3)? })
        })
    }

    fn add_desk(&mut self, owner: PersonId, row: &DeskRow) -> Read<()> {
        let sql = "INSERT INTO desk (owner_id, is_practice, key_wrapped, generation, tally) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (owner_id) DO NOTHING";
        self.change(sql, (owner.bytes(), row.is_practice, &row.wrapped, row.generation, &row.tally))?;
        Ok(())
    }

    fn set_desk(&mut self, owner: PersonId, row: &DeskRow) -> Read<()> {
        let sql = "UPDATE desk SET key_wrapped = ?2, generation = ?3 WHERE owner_id = ?1";
        self.change(sql, (owner.bytes(), &row.wrapped, row.generation))?;
        Ok(())
    }

    fn tally(&mut self, owner: PersonId) -> Read<Option<Vec<u8>>> {
        let tally = self.one("SELECT tally FROM desk WHERE owner_id = ?1", [owner.bytes()], |row| row.get(0))?;
        Ok(tally.flatten())
    }

    fn set_tally(&mut self, owner: PersonId, sealed: &[u8]) -> Read<()> {
        self.change("UPDATE desk SET tally = ?2 WHERE owner_id = ?1", (owner.bytes(), sealed)).map(drop)
    }

    fn drop_desk(&mut self, owner: PersonId) -> Read<bool> {
        // The desk first: as long as it is there, its audit stays.
        let there = self.change("DELETE FROM desk WHERE owner_id = ?1", [owner.bytes()])? == 1;
        for shelf in Shelf::ALL {
            self.change(on!(shelf, "DELETE FROM ", " WHERE owner_id = ?1"), [owner.bytes()])?;
        }
        self.change("DELETE FROM occupancy WHERE owner_id = ?1", [owner.bytes()])?;
        Ok(there)
    }

    fn desks(&mut self, after: Option<PersonId>, limit: u32) -> Read<Vec<PersonId>> {
        let sql = "SELECT owner_id FROM desk WHERE owner_id > ?1 ORDER BY owner_id LIMIT ?2";
        let after: &[u8] = after.as_ref().map_or(&[], |after| after.bytes());
        self.all(sql, (after, limit), |row| Ok(PersonId::from_bytes(row.get(0)?)))
    }

    fn without_desk(&mut self) -> Read<Vec<PersonId>> {
        let mut owners = Vec::new();
        for shelf in Shelf::ALL {
            let sql = on!(
                shelf,
                "SELECT DISTINCT owner_id FROM ",
                " AS t WHERE NOT EXISTS (SELECT 1 FROM desk WHERE desk.owner_id = t.owner_id)"
            );
            owners.extend(self.all(sql, (), |row| Ok(PersonId::from_bytes(row.get(0)?)))?);
        }
        Ok(owners)
    }

    fn item(&mut self, shelf: Shelf, owner: PersonId, id: &[u8; 16]) -> Read<Option<ItemRow>> {
        let sql = on!(
            shelf,
            "SELECT item_id, at_ms, until_ms, version, sealed, about_id FROM ",
            " WHERE owner_id = ?1 AND item_id = ?2"
        );
        self.one(sql, (owner.bytes(), id), item_of)
    }

    fn items(&mut self, shelf: Shelf, owner: PersonId, after: Option<&[u8; 16]>, limit: u32) -> Read<Vec<ItemRow>> {
        let sql = on!(
            shelf,
            "SELECT item_id, at_ms, until_ms, version, sealed, about_id FROM ",
            " WHERE owner_id = ?1 AND item_id > ?2 ORDER BY item_id LIMIT ?3"
        );
        let after: &[u8] = after.map_or(&[], |after| after.as_slice());
        self.all(sql, (owner.bytes(), after, limit), item_of)
    }

    fn items_between(&mut self, shelf: Shelf, owner: PersonId, from: i64, until: i64) -> Read<Vec<ItemRow>> {
        let sql = on!(
            shelf,
            "SELECT item_id, at_ms, until_ms, version, sealed, about_id FROM ",
            " WHERE owner_id = ?1 AND at_ms < ?3 AND coalesce(until_ms, at_ms + 1) > ?2 ORDER BY at_ms, item_id"
        );
        self.all(sql, (owner.bytes(), from, until), item_of)
    }

    fn owners_about(&mut self, person: PersonId) -> Read<Vec<PersonId>> {
        let mut owners = Vec::new();
        for shelf in Shelf::ABOUT_SOMEBODY {
            let sql = match shelf {
                Shelf::Membership => "SELECT owner_id FROM membership WHERE item_id = ?1",
                shelf => on!(shelf, "SELECT DISTINCT owner_id FROM ", " WHERE about_id = ?1"),
            };
            owners.extend(self.all(sql, [person.bytes()], |row| Ok(PersonId::from_bytes(row.get(0)?)))?);
        }
        Ok(owners)
    }

    fn items_about(&mut self, shelf: Shelf, owner: PersonId, person: PersonId) -> Read<Vec<ItemRow>> {
        if shelf == Shelf::Membership {
            return Ok(self.item(shelf, owner, person.bytes())?.into_iter().collect());
        }
        let sql = on!(
            shelf,
            "SELECT item_id, at_ms, until_ms, version, sealed, about_id FROM ",
            " WHERE about_id = ?2 AND owner_id = ?1"
        );
        self.all(sql, (owner.bytes(), person.bytes()), item_of)
    }

    fn owners_unmarked(&mut self) -> Read<Vec<PersonId>> {
        let sql = "SELECT DISTINCT owner_id FROM booking WHERE about_id IS NULL";
        self.all(sql, (), |row| Ok(PersonId::from_bytes(row.get(0)?)))
    }

    fn last_item(&mut self, shelf: Shelf, owner: PersonId) -> Read<Option<ItemRow>> {
        let sql = on!(
            shelf,
            "SELECT item_id, at_ms, until_ms, version, sealed, about_id FROM ",
            " WHERE owner_id = ?1 ORDER BY item_id DESC LIMIT 1"
        );
        self.one(sql, [owner.bytes()], item_of)
    }

    fn put_item(&mut self, shelf: Shelf, owner: PersonId, row: &ItemRow, before: u32) -> Read<bool> {
        let ItemRow { id, at, until, about, version, sealed } = row;
        let about = about.as_ref().map(|about| about.bytes());
        let changed = if before == 0 {
            // Whoever was erased a moment ago gets nothing new.
            let sql = on!(
                shelf,
                "INSERT INTO ",
                " (owner_id, item_id, at_ms, until_ms, version, sealed, about_id) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
                  WHERE EXISTS (SELECT 1 FROM desk WHERE owner_id = ?1) ON CONFLICT (owner_id, item_id) DO NOTHING"
            );
            self.change(sql, (owner.bytes(), id, at, until, version, sealed, about))?
        } else {
            let sql = on!(
                shelf,
                "UPDATE ",
                " SET at_ms = ?3, until_ms = ?4, version = ?5, sealed = ?6, about_id = ?7
                  WHERE owner_id = ?1 AND item_id = ?2 AND version = ?8"
            );
            self.change(sql, (owner.bytes(), id, at, until, version, sealed, about, before))?
        };
        Ok(changed == 1)
    }

    fn remove_item(&mut self, shelf: Shelf, owner: PersonId, id: &[u8; 16], version: u32) -> Read<bool> {
        let sql = on!(shelf, "DELETE FROM ", " WHERE owner_id = ?1 AND item_id = ?2 AND version = ?3");
        Ok(self.change(sql, (owner.bytes(), id, version))? == 1)
    }

    fn occupy(&mut self, owner: PersonId, occupied: &Occupied, now: i64) -> Read<u64> {
        occupancy::occupy(self, owner, occupied, now)
    }

    fn vacate(&mut self, owner: PersonId, item: &[u8; 16], version: u32) -> Read<()> {
        occupancy::vacate(self, owner, item, version)
    }

    fn occupied(&mut self, owner: PersonId) -> Read<Vec<Occupied>> {
        occupancy::occupied(self, owner)
    }

    fn occupied_by(&mut self, owner: PersonId, item: &[u8; 16]) -> Read<Vec<Occupied>> {
        occupancy::occupied_by(self, owner, item)
    }

    fn due(&mut self, now: i64, after: &DueRow, limit: u32) -> Read<Vec<DueRow>> {
        let sql =
            "SELECT at_ms, owner_id, item_id FROM job WHERE at_ms <= ?1 AND (at_ms, owner_id, item_id) > (?2, ?3, ?4)
                   ORDER BY at_ms, owner_id, item_id LIMIT ?5";
        self.all(sql, (now, after.at, after.owner.bytes(), after.id, limit), |row| {
            Ok(DueRow { at: row.get(0)?, owner: PersonId::from_bytes(row.get(1)?), id: row.get(2)? })
        })
    }
}
