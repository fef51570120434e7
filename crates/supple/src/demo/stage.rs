//! The pages with a clock that is set, and people who look at them and send their forms.

use std::{
    cell::Cell,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use anyhow::{Context, bail};
use jiff::{Timestamp, Zoned, tz::TimeZone};
use supple_store::PersonId;
use supple_web::{Answered, App, Rehearsal, Sitting};
use tokio::runtime::Runtime;

/// After so long without a request somebody sits down anew, in milliseconds: less than what ends a sitting.
const IDLE_MS: i64 = 20 * 60_000;
/// So often a page may lead elsewhere.
const HOPS: usize = 6;

/// The program, rehearsed.
pub(super) struct Stage {
    runtime: Runtime,
    pages: Rehearsal,
    clock: Arc<AtomicI64>,
    pub(super) zone: TimeZone,
    /// When the months are over, in milliseconds since 1970.
    pub(super) end: i64,
    asked: Cell<u32>,
}

/// A form.
pub(super) type Form = Vec<(String, String)>;

/// The fields of a form.
pub(super) fn fields(pairs: &[(&str, &str)]) -> Form {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

impl Stage {
    /// The pages of `app`, whose own clock is not used: this one is.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub(super) fn new(app: App, zone: TimeZone, (at_ms, end): (i64, i64)) -> anyhow::Result<Self> {
        let clock = Arc::new(AtomicI64::new(at_ms));
        let (read, shown) = (Arc::clone(&clock), zone.clone());
        let app = App { clock: Arc::new(move || zoned(read.load(Ordering::Relaxed), &shown)), ..app };
        Ok(Self {
            runtime: tokio::runtime::Builder::new_current_thread().enable_time().build()?,
            pages: Rehearsal::new(app),
            clock,
            zone,
            end,
            asked: Cell::new(0),
        })
    }

    /// The moment, in milliseconds since 1970.
    pub(super) fn now(&self) -> i64 {
        self.clock.load(Ordering::Relaxed)
    }

    /// Sets the clock.
    pub(super) fn set(&self, at_ms: i64) {
        self.clock.store(at_ms, Ordering::Relaxed);
    }

    /// The moment in the zone of the practice.
    pub(super) fn here(&self, at_ms: i64) -> Zoned {
        zoned(at_ms, &self.zone)
    }

    /// The weekday so many days after the months are over, from Monday, which is 1.
    pub(super) fn weekday(&self, after: i64) -> i64 {
        let today = i64::from(self.here(self.end).date().weekday().to_monday_one_offset());
        (today - 1 + after).rem_euclid(7) + 1
    }

    /// How many pages were asked for.
    pub(super) fn asked(&self) -> u32 {
        self.asked.get()
    }

    fn ask(&self, sitting: &mut Sitting, path: &str, form: Option<&[(String, String)]>) -> anyhow::Result<Answered> {
        self.asked.set(self.asked.get().saturating_add(1));
        self.runtime.block_on(self.pages.ask(sitting, path, form)).with_context(|| format!("`{path}` did not answer"))
    }
}

/// A moment that no calendar has is the beginning of 1970: the clock of the computer gives none.
fn zoned(at_ms: i64, zone: &TimeZone) -> Zoned {
    Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone())
}

/// Somebody at a browser.
#[derive(Default)]
pub(super) struct Somebody {
    /// Who; nobody yet while an invitation is taken.
    pub(super) person: Option<PersonId>,
    sitting: Sitting,
    used: i64,
}

impl Somebody {
    /// Somebody with an account.
    pub(super) fn new(person: PersonId) -> Self {
        Self { person: Some(person), ..Self::default() }
    }

    /// Sits down anew, as after signing in.
    fn sit(&mut self, stage: &Stage) -> anyhow::Result<()> {
        let Some(person) = self.person else { return Ok(()) };
        if self.used == 0 || stage.now() - self.used > IDLE_MS {
            self.sitting = stage.pages.sit(person).context("an account does not open")?;
        }
        self.used = stage.now();
        Ok(())
    }

    /// Gets up: what was changed about the account counts at the next sitting.
    pub(super) fn rise(&mut self) {
        self.used = 0;
    }

    /// Looks at a page and follows where it leads: its address and what stands there.
    ///
    /// # Errors
    /// A page that is not answered as a page.
    pub(super) fn look(&mut self, stage: &Stage, path: &str) -> anyhow::Result<(String, String)> {
        self.sit(stage)?;
        let mut at = path.to_owned();
        for _ in 0..HOPS {
            let found = stage.ask(&mut self.sitting, &at, None)?;
            match found.to {
                Some(to) => at = to,
                None if found.status == 200 => return Ok((at, found.html)),
                None => bail!("`{at}` answered {}: {}", found.status, words(&found.html)),
            }
        }
        bail!("`{path}` leads in a circle")
    }

    /// Sends a form; where it leads, or the page that was shown.
    ///
    /// # Errors
    /// A form that is refused.
    pub(super) fn send(&mut self, stage: &Stage, path: &str, form: Form) -> anyhow::Result<Answered> {
        let found = self.try_send(stage, path, form)?;
        if found.status != 200 && found.to.is_none() {
            bail!("`{path}` answered {}: {}", found.status, words(&found.html));
        }
        Ok(found)
    }

    /// Sends a form that may be refused.
    ///
    /// # Errors
    /// No answer at all.
    pub(super) fn try_send(&mut self, stage: &Stage, path: &str, mut form: Form) -> anyhow::Result<Answered> {
        self.sit(stage)?;
        form.push(("csrf".to_owned(), self.sitting.csrf.clone()));
        stage.ask(&mut self.sitting, path, Some(&form))
    }
}

/// Every value of the fields with this name.
pub(super) fn values(html: &str, name: &str) -> Vec<String> {
    let start = format!("name=\"{name}\" value=\"");
    let found = html.split(&start).skip(1).filter_map(|rest| rest.split_once('"'));
    found.map(|(value, _)| plain(value)).collect()
}

/// What stands between two marks of a page.
pub(super) fn between<'a>(html: &'a str, start: &str, end: &str) -> Option<&'a str> {
    html.split_once(start)?.1.split_once(end).map(|(found, _)| found)
}

/// A text of a page without its escapes.
pub(super) fn plain(text: &str) -> String {
    text.replace("&#38;", "&").replace("&amp;", "&").replace("&#39;", "'").replace("&#34;", "\"")
}

/// What a page says, for a developer.
fn words(html: &str) -> String {
    let main = between(html, "<main", "</main>").unwrap_or(html);
    let text = main.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.trim());
    text.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" | ").chars().take(600).collect()
}
