//! The window, and the few things done to elements directly.

use web_sys::{FocusOptions, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition, Window};

/// The page's window.
#[expect(clippy::disallowed_methods, reason = "the one place that may")]
pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

/// Moves focus without scrolling the page; quietly nothing where the element is gone.
pub(crate) fn focus(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    drop(element.focus_with_options(&options));
}

/// Scrolls no further than it takes to show the element; the page too, where it is out of view.
pub(crate) fn reveal(element: &HtmlElement) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}
