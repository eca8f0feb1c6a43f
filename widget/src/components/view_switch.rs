//! List or map, where there is room for one of them only. Wide layouts hide it by CSS.

use leptos::prelude::*;

use super::words::flag;
use crate::{state::State, text::Text};

/// Two radios, the list first.
#[component]
pub(crate) fn ViewSwitch(
    state: State,
    /// Whether there is a map at all.
    has_map: Memo<bool>,
) -> impl IntoView {
    let choices = [(Text::ViewList, false), (Text::ViewMap, true)];
    let choices = choices.map(|(text, is_map)| {
        view! {
            <label>
                <input
                    type="radio"
                    name="spp-view"
                    prop:checked=flag(move || state.shows_map.get() == is_map)
                    on:change=move |_| state.shows_map.set(is_map)
                />
                <span>{text.get()}</span>
            </label>
        }
    });
    view! {
        <fieldset class="view-switch" hidden=flag(move || !has_map.get())>
            <legend class="hidden">{Text::ViewSwitch.get()}</legend>
            {choices.collect_view()}
        </fieldset>
    }
}
