//! What was chosen, once the proxy has confirmed it.

use std::sync::Arc;

use leptos::prelude::*;
use model::Selection;

use crate::{
    format,
    js::Host,
    state::State,
    text::{LANGUAGE, Text},
};

/// The selection's card with its way back; nothing while there is none.
#[component]
pub(crate) fn SummaryCard(state: State) -> impl IntoView {
    move || {
        let selection = state.selection.get()?;
        Some(view! { <Card state=state selection=Arc::new(selection) /> })
    }
}

#[component]
fn Card(state: State, selection: Arc<Selection>) -> impl IntoView {
    let point = &selection.service_point;
    let kind = [format::shop_type(point), point.carrier.name.as_str()].join(" · ");
    let number = selection.to_post_number.as_ref();
    let number = number.map(|number| format!("{}: {number}", Text::PostNumber.get()));
    view! {
        <section class="spp card" part="summary" lang=LANGUAGE dir="ltr" aria-labelledby="spp-summary">
            <h3 id="spp-summary">{Text::SelectedPoint.get()}</h3>
            <p class="name">{format::name(point)}</p>
            <p class=format!("kind {}", format::shop_type_class(point))>{kind}</p>
            <p class="address">{format::address(point)}</p>
            {number.map(|number| view! { <p class="muted">{number}</p> })}
            <button
                type="button"
                part="change"
                on:click=move |_| state.tell(Host::change)
            >
                {Text::Change.get()}
            </button>
        </section>
    }
}
