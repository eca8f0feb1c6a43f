//! Searching: from the page's attributes, from the shopper's words, and once more.

use std::sync::Arc;

use leptos::prelude::*;
use model::{SearchResults, ServicePoint};
use wasm_bindgen_futures::spawn_local;

use crate::{
    api::{self, ApiError},
    js::{Host, fetch::Abort},
    order,
    query::Place,
    settings::Mode,
    state::{CommitState, Failure, SearchState, State},
    text::Text,
};

/// Begins: the shop's settings and the first search, side by side where the country is known.
pub(crate) fn start(state: State) {
    let knows_country = state.country().is_some();
    if knows_country {
        search_from_attributes(state);
    }
    spawn_local(async move {
        let config = api::config(&state.settings.get_untracked()).await;
        match config {
            Ok(config) => drop(state.config.try_set(Some(config))),
            // The search tells the shopper what is wrong; without a country there is none.
            Err(error) if !knows_country => return fail(state, &error),
            Err(_) => return,
        }
        if !knows_country && !state.config.is_disposed() {
            search_from_attributes(state);
        }
    });
}

/// Searches where the page's attributes point to; waits for words where they name no place.
pub(crate) fn search_from_attributes(state: State) {
    match Place::of(&state.settings.get_untracked()) {
        Some(place) => search(state, place),
        None => {
            state
                .backstage
                .update_value(|backstage| backstage.running_search = None);
            state.search.set(SearchState::Start);
            state.tell(Host::ready);
        }
    }
}

/// The last search once more.
pub(crate) fn retry(state: State) {
    let last_place = state
        .backstage
        .with_value(|backstage| backstage.last_place.clone());
    match last_place {
        Some(place) => search(state, place),
        None => start(state),
    }
}

/// Searches near a place. A search under way is ended; its results, if any came, stay until the
/// answer.
pub(crate) fn search(state: State, place: Place) {
    let Some(country) = state.country() else {
        let detail = "`country` is missing, and the shop does not have exactly one".to_owned();
        let error = ApiError::Refused {
            status: 400,
            code: None,
            detail,
            retry_after_s: None,
        };
        return fail(state, &error);
    };
    let abort = Abort::new();
    let handle = abort.handle();
    state.backstage.update_value(|backstage| {
        // Dropping the earlier one ends its request.
        backstage.running_search = Some(abort);
        backstage.last_place = Some(place.clone());
    });
    state.search.set(SearchState::Searching);
    spawn_local(async move {
        let settings = state.settings.get_untracked();
        let answer = api::search(&settings, &country, &place, handle).await;
        let is_current = state
            .backstage
            .try_with_value(|backstage| backstage.last_place.as_ref() == Some(&place));
        let is_current = is_current.unwrap_or(false);
        match answer {
            Ok(results) if is_current => show(state, place.text(), results),
            Err(error) if is_current => fail(state, &error),
            // The picker is gone, or another place was asked for.
            Ok(_) | Err(_) => {}
        }
    });
}

/// Puts an answer on the screen.
fn show(state: State, query: String, results: SearchResults) {
    let points: Vec<Arc<ServicePoint>> = results.results.into_iter().map(Arc::new).collect();
    // v3 promises an order only around a reference point; points without distance keep theirs.
    let points = order::by_key(points, |point| point.distance.metres().unwrap_or(u32::MAX));
    let checked = state.checked.get_untracked();
    let is_still_there = points.iter().any(|point| Some(point.id) == checked);
    if !is_still_there {
        let is_dialog = state
            .settings
            .with_untracked(|settings| settings.mode == Mode::Dialog);
        let nearest = points.iter().find(|point| state.is_choosable(point));
        state
            .checked
            .set(nearest.filter(|_| is_dialog).map(|point| point.id));
        state.post_number.set(String::new());
        state.commit.set(CommitState::Idle);
    }
    state.unfolded.set(None);
    state.points.set(points);
    state.search.set(SearchState::Answered {
        query,
        geocoding: results.geocoding,
    });
    state.tell(Host::ready);
}

/// Tells the shopper, and the page, that a search failed.
fn fail(state: State, error: &ApiError) {
    let Some(failure) = Failure::of(error) else {
        return;
    };
    if state.search.try_set(SearchState::Failed(failure)).is_some() {
        return;
    }
    let (code, is_retryable) = failure.code();
    let message = match error {
        ApiError::Refused { detail, .. } if !detail.is_empty() => detail.as_str(),
        ApiError::Refused { .. }
        | ApiError::Aborted
        | ApiError::NoAnswer
        | ApiError::Unreadable => Text::Unreachable.get(),
    };
    state.tell(|host| {
        host.error(code, message, is_retryable);
        host.ready();
    });
}
