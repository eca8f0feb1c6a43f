//! What the picker does: search, check, commit. Each is a step from one state to the next.

mod commit;
mod restore;
mod search;

pub(crate) use commit::{commit, reset};
pub(crate) use restore::{restore, show_selection};
pub(crate) use search::{retry, search, search_from_attributes, start};

use model::ServicePointId;

use crate::state::State;
use leptos::prelude::*;

/// Checks a point, which says nothing to the shop yet. A post number belongs to one point, so it
/// goes when the point changes; so does a commit that is not answered yet.
pub(crate) fn check(state: State, id: ServicePointId) {
    if state.checked.get_untracked() == Some(id) {
        return;
    }
    commit::withdraw(state);
    state.checked.set(Some(id));
    state.post_number.set(String::new());
}
