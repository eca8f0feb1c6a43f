//! What of a service point belongs to the moment: whether it opens tomorrow, and when next. A kept
//! answer says both anew as the day goes on, from the week that it holds.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use model::{CountryCode, DayTimes, ServicePoint, Weekday};

/// The zone that most of a country lives in; UTC where none is known.
pub(super) fn zone_of_country(country: CountryCode) -> TimeZone {
    zone(country.as_str(), "")
}

/// The zone of a point's own clock.
pub(super) fn zone_of_point(point: &ServicePoint) -> TimeZone {
    zone(&point.address.country_code, &point.address.postal_code)
}

fn zone(country_code: &str, postal_code: &str) -> TimeZone {
    let zone = model::time_zone(country_code, postal_code);
    let zone = zone.and_then(|name| TimeZone::get(name).ok());
    zone.unwrap_or(TimeZone::UTC)
}

/// Until when points can be shown as they are: the first opening of one of them, or its midnight.
pub(super) fn holds_until<'a>(
    points: impl IntoIterator<Item = &'a ServicePoint>,
    now: Timestamp,
) -> Timestamp {
    let changes = points.into_iter().map(|point| {
        let midnight = next_midnight(&zone_of_point(point), now);
        let opening = point.next_open_at.as_ref();
        let opening = opening.and_then(|text| text.parse::<Timestamp>().ok());
        let opening = opening.filter(|opening| *opening > now);
        opening.map_or(midnight, |opening| opening.min(midnight))
    });
    // A list without points says nothing that could change.
    changes.min().unwrap_or(Timestamp::MAX)
}

/// The end of the day at a clock.
fn next_midnight(zone: &TimeZone, now: Timestamp) -> Timestamp {
    next_days(zone, now).next().map_or(now, |day| start(&day))
}

/// The end of the week at a clock: opening times are those of the current week.
pub(super) fn next_monday(zone: &TimeZone, now: Timestamp) -> Timestamp {
    let mut days = next_days(zone, now);
    let monday = days.find(|day| day.weekday() == jiff::civil::Weekday::Monday);
    monday.map_or(now, |day| start(&day))
}

/// The seven days after today.
fn next_days(zone: &TimeZone, now: Timestamp) -> impl Iterator<Item = Zoned> {
    let today = now.to_zoned(zone.clone());
    (1..=7_i64).filter_map(move |days| today.checked_add(days.days()).ok())
}

fn start(day: &Zoned) -> Timestamp {
    day.start_of_day()
        .map_or(day.timestamp(), |start| start.timestamp())
}

/// Says anew what depends on the moment. An opening that is still ahead stays as v3 said it, which knows
/// next week's holidays; a point whose week is not known keeps nothing else.
pub(super) fn look_out(point: &mut ServicePoint, now: Timestamp) {
    let zone = zone_of_point(point);
    let today = now.to_zoned(zone.clone()).date();
    let times = &point.opening_times;
    let opening = point.next_open_at.as_ref();
    let opening = opening.and_then(|text| text.parse::<Timestamp>().ok());
    let is_ahead = opening.is_some_and(|opening| opening > now);
    if times.is_unknown() {
        if opening.is_some() && !is_ahead {
            point.next_open_at = None;
        }
        return;
    }
    point.is_open_tomorrow = today
        .tomorrow()
        .is_ok_and(|tomorrow| matches!(times.day(weekday(tomorrow)), DayTimes::Open(_)));
    if is_ahead {
        return;
    }
    // Eight days, since today's first start may be over until it comes again.
    let mut days = (0..8_i64).filter_map(|days| today.checked_add(days.days()).ok());
    point.next_open_at = days.find_map(|date| {
        let DayTimes::Open(ranges) = times.day(weekday(date)) else {
            return None;
        };
        let starts = ranges.iter().filter_map(|range| {
            let hour = i8::try_from(range.start_time.minutes() / 60).ok()?;
            let minute = i8::try_from(range.start_time.minutes() % 60).ok()?;
            let time = Time::new(hour, minute, 0, 0).ok()?;
            date.to_datetime(time).to_zoned(zone.clone()).ok()
        });
        let next = starts.filter(|start| start.timestamp() > now).min()?;
        // RFC 3339, without the zone's name that a `Zoned` would add.
        Some(next.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    });
}

fn weekday(date: Date) -> Weekday {
    let monday_first = date.weekday().to_monday_zero_offset();
    Weekday::ALL[usize::try_from(monday_first).expect("between 0 and 6")]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::look_out;

    /// A Monday holiday of next week was once forgotten as soon as a kept answer was written anew.
    #[test]
    fn an_opening_ahead_stays_as_it_was_said() {
        let monday = json!([{"start_time": "09:00", "end_time": "17:00"}]);
        let point = json!({
            "id": 1, "carrier": {"code": "dhl"}, "position": {"latitude": 1, "longitude": 1},
            "address": {"country_code": "NL"}, "opening_times": {"monday": monday, "tuesday": monday},
            "next_open_at": "2026-12-01T09:00:00+01:00",
        });
        let mut point: model::ServicePoint = serde_json::from_value(point).expect("a point");
        // A Saturday; by the table it opens on Monday, the 30th of November.
        look_out(
            &mut point,
            "2026-11-28T10:00:00Z".parse().expect("a moment"),
        );
        let said = point.next_open_at.as_deref();
        assert_eq!(said, Some("2026-12-01T09:00:00+01:00"));
        look_out(
            &mut point,
            "2026-12-01T10:00:00Z".parse().expect("a moment"),
        );
        let computed = point.next_open_at.as_deref();
        assert_eq!(computed, Some("2026-12-07T09:00:00+01:00"));
    }
}
