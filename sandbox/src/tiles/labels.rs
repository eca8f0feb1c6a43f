//! Names: cities from afar, villages from near by.

use model::Position;

use super::canvas::{SIZE, Tile};
use crate::europe::{City, Mercator, all_cities, cities_near, villages_near};

/// Half of the widest name, in pixels: names reach into the tiles beside theirs.
const MARGIN: f64 = 110.0;
/// A larger city so near takes the place for its name, in pixels.
const CROWD: f64 = 58.0;
/// Names stand over a town until it fills the screen.
const DEEPEST: u8 = 14;

/// Draws the names.
pub(super) fn draw(svg: &mut String, tile: Tile) {
    if !(4..=DEEPEST).contains(&tile.z) {
        return;
    }
    let middle = Position::from(tile.place((SIZE / 2.0, SIZE / 2.0)));
    // A tile of zoom 4 is 22 degrees wide.
    let reach = (45 >> tile.z.min(10).saturating_sub(3)) + 2;
    for (_, city) in cities_near(middle, reach) {
        let (x, y) = tile.pixel(Mercator::from(city.position));
        if Tile::may_show(&[(x, y)], MARGIN) && is_shown(city, tile.z) {
            draw_city(svg, tile.z, city, (x, y));
        }
    }
    if tile.z < 12 {
        return;
    }
    for (_, village) in villages_near(middle) {
        let (x, y) = tile.pixel(Mercator::from(village.position));
        if Tile::may_show(&[(x, y)], MARGIN) {
            *svg += &format!(
                "<text class=\"small\" x=\"{x:.0}\" y=\"{y:.0}\">{}</text>",
                village.name()
            );
        }
    }
}

fn draw_city(svg: &mut String, z: u8, city: &City, (x, y): (f64, f64)) {
    let class = if city.population_k < 300.0 {
        " class=\"small\""
    } else {
        ""
    };
    if z < 10 {
        *svg += &format!("<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.6\"/>");
    }
    let above = if z < 10 { y - 7.0 } else { y };
    *svg += &format!(
        "<text{class} x=\"{x:.0}\" y=\"{above:.0}\">{}</text>",
        city.name
    );
}

/// Whether a city's name has room at a zoom: a question of the city alone, so that every tile
/// answers it the same way.
fn is_shown(city: &City, z: u8) -> bool {
    let least_k = match z {
        0..=4 => 900.0,
        5 => 400.0,
        6 => 150.0,
        7 => 60.0,
        _ => 0.0,
    };
    if city.population_k < least_k {
        return false;
    }
    let is_district = all_cities()
        .take_while(|other| !std::ptr::eq(*other, city))
        .any(|other| other.name == city.name && other.country == city.country);
    let scale = f64::from(1_u32 << z) * SIZE;
    let own = Mercator::from(city.position);
    let is_crowded = all_cities().any(|other| {
        let place = Mercator::from(other.position);
        let apart = (place.x - own.x).hypot((place.y - own.y) * 2.0) * scale;
        other.population_k > city.population_k && apart < CROWD
    });
    !is_district && !is_crowded
}
