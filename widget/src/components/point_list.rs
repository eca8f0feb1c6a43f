//! The list: native radios, so that keyboards and screen readers know it already.

use leptos::{html, prelude::*};

use super::{
    point_row::PointRow,
    words::{aria, text_signal},
};
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
    let class = move || match (is_waiting(), state.points.with(Vec::is_empty)) {
        (false, _) => "list",
        (true, false) => "list waiting",
        (true, true) => "list waiting first",
    };
    let results = NodeRef::<html::Div>::new();
    // New results begin with the nearest, wherever the list was scrolled to.
    Effect::new(move |_| {
        state.points.track();
        if let Some(results) = results.get() {
            results.set_scroll_top(0);
        }
    });
    view! {
        <div node_ref=results class="results">
        <fieldset class=text_signal(class) part="list" aria-busy=aria(is_waiting)>
            <legend class="hidden">{Text::Heading.get()}</legend>
            <Placeholders />
            <ul role="list">
                // A row shows what never changes while it stands: new facts are a new row.
                <For each=move || state.points.get() key=|point| (point.id, point.distance.metres(), point.is_expired) let(point)>
                    <PointRow state=state point=point />
                </For>
            </ul>
        </fieldset>
        </div>
    }
}

/// Six rows to come, of the height that rows have; seen while the first results are awaited.
#[component]
fn Placeholders() -> impl IntoView {
    (0..6)
        .map(|_| view! { <div class="coming" aria-hidden="true"></div> })
        .collect_view()
}
