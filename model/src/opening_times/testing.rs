//! Weeks and moments as tests write them.

use super::{DayTimes, LocalTime, OpeningTime, OpeningTimes, TimeOfDay, Weekday};

/// A week, Monday first: `"09:00-12:00 13:00-18:00"`, `""` for closed, `"?"` for unreadable.
pub(super) fn week(days: [&str; 7]) -> OpeningTimes {
    let mut week = OpeningTimes::default();
    for (weekday, text) in Weekday::ALL.into_iter().zip(days) {
        *week.day_mut(weekday) = match text {
            "" => DayTimes::Closed,
            "?" => DayTimes::Unknown,
            ranges => DayTimes::Open(ranges.split(' ').map(range).collect()),
        };
    }
    week
}

fn range(text: &str) -> OpeningTime {
    let (start, end) = text.split_once('-').expect("start and end");
    let time = |text| TimeOfDay::parse(text).expect("a time of day");
    OpeningTime {
        start_time: time(start),
        end_time: time(end),
    }
}

/// A moment of the week of Monday, 23 November 2026.
pub(super) fn at(weekday: Weekday, time: &str) -> LocalTime {
    let monday = LocalTime::of_date(2026, 11, 23, 0, 0).expect("a date");
    let time = TimeOfDay::parse(time).expect("a time of day");
    LocalTime {
        day: monday.day + weekday as i32,
        minute: time.minutes(),
    }
}

/// A moment of the week after.
pub(super) fn next(weekday: Weekday, time: &str) -> LocalTime {
    let this_week = at(weekday, time);
    LocalTime {
        day: this_week.day + 7,
        ..this_week
    }
}
