//! Sessions, self-care and what to watch for.

use supple_care::{
    knowledge::{SelfCare, Watch},
    session::Session,
};

use crate::load::Loader;

pub(crate) fn read(_loader: &mut Loader<'_>) -> (Vec<Session>, Vec<SelfCare>, Vec<Watch>) {
    (Vec::new(), Vec::new(), Vec::new())
}
