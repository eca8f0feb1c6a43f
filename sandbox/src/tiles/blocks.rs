//! Quarters and what stands in their blocks: parks, and houses once they are large enough to see.

use model::Position;

use super::{
    canvas::{Path, Tile},
    ground::TOWN,
};
use crate::europe::{Cell, Dice, Mercator, density, in_river, is_land, is_park, place_in};

/// Cells are as wide as tiles of this zoom.
const CELL_ZOOM: u8 = 15;
/// Blocks are told from streets from here.
const BLOCKS_ZOOM: u8 = 14;
/// Houses are told from yards from here.
const HOUSES_ZOOM: u8 = 16;

/// A cell as it is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quarter {
    pub(super) cell: Cell,
    pub(super) corners: [Mercator; 4],
    /// Built-up, and so full of streets.
    pub(super) is_town: bool,
    pub(super) is_land: bool,
    density: f64,
}

/// The quarters that a tile may show, with those around them.
#[derive(Debug)]
pub(super) struct Quarters {
    first: Cell,
    columns: i64,
    all: Vec<Quarter>,
}

impl Quarters {
    pub(super) fn of(tile: Tile) -> Self {
        let (from, count) = if tile.z <= CELL_ZOOM {
            let side = 1_i64 << (CELL_ZOOM - tile.z);
            ((tile.x * side, tile.y * side), side)
        } else {
            let shift = tile.z - CELL_ZOOM;
            ((tile.x >> shift, tile.y >> shift), 1)
        };
        // Quarters stick out of their cells, and a street belongs to the two beside it.
        let first = Cell {
            column: from.0 - 2,
            row: from.1 - 2,
        };
        let columns = count + 4;
        let cells = (0..columns).flat_map(|row| (0..columns).map(move |column| (column, row)));
        let all = cells
            .map(|(column, row)| quarter(first.offset(column, row)))
            .collect();
        Self {
            first,
            columns,
            all,
        }
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Quarter> {
        self.all.iter()
    }

    /// The quarter of a cell, unless it is too far away.
    pub(super) fn find(&self, cell: Cell) -> Option<&Quarter> {
        let (column, row) = (cell.column - self.first.column, cell.row - self.first.row);
        let is_known = (0..self.columns).contains(&column) && (0..self.columns).contains(&row);
        is_known.then(|| &self.all[(row * self.columns + column) as usize])
    }
}

fn quarter(cell: Cell) -> Quarter {
    let middle = Position::from(cell.center());
    let is_land = is_land(middle);
    let density = density(middle);
    Quarter {
        cell,
        corners: cell.corners(),
        is_town: is_land && density > TOWN,
        is_land,
        density,
    }
}

/// Draws parks and houses.
pub(super) fn draw(svg: &mut String, tile: Tile, quarters: &Quarters) {
    if tile.z < 12 {
        return;
    }
    let mut parks = Path::default();
    let mut blocks = Path::default();
    let mut houses = Path::default();
    for quarter in quarters.iter().filter(|quarter| quarter.is_town) {
        let (across, down) = quarter.cell.blocks();
        for (column, row) in (0..across).flat_map(|x| (0..down).map(move |y| (x, y))) {
            let at = |dx: f64, dy: f64| {
                let u = (f64::from(column) + dx) / f64::from(across);
                let v = (f64::from(row) + dy) / f64::from(down);
                place_in(&quarter.corners, u, v)
            };
            let pixels = |inset: f64| {
                let near = inset;
                let far = 1.0 - inset;
                [(near, near), (far, near), (far, far), (near, far)]
                    .map(|(dx, dy)| tile.pixel(at(dx, dy)))
            };
            if !Tile::may_show(&pixels(0.0), 2.0) {
                continue;
            }
            if is_park(at(0.5, 0.5), quarter.density) {
                parks.area(&pixels(0.04));
            } else if tile.z >= HOUSES_ZOOM {
                draw_houses(&mut houses, tile, quarter, (column, row), &at);
            } else if tile.z >= BLOCKS_ZOOM && !in_river(at(0.5, 0.5)) {
                blocks.area(&pixels(0.1));
            }
        }
    }
    parks.write(svg, "park", None);
    blocks.write(svg, "block", None);
    houses.write(svg, "house", None);
}

/// A row of houses along each of the block's two longer sides, with yards between them.
fn draw_houses(
    houses: &mut Path,
    tile: Tile,
    quarter: &Quarter,
    (column, row): (u32, u32),
    at: &impl Fn(f64, f64) -> Mercator,
) {
    let cell = quarter.cell;
    let mut dice = Dice::new(
        0xb10c,
        cell.column * 8 + i64::from(column),
        cell.row * 8 + i64::from(row),
    );
    let lots = 3 + dice.below(4);
    for side in [0.11, 0.56] {
        for lot in 0..lots {
            let share = |step: f64| 0.11 + 0.78 * step / f64::from(lots);
            let depth = 0.18 + dice.unit() * 0.15;
            let set_back = dice.unit() * 0.05;
            let gap = if dice.chance(0.35) { 0.12 } else { 0.0 };
            if dice.chance(0.08) {
                continue;
            }
            let (left, right) = (share(f64::from(lot) + gap), share(f64::from(lot + 1)));
            let (near, far) = (side + set_back, side + set_back + depth);
            if in_river(at(f64::midpoint(left, right), f64::midpoint(near, far))) {
                continue;
            }
            let house = [(left, near), (right, near), (right, far), (left, far)]
                .map(|(dx, dy)| tile.pixel(at(dx, dy)));
            if Tile::may_show(&house, 1.0) {
                houses.area(&house);
            }
        }
    }
}
