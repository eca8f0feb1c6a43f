//! What the picker does: search, check, commit. Each is a step from one state to the next.

mod commit;
mod config;
mod location;
mod own;
mod restore;
mod search;
mod show;

pub(crate) use commit::{choose, commit, reset, withdraw};
pub(crate) use location::search_here;
pub(crate) use own::take as take_own;
pub(crate) use restore::{restore, show_selection};
pub(crate) use search::{
    back_online, look_up_number, retry, search, search_area, search_from_attributes, show_more,
    start,
};

use model::ServicePointId;

use crate::{filters::Filters, order, signal::untrack, state::State, text::Text};

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

/// Shows all points again that were found, or that the page has.
pub(crate) fn show_all(state: State) {
    if state.together.with_untracked(Option::is_some) {
        narrow(state, None);
    } else {
        search_from_attributes(state);
    }
}

/// Narrows the list to points that the map shows at one place, or takes that back.
pub(crate) fn narrow(state: State, together: Option<Vec<ServicePointId>>) {
    let sorted = together.map(|ids| order::by_key(ids, |id| (0, id.get())));
    state.together.set(sorted);
    drop_unlisted(state);
    state.shows_map.set(false);
}

/// Changes the filters; what no longer fits is no longer checked.
pub(crate) fn filter(state: State, change: impl FnOnce(&mut Filters)) {
    state.filters.update(change);
    drop_unlisted(state);
    let shown = untrack(|| state.fitting().len());
    let total = state.points.with_untracked(Vec::len);
    let words = state.words;
    let (shown, total) = (words.count(shown), words.count(total));
    state.announce(words.with(Text::Shown, &[("n", &shown), ("total", &total)]));
}

/// What is not in the list any more is no longer checked.
fn drop_unlisted(state: State) {
    let checked = state.checked.get_untracked();
    let listed = untrack(|| state.listed());
    if checked.is_some() && listed.iter().all(|point| Some(point.id) != checked) {
        commit::withdraw(state);
        state.checked.set(None);
        state.post_number.set(String::new());
    }
}
