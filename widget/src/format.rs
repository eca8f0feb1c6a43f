//! Points and their parts as words.

use model::{DayTimes, GeneralShopType, ServicePoint, Weekday};

use crate::{order, text::Text};

/// A distance in whole metres: to 10 m below 1 km, to 100 m below 10 km, whole kilometres above.
/// Number and unit stay on one line.
pub(crate) fn distance(metres: u32) -> String {
    let tens = metres.saturating_add(5) / 10;
    if tens < 100 {
        return format!("{}\u{a0}m", tens * 10);
    }
    let hundreds = metres.saturating_add(50) / 100;
    if hundreds < 100 {
        return format!("{}.{}\u{a0}km", hundreds / 10, hundreds % 10);
    }
    format!("{}\u{a0}km", metres.saturating_add(500) / 1000)
}

/// A point's name; its type and street where the carrier gave it none.
pub(crate) fn name(point: &ServicePoint) -> String {
    let name = point.name.trim();
    if name.is_empty() {
        return [shop_type(point), point.address.street.trim()].join(" ");
    }
    name.to_owned()
}

/// The word for a type; one that v3 added later is a plain service point.
pub(crate) fn shop_type(point: &ServicePoint) -> &'static str {
    let text = match point.general_shop_type {
        Some(GeneralShopType::ServicePoint) => Text::TypeServicepoint,
        Some(GeneralShopType::Locker) => Text::TypeLocker,
        Some(GeneralShopType::PostOffice) => Text::TypePostOffice,
        Some(GeneralShopType::CarrierDepot) => Text::TypeCarrierDepot,
        Some(GeneralShopType::Other(_)) | None => Text::TypeOther,
    };
    text.get()
}

/// The class that draws a type's icon.
pub(crate) fn shop_type_class(point: &ServicePoint) -> &'static str {
    match point.general_shop_type {
        Some(GeneralShopType::Locker) => "type-locker",
        Some(GeneralShopType::PostOffice) => "type-post_office",
        Some(GeneralShopType::CarrierDepot) => "type-carrier_depot",
        Some(GeneralShopType::ServicePoint | GeneralShopType::Other(_)) | None => {
            "type-servicepoint"
        }
    }
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

/// One line on today's times.
pub(crate) fn today(point: &ServicePoint, today: Weekday) -> String {
    let times = &point.opening_times;
    if times.is_unknown() {
        return Text::TimesUnknown.get().to_owned();
    }
    if times.is_always_open() {
        return Text::OpenAlways.get().to_owned();
    }
    match times.day(today) {
        DayTimes::Closed => Text::TodayClosed.get().to_owned(),
        DayTimes::Unknown => Text::TimesUnknown.get().to_owned(),
        day @ DayTimes::Open(_) => Text::TodayOpen.with(&[("times", &day_times(day))]),
    }
}

/// The times of a day, split shifts whole and in order.
pub(crate) fn day_times(day: &DayTimes) -> String {
    match day {
        DayTimes::Closed => Text::Closed.get().to_owned(),
        DayTimes::Unknown => Text::TimesUnknown.get().to_owned(),
        DayTimes::Open(ranges) => {
            let ranges = order::by_key(ranges.clone(), |range| {
                u32::from(range.start_time.minutes())
            });
            let ranges = ranges
                .iter()
                .map(|range| format!("{}–{}", range.start_time, range.end_time));
            ranges.collect::<Vec<_>>().join(", ")
        }
    }
}

/// A number of found points with its words; as many as a search brings may not be all.
pub(crate) fn found(count: usize, limit: usize, place: &str) -> String {
    let text = match count {
        1 => Text::FoundOne,
        _ if count >= limit => Text::More,
        _ => Text::FoundOther,
    };
    text.with(&[("n", &count.to_string()), ("place", place)])
}

#[cfg(test)]
mod tests {
    use model::{ServicePoint, Weekday};

    use super::{address, distance, shop_type, today};

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
    fn distances_get_coarser_with_length() {
        let written = [0, 4, 85, 919, 994, 995, 1049, 9949, 9950, 10_499, 49_999];
        let written = written.map(|metres| distance(metres).replace('\u{a0}', " "));
        let expected = [
            "0 m", "0 m", "90 m", "920 m", "990 m", "1.0 km", "1.0 km", "9.9 km", "10 km", "10 km",
            "50 km",
        ];
        assert_eq!(written, expected);
    }

    #[test]
    fn an_address_has_no_gaps() {
        let point = point(serde_json::json!({
            "address": {"street": "Hauptstraße 5", "house_number": "", "postal_code": "", "city": "Köln"},
        }));
        assert_eq!(address(&point), "Hauptstraße 5, Köln");
    }

    /// Peers showed only the first interval of a day and lost the lunch break.
    #[test]
    fn split_shifts_are_shown_whole() {
        let point = point(serde_json::json!({"opening_times": {"monday": [
            {"start_time": "13:30", "end_time": "17:15"}, {"start_time": "9:00", "end_time": "12:00"},
        ], "tuesday": null, "wednesday": 7}}));
        assert_eq!(
            today(&point, Weekday::Monday),
            "Today 09:00–12:00, 13:30–17:15"
        );
        assert_eq!(today(&point, Weekday::Tuesday), "Closed today");
        assert_eq!(today(&point, Weekday::Wednesday), "Opening times not known");
    }

    #[test]
    fn a_type_of_tomorrow_is_a_service_point() {
        assert_eq!(
            shop_type(&point(
                serde_json::json!({"general_shop_type": "drone_pad"})
            )),
            "Service point"
        );
        assert_eq!(shop_type(&point(serde_json::json!({}))), "Service point");
    }
}
