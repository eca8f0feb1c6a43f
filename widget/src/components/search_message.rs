//! One line on how the search stands: what happened, and what can be done about it.

use leptos::prelude::*;
use model::{GeocodingResult, GeocodingStatus};

use super::words::{flag, text_signal, words};
use crate::{
    actions, format,
    js::intl,
    query::LIMIT,
    state::{Failure, SearchState, State},
    text::{LANGUAGE, Text},
};

/// What the shopper is told.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Message {
    text: String,
    /// Whether it stands in the way: then it is read out at once, and looks so.
    is_alert: bool,
    /// Whether searching again may help.
    is_retryable: bool,
}

impl Message {
    fn status(text: String) -> Self {
        Self {
            text,
            is_alert: false,
            is_retryable: false,
        }
    }

    fn alert(text: String, is_retryable: bool) -> Self {
        Self {
            text,
            is_alert: true,
            is_retryable,
        }
    }

    fn of(search: &SearchState, count: usize, country: &str) -> Self {
        match search {
            SearchState::Start => Self::status(Text::SearchStart.get().to_owned()),
            SearchState::Searching => Self::status(Text::Searching.get().to_owned()),
            SearchState::Answered { query, geocoding } => {
                Self::of_answer(query, geocoding.as_ref(), count, country)
            }
            SearchState::Failed(failure) => match failure {
                Failure::Unreachable => Self::alert(Text::Unreachable.get().to_owned(), true),
                Failure::Unavailable => Self::alert(Text::Unavailable.get().to_owned(), true),
                Failure::RateLimited(seconds) => {
                    let text = Text::RateLimited.with(&[("n", &seconds.to_string())]);
                    Self::alert(text, true)
                }
                Failure::GeocoderDown => Self::alert(Text::GeocoderDown.get().to_owned(), true),
                Failure::Misconfigured => Self::alert(Text::Misconfigured.get().to_owned(), false),
            },
        }
    }

    fn of_answer(
        query: &str,
        geocoding: Option<&GeocodingResult>,
        count: usize,
        country: &str,
    ) -> Self {
        let query = if query.is_empty() {
            Text::ThisAddress.get()
        } else {
            query
        };
        let formatted = geocoding.and_then(|geocoding| geocoding.formatted_address.as_deref());
        let place = formatted.unwrap_or(query);
        let precision = geocoding.and_then(|geocoding| geocoding.precision.as_deref());
        let status = geocoding.map(|geocoding| geocoding.status);
        match (status, count) {
            (Some(GeocodingStatus::NotFound), _) => {
                let values = [("query", query), ("country", country)];
                Self::alert(Text::AddressUnknown.with(&values), false)
            }
            (Some(GeocodingStatus::PartiallyMatched), 0) => {
                Self::alert(Text::PartialEmpty.with(&[("place", place)]), false)
            }
            (_, 0) => Self::alert(Text::Empty.with(&[("place", place)]), false),
            (Some(GeocodingStatus::PartiallyMatched), _) => {
                Self::status(Text::Partial.with(&[("place", place)]))
            }
            _ if matches!(precision, Some("city" | "region")) => {
                Self::status(Text::Coarse.with(&[("place", place)]))
            }
            _ => Self::status(format::found(count, LIMIT, place)),
        }
    }
}

/// The line above the list.
#[component]
pub(crate) fn SearchMessage(state: State) -> impl IntoView {
    let message = move || {
        let country = state.country().unwrap_or_default();
        let country = intl::country_name(LANGUAGE, &country.to_ascii_uppercase());
        let count = state.points.with(Vec::len);
        state
            .search
            .with(|search| Message::of(search, count, &country))
    };
    let message = Memo::new(move |_| message());
    let is_alert = move || message.with(|message| message.is_alert);
    let told = move |as_alert: bool| {
        let message = message.get();
        if message.is_alert == as_alert {
            message.text
        } else {
            String::new()
        }
    };
    view! {
        <div class=text_signal(move || if is_alert() { "message alert" } else { "message" }) part="message">
            // Two regions that stay: one that changed its role would not be read out.
            <p role="status">{words(move || told(false))}</p>
            <p role="alert">{words(move || told(true))}</p>
            <button
                type="button"
                hidden=flag(move || !message.with(|message| message.is_retryable))
                on:click=move |_| actions::retry(state)
            >
                {Text::TryAgain.get()}
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use model::{GeocodingResult, GeocodingStatus};

    use super::Message;

    fn told(status: GeocodingStatus, precision: Option<&str>, count: usize) -> Message {
        let found = status != GeocodingStatus::NotFound;
        let geocoding = GeocodingResult {
            status,
            precision: precision.map(str::to_owned),
            formatted_address: found.then(|| "Eindhoven, Nederland".to_owned()),
        };
        Message::of_answer("eindhofen", Some(&geocoding), count, "Netherlands")
    }

    /// "No points nearby" once stood where the address was simply unknown.
    #[test]
    fn an_unknown_address_is_never_called_an_empty_neighbourhood() {
        let message = told(GeocodingStatus::NotFound, None, 0);
        assert!(
            message
                .text
                .contains("“eindhofen” was not found in Netherlands"),
            "{message:?}"
        );
        assert!(message.is_alert);
    }

    #[test]
    fn an_empty_neighbourhood_is_never_called_an_unknown_address() {
        let message = told(GeocodingStatus::Matched, Some("house_number"), 0);
        assert!(
            message
                .text
                .starts_with("No service points within 50 km of Eindhoven, Nederland")
        );
    }

    #[test]
    fn what_was_understood_is_said() {
        let partial = told(GeocodingStatus::PartiallyMatched, Some("postal_code"), 3);
        assert!(
            partial
                .text
                .starts_with("Part of your search was not understood")
        );
        let coarse = told(GeocodingStatus::Matched, Some("city"), 3);
        assert!(
            coarse
                .text
                .starts_with("Only Eindhoven, Nederland was found")
        );
        let exact = told(GeocodingStatus::Matched, Some("street"), 1);
        assert_eq!(exact.text, "1 service point near Eindhoven, Nederland");
        assert!(!exact.is_alert);
    }
}
