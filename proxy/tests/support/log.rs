//! What the proxy logs, kept for each test apart: a test's runtime has one thread, so its thread
//! tells its lines from those of the others.

use std::cell::RefCell;
use std::io;
use std::sync::Once;

use proxy::telemetry::{self, Form};
use tracing_subscriber::util::SubscriberInitExt;

thread_local! {
    static LINES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Starts the log, once for all tests. Every test does so before its first request: whether a
/// place in the code is logged at all is decided when it is reached first.
pub(crate) fn start() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| telemetry::subscriber(|| Writer, Form::Json).init());
}

/// All that this test logged.
pub(crate) fn read() -> String {
    let lines = LINES.with(|lines| lines.borrow().clone());
    String::from_utf8(lines).expect("the log is text")
}

struct Writer;

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.with(|lines| lines.borrow_mut().extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
