//! Which points stand alone on the map, and which together.
//!
//! The points and the zoom decide, not what is in sight: nothing regroups while the map moves.

use crate::order;

/// The world's width at zoom 0, in CSS pixels.
const WORLD_PX: f64 = 256.0;
/// The width of a cell, in CSS pixels.
const CELL_PX: f64 = 48.0;
/// The least distance of two pins, in CSS pixels: they are drawn 32 wide, and have some air.
const LEAST_PX: f64 = 40.0;
/// Closer than maps show; a cell's row and column still fit.
const MAX_ZOOM: u8 = 24;
/// Where the point that stands apart goes: after all cells, with no neighbour.
const APART: (u32, u32) = (u32::MAX - 1, 0);

/// A position on the Web Mercator world: 0 to 1 from west to east, and from north to south.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct World {
    /// From west to east.
    pub(crate) x: f64,
    /// From north to south.
    pub(crate) y: f64,
}

/// A box of the world; its edges belong to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds {
    /// The corner in the north west.
    pub(crate) min: World,
    /// The corner in the south east.
    pub(crate) max: World,
}

/// What stands at one place of the map.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pin {
    /// The mean of its points.
    pub(crate) at: World,
    /// The indices of one point or of several, smallest first.
    pub(crate) points: Vec<usize>,
}

/// A cell that is not empty.
#[derive(Clone, Copy)]
struct Cell {
    /// Row and column.
    place: (u32, u32),
    /// Sums over its points, and those of cells that joined it.
    x: f64,
    y: f64,
    count: f64,
    /// The earlier cell that it joined, else itself.
    joined: usize,
}

/// All cells, row by row, and for each point the one whose pin it belongs to; none off the map.
struct Grid {
    cells: Vec<Cell>,
    cell_of: Vec<Option<usize>>,
}

/// The pins that stand in `view`, by their first points.
///
/// Points in one cell of 48 pixels share a pin. Row by row from the north west, each cell joins the
/// nearest pin of its neighbours in the west and north, where that is less than 40 pixels away, and
/// again from the new mean until none is. The point `apart` shares its pin with no other, and
/// points off the world are in no pin.
pub(crate) fn pins(points: &[World], zoom: u8, view: &Bounds, apart: Option<usize>) -> Vec<Pin> {
    let grid = Grid::new(points, zoom, apart);
    let mut pins: Vec<Pin> = Vec::new();
    let mut pin_of = vec![None; grid.cells.len()];
    for (index, cell) in grid.cell_of.into_iter().enumerate() {
        let Some(cell) = cell else { continue };
        let at = grid.cells[cell].mean();
        if let Some(pin) = pin_of[cell] {
            let pin: &mut Pin = &mut pins[pin];
            pin.points.push(index);
        } else if view.has(at) {
            pin_of[cell] = Some(pins.len());
            let points = vec![index];
            pins.push(Pin { at, points });
        }
    }
    pins
}

/// The smallest box around points; none where none is on the world.
pub(crate) fn bounds(points: impl Iterator<Item = World>) -> Option<Bounds> {
    let boxes = points
        .filter(|point| point.is_on_map())
        .map(|point| Bounds {
            min: point,
            max: point,
        });
    boxes.reduce(|all, one| Bounds {
        min: World {
            x: all.min.x.min(one.min.x),
            y: all.min.y.min(one.min.y),
        },
        max: World {
            x: all.max.x.max(one.max.x),
            y: all.max.y.max(one.max.y),
        },
    })
}

/// Which points the closest zoom tells apart.
pub(crate) struct Parting(Vec<Option<usize>>);

impl Parting {
    /// Looks at all points, as they stand at the closest zoom.
    pub(crate) fn new(points: &[World], max_zoom: u8) -> Self {
        Self(Grid::new(points, max_zoom, None).cell_of)
    }

    /// Whether some of the points with these indices are in more than one pin then: zooming in helps.
    pub(crate) fn can_part(&self, indices: &[usize]) -> bool {
        let mut cells = indices.iter().filter_map(|index| self.0[*index]);
        let first = cells.next();
        cells.any(|cell| Some(cell) != first)
    }
}

impl World {
    fn is_on_map(self) -> bool {
        let is_on_axis = |value| (0.0..=1.0).contains(&value);
        is_on_axis(self.x) && is_on_axis(self.y)
    }
}

impl Bounds {
    fn has(&self, at: World) -> bool {
        let (min, max) = (self.min, self.max);
        min.x <= at.x && at.x <= max.x && min.y <= at.y && at.y <= max.y
    }
}

impl Cell {
    fn mean(&self) -> World {
        World {
            x: self.x / self.count,
            y: self.y / self.count,
        }
    }

    fn touches(&self, other: &Self) -> bool {
        let (row, column) = other.place;
        self.place.0.abs_diff(row) <= 1 && self.place.1.abs_diff(column) <= 1
    }
}

impl Grid {
    fn new(points: &[World], zoom: u8, apart: Option<usize>) -> Self {
        let world_px = WORLD_PX * f64::from(1_u32 << zoom.min(MAX_ZOOM));
        let mut grid = Self::fill(points, world_px / CELL_PX, apart);
        grid.join(LEAST_PX / world_px);
        for cell in grid.cell_of.iter_mut().flatten() {
            *cell = grid.cells[*cell].joined;
        }
        grid
    }

    /// Puts the points into cells, of which `across` make the world's width.
    fn fill(points: &[World], across: f64, apart: Option<usize>) -> Self {
        let place = |index: usize| {
            let World { x, y } = points[index];
            let place = ((y * across) as u32, (x * across) as u32);
            if apart == Some(index) { APART } else { place }
        };
        let mut keys = Vec::new();
        for (index, point) in points.iter().enumerate() {
            if point.is_on_map() {
                let (row, column) = place(index);
                keys.push(((row, u64::from(column)), index));
            }
        }
        let mut cells: Vec<Cell> = Vec::new();
        let mut cell_of = vec![None; points.len()];
        for index in order::positions(keys) {
            let World { x, y } = points[index];
            let place = place(index);
            match cells.last_mut() {
                Some(cell) if cell.place == place => {
                    cell.x += x;
                    cell.y += y;
                    cell.count += 1.0;
                }
                _ => cells.push(Cell {
                    place,
                    x,
                    y,
                    count: 1.0,
                    joined: cells.len(),
                }),
            }
            cell_of[index] = Some(cells.len() - 1);
        }
        Self { cells, cell_of }
    }

    /// Joins cells whose means are closer than `least`, a part of the world's width.
    fn join(&mut self, least: f64) {
        let mut north_west = 0;
        for at in 0..self.cells.len() {
            let (row, column) = self.cells[at].place;
            while {
                let (north, west) = self.cells[north_west].place;
                (north + 1, west + 1) < (row, column)
            } {
                north_west += 1;
            }
            // The first cell of all has none in the west: its number wraps, and is no earlier one.
            let west = at.wrapping_sub(1);
            let around = [north_west, north_west + 1, north_west + 2, west];
            while self.join_nearest(at, around, least) {}
        }
        // Earlier ones are done, so one step leads to the first of all.
        for at in 0..self.cells.len() {
            self.cells[at].joined = self.cells[self.cells[at].joined].joined;
        }
    }

    /// Whether there was one to join.
    fn join_nearest(&mut self, at: usize, around: [usize; 4], least: f64) -> bool {
        let own = self.first(at);
        let mean = self.cells[own].mean();
        let mut nearest = (least * least, own);
        for other in around {
            if other < at && self.cells[other].touches(&self.cells[at]) {
                let other = self.first(other);
                let World { x, y } = self.cells[other].mean();
                let (x, y) = (x - mean.x, y - mean.y);
                let squared = x * x + y * y;
                if other != own && squared < nearest.0 {
                    nearest = (squared, other);
                }
            }
        }
        let (into, from) = (own.min(nearest.1), own.max(nearest.1));
        if into == from {
            return false;
        }
        let Cell { x, y, count, .. } = self.cells[from];
        self.cells[from].joined = into;
        let cell = &mut self.cells[into];
        cell.x += x;
        cell.y += y;
        cell.count += count;
        true
    }

    /// The cell that a cell joined in the end.
    fn first(&self, mut at: usize) -> usize {
        while self.cells[at].joined != at {
            at = self.cells[at].joined;
        }
        at
    }
}

// The path is for the benchmark, which includes this file: its modules would be looked for beside it.
#[cfg(test)]
#[path = "clusters/tests.rs"]
mod tests;
