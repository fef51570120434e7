//! Answers that a record from elsewhere proposes, once somebody has said what is true of them.

use serde_json::{Map, Value};
use supple_care::{Answer, Day, Knowledge, Sheet};
use supple_interop::chart::{Asked, Origin};

use super::{Draft, kinds};

/// The page that such answers come from, as the vocabulary of events names it.
pub const ELSEWHERE: &str = "elsewhere";

/// What somebody says to a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// That is so.
    Yes,
    /// That is wrong: the question stays as it was.
    No,
    /// They do not know.
    Unknown,
}

/// How a proposal stands to what was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It would add something.
    New,
    /// The same, or more cautious, was answered already.
    Known,
    /// Another number was answered. Neither is the more cautious one: that is changed where it was asked.
    Other(Answer),
}

/// How a proposal stands to the answers that count today.
#[must_use]
pub fn stands(sheet: &Sheet, asked: &Asked) -> Stands {
    match (sheet.get(asked.question), asked.answer) {
        (Answer::NotAsked | Answer::Unknown | Answer::No, _) => Stands::New,
        (Answer::Choice(given), Answer::Choice(proposed)) if given < proposed => Stands::New,
        (given @ Answer::Number(_), proposed @ Answer::Number(_)) if given != proposed => Stands::Other(given),
        _ => Stands::Known,
    }
}

/// The event of what was said, with where each answer comes from; nothing where it changes nothing.
///
/// "Yes" takes the place of what is less cautious alone. "I don't know" takes the place of a "no", of the mildest option and of what was
/// not asked: it would weaken anything else. "No" leaves the question as it was.
#[must_use]
pub fn confirmed(knowledge: &Knowledge, sheet: &Sheet, said: &[(Asked, Said)]) -> Option<Draft> {
    let mut given = Vec::new();
    let mut sources = Map::new();
    for (asked, said) in said {
        let mild = matches!(sheet.get(asked.question), Answer::NotAsked | Answer::No | Answer::Choice(0));
        let answer = match said {
            Said::Yes if stands(sheet, asked) == Stands::New => asked.answer,
            Said::Unknown if mild => Answer::Unknown,
            Said::Yes | Said::Unknown | Said::No => continue,
        };
        let Some(question) = knowledge.question(asked.question) else { continue };
        given.push((asked.question, answer));
        sources.insert(question.id.clone(), asked.origins.iter().map(Origin::to_value).collect());
    }
    if given.is_empty() {
        return None;
    }
    let mut draft = kinds::answers(knowledge, ELSEWHERE, &given, &[], None);
    if let Value::Object(payload) = &mut draft.payload {
        payload.insert("sources".to_owned(), Value::Object(sources));
    }
    Some(draft)
}

/// Whether an answer that a therapist enters counts beside what is known: only where it adds a risk or a doubt to it, or says the same
/// later. So nothing that somebody said is taken back by somebody else, whatever order it arrives in. Each with its day.
pub(crate) fn adds((known, since): (Answer, Day), (new, on): (Answer, Day)) -> bool {
    match (known, new) {
        (Answer::NotAsked | Answer::No | Answer::Choice(0), Answer::Unknown | Answer::Yes | Answer::Choice(1..))
        | (Answer::Unknown, Answer::Yes) => true,
        (Answer::Choice(known), Answer::Choice(new)) if known != new => known < new,
        (Answer::Yes | Answer::Unknown | Answer::Choice(_), new) => known == new && since <= on,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use supple_care::{Day, QuestionId, Sheet, question::Kind, question::Polarity, screen};

    use super::*;

    fn base() -> &'static Knowledge {
        static BASE: std::sync::OnceLock<Knowledge> = std::sync::OnceLock::new();
        BASE.get_or_init(|| supple_knowledge::embedded().unwrap())
    }

    fn asked(id: QuestionId, answer: Answer) -> Asked {
        let origin = Origin { what: "something".to_owned(), date: None, from: "Condition/1".to_owned() };
        Asked { question: id, answer, origins: vec![origin] }
    }

    fn taken(before: Answer, proposed: Answer, said: Said, question: &str) -> Option<Value> {
        let knowledge = base();
        let id = knowledge.question_id(question).unwrap();
        let mut sheet = Sheet::new(Day(20_000));
        sheet.set(id, before);
        let draft = confirmed(knowledge, &sheet, &[(asked(id, proposed), said)])?;
        assert_eq!(draft.payload["sources"][question][0]["from"], "Condition/1");
        Some(draft.payload["answers"][question].clone())
    }

    #[test]
    fn a_yes_adds_a_no_changes_nothing_and_not_knowing_weakens_nothing() {
        use Answer::{Choice, No, NotAsked, Number, Unknown, Yes};
        let bone = |before, said| taken(before, Yes, said, "osteoporosis").map(|it| it.as_str().unwrap().to_owned());
        for before in [NotAsked, No, Unknown] {
            assert_eq!(bone(before, Said::Yes).as_deref(), Some("yes"));
            assert_eq!(bone(before, Said::No), None);
        }
        assert_eq!(bone(No, Said::Unknown).as_deref(), Some("unknown"));
        assert_eq!((bone(Yes, Said::Unknown), bone(Yes, Said::Yes), bone(Unknown, Said::Unknown)), (None, None, None));
        assert_eq!(taken(Choice(2), Choice(1), Said::Yes, "platelets"), None);
        assert_eq!(taken(Choice(1), Choice(2), Said::Unknown, "platelets"), None);
        assert!(taken(Choice(0), Choice(1), Said::Unknown, "platelets").is_some());
        assert_eq!(taken(Number(40), Number(60), Said::Yes, "age"), None, "a number is changed where it is asked");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Whatever is said to whatever is proposed, after whatever was answered: the decision is as cautious as before, or more so; and
        /// nothing said is nothing changed.
        #[test]
        fn no_answer_to_a_proposal_makes_a_decision_less_cautious(
            before in proptest::collection::vec((any::<u16>(), 0u8..4), 0..50),
            proposals in proptest::collection::vec((any::<u16>(), 1u8..4, 0u8..3), 0..12),
        ) {
            let knowledge = base();
            let count = u16::try_from(knowledge.questions.len()).unwrap();
            let mut sheet = Sheet::new(Day(20_000));
            for (at, say) in before {
                let id = QuestionId(at % count);
                match &knowledge.question(id).unwrap().kind {
                    Kind::YesNo => sheet.set(id, [Answer::No, Answer::Yes, Answer::Unknown, Answer::NotAsked][usize::from(say)]),
                    Kind::Choice(options) => sheet.set(id, Answer::Choice(say % u8::try_from(options.len()).unwrap())),
                    _ => {}
                }
            }
            let said: Vec<(Asked, Said)> = proposals.into_iter().filter_map(|(at, option, said)| {
                let id = QuestionId(at % count);
                let question = knowledge.question(id).unwrap();
                let answer = match &question.kind {
                    Kind::YesNo if question.polarity == Polarity::Risk => Answer::Yes,
                    Kind::Choice(options) if question.polarity == Polarity::Risk && usize::from(option) < options.len() => Answer::Choice(option),
                    _ => return None,
                };
                Some((asked(id, answer), [Said::Yes, Said::No, Said::Unknown][usize::from(said)]))
            }).collect();
            let was = screen(knowledge, &sheet);
            let draft = confirmed(knowledge, &sheet, &said);
            if said.iter().all(|(_, said)| *said == Said::No) {
                prop_assert_eq!(draft, None);
                return Ok(());
            }
            let mut after = sheet.clone();
            for (name, value) in draft.iter().flat_map(|draft| draft.payload["answers"].as_object().unwrap()) {
                let id = knowledge.question_id(name).unwrap();
                after.set(id, supple_interop::answers::read_answer(knowledge, id, value).unwrap());
            }
            prop_assert!(screen(knowledge, &after).disposition >= was.disposition);
        }

        /// Whatever a therapist enters beside whatever somebody said themselves: the decision is as cautious as before, or more so.
        #[test]
        fn nothing_that_a_therapist_enters_makes_a_decision_less_cautious(
            before in proptest::collection::vec((any::<u16>(), 0u8..5), 0..50),
            entered in proptest::collection::vec((any::<u16>(), 0u8..5), 0..20),
        ) {
            let knowledge = base();
            let count = u16::try_from(knowledge.questions.len()).unwrap();
            let answer = |at: u16, say: u8| {
                let id = QuestionId(at % count);
                let question = knowledge.question(id).unwrap();
                let answer = match (&question.kind, say) {
                    (_, 4) => Answer::Unknown,
                    (Kind::YesNo, _) => [Answer::No, Answer::Yes, Answer::Unknown, Answer::NotAsked][usize::from(say)],
                    (Kind::Choice(options), _) => Answer::Choice(say % u8::try_from(options.len()).unwrap()),
                    _ => Answer::NotAsked,
                };
                (id, answer, question.polarity)
            };
            let mut sheet = Sheet::new(Day(20_000));
            for (at, say) in before {
                let (id, answer, _) = answer(at, say);
                sheet.set(id, answer);
            }
            let was = screen(knowledge, &sheet);
            for (at, say) in entered {
                let (id, new, polarity) = answer(at, say);
                // A file proposes no relief, and the page takes none.
                if polarity == Polarity::Risk && adds((sheet.get(id), Day(19_000)), (new, Day(20_000))) {
                    sheet.set(id, new);
                }
            }
            prop_assert!(screen(knowledge, &sheet).disposition >= was.disposition);
        }
    }
}
