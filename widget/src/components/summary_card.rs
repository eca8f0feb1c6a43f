//! What was chosen, once the proxy has confirmed it.

use std::rc::Rc;

use model::Selection;

use super::live_region;
use crate::{
    format,
    js::element::{El, button, el},
    signal::untrack,
    state::State,
    text::Text,
};

/// The selection's card with its way back; nothing while there is none.
pub(crate) fn summary_card(state: State) -> El {
    // Each confirmation is another selection, also of the same point.
    let keys = move || {
        let selection = state.selection.get();
        let address = selection.map(|selection| Rc::as_ptr(&selection).addr() as u64);
        address.into_iter().collect()
    };
    let build = move |_| {
        let selection = untrack(|| state.selection.get());
        selection.map_or_else(|| el("p"), |selection| card(state, &selection))
    };
    el("div").each(keys, build).child(live_region(state))
}

fn card(state: State, selection: &Rc<Selection>) -> El {
    let words = state.words;
    let browser = words.browser();
    let point = &selection.service_point;
    let kind = [words.get(format::shop_type(point)), format::carrier(point)].join(" · ");
    let status = {
        let selection = selection.clone();
        move || format::status_now(state, &selection.service_point)
    };
    let class = status.clone();
    let number = selection.to_post_number.as_ref().map(|number| {
        let number = [&words.get(Text::PostNumber), ": ", number].concat();
        el("p").class("muted").text(&number)
    });
    el("section")
        .class("spp card")
        .part("summary")
        .attr("lang", &browser.language())
        .attr("dir", &browser.dir())
        .attr("aria-labelledby", "spp-summary")
        .child(
            el("h2")
                .attr("id", "spp-summary")
                .text(&words.get(Text::SelectedPoint)),
        )
        .child(el("p").class("name").text(&format::name(words, point)))
        .child(el("p").class(format::shop_type_class(point)).text(&kind))
        .child(el("p").class("address").text(&format::address(point)))
        .child(
            el("p")
                .live("class", move || class().1.to_owned())
                .words(move || status().0),
        )
        .children(number)
        .child(
            button(&words.get(Text::Change))
                .part("change")
                .on_click(move || state.tell(crate::js::Host::change)),
        )
}
