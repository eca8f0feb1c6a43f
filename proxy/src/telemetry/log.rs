//! The log itself: lines on standard error, written by a thread of their own, so that a slow reader
//! never holds up a request.

use std::io::{IsTerminal, stderr};
use std::sync::OnceLock;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::registry::Registry;
use tracing::level_filters::LevelFilter;
use tracing::{Subscriber, error};
use tracing_appender::non_blocking::{ErrorCounter, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Most lines that wait for a slow reader: some MB. What comes on top is dropped and counted.
const BUFFERED_LINES: usize = 8192;

/// How many lines were dropped; the log is the process's, so is its count.
static DROPPED: OnceLock<ErrorCounter> = OnceLock::new();

/// How a line looks.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// For people.
    Plain,
    /// For machines: a JSON object.
    Json,
}

/// Writes what is still buffered when it is dropped, for up to a second: the end of `main`.
#[must_use = "the last lines are lost without it"]
#[derive(Debug)]
pub struct Logs {
    _worker: WorkerGuard,
}

/// Starts logging to standard error: plain lines on a terminal, else JSON lines. Faults of the
/// program become such lines too.
pub fn start() -> Logs {
    let form = if stderr().is_terminal() {
        Form::Plain
    } else {
        Form::Json
    };
    let (writer, worker) = NonBlockingBuilder::default()
        .buffered_lines_limit(BUFFERED_LINES)
        .lossy(true)
        .thread_name("log")
        .finish(stderr());
    DROPPED.get_or_init(|| writer.error_counter());
    subscriber(writer, form).init();
    // Rust's own hook would print the message, which may quote what a shopper typed.
    std::panic::set_hook(Box::new(|panic| {
        let location = panic.location().map(ToString::to_string);
        error!(location, "a fault of the program");
    }));
    Logs { _worker: worker }
}

/// What writes the lines.
///
/// `info` is the deepest level, because below it the HTTP libraries write down addresses with
/// their queries.
pub fn subscriber<W>(writer: W, form: Form) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt::layer().with_writer(writer);
    let lines = match form {
        Form::Plain => lines.compact().boxed(),
        Form::Json => lines.json().flatten_event(true).boxed(),
    };
    // The database's driver writes down what the server tells it, rows and passwords included; the
    // store tells what may be told.
    let told = Targets::new()
        .with_default(LevelFilter::INFO)
        .with_target("sqlx", LevelFilter::OFF);
    tracing_subscriber::registry().with(lines.with_filter(told))
}

/// An error and what caused it, in one line.
#[must_use]
pub fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        line.push_str(": ");
        line.push_str(&cause.to_string());
        source = cause.source();
    }
    line
}

/// Adds the count of lines that the log has dropped.
pub(crate) fn register(registry: &mut Registry) {
    registry.register_collector(Box::new(DroppedLines));
}

/// Reads the count where the writer keeps it.
#[derive(Debug)]
struct DroppedLines;

impl Collector for DroppedLines {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let dropped = DROPPED.get().map_or(0, ErrorCounter::dropped_lines);
        let counter = ConstCounter::new(u64::try_from(dropped).unwrap_or(u64::MAX));
        let help = "Lines of the log that were dropped, because nobody read them in time";
        let metric =
            encoder.encode_descriptor("log_dropped_lines", help, None, counter.metric_type())?;
        counter.encode(metric)
    }
}
