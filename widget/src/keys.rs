//! What keys do in the list.

/// Rows that the page keys pass.
const PAGE: usize = 10;
/// How long typed letters belong together, in milliseconds.
const TOGETHER_MS: f64 = 500.0;

/// Where a key leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    /// To the next row; from the last to the first.
    Next,
    /// To the one before; from the first to the last.
    Previous,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// Some rows on, at most to the last.
    PageDown,
    /// Some rows back, at most to the first.
    PageUp,
}

impl Move {
    /// What a key does, if anything; left and right are as the text runs.
    pub(crate) fn of(key: &str, is_rtl: bool) -> Option<Self> {
        Some(match (key, is_rtl) {
            ("ArrowDown", _) | ("ArrowRight", false) | ("ArrowLeft", true) => Self::Next,
            ("ArrowUp", _) | ("ArrowLeft", false) | ("ArrowRight", true) => Self::Previous,
            ("Home", _) => Self::First,
            ("End", _) => Self::Last,
            ("PageDown", _) => Self::PageDown,
            ("PageUp", _) => Self::PageUp,
            _ => return None,
        })
    }
}

/// The row that a move leads to from row `at` of `count`.
pub(crate) fn destination(at: usize, step: Move, count: usize) -> usize {
    let last = count.saturating_sub(1);
    match step {
        Move::Next if at >= last => 0,
        Move::Next => at + 1,
        Move::Previous if at == 0 => last,
        Move::Previous => at - 1,
        Move::First => 0,
        Move::Last => last,
        Move::PageDown => (at + PAGE).min(last),
        Move::PageUp => at.saturating_sub(PAGE),
    }
}

/// Letters typed one after the other lead to a name that begins so.
#[derive(Debug, Default)]
pub(crate) struct TypeAhead {
    typed: String,
    last_ms: f64,
}

impl TypeAhead {
    /// Adds a typed key, and finds the next name from row `at` on that begins with what was typed. Key
    /// and names are folded; keys that are no letters find nothing, and a blank checks the row.
    pub(crate) fn find(
        &mut self,
        key: &str,
        now_ms: f64,
        at: usize,
        names: impl FnOnce() -> Vec<String>,
    ) -> Option<usize> {
        if key.chars().count() != 1 || (key == " " && self.typed.is_empty()) {
            return None;
        }
        if now_ms - self.last_ms > TOGETHER_MS {
            self.typed.clear();
            if key == " " {
                return None;
            }
        }
        self.last_ms = now_ms;
        // The first letter leads on, further ones stay as long as they fit.
        let from = if self.typed.is_empty() { at + 1 } else { at };
        self.typed.push_str(key);
        let names = names();
        let fitting = names
            .iter()
            .enumerate()
            .filter(|(_, name)| name.starts_with(&self.typed))
            .map(|(row, _)| row);
        let fitting: Vec<usize> = fitting.collect();
        let next = fitting.iter().find(|row| **row >= from);
        next.or(fitting.first()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Move, TypeAhead, destination};

    #[test]
    fn arrows_wrap_and_pages_do_not() {
        let to = |at, step| destination(at, step, 30);
        assert_eq!(to(0, Move::Next), 1);
        assert_eq!(to(29, Move::Next), 0);
        assert_eq!(to(0, Move::Previous), 29);
        assert_eq!(to(25, Move::PageDown), 29);
        assert_eq!(to(25, Move::PageUp), 15);
        assert_eq!(to(5, Move::PageUp), 0);
        assert_eq!(to(5, Move::Last), 29);
        assert_eq!(to(5, Move::First), 0);
        assert_eq!(destination(0, Move::Next, 1), 0);
    }

    /// A peer compared with `'Space'`, where browsers say `' '`, and nothing happened.
    #[test]
    fn keys_are_called_as_browsers_call_them() {
        assert_eq!(Move::of("ArrowDown", false), Some(Move::Next));
        assert_eq!(Move::of("ArrowRight", false), Some(Move::Next));
        assert_eq!(Move::of("ArrowRight", true), Some(Move::Previous));
        assert_eq!(Move::of("ArrowLeft", true), Some(Move::Next));
        assert_eq!(Move::of(" ", false), None);
        assert_eq!(Move::of("Tab", false), None);
    }

    #[test]
    fn letters_lead_to_names() {
        let names = ["albert", "bakker", "bruna", "albron"];
        let mut type_ahead = TypeAhead::default();
        let mut find = |key: &str, now_ms: f64, at: usize| {
            let names = || names.iter().map(|name| (*name).to_owned()).collect();
            type_ahead.find(key, now_ms, at, names)
        };
        assert_eq!(find("b", 1_000.0, 0), Some(1));
        assert_eq!(find("r", 1_200.0, 1), Some(2));
        assert_eq!(find("z", 1_300.0, 2), None);
        // The same letter after a while leads on to the next, and round.
        assert_eq!(find("b", 2_000.0, 1), Some(2));
        assert_eq!(find("b", 3_000.0, 2), Some(1));
        // A blank checks the row, unless it stands in a name.
        assert_eq!(find(" ", 9_000.0, 0), None);
        assert_eq!(find("Enter", 9_000.0, 0), None);
    }
}
