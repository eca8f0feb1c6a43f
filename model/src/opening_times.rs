//! Opening times: the current week, holidays included, in the point's own local time.

mod local_time;
mod status;
#[cfg(test)]
mod testing;
mod time_of_day;
mod week;

pub use local_time::LocalTime;
pub use status::OpeningStatus;
pub use time_of_day::TimeOfDay;

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
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{DayTimes, OpeningTimes, Weekday};

    fn day(json: &str) -> DayTimes {
        let json: serde_json::Value = serde_json::from_str(json).expect("JSON");
        DayTimes::read(&&json)
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

    /// A peer took the weekday from a day's position in the object and showed wrong days.
    #[test]
    fn days_are_found_by_name_in_any_order() {
        let mut days = [
            ("monday", Weekday::Monday),
            ("tuesday", Weekday::Tuesday),
            ("wednesday", Weekday::Wednesday),
            ("thursday", Weekday::Thursday),
            ("friday", Weekday::Friday),
            ("saturday", Weekday::Saturday),
            ("sunday", Weekday::Sunday),
        ];
        // Each day opens at an hour of its own, Monday at 10:00.
        let hour = |weekday| 10 + weekday as u16;
        for _ in days {
            days.rotate_left(1);
            let members = days.map(|(name, weekday)| {
                let hour = hour(weekday);
                format!(r#""{name}":[{{"start_time":"{hour}:00","end_time":"20:00"}}]"#)
            });
            let json = format!("{{{}}}", members.join(","));
            let times = OpeningTimes::read(&&serde_json::from_str(&json).unwrap());
            for (name, weekday) in days {
                let starts = times.shifts(weekday);
                let starts = starts.iter().map(|shift| shift.start_time.minutes());
                assert!(starts.eq([60 * hour(weekday)]), "{name} of {json}");
            }
        }
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
