//! The words for the ids that stand in a record, by the field in which they stand.

use serde_json::Value;
use supple_care::{
    Disposition, Knowledge,
    knowledge::{Term, Watch},
    measure::{Instrument, Scoring},
    session::{Act, Ask},
};
use supple_interop::dates;

use crate::{
    pages::{start::DOORS, track::said::BAD},
    record::{kinds, outcomes},
    voice::Voice,
};

/// Fields whose ids have a sentence of their own: the field, the start of the sentence's key, and the ids.
const WORDED: [(&str, &str, &[&str]); 12] = [
    ("what", "session-kind", &["gentle", "plan", "routine", "breathe"]),
    ("firmness", "wish", &["gentle", "firm", "either"]),
    ("state", "map-state", &["draft", "unknown", "confirmed"]),
    ("quality", "quality", &["ache", "sharp", "burning", "tight", "numb"]),
    ("depth", "depth", &["skin", "muscle", "deep", "unknown"]),
    ("side", "side", &["left", "right", "middle"]),
    ("for", "moment", &["before", "after", "next-morning", "weekly", "review"]),
    ("bad", "told", &BAD),
    ("door", "door", &DOORS),
    ("from", "from", &[kinds::CODE]),
    ("does", "does", &["advice", "crisis"]),
    ("response", "told", &["better", "not-better", "unknown"]),
];

/// What the person's program knows: all words for what stands in a payload.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) knowledge: &'a Knowledge,
    pub(super) v: &'a Voice,
    /// The measure that the event is about: ids of its items stand in other measures too.
    pub(super) instrument: Option<&'a Instrument>,
}

impl<'a> Named<'a> {
    /// For an event with this payload.
    pub(super) fn of(knowledge: &'a Knowledge, v: &'a Voice, payload: &Value) -> Self {
        let id = payload.get("instrument").and_then(Value::as_str);
        Self { knowledge, v, instrument: id.and_then(|id| knowledge.measures.instrument(id)) }
    }

    fn ask(&self, id: &str) -> Option<&'a Ask> {
        self.knowledge.session.asks.iter().find(|ask| ask.id == id)
    }

    /// The words for the name of a field of the part `of`: a question around a session, an item of the measure, or one of
    /// the names that events use.
    pub(super) fn label(&self, of: &str, name: &str) -> String {
        let asked = match of {
            "said" => self.ask(name).map(|ask| &ask.say),
            "answers" | "names" => {
                let item = self.instrument.and_then(|known| known.items.iter().find(|item| item.id == name));
                item.map(|item| &item.ask)
            }
            _ => None,
        };
        match asked {
            Some(say) => self.v.k(say),
            None => self.v.known(&format!("field-{name}")).unwrap_or_else(|| name.to_owned()),
        }
    }

    /// The words for a number that stands for something in the part `of`.
    pub(super) fn number(&self, of: &str, name: &str, number: i64) -> Option<String> {
        let v = self.v;
        match (of, name) {
            ("answers", item) => {
                let measure = self.instrument?;
                let known = measure.items.iter().find(|known| known.id == item)?;
                let step = number.checked_sub(i64::from(measure.range.0)).and_then(|step| usize::try_from(step).ok());
                if let Some(word) = step.and_then(|step| known.names.get(step)) {
                    return Some(v.k(word));
                }
                match (measure.scoring == Scoring::Ticks, number) {
                    (true, 1) => Some(v.t("answer-yes")),
                    (true, 0) => Some(v.t("answer-no")),
                    _ => None,
                }
            }
            (_, "rule" | "signs") => {
                let by = |watch: &&Watch| watch.rule.as_ref().is_some_and(|rule| i64::from(rule.code) == number);
                self.knowledge.watches.iter().find(by).map(|watch| v.k(&watch.event))
            }
            // Where a session was stopped is not always known.
            (_, "step") if number == 0 => Some(v.t("answer-unknown")),
            _ => None,
        }
    }

    /// The words for an id in the part `of`; nothing for free text and for what nobody knows here.
    pub(super) fn said(&self, of: &str, name: &str, id: &str) -> Option<String> {
        let v = self.v;
        let worded = WORDED.iter().find(|(field, _, ids)| *field == name && ids.contains(&id));
        let known = match worded {
            Some((_, key, _)) => Some(v.t(&format!("{key}-{id}"))),
            None => self.asked(of, name, id).or_else(|| self.listed(name, id)).or_else(|| self.dated(name, id)),
        };
        // "no" in any other field is an answer.
        known.or_else(|| matches!(id, "yes" | "no" | "unknown").then(|| v.t(&format!("answer-{id}"))))
    }

    fn asked(&self, of: &str, name: &str, id: &str) -> Option<String> {
        let ask = self.ask(name).filter(|_| of == "said")?;
        match &ask.kind {
            supple_care::session::Kind::Choice(options) => {
                options.iter().find(|option| option.id == id).map(|option| self.v.k(&option.say))
            }
            supple_care::session::Kind::Scale(_) | supple_care::session::Kind::YesNo => None,
        }
    }

    fn dated(&self, name: &str, text: &str) -> Option<String> {
        let is_day = matches!(name, "day" | "from" | "until" | "today" | "review" | "since" | "on");
        dates::parse(text).filter(|_| is_day).map(|day| self.v.date(day))
    }

    fn listed(&self, name: &str, id: &str) -> Option<String> {
        let (knowledge, v) = (self.knowledge, self.v);
        let (tracking, hands, courses) = (&knowledge.measures.tracking, &knowledge.techniques, &knowledge.courses);
        let term = |terms: &[Term]| terms.iter().find(|term| term.id == id).map(|term| v.k(&term.say));
        match name {
            "instrument" => knowledge.measures.instrument(id).map(|known| v.k(&known.title)),
            "what" => {
                let reaction = tracking.reactions.iter().find(|known| known.id == id).map(|known| &known.say);
                let beside = tracking.events.iter().find(|known| known.id == id).map(|known| &known.say);
                reaction.or(beside).map(|say| v.k(say))
            }
            "lasted" => tracking.lasted.iter().find(|known| known.id == id).map(|known| v.k(&known.say)),
            "course" => courses.courses.iter().find(|known| known.id == id).map(|known| v.k(&known.title)),
            "routine" => courses.routines.iter().find(|known| known.id == id).map(|known| v.k(&known.title)),
            "surface" => courses.surfaces.iter().find(|known| known.id == id).map(|known| v.k(&known.say)),
            "giver" => knowledge.terms.givers.iter().find(|known| known.id == id).map(|known| v.k(&known.say)),
            "position" => term(&knowledge.terms.positions),
            "devices" => term(&knowledge.terms.devices),
            "timeframe" => term(&knowledge.terms.timeframes),
            "sites" => hands.sites.iter().find(|site| site.id == id).map(|site| v.k(&site.title)),
            "shape" => hands.shapes.iter().find(|shape| shape.id == id).map(|shape| v.k(&shape.say)),
            "technique" | "techniques" => {
                hands.techniques.iter().find(|known| known.id == id).map(|known| v.k(&known.title))
            }
            "step" => hands.strokes.iter().find(|stroke| stroke.id == id).map(|stroke| v.k(&stroke.title)),
            "site" => knowledge.places.iter().find(|place| place.site == id).map(|place| v.k(&place.say)),
            "place" | "places" | "marks" | "chosen" | "spreads" => {
                knowledge.places.iter().find(|place| place.id == id).map(|place| v.place(place))
            }
            "country" => knowledge.country(id).map(|country| v.k(&country.name)),
            "disposition" | "does" => Disposition::from_id(id).map(|disposition| v.disposition(disposition)),
            "did" | "how" => {
                let known = Act::from_id(id).map(|act| v.t(&format!("act-{}", act.id())));
                known.or_else(|| (id == "stopped").then(|| v.t("record-session-stopped")))
            }
            "way" => outcomes::way_of(id).map(|way| v.t(&format!("review-{}", outcomes::way_id(way)))),
            "rules" | "asks" => {
                let known = knowledge.rule_id(id).and_then(|id| knowledge.rule(id));
                known.map(|rule| self.rule(&rule.title, id))
            }
            "rule" => {
                let known = knowledge.measures.adapt.iter().find(|rule| rule.id == id);
                known.map(|rule| self.rule(&rule.title, id))
            }
            "page" => knowledge.pages.iter().find(|page| page.id == id).map(|page| v.k(&page.title)),
            // The text of consent, which has its date as its name.
            "text" => v.known(id),
            _ => None,
        }
    }

    /// A rule by its title, with its id behind it.
    pub(super) fn rule(&self, title: &str, id: &str) -> String {
        self.v.with("readable-rule", &[("title", self.v.k(title).into()), ("rule", id.into())])
    }
}
