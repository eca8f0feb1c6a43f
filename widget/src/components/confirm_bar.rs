//! The bar below the list: the post number where one is asked for, and the button that commits.

use std::rc::Rc;

use model::{Requirement, ServicePoint};

use crate::{
    actions, format,
    js::element::{El, button, el},
    signal::{effect, untrack},
    state::{CommitState, State},
    text::Text,
};

/// Most alternatives to a point that was refused.
const ALTERNATIVES: usize = 3;

/// Leads the focus somewhere.
pub(crate) type Focus = Rc<dyn Fn()>;

/// Names the checked point and commits to it; with it, what leads to the field that has to be filled
/// first, else to the button.
pub(crate) fn confirm_bar(state: State) -> (El, Focus) {
    let words = state.words;
    let rule = move || state.post_number_rule(&*state.checked_point()?);
    let requirement =
        move |wanted: Requirement| rule().is_some_and(|rule| rule.requirement == wanted);
    let label = move || {
        let name = state
            .checked_point()
            .map(|point| format::name(words, &point));
        match (name, state.commit.get()) {
            (None, _) => words.get(Text::ChooseFirst),
            (Some(name), CommitState::Pending) => words.with(Text::Choosing, &[("name", &name)]),
            (Some(name), _) => words.with(Text::Choose, &[("name", &name)]),
        }
    };
    let failure = move || match state.commit.get() {
        CommitState::Failed(text) | CommitState::Refused(text, _) => text,
        CommitState::Idle | CommitState::Pending | CommitState::PostNumber(_) => String::new(),
    };
    let commit = el("button")
        .attr("type", "submit")
        .class("primary")
        .aria("aria-disabled", move || state.checked.get().is_none())
        .aria("aria-busy", move || {
            state.commit.get() == CommitState::Pending
        })
        .words(label);
    let form = el("form")
        .class("confirm")
        .part("confirm")
        .attr("novalidate", "")
        .on_submit(move || actions::commit(state))
        .child(
            el("p")
                .class("failure")
                .attr("role", "alert")
                .words(failure),
        )
        .when(
            move || !alternatives(state).is_empty(),
            move || alternatives_list(state),
        )
        .when(
            move || requirement(Requirement::Required),
            move || post_number_field(state, Requirement::Required),
        )
        .when(
            move || requirement(Requirement::Optional),
            move || post_number_field(state, Requirement::Optional),
        )
        .child(commit.clone());
    let focus = {
        let form = form.clone();
        move || match form.find("input") {
            Some(field) if untrack(rule).is_some() => field.focus(),
            _ => commit.focus(),
        }
    };
    (form, Rc::new(focus))
}

/// What can be chosen instead of a point that was refused: what the proxy offers, else what is near.
fn alternatives(state: State) -> Vec<Rc<ServicePoint>> {
    match state.commit.get() {
        CommitState::Refused(_, alternatives) if alternatives.is_empty() => {
            state.nearest_choosable(ALTERNATIVES)
        }
        CommitState::Refused(_, alternatives) => alternatives,
        _ => Vec::new(),
    }
}

/// Buttons that each choose one.
fn alternatives_list(state: State) -> El {
    let keys = move || {
        let alternatives = alternatives(state);
        alternatives.iter().map(|point| point.id.get()).collect()
    };
    let build = move |id: u64| {
        let alternatives = untrack(|| alternatives(state));
        let point = alternatives.into_iter().find(|point| point.id.get() == id);
        let item = el("li");
        let Some(point) = point else {
            return item;
        };
        // In the order of their distance from the point that was refused; the one from the shopper would
        // look unsorted.
        let shop_type = state.words.get(format::shop_type(&point));
        let offer = button(&[format::name(state.words, &point), shop_type].join(" · "));
        let pressed = offer.clone();
        item.child(offer.on_click(move || {
            // The offers go as soon as one is taken.
            pressed.focus_near(".confirm [type=submit]");
            actions::choose(state, &point);
        }))
    };
    el("div")
        .class("alternatives")
        .child(
            el("p")
                .attr("id", "spp-alternatives")
                .text(&state.words.get(Text::Alternatives)),
        )
        .child(
            el("ul")
                .attr("role", "list")
                .attr("aria-labelledby", "spp-alternatives")
                .each(keys, build),
        )
}

/// The shopper's number with the carrier: a text of digits, never a number.
fn post_number_field(state: State, requirement: Requirement) -> El {
    let words = state.words;
    let label = match requirement {
        Requirement::Required => Text::PostNumber,
        Requirement::Optional => Text::PostNumberOptional,
    };
    let is_required = requirement == Requirement::Required;
    let error = move || match state.commit.get() {
        CommitState::PostNumber(text) => text,
        _ => String::new(),
    };
    let field = el("input")
        .attr("id", "spp-post-number")
        .attr("type", "text")
        .attr("inputmode", "numeric")
        .attr("dir", "ltr")
        .attr("autocomplete", "off")
        .attr("maxlength", "64")
        .attr("aria-required", if is_required { "true" } else { "false" })
        .aria("aria-invalid", move || !error().is_empty())
        .attr(
            "aria-describedby",
            "spp-post-number-help spp-post-number-error",
        )
        .value(move || state.post_number.get());
    let typed = field.clone();
    let field = field.on("input", move |_| state.post_number.set(typed.typed()));
    // A refused number is corrected where it was typed.
    let wrong = field.clone();
    effect(move || {
        if !error().is_empty() {
            wrong.focus();
        }
    });
    el("div")
        .class("post-number")
        .part("post-number")
        .child(
            el("label")
                .attr("for", "spp-post-number")
                .text(&words.get(label)),
        )
        .child(field)
        .child(
            el("p")
                .attr("id", "spp-post-number-help")
                .class("muted")
                .text(&words.get(Text::PostNumberHelp)),
        )
        .child(
            el("p")
                .attr("id", "spp-post-number-error")
                .class("failure")
                .attr("role", "alert")
                .words(error),
        )
}
