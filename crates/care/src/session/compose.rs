//! From a clearance and a plan (or wishes) to a massage, second by second.

use crate::{
    Cleared, Closed, Day, Decision, Knowledge, Sheet, Way,
    clearance::Misfit,
    plan::{Plan, Wishes},
    technique::Role,
};

use super::{
    Does, PartKind, Side, Step, Texts, Timeline,
    assemble::{Block, Fixed, Taken, assemble, sides_worked},
    focus::{self, Target},
    left_out::left_out,
    minutes::{fill, least},
    positions::{Choice, choose},
    usable::{Sides, Terms, Usable, bit, usable},
};

/// What is to be composed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Order<'p> {
    /// What a plan says.
    Plan(&'p Plan),
    /// What is wished for, without a plan: the sites follow from where it hurts. The course of the wishes, if there is one,
    /// says which techniques.
    Wishes(&'p Wishes),
}

impl<'p> Order<'p> {
    fn wishes(&self) -> &'p Wishes {
        match self {
            Self::Plan(plan) => &plan.wishes,
            Self::Wishes(wishes) => wishes,
        }
    }
}

/// Why there is no session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSession {
    /// The clearance does not fit.
    Clearance(Misfit),
    /// The plan is of another day.
    OtherDay,
    /// There is no such giver, position, course or routine in this knowledge.
    Unknown,
    /// The session is too short for anything to be done: the fewest minutes that it takes.
    TooShort(u16),
    /// Nothing with a touch is left for this giver; why, place by place.
    NothingLeft(Vec<super::LeftOut>),
    /// So many sessions have changed nothing that a clinician looks first.
    NoResponse,
}

/// Composes a massage: what a clearance permits, what a plan or wishes ask for.
///
/// A stroke is done on a side only if its way of touching is permitted at every place that it sweeps there, by this giver, in
/// this position; its ceiling is the lowest of everything that applies. Whatever hurts is worked on or stands in
/// [`Timeline::left_out`] with the reason. The length is that of the plan to the second; without a plan, as many minutes as
/// are wished for or the course has, and never more than the giver's limit.
///
/// # Errors
/// [`NoSession`] with the reason.
pub fn compose(
    knowledge: &Knowledge,
    cleared: &Cleared,
    sheet: &Sheet,
    person: u128,
    today: Day,
    order: Order<'_>,
) -> Result<Timeline, NoSession> {
    let decision = cleared.decision(knowledge, person, today).map_err(NoSession::Clearance)?;
    if let Order::Plan(plan) = order
        && plan.on != today
    {
        return Err(NoSession::OtherDay);
    }
    let wishes = order.wishes();
    if usize::from(wishes.giver) >= knowledge.terms.givers.len() {
        return Err(NoSession::Unknown);
    }
    let closed = Closed::of(knowledge, decision, sheet, wishes.giver);
    let terms = terms(knowledge, &closed, order)?;
    let targets = match order {
        Order::Plan(plan) => focus::planned(knowledge, sheet, &plan.focuses),
        Order::Wishes(wishes) => focus::targets(knowledge, sheet, wishes.sites),
    };
    let composing = Composing { knowledge, decision, sheet, terms, targets, wishes };
    let composed = composing.timeline(order);
    let (Err(NoSession::NothingLeft(_)), Order::Wishes(_)) = (&composed, order) else { return composed };
    // Nothing can be done where it hurts: one of the other sites may still be pleasant.
    for other in focus::elsewhere(knowledge, &composing.targets) {
        let terms = composing.terms.clone();
        let instead = Composing { knowledge, decision, sheet, terms, targets: vec![other], wishes };
        if let Ok(timeline) = instead.timeline(order) {
            return Ok(timeline);
        }
    }
    composed
}

fn terms<'k>(knowledge: &'k Knowledge, closed: &'k Closed, order: Order<'_>) -> Result<Terms<'k>, NoSession> {
    let wishes = order.wishes();
    let course = match (order, wishes.course) {
        (Order::Plan(plan), _) => Some(plan.course.course),
        (Order::Wishes(_), course) => course,
    };
    let course = match course {
        Some(index) => Some(knowledge.courses.courses.get(index).ok_or(NoSession::Unknown)?),
        None => None,
    };
    let surface = match wishes.surface {
        Some(index) => knowledge.courses.surfaces.get(index).ok_or(NoSession::Unknown)?.positions,
        None => u32::MAX,
    };
    let told = knowledge.session.positions.iter().filter(|position| position.givers & bit(wishes.giver) != 0);
    let (all, turning) = told.fold((0, 0), |(all, turning), position| {
        let one = bit(position.position);
        (all | one, if position.turns { turning | one } else { turning })
    });
    Ok(Terms {
        knowledge,
        closed,
        giver: wishes.giver,
        firmness: wishes.firmness,
        clothed: wishes.clothed,
        devices: (wishes.devices | 1) & course.map_or(u32::MAX, |course| course.devices),
        positions: all & surface & course.map_or(u32::MAX, |course| course.positions),
        turning,
        techniques: course.map(|course| course.techniques.as_slice()),
    })
}

struct Composing<'k> {
    knowledge: &'k Knowledge,
    decision: &'k Decision,
    sheet: &'k Sheet,
    terms: Terms<'k>,
    targets: Vec<Target>,
    wishes: &'k Wishes,
}

impl<'k> Composing<'k> {
    fn texts(&self) -> &'k Texts {
        &self.knowledge.session
    }

    fn timeline(&self, order: Order<'_>) -> Result<Timeline, NoSession> {
        let mut choices: Vec<Choice> = self
            .targets
            .iter()
            .zip(0usize..)
            .map(|(target, index)| Choice { target: index, usable: usable(&self.terms, target) })
            .collect();
        let minutes = self.minutes(order, &mut choices)?;
        choices.retain(|choice| choice.worked(u32::MAX));
        if choices.is_empty() {
            return Err(NoSession::NothingLeft(self.left_out(&[], &[])));
        }
        let preferred: Vec<u8> = self
            .texts()
            .positions
            .iter()
            .filter(|one| one.givers & bit(self.terms.giver) != 0)
            .map(|one| one.position)
            .collect();
        let mut no_time = Vec::new();
        loop {
            let positions = choose(&choices, &preferred, self.wishes.position);
            let taken: Vec<Taken> = positions.iter().filter_map(|position| self.taken(*position)).collect();
            let placed = placed(&self.targets, &choices, &taken);
            match self.fit(minutes, &taken, &placed) {
                Some(steps) => return Ok(self.finish(minutes, steps, &no_time)),
                // What hurts least is left out first: the targets stand in the order of their strength.
                None => match choices.pop() {
                    Some(last) if !choices.is_empty() => {
                        no_time.extend(self.targets.get(last.target).map(|target| target.site));
                    }
                    last => return Err(NoSession::TooShort(self.fewest(last.as_ref()))),
                },
            }
        }
    }

    /// The minutes of the session. Strokes that frame the work go where they alone would shorten it.
    fn minutes(&self, order: Order<'_>, choices: &mut [Choice]) -> Result<u16, NoSession> {
        let wanted = match order {
            Order::Plan(plan) => plan.course.minutes,
            Order::Wishes(wishes) => {
                let course = wishes.course.and_then(|index| self.knowledge.courses.courses.get(index));
                let usual = self.knowledge.courses.planning.usual;
                wishes.minutes.or(course.map(|course| course.minutes.1)).unwrap_or(usual.max(1))
            }
        };
        if wanted == 0 {
            return Err(NoSession::TooShort(self.fewest(choices.first())));
        }
        let way = |one: &Usable| self.way(one);
        let mains: Vec<Way> = choices
            .iter()
            .flat_map(|choice| &choice.usable)
            .filter(|one| one.role == Role::Main)
            .filter_map(way)
            .collect();
        let most = self.terms.closed.minutes(&mains).unwrap_or(u16::MAX);
        let minutes = wanted.min(most);
        for choice in choices {
            choice.usable.retain(|one| {
                one.role == Role::Main
                    || self
                        .way(one)
                        .is_none_or(|way| self.terms.closed.minutes([&way]).is_none_or(|longest| longest >= minutes))
            });
        }
        Ok(minutes)
    }

    fn way(&self, one: &Usable) -> Option<Way> {
        let stroke = self.knowledge.techniques.strokes.get(one.stroke)?;
        let technique = self.knowledge.techniques.techniques.get(stroke.technique)?;
        Some(Way {
            technique: technique.class,
            applicator: stroke.applicator,
            position: one.position,
            product: 0,
            device: stroke.device,
        })
    }

    fn taken(&self, position: u8) -> Option<Taken> {
        let texts = self.texts().positions.iter().zip(0usize..);
        texts
            .filter(|(text, _)| text.position == position && text.givers & bit(self.terms.giver) != 0)
            .map(|(text, index)| Taken { position, text: index, turns: text.turns })
            .next()
    }

    /// Puts the session together in exactly so many minutes, if it fits.
    fn fit(&self, minutes: u16, taken: &[Taken], placed: &[Placed]) -> Option<Vec<Step>> {
        let total = u32::from(minutes) * 60;
        let turned = taken.iter().zip(0usize..).filter(|(one, at)| {
            let reached = placed.iter().filter(|placed| placed.position == *at).fold(Sides::default(), |all, one| {
                Sides { left: all.left || one.sides.left, right: all.right || one.sides.right }
            });
            one.turns && reached == Sides::BOTH
        });
        let turns = u32::try_from(turned.count()).ok()?;
        let taking: u32 = taken
            .iter()
            .filter_map(|one| self.texts().positions.get(one.text))
            .map(|text| u32::from(text.seconds))
            .sum();
        let mut fixed = self.fixed();
        let turn = fixed.iter().find(|one| one.kind == PartKind::Turn).map_or(0, |one| u32::from(one.seconds));
        let others: u32 = fixed.iter().filter(|one| one.kind != PartKind::Turn).map(|one| u32::from(one.seconds)).sum();
        let away = taking + turns * turn + others;
        let needed: u32 = placed.iter().map(|one| one.least).sum();
        let work = total.checked_sub(away).filter(|work| *work >= needed)?;
        let extra = work - needed;
        let quiet = (total / QUIET).saturating_sub(away).min(extra);
        let free = extra - quiet + stretch(self.texts(), &mut fixed, quiet, false);
        let weights: u32 = placed.iter().map(|one| one.weight).sum::<u32>().max(1);
        let mut blocks = Vec::new();
        let mut given = 0;
        for one in placed {
            let share = one.least + u32::try_from(u64::from(free) * u64::from(one.weight) / u64::from(weights)).ok()?;
            let (items, _) = fill(&one.usable, one.sides, share);
            given += items.iter().map(|item| u32::from(item.seconds) * u32::from(item.sides)).sum::<u32>();
            blocks.push(Block { position: one.position, items });
        }
        let in_parts: u32 =
            fixed.iter().filter(|one| one.kind != PartKind::Turn).map(|one| u32::from(one.seconds)).sum();
        let passes: u32 = taken
            .iter()
            .zip(0usize..)
            .filter(|(one, _)| one.turns)
            .map(|(_, at)| {
                let here: Vec<&Block> = blocks.iter().filter(|block| block.position == at).collect();
                u32::try_from(sides_worked(&here).len().saturating_sub(1)).unwrap_or(0)
            })
            .sum();
        let spare = total.checked_sub(taking + passes * turn + in_parts + given)?;
        // What the strokes do not take goes to breathing and to the rest at the end.
        let over = stretch(self.texts(), &mut fixed, spare, true);
        (over == 0).then(|| assemble(self.texts(), &fixed, taken, &blocks))
    }

    /// The fixed parts for this giver, each with its fewest seconds.
    fn fixed(&self) -> Vec<Fixed> {
        self.texts()
            .parts
            .iter()
            .zip(0usize..)
            .filter(|(part, _)| part.kind != PartKind::Alone && part.givers & bit(self.terms.giver) != 0)
            .map(|(part, index)| Fixed { part: index, kind: part.kind, seconds: part.seconds.0 })
            .collect()
    }

    /// The fewest whole minutes in which a target can be worked on.
    fn fewest(&self, choice: Option<&Choice>) -> u16 {
        let work = choice.and_then(|choice| least(&choice.usable, Sides::BOTH)).unwrap_or(0);
        let parts: u32 = self.fixed().iter().map(|one| u32::from(one.seconds)).sum();
        let taking = self.texts().positions.iter().map(|text| u32::from(text.seconds)).max().unwrap_or(0);
        u16::try_from((work + parts + taking).div_ceil(60)).unwrap_or(u16::MAX)
    }

    fn finish(&self, minutes: u16, steps: Vec<Step>, no_time: &[usize]) -> Timeline {
        let mut worked: Vec<(usize, Side)> = Vec::new();
        let mut ways: Vec<Way> = Vec::new();
        let mut sites: Vec<usize> = Vec::new();
        for step in &steps {
            let Does::Stroke { stroke, side, .. } = step.does else { continue };
            let Some(known) = self.knowledge.techniques.strokes.get(stroke) else { continue };
            if let (Some(technique), Some(position)) =
                (self.knowledge.techniques.techniques.get(known.technique), step.position)
            {
                ways.push(Way {
                    technique: technique.class,
                    applicator: known.applicator,
                    position,
                    product: 0,
                    device: known.device,
                });
            }
            if !sites.contains(&known.site) {
                sites.push(known.site);
            }
            if known.role == Role::Main {
                worked.extend(
                    Side::BOTH
                        .into_iter()
                        .filter(|one| side.is_none_or(|side| side == *one))
                        .map(|one| (known.site, one)),
                );
            }
        }
        Timeline {
            giver: self.terms.giver,
            minutes,
            most: self.terms.closed.minutes(&ways),
            checks: checks(self.texts(), &steps),
            left_out: self.left_out(&worked, no_time),
            steps,
            sites,
        }
    }

    fn left_out(&self, worked: &[(usize, Side)], no_time: &[usize]) -> Vec<super::LeftOut> {
        // A plan leaves out the sites at which nothing is done; they are said here as well.
        let mut targets = self.targets.clone();
        let listed = |targets: &[Target], site: usize| targets.iter().any(|target| target.site == site);
        for target in focus::targets(self.knowledge, self.sheet, self.wishes.sites) {
            if !target.painful.is_empty() && !listed(&targets, target.site) {
                targets.push(target);
            }
        }
        left_out(&self.terms, self.decision, self.sheet, &targets, worked, no_time)
    }
}

/// One part in this many goes to settling, breathing and finishing.
const QUIET: u32 = 4;

/// Gives seconds to the fixed parts, up to their most; what is left after that to breathing and rest, where `all` says so. Gives what nobody took.
fn stretch(texts: &Texts, fixed: &mut [Fixed], seconds: u32, all: bool) -> u32 {
    let mut left = seconds;
    for one in fixed.iter_mut().filter(|one| one.kind != PartKind::Turn) {
        let most = texts.parts.get(one.part).map_or(0, |part| part.seconds.1);
        let more = u32::from(most.saturating_sub(one.seconds)).min(left);
        one.seconds = one.seconds.saturating_add(u16::try_from(more).unwrap_or(0));
        left -= more;
    }
    if all {
        let rest = fixed.iter_mut().filter(|one| matches!(one.kind, PartKind::Breathe | PartKind::Rest));
        for one in rest {
            let more = u16::try_from(left).unwrap_or(u16::MAX).min(u16::MAX - one.seconds);
            one.seconds += more;
            left -= u32::from(more);
        }
    }
    left
}

/// A target in one of the positions taken.
#[derive(Clone, Debug)]
struct Placed {
    position: usize,
    sides: Sides,
    usable: Vec<Usable>,
    weight: u32,
    least: u32,
}

/// Each side of each target goes to the first position in which it can be worked on.
fn placed(targets: &[Target], choices: &[Choice], taken: &[Taken]) -> Vec<Placed> {
    let mut all = Vec::new();
    for choice in choices {
        let mut open = Sides::BOTH;
        for (position, at) in taken.iter().zip(0usize..) {
            let reached = choice.reached(position.position);
            let sides = Sides { left: reached.left && open.left, right: reached.right && open.right };
            if sides == Sides::default() {
                continue;
            }
            let here = choice.usable.iter().filter(|one| one.position == position.position);
            let usable: Vec<Usable> = here.filter_map(|one| one.only(sides)).collect();
            let Some(least) = least(&usable, sides) else { continue };
            open = Sides { left: open.left && !sides.left, right: open.right && !sides.right };
            let weight = targets.get(choice.target).map_or(1, |target| target.weight);
            let weight = weight * (u32::from(sides.left) + u32::from(sides.right));
            all.push(Placed { position: at, sides, usable, weight, least });
        }
    }
    all
}

/// When the giver asks: never later than the minutes of the check after the last time, at the beginning of a step where one
/// begins in time.
fn checks(texts: &Texts, steps: &[Step]) -> Vec<u32> {
    let every = u32::from(texts.check_minutes) * 60;
    let touched = |step: &&Step| matches!(step.does, Does::Stroke { .. } | Does::Activity(_));
    let (Some(first), Some(last)) = (steps.iter().find(touched), steps.iter().rev().find(touched)) else {
        return Vec::new();
    };
    let end = last.at + u32::from(last.seconds);
    let mut checks = Vec::new();
    let mut from = first.at;
    while every > 0 && from + every < end {
        let latest = from + every;
        let begins = steps.iter().map(|step| step.at).filter(|at| *at > from + every / 2 && *at <= latest).max();
        from = begins.unwrap_or(latest);
        checks.push(from);
    }
    checks
}
