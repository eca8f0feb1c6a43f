//! Searching where the device is.

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::search::{begin, is_latest, search, settle};
use crate::{
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
    spawn_local(async move {
        let found: Array = browser.locate().await.unchecked_into();
        if !is_latest(state, number) {
            return;
        }
        let number = |at| found.get(at).as_f64();
        let text = match (number(0), number(1), number(2)) {
            (Some(latitude), Some(longitude), Some(accuracy_m)) if accuracy_m < VAGUE_FROM_M => {
                let [latitude, longitude] = [latitude, longitude].map(thousandths);
                return search(state, Place::Here(latitude, longitude));
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

/// Degrees to three decimals, about 100 m: no more than that leaves the device.
fn thousandths(degrees: f64) -> String {
    let thousandths = (degrees * 1_000.0).round() as i64;
    let sign = if thousandths < 0 { "-" } else { "" };
    let thousandths = thousandths.unsigned_abs();
    format!("{sign}{}.{:03}", thousandths / 1_000, thousandths % 1_000)
}

#[cfg(test)]
mod tests {
    use super::thousandths;

    #[test]
    fn a_position_leaves_the_device_rounded() {
        let written = [51.437_304, -0.000_6, 5.478, -9.139_37, 0.0].map(thousandths);
        assert_eq!(written, ["51.437", "-0.001", "5.478", "-9.139", "0.000"]);
    }
}
