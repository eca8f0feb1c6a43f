//! What a shopper is told of a search, before it is put into words.

use model::GeocodingStatus;

use crate::{
    query::Place,
    state::{Answer, Failure, SearchState},
    text::Text,
};

/// A text with what it needs, and the ways on that go with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// What is said.
    pub(crate) text: Text,
    /// Where was searched; empty where that is a position.
    pub(crate) place: String,
    /// Whether that is where the device is.
    pub(crate) is_here: bool,
    /// The country searched in, a code.
    pub(crate) country: String,
    /// How many points were found, or are shown of them.
    pub(crate) count: usize,
    /// How many were found, where fewer are shown.
    pub(crate) total: usize,
    /// How far was searched, in metres.
    pub(crate) far_m: u32,
    /// How far the search before reached, in metres.
    pub(crate) near_m: u32,
    /// How long to wait.
    pub(crate) seconds: u32,
    /// Whether it stands in the way: then it is read out at once, and looks so.
    pub(crate) is_alert: bool,
    /// Whether searching again may help: now, or later.
    pub(crate) retry: Option<bool>,
    /// Whether what was typed may be the number of a point.
    pub(crate) may_be_number: bool,
    /// Whether the list is narrowed, and can be all there is again.
    pub(crate) is_narrowed: bool,
    /// Whether fewer filters would help.
    pub(crate) is_filtered_out: bool,
    /// Whether another delivery method is a way on.
    pub(crate) is_hopeless: bool,
}

impl Told {
    /// What is said of `count` points found, `fitting` of which fit the filters.
    pub(crate) fn of(search: &SearchState, count: usize, fitting: usize, radius_max: u32) -> Self {
        match search {
            SearchState::Start => Self::plain(Text::SearchStart),
            SearchState::Searching => Self::plain(Text::Searching),
            SearchState::Slow => Self::plain(Text::SearchingSlow),
            SearchState::Failed(failure) => Self::of_failure(*failure),
            SearchState::Answered(answer) if 0 < fitting && fitting < count => Self {
                count: fitting,
                total: count,
                ..Self::near(Text::Shown, answer, radius_max)
            },
            SearchState::Answered(answer) if count > 0 && fitting == 0 => Self {
                count,
                is_alert: true,
                is_filtered_out: true,
                ..Self::near(Text::FilteredOut, answer, radius_max)
            },
            SearchState::Answered(answer) => Self::of_answer(answer, count, radius_max),
        }
    }

    /// What is said of `count` points that the list is narrowed to, `fitting` of which fit the filters.
    pub(crate) fn together(count: usize, fitting: usize) -> Self {
        let is_filtered_out = fitting == 0;
        let (text, count) = match is_filtered_out {
            true => (Text::FilteredOut, count),
            false => (Text::Together, fitting),
        };
        Self {
            count,
            is_narrowed: true,
            is_filtered_out,
            is_alert: is_filtered_out,
            ..Self::plain(text)
        }
    }

    /// The country that was searched in.
    pub(crate) fn with_country(self, country: &str) -> Self {
        let country = country.to_owned();
        Self { country, ..self }
    }

    /// A text alone.
    fn plain(text: Text) -> Self {
        Self {
            text,
            place: String::new(),
            is_here: false,
            country: String::new(),
            count: 0,
            total: 0,
            far_m: 0,
            near_m: 0,
            seconds: 0,
            is_alert: false,
            retry: None,
            may_be_number: false,
            is_narrowed: false,
            is_filtered_out: false,
            is_hopeless: false,
        }
    }

    fn of_failure(failure: Failure) -> Self {
        let (text, retry) = match failure {
            Failure::Offline => (Text::Offline, None),
            Failure::Unreachable => (Text::Unreachable, Some(true)),
            Failure::TimedOut | Failure::Unavailable => (Text::Unavailable, Some(true)),
            Failure::RateLimited(0) => (Text::RateLimitedOver, Some(true)),
            Failure::RateLimited(_) => (Text::RateLimited, Some(false)),
            Failure::GeocoderDown => (Text::GeocoderDown, Some(true)),
            Failure::Misconfigured => (Text::Misconfigured, None),
            Failure::NoCountry => (Text::CountryMissing, None),
            Failure::NoLocation(text) => (text, None),
        };
        Self {
            seconds: match failure {
                Failure::RateLimited(seconds) => seconds,
                _ => 0,
            },
            is_alert: true,
            retry,
            is_hopeless: failure == Failure::Misconfigured,
            ..Self::plain(text)
        }
    }

    fn of_answer(answer: &Answer, count: usize, radius_max: u32) -> Self {
        let geocoding = answer.geocoding.as_ref();
        let precision = geocoding.and_then(|geocoding| geocoding.precision.as_deref());
        let is_partial = geocoding
            .is_some_and(|geocoding| geocoding.status == GeocodingStatus::PartiallyMatched);
        let is_number = matches!(answer.place, Place::Number(_));
        let told = |text| Self {
            count,
            ..Self::near(text, answer, radius_max)
        };
        let alert = |text| Self {
            is_alert: true,
            ..told(text)
        };
        if answer.is_own {
            return Self::of_own(answer, told(Text::OwnAll));
        }
        let is_area = matches!(answer.place, Place::Area(_));
        match count {
            0 if is_area => alert(Text::AreaEmpty),
            _ if is_area && count >= answer.reach.limit => told(Text::AreaMore),
            _ if is_area => told(Text::AreaFound),
            _ if answer.is_unknown_address() => Self {
                may_be_number: matches!(answer.place, Place::Text(_)),
                place: answer.place.text(),
                ..alert(Text::AddressUnknown)
            },
            0 if is_number => alert(Text::NumberUnknown),
            _ if is_number => told(Text::CarrierId),
            0 if is_partial => alert(Text::PartialEmpty),
            0 if matches!(answer.place, Place::Here(_)) => alert(Text::LocationElsewhere),
            0 => Self {
                is_hopeless: true,
                ..alert(Text::Empty)
            },
            _ if is_partial => told(Text::Partial),
            _ if answer.widened_from_m.is_some() => told(Text::Widened),
            _ if matches!(precision, Some("city" | "region")) => told(Text::Coarse),
            _ if count >= answer.reach.limit => told(Text::More),
            _ => told(Text::Found),
        }
    }

    /// What is said of the page's own points; `all` where none of them was asked for.
    fn of_own(answer: &Answer, all: Self) -> Self {
        let is_query = matches!(&answer.place, Place::Text(text) if !text.is_empty());
        match (all.count, is_query) {
            (0, true) => Self {
                text: Text::OwnUnknown,
                is_alert: true,
                is_narrowed: true,
                ..all
            },
            // The page's list may still be on its way: nothing to be alarmed about.
            (0, false) => Self {
                is_hopeless: true,
                ..all
            },
            (_, true) => Self {
                text: Text::OwnFound,
                is_narrowed: true,
                ..all
            },
            (_, false) if !matches!(answer.place, Place::Text(_)) => Self {
                text: Text::Found,
                ..all
            },
            (_, false) => all,
        }
    }

    /// A text about a place.
    fn near(text: Text, answer: &Answer, radius_max: u32) -> Self {
        let formatted = answer.geocoding.as_ref();
        let formatted = formatted.and_then(|geocoding| geocoding.formatted_address.clone());
        Self {
            place: formatted.unwrap_or_else(|| answer.place.text()),
            is_here: matches!(answer.place, Place::Here(_)),
            far_m: answer.reach.radius_m.min(radius_max),
            near_m: answer.widened_from_m.unwrap_or_default(),
            ..Self::plain(text)
        }
    }
}

#[cfg(test)]
mod tests {
    use model::{BoundingBox, GeocodingResult, GeocodingStatus, Position};

    use super::Told;
    use crate::{
        query::{Place, Reach},
        state::{Answer, Failure, SearchState},
        text::Text,
    };

    fn answer(status: GeocodingStatus, precision: Option<&str>) -> Answer {
        let found = status != GeocodingStatus::NotFound;
        Answer {
            place: Place::Text("eindhofen".to_owned()),
            reach: Reach::FIRST,
            widened_from_m: None,
            is_own: false,
            geocoding: Some(GeocodingResult {
                status,
                precision: precision.map(str::to_owned),
                formatted_address: found.then(|| "Eindhoven, Nederland".to_owned()),
            }),
        }
    }

    fn told(answer: Answer, count: usize) -> Told {
        Told::of(&SearchState::Answered(answer), count, count, 50_000)
    }

    /// "No points nearby" once stood where the address was simply unknown.
    #[test]
    fn an_unknown_address_is_never_called_an_empty_neighbourhood() {
        let told = told(answer(GeocodingStatus::NotFound, None), 0);
        assert_eq!(
            (told.text, &*told.place),
            (Text::AddressUnknown, "eindhofen")
        );
        assert!(told.is_alert && told.may_be_number && !told.is_hopeless);
    }

    #[test]
    fn an_empty_neighbourhood_is_never_called_an_unknown_address() {
        let mut empty = answer(GeocodingStatus::Matched, Some("house_number"));
        empty.reach.radius_m = 50_000;
        let told = told(empty, 0);
        assert_eq!((told.text, told.far_m), (Text::Empty, 50_000));
        assert!(told.is_alert && told.is_hopeless);
    }

    /// A shop may search less far than v3 allows: then that is what was searched.
    #[test]
    fn no_farther_is_claimed_than_the_shop_searches() {
        let mut empty = answer(GeocodingStatus::Matched, Some("house_number"));
        empty.reach.radius_m = 50_000;
        let told = Told::of(&SearchState::Answered(empty), 0, 0, 10_000);
        assert_eq!(told.far_m, 10_000);
    }

    #[test]
    fn what_was_understood_is_said() {
        let partial = told(
            answer(GeocodingStatus::PartiallyMatched, Some("postal_code")),
            3,
        );
        assert_eq!(partial.text, Text::Partial);
        let nothing = told(answer(GeocodingStatus::PartiallyMatched, Some("city")), 0);
        assert_eq!(nothing.text, Text::PartialEmpty);
        let coarse = told(answer(GeocodingStatus::Matched, Some("city")), 3);
        assert_eq!(coarse.text, Text::Coarse);
        let exact = told(answer(GeocodingStatus::Matched, Some("street")), 1);
        assert_eq!(
            (exact.text, &*exact.place),
            (Text::Found, "Eindhoven, Nederland")
        );
        assert!(!exact.is_alert);
        let full = told(answer(GeocodingStatus::Matched, Some("street")), 50);
        assert_eq!(full.text, Text::More);
    }

    #[test]
    fn a_wider_search_says_so() {
        let mut wide = answer(GeocodingStatus::Matched, Some("street"));
        (wide.reach.radius_m, wide.widened_from_m) = (20_000, Some(5_000));
        let told = told(wide, 2);
        assert_eq!(
            (told.text, told.near_m, told.far_m),
            (Text::Widened, 5_000, 20_000)
        );
    }

    /// Nobody knows how far the map's corners are from anything the shopper has named.
    #[test]
    fn an_area_is_no_neighbourhood() {
        let corner = |degrees| Position {
            latitude: degrees,
            longitude: degrees,
        };
        let told = |count| {
            let answer = Answer {
                place: Place::Area(BoundingBox {
                    north_east: corner(51.5),
                    south_west: corner(51.4),
                }),
                reach: Reach::AREA,
                widened_from_m: None,
                is_own: false,
                geocoding: None,
            };
            told(answer, count)
        };
        assert_eq!((told(0).text, told(0).is_alert), (Text::AreaEmpty, true));
        assert_eq!(told(7).text, Text::AreaFound);
        assert_eq!(told(200).text, Text::AreaMore);
    }

    #[test]
    fn a_list_of_the_pages_own_points_says_what_was_looked_for() {
        let told = |query: &str, count| {
            let answer = Answer {
                place: Place::Text(query.to_owned()),
                reach: Reach::FIRST,
                widened_from_m: None,
                is_own: true,
                geocoding: None,
            };
            told(answer, count)
        };
        assert_eq!(
            (told("", 5000).text, told("", 5000).count),
            (Text::OwnAll, 5000)
        );
        let found = told("bakker", 3);
        assert_eq!((found.text, &*found.place), (Text::OwnFound, "bakker"));
        assert!(found.is_narrowed);
        let unknown = told("x", 0);
        assert!(unknown.text == Text::OwnUnknown && unknown.is_alert && unknown.is_narrowed);
        let none = told("", 0);
        assert!(none.is_hopeless && !none.is_alert);
    }

    /// "0 service points at this place" was a dead end.
    #[test]
    fn filters_are_to_blame_where_they_leave_nothing_of_a_narrowed_list() {
        assert_eq!(Told::together(3, 2).text, Text::Together);
        let none = Told::together(3, 0);
        assert_eq!((none.text, none.count), (Text::FilteredOut, 3));
        assert!(none.is_filtered_out && none.is_narrowed && none.is_alert);
    }

    #[test]
    fn filters_that_leave_nothing_are_to_blame_and_not_the_place() {
        let found = SearchState::Answered(answer(GeocodingStatus::Matched, Some("street")));
        let told = Told::of(&found, 12, 0, 50_000);
        assert_eq!((told.text, told.count), (Text::FilteredOut, 12));
        assert!(told.is_filtered_out);
        let told = Told::of(&found, 12, 5, 50_000);
        assert_eq!((told.text, told.count, told.total), (Text::Shown, 5, 12));
    }

    #[test]
    fn too_many_searches_may_be_repeated_after_a_while_only() {
        let told = |seconds| {
            let failed = SearchState::Failed(Failure::RateLimited(seconds));
            Told::of(&failed, 0, 0, 50_000)
        };
        assert_eq!(
            (told(7).text, told(7).retry),
            (Text::RateLimited, Some(false))
        );
        assert_eq!(
            (told(0).text, told(0).retry),
            (Text::RateLimitedOver, Some(true))
        );
    }
}
