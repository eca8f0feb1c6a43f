//! What everything stands on: sea, land, towns, woods, rivers.

use model::Position;

use super::{
    canvas::{Path, SIZE, Tile},
    contours::Grid,
};
use crate::europe::{
    Mercator, RIVER_HALF_WIDTH_M, cities_near, coast_lines, density, river_level, wood_level,
};

/// Denser than this is a town, in service points a square kilometre.
pub(super) const TOWN: f64 = 0.35;
/// What is drawn beyond the border, so that strokes do not end in sight.
const MARGIN: f64 = 8.0;

/// Draws the ground, and leaves a group open that is cut at the coast: whatever grows, flows or
/// was built ends there. The caller closes it.
pub(super) fn draw(svg: &mut String, tile: Tile) {
    let land = land(tile);
    *svg += "<path class=\"sea\" d=\"M0 0H256V256H0z\"/><clipPath id=\"land\">";
    land.write(svg, "land", None);
    *svg += "</clipPath><g clip-path=\"url(#land)\"><path class=\"land\" d=\"M0 0H256V256H0z\"/>";
    match tile.z {
        0..=5 => {}
        6..=8 => draw_city_areas(svg, tile),
        _ => draw_nature(svg, tile),
    }
}

fn draw_nature(svg: &mut String, tile: Tile) {
    let steps = match tile.z {
        9 => 18,
        10..=13 => 24,
        _ => 10,
    };
    let towns = Grid::of(tile, steps, |place| density(place.into()));
    towns.map(wood_level).area().write(svg, "wood", None);
    towns
        .map(|_, density| density - TOWN)
        .area()
        .write(svg, "town", None);
    let steps = match tile.z {
        9 => 20,
        10..=12 => 32,
        _ => 16,
    };
    let width = tile.pixels(RIVER_HALF_WIDTH_M * 2.0).max(1.4);
    Grid::of(tile, steps, river_level)
        .line()
        .write(svg, "river", Some(width));
}

/// From afar a town is a disc.
fn draw_city_areas(svg: &mut String, tile: Tile) {
    let middle = Position::from(tile.place((SIZE / 2.0, SIZE / 2.0)));
    for (_, city) in cities_near(middle, 5) {
        let (x, y) = tile.pixel(Mercator::from(city.position));
        let radius = tile.pixels(city.radius_m() * 0.8);
        if radius > 1.5 && Tile::may_show(&[(x, y)], radius) {
            *svg +=
                &format!("<circle class=\"town\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/>");
        }
    }
}

/// All shores, cut to the tile, in one path: lakes are holes by the even-odd rule.
fn land(tile: Tile) -> Path {
    // Corners that are less than a pixel apart are left out, the same ones on every tile.
    let step = match tile.z {
        0..=4 => 16,
        5 => 8,
        6 | 7 => 4,
        8 => 2,
        _ => 1,
    };
    let mut path = Path::default();
    for shore in coast_lines() {
        let corners = shore.iter().step_by(step);
        let corners = corners.map(|&corner| tile.pixel(Mercator::from(corner)));
        let cut = cut_to_tile(corners.collect());
        if cut.len() > 2 {
            path.area(&cut);
        }
    }
    path
}

/// Cuts an area to the tile and its margin, side by side (Sutherland, Hodgman 1974).
fn cut_to_tile(mut area: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let (low, high) = (-MARGIN, SIZE + MARGIN);
    let sides: [fn((f64, f64)) -> f64; 4] = [
        |point| point.0,
        |point| -point.0,
        |point| point.1,
        |point| -point.1,
    ];
    for (side, least) in sides.into_iter().zip([low, -high, low, -high]) {
        let before = area.iter().cycle().skip(area.len().saturating_sub(1));
        let mut cut = Vec::with_capacity(area.len());
        for (&from, &to) in before.zip(&area) {
            let (from_side, to_side) = (side(from) - least, side(to) - least);
            if (from_side >= 0.0) != (to_side >= 0.0) {
                let share = from_side / (from_side - to_side);
                cut.push((
                    from.0 + (to.0 - from.0) * share,
                    from.1 + (to.1 - from.1) * share,
                ));
            }
            if to_side >= 0.0 {
                cut.push(to);
            }
        }
        area = cut;
    }
    area
}
