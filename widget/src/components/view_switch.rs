//! List or map, where there is room for one of them only. Wide layouts hide it by CSS.

use crate::{
    js::element::{El, el},
    state::State,
    text::Text,
};

/// Two radios, the list first.
pub(crate) fn view_switch(state: State) -> El {
    let words = state.words;
    let choice = move |text: Text, is_map: bool| {
        let show = move |_| {
            state.shows_map.set(is_map);
            let news = if is_map {
                Text::MapShown
            } else {
                Text::MapHidden
            };
            state.announce(words.get(news));
        };
        el("label")
            .child(
                el("input")
                    .attr("type", "radio")
                    .attr("name", "spp-view")
                    .checked(move || state.shows_map.get() == is_map)
                    .on("change", show),
            )
            .child(el("span").text(&words.get(text)))
    };
    el("fieldset")
        .class("view-switch")
        .child(
            el("legend")
                .class("hidden")
                .text(&words.get(Text::ViewSwitch)),
        )
        .child(choice(Text::ViewList, false))
        .child(choice(Text::ViewMap, true))
}
