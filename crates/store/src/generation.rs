//! Changing the master key: what it protects is renewed person by person, and no event is touched.

use std::sync::Arc;

use crate::chain::broken;
use crate::crypto;
use crate::engine::{Engine, Engines};
use crate::key::Keys;
use crate::profile::Profile;
use crate::tables::Tables;
use crate::verify::{BrokenLink, BrokenWhy};
use crate::{MasterKey, OpenError, PersonId, RotateError, Rotation, StoreError, desk, lookup, unlock, witness};

/// What the key check authenticates.
pub(crate) const KEY_CHECK: &[u8] = b"supple/key-check/1";
/// How many people are renewed in one go.
const GROUP: u32 = 100;

/// The keys with which a database may be opened.
pub(crate) struct KeyRing {
    pub(crate) current: Keys,
    /// The keys of the master key that is to come, while it is being changed.
    pub(crate) next: Option<Keys>,
}

impl KeyRing {
    /// The keys of one master key.
    pub(crate) fn of(master: &MasterKey) -> Self {
        Self { current: master.keys(), next: None }
    }

    /// The generation of the current key, from the checks in the database.
    pub(crate) fn generation(&self, checks: &[(u32, [u8; 32])]) -> Result<u32, OpenError> {
        let is = |keys: &Keys, tag: &[u8; 32]| crypto::mac_matches(&keys.check, &[KEY_CHECK], tag);
        match (checks, &self.next) {
            ([], _) => Err(StoreError::Damaged { what: "the key check is missing".to_owned() }.into()),
            ([(generation, tag)], None) if is(&self.current, tag) => Ok(*generation),
            // Not begun yet, or finished already.
            ([(generation, tag)], Some(next)) if is(&self.current, tag) || is(next, tag) => Ok(*generation),
            ([(generation, old), (_, new)], Some(next)) if is(&self.current, old) && is(next, new) => Ok(*generation),
            ([(_, old), (_, new)], None) if is(&self.current, old) || is(&self.current, new) => {
                Err(OpenError::RotationUnfinished)
            }
            _ => Err(OpenError::WrongMasterKey),
        }
    }
}

/// What a change of the master key came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rotated {
    /// How many people were renewed.
    pub renewed: u64,
    /// What did not open under either key, and stays as it is.
    pub left: Vec<BrokenLink>,
}

/// How far the change has come in one database; with the generation that the new key has or is going to have.
#[derive(Clone, Copy)]
enum Stage {
    NotBegun(u32),
    Begun(u32),
    Finished,
}

/// The old keys and the new ones.
type Both = Arc<(Keys, Keys)>;

fn stage(engine: &Engine, new: &Keys) -> Result<Stage, StoreError> {
    let checks = engine.read(|tables| tables.key_checks())?;
    Ok(match checks.as_slice() {
        [(_, tag)] if crypto::mac_matches(&new.check, &[KEY_CHECK], tag) => Stage::Finished,
        [(generation, _)] => Stage::NotBegun(generation.saturating_add(1)),
        [_, (generation, _)] => Stage::Begun(*generation),
        _ => return Err(StoreError::Damaged { what: "the key check is missing".to_owned() }),
    })
}

/// Renews everything that the master key protects, in all databases. What does not open is found before anything is
/// begun, and then nothing is, unless it is to be left as it is. Cut off, the change is taken up again where it was and
/// goes past what does not open: with half a change nobody's record opens.
pub(crate) fn rotate(
    engines: &Engines,
    old: &MasterKey,
    new: &MasterKey,
    how: &Rotation,
) -> Result<Rotated, RotateError> {
    let keys: Both = Arc::new((old.keys(), new.keys()));
    if let Some(path) = &how.witness {
        // Cut off in the middle, it may be under the new one already.
        let is_there = match witness::look(path, &keys.0) {
            Err(OpenError::WitnessForeign) => witness::look(path, &keys.1)?,
            looked => looked?,
        };
        if !is_there {
            return Err(OpenError::WitnessMissing.into());
        }
    }
    let stages = engines.all().map(|engine| stage(engine, &keys.1)).collect::<Result<Vec<_>, _>>()?;
    if !how.leave_broken && stages.iter().all(|stage| matches!(stage, Stage::NotBegun(_))) {
        let mut broken = Vec::new();
        for engine in engines.all() {
            broken.extend(through(engine, &keys, None)?.left);
        }
        if !broken.is_empty() {
            return Err(RotateError::NotWhole { broken });
        }
    }
    let mut all = Rotated::default();
    let mut renewed = Vec::new();
    for (engine, stage) in engines.all().zip(stages) {
        let generation = match stage {
            Stage::Finished => continue,
            Stage::Begun(generation) => generation,
            Stage::NotBegun(generation) => {
                let tag = crypto::mac(&keys.1.check, &[KEY_CHECK]);
                engine.write(move |tables| tables.add_key_check(generation, &tag))?;
                generation
            }
        };
        let done = through(engine, &keys, Some(generation))?;
        all.renewed += done.renewed;
        all.left.extend(done.left);
        renewed.push((engine, generation));
    }
    if let Some(path) = &how.witness {
        witness::renew(path, &keys.0, &keys.1).map_err(|why| RotateError::Witness { why })?;
    }
    for (engine, generation) in renewed {
        // From here on the old key opens nothing any more.
        engine.write_and_scrub(move |tables| tables.drop_key_checks_before(generation))?;
    }
    Ok(all)
}

/// Renews everybody and every desk of one database; without a generation it only looks what would not open.
fn through(engine: &Engine, keys: &Both, generation: Option<u32>) -> Result<Rotated, StoreError> {
    let mut all = Rotated::default();
    let mut after = None;
    loop {
        let people = engine.read(|tables| tables.people(after, GROUP))?;
        let Some(last) = people.last() else { break };
        after = Some(*last);
        for person in people {
            let keys = Arc::clone(keys);
            let work = move |tables: &mut dyn Tables| renew(tables, &keys, generation, person);
            let done = if generation.is_some() { engine.write(work) } else { engine.read(work) }?;
            all.renewed += u64::from(done.0);
            all.left.extend(done.1);
        }
    }
    let mut after = None;
    loop {
        let owners = engine.read(|tables| tables.desks(after, GROUP))?;
        let Some(last) = owners.last() else { break };
        after = Some(*last);
        for owner in owners {
            let keys = Arc::clone(keys);
            let work = move |tables: &mut dyn Tables| renew_desk(tables, &keys, generation, owner);
            all.left.extend(if generation.is_some() { engine.write(work) } else { engine.read(work) }?);
        }
    }
    Ok(all)
}

/// A row that the database cannot read is broken too; nothing else of the database's troubles is.
fn readable<T>(read: Result<Option<T>, StoreError>, of: PersonId) -> Result<Result<Option<T>, BrokenLink>, StoreError> {
    match read {
        Err(StoreError::Damaged { .. }) => Ok(Err(broken(of, None, BrokenWhy::Unreadable))),
        read => read.map(Ok),
    }
}

fn renew_desk(
    tables: &mut dyn Tables,
    keys: &(Keys, Keys),
    generation: Option<u32>,
    owner: PersonId,
) -> Result<Option<BrokenLink>, StoreError> {
    let (old, new) = keys;
    let row = match readable(tables.desk(owner), owner)? {
        Ok(Some(row)) => row,
        Ok(None) => return Ok(None),
        Err(link) => return Ok(Some(link)),
    };
    if desk::opens(new, owner, &row) {
        return Ok(None);
    }
    let renewed = desk::renewed(old, new, owner, &row, generation.unwrap_or(row.generation))?;
    match (renewed, generation) {
        (Some(renewed), Some(_)) => tables.set_desk(owner, &renewed).map(|()| None),
        (Some(_), None) => Ok(None),
        (None, _) => Ok(Some(broken(owner, None, BrokenWhy::Key))),
    }
}

/// Renews each part of a person's row that opens under the old key. Whether there was one, and what opens under neither.
fn renew(
    tables: &mut dyn Tables,
    keys: &(Keys, Keys),
    generation: Option<u32>,
    person: PersonId,
) -> Result<(bool, Vec<BrokenLink>), StoreError> {
    let (old, new) = keys;
    let mut row = match readable(tables.person(person), person)? {
        Ok(Some(row)) => row,
        Ok(None) => return Ok((false, Vec::new())),
        Err(link) => return Ok((false, vec![link])),
    };
    let before = row.clone();
    let mut left = Vec::new();
    let mut lost = |why| left.push(broken(person, None, why));
    if row.end.check(new, person).is_err() {
        match row.end.check(old, person) {
            Ok(head) => row.end = head.proved(new, person),
            // Authenticating a broken end anew would make it look whole.
            Err(_) => lost(BrokenWhy::Head),
        }
    }
    let mut tags = None;
    match row.profile.as_ref().map(|sealed| (Profile::open(new, person, sealed), sealed)) {
        Some((Some(_), _)) => {}
        Some((None, sealed)) => match Profile::open(old, person, sealed) {
            Some(profile) => {
                tags = Some(lookup::tags(new, &profile));
                row.profile = Some(profile.seal(new, person)?);
            }
            None => lost(BrokenWhy::Profile),
        },
        None if row.erased.is_none() => lost(BrokenWhy::Profile),
        None => {}
    }
    match row.wrapped.as_ref() {
        Some(wrapped) if unlock::wrapping_opens(new, person, row.mark.as_ref(), wrapped) => {}
        Some(wrapped) => match unlock::wrap_outer_anew(old, new, person, row.mark.as_ref(), wrapped)? {
            Some(wrapped) => row.wrapped = Some(wrapped),
            None => lost(BrokenWhy::Key),
        },
        None if row.erased.is_none() => lost(BrokenWhy::Key),
        None => {}
    }
    if let Some(erasure) = row.erased.filter(|erasure| !erasure.is_ours(new, person)) {
        match erasure.renew(old, new, person) {
            Some(erasure) => row.erased = Some(erasure),
            None => lost(BrokenWhy::Key),
        }
    }
    let is_new = row != before;
    if let Some(generation) = generation {
        if let Some(tags) = tags {
            tables.set_tags(person, &tags)?;
        }
        row.generation = generation;
        tables.set_generation(person, &row)?;
    }
    Ok((is_new, left))
}
