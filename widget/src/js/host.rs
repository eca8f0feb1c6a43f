//! What the element offers: loading the map module, and hearing what happened.

use wasm_bindgen::prelude::*;

use super::map::MapModule;

#[wasm_bindgen]
extern "C" {
    /// The element, as the loader passes it to `mount`.
    #[derive(Clone, Debug)]
    pub type Host;

    #[wasm_bindgen(method, catch, js_name = loadMap)]
    async fn load_map_js(this: &Host) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = select)]
    fn select_js(this: &Host, selection: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = change)]
    fn change_js(this: &Host) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = committing)]
    fn committing_js(this: &Host, is_committing: bool) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = late)]
    fn late_js(this: &Host, id: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = cancel)]
    fn cancel_js(this: &Host, reason: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = error)]
    fn error_js(this: &Host, code: &str, message: &str, retryable: bool) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = ready)]
    fn ready_js(this: &Host) -> Result<(), JsValue>;
}

impl Host {
    /// Loads `map.js`; none where that failed, since the list does without.
    pub(crate) async fn load_map(&self) -> Option<MapModule> {
        let module = self.load_map_js().await.ok()?;
        Some(module.unchecked_into())
    }

    /// The proxy was asked to confirm, or has answered: meanwhile no form may leave with an
    /// earlier selection or none.
    pub(crate) fn committing(&self, is_committing: bool) {
        ignore(self.committing_js(is_committing));
    }

    /// The proxy confirmed a selection: its JSON, as the proxy sent it.
    pub(crate) fn select(&self, selection: &str) {
        ignore(self.select_js(selection));
    }

    /// The proxy confirmed a selection that was taken back before: its id, for it to be withdrawn.
    pub(crate) fn late(&self, id: &str) {
        ignore(self.late_js(id));
    }

    /// The shopper wants to choose another point.
    pub(crate) fn change(&self) {
        ignore(self.change_js());
    }

    /// The shopper leaves the picker without a selection: `closed` it, or has `none_found`.
    pub(crate) fn cancel(&self, reason: &str) {
        ignore(self.cancel_js(reason));
    }

    /// Something went wrong that the page may want to know of.
    pub(crate) fn error(&self, code: &str, message: &str, retryable: bool) {
        ignore(self.error_js(code, message, retryable));
    }

    /// The picker shows the outcome of its first search, or waits for words; told once.
    pub(crate) fn ready(&self) {
        ignore(self.ready_js());
    }
}

/// The element fires events, and a listener of the page may throw: its own affair, which the
/// browser has reported already.
fn ignore(outcome: Result<(), JsValue>) {
    drop(outcome);
}
