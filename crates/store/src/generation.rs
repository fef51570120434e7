//! Changing the master key: what it protects is renewed person by person, and no event is touched.

use crate::crypto;
use crate::engine::Engine;
use crate::key::Keys;
use crate::profile::Profile;
use crate::tables::Tables;
use crate::{MasterKey, OpenError, PersonId, RotateError, StoreError, desk, lookup, unlock};

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

/// Renews everything that the master key protects. Cut off, it is taken up again where it was. Returns how many people
/// it renewed.
pub(crate) fn rotate(engine: &Engine, old: &MasterKey, new: &MasterKey) -> Result<u64, RotateError> {
    let (old, new) = (std::sync::Arc::new(old.keys()), std::sync::Arc::new(new.keys()));
    let checks = engine.read(|tables| tables.key_checks())?;
    let finished = |tag: &[u8; 32]| crypto::mac_matches(&new.check, &[KEY_CHECK], tag);
    let generation = match checks.as_slice() {
        [(_, tag)] if finished(tag) => return Ok(0),
        [(generation, _)] => {
            let (generation, tag) = (generation.saturating_add(1), crypto::mac(&new.check, &[KEY_CHECK]));
            engine.write(move |tables| tables.add_key_check(generation, &tag))?;
            generation
        }
        [_, (generation, _)] => *generation,
        _ => return Err(StoreError::Damaged { what: "the key check is missing".to_owned() }.into()),
    };
    let mut renewed = 0;
    let mut after = None;
    loop {
        let people = engine.read(|tables| tables.people(after, GROUP))?;
        let Some(last) = people.last() else { break };
        after = Some(*last);
        for person in people {
            let (old, new) = (old.clone(), new.clone());
            renewed += u64::from(engine.write(move |tables| renew(tables, &old, &new, generation, person))?);
        }
    }
    let mut after = None;
    loop {
        let owners = engine.read(|tables| tables.desks(after, GROUP))?;
        let Some(last) = owners.last() else { break };
        after = Some(*last);
        for owner in owners {
            let (old, new) = (old.clone(), new.clone());
            engine.write(move |tables| renew_desk(tables, &old, &new, generation, owner))?;
        }
    }
    // From here on the old key opens nothing any more.
    engine.write_and_scrub(move |tables| tables.drop_key_checks_before(generation))?;
    Ok(renewed)
}

fn renew_desk(
    tables: &mut dyn Tables,
    old: &Keys,
    new: &Keys,
    generation: u32,
    owner: PersonId,
) -> Result<(), RotateError> {
    let Some(row) = tables.desk(owner)?.filter(|row| row.generation < generation) else { return Ok(()) };
    let renewed = desk::renewed(old, new, owner, &row, generation)?.ok_or(RotateError::Damaged { person: owner })?;
    Ok(tables.set_desk(owner, &renewed)?)
}

fn renew(
    tables: &mut dyn Tables,
    old: &Keys,
    new: &Keys,
    generation: u32,
    person: PersonId,
) -> Result<bool, RotateError> {
    let Some(mut row) = tables.person(person)? else { return Ok(false) };
    if row.generation >= generation {
        return Ok(false);
    }
    let damaged = RotateError::Damaged { person };
    row.end = row.end.check(old, person).map_err(RotateError::Broken)?.proved(new, person);
    if let Some(sealed) = row.profile.take() {
        let profile = Profile::open(old, person, &sealed).ok_or(damaged.clone())?;
        tables.set_tags(person, &lookup::tags(new, &profile))?;
        row.profile = Some(profile.seal(new, person).map_err(StoreError::from)?);
    }
    if let Some(wrapped) = row.wrapped.take() {
        row.wrapped =
            Some(unlock::wrap_outer_anew(old, new, person, row.mark.as_ref(), &wrapped)?.ok_or(damaged.clone())?);
    }
    if let Some(erasure) = row.erased.take() {
        row.erased = Some(erasure.renew(old, new, person).ok_or(damaged)?);
    }
    row.generation = generation;
    tables.set_generation(person, &row)?;
    Ok(true)
}
