//! The search field: nothing leaves the page before it is submitted.

use leptos::{ev::SubmitEvent, html, prelude::*};

use super::words::words;
use crate::{actions, query::Place, state::State, text::Text};

/// One field for a postal code, a city or an address, filled with what the page knows.
#[component]
pub(crate) fn SearchForm(state: State) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    // Follows the page's attributes, so that the field always says where the list is.
    let prefill = words(move || {
        let place = state.settings.with(Place::of);
        place.map(|place| place.text()).unwrap_or_default()
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        event.stop_propagation();
        let Some(field) = field.get_untracked() else {
            return;
        };
        let text = field.value().trim().to_owned();
        if text.is_empty() {
            crate::js::dom::focus(&field);
        } else {
            actions::search(state, Place::Text(text));
        }
    };
    view! {
        <form class="search" part="search" role="search" on:submit=submit>
            <label for="spp-search">{Text::SearchLabel.get()}</label>
            <input
                node_ref=field
                id="spp-search"
                type="text"
                enterkeyhint="search"
                autocomplete="postal-code"
                maxlength="200"
                prop:value=prefill
            />
            <button type="submit" class="primary">{Text::Search.get()}</button>
        </form>
    }
}
