//! Reviews: what clients say of a therapist, read by whoever searches; a word that should not stand there is reported.

pub(crate) mod own;
pub(crate) mod practice;

use askama::Template;
use supple_practice::{
    Zone,
    outcome::Share,
    review::{LONGEST, Review, Said},
};
use uuid::Uuid;

use crate::{
    call::{Call, Reply},
    desk::{NotKept, Office, again},
    frame::{Frame, Trouble},
    pages::{practice::said, trouble},
    voice::Voice,
};

/// The most reviews on one page: the latest.
const SHOWN: usize = 50;
/// The most reports that are kept with a review.
const MOST_REPORTS: usize = 20;

#[derive(Template)]
#[template(path = "reviews.html")]
struct Page {
    f: Frame,
    v: Voice,
    name: String,
    practice: String,
    therapist: String,
    share: String,
    lines: Vec<Line>,
    reported: bool,
    troubles: Vec<Trouble>,
}

/// A review as everybody sees it.
struct Line {
    id: String,
    again: String,
    when: String,
    words: String,
    answer: Option<String>,
    /// Why the words are not shown.
    hidden: Option<String>,
    /// What others reported; on the practice's own page.
    reports: Vec<String>,
    /// Of whom it speaks; on the practice's own page.
    of: String,
    /// Whether whoever sits here may answer, and what stands there.
    answers: Option<String>,
}

/// "3 of 4 would come again; …".
pub(crate) fn share(v: &Voice, share: Share) -> String {
    let Some((low, high)) = share.range() else { return v.t("reviews-none") };
    #[expect(clippy::cast_possible_truncation, reason = "0 to 100")]
    let percent = |part: f64| (part * 100.0).round() as i64;
    let args = [
        ("some", i64::from(share.some).into()),
        ("of", i64::from(share.of).into()),
        ("low", percent(low).into()),
        ("high", percent(high).into()),
    ];
    v.with("reviews-share", &args)
}

fn day(v: &Voice, zone: &Zone, said: &Said) -> String {
    let at = zone.wall(supple_practice::Moment::begun(said.at_ms));
    at.map_or_else(String::new, |(date, _)| said::date(v, date))
}

impl Line {
    fn of(v: &Voice, office: &Office, id: Uuid, review: &Review) -> Self {
        let words = |key: &str, said: &Said| {
            let args = [("date", day(v, &office.zone, said).into()), ("words", said.words.as_str().into())];
            v.with(key, &args)
        };
        Self {
            id: id.to_string(),
            again: v.t(if review.again { "reviews-again" } else { "reviews-not-again" }),
            when: day(v, &office.zone, &review.said),
            words: if review.hidden.is_none() { review.said.words.clone() } else { String::new() },
            answer: review.answer.as_ref().map(|said| words("reviews-answered", said)),
            hidden: review.hidden.as_ref().map(|said| words("reviews-hidden", said)),
            reports: review.reports.iter().map(|said| words("reviews-report-line", said)).collect(),
            of: String::new(),
            answers: None,
        }
    }
}

/// Words of a form, without what is too long.
fn typed(call: &Call, name: &str) -> Option<Said> {
    let words: String = call.form.text(name)?.chars().take(LONGEST).collect();
    Some(Said { at_ms: call.now.at.0, words })
}

/// Shows what is said of a therapist.
pub(crate) fn show(call: &Call) -> Reply {
    let id = |name: &str| call.wish(name).and_then(|id| Uuid::try_parse(id).ok());
    let (practice, therapist) = (id("practice"), id("with"));
    shown(call, practice, therapist, Vec::new()).map_or_else(|reply| reply, |page| Reply::ok(&page))
}

fn shown(call: &Call, practice: Option<Uuid>, of: Option<Uuid>, troubles: Vec<Trouble>) -> Result<Page, Reply> {
    let (Some(practice), Some(of)) = (practice, of) else { return Err(trouble::not_found(call)) };
    let (v, office) = (&call.voice, Office::open(call, practice)?);
    let Some(therapist) = office.therapist(of) else { return Err(trouble::not_found(call)) };
    let all = office.reviews(call)?;
    let own = all.iter().filter(|(_, booking, _)| booking.therapist == of);
    Ok(Page {
        f: call.frame("reviews-page", Some("/therapists")),
        v: v.clone(),
        name: therapist.name.clone(),
        practice: practice.to_string(),
        therapist: of.to_string(),
        share: share(v, again(&all, of)),
        lines: own.take(SHOWN).map(|(id, _, review)| Line::of(v, &office, *id, review)).collect(),
        reported: call.flag("reported"),
        troubles,
    })
}

/// Reports a review to the practice.
pub(crate) fn report(call: &Call) -> Reply {
    reported(call).unwrap_or_else(|reply| reply)
}

fn reported(call: &Call) -> Result<Reply, Reply> {
    let id = |name: &str| call.form.get(name).and_then(|id| Uuid::try_parse(id).ok());
    let (practice, of) = (id("practice"), id("with"));
    let (Some(practice_id), Some(of_id)) = (practice, of) else { return Err(trouble::not_found(call)) };
    let office = Office::open(call, practice_id)?;
    let mut entry = office.entry(call, call.form.get("id"))?;
    // Whoever names another session learns nothing of it.
    let is_shown = entry.it.booking.therapist == of_id;
    let Some(review) = entry.it.review.as_mut().filter(|_| is_shown) else { return Err(trouble::not_found(call)) };
    let field = format!("why-{}", entry.id);
    let again = |key: &str| {
        let trouble = Trouble::new(field.clone(), call.voice.t(key));
        Ok(Reply::again(&shown(call, practice, of, vec![trouble])?))
    };
    let Some(said) = typed(call, "why") else { return again("reviews-why-needed") };
    if review.reports.len() >= MOST_REPORTS {
        return again("reviews-reported-often");
    }
    // A double click reports once.
    if review.reports.iter().all(|known| known.words != said.words) {
        review.reports.push(said);
        match office.book(call, std::slice::from_ref(&entry)) {
            Ok(_) => {}
            Err(NotKept::Changed | NotKept::Taken) => return again("practice-changed"),
            Err(why) => {
                return Err(crate::pages::practice::not_kept(call, &field, why)
                    .err()
                    .unwrap_or_else(|| trouble::read(call)));
            }
        }
    }
    Ok(Reply::to(format!("/reviews?practice={practice_id}&with={of_id}&reported")))
}
