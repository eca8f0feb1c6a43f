//! Searching where the device is.

use js_sys::Array;
use model::Position;
use wasm_bindgen::JsCast;

use super::search::{begin, is_latest, search, settle};
use crate::{
    js::task::spawn,
    query::Place,
    state::{Failure, SearchState, State},
    text::Text,
};

/// A position that may be farther off is no help, in metres.
const VAGUE_FROM_M: f64 = 5_000.0;

/// Searches where the device is: only ever because the shopper pressed a button.
pub(crate) fn search_here(state: State) {
    let number = begin(state, None, None);
    state.is_waiting.set(true);
    state.search.set(SearchState::Searching);
    let browser = state.words.browser();
    spawn(async move {
        let found: Array = browser.locate().await.unchecked_into();
        if !is_latest(state, number) {
            return;
        }
        let number = |at| found.get(at).as_f64();
        let text = match (number(0), number(1), number(2)) {
            (Some(latitude), Some(longitude), Some(accuracy_m)) if accuracy_m < VAGUE_FROM_M => {
                let position = Position {
                    latitude: rounded(latitude),
                    longitude: rounded(longitude),
                };
                return search(state, Place::Here(position));
            }
            (Some(_), Some(_), _) => Text::LocationVague,
            (Some(1.0), ..) => Text::LocationDenied,
            (Some(3.0), ..) => Text::LocationSlow,
            _ => Text::LocationUnavailable,
        };
        settle(state, Vec::new());
        state
            .search
            .set(SearchState::Failed(Failure::NoLocation(text)));
        state.ready();
    });
}

/// Degrees to three decimals, about 100 m: nothing here knows more, and so nothing can tell more.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1_000.0).round() / 1_000.0
}
