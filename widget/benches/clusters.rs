//! How long the map's pins take: `cargo xtask bench clusters`, medians of 51 rounds as a table.
//!
//! Native, where a WASM of the smallest size takes a few times as long; it is for comparing.

#[expect(unused, reason = "the benchmark needs neither tests nor all functions")]
#[path = "../src/clusters.rs"]
mod clusters;
#[expect(unused, reason = "the benchmark needs neither tests nor all functions")]
#[path = "../src/order.rs"]
mod order;

use std::{hint::black_box, time::Instant};

use clusters::{Bounds, World, pins};

const COUNTS: [usize; 4] = [50, 500, 5_000, 50_000];
const ZOOMS: [u8; 4] = [6, 10, 13, 16];
/// Odd, so that one is in the middle.
const ROUNDS: usize = 51;
const CITIES: usize = 40;
/// Some 20 km across.
const CITY: f64 = 0.000_8;
/// All of the map: every pin is made.
const ALL: Bounds = Bounds {
    min: World { x: 0.0, y: 0.0 },
    max: World { x: 1.0, y: 1.0 },
};

fn main() {
    println!("| points | zoom | pins | median in µs |");
    println!("|---:|---:|---:|---:|");
    for count in COUNTS {
        let points = points(count);
        for zoom in ZOOMS {
            let made = pins(&points, zoom, &ALL, Some(0)).len();
            println!(
                "| {count} | {zoom} | {made} | {:.1} |",
                median_us(&points, zoom)
            );
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "never compiled to WASM")]
fn median_us(points: &[World], zoom: u8) -> f64 {
    let round = |_| {
        let start = Instant::now();
        black_box(pins(black_box(points), zoom, &ALL, Some(0)));
        start.elapsed()
    };
    let mut rounds: Vec<_> = (0..ROUNDS).map(round).collect();
    rounds.sort_unstable();
    rounds[ROUNDS / 2].as_secs_f64() * 1e6
}

/// Points of cities in Western Europe, dense in the middle of each; the same in each run.
fn points(count: usize) -> Vec<World> {
    let mut state = 1_u64;
    // Knuth's MMIX generator, from 0 to 1.
    let mut random = || {
        let (factor, step) = (6_364_136_223_846_793_005, 1_442_695_040_888_963_407);
        state = state.wrapping_mul(factor).wrapping_add(step);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let cities = [(); CITIES].map(|()| (0.49 + 0.06 * random(), 0.31 + 0.06 * random()));
    let mut point = |index: usize| {
        let (x, y) = cities[index % CITIES];
        let reach = CITY * random();
        World {
            x: x + reach * (random() - 0.5),
            y: y + reach * (random() - 0.5),
        }
    };
    (0..count).map(&mut point).collect()
}
