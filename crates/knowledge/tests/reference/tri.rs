//! Three-valued truth: certainly not, not known, certainly. "And" is the minimum, "or" the maximum.

/// The truth of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tri {
    No,
    Unknown,
    Yes,
}

/// Both.
pub(crate) fn both(a: Tri, b: Tri) -> Tri {
    a.min(b)
}

/// At least one; of none it is "no".
pub(crate) fn any(all: &[Tri]) -> Tri {
    all.iter().copied().max().unwrap_or(Tri::No)
}

/// Every one.
pub(crate) fn every(all: &[Tri]) -> Tri {
    all.iter().copied().min().unwrap_or(Tri::Yes)
}

/// At least `n`: certain when `n` are certain, possible when `n` are certain or not known.
pub(crate) fn at_least(n: usize, all: &[Tri]) -> Tri {
    let certain = all.iter().filter(|one| **one == Tri::Yes).count();
    let possible = all.iter().filter(|one| **one != Tri::No).count();
    if certain >= n {
        Tri::Yes
    } else if possible >= n {
        Tri::Unknown
    } else {
        Tri::No
    }
}

/// The condition, unless something reassuring was said explicitly.
pub(crate) fn unless(condition: Tri, relief: bool) -> Tri {
    if relief { Tri::No } else { condition }
}

/// What is known for certain.
pub(crate) fn certain(truth: bool) -> Tri {
    if truth { Tri::Yes } else { Tri::No }
}
