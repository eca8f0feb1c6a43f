//! Tells when an element is first seen: hidden tabs, closed accordions and narrow layouts cost
//! nothing until then.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};

/// Watches an element until it is seen or this is dropped.
#[must_use = "the watch ends as soon as this is dropped"]
pub(crate) struct FirstSight {
    observer: IntersectionObserver,
    _run: Closure<dyn FnMut(js_sys::Array)>,
}

impl FirstSight {
    /// Runs `run` once when the element is first on screen; none where that cannot be watched.
    pub(crate) fn of(element: &Element, run: impl FnOnce() + 'static) -> Option<Self> {
        let mut run = Some(run);
        let run: Closure<dyn FnMut(js_sys::Array)> = Closure::new(move |entries: js_sys::Array| {
            let is_seen = entries.iter().any(|entry| {
                let entry = entry.unchecked_into::<IntersectionObserverEntry>();
                entry.is_intersecting()
            });
            if is_seen && let Some(run) = run.take() {
                run();
            }
        });
        let observer = IntersectionObserver::new(run.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _run: run,
        })
    }
}

impl Drop for FirstSight {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
