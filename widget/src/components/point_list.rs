//! The list: native radios, so that keyboards and screen readers know it already.

use leptos::prelude::*;

use super::point_row::PointRow;
use crate::{
    state::{SearchState, State},
    text::Text,
};

/// The found points, nearest first.
#[component]
pub(crate) fn PointList(state: State) -> impl IntoView {
    let is_waiting = move || {
        state
            .search
            .with(|search| *search == SearchState::Searching)
    };
    let is_first = move || is_waiting() && state.points.with(Vec::is_empty);
    view! {
        <fieldset class="list" part="list" class:waiting=is_waiting aria-busy=move || is_waiting().to_string()>
            <legend class="hidden">{Text::Heading.get()}</legend>
            <Show when=is_first>
                <Placeholders />
            </Show>
            <ul role="list">
                <For each=move || state.points.get() key=|point| point.id let(point)>
                    <PointRow state=state point=point />
                </For>
            </ul>
        </fieldset>
    }
}

/// Six rows to come, of the height that rows have.
#[component]
fn Placeholders() -> impl IntoView {
    (0..6)
        .map(|_| view! { <div class="coming" aria-hidden="true"></div> })
        .collect_view()
}
