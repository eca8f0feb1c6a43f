//! A callback after a while, which dropping the handle prevents.

use js_sys::Promise;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use super::dom;

/// A pending callback.
#[must_use = "the callback is forgotten as soon as this is dropped"]
pub(crate) struct Timer {
    id: i32,
    _run: Closure<dyn FnMut()>,
}

impl Timer {
    /// Runs `run` after `delay_ms` milliseconds; none where the page has no timers.
    pub(crate) fn after(delay_ms: i32, run: impl FnOnce() + 'static) -> Option<Self> {
        Self::boxed(delay_ms, Box::new(run))
    }

    fn boxed(delay_ms: i32, run: Box<dyn FnOnce()>) -> Option<Self> {
        let run = Closure::once(run);
        let id = dom::window()?
            .set_timeout_with_callback_and_timeout_and_arguments_0(
                run.as_ref().unchecked_ref(),
                delay_ms,
            )
            .ok()?;
        Some(Self { id, _run: run })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = dom::window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}

/// Waits; not at all where the page has no timers.
pub(crate) async fn sleep(delay_ms: i32) {
    let waited = Promise::new(&mut |resolve, _| {
        let timer = dom::window().map(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, delay_ms)
        });
        if !matches!(timer, Some(Ok(_))) {
            drop(resolve.call0(&wasm_bindgen::JsValue::NULL));
        }
    });
    drop(JsFuture::from(waited).await);
}
