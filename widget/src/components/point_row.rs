//! One row of the list. Checking it looks at the point; committing is the confirm bar's business.

use std::rc::Rc;

use model::ServicePoint;
use wasm_bindgen::JsCast;
use web_sys::MouseEvent;

use super::point_details::point_details;
use crate::{
    actions, format,
    js::element::{El, button, el},
    signal::{effect, untrack},
    state::State,
    text::Text,
};

/// A service point: what it is, where, how far, and whether it is open.
pub(crate) fn point_row(state: State, point: Rc<ServicePoint>) -> El {
    let id = point.id;
    let is_checked = move || state.checked.get() == Some(id);
    let is_unfolded = move || state.unfolded.get() == Some(id);
    let is_choosable = {
        let point = point.clone();
        move || state.is_choosable(&point)
    };
    let part = {
        let is_choosable = is_choosable.clone();
        move || match (is_choosable(), is_checked()) {
            (false, _) => "row disabled",
            (true, true) => "row checked",
            (true, false) => "row",
        }
    };
    let press = {
        let is_choosable = is_choosable.clone();
        move |event: web_sys::Event| {
            if untrack(&is_choosable) {
                actions::check(state, id);
            } else {
                event.unchecked_ref::<MouseEvent>().prevent_default();
            }
        }
    };
    let unfold = move || {
        let is_unfolded = untrack(is_unfolded);
        state.unfolded.set((!is_unfolded).then_some(id));
    };
    let name = format::name(state.words, &point);
    let [input_id, details_id] = ["point", "details"].map(|what| format!("spp-{what}-{id}"));
    let details = {
        let (point, details_id) = (point.clone(), details_id.clone());
        move || {
            // Another search may have found it at another distance.
            let found = untrack(|| state.find(id));
            point_details(state, found.as_ref().unwrap_or(&point), &details_id)
        }
    };
    let words = state.words;
    let row = el("li")
        .class("row")
        .live("part", move || part().to_owned())
        .child(
            el("input")
                .attr("type", "radio")
                .attr("name", "spp-point")
                .attr("id", &input_id)
                .checked(is_checked)
                .aria("aria-disabled", {
                    let is_choosable = is_choosable.clone();
                    move || !is_choosable()
                })
                .on("click", press),
        )
        .child(lines(state, &point).attr("for", &input_id))
        .child(
            button(&words.get(Text::Details))
                .class("unfold")
                .attr(
                    "aria-label",
                    &words.with(Text::DetailsOf, &[("name", &name)]),
                )
                .attr("aria-controls", &details_id)
                .aria("aria-expanded", is_unfolded)
                // One that cannot be checked can be looked at all the same.
                .live("tabindex", move || {
                    let is_stop = is_checked() || !is_choosable();
                    if is_stop { "0" } else { "-1" }.to_owned()
                })
                .on_click(unfold),
        )
        .when(
            {
                let point = point.clone();
                move || !state.is_choosable(&point) && instead(state).is_some()
            },
            move || instead_button(state),
        )
        .when(is_unfolded, details);
    let unfolding = row.clone();
    // Details unfold downwards, often out of view.
    effect(move || {
        if is_unfolded()
            && let Some(details) = unfolding.find(".details")
        {
            details.reveal();
        }
    });
    row
}

/// The lines of a row, each a block of its own.
fn lines(state: State, point: &Rc<ServicePoint>) -> El {
    let words = state.words;
    let id = point.id;
    // The same point has another distance from another place.
    let kind = move || {
        let point = state.find(id);
        point.map_or(String::new(), |point| format::kind(words, &point))
    };
    let status = {
        let point = point.clone();
        move || format::status_now(state, &point)
    };
    let class = status.clone();
    let earlier = move || {
        let is_earlier = state.selection.with(|selection| {
            selection
                .as_ref()
                .is_some_and(|it| it.service_point_id == id)
        });
        if is_earlier {
            words.get(Text::EarlierSelection)
        } else {
            String::new()
        }
    };
    let warning = {
        let point = point.clone();
        move || warning(state, &point)
    };
    el("label")
        .child(el("span").class("earlier").words(earlier))
        .child(el("span").class("name").text(&format::name(words, point)))
        .child(el("span").class(format::shop_type_class(point)).words(kind))
        .child(el("span").class("address").text(&format::address(point)))
        .child(
            el("span")
                .part("status")
                .live("class", move || class().1.to_owned())
                .words(move || status().0),
        )
        .child(el("span").class("expired").words(warning))
}

/// What stands against a point, or only makes its details doubtful.
fn warning(state: State, point: &ServicePoint) -> String {
    let words = state.words;
    let refusal = state.refused.with(|refused| {
        let refusal = refused.iter().find(|(id, _)| *id == point.id);
        refusal.map(|(_, text)| *text)
    });
    match (refusal, point.is_expired, state.allows_expired()) {
        (Some(text), ..) => words.with(text, &[("name", &format::name(words, point))]),
        (None, false, _) => String::new(),
        (None, true, true) => words.get(Text::ExpiredChoosable),
        (None, true, false) => words.get(Text::Expired),
    }
}

fn instead(state: State) -> Option<Rc<ServicePoint>> {
    state.nearest_choosable(1).pop()
}

/// Leads on from a point that cannot be chosen.
fn instead_button(state: State) -> El {
    let label = move || {
        let name = instead(state).map(|point| format::name(state.words, &point));
        let name = name.unwrap_or_default();
        state.words.with(Text::Instead, &[("name", &name)])
    };
    el("button")
        .attr("type", "button")
        .class("instead")
        .words(label)
        .on_click(move || {
            if let Some(point) = untrack(|| instead(state)) {
                actions::check(state, point.id);
            }
        })
}
