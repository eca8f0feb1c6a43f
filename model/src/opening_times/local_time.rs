//! A date and time as the clock at a service point shows them: no zone, no offset.

use super::time_of_day::two_digits;
use super::{TimeOfDay, Weekday};

/// Minutes of a day.
const DAY: u16 = TimeOfDay::END_OF_DAY;

/// A moment on the clock at a service point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalTime {
    /// Whole days since 1970-01-01, as counted there.
    pub day: i32,
    /// Minutes after midnight, below 1440.
    pub minute: u16,
}

impl LocalTime {
    /// Takes a date of the Gregorian calendar, years 0 to 9999, with hour and minute; none where
    /// there is no such date or time. Hour 24 counts as 0: some browsers print midnight so.
    #[must_use]
    pub fn of_date(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> Option<Self> {
        let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let month_days = match month {
            2 if is_leap_year => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let is_date = (0..=9999).contains(&year) && (1..=month_days).contains(&day);
        if !is_date || hour > 24 || minute > 59 {
            return None;
        }
        // Years are counted from March, so that the leap day is the last of its year:
        // https://howardhinnant.github.io/date_algorithms.html#days_from_civil
        let year = if month <= 2 { year - 1 } else { year };
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Some(Self {
            day: 365 * year + leap_days + day_of_year as i32 - 719_468,
            minute: (hour % 24 * 60 + minute) as u16,
        })
    }

    /// Reads `2026-11-27T09:00:00+01:00` as the clock there shows it, whatever the offset. Seconds
    /// count for nothing; they, their fraction and the offset may be missing.
    #[must_use]
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let (date, time) = text.trim().split_once(['T', 't', ' '])?;
        let (clock, rest) = time.split_at_checked(5)?;
        let is_time = rest.is_empty() || rest.starts_with([':', '.', 'Z', 'z', '+', '-']);
        let (hour, minute) = clock.split_once(':').filter(|_| is_time)?;
        let mut date = date.split('-');
        let year = date.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let number = |text| two_digits(text).map(u32::from);
        let (month, day) = (number(date.next()?)?, number(date.next()?)?);
        let (hour, minute) = (number(hour)?, number(minute)?);
        Self::of_date(year, month, day, hour, minute).filter(|_| date.next().is_none())
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970 began on a Thursday.
        match self.day.rem_euclid(7) {
            0 => Weekday::Thursday,
            1 => Weekday::Friday,
            2 => Weekday::Saturday,
            3 => Weekday::Sunday,
            4 => Weekday::Monday,
            5 => Weekday::Tuesday,
            _ => Weekday::Wednesday,
        }
    }

    /// So many minutes later.
    pub(super) fn later(self, minutes: u16) -> Self {
        let minutes = self.minute + minutes;
        Self {
            day: self.day.saturating_add(i32::from(minutes / DAY)),
            minute: minutes % DAY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LocalTime;
    use crate::Weekday;

    fn day(year: i32, month: u32, day: u32) -> Option<i32> {
        LocalTime::of_date(year, month, day, 0, 0).map(|time| time.day)
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day(1970, 1, 1), Some(0));
        assert_eq!(day(1969, 12, 31), Some(-1));
        assert_eq!(day(2000, 3, 1), Some(11_017));
        assert_eq!(day(2026, 11, 27), Some(20_784));
    }

    /// Four centuries, day after day: each date is one more than the one before.
    #[test]
    fn no_day_is_left_out_or_counted_twice() {
        let mut expected = day(1800, 1, 1).expect("a date");
        for year in 1800..2200 {
            for (month, date) in (1..=12).flat_map(|m| (1..=31).map(move |d| (m, d))) {
                if let Some(counted) = day(year, month, date) {
                    assert_eq!(counted, expected, "{year}-{month}-{date}");
                    expected += 1;
                }
            }
        }
        assert_eq!(day(2200, 1, 1), Some(expected));
    }

    #[test]
    fn what_no_calendar_or_clock_shows_is_none() {
        for (year, month, day) in [
            (2026, 0, 1),
            (2026, 13, 1),
            (2026, 1, 0),
            (2026, 1, 32),
            (2026, 4, 31),
            (2026, 2, 29),
            (1900, 2, 29),
            (-1, 1, 1),
            (10_000, 1, 1),
            (i32::MAX, 1, 1),
            (2026, u32::MAX, u32::MAX),
        ] {
            assert_eq!(LocalTime::of_date(year, month, day, 0, 0), None);
        }
        assert_eq!(LocalTime::of_date(2026, 1, 1, 25, 0), None);
        assert_eq!(LocalTime::of_date(2026, 1, 1, 0, 60), None);
        assert!(LocalTime::of_date(2024, 2, 29, 23, 59).is_some());
    }

    /// Chrome's `hour12: false` once printed `24:05` for five past midnight, of the day that began.
    #[test]
    fn hour_24_is_the_midnight_that_the_day_starts_with() {
        let midnight = LocalTime::of_date(2026, 11, 27, 0, 5);
        assert_eq!(LocalTime::of_date(2026, 11, 27, 24, 5), midnight);
    }

    #[test]
    fn weekdays_are_those_of_the_calendar() {
        let weekday = |day| LocalTime { day, minute: 0 }.weekday();
        let monday = day(2026, 11, 23).expect("a date");
        assert_eq!(
            [0, 1, 2, 3, 4, 5, 6].map(|day| weekday(monday + day)),
            Weekday::ALL
        );
        assert_eq!(weekday(0), Weekday::Thursday);
        assert_eq!(weekday(-1), Weekday::Wednesday);
    }

    #[test]
    fn a_text_is_read_as_the_clock_there_shows_it() {
        let nine = LocalTime::of_date(2026, 11, 27, 9, 0);
        for text in [
            "2026-11-27T09:00:00+01:00",
            "2026-11-27T09:00:00-11:30",
            "2026-11-27T09:00:59.999999Z",
            "2026-11-27t09:00:00z",
            "2026-11-27 09:00:00+01:00",
            "2026-11-27T09:00+01:00",
            "2026-11-27T09:00Z",
            " 2026-11-27T09:00 ",
        ] {
            assert_eq!(LocalTime::parse_rfc3339(text), nine, "{text}");
        }
        for nonsense in [
            "",
            "2026-11-27",
            "2026-11-27T",
            "2026-11-27T9",
            "2026-11-27T09:0é",
            "2026-11-27T09:60:00Z",
            "2026-11-27T25:00:00Z",
            "2026-11-27T09:00 o'clock",
            "2026-13-01T09:00:00Z",
            "2026-02-30T09:00:00Z",
            "2026-11-27-01T09:00:00Z",
            "26-11-27T09:00:00Z",
            "-026-11-27T09:00:00Z",
            "T09:00",
            "tomorrow at nine",
        ] {
            assert_eq!(LocalTime::parse_rfc3339(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn later_times_compare_greater() {
        let evening = LocalTime {
            day: 7,
            minute: 1439,
        };
        assert_eq!(evening.later(1), LocalTime { day: 8, minute: 0 });
        assert_eq!(
            evening.later(10_080),
            LocalTime {
                day: 14,
                minute: 1439
            }
        );
        assert!(evening < evening.later(1));
    }
}
