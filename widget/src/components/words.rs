//! Changing words and flags of the views, each as one type of signal: every other type of closure
//! would bring its own copy of the code that renders it (`docs/performance.md`).

use leptos::prelude::*;

/// A text out of a few.
pub(crate) fn text_signal(
    text: impl Fn() -> &'static str + Send + Sync + 'static,
) -> Signal<&'static str> {
    Signal::derive(text)
}

/// A text of any kind; empty elements are hidden by the style sheet.
pub(crate) fn words(text: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(text)
}

/// A flag as ARIA writes it.
pub(crate) fn aria(flag: impl Fn() -> bool + Send + Sync + 'static) -> Signal<&'static str> {
    text_signal(move || if flag() { "true" } else { "false" })
}

/// A flag of an attribute that is there or not.
pub(crate) fn flag(flag: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(flag)
}
