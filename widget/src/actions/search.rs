//! Searching: from the page's attributes, from the shopper's words, and once more.

use std::sync::Arc;

use leptos::prelude::*;
use model::{SearchResults, ServicePoint};
use wasm_bindgen_futures::spawn_local;

use super::commit::withdraw;
use crate::{
    api::{self, ApiError},
    js::fetch::Abort,
    order,
    query::Place,
    settings::Mode,
    state::{Failure, SearchState, State},
    text::Text,
};

/// Begins: the shop's settings and the first search, side by side where the country is known.
pub(crate) fn start(state: State) {
    let knows_country = state.country().is_some();
    state
        .backstage
        .update_value(|backstage| backstage.awaits_config = true);
    spawn_local(async move {
        let config = api::config(&state.settings.get_untracked()).await;
        let is_there = state
            .backstage
            .try_update_value(|backstage| backstage.awaits_config = false);
        if is_there.is_none() {
            return;
        }
        match config {
            Ok(config) => {
                state.config.set(Some(config));
                if !knows_country {
                    retry(state);
                }
            }
            // With a country, the search tells the shopper what is wrong; without, there is none.
            Err(error) if !knows_country => fail(state, &error),
            Err(_) => {}
        }
    });
    search_from_attributes(state);
}

/// Searches where the page's attributes point to; waits for words where they name no place.
pub(crate) fn search_from_attributes(state: State) {
    match Place::of(&state.settings.get_untracked()) {
        Some(place) => search(state, place),
        None => {
            begin(state, None, None);
            state.search.set(SearchState::Start);
            match (state.country(), awaits_config(state)) {
                (Some(_), _) => state.ready(),
                (None, true) => {}
                (None, false) => fail_without_country(state),
            }
        }
    }
}

/// The last search once more, or all from the start.
pub(crate) fn retry(state: State) {
    let place = state
        .backstage
        .with_value(|backstage| backstage.last_place.clone());
    match place {
        // Without a country there is no search, so the settings that may bring one come first.
        _ if state.country().is_none() && state.config.with(Option::is_none) => start(state),
        Some(place) => search(state, place),
        None => search_from_attributes(state),
    }
}

/// Searches near a place. A search under way is ended; its results, if any came, stay until the
/// answer.
pub(crate) fn search(state: State, place: Place) {
    let abort = Abort::new();
    let handle = abort.handle();
    let number = begin(state, Some(place.clone()), Some(abort));
    state.search.set(SearchState::Searching);
    let Some(country) = state.country() else {
        // The shop's settings may still bring one; then this search is made.
        if !awaits_config(state) {
            fail_without_country(state);
        }
        return;
    };
    spawn_local(async move {
        let settings = state.settings.get_untracked();
        let answer = api::search(&settings, &country, &place, handle).await;
        let latest = state.backstage.try_with_value(|backstage| backstage.search);
        // Otherwise the picker is gone, or another search has begun.
        if latest == Some(number) {
            match answer {
                Ok(results) => show(state, place.text(), results),
                Err(error) => fail(state, &error),
            }
        }
    });
}

/// Ends the search under way and numbers the next, so that no answer is taken for another's.
fn begin(state: State, place: Option<Place>, abort: Option<Abort>) -> u32 {
    state.backstage.update_value(|backstage| {
        // Dropping the earlier one ends its request.
        backstage.running_search = abort;
        backstage.last_place = place;
        backstage.search += 1;
    });
    state.backstage.with_value(|backstage| backstage.search)
}

fn awaits_config(state: State) -> bool {
    state
        .backstage
        .with_value(|backstage| backstage.awaits_config)
}

fn fail_without_country(state: State) {
    let error = ApiError::Refused {
        status: 400,
        code: None,
        detail: "`country` is missing, and the shop does not have exactly one".to_owned(),
        retry_after_s: None,
    };
    fail(state, &error);
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
        withdraw(state);
    }
    state.unfolded.set(None);
    state.points.set(points);
    state.search.set(SearchState::Answered {
        query,
        geocoding: results.geocoding,
    });
    state.ready();
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
        | ApiError::Unreadable => Text::Unavailable.get(),
    };
    state.tell(|host| host.error(code, message, is_retryable));
    state.ready();
}
