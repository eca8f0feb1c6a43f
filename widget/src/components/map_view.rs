//! The map: an aid to the list, loaded when it is first seen and never needed.

mod area;
mod pins;
mod stage;

use std::rc::Rc;

use super::{
    confirm_bar::Focus,
    map_buttons::{Do, map_buttons, press_key},
};
use crate::{
    js::element::{El, button, el},
    state::State,
    text::Text,
};
use stage::{Loading, Stage};

/// The map with its buttons and its attribution, for the shop's settings of this moment; `skip` leads
/// past it.
pub(crate) fn map_view(state: State, skip: Focus) -> El {
    let words = state.words;
    let canvas = el("div").class("map-canvas").attr("dir", "ltr");
    let region = el("div")
        .class("map-region")
        .attr("role", "region")
        .attr("tabindex", "0")
        .attr("aria-label", &words.get(Text::Map))
        .attr("aria-describedby", "spp-map-hint");
    let stage = Stage::new(state, region.clone());
    stage.wait_until_seen(&canvas);
    pins::follow(stage);
    let act: Do = Rc::new(move |act| stage.act(act));
    let keys = act.clone();
    let region = region
        .on_key(move |event| press_key(&keys, &event))
        .child(canvas.clone());
    let shown = region.clone();
    let show = move || {
        stage.load(&canvas);
        // The button goes, and the focus with it.
        shown.focus();
    };
    el("div")
        .class("map")
        .part("map")
        .child(
            button(&words.get(Text::MapSkip))
                .class("skip")
                .on_click(move || skip()),
        )
        .child(
            el("p")
                .attr("id", "spp-map-hint")
                .class("hidden")
                .text(&words.get(Text::MapHint)),
        )
        .child(region)
        .child(
            button(&words.get(Text::MapShow))
                .class("map-show")
                .hidden(move || !stage.is_on_click() || stage.loading.get() != Loading::Waiting)
                .on_click(show),
        )
        .child(map_buttons(words, &act).hidden(move || !stage.is_seen.get()))
        .child(
            el("p")
                .class("map-note")
                .attr("role", "status")
                .words(move || stage.note()),
        )
        .child(area::area_button(stage))
        .child(attribution(state))
}

/// Who is to be named for the background.
fn attribution(state: State) -> El {
    let tiles = state
        .config
        .with_untracked(|config| config.as_ref()?.tiles.clone());
    let mut line = el("p").class("attribution");
    for part in tiles.map(|tiles| tiles.attribution).unwrap_or_default() {
        line = line.child(match part.url {
            // Beside the checkout, which must not be lost.
            Some(url) => el("a")
                .attr("href", &url)
                .attr("target", "_blank")
                .attr("rel", "noopener")
                .text(&part.text),
            None => el("span").text(&part.text),
        });
    }
    line
}
