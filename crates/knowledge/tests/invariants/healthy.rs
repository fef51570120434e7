//! A healthy person of 30 with a tight upper back is through soon.

use supple_care::{Answer, Disposition, screen};

use crate::{
    interview::interviewed,
    people::{Person, base},
};

/// The most pages of questions that a healthy person sees. With the doors, the map and the result that makes 15 pages.
const PAGES_AT_MOST: usize = 13;

#[test]
fn a_healthy_person_sees_few_pages_and_no_follow_up() {
    for (sex, option) in [("female", 0), ("male", 1)] {
        let person = Person::healthy()
            .with("age", Answer::Number(30))
            .with("sex", Answer::Choice(option))
            .hurts("between-blades-left", 3)
            .hurts("between-blades-right", 3);
        let full = person.sheet();
        let interview = interviewed(&full).unwrap_or_else(|reason| panic!("{sex}: {reason}"));
        let pages = interview.pages.len();
        let asked: Vec<&str> =
            interview.pages.iter().flatten().map(|id| base().question(*id).unwrap().id.as_str()).collect();
        println!("{sex}: {pages} pages, {} questions", asked.len());
        for (questions, page) in interview.pages.iter().zip(1..) {
            let first = base().question(questions[0]).unwrap();
            println!("  {page}: {} ({} questions)", base().pages[first.page].title, questions.len());
        }
        assert!(pages <= PAGES_AT_MOST, "{sex}: {pages} pages");
        assert_eq!(screen(base(), &interview.sheet).disposition, Disposition::Clear, "{sex}");
        for id in interview.pages.iter().flatten() {
            let question = base().question(*id).unwrap();
            let read = |name: &str| question.applies.as_ref().is_some_and(|gate| reads(gate, name));
            let by_a_risk = question.applies.is_some() && !read("age") && !read("sex") && !reads_map(question);
            assert!(!by_a_risk, "{sex}: a follow-up was asked of somebody who answers no: {}", question.id);
        }
    }
}

fn reads(gate: &supple_care::expr::Expr, name: &str) -> bool {
    let mut found = false;
    gate.atoms(&base().facts, &mut |atom| {
        found |= atom.question().and_then(|id| base().question(id)).is_some_and(|question| question.id == name);
    });
    found
}

fn reads_map(question: &supple_care::question::Question) -> bool {
    let mut found = false;
    if let Some(gate) = &question.applies {
        gate.atoms(&base().facts, &mut |atom| found |= atom.question().is_none());
    }
    found
}
