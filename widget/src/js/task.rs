//! Work that waits for JavaScript.

use std::pin::Pin;

/// Has work go on as soon as the browser has its turn. All of one type: each other one would bring the
/// code that runs it along, half a kilobyte.
pub(crate) fn spawn(work: impl Future<Output = ()> + 'static) {
    spawn_boxed(Box::pin(work));
}

fn spawn_boxed(work: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(work);
}
