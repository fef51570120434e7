//! Where somebody's work is: the practice that they see first after signing in, and that stands in the header.

use uuid::Uuid;

use crate::access::{Role, Seat};

/// A practice that somebody works in, with the page on which their work there begins.
struct Work {
    practice: Uuid,
    begins: &'static str,
}

/// The practices that somebody works in; none for clients, and none where nobody signs in.
fn all(seat: &Seat) -> Vec<Work> {
    let Seat::Member(member) = seat else { return Vec::new() };
    let begins = |roles: &std::collections::BTreeSet<Role>| {
        if roles.contains(&Role::Therapist) || roles.contains(&Role::FrontDesk) {
            Some("/day")
        } else if roles.contains(&Role::Owner) {
            Some("")
        } else {
            roles.contains(&Role::Auditor).then_some("/audit")
        }
    };
    let works = member.belongs.iter().filter_map(|it| Some(Work { practice: it.practice, begins: begins(&it.roles)? }));
    works.collect()
}

/// What somebody sees first after signing in: the day, the practice or its audit, by what they are there; the list where they
/// work in several; the first page where they work in none. The policy decides there as everywhere.
pub(crate) fn first(seat: &Seat) -> String {
    match all(seat).as_slice() {
        [] => "/".to_owned(),
        [one] => format!("/practice/{}{}", one.practice, one.begins),
        _ => "/practice".to_owned(),
    }
}

/// The page of the practice that somebody works in; the list where there are several, nothing where there is none.
pub(crate) fn page(seat: &Seat) -> Option<String> {
    match all(seat).as_slice() {
        [] => None,
        [one] => Some(format!("/practice/{}", one.practice)),
        _ => Some("/practice".to_owned()),
    }
}
