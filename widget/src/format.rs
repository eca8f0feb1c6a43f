//! Points and their parts as words.

use model::{
    DayTimes, GeneralShopType, LocalTime, OpeningStatus, ServicePoint, Weekday, time_zone,
};

use crate::{state::State, text::Text, words::Words};

/// A point's name; its type and street where the carrier gave it none.
pub(crate) fn name(words: Words, point: &ServicePoint) -> String {
    let name = point.name.trim();
    if name.is_empty() {
        return [&words.get(shop_type(point)), point.address.street.trim()].join(" ");
    }
    name.to_owned()
}

/// The carrier's name; its code where there is none.
pub(crate) fn carrier(point: &ServicePoint) -> String {
    let carrier = &point.carrier;
    let name = carrier.name.trim();
    if name.is_empty() { &carrier.code } else { name }.to_owned()
}

/// The word for a type; one that v3 added later is a plain service point.
pub(crate) fn shop_type(point: &ServicePoint) -> Text {
    match point.general_shop_type {
        Some(GeneralShopType::ServicePoint) => Text::TypeServicepoint,
        Some(GeneralShopType::Locker) => Text::TypeLocker,
        Some(GeneralShopType::PostOffice) => Text::TypePostOffice,
        Some(GeneralShopType::CarrierDepot) => Text::TypeCarrierDepot,
        Some(GeneralShopType::Other(_)) | None => Text::TypeOther,
    }
}

/// The class that draws a type's icon.
pub(crate) fn shop_type_class(point: &ServicePoint) -> &'static str {
    match point.general_shop_type {
        Some(GeneralShopType::Locker) => "kind type-locker",
        Some(GeneralShopType::PostOffice) => "kind type-post_office",
        Some(GeneralShopType::CarrierDepot) => "kind type-carrier_depot",
        Some(GeneralShopType::ServicePoint | GeneralShopType::Other(_)) | None => {
            "kind type-servicepoint"
        }
    }
}

/// Type, carrier and distance of a point on one line.
pub(crate) fn kind(words: Words, point: &ServicePoint) -> String {
    let mut parts = vec![words.get(shop_type(point)), carrier(point)];
    parts.extend(point.distance.metres().map(|metres| words.distance(metres)));
    if words.browser().dir() == "rtl" {
        // Between the marks that keep a name of another script from reordering its neighbours.
        parts = parts
            .iter()
            .map(|part| format!("\u{2068}{part}\u{2069}"))
            .collect();
    }
    parts.join(" · ")
}

/// Street and number, then postal code and city.
pub(crate) fn address(point: &ServicePoint) -> String {
    let address = &point.address;
    let street = [address.street.as_str(), &address.house_number].join(" ");
    let city = [address.postal_code.as_str(), &address.city].join(" ");
    let lines = [street.trim(), city.trim()];
    let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    lines.join(", ")
}

/// What the clock shows at a point: in its country's zone, else by the offset that `next_open_at`
/// was written with; none where neither is known.
pub(crate) fn now_at(words: Words, point: &ServicePoint) -> Option<LocalTime> {
    let address = &point.address;
    let zone = time_zone(&address.country_code, &address.postal_code);
    zone.and_then(|zone| words.now_in(zone)).or_else(|| {
        let offset = offset_minutes(point.next_open_at.as_deref()?)?;
        shift(words.now_in("UTC")?, offset)
    })
}

fn shift(time: LocalTime, minutes: i32) -> Option<LocalTime> {
    const DAY: i32 = 24 * 60;
    let minutes = time.day.checked_mul(DAY)? + i32::from(time.minute) + minutes;
    Some(LocalTime {
        day: minutes.div_euclid(DAY),
        minute: minutes.rem_euclid(DAY) as u16,
    })
}

/// The offset that an RFC 3339 time was written with, in minutes.
fn offset_minutes(time: &str) -> Option<i32> {
    let (sign, offset) = match time.rsplit_once('+') {
        Some((_, offset)) => (1, offset),
        // The last of the hyphens, the others stand in the date.
        None => (-1, time.split_once('T')?.1.rsplit_once('-')?.1),
    };
    let (hours, minutes) = offset.split_once(':')?;
    let number = |text: &str| text.parse::<u16>().ok().filter(|number| *number < 60);
    Some(sign * (i32::from(number(hours)?) * 60 + i32::from(number(minutes)?)))
}

/// When a point is open, in one line, and the class that draws its icon; anew every minute.
pub(crate) fn status_now(state: State, point: &ServicePoint) -> (String, &'static str) {
    state.minute.track();
    let words = state.words;
    let times = &point.opening_times;
    match now_at(words, point) {
        Some(now) => status(words, point, now),
        // Some things can be said at any time.
        None if times.is_always_open() => (words.get(Text::OpenAlways), "times is-open"),
        None if times.is_unknown() => (words.get(Text::TimesUnknown), "times"),
        None => (String::new(), "times"),
    }
}

fn status(words: Words, point: &ServicePoint, now: LocalTime) -> (String, &'static str) {
    let next = point.next_open_at.as_deref();
    let next = next.and_then(LocalTime::parse_rfc3339);
    let times = &point.opening_times;
    let browser = words.browser();
    let time = |at: LocalTime| browser.time(at.minute);
    match times.status(now, next, point.is_open_tomorrow) {
        OpeningStatus::AlwaysOpen => (words.get(Text::OpenAlways), "times is-open"),
        OpeningStatus::Unknown => (words.get(Text::TimesUnknown), "times"),
        OpeningStatus::Open { until, closes_soon } => {
            let (text, class) = match closes_soon {
                true => (Text::ClosesSoon, "times is-closing"),
                false => (Text::OpenUntil, "times is-open"),
            };
            // A day or more ahead the hour alone would be understood as today's.
            let is_near =
                until.day == now.day || (until.day == now.day + 1 && until.minute < now.minute);
            let mut until_words = time(until);
            if !is_near {
                until_words = [browser.weekday(until.day), until_words].join(" ");
            }
            (words.with(text, &[("time", &until_words)]), class)
        }
        OpeningStatus::Closed { opens: at } => {
            let day = match at.day - now.day {
                ..7 => browser.weekday(at.day),
                7.. => browser.date(at.day),
            };
            let text = match at.day - now.day {
                ..1 => Text::Opens,
                1 => Text::OpensTomorrow,
                2.. => Text::OpensOn,
            };
            let line = words.with(text, &[("time", &time(at)), ("day", &day)]);
            (line, "times is-closed")
        }
    }
}

/// The times of a day, split shifts whole and in order.
pub(crate) fn day_times(words: Words, point: &ServicePoint, day: Weekday) -> String {
    let times = &point.opening_times;
    match times.day(day) {
        DayTimes::Closed => words.get(Text::Closed),
        DayTimes::Unknown => words.get(Text::TimesUnknown),
        DayTimes::Open(_) => {
            let shifts = times.shifts(day);
            let shifts = shifts.iter().map(|shift| {
                let (start, end) = (shift.start_time.minutes(), shift.end_time.minutes());
                words.browser().times(start, end)
            });
            shifts.collect::<Vec<_>>().join(", ")
        }
    }
}

/// How long a walk takes, in whole minutes: streets are a third longer than the straight line, and
/// people walk 80 m a minute. None where nobody would walk.
pub(crate) fn walking_minutes(distance_m: u32) -> Option<u32> {
    const FARTHEST_M: u32 = 2_000;
    (distance_m <= FARTHEST_M).then(|| (distance_m * 13).div_ceil(800).max(1))
}

#[cfg(test)]
mod tests {
    use model::ServicePoint;

    use super::{address, carrier, offset_minutes, shop_type, walking_minutes};
    use crate::text::Text;

    fn point(extra: serde_json::Value) -> ServicePoint {
        let mut json = serde_json::json!({
            "id": 1, "carrier": {"code": "x"}, "position": {"latitude": 1, "longitude": 1},
        });
        for (key, value) in extra.as_object().expect("an object") {
            json[key] = value.clone();
        }
        serde_json::from_value(json).expect("a service point")
    }

    #[test]
    fn an_address_has_no_gaps() {
        let point = point(serde_json::json!({
            "address": {"street": "Hauptstraße 5", "house_number": "", "postal_code": "", "city": "Köln"},
        }));
        assert_eq!(address(&point), "Hauptstraße 5, Köln");
    }

    #[test]
    fn a_carrier_without_a_name_has_its_code() {
        assert_eq!(carrier(&point(serde_json::json!({}))), "x");
    }

    #[test]
    fn a_type_of_tomorrow_is_a_service_point() {
        let later = serde_json::json!({"general_shop_type": "drone_pad"});
        assert_eq!(shop_type(&point(later)), Text::TypeOther);
        assert_eq!(shop_type(&point(serde_json::json!({}))), Text::TypeOther);
    }

    #[test]
    fn an_offset_is_read_as_it_was_written() {
        let offsets = [
            "2026-11-27T09:00:00+04:00",
            "2026-11-27T09:00:00-03:30",
            "2026-11-27T09:00:00Z",
            "nonsense",
        ];
        let offsets = offsets.map(offset_minutes);
        assert_eq!(offsets, [Some(240), Some(-210), None, None]);
    }

    #[test]
    fn walks_are_rounded_up_and_end_at_two_kilometres() {
        let minutes = [0, 85, 700, 2_000, 2_001].map(walking_minutes);
        assert_eq!(minutes, [Some(1), Some(2), Some(12), Some(33), None]);
    }
}
