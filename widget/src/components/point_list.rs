//! The list: native radios, so that screen readers know it already, with keys of our own, because
//! native ones know nothing of points that cannot be chosen or of names that are typed.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use model::{ServicePoint, ServicePointId};

use super::{
    confirm_bar::Focus, filter_panel::filter_panel, point_row::point_row, search_message::say_more,
};
use crate::{
    actions,
    js::element::{El, button, el},
    keys::{Move, TypeAhead, destination},
    query::LIMITS,
    signal::{effect, untrack},
    state::{SearchState, State},
    text::Text,
};

/// The found points, nearest first.
pub(crate) fn point_list(state: State, focus_confirm: Focus) -> El {
    let class = move || match (
        state.is_waiting.get(),
        state.points.with(|points| points.is_empty()),
    ) {
        (false, _) => "list",
        (true, false) => "list waiting",
        (true, true) => "list waiting first",
    };
    let rows = el("ul").attr("role", "list");
    let places = Places::default();
    let keys = {
        let (rows, places) = (rows.clone(), places.clone());
        move || {
            // Asked before rows go, and the focus with them.
            places.had_focus.set(rows.has_focus());
            let listed = state.listed();
            listed.iter().map(|point| point.id.get()).collect()
        }
    };
    let build = move |id: u64| {
        let point = ServicePointId::new(id).and_then(|id| untrack(|| state.find(id)));
        point.map_or_else(|| el("li"), |point| point_row(state, point))
    };
    let rows = rows.each(keys, build);
    let list = el("fieldset")
        .part("list")
        .live("class", move || class().to_owned())
        .aria("aria-busy", move || state.is_waiting.get())
        .child(
            el("legend")
                .class("hidden")
                .text(&state.words.get(Text::Heading)),
        )
        .children((0..6).map(|_| el("div").class("coming").attr("aria-hidden", "true")))
        .child(rows.clone());
    let list = with_keys(state, list, focus_confirm);
    let more = places.clone();
    let results = el("div")
        .class("results")
        .when(
            move || state.shows_filters.get(),
            move || filter_panel(state),
        )
        .child(list)
        .when(
            move || can_show_more(state),
            move || more_button(state, &more),
        );
    keep_in_place(state, &results, rows, places);
    results
}

/// What is remembered over a change of the list.
#[derive(Clone, Default)]
struct Places {
    /// Whether a row had the focus.
    had_focus: Rc<Cell<bool>>,
    /// How many rows there were when the shopper asked for more.
    more_from: Rc<Cell<Option<usize>>>,
}

/// New results begin with the nearest, wherever the list was scrolled to; more of the same go on where
/// they were asked for. The focus stays in the list. A panel that unfolds is seen.
fn keep_in_place(state: State, results: &El, rows: El, places: Places) {
    let top = results.clone();
    let more_from = places.more_from;
    let list = rows.clone();
    effect(move || {
        let points = state.points.get();
        let first_new = more_from.take().and_then(|from| points.get(from));
        match first_new.and_then(|point| list.find(&radio(point.id))) {
            Some(radio) => radio.focus(),
            None => top.scroll_to_top(),
        }
    });
    let top = results.clone();
    effect(move || {
        if state.shows_filters.get() {
            top.scroll_to_top();
        }
    });
    effect(move || {
        let listed = state.listed();
        if places.had_focus.get() && !rows.has_focus() && !listed.is_empty() {
            focus_checked(state, &rows);
        }
    });
}

/// Selects a point's radio.
fn radio(id: ServicePointId) -> String {
    format!("#spp-point-{id}")
}

/// Leads to the checked row, else to the first.
fn focus_checked(state: State, rows: &El) {
    let checked = state.checked.get_untracked();
    let row = checked.and_then(|id| rows.find(&radio(id)));
    if let Some(radio) = row.or_else(|| rows.find("input")) {
        radio.focus();
    }
}

/// Arrows, Home, End, page keys, Enter and letters. Escape and Tab are left to the browser.
fn with_keys(state: State, list: El, focus_confirm: Focus) -> El {
    let rows = list.clone();
    let is_rtl = state.words.browser().dir() == "rtl";
    let type_ahead = RefCell::new(TypeAhead::default());
    list.on_key(move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let Some(focused) = rows.find("input[type=radio]:focus") else {
            return;
        };
        let key = event.key();
        let listed = untrack(|| state.listed());
        let focused = focused.node().id();
        let at = listed
            .iter()
            .position(|point| focused.strip_prefix("spp-point-") == Some(&*point.id.to_string()));
        let Some(at) = at else {
            return;
        };
        if key == "Enter" {
            event.prevent_default();
            check_choosable(state, listed.get(at));
            return focus_confirm();
        }
        let to = match Move::of(&key, is_rtl) {
            Some(step) => Some(destination(at, step, listed.len())),
            None => {
                let browser = state.words.browser();
                let names = listed.iter().map(|point| browser.fold(&point.name));
                let mut type_ahead = type_ahead.borrow_mut();
                type_ahead.find(&browser.fold(&key), js_sys::Date::now(), at, names)
            }
        };
        let Some(point) = to.and_then(|to| listed.get(to)) else {
            return;
        };
        event.prevent_default();
        // One that cannot be chosen can be looked at.
        check_choosable(state, Some(point));
        if let Some(radio) = rows.find(&radio(point.id)) {
            radio.focus();
            radio.reveal();
        }
    })
}

fn check_choosable(state: State, point: Option<&Rc<ServicePoint>>) {
    if let Some(point) = point
        && untrack(|| state.is_choosable(point))
    {
        actions::check(state, point.id);
    }
}

/// Whether as many came as were asked for, and more may be had.
fn can_show_more(state: State) -> bool {
    let count = state.points.with(Vec::len);
    state.search.with(|search| match search {
        SearchState::Answered(answer) => {
            count >= answer.reach.limit && answer.reach.more().is_some()
        }
        _ => false,
    })
}

/// How many are shown, and a way to more.
fn more_button(state: State, places: &Places) -> El {
    let words = state.words;
    let most = words.count(LIMITS[LIMITS.len() - 1]);
    let more_from = places.more_from.clone();
    let show = move || {
        more_from.set(Some(state.points.with_untracked(Vec::len)));
        actions::show_more(state);
    };
    el("div")
        .class("more")
        .child(el("p").text(&say_more(state)))
        .child(button(&words.with(Text::ShowMore, &[("n", &most)])).on_click(show))
}
