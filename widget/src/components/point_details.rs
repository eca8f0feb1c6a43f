//! A point's details: the week's opening times, the way there, contact, the carrier's own number.

use model::{OpeningTimes, ServicePoint, Weekday};

use crate::{
    format,
    js::element::{El, el},
    state::State,
    text::Text,
    words::Words,
};

/// 1 January 2024, a Monday, in days since 1970-01-01.
const A_MONDAY: i32 = 19_723;

/// What unfolds below a row; `id` is the one that the row's button names.
pub(crate) fn point_details(state: State, point: &ServicePoint, id: &str) -> El {
    let words = state.words;
    let details = el("div")
        .class("details")
        .part("details")
        .attr("id", id)
        .child(times(words, point));
    let line = |text: String| el("p").text(&text);
    let details = details
        .children(local_time(words, point).map(line))
        .children(walk(words, point).map(line))
        .children(phone_link(words, &point.contact.phone))
        .children(email_link(words, &point.contact.email));
    let number = &point.carrier_service_point_id;
    let number = (!number.is_empty()).then(|| {
        let text = words.with(Text::CarrierId, &[("id", number)]);
        el("p").class("muted").text(&text)
    });
    details.children(number)
}

/// Seven lines, starting with today, all ranges of each day.
fn times(words: Words, point: &ServicePoint) -> El {
    let times: &OpeningTimes = &point.opening_times;
    if times.is_unknown() {
        return el("p").text(&words.get(Text::TimesUnknown));
    }
    let today = format::now_at(words, point).map(model::LocalTime::weekday);
    let week = today.unwrap_or(Weekday::Monday).week_from();
    let rows = week.map(|day| {
        let name = words.browser().weekday(A_MONDAY + day as i32);
        let is_today = Some(day) == today;
        let name = match is_today {
            true => [&name, " (", &words.get(Text::Today), ")"].concat(),
            false => name,
        };
        el("tr")
            .class(if is_today { "today" } else { "" })
            .child(el("th").attr("scope", "row").text(&name))
            .child(el("td").text(&format::day_times(words, point, day)))
    });
    el("table")
        .child(el("caption").text(&words.get(Text::OpeningTimes)))
        .child(el("tbody").children(rows))
}

/// What the clock shows there, where that is something else than here.
fn local_time(words: Words, point: &ServicePoint) -> Option<String> {
    let there = format::now_at(words, point)?;
    (words.now_here() != Some(there)).then(|| {
        let time = words.browser().time(there.minute);
        words.with(Text::LocalTime, &[("time", &time)])
    })
}

fn walk(words: Words, point: &ServicePoint) -> Option<String> {
    let minutes = format::walking_minutes(point.distance.metres()?)?;
    let time = words.browser().minutes(minutes);
    Some(words.with(Text::Walking, &[("time", &time)]))
}

/// A telephone number as a link, where it is one.
fn phone_link(words: Words, phone: &str) -> Option<El> {
    let is_phone =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '/' | '(' | ')' | '.');
    if phone.is_empty() || !phone.chars().all(is_phone) {
        return None;
    }
    let dialled = |c: &char| c.is_ascii_digit() || *c == '+';
    let digits: String = phone.chars().filter(dialled).collect();
    Some(contact(
        words,
        Text::Phone,
        &["tel:", &digits].concat(),
        phone,
    ))
}

/// An e-mail address as a link, where it is one and nothing but one: no header can be slipped in.
fn email_link(words: Words, email: &str) -> Option<El> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '+');
    let is_email = email.chars().all(is_plain) && email.matches('@').count() == 1;
    is_email.then(|| contact(words, Text::Email, &["mailto:", email].concat(), email))
}

fn contact(words: Words, label: Text, address: &str, shown: &str) -> El {
    el("p")
        .text(&[&words.get(label), ": "].concat())
        .child(el("a").attr("href", address).attr("dir", "ltr").text(shown))
}
