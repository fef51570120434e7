//! An emergency is told when it is answered, not after the question about its exception.

use supple_care::{
    Answer, Disposition, QuestionId, Sheet, at_once,
    interview::standing,
    question::{Kind, Polarity, Purpose},
    screen,
};

use crate::{
    draw::everybody,
    people::{Person, base, question},
};

/// How many people have answered everything but the reliefs.
const ANSWERED: u32 = 3_000;
/// How many of them have one sign more.
const WITH_MORE: u32 = 600;

/// The sheet of somebody who has answered everything but the reliefs.
fn before_the_reliefs(person: &Person) -> Sheet {
    let mut sheet = person.sheet();
    for (asked, index) in base().questions.iter().zip(0u16..) {
        if asked.polarity == Polarity::Relief {
            sheet.set(QuestionId(index), Answer::NotAsked);
        }
    }
    sheet
}

fn only(answers: &[(&str, Answer)]) -> Sheet {
    let mut sheet = Sheet::new(crate::people::TODAY);
    for (id, answer) in answers {
        sheet.set(question(id), *answer);
    }
    sheet
}

#[test]
fn a_numb_saddle_is_an_emergency_before_anything_else_is_asked() {
    let sheet = only(&[("saddle_numbness", Answer::Yes)]);
    assert_eq!(at_once::told(base(), &sheet).disposition, Disposition::Emergency);
    assert_eq!(at_once::exceptions(base(), &sheet), [question("ces_old_assessed")]);
    let old = only(&[("saddle_numbness", Answer::Yes), ("ces_old_assessed", Answer::Yes)]);
    assert_eq!(at_once::told(base(), &old).disposition, Disposition::MedicalFirst);
    for given in [Answer::No, Answer::Unknown] {
        let sheet = only(&[("saddle_numbness", Answer::Yes), ("ces_old_assessed", given)]);
        assert_eq!(at_once::told(base(), &sheet).disposition, Disposition::Emergency);
        assert_eq!(at_once::exceptions(base(), &sheet), []);
    }
}

#[test]
fn an_emergency_that_nothing_takes_back_has_no_exception() {
    let sheet = only(&[("saddle_numbness", Answer::Yes), ("sudden_tearing_pain", Answer::Yes)]);
    assert_eq!(at_once::told(base(), &sheet).disposition, Disposition::Emergency);
    assert_eq!(at_once::exceptions(base(), &sheet), []);
}

#[test]
fn an_emergency_is_told_before_its_exception_is_asked() {
    let told = std::cell::Cell::new(0u32);
    everybody(ANSWERED, |person| {
        let sheet = before_the_reliefs(person);
        let now = at_once::told(base(), &sheet).disposition;
        let (shown, standing) = (screen(base(), &sheet).disposition, standing(base(), &sheet));
        if now > shown || now < standing.at_least {
            return Err(format!("told {now}, shown {shown}, at least {}", standing.at_least));
        }
        let exceptions = at_once::exceptions(base(), &sheet);
        let may_be_taken_back = now == Disposition::Emergency && standing.at_least != now;
        if may_be_taken_back == exceptions.is_empty() {
            return Err(format!("told {now}, at least {}, exceptions {exceptions:?}", standing.at_least));
        }
        if exceptions.is_empty() {
            return Ok(());
        }
        told.set(told.get() + 1);
        if standing.settled {
            return Err("settled, though an exception is open".to_owned());
        }
        let mut given = sheet;
        for id in &exceptions {
            given.set(*id, Answer::Yes);
        }
        let after = at_once::told(base(), &given).disposition;
        if after == Disposition::Emergency { Err(format!("{exceptions:?} take nothing back")) } else { Ok(()) }
    });
    assert!(told.get() >= 20, "only {} people had an exception open", told.get());
}

#[test]
fn a_further_sign_never_takes_an_emergency_back() {
    everybody(WITH_MORE, |person| {
        let sheet = before_the_reliefs(person);
        let now = at_once::told(base(), &sheet).disposition;
        for (asked, index) in base().questions.iter().zip(0u16..).step_by(7) {
            let risk =
                asked.polarity == Polarity::Risk && asked.purpose == Purpose::Safety && asked.kind == Kind::YesNo;
            if !risk {
                continue;
            }
            let mut more = sheet.clone();
            more.set(QuestionId(index), Answer::Yes);
            let then = at_once::told(base(), &more).disposition;
            if then < now {
                return Err(format!("{now} became {then} by a yes to {}", asked.id));
            }
        }
        Ok(())
    });
}
