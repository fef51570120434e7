//! A sign during a session that asks for help: what stop rule spoke, until what is new was answered.

use serde_json::Value;
use supple_care::{
    Knowledge,
    knowledge::Watch,
    session::{Act, Rule},
};
use supple_store::Event;

use super::Record;

impl Record {
    /// A stop rule that asks for help today or at once is a new sign: the questions are open again, and it is said until they
    /// are answered. Of several the gravest stays.
    pub(crate) fn take_alarm(&mut self, knowledge: &Knowledge, event: &Event) {
        let rule = event.payload.get("rule").and_then(Value::as_u64).and_then(|rule| u8::try_from(rule).ok());
        let Some(code) = rule else { return };
        let act = |code: u8| stop_rule(knowledge, code).map(|(_, rule)| rule.act);
        let did = event.payload.get("did").and_then(Value::as_str).and_then(Act::from_id);
        // A rule that this knowledge does not have any more may have been anything.
        if did.or(act(code)).is_some_and(|act| act < Act::Urgent) {
            return;
        }
        self.fresh_from = event.seq;
        self.outcomes.sign = Some(event.seq);
        if self.alarm.and_then(act) != Some(Act::Emergency) {
            self.alarm = Some(code);
        }
    }

    /// The stop rule that asked for help during a session and was not answered anew since: what was noticed, and the rule.
    pub fn alarm<'k>(&self, knowledge: &'k Knowledge) -> Option<(&'k Watch, &'k Rule)> {
        stop_rule(knowledge, self.alarm?)
    }
}

/// The stop rule with a code.
fn stop_rule(knowledge: &Knowledge, code: u8) -> Option<(&Watch, &Rule)> {
    knowledge.watches.iter().find_map(|watch| {
        let rule = watch.rule.as_ref().filter(|rule| rule.code == code)?;
        Some((watch, rule))
    })
}
