//! Whether a service point is open at a moment, until when, and when it opens next.

use super::week::{WEEK, week_minute};
use super::{DayTimes, LocalTime, OpeningTimes, Weekday};

/// So many minutes before its end, and less, a point closes soon.
const SOON_MIN: u16 = 60;

/// What can be said of a point at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpeningStatus {
    /// Its week has no gap.
    AlwaysOpen,
    /// Its times are not known, or contradict each other.
    Unknown,
    /// Open now.
    Open {
        /// When it closes: the end of all shifts that touch or overlap from now on, which may be
        /// days later. What an unreadable day might add is not in it.
        until: LocalTime,
        /// Whether at most 60 minutes are left.
        closes_soon: bool,
    },
    /// Closed now.
    Closed {
        /// When it opens next, within a week or as v3 says.
        opens: LocalTime,
    },
}

impl OpeningTimes {
    /// What the week says of `now`, which is local at the point, with v3's `next_open_at` and
    /// `is_open_tomorrow`.
    ///
    /// - Open is what a known shift covers, yesterday's running one included.
    /// - A day that could not be read is not known, whatever `next_open_at` says of later, and no
    ///   later opening of the table is promised across it.
    /// - Where it is closed, a `next_open_at` after `now` wins over the table: v3's times are
    ///   those of the current week, and it alone knows the next one's holidays. It also speaks
    ///   for seven closed days, which without it mean that nothing is known.
    /// - Days before today stand for next week's. On Sunday Monday is one of them; where
    ///   `is_open_tomorrow` contradicts it, nothing after today is promised.
    #[must_use]
    pub fn status(
        &self,
        now: LocalTime,
        next_open_at: Option<LocalTime>,
        is_open_tomorrow: bool,
    ) -> OpeningStatus {
        let today = now.weekday();
        let at = week_minute(today, now.minute);
        match self.open_for(at) {
            0 if *self.day(today) == DayTimes::Unknown => OpeningStatus::Unknown,
            0 => {
                let said = next_open_at.filter(|&opens| opens > now);
                let opens = said.or_else(|| self.next_opening(now, is_open_tomorrow));
                opens.map_or(OpeningStatus::Unknown, |opens| OpeningStatus::Closed {
                    opens,
                })
            }
            WEEK => OpeningStatus::AlwaysOpen,
            left => OpeningStatus::Open {
                until: now.later(left),
                closes_soon: left <= SOON_MIN,
            },
        }
    }

    /// The next opening by the table; none where it has no times or is not to be trusted.
    fn next_opening(&self, now: LocalTime, is_open_tomorrow: bool) -> Option<LocalTime> {
        let today = now.weekday();
        let opens = now.later(self.opens_in(week_minute(today, now.minute))?);
        let days = (opens.day - now.day) as usize;
        let week = today.week_from();
        let mut days_between = week.iter().take(days).skip(1);
        let crosses_unknown = days_between.any(|&day| *self.day(day) == DayTimes::Unknown);
        let is_contradicted = days > 0
            && today == Weekday::Sunday
            && self.is_open_on(Weekday::Monday) != is_open_tomorrow;
        (!crosses_unknown && !is_contradicted).then_some(opens)
    }
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
