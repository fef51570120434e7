//! The rows on a server.

use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, ToSql};

use super::occupancy;
use super::pool::Conn;
use super::shelves;
use crate::book::Occupied;
use crate::chain::Head;
use crate::erase::Erasure;
use crate::lookup::Tag;
use crate::pin::{PinMark, Tries};
use crate::shelf::{DeskRow, DueRow, ItemRow, Shelf, on};
use crate::tables::{Before, EndRow, EventRow, PersonRow, Tables};
use crate::{PersonId, StoreError, UtcMs};

/// The rows as one connection sees them.
pub(super) struct Rows<'a>(pub(super) &'a mut Conn);

type Read<T> = Result<T, StoreError>;

fn damaged(what: &str) -> StoreError {
    StoreError::Damaged { what: what.to_owned() }
}

pub(super) fn bytes<const N: usize>(row: &Row, column: &str) -> Read<[u8; N]> {
    row.try_get::<_, &[u8]>(column)?.try_into().map_err(|_| damaged("a value has another length"))
}

pub(super) fn number<'a, F: FromSql<'a>, T: TryFrom<F>>(row: &'a Row, column: &str) -> Read<T> {
    T::try_from(row.try_get(column)?).map_err(|_| damaged("a number is out of range"))
}

/// Places in a chain stay far below this bound.
fn place(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

fn end_of(row: &Row) -> Read<EndRow> {
    let head = Head { seq: number::<i64, _>(row, "last_seq")?, hash: bytes(row, "head_hash")? };
    Ok(EndRow { head, mac: bytes(row, "head_mac")? })
}

fn person_of(row: &Row) -> Read<PersonRow> {
    let mark: Option<&[u8]> = row.try_get("pin")?;
    let mark = mark.map(|mark| mark.try_into().map(PinMark).map_err(|_| damaged("a value has another length")));
    let erased_at: Option<i64> = row.try_get("erased_at_ms")?;
    Ok(PersonRow {
        profile: row.try_get("profile_sealed")?,
        wrapped: row.try_get("key_wrapped")?,
        mark: mark.transpose()?,
        tries: Tries {
            wrong: number::<i64, _>(row, "pin_wrong_tries")?,
            wait_until: UtcMs(row.try_get("pin_wait_until_ms")?),
        },
        end: end_of(row)?,
        generation: number::<i32, _>(row, "generation")?,
        erased: match erased_at {
            None => None,
            Some(at) => Some(Erasure { at: UtcMs(at), mac: bytes(row, "erased_mac")? }),
        },
    })
}

fn event_of(row: &Row) -> Read<EventRow> {
    Ok(EventRow {
        seq: number::<i64, _>(row, "seq")?,
        event_id: bytes(row, "event_id")?,
        envelope: number::<i32, _>(row, "envelope")?,
        sealed: row.try_get("sealed")?,
        hash: bytes(row, "hash")?,
    })
}

pub(super) fn item_of(row: &Row) -> Read<ItemRow> {
    let about = row.try_get::<_, Option<&[u8]>>("about_id")?.map(|_| bytes(row, "about_id")).transpose()?;
    Ok(ItemRow {
        id: bytes(row, "item_id")?,
        at: row.try_get("at_ms")?,
        until: row.try_get("until_ms")?,
        about: about.map(PersonId::from_bytes),
        version: number::<i64, _>(row, "version")?,
        sealed: row.try_get("sealed")?,
    })
}

fn id_of(row: &Row) -> Read<PersonId> {
    bytes(row, "person_id").map(PersonId::from_bytes)
}

impl Tables for Rows<'_> {
    fn person(&mut self, person: PersonId) -> Read<Option<PersonRow>> {
        let rows = self.0.query("SELECT * FROM person WHERE person_id = $1", &[&person.bytes().as_slice()])?;
        rows.first().map(person_of).transpose()
    }

    fn end(&mut self, person: PersonId) -> Read<Option<(EndRow, bool)>> {
        let sql = "SELECT last_seq, head_hash, head_mac, key_wrapped IS NULL AS erased FROM person
                   WHERE person_id = $1";
        let rows = self.0.query(sql, &[&person.bytes().as_slice()])?;
        rows.first().map(|row| Ok((end_of(row)?, row.try_get("erased")?))).transpose()
    }

    fn add_person(&mut self, person: PersonId, row: &PersonRow) -> Read<bool> {
        let mark = row.mark.as_ref().map(|mark| mark.0.as_slice());
        let (at, mac) = row.erased.as_ref().map(|erasure| (erasure.at.0, erasure.mac.as_slice())).unzip();
        let generation = i32::try_from(row.generation).unwrap_or(i32::MAX);
        let added = self.0.execute(
            "INSERT INTO person (person_id, profile_sealed, key_wrapped, pin, last_seq, head_hash, head_mac, generation,
                                 erased_at_ms, erased_mac)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (person_id) DO NOTHING",
            &[
                &person.bytes().as_slice(),
                &row.profile,
                &row.wrapped,
                &mark,
                &place(row.end.head.seq),
                &row.end.head.hash.as_slice(),
                &row.end.mac.as_slice(),
                &generation,
                &at,
                &mac,
            ],
        )?;
        Ok(added == 1)
    }

    fn set_profile(&mut self, person: PersonId, sealed: &[u8]) -> Read<bool> {
        let sql = "UPDATE person SET profile_sealed = $2 WHERE person_id = $1 AND profile_sealed IS NOT NULL";
        Ok(self.0.execute(sql, &[&person.bytes().as_slice(), &sealed])? == 1)
    }

    fn set_wrapping(&mut self, person: PersonId, wrapped: &[u8], mark: Option<&PinMark>) -> Read<bool> {
        let sql = "UPDATE person SET key_wrapped = $2, pin = $3, pin_wrong_tries = 0, pin_wait_until_ms = 0
                   WHERE person_id = $1 AND key_wrapped IS NOT NULL";
        let mark = mark.map(|mark| mark.0.as_slice());
        Ok(self.0.execute(sql, &[&person.bytes().as_slice(), &wrapped, &mark])? == 1)
    }

    fn set_tries(&mut self, person: PersonId, tries: Tries) -> Read<()> {
        let sql = "UPDATE person SET pin_wrong_tries = $2, pin_wait_until_ms = $3 WHERE person_id = $1";
        self.0.execute(sql, &[&person.bytes().as_slice(), &i64::from(tries.wrong), &tries.wait_until.0])?;
        Ok(())
    }

    fn set_generation(&mut self, person: PersonId, row: &PersonRow) -> Read<()> {
        let sql = "UPDATE person SET profile_sealed = $2, key_wrapped = $3, head_mac = $4, generation = $5,
                       erased_mac = $6 WHERE person_id = $1";
        let erased = row.erased.as_ref().map(|erasure| erasure.mac.as_slice());
        let generation = i32::try_from(row.generation).unwrap_or(i32::MAX);
        let mac = row.end.mac.as_slice();
        let person = person.bytes().as_slice();
        self.0.execute(sql, &[&person, &row.profile, &row.wrapped, &mac, &generation, &erased])?;
        Ok(())
    }

    fn erase(&mut self, person: PersonId, erasure: &Erasure) -> Read<bool> {
        self.0.execute("DELETE FROM lookup WHERE person_id = $1", &[&person.bytes().as_slice()])?;
        let sql = "UPDATE person SET profile_sealed = NULL, key_wrapped = NULL, pin = NULL, pin_wrong_tries = 0,
                       pin_wait_until_ms = 0, erased_at_ms = $2, erased_mac = $3
                   WHERE person_id = $1 AND erased_at_ms IS NULL";
        Ok(self.0.execute(sql, &[&person.bytes().as_slice(), &erasure.at.0, &erasure.mac.as_slice()])? == 1)
    }

    fn people(&mut self, after: Option<PersonId>, limit: u32) -> Read<Vec<PersonId>> {
        // No id is shorter, so every one comes after nothing.
        let after = after.as_ref().map_or([].as_slice(), |after| after.bytes().as_slice());
        let sql = "SELECT person_id FROM person WHERE person_id > $1 ORDER BY person_id LIMIT $2";
        self.0.query(sql, &[&after, &i64::from(limit)])?.iter().map(id_of).collect()
    }

    fn strangers(&mut self) -> Read<Vec<PersonId>> {
        let sql = "SELECT DISTINCT person_id FROM event e
                   WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.person_id = e.person_id)";
        self.0.query(sql, &[])?.iter().map(id_of).collect()
    }

    fn before(&mut self, person: PersonId, ids: &[[u8; 16]]) -> Read<Option<Before>> {
        let ids: Vec<&[u8]> = ids.iter().map(<[u8; 16]>::as_slice).collect();
        let rows = self.0.query(
            "SELECT p.last_seq, p.head_hash, p.head_mac, p.key_wrapped IS NULL AS erased,
                    e.seq, e.event_id, e.envelope, e.sealed, e.hash,
                    (SELECT b.hash FROM event b WHERE b.person_id = $1 AND b.seq = e.seq - 1) AS previous
             FROM person p LEFT JOIN event e ON e.person_id = $1 AND e.event_id = ANY ($2)
             WHERE p.person_id = $1",
            &[&person.bytes().as_slice(), &ids],
        )?;
        let Some(first) = rows.first() else { return Ok(None) };
        let mut known = Vec::new();
        for row in &rows {
            if row.try_get::<_, Option<i64>>("seq")?.is_some() {
                let previous: Option<&[u8]> = row.try_get("previous")?;
                let previous = previous.map(|hash| hash.try_into().map_err(|_| damaged("a value has another length")));
                known.push((event_of(row)?, previous.transpose()?));
            }
        }
        Ok(Some(Before { end: end_of(first)?, erased: first.try_get("erased")?, known }))
    }

    fn extend(&mut self, person: PersonId, before: &EndRow, rows: &[EventRow], after: &EndRow) -> Read<bool> {
        let seqs: Vec<i64> = rows.iter().map(|row| place(row.seq)).collect();
        let ids: Vec<&[u8]> = rows.iter().map(|row| row.event_id.as_slice()).collect();
        let envelopes: Vec<i32> = rows.iter().map(|row| i32::from(row.envelope)).collect();
        let sealed: Vec<&[u8]> = rows.iter().map(|row| row.sealed.as_slice()).collect();
        let hashes: Vec<&[u8]> = rows.iter().map(|row| row.hash.as_slice()).collect();
        // One statement, so one way to the server and back, and no lock is held in between.
        let added = self.0.execute_unless_taken(
            "WITH moved AS (
                 UPDATE person SET last_seq = $2, head_hash = $3, head_mac = $4
                 WHERE person_id = $1 AND last_seq = $5 AND head_hash = $6 AND head_mac = $12 AND key_wrapped IS NOT NULL
                 RETURNING person_id)
             INSERT INTO event (person_id, seq, event_id, envelope, sealed, hash)
             SELECT moved.person_id, new.seq, new.event_id, new.envelope, new.sealed, new.hash
             FROM moved, unnest($7::bigint[], $8::bytea[], $9::integer[], $10::bytea[], $11::bytea[])
                 AS new (seq, event_id, envelope, sealed, hash)",
            &[
                &person.bytes().as_slice(),
                &place(after.head.seq),
                &after.head.hash.as_slice(),
                &after.mac.as_slice(),
                &place(before.head.seq),
                &before.head.hash.as_slice(),
                &seqs,
                &ids,
                &envelopes,
                &sealed,
                &hashes,
                &before.mac.as_slice(),
            ],
        )?;
        // Nothing was added, or one of the events came in between: somebody else was quicker.
        Ok(added.is_some_and(|added| added > 0))
    }

    fn hash_at(&mut self, person: PersonId, seq: u64) -> Read<Option<[u8; 32]>> {
        let sql = "SELECT hash FROM event WHERE person_id = $1 AND seq = $2";
        let rows = self.0.query(sql, &[&person.bytes().as_slice(), &place(seq)])?;
        rows.first().map(|row| bytes(row, "hash")).transpose()
    }

    fn events(&mut self, person: PersonId, after: u64, limit: u32, rows: &mut Vec<EventRow>) -> Read<()> {
        let sql = "SELECT seq, event_id, envelope, sealed, hash FROM event
                   WHERE person_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
        for row in self.0.query(sql, &[&person.bytes().as_slice(), &place(after), &i64::from(limit)])? {
            rows.push(event_of(&row)?);
        }
        Ok(())
    }

    fn set_tags(&mut self, person: PersonId, tags: &[Tag]) -> Read<()> {
        self.0.execute("DELETE FROM lookup WHERE person_id = $1", &[&person.bytes().as_slice()])?;
        let fields: Vec<i16> = tags.iter().map(|tag| i16::from(tag.field)).collect();
        let hashes: Vec<&[u8]> = tags.iter().map(|tag| tag.hash.as_slice()).collect();
        let sql = "INSERT INTO lookup (person_id, field, tag)
                   SELECT $1, field, tag FROM unnest($2::smallint[], $3::bytea[]) AS new (field, tag)";
        self.0.execute(sql, &[&person.bytes().as_slice(), &fields, &hashes])?;
        Ok(())
    }

    fn tags(&mut self, person: PersonId) -> Read<Vec<Tag>> {
        let sql = "SELECT field, tag FROM lookup WHERE person_id = $1 ORDER BY field, tag";
        let rows = self.0.query(sql, &[&person.bytes().as_slice()])?;
        rows.iter().map(|row| Ok(Tag { field: number::<i16, _>(row, "field")?, hash: bytes(row, "tag")? })).collect()
    }

    fn find(&mut self, tag: &Tag, limit: u32) -> Read<Vec<PersonId>> {
        let sql = "SELECT person_id FROM lookup WHERE field = $1 AND tag = $2 ORDER BY person_id LIMIT $3";
        let rows = self.0.query(sql, &[&i16::from(tag.field), &tag.hash.as_slice(), &i64::from(limit)])?;
        rows.iter().map(id_of).collect()
    }

    fn keep_knowledge(&mut self, version: &str, packed: &[u8]) -> Read<()> {
        let sql = "INSERT INTO knowledge (version, packed) VALUES ($1, $2) ON CONFLICT (version) DO NOTHING";
        self.0.execute(sql, &[&version, &packed])?;
        Ok(())
    }

    fn drop_knowledge(&mut self, version: &str) -> Read<()> {
        self.0.execute("DELETE FROM knowledge WHERE version = $1", &[&version]).map(drop)
    }

    fn knowledge(&mut self, version: &str) -> Read<Option<Vec<u8>>> {
        let rows = self.0.query("SELECT packed FROM knowledge WHERE version = $1", &[&version])?;
        rows.first().map(|row| Ok(row.try_get(0)?)).transpose()
    }

    fn knowledge_versions(&mut self) -> Read<Vec<String>> {
        let rows = self.0.query("SELECT version FROM knowledge ORDER BY version COLLATE \"C\"", &[])?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    fn key_checks(&mut self) -> Read<Vec<(u32, [u8; 32])>> {
        let rows = self.0.query("SELECT generation, key_check FROM master_key ORDER BY generation", &[])?;
        rows.iter().map(|row| Ok((number::<i32, _>(row, "generation")?, bytes(row, "key_check")?))).collect()
    }

    fn add_key_check(&mut self, generation: u32, tag: &[u8; 32]) -> Read<()> {
        let sql = "INSERT INTO master_key (generation, key_check) VALUES ($1, $2) ON CONFLICT (generation) DO NOTHING";
        self.0.execute(sql, &[&i32::try_from(generation).unwrap_or(i32::MAX), &tag.as_slice()])?;
        Ok(())
    }

    fn drop_key_checks_before(&mut self, generation: u32) -> Read<()> {
        let sql = "DELETE FROM master_key WHERE generation < $1";
        self.0.execute(sql, &[&i32::try_from(generation).unwrap_or(i32::MAX)])?;
        Ok(())
    }

    fn desk(&mut self, owner: PersonId) -> Read<Option<DeskRow>> {
        let sql = "SELECT is_practice, key_wrapped, generation, tally FROM desk WHERE owner_id = $1";
        let rows = self.0.query(sql, &[&owner.bytes().as_slice()])?;
        let read = |row: &Row| {
            Ok(DeskRow {
                is_practice: row.try_get("is_practice")?,
                wrapped: row.try_get("key_wrapped")?,
                generation: number::<i32, _>(row, "generation")?,
                tally: row.try_get("tally")?,
            })
        };
        rows.first().map(read).transpose()
    }

    fn add_desk(&mut self, owner: PersonId, row: &DeskRow) -> Read<()> {
        let sql = "INSERT INTO desk (owner_id, is_practice, key_wrapped, generation, tally) VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (owner_id) DO NOTHING";
        let generation = i32::try_from(row.generation).unwrap_or(i32::MAX);
        let values: [&(dyn ToSql + Sync); 5] =
            [&owner.bytes().as_slice(), &row.is_practice, &row.wrapped, &generation, &row.tally];
        self.0.execute(sql, &values)?;
        Ok(())
    }

    fn set_desk(&mut self, owner: PersonId, row: &DeskRow) -> Read<()> {
        let sql = "UPDATE desk SET key_wrapped = $2, generation = $3 WHERE owner_id = $1";
        let generation = i32::try_from(row.generation).unwrap_or(i32::MAX);
        self.0.execute(sql, &[&owner.bytes().as_slice(), &row.wrapped, &generation])?;
        Ok(())
    }

    fn tally(&mut self, owner: PersonId) -> Read<Option<Vec<u8>>> {
        shelves::tally(self.0, owner)
    }

    fn set_tally(&mut self, owner: PersonId, sealed: &[u8]) -> Read<()> {
        shelves::set_tally(self.0, owner, sealed)
    }

    fn drop_desk(&mut self, owner: PersonId) -> Read<bool> {
        shelves::drop_desk(self.0, owner)
    }

    fn desks(&mut self, after: Option<PersonId>, limit: u32) -> Read<Vec<PersonId>> {
        let sql = "SELECT owner_id FROM desk WHERE owner_id > $1 ORDER BY owner_id LIMIT $2";
        let after: &[u8] = after.as_ref().map_or(&[], |after| after.bytes());
        let rows = self.0.query(sql, &[&after, &i64::from(limit)])?;
        rows.iter().map(|row| bytes(row, "owner_id").map(PersonId::from_bytes)).collect()
    }

    fn without_desk(&mut self) -> Read<Vec<PersonId>> {
        shelves::without_desk(self.0)
    }

    fn item(&mut self, shelf: Shelf, owner: PersonId, id: &[u8; 16]) -> Read<Option<ItemRow>> {
        let sql = on!(
            shelf,
            "SELECT item_id, at_ms, until_ms, version, sealed, about_id FROM ",
            " WHERE owner_id = $1 AND item_id = $2"
        );
        let rows = self.0.query(sql, &[&owner.bytes().as_slice(), &id.as_slice()])?;
        rows.first().map(item_of).transpose()
    }

    fn items(&mut self, shelf: Shelf, owner: PersonId, after: Option<&[u8; 16]>, limit: u32) -> Read<Vec<ItemRow>> {
        let sql = on!(
            shelf,
            "SELECT item_id, at_ms, until_ms, version, sealed, about_id FROM ",
            " WHERE owner_id = $1 AND item_id > $2 ORDER BY item_id LIMIT $3"
        );
        let after: &[u8] = after.map_or(&[], |after| after.as_slice());
        let rows = self.0.query(sql, &[&owner.bytes().as_slice(), &after, &i64::from(limit)])?;
        rows.iter().map(item_of).collect()
    }

    fn items_between(&mut self, shelf: Shelf, owner: PersonId, from: i64, until: i64) -> Read<Vec<ItemRow>> {
        let sql = on!(
            shelf,
            "SELECT item_id, at_ms, until_ms, version, sealed, about_id FROM ",
            " WHERE owner_id = $1 AND at_ms < $3 AND coalesce(until_ms, at_ms + 1) > $2 ORDER BY at_ms, item_id"
        );
        let rows = self.0.query(sql, &[&owner.bytes().as_slice(), &from, &until])?;
        rows.iter().map(item_of).collect()
    }

    fn owners_about(&mut self, person: PersonId) -> Read<Vec<PersonId>> {
        shelves::owners_about(self.0, person)
    }

    fn items_about(&mut self, shelf: Shelf, owner: PersonId, person: PersonId) -> Read<Vec<ItemRow>> {
        if shelf == Shelf::Membership {
            return Ok(self.item(shelf, owner, person.bytes())?.into_iter().collect());
        }
        shelves::items_about(self.0, shelf, owner, person)
    }

    fn owners_unmarked(&mut self) -> Read<Vec<PersonId>> {
        shelves::owners_unmarked(self.0)
    }

    fn last_item(&mut self, shelf: Shelf, owner: PersonId) -> Read<Option<ItemRow>> {
        let sql = on!(
            shelf,
            "SELECT item_id, at_ms, until_ms, version, sealed, about_id FROM ",
            " WHERE owner_id = $1 ORDER BY item_id DESC LIMIT 1"
        );
        let rows = self.0.query(sql, &[&owner.bytes().as_slice()])?;
        rows.first().map(item_of).transpose()
    }

    fn put_item(&mut self, shelf: Shelf, owner: PersonId, row: &ItemRow, before: u32) -> Read<bool> {
        shelves::put_item(self.0, shelf, owner, row, before)
    }

    fn remove_item(&mut self, shelf: Shelf, owner: PersonId, id: &[u8; 16], version: u32) -> Read<bool> {
        let sql = on!(shelf, "DELETE FROM ", " WHERE owner_id = $1 AND item_id = $2 AND version = $3");
        Ok(self.0.execute(sql, &[&owner.bytes().as_slice(), &id.as_slice(), &i64::from(version)])? == 1)
    }

    fn occupy(&mut self, owner: PersonId, occupied: &Occupied, now: i64) -> Read<u64> {
        occupancy::occupy(self.0, owner, occupied, now)
    }

    fn vacate(&mut self, owner: PersonId, item: &[u8; 16], version: u32) -> Read<()> {
        occupancy::vacate(self.0, owner, item, version)
    }

    fn occupied(&mut self, owner: PersonId) -> Read<Vec<Occupied>> {
        occupancy::occupied(self.0, owner)
    }

    fn occupied_by(&mut self, owner: PersonId, item: &[u8; 16]) -> Read<Vec<Occupied>> {
        occupancy::occupied_by(self.0, owner, item)
    }

    fn due(&mut self, now: i64, after: &DueRow, limit: u32) -> Read<Vec<DueRow>> {
        shelves::due(self.0, now, after, limit)
    }
}
