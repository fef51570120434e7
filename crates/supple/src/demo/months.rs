//! Three months of the made-up practice, one act after the other.

use std::collections::BTreeMap;

use anyhow::Context;
use jiff::ToSpan;
use supple_care::Knowledge;
use supple_population::Dice;
use supple_store::Store;

use super::{
    cast::{Cast, Client, Story},
    client::{self, Answered, Booked},
    open::{self, House, Login},
    stage::{Form, Somebody, Stage, between, fields, plain},
};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// Something that happens.
#[derive(Clone, Copy)]
enum Act {
    /// Somebody is invited, answers everything and books.
    Begin,
    /// The questions of the week.
    CheckIn,
    /// The answers of the day, before a session.
    Before(usize),
    /// The session begins.
    Treat(usize),
    /// It ends, and its notes are written.
    Done(usize),
    /// How the course went.
    Tell,
}

/// A client as far as they have come.
struct Person<'a> {
    of: &'a Client,
    who: Somebody,
    booked: Vec<Booked>,
    began_ms: i64,
    /// How many sessions took place.
    done: usize,
    /// Whether they have left, and what else does not happen any more.
    left: bool,
}

/// The months while they pass.
struct Play<'a> {
    stage: &'a Stage,
    store: &'a Store,
    knowledge: &'a Knowledge,
    cast: &'a Cast,
    house: &'a mut House,
    password: &'a str,
    dice: Dice,
    people: Vec<Person<'a>>,
    acts: BTreeMap<(i64, u64), (usize, Act)>,
    count: u64,
}

/// What came of it.
#[derive(Default)]
pub(super) struct Told {
    pub(super) clients: usize,
    pub(super) sessions: usize,
    pub(super) booked: usize,
    pub(super) login: Option<Login>,
}

/// Lets them pass.
///
/// # Errors
/// What the pages refuse.
pub(super) fn play(
    stage: &Stage,
    store: &Store,
    knowledge: &Knowledge,
    cast: &Cast,
    house: &mut House,
    (password, seed): (&str, u64),
) -> anyhow::Result<Told> {
    let people = cast.client.iter().map(|of| Person {
        of,
        who: Somebody::default(),
        booked: Vec::new(),
        began_ms: 0,
        done: 0,
        left: false,
    });
    let mut play = Play {
        stage,
        store,
        knowledge,
        cast,
        house,
        password,
        dice: Dice::new(seed),
        people: people.collect(),
        acts: BTreeMap::new(),
        count: 0,
    };
    for (index, of) in (0..).zip(&cast.client) {
        let day = stage.here(stage.end).date().checked_sub(of.began_days_ago.days())?;
        let minute = i64::try_from(play.dice.below(120)).unwrap_or(0);
        let at = day.at(18, 0, 0, 0).to_zoned(stage.zone.clone())?.timestamp().as_millisecond() + minute * MINUTE_MS;
        play.at(at, index, Act::Begin);
    }
    while let Some(((at, _), (index, act))) = play.acts.pop_first() {
        stage.set(at);
        play.act(index, act).with_context(|| {
            format!("{} on {}", cast.client.get(index).map_or("", |of| of.name.as_str()), stage.here(at))
        })?;
    }
    stage.set(stage.end);
    let booked = |person: &Person<'_>| {
        if person.left { 0 } else { person.booked.iter().filter(|it| it.at_ms > stage.end).count() }
    };
    let first = cast.client.first().map(|of| Login { role: "client".to_owned(), login: of.login(), second: None });
    Ok(Told {
        clients: play.people.len(),
        sessions: play.people.iter().map(|person| person.done).sum(),
        booked: play.people.iter().map(booked).sum(),
        login: first,
    })
}

impl Play<'_> {
    /// Something will happen, unless the months are over by then.
    fn at(&mut self, at_ms: i64, index: usize, act: Act) {
        if at_ms <= self.stage.end {
            self.count += 1;
            self.acts.insert((at_ms, self.count), (index, act));
        }
    }

    fn act(&mut self, index: usize, act: Act) -> anyhow::Result<()> {
        match act {
            Act::Begin => self.begin(index),
            Act::CheckIn => self.check_in(index),
            Act::Before(nth) => self.before(index, nth),
            Act::Treat(nth) => self.treat(index, nth),
            Act::Done(nth) => self.over(index, nth),
            Act::Tell => self.tell(index),
        }
    }

    fn begin(&mut self, index: usize) -> anyhow::Result<()> {
        let (stage, store, knowledge, cast) = (self.stage, self.store, self.knowledge, self.cast);
        let of = cast.client.get(index).context("nobody begins")?;
        let link = open::invited(stage, &mut self.house.owner, &self.house.path, &of.name, "client", "")?;
        let mut who = open::joined(stage, store, &link, (&of.name, &of.login()), self.password)?;
        let (to, _) = who.look(stage, "/next")?;
        let with = self.house.therapists.iter().find(|(name, ..)| *name == of.with).map_or("", |(_, id, _)| id);
        let mut booked = Vec::new();
        if client::answer(stage, knowledge, &mut who, of, &to, 0)? == Answered::Through {
            client::check_in(stage, &mut who, scores(of, 0, &mut self.dice))?;
            booked = client::book(stage, &mut who, of, with)?;
        }
        let began = stage.now();
        for week in 1..14 {
            // Now and then somebody forgets.
            if self.dice.in_a_thousand(880) {
                let minute = i64::try_from(self.dice.below(180)).unwrap_or(0);
                self.at(began + week * 7 * DAY_MS + minute * MINUTE_MS, index, Act::CheckIn);
            }
        }
        for (nth, it) in booked.iter().enumerate() {
            self.at(self.answers_at(it.at_ms, index), index, Act::Before(nth));
            self.at(it.at_ms, index, Act::Treat(nth));
        }
        let Some(person) = self.people.get_mut(index) else { return Ok(()) };
        (person.who, person.booked, person.began_ms) = (who, booked, began);
        Ok(())
    }

    /// When the questions of the day are answered: an hour and a half before, and where that is still to come today, a few
    /// minutes ago, by most.
    fn answers_at(&self, at_ms: i64, index: usize) -> i64 {
        let (stage, usual) = (self.stage, at_ms - 90 * MINUTE_MS);
        let early = stage.end - i64::try_from(index).unwrap_or(0) * MINUTE_MS;
        let same_day = |at: i64| stage.here(at).date() == stage.here(at_ms).date();
        if usual > stage.end && !index.is_multiple_of(3) && same_day(early) { early } else { usual }
    }

    /// How much the pain is off what it was at first, in points.
    fn eased(&self, index: usize) -> i64 {
        let Some(person) = self.people.get(index) else { return 0 };
        let weeks = (self.stage.now() - person.began_ms) / (7 * DAY_MS);
        trend(person.of.story, weeks)
    }

    fn check_in(&mut self, index: usize) -> anyhow::Result<()> {
        let eased = self.eased(index);
        let Some(person) = self.people.get_mut(index).filter(|person| !person.left) else { return Ok(()) };
        let scores = scores(person.of, eased, &mut self.dice);
        client::check_in(self.stage, &mut person.who, scores)
    }

    fn before(&mut self, index: usize, nth: usize) -> anyhow::Result<()> {
        let (stage, knowledge, eased) = (self.stage, self.knowledge, self.eased(index));
        let Some(person) = self.people.get_mut(index).filter(|person| !person.left) else { return Ok(()) };
        let Some(it) = person.booked.get(nth).cloned() else { return Ok(()) };
        let second_week = stage.now() - person.began_ms > 7 * DAY_MS;
        match person.of.story {
            Story::RedFlag if second_week => {
                client::alarm(stage, &mut person.who)?;
                client::cancel(stage, &mut person.who, &it.id, true)?;
                if let Some(next) = person.booked.get(nth + 1) {
                    client::cancel(stage, &mut person.who, &next.id, false)?;
                }
                person.left = true;
                return Ok(());
            }
            Story::Gone if person.done == 2 => {
                client::cancel(stage, &mut person.who, &it.id, false)?;
                person.left = true;
                self.at(stage.now() + MINUTE_MS, index, Act::Tell);
                return Ok(());
            }
            Story::Unwell if nth == 2 => return client::cancel(stage, &mut person.who, &it.id, true),
            Story::NoShow if nth == 1 => return Ok(()),
            _ => {}
        }
        let since = (stage.now() - person.began_ms) / DAY_MS;
        if client::again(stage, knowledge, &mut person.who, person.of, (eased, since))? == Answered::Through {
            client::share(stage, &mut person.who, &it.id)?;
        }
        Ok(())
    }

    fn treat(&mut self, index: usize, nth: usize) -> anyhow::Result<()> {
        let (stage, path) = (self.stage, self.house.path.clone());
        let Some(person) = self.people.get(index).filter(|person| !person.left) else { return Ok(()) };
        let Some(it) = person.booked.get(nth).cloned() else { return Ok(()) };
        let missed = person.of.story == Story::NoShow && nth == 1;
        let day = format!("{path}/day");
        let Some((.., hands)) = self.house.therapists.iter_mut().find(|(_, id, _)| *id == it.therapist) else {
            return Ok(());
        };
        let date = stage.here(it.at_ms).date().to_string();
        hands.look(stage, &format!("{day}?date={date}"))?;
        let form = |act| fields(&[("id", &it.id), ("date", &date), ("act", act)]);
        if missed {
            stage.set(it.at_ms + 20 * MINUTE_MS);
            return hands.send(stage, &day, form("no-show")).map(drop);
        }
        let asked = fields(&[("well", "yes"), ("consent", "yes")]);
        // Who is held, cancelled or did not answer is not treated.
        let begun = hands.try_send(stage, &day, form("begin").into_iter().chain(asked).collect())?;
        if begun.to.is_some() {
            self.at(it.at_ms + 60 * MINUTE_MS, index, Act::Done(nth));
        }
        Ok(())
    }

    fn over(&mut self, index: usize, nth: usize) -> anyhow::Result<()> {
        let (stage, path, eased) = (self.stage, self.house.path.clone(), self.eased(index));
        let Some(person) = self.people.get_mut(index) else { return Ok(()) };
        let Some(it) = person.booked.get(nth).cloned() else { return Ok(()) };
        let Some((.., hands)) = self.house.therapists.iter_mut().find(|(_, id, _)| *id == it.therapist) else {
            return Ok(());
        };
        let date = stage.here(it.at_ms).date().to_string();
        hands.send(stage, &format!("{path}/day"), fields(&[("id", &it.id), ("date", &date), ("act", "done")]))?;
        let page = hands.look(stage, &format!("{path}/note?id={}", it.id))?.1;
        let (notes, dice) = (&self.cast.notes, &mut self.dice);
        let made = if person.of.story == Story::Better && nth > 0 { &notes.better } else { &notes.same };
        let typed = |part: &str| plain(between(&page, &format!("name=\"{part}\""), "</textarea>").map_or("", after));
        let plan = [typed("plan"), dice.pick(&notes.next).cloned().unwrap_or_default()];
        let parts = [
            ("subjective", typed("subjective")),
            ("objective", dice.pick(&notes.found).cloned().unwrap_or_default()),
            ("assessment", dice.pick(made).cloned().unwrap_or_default()),
            ("plan", plan.join("\n").trim().to_owned()),
        ];
        let mut form: Form = fields(&[("id", &it.id), ("count", "0")]);
        form.extend(parts.map(|(name, text)| (name.to_owned(), text)));
        form.extend(person.of.marks.iter().map(|(place, _)| ("at".to_owned(), place.clone())));
        let listed = page.split("name=\"technique\" value=\"").skip(1).filter_map(|rest| rest.split_once('"'));
        let planned = listed.filter(|(_, rest)| rest.starts_with(" checked"));
        form.extend(planned.map(|(id, _)| ("technique".to_owned(), id.to_owned())));
        let pain = (worst(person.of) + eased).clamp(0, 10);
        let after = (pain - 1 - i64::from(dice.in_a_thousand(300))).max(0);
        form.extend(
            [("pain-before", pain), ("pain-after", after)].map(|(name, pain)| (name.to_owned(), pain.to_string())),
        );
        hands.send(stage, &format!("{path}/note"), form)?;
        person.done += 1;
        if nth + 1 == person.booked.len() {
            let at = stage.now() + 3 * DAY_MS;
            self.at(at, index, Act::Tell);
        }
        Ok(())
    }

    fn tell(&mut self, index: usize) -> anyhow::Result<()> {
        let (stage, often) = (self.stage, self.dice.below(3));
        // Most let the practice count.
        let counts = self.dice.in_a_thousand(800);
        let Some(person) = self.people.get_mut(index).filter(|person| counts && person.done > 0) else { return Ok(()) };
        let Some(first) = person.booked.first().cloned() else { return Ok(()) };
        client::tell(stage, &mut person.who, &first.id, often.min(u64::try_from(person.done).unwrap_or(0)))
    }
}

/// What stands behind the end of a tag.
fn after(text: &str) -> &str {
    text.split_once('>').map_or("", |(_, text)| text)
}

/// Points off what the pain was at first, after so many weeks.
fn trend(story: Story, weeks: i64) -> i64 {
    match story {
        Story::Same => 0,
        Story::Better => -(weeks * 3 / 4).min(5),
        Story::RedFlag | Story::Gone | Story::NoShow | Story::Unwell | Story::New => -(weeks / 2).min(3),
    }
}

/// The worst pain at first.
fn worst(of: &Client) -> i64 {
    of.marks.iter().filter_map(|(_, score)| score.parse::<i64>().ok()).max().unwrap_or(5)
}

/// The three answers of the week, about the worst pain.
fn scores(of: &Client, eased: i64, dice: &mut Dice) -> [i64; 3] {
    let worst = worst(of);
    let about = |dice: &mut Dice, off: i64| (worst + eased + off + i64::from(dice.in_a_thousand(250))).clamp(0, 10);
    [about(dice, 0), about(dice, -1), about(dice, 0)]
}

#[cfg(test)]
mod tests {
    use super::{Story, trend};

    #[test]
    fn who_gets_better_does_and_who_does_not_does_not() {
        assert!((1..12).all(|week| trend(Story::Same, week) == 0));
        assert!(trend(Story::Better, 6) <= -3);
    }
}
