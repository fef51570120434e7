//! Reading a person's record and adding to it, with the decision that follows.

use std::sync::Arc;

use supple_care::{
    Decision, Disposition, Finding, Knowledge, QuestionId, Sheet, at_once,
    because::{self, Ground},
    crisis, interview,
    rule::Effect,
    screen,
};
use supple_store::{AppendError, Event, NewEvent, PersonKey, ReadError, StoreError, Who};

use super::{Draft, Record, Records, kinds};
use crate::Now;

/// Somebody answers for somebody else.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    /// Their name, as it was typed.
    pub name: String,
    /// What they are to the person, as it was typed.
    pub relation: String,
}

/// A person's record with what follows from it today.
#[derive(Clone, Debug)]
pub struct Person {
    /// What the events say.
    pub record: Arc<Record>,
    /// The answers that count today.
    pub sheet: Sheet,
    /// Indexes of answers that cannot both be true.
    pub contradictions: Vec<usize>,
    /// What they come to, with everything that was not asked at its most cautious.
    pub decision: Decision,
    /// What the answers alone say, with the rules that speak because of them: what was not asked yet adds nothing here, and
    /// a relief that was not given is not given; one that has grown old is open until it is asked again. Once settled it comes to
    /// the same as `decision`.
    pub told: Decision,
    /// Reliefs, not asked yet, that would take an emergency back.
    pub exceptions: Vec<QuestionId>,
    /// What can still change, and which page comes next.
    pub standing: interview::Standing,
    /// The person's id as a number: clearances are bound to it.
    pub id: u128,
    /// Whether a text beside the record speaks of wanting to die, such as a name: then this is not what the record says.
    pub(crate) beside: bool,
}

/// Why a record cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadTrouble {
    /// The disk or the file.
    Store,
    /// The database server does not answer.
    Away,
    /// The master key was changed while the program ran.
    Rekeyed,
    /// The record was changed.
    Broken,
    /// The person was erased, in another tab or by a command.
    Erased,
}

/// Why something was not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotWritten {
    /// Somebody else wrote in between.
    Conflict,
    /// The disk is full.
    Full,
    /// The file cannot be written.
    Store,
    /// The database server does not answer: the same again may work in a while.
    Away,
    /// The master key was changed while the program ran.
    Rekeyed,
    /// The record was changed.
    Broken,
    /// More than an event may hold.
    Large,
    /// The person was erased, in another tab or by a command.
    Erased,
}

impl From<ReadError> for ReadTrouble {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Broken(_) => Self::Broken,
            ReadError::UnknownPerson { .. } => Self::Erased,
            ReadError::Store(StoreError::Unreachable { .. }) => Self::Away,
            ReadError::Store(StoreError::KeyChanged) => Self::Rekeyed,
            _ => Self::Store,
        }
    }
}

impl From<StoreError> for NotWritten {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Full,
            StoreError::Unreachable { .. } => Self::Away,
            StoreError::KeyChanged => Self::Rekeyed,
            _ => Self::Store,
        }
    }
}

impl From<AppendError> for NotWritten {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Conflict { .. } => Self::Conflict,
            AppendError::Store(why) => why.into(),
            AppendError::Broken(_) => Self::Broken,
            AppendError::Invalid { .. } => Self::Large,
            AppendError::UnknownPerson { .. } => Self::Erased,
            _ => Self::Store,
        }
    }
}

impl Person {
    /// Reads the record of the key's person: what has come since it was read last, where that is kept.
    /// The texts beside it, such as the person's name, are read for a mention of wanting to die.
    pub fn read(
        knowledge: &Knowledge,
        records: Records<'_>,
        key: &PersonKey,
        now: &Now,
        beside: &[&str],
    ) -> Result<Self, ReadTrouble> {
        let mut person = records.person(knowledge, key, now)?;
        let mentions = |text: &&str| crisis::mentions(&knowledge.crisis_phrases, text);
        if !person.record.named && beside.iter().any(mentions) {
            Arc::make_mut(&mut person.record).named = true;
            person = Self { beside: true, ..Self::of(knowledge, person.record, key, now) };
        }
        Ok(person)
    }

    /// The same person with events that have come since, or on another day.
    pub(crate) fn gone_on(mut self, knowledge: &Knowledge, events: &[Event], key: &PersonKey, now: &Now) -> Self {
        if events.is_empty() && self.sheet.today == now.today {
            return self;
        }
        let record = Arc::make_mut(&mut self.record);
        events.iter().for_each(|event| record.take(knowledge, event));
        Self::of(knowledge, self.record, key, now)
    }

    pub(crate) fn of(knowledge: &Knowledge, record: Arc<Record>, key: &PersonKey, now: &Now) -> Self {
        let (sheet, contradictions) = record.sheet(knowledge, now.today);
        let decision = screen(knowledge, &sheet);
        let exceptions = at_once::exceptions(knowledge, &sheet);
        let standing = interview::standing(knowledge, &sheet);
        let old = if standing.settled { Vec::new() } else { record.old_reliefs(knowledge, &sheet) };
        let told = at_once::told_while_open(knowledge, &sheet, &old);
        Self {
            record,
            sheet,
            contradictions,
            decision,
            told,
            exceptions,
            standing,
            beside: false,
            id: key.person().as_uuid().as_u128(),
        }
    }

    /// Adds to the record, together with the decision that follows once it is settled: both or neither.
    pub fn write(
        &self,
        knowledge: &Knowledge,
        records: Records<'_>,
        key: &PersonKey,
        now: &Now,
        proxy: Option<&Proxy>,
        drafts: Vec<Draft>,
    ) -> Result<Self, NotWritten> {
        let who =
            proxy.map_or(Who::Self_, |proxy| Who::Proxy { name: proxy.name.clone(), relation: proxy.relation.clone() });
        let event = |draft: Draft| {
            let mut event = now.event(draft.kind, draft.payload, who.clone());
            if let Some((id, at)) = draft.from {
                (event.id, event.at) = (id, at);
            }
            event
        };
        self.write_events(knowledge, records, key, now, drafts.into_iter().map(event).collect())
    }

    /// Adds entries that were made elsewhere as they are, together with the decision that follows once it is settled: all or none.
    pub fn write_events(
        &self,
        knowledge: &Knowledge,
        records: Records<'_>,
        key: &PersonKey,
        now: &Now,
        given: Vec<NewEvent>,
    ) -> Result<Self, NotWritten> {
        let mut record = Record::clone(&self.record);
        let mut events: Vec<NewEvent> = Vec::new();
        let mut add = |record: &mut Record, event: NewEvent| {
            record.take(knowledge, &as_read(&event, record.last_seq.saturating_add(1), key));
            events.push(event);
        };
        for event in given {
            add(&mut record, event);
        }
        let after = Self::of(knowledge, Arc::new(record), key, now);
        let mut after = Self { beside: self.beside, ..after };
        let settled = after.standing.settled || after.emergency();
        if settled && after.differs(self) {
            let decision = kinds::decision(knowledge, &after.sheet, &after.told);
            add(Arc::make_mut(&mut after.record), now.event(decision.kind, decision.payload, Who::System));
        }
        records.append(key, self.record.last_seq, events, &after, now)?;
        Ok(after)
    }

    /// Whether the person, or what they wrote, speaks of ending their life. A question that was not asked yet says
    /// nothing; "I don't know" does.
    pub fn crisis(&self) -> bool {
        self.told.crisis
    }

    /// Whether wanting to die was spoken of, in a text or by an answer, since the record stood as in `before`.
    pub fn crisis_since(&self, knowledge: &Knowledge, before: &Self) -> bool {
        let known = before.record.last_seq;
        let fresh = |ground: Ground| match ground {
            Ground::Question(id) => self.record.answers.get(&id).is_some_and(|given| given.seq > known),
            Ground::Map => false,
        };
        let said = |finding: &Finding| {
            finding.does == Effect::Crisis
                && because::because(knowledge, &self.sheet, finding.rule).into_iter().any(fresh)
        };
        self.crisis() && (!before.crisis() || self.record.mentioned > known || self.told.findings.iter().any(said))
    }

    /// Whether the answers are an emergency: now, unless an exception that was not asked yet takes it back.
    pub fn emergency(&self) -> bool {
        self.standing.at_least == Disposition::Emergency || self.told.disposition == Disposition::Emergency
    }

    /// Whether what was not asked yet makes the decision more cautious than the answers alone.
    pub fn too_little(&self) -> bool {
        !self.standing.settled && self.told.asks() < self.decision.asks()
    }

    /// Whether what is decided differs from the decision that was recorded last, or from that of another day.
    fn differs(&self, before: &Self) -> bool {
        match self.record.decisions.last() {
            None => true,
            Some(made) => {
                made.on != self.sheet.today
                    || self.told != before.told
                    || self.standing.settled != before.standing.settled
                    || made.disposition != self.told.disposition
            }
        }
    }
}

/// The event as it will be read back.
fn as_read(event: &NewEvent, seq: u64, key: &PersonKey) -> Event {
    Event {
        id: event.id,
        person: key.person(),
        seq,
        at: event.at,
        zone: event.zone.clone(),
        kind: event.kind.clone(),
        version: event.version,
        who: event.who.clone(),
        payload: event.payload.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{AppendError, NotWritten, ReadError, ReadTrouble, StoreError};

    #[test]
    fn a_server_that_does_not_answer_and_another_key_are_no_disk() {
        let away = || StoreError::Unreachable { what: "refused".to_owned() };
        assert_eq!(NotWritten::from(AppendError::Store(away())), NotWritten::Away);
        assert_eq!(ReadTrouble::from(ReadError::Store(away())), ReadTrouble::Away);
        assert_eq!(NotWritten::from(AppendError::Store(StoreError::KeyChanged)), NotWritten::Rekeyed);
        assert_eq!(ReadTrouble::from(ReadError::Store(StoreError::KeyChanged)), ReadTrouble::Rekeyed);
        assert_eq!(NotWritten::from(AppendError::Store(StoreError::ReadOnly)), NotWritten::Store);
    }
}
