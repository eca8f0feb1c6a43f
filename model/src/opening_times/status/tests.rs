//! Each rule of the status by the cases that peers got wrong.

use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};

use crate::opening_times::testing::{at, next, week};
use crate::{DayTimes, LocalTime, OpeningStatus, OpeningTimes, Weekday};

const LUNCH: &str = "09:00-12:00 13:00-18:00";
const OFFICE: &str = "09:00-17:00";

/// By the table alone, which tomorrow's flag agrees with.
fn status(times: &OpeningTimes, now: LocalTime) -> OpeningStatus {
    let is_open_tomorrow = times.is_open_on(now.weekday().next());
    times.status(now, None, is_open_tomorrow)
}

fn open(until: LocalTime) -> OpeningStatus {
    OpeningStatus::Open {
        until,
        closes_soon: false,
    }
}

fn closes_soon(until: LocalTime) -> OpeningStatus {
    OpeningStatus::Open {
        until,
        closes_soon: true,
    }
}

fn closed(opens: LocalTime) -> OpeningStatus {
    OpeningStatus::Closed { opens }
}

#[test]
fn a_lunch_break_is_closed_and_opens_later_today() {
    let times = week([LUNCH, LUNCH, LUNCH, LUNCH, LUNCH, "", ""]);
    for (time, expected) in [
        ("08:59", closed(at(Tuesday, "09:00"))),
        ("09:00", open(at(Tuesday, "12:00"))),
        ("11:59", closes_soon(at(Tuesday, "12:00"))),
        ("12:00", closed(at(Tuesday, "13:00"))),
        ("12:59", closed(at(Tuesday, "13:00"))),
        ("13:00", open(at(Tuesday, "18:00"))),
        ("18:00", closed(at(Wednesday, "09:00"))),
    ] {
        assert_eq!(status(&times, at(Tuesday, time)), expected, "{time}");
    }
}

#[test]
fn closes_soon_begins_at_sixty_minutes() {
    let times = week([OFFICE; 7]);
    let end = at(Monday, "17:00");
    assert_eq!(status(&times, at(Monday, "15:59")), open(end));
    assert_eq!(status(&times, at(Monday, "16:00")), closes_soon(end));
    assert_eq!(status(&times, at(Monday, "16:59")), closes_soon(end));
    let next_morning = closed(at(Tuesday, "09:00"));
    assert_eq!(status(&times, at(Monday, "17:00")), next_morning);
}

/// Yesterday's shift is the one that runs, though today has no times at all.
#[test]
fn fridays_night_is_open_on_saturday() {
    let times = week(["", "", "", "", "18:00-02:00", "", ""]);
    let end = at(Saturday, "02:00");
    assert_eq!(status(&times, at(Friday, "18:00")), open(end));
    assert_eq!(status(&times, at(Friday, "23:59")), open(end));
    assert_eq!(status(&times, at(Saturday, "00:30")), open(end));
    assert_eq!(status(&times, at(Saturday, "01:30")), closes_soon(end));
    let next_friday = closed(next(Friday, "18:00"));
    assert_eq!(status(&times, at(Saturday, "02:00")), next_friday);
}

#[test]
fn sundays_night_is_open_on_monday() {
    let times = week(["08:00-10:00", "", "", "", "", "", "20:00-03:00"]);
    assert_eq!(
        status(&times, at(Sunday, "23:00")),
        open(next(Monday, "03:00"))
    );
    assert_eq!(
        status(&times, at(Monday, "00:30")),
        open(at(Monday, "03:00"))
    );
    assert_eq!(
        status(&times, at(Monday, "03:00")),
        closed(at(Monday, "08:00"))
    );
    assert_eq!(
        status(&times, at(Monday, "10:00")),
        closed(at(Sunday, "20:00"))
    );
}

#[test]
fn shifts_merge_across_midnight_and_the_weeks_end() {
    let times = week(["00:00-06:00", "", "", "", "", "22:00-24:00", "00:00-23:59"]);
    let end = next(Monday, "06:00");
    assert_eq!(status(&times, at(Saturday, "22:00")), open(end));
    assert_eq!(status(&times, at(Sunday, "12:00")), open(end));
    assert_eq!(status(&times, at(Sunday, "23:59")), open(end));
    assert_eq!(status(&times, next(Monday, "05:00")), closes_soon(end));
}

/// `23:59` is midnight as an end, whether or not the next day goes on from there.
#[test]
fn one_minute_to_midnight_ends_at_midnight() {
    let times = week(["18:00-23:59", "00:00-02:00", "18:00-23:59", "", "", "", ""]);
    assert_eq!(
        status(&times, at(Monday, "22:00")),
        open(at(Tuesday, "02:00"))
    );
    let end = at(Thursday, "00:00");
    assert_eq!(status(&times, at(Wednesday, "23:59")), closes_soon(end));
}

#[test]
fn a_week_without_a_gap_is_always_open() {
    for day in ["00:00-00:00", "00:00-23:59", "00:00-24:00", "06:00-06:00"] {
        let times = week([day; 7]);
        for weekday in Weekday::ALL {
            // Nothing else is asked where the table answers.
            let said = Some(next(weekday, "09:00"));
            let status = times.status(at(weekday, "23:59"), said, false);
            assert_eq!(status, OpeningStatus::AlwaysOpen, "{day}");
        }
    }
}

#[test]
fn six_whole_days_end_on_the_seventh() {
    let whole = "00:00-24:00";
    let times = week([whole, whole, "", whole, whole, whole, whole]);
    assert_eq!(
        status(&times, at(Thursday, "00:00")),
        open(next(Wednesday, "00:00"))
    );
    assert_eq!(
        status(&times, at(Wednesday, "10:00")),
        closed(at(Thursday, "00:00"))
    );
}

#[test]
fn seven_closed_days_are_not_known_unless_v3_says_when() {
    let times = week([""; 7]);
    let now = at(Wednesday, "10:00");
    for is_open_tomorrow in [false, true] {
        let status = |said| times.status(now, said, is_open_tomorrow);
        assert_eq!(status(None), OpeningStatus::Unknown);
        assert_eq!(status(Some(now)), OpeningStatus::Unknown);
        let said = next(Monday, "09:00");
        assert_eq!(status(Some(said)), closed(said));
    }
}

/// A shop on holiday was offered as open: its closed day was filled from another week's.
#[test]
fn a_closed_weekday_is_closed_whichever_it_is() {
    for weekday in Weekday::ALL {
        let mut times = week([OFFICE; 7]);
        *times.day_mut(weekday) = DayTimes::Closed;
        for time in ["00:00", "09:00", "12:00", "16:59", "23:59"] {
            let status = status(&times, at(weekday, time));
            let opens = if weekday == Sunday {
                next(Monday, "09:00")
            } else {
                at(weekday.next(), "09:00")
            };
            assert_eq!(status, closed(opens), "{weekday:?} {time}");
        }
    }
}

#[test]
fn the_next_opening_is_found_as_far_as_a_week_away() {
    let times = week(["", OFFICE, "", "", OFFICE, "", ""]);
    assert_eq!(
        status(&times, at(Tuesday, "08:00")),
        closed(at(Tuesday, "09:00"))
    );
    assert_eq!(
        status(&times, at(Thursday, "23:59")),
        closed(at(Friday, "09:00"))
    );
    assert_eq!(
        status(&times, at(Tuesday, "17:00")),
        closed(at(Friday, "09:00"))
    );
    assert_eq!(
        status(&times, at(Sunday, "17:00")),
        closed(next(Tuesday, "09:00"))
    );
    let once = week(["", OFFICE, "", "", "", "", ""]);
    assert_eq!(
        status(&once, at(Tuesday, "17:00")),
        closed(next(Tuesday, "09:00"))
    );
}

/// Next Monday may be a holiday, of which this week's table says nothing.
#[test]
fn a_later_next_opening_wins_over_the_table_where_closed() {
    let times = week([OFFICE; 7]);
    let evening = at(Friday, "20:00");
    for said in [
        at(Friday, "20:01"),
        at(Saturday, "11:00"),
        next(Tuesday, "09:00"),
    ] {
        assert_eq!(times.status(evening, Some(said), true), closed(said));
    }
    for past in [evening, at(Friday, "09:00"), at(Monday, "09:00")] {
        let by_table = closed(at(Saturday, "09:00"));
        assert_eq!(times.status(evening, Some(past), true), by_table);
    }
    let noon = at(Friday, "12:00");
    let said = Some(at(Saturday, "09:00"));
    assert_eq!(times.status(noon, said, true), open(at(Friday, "17:00")));
}

#[test]
fn a_contradicted_monday_is_not_promised_on_sunday() {
    let weekdays = week([OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, "", "10:00-12:00"]);
    let from_tuesday = week(["", OFFICE, OFFICE, OFFICE, OFFICE, "", "10:00-12:00"]);
    let now = at(Sunday, "15:00");
    assert_eq!(
        weekdays.status(now, None, true),
        closed(next(Monday, "09:00"))
    );
    assert_eq!(weekdays.status(now, None, false), OpeningStatus::Unknown);
    assert_eq!(
        from_tuesday.status(now, None, false),
        closed(next(Tuesday, "09:00"))
    );
    assert_eq!(from_tuesday.status(now, None, true), OpeningStatus::Unknown);

    // Settled by `next_open_at`, of no weight for today, and no matter on another day.
    let said = next(Wednesday, "09:00");
    assert_eq!(weekdays.status(now, Some(said), false), closed(said));
    let morning = at(Sunday, "08:00");
    assert_eq!(
        weekdays.status(morning, None, false),
        closed(at(Sunday, "10:00"))
    );
    let opened = at(Sunday, "10:30");
    assert_eq!(
        weekdays.status(opened, None, false),
        open(at(Sunday, "12:00"))
    );
    let thursday = at(Thursday, "18:00");
    assert_eq!(
        weekdays.status(thursday, None, false),
        closed(at(Friday, "09:00"))
    );
}

#[test]
fn an_unreadable_day_is_not_known_and_not_closed() {
    let times = week([OFFICE, "?", OFFICE, "", "22:00-02:00", "?", OFFICE]);
    let said = Some(next(Monday, "09:00"));
    for time in ["00:00", "12:00", "23:59"] {
        let unknown = OpeningStatus::Unknown;
        assert_eq!(status(&times, at(Tuesday, time)), unknown, "{time}");
        assert_eq!(
            times.status(at(Tuesday, time), said, true),
            unknown,
            "{time}"
        );
    }
    // Friday's night covers Saturday's first hours.
    assert_eq!(
        status(&times, at(Saturday, "00:30")),
        open(at(Saturday, "02:00"))
    );
    assert_eq!(
        status(&times, at(Saturday, "02:00")),
        OpeningStatus::Unknown
    );
}

#[test]
fn no_opening_is_promised_across_an_unreadable_day() {
    let times = week([OFFICE, "?", OFFICE, "", "", "", ""]);
    let evening = at(Monday, "18:00");
    assert_eq!(status(&times, evening), OpeningStatus::Unknown);
    let said = at(Wednesday, "10:00");
    assert_eq!(times.status(evening, Some(said), true), closed(said));
    // Before it and from the day itself on there is nothing to cross.
    assert_eq!(
        status(&times, at(Monday, "08:00")),
        closed(at(Monday, "09:00"))
    );
    assert_eq!(
        status(&times, at(Wednesday, "17:00")),
        closed(next(Monday, "09:00"))
    );
    // All the way round, to today's own times a week later.
    let once = week([OFFICE, "", "", "", "", "", "?"]);
    assert_eq!(status(&once, evening), OpeningStatus::Unknown);
}

#[test]
fn nothing_readable_is_not_known() {
    let times = OpeningTimes::default();
    let now = at(Monday, "10:00");
    assert_eq!(status(&times, now), OpeningStatus::Unknown);
    let said = Some(at(Tuesday, "09:00"));
    assert_eq!(times.status(now, said, true), OpeningStatus::Unknown);
}
