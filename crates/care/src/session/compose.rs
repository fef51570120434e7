//! From a clearance and a plan (or wishes) to a massage, second by second.

use crate::{
    Cleared, Closed, Day, Decision, Knowledge, Sheet, Way,
    clearance::Misfit,
    plan::{Plan, Wishes},
    technique::Role,
};

use super::{
    Does, LeftOut, PartKind, Side, Step, Texts, Timeline,
    assemble::{Fixed, Taken},
    fit::{Fit, Fitted},
    focus::{self, Target},
    left_out::left_out,
    minutes::{Item, least},
    placed::placed,
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
    NothingLeft(Vec<LeftOut>),
    /// No plan can be made for what is wished.
    NoPlan,
    /// So many sessions have changed nothing that a clinician looks first.
    NoResponse,
}

/// Composes a massage: what a clearance permits, what a plan or wishes ask for.
///
/// A stroke is done on a side only if its way of touching is permitted at every place that it sweeps there, by this giver, in
/// this position; its ceiling is the lowest of everything that applies. Whatever hurts is worked on or stands in
/// [`Timeline::left_out`] with the reason. The length is that of the plan to the second; without a plan, as many minutes as
/// are wished for or the course has, and never more than the giver's limit, or than the strokes fill: what is left over of a
/// session goes to breathing and rest only within a quarter of it.
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
    let exact = matches!(order, Order::Plan(_));
    let composing = Composing { knowledge, decision, sheet, terms, targets, wishes, exact };
    let composed = composing.timeline(order);
    let (Err(NoSession::NothingLeft(_)), Order::Wishes(_)) = (&composed, order) else { return composed };
    // Nothing can be done where it hurts: one of the other sites may still be pleasant.
    for other in focus::elsewhere(knowledge, &composing.targets) {
        let terms = composing.terms.clone();
        let instead = Composing { knowledge, decision, sheet, terms, targets: vec![other], wishes, exact };
        if let Ok(timeline) = instead.timeline(order) {
            return Ok(timeline);
        }
    }
    composed
}

/// What a session comes to, without its steps.
#[derive(Debug)]
pub(crate) struct Outline {
    /// Its length.
    pub(crate) minutes: u16,
    /// Seconds of touch at each site (index) that is worked on.
    pub(crate) seconds: Vec<(usize, u32)>,
    /// The techniques that there is time for: site and technique (indexes).
    pub(crate) techniques: Vec<(usize, usize)>,
    /// What hurts and is not worked on.
    pub(crate) left_out: Vec<LeftOut>,
}

/// The session of a plan in outline. Not `exact`: in as many minutes as its strokes can fill, at most those of its course.
/// Nothing where no session fits.
pub(crate) fn outline(
    knowledge: &Knowledge,
    decision: &Decision,
    closed: &Closed,
    sheet: &Sheet,
    plan: &Plan,
    exact: bool,
) -> Option<Outline> {
    let order = Order::Plan(plan);
    let terms = terms(knowledge, closed, order).ok()?;
    let targets = focus::planned(knowledge, sheet, &plan.focuses);
    let composing = Composing { knowledge, decision, sheet, terms, targets, wishes: &plan.wishes, exact };
    let arranged = composing.arranged(order).ok()?;
    let mut seconds: Vec<(usize, u32)> = Vec::new();
    let mut techniques: Vec<(usize, usize)> = Vec::new();
    for item in arranged.fitted.items() {
        let Some(stroke) = knowledge.techniques.strokes.get(item.usable.stroke) else { continue };
        techniques.push((stroke.site, stroke.technique));
        match seconds.iter_mut().find(|(site, _)| *site == stroke.site) {
            Some((_, known)) => *known += item.total(),
            None => seconds.push((stroke.site, item.total())),
        }
    }
    let left_out = composing.left_out(&composing.worked(&arranged.fitted), &arranged.no_time);
    Some(Outline { minutes: arranged.fitted.minutes, seconds, techniques, left_out })
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
    let told = knowledge
        .session
        .positions
        .iter()
        .filter(|position| position.givers & bit(wishes.giver) != 0 && !closed.shuts(position.position));
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
    /// Whether it takes exactly the minutes of its plan, which has asked before what the strokes can fill.
    exact: bool,
}

/// A session whose minutes are shared out, before its steps are written.
struct Arranged {
    taken: Vec<Taken>,
    fitted: Fitted,
    /// Sites that there was no time for (indexes).
    no_time: Vec<usize>,
}

impl<'k> Composing<'k> {
    fn texts(&self) -> &'k Texts {
        &self.knowledge.session
    }

    fn timeline(&self, order: Order<'_>) -> Result<Timeline, NoSession> {
        self.arranged(order).map(|arranged| self.finish(&arranged))
    }

    fn arranged(&self, order: Order<'_>) -> Result<Arranged, NoSession> {
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
        // A few sites, each done well: those without a share of the plan's time wait, as long as another one is worked on.
        let shared = |choice: &Choice| self.targets.get(choice.target).is_some_and(|target| target.weight > 0);
        let mut no_time = Vec::new();
        if choices.iter().any(shared) {
            let waits = choices.iter().filter(|choice| !shared(choice));
            no_time.extend(waits.filter_map(|choice| self.targets.get(choice.target)).map(|target| target.site));
            choices.retain(shared);
        }
        loop {
            let positions = choose(&choices, &preferred, self.wishes.position);
            let taken: Vec<Taken> = positions.iter().filter_map(|position| self.taken(*position)).collect();
            let placed = placed(&self.targets, &choices, &taken);
            let fit = Fit { texts: self.texts(), fixed: self.fixed(&choices), taken: &taken, placed: &placed };
            match if self.exact { fit.exactly(minutes) } else { fit.at_most(minutes) } {
                Some(fitted) => return Ok(Arranged { taken, fitted, no_time }),
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

    /// The fixed parts for this giver, each with its fewest seconds.
    ///
    /// Nobody warms the hands for a ball.
    fn fixed(&self, choices: &[Choice]) -> Vec<Fixed> {
        let strokes = &self.knowledge.techniques.strokes;
        let by_hand = |one: &Usable| strokes.get(one.stroke).is_none_or(|stroke| stroke.device == 0);
        let hands = choices.is_empty() || choices.iter().flat_map(|choice| &choice.usable).any(by_hand);
        self.texts()
            .parts
            .iter()
            .zip(0usize..)
            .filter(|(part, _)| part.kind != PartKind::Alone && part.givers & bit(self.terms.giver) != 0)
            .filter(|(part, _)| part.kind != PartKind::Hands || hands)
            .map(|(part, index)| Fixed { part: index, kind: part.kind, seconds: part.seconds.0 })
            .collect()
    }

    /// The fewest whole minutes in which a target can be worked on.
    fn fewest(&self, choice: Option<&Choice>) -> u16 {
        let work = choice.and_then(|choice| least(&choice.usable, Sides::BOTH)).unwrap_or(0);
        let parts: u32 = self.fixed(&[]).iter().map(|one| u32::from(one.seconds)).sum();
        let taking = self.texts().positions.iter().map(|text| u32::from(text.seconds)).max().unwrap_or(0);
        u16::try_from((work + parts + taking).div_ceil(60)).unwrap_or(u16::MAX)
    }

    fn finish(&self, arranged: &Arranged) -> Timeline {
        let steps = arranged.fitted.steps(self.texts(), &arranged.taken);
        let mut ways: Vec<Way> = Vec::new();
        let mut sites: Vec<usize> = Vec::new();
        for step in &steps {
            let Does::Stroke { stroke, .. } = step.does else { continue };
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
        }
        Timeline {
            giver: self.terms.giver,
            minutes: arranged.fitted.minutes,
            most: self.terms.closed.minutes(&ways),
            checks: checks(self.texts(), &steps),
            left_out: self.left_out(&self.worked(&arranged.fitted), &arranged.no_time),
            steps,
            sites,
        }
    }

    /// The sites and sides that the work itself reaches.
    fn worked(&self, fitted: &Fitted) -> Vec<(usize, Side)> {
        let strokes = &self.knowledge.techniques.strokes;
        let mains = fitted.items().filter(|item| item.usable.role == Role::Main);
        let sides = |item: &Item| {
            let usable = item.usable;
            let site = strokes.get(usable.stroke).map(|stroke| stroke.site);
            let on = move |side: &Side| usable.whole || usable.ceiling(*side) > 0;
            site.into_iter().flat_map(move |site| Side::BOTH.into_iter().filter(on).map(move |side| (site, side)))
        };
        mains.flat_map(sides).collect()
    }

    fn left_out(&self, worked: &[(usize, Side)], no_time: &[usize]) -> Vec<LeftOut> {
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

/// No check comes sooner than so many seconds after the first touch.
const SHORTEST: u32 = 60;

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
    // A short session is asked about once, in its middle.
    if checks.is_empty() && end > first.at + 2 * SHORTEST {
        let middle = first.at.midpoint(end);
        let begins = steps.iter().map(|step| step.at).filter(|at| (first.at + SHORTEST..=middle).contains(at)).max();
        checks.push(begins.unwrap_or(middle));
    }
    checks
}
