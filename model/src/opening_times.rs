//! Opening times: the current week, holidays included, in the point's own local time.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct OpeningTimes {
    /// Monday's times.
    #[serde(default)]
    pub monday: DayTimes,
    /// Tuesday's times.
    #[serde(default)]
    pub tuesday: DayTimes,
    /// Wednesday's times.
    #[serde(default)]
    pub wednesday: DayTimes,
    /// Thursday's times.
    #[serde(default)]
    pub thursday: DayTimes,
    /// Friday's times.
    #[serde(default)]
    pub friday: DayTimes,
    /// Saturday's times.
    #[serde(default)]
    pub saturday: DayTimes,
    /// Sunday's times.
    #[serde(default)]
    pub sunday: DayTimes,
}

impl OpeningTimes {
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

impl Serialize for DayTimes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Closed => serializer.serialize_none(),
            Self::Open(ranges) => ranges.serialize(serializer),
            Self::Unknown => [(); 0].serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for DayTimes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DayVisitor)
    }
}

struct DayVisitor;

impl<'de> Visitor<'de> for DayVisitor {
    type Value = DayTimes;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("opening times of a day")
    }

    fn visit_unit<E>(self) -> Result<DayTimes, E> {
        Ok(DayTimes::Closed)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<DayTimes, A::Error> {
        let mut ranges = Vec::new();
        let mut all_read = true;
        while let Some(range) = items.next_element::<MaybeOpeningTime>()? {
            match range.0 {
                Some(range) => ranges.push(range),
                None => all_read = false,
            }
        }
        Ok(if all_read && !ranges.is_empty() {
            DayTimes::Open(ranges)
        } else {
            DayTimes::Unknown
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<DayTimes, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(DayTimes::Unknown)
    }

    fn visit_bool<E>(self, _: bool) -> Result<DayTimes, E> {
        Ok(DayTimes::Unknown)
    }

    fn visit_i64<E>(self, _: i64) -> Result<DayTimes, E> {
        Ok(DayTimes::Unknown)
    }

    fn visit_u64<E>(self, _: u64) -> Result<DayTimes, E> {
        Ok(DayTimes::Unknown)
    }

    fn visit_f64<E>(self, _: f64) -> Result<DayTimes, E> {
        Ok(DayTimes::Unknown)
    }

    fn visit_str<E>(self, _: &str) -> Result<DayTimes, E> {
        Ok(DayTimes::Unknown)
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
    /// Whether it runs from midnight to midnight. The three spellings of it that occur:
    /// `00:00`–`00:00`, `00:00`–`23:59` and `00:00`–`24:00`.
    #[must_use]
    pub fn is_whole_day(self) -> bool {
        let end = self.end_time.minutes();
        self.start_time.minutes() == 0 && (end == 0 || end >= TimeOfDay::END_OF_DAY - 1)
    }
}

/// What stands in a day's list: a range, or something that cannot be read.
struct MaybeOpeningTime(Option<OpeningTime>);

impl<'de> Deserialize<'de> for MaybeOpeningTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Default, serde::Deserialize)]
        struct Raw {
            #[serde(default, deserialize_with = "crate::lenient::text")]
            start_time: String,
            #[serde(default, deserialize_with = "crate::lenient::text")]
            end_time: String,
        }
        let raw: Raw = crate::lenient::object(deserializer)?;
        let times = TimeOfDay::parse(&raw.start_time).zip(TimeOfDay::parse(&raw.end_time));
        Ok(Self(times.map(|(start_time, end_time)| OpeningTime {
            start_time,
            end_time,
        })))
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
    use super::{DayTimes, OpeningTimes, TimeOfDay, Weekday};

    fn day(json: &str) -> DayTimes {
        serde_json::from_str(json).expect("a day is always read")
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
        let times: OpeningTimes = serde_json::from_str(r#"{"monday":null,"tuesday":7}"#).unwrap();
        let again = serde_json::from_str(&serde_json::to_string(&times).unwrap()).unwrap();
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
        let times: OpeningTimes = serde_json::from_str(json).unwrap();
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
