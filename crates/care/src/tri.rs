//! Three-valued logic.

/// The truth of a condition, where "we do not know" is a real answer.
///
/// | and     | No | Unknown | Yes     |   | or      | No      | Unknown | Yes |
/// |---------|----|---------|---------|---|---------|---------|---------|-----|
/// | No      | No | No      | No      |   | No      | No      | Unknown | Yes |
/// | Unknown | No | Unknown | Unknown |   | Unknown | Unknown | Unknown | Yes |
/// | Yes     | No | Unknown | Yes     |   | Yes     | Yes     | Yes     | Yes |
///
/// The order makes `and` the minimum and `or` the maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tri {
    /// Certainly not.
    No,
    /// Not known. Never read as [`Tri::No`].
    Unknown,
    /// Certainly.
    Yes,
}

impl Tri {
    /// Both: the minimum.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Either: the maximum.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// The value that is certain if `sure`, and possible if `possible`.
    #[must_use]
    pub fn from_bounds(sure: bool, possible: bool) -> Self {
        match (sure, possible) {
            (true, _) => Self::Yes,
            (false, true) => Self::Unknown,
            (false, false) => Self::No,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tri::{No, Unknown, Yes};

    #[test]
    fn and_is_the_table() {
        let table = [
            (No, No, No),
            (No, Unknown, No),
            (No, Yes, No),
            (Unknown, Unknown, Unknown),
            (Unknown, Yes, Unknown),
            (Yes, Yes, Yes),
        ];
        for (a, b, expected) in table {
            assert_eq!(a.and(b), expected, "{a:?} and {b:?}");
            assert_eq!(b.and(a), expected, "{b:?} and {a:?}");
        }
    }

    #[test]
    fn or_is_the_table() {
        let table = [
            (No, No, No),
            (No, Unknown, Unknown),
            (No, Yes, Yes),
            (Unknown, Unknown, Unknown),
            (Unknown, Yes, Yes),
            (Yes, Yes, Yes),
        ];
        for (a, b, expected) in table {
            assert_eq!(a.or(b), expected, "{a:?} or {b:?}");
            assert_eq!(b.or(a), expected, "{b:?} or {a:?}");
        }
    }
}
