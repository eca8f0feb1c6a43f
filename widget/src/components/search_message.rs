//! One line on how the search stands: what happened, and what can be done about it.

use super::filter_panel::clear_button;
use crate::{
    actions,
    js::element::{El, button, el},
    signal::{effect, untrack},
    state::{SearchState, State},
    text::Text,
    told::Told,
    words::Words,
};

/// The line above the list, with the ways on.
pub(crate) fn search_message(state: State) -> El {
    let words = state.words;
    let told = move || told(state);
    let shown = move |as_alert: bool| {
        let told = told();
        if told.is_alert == as_alert {
            say(words, &told)
        } else {
            String::new()
        }
    };
    // What is no alert is read out by the live region, once it stands still. Filters have news of their own.
    effect(move || {
        state.together.track();
        let is_answered = state
            .search
            .with(|search| matches!(search, SearchState::Answered(_) | SearchState::Slow));
        let told = untrack(told);
        if is_answered && !told.is_alert {
            state.announce(say(words, &told));
        }
    });
    let offers = move |offer: fn(&Told) -> bool| move || !offer(&told());
    let cancel = move || state.tell(|host| host.cancel("none_found"));
    let line = el("div").attr("tabindex", "-1");
    // A way on that was taken goes, and leaves the focus with what is said next.
    let stay = {
        let line = line.clone();
        move || line.focus()
    };
    let stay_for_number = stay.clone();
    let stay_for_all = stay.clone();
    line.part("message")
        .live("class", move || {
            if told().is_alert {
                "message alert"
            } else {
                "message"
            }
            .to_owned()
        })
        .child(el("p").words(move || shown(false)))
        .child(el("p").attr("role", "alert").words(move || shown(true)))
        .child(
            button(&words.get(Text::TryAgain))
                .hidden(offers(|told| told.retry.is_some()))
                .aria("aria-disabled", move || told().retry == Some(false))
                .on_click(move || {
                    if untrack(told).retry == Some(true) {
                        stay();
                        actions::retry(state);
                    }
                }),
        )
        .child(
            button(&words.get(Text::NumberLookUp))
                .hidden(offers(|told| told.may_be_number))
                .on_click(move || {
                    stay_for_number();
                    actions::look_up_number(state);
                }),
        )
        .child(clear_button(state).hidden(offers(|told| told.is_filtered_out)))
        .child(
            button(&words.get(Text::ShowAll))
                .hidden(offers(|told| told.is_narrowed))
                .on_click(move || {
                    stay_for_all();
                    actions::show_all(state);
                }),
        )
        .child(
            button(&words.get(Text::OtherDelivery))
                .hidden(offers(|told| told.is_hopeless))
                .on_click(cancel),
        )
}

/// What there is to say.
fn told(state: State) -> Told {
    let points = state.points.with(Vec::len);
    let fitting = state.fitting().len();
    let together = state.together.with(|ids| ids.as_ref().map(Vec::len));
    if let Some(together) = together {
        return Told::together(together, fitting);
    }
    let radius_max = state.radius_max();
    state
        .search
        .with(|search| Told::of(search, points, fitting, radius_max))
        .with_country(&state.country().unwrap_or_default())
}

/// How many points are shown, where there may be more.
pub(super) fn say_more(state: State) -> String {
    let told = untrack(|| told(state));
    let text = Text::More;
    say(state.words, &Told { text, ..told })
}

/// Puts it into words.
fn say(words: Words, told: &Told) -> String {
    let browser = words.browser();
    let [far, near] = [told.far_m, told.near_m].map(|metres| words.distance(metres));
    let country = browser.country(&told.country.to_ascii_uppercase());
    let place = match &told.place {
        place if place.is_empty() && told.is_here => words.get(Text::YourLocation),
        place if place.is_empty() => words.get(Text::ThisAddress),
        place => place.clone(),
    };
    let number = match told.text {
        Text::RateLimited => told.seconds as usize,
        _ => told.count,
    };
    let number = words.count(number);
    let total = words.count(told.total);
    let mut values = vec![
        ("far", &*far),
        ("near", &near),
        ("country", &country),
        ("place", &place),
        ("query", &place),
        ("id", &place),
        ("total", &total),
    ];
    match told.text {
        Text::Found
        | Text::FilteredOut
        | Text::AreaFound
        | Text::OwnAll
        | Text::OwnFound
        | Text::Together => words.plural(told.text, told.count, &values),
        text => {
            values.push(("n", &number));
            words.with(text, &values)
        }
    }
}
