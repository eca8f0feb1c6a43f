//! Opening times: the current week, holidays included, in the point's own local time.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::{Json, lenient};

/// A day of the week. A key, never a position in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weekday {
    /// First day of the week.
    Monday,
    /// Second day.
    Tuesday,
    /// Third day.
    Wednesday,
    /// Fourth day.
    Thursday,
    /// Fifth day.
    Friday,
    /// Sixth day.
    Saturday,
    /// Last day.
    Sunday,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// All seven, starting with this one.
    #[must_use]
    pub fn week_from(self) -> [Self; 7] {
        let mut week = Self::ALL;
        week.rotate_left(self as usize);
        week
    }

    /// The day after.
    #[must_use]
    pub fn next(self) -> Self {
        self.week_from()[1]
    }
}

/// The times of a week. Serialises to v3's object of seven days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OpeningTimes {
    /// Monday's times.
    pub monday: DayTimes,
    /// Tuesday's times.
    pub tuesday: DayTimes,
    /// Wednesday's times.
    pub wednesday: DayTimes,
    /// Thursday's times.
    pub thursday: DayTimes,
    /// Friday's times.
    pub friday: DayTimes,
    /// Saturday's times.
    pub saturday: DayTimes,
    /// Sunday's times.
    pub sunday: DayTimes,
}

impl OpeningTimes {
    pub(crate) fn read<J: Json>(json: &J) -> Self {
        let day = |name: &str| {
            let day = json.member(name);
            day.map_or(DayTimes::Unknown, |day| DayTimes::read(&day))
        };
        Self {
            monday: day("monday"),
            tuesday: day("tuesday"),
            wednesday: day("wednesday"),
            thursday: day("thursday"),
            friday: day("friday"),
            saturday: day("saturday"),
            sunday: day("sunday"),
        }
    }

    /// The times of one day.
    #[must_use]
    pub fn day(&self, weekday: Weekday) -> &DayTimes {
        match weekday {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        }
    }

    /// The times of one day, to be changed.
    pub fn day_mut(&mut self, weekday: Weekday) -> &mut DayTimes {
        match weekday {
            Weekday::Monday => &mut self.monday,
            Weekday::Tuesday => &mut self.tuesday,
            Weekday::Wednesday => &mut self.wednesday,
            Weekday::Thursday => &mut self.thursday,
            Weekday::Friday => &mut self.friday,
            Weekday::Saturday => &mut self.saturday,
            Weekday::Sunday => &mut self.sunday,
        }
    }

    /// Whether every day is open from midnight to midnight.
    #[must_use]
    pub fn is_always_open(&self) -> bool {
        Weekday::ALL.iter().all(|&day| self.day(day).is_whole_day())
    }

    /// Whether nothing is known: no day has times. A point that never opens is not a statement,
    /// so seven closed days mean that nobody told Sendcloud.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        let has_times = |&day: &Weekday| matches!(self.day(day), DayTimes::Open(_));
        !Weekday::ALL.iter().any(has_times)
    }
}

/// The times of one day: `null` when closed, else a list of ranges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DayTimes {
    /// Closed all day.
    Closed,
    /// At least one range, in the carrier's order.
    Open(Vec<OpeningTime>),
    /// What was sent could not be read: not known, which is not the same as closed. Written as
    /// an empty list, which v3 never sends.
    #[default]
    Unknown,
}

impl DayTimes {
    /// Whether one range covers the whole day.
    #[must_use]
    pub fn is_whole_day(&self) -> bool {
        matches!(self, Self::Open(ranges) if ranges.iter().any(|range| range.is_whole_day()))
    }
}

impl DayTimes {
    /// `null` is closed; a list is open, where all of it can be read.
    fn read<J: Json>(json: &J) -> Self {
        if json.is_null() {
            return Self::Closed;
        }
        let ranges = json.items().unwrap_or_default();
        match ranges.iter().map(OpeningTime::read).collect() {
            Some(ranges) if !Vec::is_empty(&ranges) => Self::Open(ranges),
            Some(_) | None => Self::Unknown,
        }
    }
}

impl Serialize for DayTimes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Closed => serializer.serialize_none(),
            Self::Open(ranges) => ranges.serialize(serializer),
            Self::Unknown => [(); 0].serialize(serializer),
        }
    }
}

/// A range of one day, `{"start_time":"09:00","end_time":"17:00"}`. An end that is not after the
/// start runs past midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct OpeningTime {
    /// First minute.
    pub start_time: TimeOfDay,
    /// Minute of closing.
    pub end_time: TimeOfDay,
}

impl OpeningTime {
    fn read<J: Json>(json: &J) -> Option<Self> {
        let time = |name: &str| TimeOfDay::parse(&lenient::text(json, name));
        Some(Self {
            start_time: time("start_time")?,
            end_time: time("end_time")?,
        })
    }

    /// Whether it runs from midnight to midnight. The three spellings of it that occur:
    /// `00:00`–`00:00`, `00:00`–`23:59` and `00:00`–`24:00`.
    #[must_use]
    pub fn is_whole_day(self) -> bool {
        let end = self.end_time.minutes();
        self.start_time.minutes() == 0 && (end == 0 || end >= TimeOfDay::END_OF_DAY - 1)
    }
}

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
fn two_digits(text: &str) -> Option<u16> {
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
    use serde_json::json;

    use super::{DayTimes, OpeningTimes, TimeOfDay, Weekday};

    fn day(json: &str) -> DayTimes {
        let json: serde_json::Value = serde_json::from_str(json).expect("JSON");
        DayTimes::read(&&json)
    }

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

    /// A locker with unreadable times was once in danger of being shown as closed.
    #[test]
    fn an_unreadable_day_is_unknown_and_never_closed() {
        for json in [
            "[]",
            "\"\"",
            "5",
            "{}",
            "[{\"start_time\":\"x\",\"end_time\":\"y\"}]",
            "[null]",
        ] {
            assert_eq!(day(json), DayTimes::Unknown, "{json}");
        }
        assert_eq!(day("null"), DayTimes::Closed);
    }

    #[test]
    fn an_unknown_day_survives_the_wire() {
        let times = OpeningTimes::read(&&json!({"monday": null, "tuesday": 7}));
        let again = OpeningTimes::read(&&serde_json::to_value(&times).unwrap());
        assert_eq!(times, again);
        assert_eq!(times.tuesday, DayTimes::Unknown);
    }

    #[test]
    fn the_three_spellings_of_a_whole_day_count() {
        for end in ["00:00", "23:59", "24:00"] {
            let json = format!(r#"[{{"start_time":"00:00","end_time":"{end}"}}]"#);
            assert!(day(&json).is_whole_day(), "{end}");
        }
        assert!(!day(r#"[{"start_time":"00:00","end_time":"22:00"}]"#).is_whole_day());
    }

    /// A peer took the weekday from a day's position in the object and showed wrong days.
    #[test]
    fn days_are_found_by_name_in_any_order() {
        let json = r#"{"sunday":[{"start_time":"10:00","end_time":"12:00"}],"monday":null}"#;
        let times = OpeningTimes::read(&&serde_json::from_str(json).unwrap());
        assert_eq!(times.monday, DayTimes::Closed);
        assert!(matches!(times.day(Weekday::Sunday), DayTimes::Open(ranges) if ranges.len() == 1));
    }

    #[test]
    fn a_week_starts_where_it_is_asked_to() {
        assert_eq!(Weekday::Sunday.week_from()[0], Weekday::Sunday);
        assert_eq!(Weekday::Sunday.next(), Weekday::Monday);
    }

    #[test]
    fn seven_closed_days_say_nothing() {
        let closed = OpeningTimes {
            monday: DayTimes::Closed,
            ..OpeningTimes::default()
        };
        assert!(closed.is_unknown());
    }
}
