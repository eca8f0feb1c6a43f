//! A callback after a while, which dropping the handle prevents.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    // What they hand out is a number of 32 bits only where the page has not replaced them.
    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(run: &Function, delay_ms: i32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue) -> Result<(), JsValue>;
}

/// A pending callback.
#[must_use = "the callback is forgotten as soon as this is dropped"]
pub(crate) struct Timer {
    id: JsValue,
    _run: Closure<dyn FnMut()>,
}

impl Timer {
    /// Runs `run` after `delay_ms` milliseconds; none where the page has no timers.
    pub(crate) fn after(delay_ms: i32, run: impl FnOnce() + 'static) -> Option<Self> {
        Self::boxed(delay_ms, Box::new(run))
    }

    fn boxed(delay_ms: i32, run: Box<dyn FnOnce()>) -> Option<Self> {
        let run = Closure::once(run);
        let id = set_timeout(run.as_ref().unchecked_ref(), delay_ms).ok()?;
        Some(Self { id, _run: run })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        drop(clear_timeout(&self.id));
    }
}

/// Waits; not at all where the page has no timers.
pub(crate) async fn sleep(delay_ms: i32) {
    let waited = Promise::new(&mut |resolve, _| {
        if set_timeout(&resolve, delay_ms).is_err() {
            drop(resolve.call0(&JsValue::NULL));
        }
    });
    drop(JsFuture::from(waited).await);
}
