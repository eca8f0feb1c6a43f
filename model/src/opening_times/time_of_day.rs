//! A time on the clock, without a day.

use std::fmt;

use serde::{Serialize, Serializer};

/// A time of day in whole minutes, `00:00` to `24:00`. Written as `HH:mm`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// `24:00` in minutes.
    pub const END_OF_DAY: u16 = 24 * 60;

    /// Takes minutes after midnight, up to [`Self::END_OF_DAY`].
    #[must_use]
    pub fn from_minutes(minutes: u16) -> Option<Self> {
        (minutes <= Self::END_OF_DAY).then_some(Self(minutes))
    }

    /// Reads `09:00`, and as carriers also write it: `9:00`, `09:00:00`, `24:00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split(':');
        let hours = two_digits(parts.next()?)?;
        let minutes = two_digits(parts.next()?)?;
        let seconds = parts.next().map_or(Some(0), two_digits)?;
        let in_range = minutes < 60 && seconds < 60 && parts.next().is_none();
        Self::from_minutes(hours * 60 + minutes).filter(|_| in_range)
    }

    /// Whole minutes after midnight.
    #[must_use]
    pub fn minutes(self) -> u16 {
        self.0
    }
}

/// One or two ASCII digits.
pub(super) fn two_digits(text: &str) -> Option<u16> {
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::TimeOfDay;

    #[test]
    fn times_are_read_as_carriers_write_them() {
        let minutes = |text| TimeOfDay::parse(text).map(TimeOfDay::minutes);
        assert_eq!(minutes("09:05"), Some(545));
        assert_eq!(minutes("9:05"), Some(545));
        assert_eq!(minutes("09:05:00"), Some(545));
        assert_eq!(minutes(" 24:00 "), Some(1440));
        for nonsense in [
            "",
            "9",
            "24:01",
            "25:00",
            "09:60",
            "09:00:60",
            "-9:00",
            "09:00:00:00",
            "٠٩:٠٠",
        ] {
            assert_eq!(minutes(nonsense), None, "{nonsense}");
        }
    }
}
