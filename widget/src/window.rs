//! Which rows of a long list are drawn. Pure: heights in pixels come in, ranges of rows go out.

use std::ops::Range;

/// A list of so many rows is drawn as a whole: page search and screen readers find all of it.
pub(crate) const WHOLE_MAX: usize = 200;
/// So many rows are drawn first, and of a list that is drawn as a whole more at each turn.
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
    /// Sum and number of those that are.
    measured: (f64, u32),
}

impl Window {
    /// A list of so many rows, none of which is measured yet; they are taken to be as high as those
    /// of the list before.
    pub(crate) fn restart(&mut self, count: usize) {
        let average = self.average();
        self.heights = vec![0.0; count];
        self.measured = (average, 1);
    }

    /// How many rows there are.
    pub(crate) fn count(&self) -> usize {
        self.heights.len()
    }

    /// Whether all rows are drawn, sooner or later.
    pub(crate) fn is_whole(&self) -> bool {
        self.count() <= WHOLE_MAX
    }

    /// Notes the height of a row.
    pub(crate) fn measure(&mut self, row: usize, height: f64) {
        if let Some(known) = self.heights.get_mut(row)
            && height > 0.0
            && *known != height
        {
            if *known == 0.0 {
                self.measured.0 += height;
                self.measured.1 += 1;
            }
            *known = height;
        }
    }

    /// Where a row begins; the list ends where the one after the last would.
    pub(crate) fn top(&self, row: usize) -> f64 {
        let average = self.average();
        let mut top = 0.0;
        for height in self.heights.iter().take(row) {
            top += if *height == 0.0 { average } else { *height };
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
        let average = self.average();
        let mut top = 0.0;
        for (row, height) in self.heights.iter().enumerate() {
            top += if *height == 0.0 { average } else { *height };
            if top > offset {
                return row;
            }
        }
        self.count().saturating_sub(1)
    }

    fn average(&self) -> f64 {
        match self.measured {
            (_, 0) => ROW_PX,
            (sum, count) => sum / f64::from(count),
        }
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
        (0..count).for_each(|row| window.measure(row, height));
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

    #[test]
    fn rows_that_nobody_measured_are_as_high_as_the_others() {
        let mut window = Window::default();
        window.restart(1_000);
        window.measure(3, 90.0);
        window.measure(4, 130.0);
        window.measure(4, 150.0);
        // The guess for the first, 90 and 130: on average 110.
        assert_eq!(window.top(3), 330.0);
        assert_eq!(window.top(5), 570.0);
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
