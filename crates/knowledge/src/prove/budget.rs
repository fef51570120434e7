//! How much a proof may use. One that needs more says so and fails: it has shown nothing.

use std::{
    cell::Cell,
    fmt,
    time::{Duration, Instant},
};

use biodivine_lib_bdd::Bdd;

/// What ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spent {
    /// This much time.
    Time(Duration),
    /// A diagram grew beyond so many nodes, of 12 bytes each.
    Nodes(usize),
}

impl fmt::Display for Spent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(limit) => write!(f, "not proved: it took longer than {} s", limit.as_secs_f64()),
            Self::Nodes(limit) => write!(f, "not proved: a diagram grew beyond {limit} nodes"),
        }
    }
}

/// The limits of a whole run.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Time for everything.
    pub time: Duration,
    /// Nodes of one diagram.
    pub nodes: usize,
}

impl Default for Limits {
    /// A minute, and diagrams that together stay well below 2 GiB.
    fn default() -> Self {
        Self { time: Duration::from_secs(60), nodes: 20_000_000 }
    }
}

/// What is left of the limits.
#[derive(Debug)]
pub(crate) struct Budget {
    started: Instant,
    limits: Limits,
    spent: Cell<Option<Spent>>,
}

impl Budget {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { started: Instant::now(), limits, spent: Cell::new(None) }
    }

    /// What ran out first, if anything did.
    pub(crate) fn spent(&self) -> Option<Spent> {
        if self.spent.get().is_none() && self.started.elapsed() > self.limits.time {
            self.spent.set(Some(Spent::Time(self.limits.time)));
        }
        self.spent.get()
    }

    /// Whether to go on, now that there is a diagram like this.
    pub(crate) fn allows(&self, diagram: &Bdd) -> bool {
        if self.spent.get().is_none() && diagram.size() > self.limits.nodes {
            self.spent.set(Some(Spent::Nodes(self.limits.nodes)));
        }
        self.spent().is_none()
    }
}
