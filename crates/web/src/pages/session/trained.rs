//! Who finished the giver's lesson, as far as it concerns a receiver.

use supple_store::PersonId;

use crate::{
    call::Call,
    record::{Lesson, Person},
    visit::Open,
};

/// Everybody who finished the lesson and may give to the person whose record is open: from that record, and from those of the
/// household that open without a PIN, for a lesson counts whoever's back it is. Nobody massages their own back as a partner.
pub(crate) fn trained(call: &Call, open: &Open, person: &Person) -> Vec<Lesson> {
    let store = &call.house.app.store;
    let receiver = open.key.person();
    let mut all = person.record.lessons.clone();
    let people = call.people_here().unwrap_or_default();
    for line in people.iter().filter(|line| line.id != receiver && !line.has_pin) {
        let Ok(key) = store.unlock(line.id, None, call.now.at) else { continue };
        for event in store.events(&key).unwrap_or_default() {
            let lesson = Lesson::read(&event);
            // A name without a record may be the receiver's own.
            let fits =
                |lesson: &Lesson| lesson.person.is_some() || (!lesson.giver.is_empty() && lesson.giver != open.name);
            if let Some(lesson) = lesson.filter(fits) {
                Lesson::add(&mut all, lesson);
            }
        }
    }
    all.retain(|lesson| lesson.person != Some(receiver));
    // The name that somebody has now.
    let now = |id: PersonId| people.iter().find(|line| line.id == id).and_then(|line| line.name.clone());
    for lesson in &mut all {
        if let Some(name) = lesson.person.and_then(now) {
            lesson.giver = name;
        }
    }
    all
}
