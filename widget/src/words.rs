//! The picker's words in the shopper's language.

use model::LocalTime;

use crate::{
    js::browser::Browser,
    stored::Stored,
    text::{Text, fill},
};

/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// Texts and formats of one picker. A handle: copies speak the same language.
#[derive(Clone, Copy)]
pub(crate) struct Words(Stored<Browser>);

impl Words {
    /// Takes the browser's side. Belongs to the current owner.
    pub(crate) fn new(browser: Browser) -> Self {
        Self(Stored::new(browser))
    }

    /// The browser's side, for what has no words of its own.
    pub(crate) fn browser(self) -> Browser {
        Browser::clone(&self.0.get())
    }

    /// A text without placeholders.
    pub(crate) fn get(self, text: Text) -> String {
        self.browser().text(text as u8)
    }

    /// A text with its `{placeholders}` filled.
    pub(crate) fn with(self, text: Text, values: &[(&str, &str)]) -> String {
        fill(&self.get(text), values)
    }

    /// The form of a text that goes with a count, filled; `{n}` is the count.
    pub(crate) fn plural(self, text: Text, count: usize, values: &[(&str, &str)]) -> String {
        let form = self.browser().plural(text as u8, count as u32);
        let count = self.count(count);
        let mut values = values.to_vec();
        values.push(("n", &count));
        fill(&form, &values)
    }

    /// A whole number.
    pub(crate) fn count(self, count: usize) -> String {
        self.browser().count(count as u32)
    }

    /// A distance in metres, in the reader's units.
    pub(crate) fn distance(self, metres: u32) -> String {
        self.browser().distance(metres)
    }

    /// What the clock shows in a zone; none where the browser does not know it.
    pub(crate) fn now_in(self, time_zone: &str) -> Option<LocalTime> {
        local_time(self.browser().clock(Some(time_zone)))
    }

    /// What the shopper's own clock shows.
    pub(crate) fn now_here(self) -> Option<LocalTime> {
        local_time(self.browser().clock(None))
    }
}

/// Reads minutes since 1970 as day and minute.
fn local_time(minutes: f64) -> Option<LocalTime> {
    // As whole numbers: the remainder of floating point ones is a kilobyte of code.
    let whole = minutes as i64;
    minutes.is_finite().then(|| LocalTime {
        day: whole.div_euclid(DAY) as i32,
        minute: whole.rem_euclid(DAY) as u16,
    })
}

#[cfg(test)]
mod tests {
    use model::{LocalTime, Weekday};

    use super::local_time;

    #[test]
    fn minutes_since_1970_are_a_day_and_a_minute() {
        let time = LocalTime { day: 1, minute: 61 };
        assert_eq!(local_time(1501.0), Some(time));
        assert_eq!(time.weekday(), Weekday::Friday);
        assert_eq!(local_time(f64::NAN), None);
    }
}
