//! Which rows of a long list are drawn. Pure: heights in pixels come in, ranges of rows go out.

use std::ops::Range;

/// A list of so many rows is drawn as a whole: page search and screen readers find all of it.
pub(crate) const WHOLE_MAX: usize = 200;
/// So many rows are drawn first: more than a screen has in view.
pub(crate) const FIRST: usize = 16;
/// So many more are drawn at each turn, of a list that is drawn as a whole.
pub(crate) const STEP: usize = 30;
/// So many rows of a longer list are drawn at least.
const DRAWN: usize = 60;
/// So many rows beyond those in view are there at least, so that scrolling meets no gap.
const AHEAD: usize = 8;
/// What a row is taken to be high as long as none is measured: four lines.
const ROW_PX: f64 = 110.0;

/// The rows of a list, by their heights.
#[derive(Debug, Default)]
pub(crate) struct Window {
    /// Of each row, 0 where it is not measured.
    heights: Vec<f64>,
    /// What a row is taken to be high that is not measured: the mean of the first that were. It stays, or
    /// each row that is measured would move all others.
    estimate: Option<f64>,
}

impl Window {
    /// A list of so many rows, none of which is measured yet; they are taken to be as high as those
    /// of the list before.
    pub(crate) fn restart(&mut self, count: usize) {
        self.heights = vec![0.0; count];
    }

    /// How many rows there are.
    pub(crate) fn count(&self) -> usize {
        self.heights.len()
    }

    /// Whether all rows are drawn, sooner or later.
    pub(crate) fn is_whole(&self) -> bool {
        self.count() <= WHOLE_MAX
    }

    /// Notes the heights of rows.
    pub(crate) fn measure(&mut self, rows: &[(usize, f64)]) {
        let (mut sum, mut count) = (0.0, 0.0);
        for (row, height) in rows {
            // In a part of the page that is not shown, none has any.
            if let Some(known) = self.heights.get_mut(*row)
                && *height > 0.0
            {
                *known = *height;
                sum += height;
                count += 1.0;
            }
        }
        if count > 0.0 {
            self.estimate.get_or_insert(sum / count);
        }
    }

    /// Where a row begins; the list ends where the one after the last would.
    pub(crate) fn top(&self, row: usize) -> f64 {
        let estimate = self.estimate();
        let mut top = 0.0;
        for height in self.heights.iter().take(row) {
            top += if *height == 0.0 { estimate } else { *height };
        }
        top
    }

    /// The rows to draw where `view` is seen, from one offset to another; those `drawn` now as long as
    /// they will do.
    pub(crate) fn rows(&self, view: Range<f64>, drawn: Range<usize>) -> Range<usize> {
        let (first, last) = (self.row_at(view.start), self.row_at(view.end));
        let count = self.count();
        let from = first.saturating_sub(AHEAD);
        let to = (last + 1 + AHEAD).min(count);
        if drawn.start <= from && drawn.end >= to && drawn.end <= count {
            return drawn;
        }
        around((first + last) / 2, (to - from).max(DRAWN), count)
    }

    /// The rows to draw so that one is among them; those `drawn` now, if it is.
    pub(crate) fn rows_with(&self, row: usize, drawn: Range<usize>) -> Range<usize> {
        if drawn.contains(&row) {
            drawn
        } else if self.is_whole() {
            0..self.count()
        } else {
            around(row, DRAWN, self.count())
        }
    }

    /// The row at an offset; the last one beyond the end.
    fn row_at(&self, offset: f64) -> usize {
        let estimate = self.estimate();
        let mut top = 0.0;
        for (row, height) in self.heights.iter().enumerate() {
            top += if *height == 0.0 { estimate } else { *height };
            if top > offset {
                return row;
            }
        }
        self.count().saturating_sub(1)
    }

    fn estimate(&self) -> f64 {
        self.estimate.unwrap_or(ROW_PX)
    }
}

/// So many rows around one.
fn around(row: usize, drawn: usize, count: usize) -> Range<usize> {
    let start = row
        .saturating_sub(drawn / 2)
        .min(count.saturating_sub(drawn));
    start..(start + drawn).min(count)
}

#[cfg(test)]
mod tests {
    use super::{DRAWN, Window};

    fn window(count: usize, height: f64) -> Window {
        let mut window = Window::default();
        window.restart(count);
        let rows: Vec<_> = (0..count).map(|row| (row, height)).collect();
        window.measure(&rows);
        window
    }

    #[test]
    fn what_is_in_view_is_drawn_wherever_the_list_is_scrolled_to() {
        let window = window(5_000, 100.0);
        let mut drawn = 0..0;
        for top in (0..499_400).step_by(330) {
            let top = f64::from(top);
            drawn = window.rows(top..top + 600.0, drawn);
            assert!(window.top(drawn.start) <= top, "{top}: {drawn:?}");
            assert!(window.top(drawn.end) >= top + 600.0, "{top}: {drawn:?}");
            assert_eq!(drawn.len(), DRAWN);
        }
        let beyond = window.rows(9e9..9e9 + 600.0, drawn);
        assert_eq!(beyond.end, 5_000);
    }

    /// Each change costs: a little scrolling changes nothing.
    #[test]
    fn a_little_scrolling_draws_nothing_anew() {
        let window = window(5_000, 100.0);
        let drawn = window.rows(50_000.0..50_600.0, 0..0);
        assert_eq!(window.rows(50_700.0..51_300.0, drawn.clone()), drawn);
        assert_ne!(window.rows(53_000.0..53_600.0, drawn.clone()), drawn);
    }

    /// A screen higher than the rows that are drawn otherwise.
    #[test]
    fn a_high_view_has_all_its_rows() {
        let window = window(5_000, 20.0);
        let drawn = window.rows(2_000.0..5_000.0, 0..0);
        assert!(window.top(drawn.start) <= 2_000.0 && window.top(drawn.end) >= 5_000.0);
    }

    /// Once a list was moved by thousands of pixels when its last rows were a little higher.
    #[test]
    fn rows_that_nobody_measured_are_as_high_as_the_first_that_were() {
        let mut window = Window::default();
        window.restart(1_000);
        window.measure(&[(3, 90.0), (4, 130.0), (5, 0.0)]);
        assert_eq!((window.top(3), window.top(5)), (330.0, 550.0));
        window.measure(&[(4, 150.0), (900, 400.0)]);
        assert_eq!((window.top(3), window.top(5)), (330.0, 570.0));
        // A list that takes its place begins with what is known.
        window.restart(300);
        assert_eq!(window.top(2), 220.0);
    }

    #[test]
    fn a_row_that_is_asked_for_is_drawn() {
        let long = window(5_000, 100.0);
        assert_eq!(long.rows_with(30, 0..60), 0..60);
        for row in [60, 2_500, 4_999] {
            let drawn = long.rows_with(row, 0..60);
            assert!(drawn.contains(&row) && drawn.len() == DRAWN, "{drawn:?}");
        }
        assert_eq!(window(150, 100.0).rows_with(100, 0..30), 0..150);
    }
}
