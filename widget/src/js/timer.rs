//! A callback after a while, which dropping the handle prevents.

use wasm_bindgen::{JsCast, closure::Closure};

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
