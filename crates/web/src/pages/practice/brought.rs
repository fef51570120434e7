//! A record from a clinic that a client brings to a therapist: read together, asked one by one, and what the client calls true goes into
//! their record under the therapist's name. Nothing of the client's record is looked at here.

use askama::Template;
use serde_json::Value;
use supple_care::{Answer, Sheet};
use supple_interop::chart::{Asked, MOST_BYTES};
use supple_store::PortableEvent;

use super::not_kept;
use crate::{
    access::{On, does},
    api::problems,
    call::{Call, Reply},
    desk::{Entry, Noting, Office, fresh_id, hand},
    frame::{Frame, Trouble},
    pages::{
        import::{self, FILE, Proposals},
        trouble,
    },
    record::{
        self,
        elsewhere::{Said, confirmed},
    },
    voice::Voice,
};

#[derive(Template)]
#[template(path = "practice_brought.html")]
struct Page {
    f: Frame,
    v: Voice,
    practice: String,
    id: String,
    client: String,
    megabytes: usize,
    /// How many answers have just been handed over.
    kept: Option<usize>,
    proposals: Option<Proposals>,
    troubles: Vec<Trouble>,
}

/// A session whose client lets its therapist bring a record in.
struct Asks {
    office: Office,
    entry: Entry,
}

impl Asks {
    /// The session of the address or form, for the therapist who treats there; back to the day where the client does not let them.
    fn of(call: &Call, id: Option<&str>) -> Result<Self, Reply> {
        let (office, _) = Office::of_path(call, does::DaySheet)?;
        let entry = office.entry(call, id)?;
        call.may(does::Treat, On::session(office.id(), entry.it.booking.therapist)).map(drop)?;
        if entry.it.brings {
            return Ok(Self { office, entry });
        }
        Err(Reply::to(format!("/practice/{}/day", office.id())))
    }

    fn page(&self, call: &Call, kept: Option<usize>, proposals: Option<Proposals>, troubles: Vec<Trouble>) -> Page {
        Page {
            f: call.frame("brought-title", Some(&format!("/practice/{}/day", self.office.id()))),
            v: call.voice.clone(),
            practice: self.office.id().to_string(),
            id: self.entry.id.to_string(),
            client: self.entry.it.client.clone(),
            megabytes: MOST_BYTES / (1024 * 1024),
            kept,
            proposals,
            troubles,
        }
    }

    fn again(&self, call: &Call, troubles: Vec<Trouble>) -> Reply {
        Reply::again(&self.page(call, None, None, troubles))
    }
}

/// Asks for a file; after one was answered, says what became of it.
pub(crate) fn show(call: &Call) -> Reply {
    let kept = call.wish("kept").and_then(|kept| kept.parse().ok());
    let found = Asks::of(call, call.wish("id"));
    found.map_or_else(|reply| reply, |asks| Reply::ok(&asks.page(call, kept, None, Vec::new())))
}

/// Reads a file, or takes what was said to its proposals.
pub(crate) fn take(call: &Call) -> Reply {
    taken(call).unwrap_or_else(|reply| reply)
}

fn taken(call: &Call) -> Result<Reply, Reply> {
    let asks = Asks::of(call, call.form.get("id"))?;
    match &call.file {
        Some(bytes) if !bytes.is_empty() => Ok(read(call, &asks, bytes)),
        _ if call.form.has("found") => answered(call, &asks),
        _ => Ok(asks.again(call, vec![Trouble::new(FILE, call.voice.t("import-no-file"))])),
    }
}

fn read(call: &Call, asks: &Asks, bytes: &[u8]) -> Reply {
    match import::proposed(call, bytes) {
        Ok((chart, mut found)) => {
            // How old somebody is they say themselves.
            found.asked.retain(is_for_a_therapist);
            let mut proposals = import::proposals(call, None, &chart, &found);
            for (field, asked) in proposals.fields.iter_mut().zip(&found.asked) {
                if let Some(question) = call.knowledge().question(asked.question) {
                    let answer = call.voice.answer(call.knowledge(), question, asked.answer);
                    field.says = call.voice.s("brought-says", "answer", &answer);
                }
            }
            Reply::ok(&asks.page(call, None, Some(proposals), Vec::new()))
        }
        Err(found) => {
            let troubles = found.iter().map(|one| Trouble::new(FILE, problems::say(&call.voice, one)));
            asks.again(call, troubles.collect())
        }
    }
}

/// Whether an answer adds a risk: nothing else is entered for somebody.
fn is_for_a_therapist(asked: &Asked) -> bool {
    matches!(asked.answer, Answer::Yes | Answer::Choice(1..))
}

fn answered(call: &Call, asks: &Asks) -> Result<Reply, Reply> {
    let mut all = import::said(call);
    all.retain(|(asked, _)| is_for_a_therapist(asked));
    let given: Vec<(Asked, Said)> = all.iter().filter_map(|(asked, said)| Some((asked.clone(), (*said)?))).collect();
    if given.is_empty() {
        return unsaid(call, asks, &all);
    }
    let there =
        |count| Ok(Reply::to(format!("/practice/{}/brought?id={}&kept={count}", asks.office.id(), asks.entry.id)));
    // Beside nothing: what the record says is not the therapist's to see. It takes only what adds to it.
    let Some(draft) = confirmed(call.knowledge(), &Sheet::new(call.now.today), &given) else { return there(0) };
    let count = draft.payload.get("answers").and_then(Value::as_object).map_or(0, serde_json::Map::len);
    let told = PortableEvent {
        id: fresh_id(call),
        at_ms: call.now.at,
        zone: asks.office.page.zone.clone(),
        kind: record::kinds::ANSWERS.to_owned(),
        version: 1,
        who: hand::author(&asks.office, &asks.entry),
        payload: draft.payload,
    };
    let line = Noting::of("brought", &asks.entry);
    match asks.office.book_and_tell(call, std::slice::from_ref(&asks.entry), told, line) {
        Ok(_) => there(count),
        Err(why) => {
            let trouble = not_kept(call, FILE, why)?;
            let fields = all.iter().filter_map(|(asked, said)| import::field(call, asked, said.map(word))).collect();
            let proposals = Proposals { fields, ..Proposals::default() };
            Ok(Reply::again(&asks.page(call, None, Some(proposals), vec![trouble])))
        }
    }
}

const fn word(said: Said) -> &'static str {
    match said {
        Said::Yes => "yes",
        Said::No => "no",
        Said::Unknown => "unknown",
    }
}

/// Nothing was said to anything: the same questions again.
fn unsaid(call: &Call, asks: &Asks, all: &[(Asked, Option<Said>)]) -> Result<Reply, Reply> {
    let fields: Vec<import::Field> = all.iter().filter_map(|(asked, _)| import::field(call, asked, None)).collect();
    let Some(first) = fields.first() else { return Err(trouble::form(call)) };
    let missing = Trouble::new(format!("f-{}", first.id), call.voice.t("import-none-said"));
    let proposals = Proposals { fields, ..Proposals::default() };
    Ok(Reply::again(&asks.page(call, None, Some(proposals), vec![missing])))
}
