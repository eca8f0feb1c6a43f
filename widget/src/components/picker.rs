//! The whole picker: header, search, list and map, confirm bar.

use web_sys::KeyboardEvent;

use super::{
    confirm_bar::confirm_bar, filter_panel::filter_toggle, live_region, map_view::map_view,
    point_list::point_list, search_form::search_form, search_message::search_message,
    view_switch::view_switch,
};
use crate::{
    actions,
    js::{
        clock::EveryMinute,
        dom,
        element::{El, button, el},
        listener::Listener,
    },
    settings::{MapMode, Mode},
    state::State,
    stored::keep,
    text::Text,
};

/// Where a shopper finds and chooses a service point.
pub(crate) fn picker(state: State) -> El {
    let browser = state.words.browser();
    let is_dialog = move || {
        state
            .settings
            .with(|settings| settings.mode == Mode::Dialog)
    };
    let has_map = move || {
        let is_wanted = state.settings.with(|settings| settings.map != MapMode::Off);
        let has_tiles = state
            .config
            .with(|config| config.as_ref().is_some_and(|config| config.tiles.is_some()));
        is_wanted && has_tiles
    };
    let body = move || match (has_map(), state.shows_map.get()) {
        (false, _) => "body",
        (true, false) => "body has-map",
        (true, true) => "body has-map view-map",
    };
    follow_the_world(state);
    let (bar, focus_confirm) = confirm_bar(state);
    let skip_map = focus_confirm.clone();
    let root = el("div");
    root.clone()
        .live("class", move || {
            if is_dialog() { "spp dialog" } else { "spp" }.to_owned()
        })
        .attr("lang", &browser.language())
        .attr("dir", &browser.dir())
        .on_key(move |event| fold_by_escape(state, &root, &event))
        .child(
            el("div")
                .class("header")
                .part("header")
                .child(
                    el("h2")
                        .attr("id", "spp-heading")
                        .text(&state.words.get(Text::Heading)),
                )
                .child(close_button(state).hidden(move || !is_dialog()))
                .child(search_form(state))
                .child(
                    el("div")
                        .class("tools")
                        .child(view_switch(state).hidden(move || !has_map()))
                        .child(filter_toggle(state)),
                ),
        )
        .child(search_message(state))
        .child(
            el("div")
                .live("class", move || body().to_owned())
                .child(point_list(state, focus_confirm))
                .each(
                    move || match has_map() {
                        // Another shop has another map.
                        true => vec![u64::from(state.config.version())],
                        false => Vec::new(),
                    },
                    move |_| map_view(state, skip_map.clone()),
                ),
        )
        .child(bar)
        .child(live_region(state))
}

/// Leaves the dialog without a selection.
fn close_button(state: State) -> El {
    button("")
        .class("close")
        .part("close")
        .attr("aria-label", &state.words.get(Text::Close))
        .on_click(move || state.tell(|host| host.cancel("closed")))
}

/// Escape folds what is unfolded; only then it is the dialog's, which closes.
fn fold_by_escape(state: State, root: &El, event: &KeyboardEvent) {
    if event.key() != "Escape" {
        return;
    }
    let has_details = state.unfolded.get_untracked().is_some();
    if has_details || state.shows_filters.get_untracked() {
        event.prevent_default();
        event.stop_propagation();
        // What folds takes the focus along, unless it leads out first.
        if root.find(".filters:focus-within").is_some() {
            root.focus_near(".filter-toggle");
        } else if root.find(".details:focus-within").is_some() {
            root.focus_near(".row:focus-within .unfold");
        }
        state.unfolded.set(None);
        state.shows_filters.set(false);
    }
}

/// Time passes, and the connection comes back.
fn follow_the_world(state: State) {
    keep(EveryMinute::new(move || {
        state
            .minute
            .update(|minute| *minute = minute.wrapping_add(1));
    }));
    if let Some(window) = dom::window() {
        let back = move |_| actions::back_online(state);
        // Without it the shopper presses the button.
        keep(Listener::new(&window, "online", Box::new(back)).ok());
    }
}
