//! What was measured: the latest value of each, as long as it says how things are now.

use serde_json::Value;
use supple_care::{Answer, Day, QuestionId, coded::Measured};

use super::{
    super::resource::{address, called, codings, text},
    NotUsed, Reader, Why, day_of,
};

/// A value as it was read.
struct Taken<'v> {
    day: Day,
    date: &'v str,
    value: f64,
    unit: &'v str,
    resource: &'v Value,
}

impl Reader<'_> {
    /// Reads all measurements.
    pub(super) fn measures(&mut self) {
        let (codes, observations) = (self.codes, std::mem::take(&mut self.observations));
        for measured in &codes.measured {
            let mut taken: Vec<Taken<'_>> = Vec::new();
            observations.iter().for_each(|resource| self.values(measured, resource, &mut taken));
            let latest = taken.iter().map(|one| one.day).max();
            taken.iter().filter(|one| Some(one.day) == latest).for_each(|one| self.value(measured, one));
        }
        for resource in observations {
            let known = parts(resource).any(|part| codes.measured.iter().any(|entry| is_of(entry, part)));
            if !known {
                self.unmapped(resource.get("code").and_then(called).map_or_else(|| address(resource), str::to_owned));
            }
        }
    }

    fn values<'v>(&mut self, measured: &Measured, resource: &'v Value, taken: &mut Vec<Taken<'v>>) {
        for part in parts(resource).filter(|part| is_of(measured, part)) {
            let Some(quantity) = part.get("valueQuantity") else { continue };
            let unit = text(quantity, "code").or_else(|| text(quantity, "unit")).unwrap_or_default();
            let value = quantity.get("value").and_then(Value::as_f64);
            let date =
                ["effectiveDateTime", "effectiveInstant", "issued"].into_iter().find_map(|it| text(resource, it));
            let date = date.or_else(|| resource.pointer("/effectivePeriod/end").and_then(Value::as_str));
            match (value, date.and_then(|date| Some((date, day_of(date)?)))) {
                (Some(value), Some((date, day))) if quantity.get("comparator").is_none() => {
                    taken.push(Taken { day, date, value, unit, resource });
                }
                (_, None) => self.not_read(measured, resource, Why::Old),
                _ => self.not_read(measured, resource, Why::Unit),
            }
        }
    }

    fn value(&mut self, measured: &Measured, taken: &Taken<'_>) {
        if !measured.units.iter().any(|unit| unit == taken.unit) {
            // The same measure stands there with another unit: that entry reads it.
            let other = self
                .codes
                .measured
                .iter()
                .any(|entry| entry.codes == measured.codes && entry.units.iter().any(|unit| unit == taken.unit));
            if !other {
                self.not_read(measured, taken.resource, Why::Unit);
            }
            return;
        }
        let Some(cut) = measured.cuts.iter().find(|cut| cut.has(taken.value)) else { return };
        let shown = format!("{} {} {}", measured.title, taken.value, taken.unit);
        for (question, answer) in &cut.says {
            if self.is_fresh(*question, taken.day) {
                self.say(*question, *answer, shown.clone(), Some(taken.date.to_owned()), address(taken.resource));
            } else {
                self.ask(*question, &shown);
            }
        }
    }

    /// Whether a value still says how things are: as long as the question's own "no" does.
    fn is_fresh(&self, question: QuestionId, day: Day) -> bool {
        let valid = self.knowledge.question(question).map_or(0, |question| question.valid_days);
        day <= self.today.plus(1) && day.plus(valid) >= self.today
    }

    fn not_read(&mut self, measured: &Measured, resource: &Value, why: Why) {
        let shown = format!("{} ({})", measured.title, address(resource));
        // No name of a concept begins so.
        if self.listed.insert(format!("\u{0}{} {shown}", why.id())) {
            self.found.not_used.push(NotUsed { shown: shown.clone(), why });
        }
        let asked: Vec<QuestionId> = measured.cuts.iter().flat_map(|cut| &cut.says).map(said).collect();
        asked.into_iter().for_each(|question| self.ask(question, &shown));
    }
}

fn said((question, _): &(QuestionId, Answer)) -> QuestionId {
    *question
}

/// An observation and its components.
fn parts(resource: &Value) -> impl Iterator<Item = &Value> {
    let inner = resource.get("component").and_then(Value::as_array).into_iter().flatten();
    std::iter::once(resource).chain(inner)
}

fn is_of(measured: &Measured, part: &Value) -> bool {
    let is =
        |(system, code): (&str, &str)| system == measured.system && measured.codes.iter().any(|known| known == code);
    part.get("code").is_some_and(|concept| codings(concept).any(is))
}
