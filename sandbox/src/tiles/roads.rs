//! Streets along and across the quarters, and motorways from city to city.

use std::{f64::consts::PI, sync::LazyLock};

use model::{Position, distance_m};

use super::{
    blocks::{Quarter, Quarters},
    canvas::{Path, Tile},
};
use crate::europe::{Cell, Dice, Mercator, all_cities, cities_near, is_land, place_in};

/// Pieces of a motorway: the shorter, the rounder.
const PIECES: u32 = 24;
/// Cities farther apart have no motorway of their own.
const MOTORWAY_MAX_M: f64 = 260_000.0;

/// How much a main street matters, by the number of its row or column.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Local,
    Secondary,
    Primary,
}

fn rank(number: i64) -> Rank {
    match number.rem_euclid(8) {
        0 => Rank::Primary,
        4 => Rank::Secondary,
        _ => Rank::Local,
    }
}

/// Widths in pixels of side streets, local, secondary and primary streets; 0 = not drawn.
fn widths(z: u8) -> [f64; 4] {
    match z {
        0..=11 => [0.0, 0.0, 0.0, 1.6],
        12 => [0.0, 0.0, 1.6, 2.6],
        13 => [0.0, 2.0, 3.0, 4.2],
        14 => [1.4, 3.2, 4.2, 5.4],
        15 => [3.0, 5.0, 6.2, 7.6],
        16 => [4.0, 7.0, 8.5, 10.0],
        17 => [7.0, 12.0, 14.0, 17.0],
        18 => [13.0, 22.0, 26.0, 31.0],
        _ => [25.0, 42.0, 50.0, 60.0],
    }
}

/// Draws the streets, lesser ones below.
pub(super) fn draw_streets(svg: &mut String, tile: Tile, quarters: &Quarters) {
    let [side, local, secondary, primary] = widths(tile.z);
    let mut layers = vec![(side, side_streets(tile, quarters, side))];
    for (rank, width) in [
        (Rank::Local, local),
        (Rank::Secondary, secondary),
        (Rank::Primary, primary),
    ] {
        layers.push((width, main_streets(tile, quarters, rank, width)));
    }
    // All casings first, so that crossings stay open.
    for (width, path) in &layers {
        path.write(
            svg,
            "casing",
            Some(width + if tile.z < 14 { 0.8 } else { 1.6 }),
        );
    }
    for (width, path) in &layers {
        path.write(svg, "street", Some(*width));
    }
}

fn side_streets(tile: Tile, quarters: &Quarters, width: f64) -> Path {
    let mut path = Path::default();
    if width == 0.0 {
        return path;
    }
    for quarter in quarters.iter().filter(|quarter| quarter.is_town) {
        let (across, down) = quarter.cell.blocks();
        let along = (1..across).map(|step| f64::from(step) / f64::from(across));
        let along = along.map(|u| [(u, 0.0), (u, 1.0)]);
        let over = (1..down).map(|step| f64::from(step) / f64::from(down));
        let over = over.map(|v| [(0.0, v), (1.0, v)]);
        for ends in along.chain(over) {
            let line = ends.map(|(u, v)| tile.pixel(place_in(&quarter.corners, u, v)));
            if Tile::may_show(&line, width) {
                path.line(&line);
            }
        }
    }
    path
}

/// The streets along the sides of quarters that are of one rank.
fn main_streets(tile: Tile, quarters: &Quarters, wanted: Rank, width: f64) -> Path {
    let mut path = Path::default();
    if width == 0.0 {
        return path;
    }
    for quarter in quarters.iter() {
        let cell = quarter.cell;
        let [north_west, north_east, south_west, _] = quarter.corners;
        let north = (rank(cell.row), cell.offset(0, -1), north_east, cell.row);
        let west = (
            rank(cell.column),
            cell.offset(-1, 0),
            south_west,
            cell.column,
        );
        for (rank, beside, end, number) in [north, west] {
            if rank != wanted {
                continue;
            }
            let Some(beside) = quarters.find(beside) else {
                continue;
            };
            if !is_built(quarter, beside, rank, number) {
                continue;
            }
            let line = [tile.pixel(north_west), tile.pixel(end)];
            if Tile::may_show(&line, width) {
                path.line(&line);
            }
        }
    }
    path
}

/// In town all streets are there; in the country the primary ones, and parts of the others.
fn is_built(quarter: &Quarter, beside: &Quarter, rank: Rank, number: i64) -> bool {
    if !quarter.is_land || !beside.is_land {
        return false;
    }
    if quarter.is_town || beside.is_town {
        return true;
    }
    let Cell { column, row } = quarter.cell;
    // A road in the country goes on for eight cells.
    let mut dice = Dice::new(0x40ad, number, column.div_euclid(8) + row.div_euclid(8));
    match rank {
        Rank::Primary => dice.chance(0.8),
        Rank::Secondary => dice.chance(0.45),
        Rank::Local => false,
    }
}

struct Motorway {
    points: Vec<Mercator>,
    /// Both ends' cities are larger.
    is_main: bool,
}

static MOTORWAYS: LazyLock<Vec<Motorway>> = LazyLock::new(|| {
    let mut pairs: Vec<(Position, Position, bool)> = Vec::new();
    for city in all_cities().filter(|city| city.population_k > 60.0) {
        let mut near: Vec<_> = cities_near(city.position, 5)
            .filter(|(distance_m, other)| {
                other.population_k > 60.0
                    && other.name != city.name
                    && (12_000.0..MOTORWAY_MAX_M).contains(distance_m)
            })
            .collect();
        near.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        for (_, other) in near.into_iter().take(3) {
            let is_known = pairs.iter().any(|&(a, b, _)| {
                (a, b) == (city.position, other.position)
                    || (b, a) == (city.position, other.position)
            });
            if !is_known {
                let is_main = city.population_k.min(other.population_k) > 190.0;
                pairs.push((city.position, other.position, is_main));
            }
        }
    }
    pairs
        .into_iter()
        .filter_map(|(from, to, is_main)| motorway(from, to, is_main))
        .collect()
});

/// A gently winding way, unless it would have to cross the sea.
fn motorway(from: Position, to: Position, is_main: bool) -> Option<Motorway> {
    let (start, end) = (Mercator::from(from), Mercator::from(to));
    let (east, south) = (end.x - start.x, end.y - start.y);
    let mut dice = Dice::new(
        0x0a,
        (from.latitude * 1e4) as i64,
        (to.longitude * 1e4) as i64,
    );
    let bends = [
        dice.signed() * 0.09,
        dice.signed() * 0.045,
        dice.signed() * 0.03,
    ];
    let points: Vec<Mercator> = (0..=PIECES)
        .map(|piece| {
            let along = f64::from(piece) / f64::from(PIECES);
            let aside: f64 = bends
                .iter()
                .zip(1..)
                .map(|(bend, waves)| bend * (along * PI * f64::from(waves)).sin())
                .sum();
            Mercator {
                x: start.x + east * along - south * aside,
                y: start.y + south * along + east * aside,
            }
        })
        .collect();
    let is_dry = points.iter().all(|&point| is_land(point.into()));
    is_dry.then_some(Motorway { points, is_main })
}

/// Draws the motorways; near a city's centre they have become its streets.
pub(super) fn draw_motorways(svg: &mut String, tile: Tile) {
    let (width, casing) = match tile.z {
        0..=4 => return,
        5..=6 => (0.8, 0.0),
        7..=8 => (1.2, 0.8),
        9..=10 => (1.8, 1.0),
        11..=12 => (2.6, 1.2),
        13 => (4.0, 1.4),
        14..=15 => (6.0, 1.6),
        _ => (tile.pixels(26.0), 2.0),
    };
    let step = match tile.z {
        0..=6 => 6,
        7 => 4,
        8 => 2,
        _ => 1,
    };
    let mut path = Path::default();
    for motorway in MOTORWAYS
        .iter()
        .filter(|motorway| motorway.is_main || tile.z > 6)
    {
        // From afar fewer pieces look the same; all tiles of a zoom leave out the same ones.
        let places: Vec<Mercator> = motorway.points.iter().copied().step_by(step).collect();
        let pixels: Vec<(f64, f64)> = motorway
            .points
            .iter()
            .map(|&point| tile.pixel(point))
            .collect();
        if !Tile::may_show(&pixels, width) {
            continue;
        }
        let shown = places
            .windows(2)
            .zip(pixels.windows(2))
            .filter(|(places, ends)| {
                Tile::may_show(ends, width)
                    && (tile.z < 12 || !is_central(places[0]) && !is_central(places[1]))
            });
        // Pieces that follow each other are one line.
        let mut line: Vec<(f64, f64)> = Vec::new();
        for (_, ends) in shown {
            if line.last() != Some(&ends[0]) {
                path.line(&line);
                line = vec![ends[0]];
            }
            line.push(ends[1]);
        }
        path.line(&line);
    }
    if casing > 0.0 {
        path.write(svg, "fast-casing", Some(width + casing));
    }
    path.write(svg, "fast", Some(width));
}

fn is_central(place: Mercator) -> bool {
    let position = Position::from(place);
    cities_near(position, 1)
        .any(|(_, city)| distance_m(position, city.position) < city.radius_m() * 0.55)
}
