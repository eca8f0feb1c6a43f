//! The week as one ring of minutes, Sunday's end touching Monday's start, and what of it is open.

use super::{DayTimes, OpeningTime, OpeningTimes, TimeOfDay, Weekday};

/// Minutes of a day.
const DAY: u16 = TimeOfDay::END_OF_DAY;
/// Minutes of a week.
pub(super) const WEEK: u16 = 7 * DAY;
/// The minute of a day at which a point with evening hours is open: 18:30.
const EVENING: u16 = 18 * 60 + 30;
/// Working days on which it is.
const EVENINGS_MIN: usize = 3;

impl OpeningTime {
    /// Start and end in minutes after the midnight that its day starts with; the end of one that
    /// runs past the next midnight lies beyond 1440.
    fn span(self) -> (u16, u16) {
        let (start, end) = (self.start_time.minutes(), self.end_time.minutes());
        let midnights = if end <= start { DAY } else { 0 };
        // Who closes at `23:59` closes at midnight, and could not write `24:00`.
        let end = if end == DAY - 1 { DAY } else { end };
        (start, end + midnights)
    }

    /// The other way round: an end up to midnight stays below `24:00`, a later one is the next
    /// day's, and never later than the start.
    fn of_span((start, end): (u16, u16)) -> Option<Self> {
        let end = if end > DAY {
            end.min(start + DAY) - DAY
        } else {
            end
        };
        Some(Self {
            start_time: TimeOfDay::from_minutes(start)?,
            end_time: TimeOfDay::from_minutes(end)?,
        })
    }
}

impl DayTimes {
    fn spans(&self) -> impl Iterator<Item = (u16, u16)> {
        let ranges: &[OpeningTime] = match self {
            Self::Open(ranges) => ranges,
            Self::Closed | Self::Unknown => &[],
        };
        ranges.iter().map(|range| range.span())
    }
}

impl OpeningTimes {
    /// The shifts of one day: sorted, overlapping and touching ones merged.
    ///
    /// One that runs past midnight stands whole under the day it starts, its end not after its
    /// start. An end at midnight is `24:00`, however it was written.
    #[must_use]
    pub fn shifts(&self, weekday: Weekday) -> Vec<OpeningTime> {
        let spans = || self.day(weekday).spans();
        let mut shifts = Vec::new();
        let mut from = 0;
        while let Some(start) = spans()
            .map(|span| span.0)
            .filter(|&start| start >= from)
            .min()
        {
            let mut end = start;
            let reach = |end| {
                spans()
                    .filter(|span| span.0 <= end)
                    .map(|span| span.1)
                    .max()
            };
            while let Some(further) = reach(end).filter(|&further| further > end) {
                end = further;
            }
            shifts.extend(OpeningTime::of_span((start, end)));
            from = end + 1;
        }
        shifts
    }

    /// Whether the day has times: a shift that starts there.
    #[must_use]
    pub fn is_open_on(&self, weekday: Weekday) -> bool {
        matches!(self.day(weekday), DayTimes::Open(_))
    }

    /// Whether it is open at 18:30 on three or more of Monday to Friday, the evening before's
    /// shift included where it still runs.
    #[must_use]
    pub fn is_open_evenings(&self) -> bool {
        let is_open = |&&weekday: &&Weekday| self.open_for(week_minute(weekday, EVENING)) > 0;
        let evenings = Weekday::ALL.iter().take(5).filter(is_open);
        evenings.count() >= EVENINGS_MIN
    }

    /// Whether the week has no gap, in whatever pieces it was written.
    #[must_use]
    pub fn is_always_open(&self) -> bool {
        self.open_for(0) == WEEK
    }

    /// How many minutes it stays open from a minute of the week on, through all shifts that touch
    /// or overlap: 0 where it is closed, [`WEEK`] where it never closes.
    pub(super) fn open_for(&self, at: u16) -> u16 {
        let mut open = 0;
        while open < WEEK {
            let left = self.spans().map(|(start, length)| {
                let since_start = (at + open + WEEK - start) % WEEK;
                length.saturating_sub(since_start)
            });
            match left.max() {
                Some(left) if left > 0 => open += left,
                _ => return open,
            }
        }
        WEEK
    }

    /// Minutes from a closed minute of the week to the next opening; none where no day has times.
    pub(super) fn opens_in(&self, at: u16) -> Option<u16> {
        let starts = self.spans().map(|(start, _)| start);
        starts.map(|start| (start + WEEK - at) % WEEK).min()
    }

    /// All shifts as written: the minute of the week at which one starts, and its length.
    fn spans(&self) -> impl Iterator<Item = (u16, u16)> {
        Weekday::ALL.into_iter().flat_map(|weekday| {
            let spans = self.day(weekday).spans();
            spans.map(move |(start, end)| (week_minute(weekday, start), end - start))
        })
    }
}

/// Minutes after Monday's first midnight.
pub(super) fn week_minute(weekday: Weekday, minute: u16) -> u16 {
    weekday as u16 * DAY + minute
}

#[cfg(test)]
mod tests {
    use crate::opening_times::testing::week;
    use crate::{OpeningTimes, Weekday};

    /// Tuesday's shifts, where only Tuesday has times.
    fn shifts(ranges: &str) -> String {
        let times = week(["", ranges, "", "", "", "", ""]);
        let shifts = times.shifts(Weekday::Tuesday);
        let shifts = shifts
            .iter()
            .map(|s| format!("{}-{}", s.start_time, s.end_time));
        shifts.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn shifts_are_sorted_and_split_ones_stay_split() {
        assert_eq!(shifts("09:00-12:00 13:00-18:00"), "09:00-12:00 13:00-18:00");
        assert_eq!(shifts("13:00-18:00 09:00-12:00"), "09:00-12:00 13:00-18:00");
        assert_eq!(
            shifts("20:00-21:00 06:00-07:00 09:00-12:00"),
            "06:00-07:00 09:00-12:00 20:00-21:00"
        );
        assert_eq!(shifts(""), "");
        assert_eq!(shifts("?"), "");
    }

    #[test]
    fn touching_and_overlapping_shifts_are_one() {
        assert_eq!(shifts("09:00-12:00 12:00-18:00"), "09:00-18:00");
        assert_eq!(shifts("11:00-18:00 09:00-12:00"), "09:00-18:00");
        assert_eq!(shifts("09:00-18:00 10:00-11:00 18:00-19:00"), "09:00-19:00");
        assert_eq!(shifts("09:00-18:00 09:00-18:00"), "09:00-18:00");
        assert_eq!(shifts("09:00-12:00 12:01-18:00"), "09:00-12:00 12:01-18:00");
    }

    #[test]
    fn a_night_shift_stands_whole_under_the_day_it_starts() {
        assert_eq!(shifts("18:00-02:00 10:00-14:00"), "10:00-14:00 18:00-02:00");
        assert_eq!(shifts("22:00-06:00 20:00-23:00"), "20:00-06:00");
        assert_eq!(shifts("09:00-09:00"), "09:00-09:00");
        // More than a day cannot be written as one range; a day is said.
        assert_eq!(shifts("09:00-12:00 10:00-10:00"), "09:00-09:00");
        let times = week(["", "18:00-02:00", "", "", "", "", ""]);
        assert!(times.shifts(Weekday::Wednesday).is_empty());
    }

    #[test]
    fn midnight_has_one_spelling_as_an_end() {
        for end in ["00:00", "23:59", "24:00"] {
            assert_eq!(shifts(&format!("18:00-{end}")), "18:00-24:00");
            assert_eq!(shifts(&format!("00:00-{end}")), "00:00-24:00");
        }
        assert_eq!(shifts("23:59-06:00"), "23:59-06:00");
    }

    #[test]
    fn a_week_without_a_gap_is_always_open_in_any_spelling() {
        for day in [
            "00:00-00:00",
            "00:00-23:59",
            "00:00-24:00",
            "06:00-06:00",
            "12:00-24:00 00:00-12:00",
            "18:00-23:59 00:00-18:00",
            "07:00-20:00 19:00-07:00",
        ] {
            assert!(week([day; 7]).is_always_open(), "{day}");
        }
        for day in [
            "",
            "?",
            "00:00-23:58",
            "00:01-24:00",
            "00:00-12:00 12:01-24:00",
        ] {
            assert!(!week([day; 7]).is_always_open(), "{day}");
        }
    }

    /// Each single gap is found, also the one between Sunday and Monday.
    #[test]
    fn one_day_less_is_not_always_open() {
        for weekday in Weekday::ALL {
            let mut times = week(["00:00-24:00"; 7]);
            *times.day_mut(weekday) = crate::DayTimes::Closed;
            assert!(!times.is_always_open(), "{weekday:?}");
        }
        let two_days_each = ["00:00-24:00 24:00-24:00", "", "00:00-24:00 24:00-24:00", ""];
        let [a, b, c, d] = two_days_each;
        assert!(week([a, b, c, d, a, b, "00:00-24:00"]).is_always_open());
    }

    #[test]
    fn a_day_is_open_where_a_shift_starts() {
        let times = week(["", "18:00-02:00", "", "?", "", "", ""]);
        let open = Weekday::ALL.map(|weekday| times.is_open_on(weekday));
        assert_eq!(open, [false, true, false, false, false, false, false]);
    }

    #[test]
    fn evenings_are_three_working_days_at_half_past_six() {
        let evenings = |days| OpeningTimes::is_open_evenings(&week(days));
        let late = "10:00-18:31";
        let short = "10:00-18:30";
        assert!(evenings([late, "", late, "?", late, "", ""]));
        assert!(evenings(["18:30-19:00"; 7]));
        assert!(evenings(["00:00-24:00"; 7]));
        assert!(!evenings([late, "", late, short, short, late, late]));
        assert!(!evenings([short; 7]));
        assert!(!evenings(["18:31-20:00"; 7]));
        assert!(!evenings(["09:00-12:00 14:00-18:00 19:00-22:00"; 7]));
        // Of Sunday, Monday and Tuesday, until the next evening.
        let long = "20:00-19:00";
        assert!(evenings([long, long, "", "", "", "", long]));
        assert!(!evenings([long, "", "", "", "", "", long]));
    }
}
