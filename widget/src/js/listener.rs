//! DOM events, heard for as long as somebody holds the listener.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, EventTarget};

/// A DOM event listener that drop removes.
#[must_use = "the listener is removed as soon as it is dropped"]
pub(crate) struct Listener {
    target: EventTarget,
    event: &'static str,
    run: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens at `target`.
    ///
    /// # Errors
    ///
    /// What JavaScript threw: a host page may have replaced `addEventListener`.
    pub(crate) fn new(
        target: &EventTarget,
        event: &'static str,
        run: Box<dyn FnMut(Event)>,
    ) -> Result<Self, JsValue> {
        let run = Closure::wrap(run);
        target.add_event_listener_with_callback(event, run.as_ref().unchecked_ref())?;
        Ok(Self {
            target: target.clone(),
            event,
            run,
        })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let run = self.run.as_ref().unchecked_ref();
        // What cannot be removed is an event that nobody answers any more.
        drop(
            self.target
                .remove_event_listener_with_callback(self.event, run),
        );
    }
}
