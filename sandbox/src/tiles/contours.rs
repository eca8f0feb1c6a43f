//! Contours of whatever is a smooth function of the place: marching squares over a grid whose
//! outermost points the neighbouring tiles share.

use super::canvas::{Path, SIZE, Tile};
use crate::europe::Mercator;

/// Values at the crossings of a grid over a tile.
pub(super) struct Grid {
    tile: Tile,
    steps: usize,
    values: Vec<f64>,
}

impl Grid {
    /// Asks `level` at `steps` + 1 times as many places.
    pub(super) fn of(tile: Tile, steps: usize, level: impl Fn(Mercator) -> f64) -> Self {
        let grid = Self {
            tile,
            steps,
            values: vec![0.0; (steps + 1) * (steps + 1)],
        };
        grid.map(|place, _| level(place))
    }

    /// The grid of what `level` makes of each place and its value.
    pub(super) fn map(&self, level: impl Fn(Mercator, f64) -> f64) -> Self {
        let pixel = |index: usize| index as f64 * SIZE / self.steps as f64;
        let values = self.values.iter().enumerate().map(|(index, &value)| {
            let (column, row) = (index % (self.steps + 1), index / (self.steps + 1));
            level(self.tile.place((pixel(column), pixel(row))), value)
        });
        Self {
            tile: self.tile,
            steps: self.steps,
            values: values.collect(),
        }
    }

    fn value(&self, column: usize, row: usize) -> f64 {
        self.values[row * (self.steps + 1) + column]
    }

    /// The corners of a square, clockwise: pixels and value.
    fn square(&self, column: usize, row: usize) -> [((f64, f64), f64); 4] {
        [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(dx, dy)| {
            let (column, row) = (column + dx, row + dy);
            let pixel = |index: usize| index as f64 * SIZE / self.steps as f64;
            ((pixel(column), pixel(row)), self.value(column, row))
        })
    }

    /// Where the value is above zero.
    pub(super) fn area(&self) -> Path {
        let mut path = Path::default();
        for row in 0..self.steps {
            // Squares in a row that are inside as a whole become one.
            let mut run: Option<(f64, f64)> = None;
            for column in 0..self.steps {
                let square = self.square(column, row);
                let [(from, _), _, (to, _), _] = square;
                if square.iter().all(|(_, value)| *value > 0.0) {
                    run = Some(run.unwrap_or(from));
                    if column + 1 == self.steps {
                        rectangle(&mut path, run, to);
                    }
                    continue;
                }
                rectangle(&mut path, run.take(), (from.0, to.1));
                let inside = clip(&square);
                if inside.len() > 2 {
                    path.area(&inside);
                }
            }
        }
        path
    }

    /// Where the value is zero.
    pub(super) fn line(&self) -> Path {
        let mut path = Path::default();
        for row in 0..self.steps {
            for column in 0..self.steps {
                let square = self.square(column, row);
                let ends = square.iter().cycle().skip(1);
                let crossings: Vec<(f64, f64)> = square
                    .iter()
                    .zip(ends)
                    .filter(|(from, to)| (from.1 > 0.0) != (to.1 > 0.0))
                    .map(|(&from, &to)| between(from, to))
                    .collect();
                for pair in crossings.chunks_exact(2) {
                    path.line(pair);
                }
            }
        }
        path
    }
}

fn rectangle(path: &mut Path, from: Option<(f64, f64)>, to: (f64, f64)) {
    if let Some(from) = from {
        path.area(&[from, (to.0, from.1), to, (from.0, to.1)]);
    }
}

/// The part of a square whose value is above zero.
fn clip(square: &[((f64, f64), f64); 4]) -> Vec<(f64, f64)> {
    let mut inside = Vec::with_capacity(6);
    let ends = square.iter().cycle().skip(1);
    for (&from, &to) in square.iter().zip(ends) {
        if from.1 > 0.0 {
            inside.push(from.0);
        }
        if (from.1 > 0.0) != (to.1 > 0.0) {
            inside.push(between(from, to));
        }
    }
    inside
}

fn between(from: ((f64, f64), f64), to: ((f64, f64), f64)) -> (f64, f64) {
    let share = from.1 / (from.1 - to.1);
    let blend = |from: f64, to: f64| from + (to - from) * share;
    (blend(from.0.0, to.0.0), blend(from.0.1, to.0.1))
}
