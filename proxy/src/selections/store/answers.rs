//! What the store is asked with, and what it answers.

use jiff::Timestamp;
use model::{ServicePoint, ServicePointId};

use crate::selections::Record;

/// Most rows that one look for what is too old removes: nobody waits long behind it.
pub(super) const PURGE_MAX: usize = 500;

/// What became of a selection that was to be stored.
#[derive(Debug)]
pub(crate) enum Placed {
    /// It is stored, and has replaced an earlier one of the same reference.
    New,
    /// The same choice is there already, as this one.
    Same(Box<Record>),
    /// The reference became an order: nothing of it changes any more.
    Bound,
    /// The selection in whose place it was to come is not the current one any more.
    Changed,
}

/// What became of a selection that was to be bound to an order.
#[derive(Debug)]
pub(crate) enum Binding {
    /// It is bound, since now or before.
    Done(Box<Record>),
    /// It is bound to another order, or the order or its cart to another selection.
    Conflict,
    /// There is no such selection.
    Missing,
}

/// What became of a selection that the shopper took back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Withdrawal {
    /// No reference leads to it now.
    Done,
    /// It became part of an order.
    Bound,
}

/// What a later look at the point found.
pub(crate) struct Checked {
    /// The point as it is now, under the id that it has now.
    pub(crate) service_point: ServicePoint,
    /// The id that it had when it was selected, if that was another.
    pub(crate) earlier_service_point_id: Option<ServicePointId>,
    /// Sendcloud's answer.
    pub(crate) is_available: Option<bool>,
    pub(crate) checked_at: Timestamp,
}

/// Where a page of a list ends: the selections after it come next.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) selected_at: Timestamp,
    pub(crate) id: String,
}

/// The ends of the times that things are kept for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Retention {
    /// Selections that became no order go that were made before.
    pub(crate) unbound_before: Timestamp,
    /// Selections go that became an order before.
    pub(crate) bound_before: Timestamp,
    /// Post numbers go whose selection became an order before, or none and was made before.
    pub(crate) post_numbers_before: Timestamp,
}

/// How much a look through the store has removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Purged {
    pub(crate) selections: usize,
    pub(crate) post_numbers: usize,
}

impl Purged {
    /// Whether nothing that is too old can be left.
    pub(crate) fn is_all(self) -> bool {
        self.selections < PURGE_MAX && self.post_numbers < PURGE_MAX
    }
}
