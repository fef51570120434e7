//! The pages, one file each: what a request asks for, and the fields that its template shows.

pub(crate) mod again;
pub(crate) mod agreement;
pub(crate) mod ask;
pub(crate) mod check;
pub(crate) mod crisis;
pub(crate) mod destroy;
pub(crate) mod doors;
pub(crate) mod emergency;
pub(crate) mod know;
pub(crate) mod map;
pub(crate) mod marks;
pub(crate) mod more;
pub(crate) mod next;
pub(crate) mod parts;
pub(crate) mod plan;
pub(crate) mod reasons;
pub(crate) mod record;
pub(crate) mod result;
pub(crate) mod session;
pub(crate) mod start;
pub(crate) mod take;
pub(crate) mod techniques;
pub(crate) mod track;
pub(crate) mod trouble;
pub(crate) mod typed;
