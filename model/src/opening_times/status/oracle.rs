//! The status against a slow and obvious second opinion: a week of single minutes.

use crate::opening_times::testing::at;
use crate::{DayTimes, LocalTime, OpeningStatus, OpeningTime, OpeningTimes, TimeOfDay, Weekday};

const DAY: usize = 24 * 60;
const WEEK: usize = 7 * DAY;
const TABLES: u32 = 60;

/// Numbers that are the same in each run: a linear congruential generator.
struct Dice(u32);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) % sides
    }

    /// On the quarter hours, so that shifts often touch; sometimes `23:59` or `24:00`.
    fn time(&mut self) -> TimeOfDay {
        let minutes = match self.roll(12) {
            0 => 0,
            1 => DAY - 1,
            2 => DAY,
            _ => 15 * self.roll(96) as usize,
        };
        TimeOfDay::from_minutes(minutes as u16).expect("at most 24:00")
    }

    fn day(&mut self) -> DayTimes {
        match self.roll(8) {
            0..=2 => DayTimes::Closed,
            3 => DayTimes::Unknown,
            shifts => {
                let ranges = (3..shifts).map(|_| OpeningTime {
                    start_time: self.time(),
                    end_time: self.time(),
                });
                DayTimes::Open(ranges.collect())
            }
        }
    }

    fn week(&mut self) -> OpeningTimes {
        let mut week = OpeningTimes::default();
        for weekday in Weekday::ALL {
            *week.day_mut(weekday) = self.day();
        }
        week
    }
}

/// Whether each minute of the week is open, painted shift by shift.
fn paint(times: &OpeningTimes) -> Vec<bool> {
    let mut open = vec![false; WEEK];
    for (day, &weekday) in Weekday::ALL.iter().enumerate() {
        let DayTimes::Open(ranges) = times.day(weekday) else {
            continue;
        };
        for range in ranges {
            let start = usize::from(range.start_time.minutes());
            let mut end = usize::from(range.end_time.minutes());
            if end <= start {
                end += DAY;
            }
            if end % DAY == DAY - 1 {
                end += 1;
            }
            for minute in start..end {
                open[(day * DAY + minute) % WEEK] = true;
            }
        }
    }
    open
}

/// The expected status of each minute of the week, from two weeks read backwards.
fn opinions(times: &OpeningTimes, is_open_tomorrow: bool) -> Vec<OpeningStatus> {
    let open = paint(times);
    let is_open = |minute: usize| open[minute % WEEK];
    let weekday = |minute: usize| Weekday::ALL[minute / DAY % 7];
    let is_unknown = |minute| *times.day(weekday(minute)) == DayTimes::Unknown;
    let monday = at(Weekday::Monday, "00:00").day;
    let moment = |minute: usize| LocalTime {
        day: monday + (minute / DAY) as i32,
        minute: (minute % DAY) as u16,
    };

    let mut opinions = vec![OpeningStatus::Unknown; 2 * WEEK];
    // The minute at which it next opens or closes, and whether an unknown one lies before it.
    let (mut change, mut meets_unknown) = (None, false);
    for minute in (0..2 * WEEK).rev() {
        if is_open(minute) != is_open(minute + 1) {
            (change, meets_unknown) = (Some(minute + 1), false);
        }
        meets_unknown |= is_unknown(minute);
        let Some(change) = change else {
            continue;
        };
        opinions[minute] = if is_open(minute) {
            OpeningStatus::Open {
                until: moment(change),
                closes_soon: change - minute <= 60,
            }
        } else {
            let is_promise = weekday(minute) == Weekday::Sunday && change / DAY > minute / DAY;
            let monday_opens = matches!(times.monday, DayTimes::Open(_));
            if meets_unknown || is_promise && monday_opens != is_open_tomorrow {
                OpeningStatus::Unknown
            } else {
                OpeningStatus::Closed {
                    opens: moment(change),
                }
            }
        };
    }
    opinions.truncate(WEEK);
    if open.iter().all(|&open| open) {
        opinions.fill(OpeningStatus::AlwaysOpen);
    }
    opinions
}

#[test]
fn each_minute_of_any_week_is_as_the_minutes_say() {
    let mut dice = Dice(2026);
    let mut seen = [0; 4];
    for table in 0..TABLES {
        let times = dice.week();
        let is_open_tomorrow = dice.roll(2) == 0;
        let expected = opinions(&times, is_open_tomorrow);
        let mut now = at(Weekday::Monday, "00:00");
        for expected in expected {
            let status = times.status(now, None, is_open_tomorrow);
            assert_eq!(status, expected, "table {table} at {now:?}: {times:?}");
            seen[match status {
                OpeningStatus::AlwaysOpen => 0,
                OpeningStatus::Unknown => 1,
                OpeningStatus::Open { .. } => 2,
                OpeningStatus::Closed { .. } => 3,
            }] += 1;
            now = now.later(1);
        }
    }
    // The tables are worth something: all but the rarest status occur often.
    let [_, unknown, open, closed] = seen;
    assert!(
        [unknown, open, closed].iter().all(|&times| times > 20_000),
        "{seen:?}"
    );
}

/// A table's shifts, painted again, are the table.
#[test]
fn shifts_say_what_the_table_says() {
    let mut dice = Dice(7);
    for _ in 0..TABLES {
        let times = dice.week();
        let mut merged = times.clone();
        for weekday in Weekday::ALL {
            let shifts = times.shifts(weekday);
            assert!(shifts.is_sorted_by_key(|shift| shift.start_time));
            // Overlaps of more than a day are cut to one, and start where they end.
            let is_cut = shifts
                .iter()
                .any(|shift| shift.start_time == shift.end_time);
            if times.is_open_on(weekday) && !is_cut {
                *merged.day_mut(weekday) = DayTimes::Open(shifts);
            }
        }
        assert!(paint(&merged) == paint(&times), "{times:?} {merged:?}");
    }
}
