//! The bar below the list: the post number where one is asked for, and the button that commits.

use leptos::{ev::SubmitEvent, html, prelude::*};
use model::Requirement;

use super::words::{aria, words};
use crate::{
    actions, format,
    js::dom,
    state::{CommitState, State},
    text::Text,
};

/// Names the checked point and commits to it.
#[component]
pub(crate) fn ConfirmBar(state: State) -> impl IntoView {
    let point = Memo::new(move |_| state.checked_point());
    let rule = Memo::new(move |_| state.post_number_rule(&*point.get()?));
    let label = move || {
        let name = point.get().map(|point| format::name(&point));
        match (name, state.commit.get()) {
            (None, _) => Text::ChooseFirst.get().to_owned(),
            (Some(name), CommitState::Pending) => Text::Choosing.with(&[("name", &name)]),
            (Some(name), _) => Text::Choose.with(&[("name", &name)]),
        }
    };
    let failure = move || match state.commit.get() {
        CommitState::Failed(text) => text,
        CommitState::Idle | CommitState::Pending | CommitState::PostNumber(_) => String::new(),
    };
    let field = move || {
        let requirement = rule.get()?.requirement;
        Some(view! { <PostNumberField state=state requirement=requirement /> }.into_any())
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        event.stop_propagation();
        actions::commit(state);
    };
    view! {
        <form class="confirm" part="confirm" novalidate on:submit=submit>
            <p class="failure" role="alert">{words(failure)}</p>
            {field}
            <button
                type="submit"
                class="primary"
                aria-disabled=aria(move || point.with(Option::is_none))
                aria-busy=aria(move || state.commit.get() == CommitState::Pending)
            >
                {words(label)}
            </button>
        </form>
    }
}

/// The shopper's number with the carrier: a text of digits, never a number.
#[component]
fn PostNumberField(state: State, requirement: Requirement) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let label = match requirement {
        Requirement::Required => Text::PostNumber,
        Requirement::Optional => Text::PostNumberOptional,
    };
    let error = move || match state.commit.get() {
        CommitState::PostNumber(text) => text,
        CommitState::Idle | CommitState::Pending | CommitState::Failed(_) => String::new(),
    };
    let is_wrong = move || matches!(state.commit.get(), CommitState::PostNumber(_));
    // A refused number is corrected where it was typed.
    Effect::new(move |_| {
        if is_wrong()
            && let Some(field) = field.get()
        {
            dom::focus(&field);
        }
    });
    view! {
        <div class="post-number" part="post-number">
            <label for="spp-post-number">{label.get()}</label>
            <input
                node_ref=field
                id="spp-post-number"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                maxlength="64"
                aria-required=if requirement == Requirement::Required { "true" } else { "false" }
                aria-invalid=aria(is_wrong)
                aria-describedby="spp-post-number-help spp-post-number-error"
                prop:value=words(move || state.post_number.get())
                on:input=move |event| state.post_number.set(event_target_value(&event))
            />
            <p id="spp-post-number-help" class="muted">{Text::PostNumberHelp.get()}</p>
            <p id="spp-post-number-error" class="failure" role="alert">{words(error)}</p>
        </div>
    }
}
