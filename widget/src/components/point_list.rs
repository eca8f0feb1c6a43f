//! The list: native radios, so that screen readers know it already, with keys of our own, because
//! native ones know nothing of points that cannot be chosen or of names that are typed.

mod rows;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use model::ServicePoint;
use rows::Rows;

use super::{confirm_bar::Focus, filter_panel::filter_panel, search_message::say_more};
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
    let rows = Rows::new(state);
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
        .children(rows.elements());
    let list = with_keys(state, list, rows.clone(), focus_confirm);
    let more_from = MoreFrom::default();
    let asked = more_from.clone();
    let results = el("div")
        .class("results")
        .when(
            move || state.shows_filters.get(),
            move || filter_panel(state),
        )
        .child(list)
        .when(
            move || can_show_more(state),
            move || more_button(state, &asked),
        );
    let scrolled = rows.clone();
    let results = results.on("scroll", move |_| scrolled.scrolled());
    keep_in_place(state, &results, rows, more_from);
    results
}

/// How many points there were when the shopper asked for more.
type MoreFrom = Rc<Cell<Option<usize>>>;

/// New results begin with the nearest, wherever the list was scrolled to; more of the same go on where
/// they were asked for. The focus stays in the list. What is checked, and a panel that unfolds, is seen.
fn keep_in_place(state: State, results: &El, rows: Rows, more_from: MoreFrom) {
    let shown = rows.clone();
    let mut was_narrowed = false;
    let top = results.clone();
    effect(move || {
        let listed = state.listed();
        let is_narrowed = state.together.with(Option::is_some);
        let is_changed = std::mem::replace(&mut was_narrowed, is_narrowed) != is_narrowed;
        if is_changed {
            top.scroll_to_top();
        }
        // Asked before rows go, and the focus with them.
        let had_focus = shown.has_focus();
        shown.show(listed);
        if had_focus && !shown.has_focus() {
            let checked = state.checked.get_untracked();
            let radio = checked.and_then(|id| shown.radio(id));
            if let Some(radio) = radio.or_else(|| shown.first_radio()) {
                radio.focus();
            }
        }
        // The press on the map leads here.
        if is_changed
            && is_narrowed
            && let Some(radio) = shown.first_radio()
        {
            radio.focus();
        }
    });
    let (top, list) = (results.clone(), rows.clone());
    effect(move || {
        let points = state.points.get();
        let first_new = more_from.take().and_then(|from| points.get(from));
        match first_new.and_then(|point| list.radio(point.id)) {
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
    let list = rows.clone();
    effect(move || {
        if !state.shows_map.get() {
            list.scrolled();
        }
    });
    let list = rows.clone();
    // The row of a marker that was pressed may not be drawn.
    effect(move || {
        let row = state.unfolded.get().and_then(|id| list.radio(id));
        let row = row.and_then(|radio| radio.closest(".row"));
        if let Some(details) = row.and_then(|row| row.find(".details")) {
            details.reveal();
        }
    });
    // A marker may have been pressed: the row comes into view, focus stays where it is. Where list and
    // map take turns, that is when the list has its turn.
    effect(move || {
        if state.shows_map.get() {
            return;
        }
        if let Some(radio) = state.checked.get().and_then(|id| rows.radio(id)) {
            if let Some(row) = radio.closest(".row") {
                row.reveal();
            }
            // Where not even one row fits, its beginning is seen.
            radio.reveal();
        }
    });
}

/// Arrows, Home, End, page keys, Enter and letters. Escape and Tab are left to the browser.
fn with_keys(state: State, list: El, rows: Rows, focus_confirm: Focus) -> El {
    let is_rtl = state.words.browser().dir() == "rtl";
    let type_ahead = RefCell::new(TypeAhead::default());
    list.on_key(move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let key = event.key();
        let listed = rows.listed();
        let at = rows
            .focused()
            .and_then(|id| listed.iter().position(|point| point.id == id));
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
                let mut type_ahead = type_ahead.borrow_mut();
                let names = || folded_names(state, &listed);
                let browser = state.words.browser();
                type_ahead.find(&browser.fold(&key), js_sys::Date::now(), at, names)
            }
        };
        let Some(point) = to.and_then(|to| listed.get(to)) else {
            return;
        };
        event.prevent_default();
        // One that cannot be chosen can be looked at.
        check_choosable(state, Some(point));
        if let Some(radio) = rows.radio(point.id) {
            radio.focus();
            radio.reveal();
        }
    })
}

/// The names without case and accents; folded all at once, since each call out of here costs.
fn folded_names(state: State, listed: &[Rc<ServicePoint>]) -> Vec<String> {
    let names = listed.iter().map(|point| point.name.replace('\n', " "));
    let names: Vec<String> = names.collect();
    let folded = state.words.browser().fold(&names.join("\n"));
    folded.split('\n').map(str::to_owned).collect()
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
            let is_full = count >= answer.reach.limit;
            // Of the page's own points there are no more than it has.
            is_full && !answer.is_own && answer.reach.more().is_some()
        }
        _ => false,
    })
}

/// How many are shown, and a way to more.
fn more_button(state: State, more_from: &MoreFrom) -> El {
    let words = state.words;
    let most = words.count(LIMITS[LIMITS.len() - 1]);
    let more_from = more_from.clone();
    let show = move || {
        more_from.set(Some(state.points.with_untracked(Vec::len)));
        actions::show_more(state);
    };
    el("div")
        .class("more")
        .child(el("p").text(&say_more(state)))
        .child(button(&words.with(Text::ShowMore, &[("n", &most)])).on_click(show))
}
