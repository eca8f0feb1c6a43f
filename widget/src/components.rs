//! What the picker consists of, one file a component.

mod confirm_bar;
mod country_menu;
mod filter_panel;
mod map_buttons;
mod map_view;
mod picker;
mod point_details;
mod point_list;
mod point_row;
mod search_form;
mod search_message;
mod summary_card;
mod view_switch;

pub(crate) use picker::picker;
pub(crate) use summary_card::summary_card;

use crate::{
    js::element::{El, el},
    state::State,
};

/// The live region: news for those who do not see them. In a page that is covered or hidden it is
/// not heard, so there is one wherever something may be said.
fn live_region(state: State) -> El {
    el("p")
        .class("hidden")
        .attr("role", "status")
        .words(move || state.announcement.get())
}
