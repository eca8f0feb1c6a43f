//! One row of the list. Checking it looks at the point; committing is the confirm bar's business.

use std::sync::Arc;

use leptos::{ev::MouseEvent, html, prelude::*};
use model::{ServicePoint, Weekday, time_zone};

use super::{
    point_details::PointDetails,
    words::{aria, text_signal},
};
use crate::{
    actions, format,
    js::{dom, intl},
    state::State,
    text::Text,
};

/// A service point: what it is, where, how far, and whether it is open today.
#[component]
pub(crate) fn PointRow(state: State, point: Arc<ServicePoint>) -> impl IntoView {
    let id = point.id;
    let name = format::name(&point);
    let today = today_at(&point);
    let row = NodeRef::<html::Li>::new();
    let is_checked = Memo::new(move |_| state.checked.get() == Some(id));
    let is_unfolded = Memo::new(move |_| state.unfolded.get() == Some(id));
    let is_choosable = Memo::new({
        let point = point.clone();
        move |_| state.is_choosable(&point)
    });
    // A marker may have been pressed: the row comes into view, focus stays where it is.
    Effect::new(move |_| {
        if is_checked.get()
            && let Some(row) = row.get()
        {
            dom::reveal(&row);
        }
    });
    let press = move |event: MouseEvent| {
        if is_choosable.get_untracked() {
            actions::check(state, id);
        } else {
            event.prevent_default();
        }
    };
    let unfold = move |_| {
        let is_unfolded = is_unfolded.get_untracked();
        state.unfolded.set((!is_unfolded).then_some(id));
    };
    let part = move || match (is_choosable.get(), is_checked.get()) {
        (false, _) => "row disabled",
        (true, true) => "row checked",
        (true, false) => "row",
    };
    let input_id = format!("spp-point-{id}");
    let details_id = format!("spp-details-{id}");
    let lines = lines(&point, today);
    let details = {
        let details_id = details_id.clone();
        move || {
            let (point, id) = (point.clone(), details_id.clone());
            is_unfolded
                .get()
                .then(|| view! { <PointDetails point=point today=today id=id /> })
        }
    };
    view! {
        <li node_ref=row class="row" part=text_signal(part)>
            <input
                type="radio"
                name="spp-point"
                id=input_id.clone()
                prop:checked=is_checked
                aria-disabled=aria(move || !is_choosable.get())
                on:click=press
            />
            <label for=input_id>{lines}</label>
            <button
                type="button"
                class="unfold"
                aria-label=Text::DetailsOf.with(&[("name", &name)])
                aria-expanded=aria(move || is_unfolded.get())
                aria-controls=details_id
                tabindex=text_signal(move || if is_checked.get() { "0" } else { "-1" })
                on:click=unfold
            >
                {Text::Details.get()}
            </button>
            {details}
        </li>
    }
}

/// The four lines of a row, each a block of its own.
fn lines(point: &ServicePoint, today: Option<Weekday>) -> impl IntoView + use<> {
    let mut kind = vec![format::shop_type(point).to_owned()];
    kind.push(point.carrier.name.clone());
    kind.extend(point.distance.metres().map(format::distance));
    kind.retain(|word| !word.is_empty());
    let times = today
        .map(|today| format::today(point, today))
        .unwrap_or_default();
    let expired = if point.is_expired {
        Text::Expired.get()
    } else {
        ""
    };
    view! {
        <span class="name">{format::name(point)}</span>
        <span class=format!("kind {}", format::shop_type_class(point))>{kind.join(" · ")}</span>
        <span class="address">{format::address(point)}</span>
        <span class="times">{times}</span>
        <span class="expired">{expired}</span>
    }
}

/// The weekday at the point now; none where its time zone is not known.
fn today_at(point: &ServicePoint) -> Option<Weekday> {
    let zone = time_zone(&point.address.country_code, &point.address.postal_code)?;
    intl::weekday_now(zone)
}
