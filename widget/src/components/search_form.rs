//! The search field: nothing leaves the page before it is submitted.

use super::country_menu;
use crate::{
    actions,
    js::element::{El, button, el},
    query::Place,
    signal::effect,
    state::{Failure, SearchState, State},
    text::Text,
};

/// One field for a postal code, a city or an address, filled with what the page knows.
pub(crate) fn search_form(state: State) -> El {
    // Follows the page's attributes, so that the field always says where the list is.
    let prefill = move || {
        let place = state.settings.with(Place::of);
        place.map(|place| place.text()).unwrap_or_default()
    };
    let field = el("input")
        .attr("id", "spp-search")
        .attr("type", "text")
        .attr("enterkeyhint", "search")
        .attr("autocomplete", "postal-code")
        .attr("maxlength", "200")
        .value(prefill);
    let typed = field.clone();
    let submit = move || {
        let text = typed.typed().trim().to_owned();
        if text.is_empty() {
            typed.focus();
        } else {
            actions::search(state, Place::Text(text));
        }
    };
    let way_on = field.clone();
    effect(move || {
        // Without the device's position the shopper goes on by words, but only one who asked for it.
        let is_without = state
            .search
            .with(|search| matches!(search, SearchState::Failed(Failure::NoLocation(_))));
        if is_without {
            way_on.focus();
        }
    });
    let words = state.words;
    let location = words.get(Text::Location);
    el("form")
        .class("search")
        .part("search")
        .attr("role", "search")
        .on_submit(submit)
        .when(
            move || country_menu::is_needed(state),
            move || country_menu::country_menu(state),
        )
        .child(
            el("label")
                .attr("for", "spp-search")
                .text(&words.get(Text::SearchLabel)),
        )
        .child(field)
        .child(
            button("")
                .class("location")
                .attr("aria-label", &location)
                .attr("title", &location)
                .on_click(move || actions::search_here(state)),
        )
        .child(
            el("button")
                .attr("type", "submit")
                .class("primary")
                .text(&words.get(Text::Search)),
        )
}
