//! Pictures of other hosts, kept here: asked for once however many wait, and shown on while the
//! host that has them is down. Whoever wants some brings the call, and says for how long.

mod failure;
mod kept;
mod lifetime;
mod metrics;
mod picture;
mod read;
mod store;

pub(crate) use failure::Failure;
pub(crate) use kept::{Absence, Found};
pub(crate) use lifetime::Lifetime;
pub(crate) use picture::{Form, Picture};
pub(crate) use read::{Outcome, read};
pub(crate) use store::{Key, Pictures, Terms};
