//! Who may do what: one policy, and the list of addresses that it is asked for.

mod addresses;
mod mode;
mod policy;
mod scope;

pub use addresses::Address;
pub(crate) use addresses::{Routes, Show, enter};
pub use mode::Mode;
pub use policy::{Act, Role};
pub(crate) use policy::{Authorized, Belongs, Does, Lets, Member, On, Program, Refusal, Seat, allowed, does, may};
pub(crate) use scope::{Right, Scope};
