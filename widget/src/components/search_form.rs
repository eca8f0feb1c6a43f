//! The search field: nothing leaves the page before it is submitted.

use super::country_menu;
use crate::{
    actions,
    js::element::{El, button, el},
    query::Place,
    signal::{effect, untrack},
    state::{Failure, SearchState, State},
    text::Text,
};

/// One field for a postal code, a city or an address, filled with what the page knows.
pub(crate) fn search_form(state: State) -> El {
    let field = el("input")
        .attr("id", "spp-search")
        .attr("type", "text")
        .attr("enterkeyhint", "search")
        .attr("autocomplete", "postal-code")
        .attr("maxlength", "200");
    say_where(state, &field);
    let typed = field.clone();
    let submit = move || {
        let text = typed.typed().trim().to_owned();
        if text.is_empty() && state.own.with_untracked(Option::is_none) {
            typed.focus();
        } else {
            actions::search(state, Place::Text(text));
        }
    };
    let way_on = field.clone();
    effect(move || {
        // Without the device's position the shopper goes on by words, but only one who asked for it.
        let has_points = untrack(|| state.points.with(|points| !points.is_empty()));
        let is_without = state.search.with(|search| match search {
            SearchState::Failed(Failure::NoLocation(_)) => true,
            // In another country, or nowhere near a point.
            SearchState::Answered(answer) => matches!(answer.place, Place::Here(_)) && !has_points,
            _ => false,
        });
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
        .child(el("label").attr("for", "spp-search").words(move || {
            let is_own = state.own.with(Option::is_some);
            words.get(if is_own {
                Text::OwnLabel
            } else {
                Text::SearchLabel
            })
        }))
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

/// Has the field say where the list is: the page's place, anew when that changes; nothing where it is the
/// device's, or nowhere. What the shopper types stays otherwise.
fn say_where(state: State, field: &El) {
    let (page_field, here_field) = (field.clone(), field.clone());
    let mut last = None;
    effect(move || {
        // The page's own points are all there, whatever the address.
        let is_own = state.own.with(Option::is_some);
        let place = state
            .settings
            .with(|settings| settings.place.clone())
            .filter(|_| !is_own);
        let text = place.map(|place| place.text()).unwrap_or_default();
        if last.as_ref() != Some(&text) {
            page_field.type_in(&text);
            last = Some(text);
        }
    });
    effect(move || {
        let is_anywhere = state.search.with(|search| match search {
            SearchState::Answered(answer) => match &answer.place {
                Place::Here(_) => true,
                // All of the page's own points.
                Place::Text(text) => text.is_empty(),
                _ => false,
            },
            _ => false,
        });
        if is_anywhere {
            here_field.type_in("");
        }
    });
}
