//! Scopes as SMART App Launch 2 writes them: `patient/Observation.rs`, `system/*.cruds`.

use std::fmt;

/// What is done with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    Create,
    Read,
    Update,
    Search,
}

impl Right {
    /// The letter in a scope. `d`, deleting, is read and never granted: nothing is deleted here.
    const fn letter(self) -> char {
        match self {
            Self::Create => 'c',
            Self::Read => 'r',
            Self::Update => 'u',
            Self::Search => 's',
        }
    }
}

/// One scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// Whether it is about one client alone.
    pub(crate) of_patient: bool,
    /// The type of resource; nothing for every one.
    kind: Option<String>,
    letters: String,
}

impl Scope {
    /// Reads one; nothing where it cannot be read. The spelling of SMART 1 (`.read`, `.write`, `.*`) is read too.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (context, rest) = text.split_once('/')?;
        let of_patient = match context {
            "patient" => true,
            "system" => false,
            _ => return None,
        };
        let (kind, rights) = rest.split_once('.')?;
        let letters = match rights {
            "read" => "rs",
            "write" => "cud",
            "*" => "cruds",
            letters => letters,
        };
        // In this order and each once, as the standard has it.
        let mut order = "cruds".chars();
        let in_order = !letters.is_empty() && letters.chars().all(|letter| order.any(|known| known == letter));
        let is_name = !kind.is_empty() && kind.len() <= 64 && kind.chars().all(|letter| letter.is_ascii_alphabetic());
        let kind = match kind {
            "*" => None,
            name if is_name => Some(name.to_owned()),
            _ => return None,
        };
        in_order.then(|| Self { of_patient, kind, letters: letters.to_owned() })
    }

    /// What both allow; nothing where that is nothing.
    pub(crate) fn both(&self, other: &Self) -> Option<Self> {
        let kind = match (&self.kind, &other.kind) {
            (None, kind) | (kind, None) => kind.clone(),
            (Some(one), Some(two)) => Some(one.clone()).filter(|one| one == two),
        };
        let kinds_meet = kind.is_some() || (self.kind.is_none() && other.kind.is_none());
        let letters: String = self.letters.chars().filter(|letter| other.letters.contains(*letter)).collect();
        let meet = self.of_patient == other.of_patient && kinds_meet && !letters.is_empty();
        meet.then_some(Self { of_patient: self.of_patient, kind, letters })
    }

    /// Whether it allows this.
    pub(crate) fn holds(&self, kind: &str, right: Right) -> bool {
        self.kind.as_deref().is_none_or(|own| own == kind) && self.letters.contains(right.letter())
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let context = if self.of_patient { "patient" } else { "system" };
        write!(f, "{context}/{}.{}", self.kind.as_deref().unwrap_or("*"), self.letters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_read_as_the_standard_writes_it() {
        for (text, same) in [
            ("system/*.rs", "system/*.rs"),
            ("patient/Observation.cruds", "patient/Observation.cruds"),
            ("patient/*.read", "patient/*.rs"),
            ("system/Slot.*", "system/Slot.cruds"),
        ] {
            assert_eq!(Scope::read(text).unwrap().to_string(), same);
        }
        for text in
            ["", "*", "user/*.rs", "system/*", "system/*.", "system/*.sr", "system/*.rr", "system/A-b.r", "system/.r"]
        {
            assert_eq!(Scope::read(text), None, "{text}");
        }
    }

    #[test]
    fn what_two_scopes_share_allows_exactly_what_both_allow() {
        let kinds = ["*", "Slot", "Appointment"];
        let letters = ["c", "r", "rs", "cruds", "us"];
        let mut all = Vec::new();
        for (of, kind) in ["system", "patient"].iter().flat_map(|of| kinds.iter().map(move |kind| (of, kind))) {
            all.extend(letters.iter().map(|letters| Scope::read(&format!("{of}/{kind}.{letters}")).unwrap()));
        }
        for (one, two) in all.iter().flat_map(|one| all.iter().map(move |two| (one, two))) {
            let shared = one.both(two);
            for kind in ["Slot", "Appointment", "Patient"] {
                for right in [Right::Create, Right::Read, Right::Update, Right::Search] {
                    let both = one.of_patient == two.of_patient && one.holds(kind, right) && two.holds(kind, right);
                    assert_eq!(shared.as_ref().is_some_and(|it| it.holds(kind, right)), both, "{one} {two}");
                }
            }
        }
    }

    #[test]
    fn a_scope_allows_what_it_names() {
        let scope = Scope::read("system/Appointment.cr").unwrap();
        assert!(scope.holds("Appointment", Right::Create) && scope.holds("Appointment", Right::Read));
        assert!(!scope.holds("Appointment", Right::Update) && !scope.holds("Slot", Right::Read));
        assert!(Scope::read("system/*.s").unwrap().holds("Slot", Right::Search));
    }
}
