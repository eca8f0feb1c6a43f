//! A point's details: the week's opening times, contact, the carrier's own number.

use std::sync::Arc;

use leptos::{html, prelude::*};
use model::{ServicePoint, Weekday};

use crate::{
    format,
    js::{dom, intl},
    text::{LANGUAGE, Text},
};

/// What unfolds below a row.
#[component]
pub(crate) fn PointDetails(
    point: Arc<ServicePoint>,
    /// The weekday at the point now; none where it is not known.
    today: Option<Weekday>,
    /// Id of the element, which the row's button names.
    id: String,
) -> impl IntoView {
    let details = NodeRef::<html::Div>::new();
    // They unfold downwards, often out of view.
    Effect::new(move |_| {
        if let Some(details) = details.get() {
            dom::reveal(&details);
        }
    });
    let times = if point.opening_times.is_unknown() {
        view! { <p>{Text::TimesUnknown.get()}</p> }.into_any()
    } else {
        view! { <WeekTable point=point.clone() today=today /> }.into_any()
    };
    let carrier_id = point.carrier_service_point_id.clone();
    let carrier_id = (!carrier_id.is_empty()).then(|| Text::CarrierId.with(&[("id", &carrier_id)]));
    view! {
        <div node_ref=details id=id class="details" part="details">
            {times}
            {phone_link(&point.contact.phone)}
            {email_link(&point.contact.email)}
            {carrier_id.map(|text| view! { <p class="muted">{text}</p> })}
        </div>
    }
}

/// Seven lines, starting with today, all ranges of each day.
#[component]
fn WeekTable(point: Arc<ServicePoint>, today: Option<Weekday>) -> impl IntoView {
    let week = today.unwrap_or(Weekday::Monday).week_from();
    let rows = week.map(|day| {
        let is_today = Some(day) == today;
        let name = intl::weekday_name(LANGUAGE, day);
        let note = is_today.then(|| format!(" ({})", Text::Today.get()));
        let times = format::day_times(point.opening_times.day(day));
        view! {
            <tr class:today=is_today>
                <th scope="row">{name}{note}</th>
                <td>{times}</td>
            </tr>
        }
    });
    view! {
        <table>
            <caption>{Text::OpeningTimes.get()}</caption>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

/// A telephone number as a link, where it is one.
fn phone_link(phone: &str) -> Option<impl IntoView + use<>> {
    let is_phone =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '/' | '(' | ')' | '.');
    if phone.is_empty() || !phone.chars().all(is_phone) {
        return None;
    }
    let digits: String = phone
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    Some(contact_line(Text::Phone, format!("tel:{digits}"), phone))
}

/// An e-mail address as a link, where it is one and nothing but one: no header can be slipped in.
fn email_link(email: &str) -> Option<impl IntoView + use<>> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '+');
    let is_email = email.chars().all(is_plain) && email.matches('@').count() == 1;
    is_email.then(|| contact_line(Text::Email, format!("mailto:{email}"), email))
}

fn contact_line(label: Text, address: String, shown: &str) -> impl IntoView + use<> {
    view! {
        <p>{label.get()}": "<a href=address>{shown.to_owned()}</a></p>
    }
}
