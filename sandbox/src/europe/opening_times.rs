//! Opening times of every kind that carriers report, and what they mean at a moment.

use jiff::{Timestamp, ToSpan, civil, tz::TimeZone};
use model::{
    DayTimes, GeneralShopType, OpeningTime, OpeningTimes, ServicePoint, TimeOfDay, Weekday,
};

use super::{Country, carriers::Branch, dice::Dice};

/// Where shops close over noon.
const SIESTA: &[&str] = &["AD", "CY", "ES", "GR", "IT", "MT", "PT", "SM"];

/// Weekdays, Saturday and Sunday; each a list of ranges, empty = closed.
type Week = (&'static str, &'static str, &'static str);

const UNKNOWN: Week = ("", "", "");
/// The lockers that stand in the street.
const ALWAYS: Week = ("00:00-23:59", "00:00-23:59", "00:00-23:59");
/// Those inside a station or a shopping centre.
const INDOORS: Week = ("06:00-23:30", "06:00-23:30", "08:00-22:00");
const DEPOT: Week = ("07:30-18:30", "08:00-12:00", "");
/// A bar or a kiosk that is open past midnight.
const NIGHT: Week = ("18:00-01:00", "18:00-01:00", "18:00-23:00");
const SIESTAS: &[Week] = &[
    ("08:00-14:00 17:00-20:30", "09:00-13:30", ""),
    ("09:30-13:30 16:30-20:00", "09:30-13:30", ""),
];
const POST_OFFICES: &[Week] = &[
    ("09:00-12:00 13:30-17:15", "09:00-12:00", ""),
    ("08:30-18:00", "09:00-13:00", ""),
    ("09:00-17:30", "", ""),
];
const SHOPS: &[Week] = &[
    ("09:00-18:00", "09:00-17:00", ""),
    ("09:00-18:00", "09:00-17:00", ""),
    ("08:00-20:00", "08:00-20:00", "10:00-18:00"),
    ("10:00-18:30", "10:00-14:00", ""),
    ("09:00-12:30 14:00-18:30", "09:00-13:00", ""),
    ("07:00-22:00", "08:00-22:00", "09:00-21:00"),
    ("06:30-19:00", "07:00-16:00", "08:00-12:00"),
];

/// The week of a service point.
pub(super) fn roll_week(country: &Country, branch: &Branch, dice: &mut Dice) -> OpeningTimes {
    let (weekdays, saturday, sunday) = roll_hours(country, branch, dice);
    let mut week = OpeningTimes::default();
    for day in Weekday::ALL {
        *week.day_mut(day) = read_hours(match day {
            Weekday::Saturday => saturday,
            Weekday::Sunday => sunday,
            _ => weekdays,
        });
    }
    // A holiday in the middle of the week, which lockers do not keep.
    if !branch.is_locker() && dice.chance(0.04) {
        let days = [Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday];
        *week.day_mut(*dice.pick(&days)) = DayTimes::Closed;
    }
    week
}

fn roll_hours(country: &Country, branch: &Branch, dice: &mut Dice) -> Week {
    let kind = dice.below(100);
    match &branch.general_shop_type {
        // Nobody told Sendcloud.
        _ if kind < 2 => UNKNOWN,
        Some(GeneralShopType::Locker) if kind < 15 => INDOORS,
        Some(GeneralShopType::Locker) => ALWAYS,
        Some(GeneralShopType::CarrierDepot) => DEPOT,
        Some(GeneralShopType::PostOffice) => *dice.pick(POST_OFFICES),
        _ if kind < 6 => NIGHT,
        _ if kind < 70 && SIESTA.contains(&country.code) => *dice.pick(SIESTAS),
        _ => *dice.pick(SHOPS),
    }
}

fn read_hours(ranges: &str) -> DayTimes {
    let read = |range: &str| {
        let (start, end) = range.split_once('-')?;
        Some(OpeningTime {
            start_time: TimeOfDay::parse(start)?,
            end_time: TimeOfDay::parse(end)?,
        })
    };
    let ranges = ranges.split_whitespace();
    let ranges: Vec<OpeningTime> = ranges
        .map(|range| read(range).expect("the tables above are well-formed"))
        .collect();
    if ranges.is_empty() {
        DayTimes::Closed
    } else {
        DayTimes::Open(ranges)
    }
}

/// Fills in what depends on the moment: `is_open_tomorrow` and `next_open_at`, by the clock at
/// the point.
pub(crate) fn set_outlook(point: &mut ServicePoint, now: Timestamp) {
    let address = &point.address;
    let zone = model::time_zone(&address.country_code, &address.postal_code)
        .and_then(|name| TimeZone::get(name).ok())
        .unwrap_or(TimeZone::UTC);
    let local = now.to_zoned(zone.clone());
    let times = &point.opening_times;
    let tomorrow = local.date().saturating_add(1.day());
    point.is_open_tomorrow = matches!(times.day(weekday(tomorrow)), DayTimes::Open(_));
    // Eight days, since today's first start may be over until it comes again.
    point.next_open_at = (0..8_i64).find_map(|days| {
        let date = local.date().saturating_add(days.days());
        let DayTimes::Open(ranges) = times.day(weekday(date)) else {
            return None;
        };
        let starts = ranges.iter().filter_map(|range| {
            let minutes = range.start_time.minutes();
            let (hour, minute) = ((minutes / 60) as i8, (minutes % 60) as i8);
            date.at(hour, minute, 0, 0).to_zoned(zone.clone()).ok()
        });
        let next = starts.filter(|start| *start > local).min()?;
        // RFC 3339, without the zone's name that a `Zoned` would add.
        Some(next.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    });
}

fn weekday(date: civil::Date) -> Weekday {
    let monday_first = date.weekday().to_monday_zero_offset();
    // Between 0 and 6 by its definition.
    Weekday::ALL[monday_first as usize]
}
