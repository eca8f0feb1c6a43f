//! The whole picker: header, search, list and map, confirm bar.

use leptos::prelude::*;

use super::{
    confirm_bar::ConfirmBar,
    map_view::MapView,
    point_list::PointList,
    search_form::SearchForm,
    search_message::SearchMessage,
    view_switch::ViewSwitch,
    words::{flag, text_signal},
};
use crate::{
    js::Host,
    settings::{MapMode, Mode},
    state::State,
    text::{LANGUAGE, Text},
};

/// Where a shopper finds and chooses a service point.
#[component]
pub(crate) fn Picker(state: State) -> impl IntoView {
    let is_dialog = move || {
        state
            .settings
            .with(|settings| settings.mode == Mode::Dialog)
    };
    let has_map = Memo::new(move |_| {
        let wanted = state.settings.with(|settings| settings.map != MapMode::Off);
        wanted
            && state
                .config
                .with(|config| config.as_ref().is_some_and(|config| config.tiles.is_some()))
    });
    let body = text_signal(move || match (has_map.get(), state.shows_map.get()) {
        (false, _) => "body",
        (true, false) => "body has-map",
        (true, true) => "body has-map view-map",
    });
    let map = move || {
        has_map
            .get()
            .then(|| view! { <MapView state=state /> }.into_any())
    };
    view! {
        <div
            class=text_signal(move || if is_dialog() { "spp dialog" } else { "spp" })
            lang=LANGUAGE
            dir="ltr"
            role=text_signal(move || if is_dialog() { "presentation" } else { "group" })
            aria-labelledby="spp-heading"
        >
            <header class="header" part="header">
                <h2 id="spp-heading">{Text::Heading.get()}</h2>
                <CloseButton state=state is_hidden=flag(move || !is_dialog()) />
                <SearchForm state=state />
                <ViewSwitch state=state has_map=has_map />
            </header>
            <SearchMessage state=state />
            <div class=body>
                <PointList state=state />
                {map}
            </div>
            <ConfirmBar state=state />
        </div>
    }
}

/// Leaves the dialog without a selection.
#[component]
fn CloseButton(state: State, is_hidden: Signal<bool>) -> impl IntoView {
    let close = move |_| state.tell(Host::cancel);
    view! {
        <button
            type="button"
            hidden=is_hidden
            class="close"
            part="close"
            aria-label=Text::Close.get()
            on:click=close
        ></button>
    }
}
