//! The whole picker: header, search, list and map, confirm bar.

use leptos::prelude::*;

use super::{
    confirm_bar::ConfirmBar, map_view::MapView, point_list::PointList, search_form::SearchForm,
    search_message::SearchMessage, view_switch::ViewSwitch, words::text_signal,
};
use crate::{
    settings::{MapMode, Mode},
    state::State,
    text::{LANGUAGE, Text},
};

/// Where a shopper finds and chooses a service point.
#[component]
pub(crate) fn Picker(state: State) -> impl IntoView {
    let is_dialog = state
        .settings
        .with_untracked(|settings| settings.mode == Mode::Dialog);
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
    let role = if is_dialog { "presentation" } else { "group" };
    let map = move || {
        has_map
            .get()
            .then(|| view! { <MapView state=state /> }.into_any())
    };
    view! {
        <div class="spp" class:dialog=is_dialog lang=LANGUAGE dir="ltr" role=role aria-labelledby="spp-heading">
            <header class="header" part="header">
                <h2 id="spp-heading" tabindex="-1">{Text::Heading.get()}</h2>
                {is_dialog.then(|| view! { <CloseButton state=state /> })}
                <SearchForm state=state />
                <ViewSwitch state=state has_map=has_map />
            </header>
            <div class=body>
                <div class="results">
                    <SearchMessage state=state />
                    <PointList state=state />
                </div>
                {map}
            </div>
            <ConfirmBar state=state />
        </div>
    }
}

/// Leaves the dialog without a selection.
#[component]
fn CloseButton(state: State) -> impl IntoView {
    let close = move |_| state.tell(|host| host.cancel("closed"));
    view! {
        <button type="button" class="close" part="close" aria-label=Text::Close.get() on:click=close></button>
    }
}
