//! Alone on one computer, or a practice that is reached from others.

/// How the pages are served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// On this computer alone, for whoever may use it: no account.
    Alone,
    /// For a practice, under this name on the network, encrypted on the way: everybody signs in.
    Practice {
        /// The name that browsers use, with its port where it is not 443: `care.example` or `care.example:8443`.
        host: String,
        /// Whether a proxy stands in front, which tells where a request came from.
        behind_proxy: bool,
        /// What opens the page on which the first account is made, while there is none.
        setup: Option<String>,
    },
}

impl Mode {
    /// Whether everybody has to sign in.
    #[must_use]
    pub const fn signs_in(&self) -> bool {
        matches!(self, Self::Practice { .. })
    }

    /// The name that browsers use, where it is not this computer's own.
    pub(crate) fn host(&self) -> Option<&str> {
        match self {
            Self::Alone => None,
            Self::Practice { host, .. } => Some(host),
        }
    }

    /// Whether what a proxy says of the sender is believed.
    pub(crate) const fn behind_proxy(&self) -> bool {
        matches!(self, Self::Practice { behind_proxy: true, .. })
    }
}
