use super::{Bounds, Parting, Pin, World, bounds, pins};

const ALL: Bounds = Bounds {
    min: World { x: 0.0, y: 0.0 },
    max: World { x: 1.0, y: 1.0 },
};
const ZOOMS: [u8; 6] = [0, 4, 9, 12, 16, 22];

/// Numbers from 0 to 1 that are the same in each run (Knuth's MMIX generator).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        let (factor, step) = (6_364_136_223_846_793_005, 1_442_695_040_888_963_407);
        self.0 = self.0.wrapping_mul(factor).wrapping_add(step);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Towns of points, dense in the middle; each tenth point stands where another does.
fn towns(seed: u64, count: usize) -> Vec<World> {
    let mut random = Random(seed);
    let mut points: Vec<World> = Vec::new();
    let mut town = World { x: 0.5, y: 0.3 };
    for index in 0..count {
        if index % 40 == 0 {
            town.x = 0.5 + random.next() * 0.01;
            town.y = 0.3 + random.next() * 0.01;
        }
        let reach = random.next() * random.next() * 0.002;
        let point = World {
            x: town.x + reach * (random.next() - 0.5),
            y: town.y + reach * (random.next() - 0.5),
        };
        points.push(if index % 10 == 9 {
            points[index / 2]
        } else {
            point
        });
    }
    points
}

/// Points at pixels of zoom 10, from the corner of a cell.
fn at_px<const N: usize>(pixels: [(f64, f64); N]) -> Vec<World> {
    let at = |(x, y)| World {
        x: (48_000.0 + x) / 262_144.0,
        y: (48_000.0 + y) / 262_144.0,
    };
    pixels.map(at).to_vec()
}

fn indices(pins: &[Pin]) -> Vec<Vec<usize>> {
    pins.iter().map(|pin| pin.points.clone()).collect()
}

fn distance_px(one: World, other: World, zoom: u8) -> f64 {
    (one.x - other.x).hypot(one.y - other.y) * 256.0 * f64::from(1_u32 << zoom)
}

fn is_in(view: &Bounds, at: World) -> bool {
    let is_between = |min, value, max| (min..=max).contains(&value);
    is_between(view.min.x, at.x, view.max.x) && is_between(view.min.y, at.y, view.max.y)
}

#[test]
fn every_point_is_in_exactly_one_pin() {
    for seed in 0..20 {
        let points = towns(seed, 400);
        for zoom in ZOOMS {
            let pins = pins(&points, zoom, &ALL, Some(7));
            let mut seen = indices(&pins).concat();
            seen.sort_unstable();
            assert!(seen.into_iter().eq(0..points.len()), "{seed}, zoom {zoom}");
        }
    }
}

#[test]
fn a_pin_lies_at_the_mean_of_its_points() {
    let points = towns(1, 400);
    for zoom in ZOOMS {
        for pin in pins(&points, zoom, &ALL, None) {
            let members = pin.points.iter().map(|index| points[*index]);
            let count = pin.points.len() as f64;
            let mean = World {
                x: members.clone().map(|point| point.x).sum::<f64>() / count,
                y: members.map(|point| point.y).sum::<f64>() / count,
            };
            assert!(distance_px(pin.at, mean, zoom) < 0.001, "{pin:?}");
        }
    }
}

/// A pin that changes while a finger drags the map is a pin that is missed.
#[test]
fn panning_changes_no_pin() {
    let points = towns(2, 400);
    for zoom in ZOOMS {
        let all = pins(&points, zoom, &ALL, None);
        for step in 0..10 {
            let x = 0.499 + f64::from(step) / 1_000.0;
            let view = Bounds {
                min: World { x, y: 0.301 },
                max: World {
                    x: x + 0.004,
                    y: 0.305,
                },
            };
            let mut seen = all.clone();
            seen.retain(|pin| is_in(&view, pin.at));
            assert_eq!(pins(&points, zoom, &view, None), seen, "zoom {zoom}");
        }
    }
}

#[test]
fn pins_are_in_the_order_of_their_first_points() {
    let points = towns(3, 400);
    for zoom in ZOOMS {
        let pins = indices(&pins(&points, zoom, &ALL, Some(50)));
        assert!(pins.is_sorted_by_key(|points| points[0]), "zoom {zoom}");
        assert!(pins.iter().all(|points| points.is_sorted()), "zoom {zoom}");
    }
}

#[test]
fn the_point_apart_stands_alone() {
    let points = towns(4, 400);
    for zoom in ZOOMS {
        for apart in [0, 9, 399] {
            let pins = pins(&points, zoom, &ALL, Some(apart));
            let pin = pins.iter().find(|pin| pin.points.contains(&apart));
            let pin = pin.expect("every point is in a pin");
            assert_eq!((pin.at, pin.points.len()), (points[apart], 1));
        }
    }
}

#[test]
fn points_at_the_same_place_are_together_at_every_zoom() {
    let points = towns(5, 400);
    for zoom in 0..=u8::MAX {
        let pins = pins(&points, zoom, &ALL, None);
        let pin_of = |index: usize| pins.iter().position(|pin| pin.points.contains(&index));
        assert_eq!(pin_of(4), pin_of(9), "zoom {zoom}");
        assert_eq!(pin_of(199), pin_of(399), "zoom {zoom}");
    }
}

#[test]
fn points_of_one_cell_are_together_and_neighbours_where_they_are_close() {
    let grouped = |points: &[World]| indices(&pins(points, 10, &ALL, None));
    assert_eq!(grouped(&at_px([(1.0, 1.0), (47.0, 47.0)])), [[0, 1]]);
    assert_eq!(grouped(&at_px([(30.0, 9.0), (69.0, 9.0)])), [[0, 1]]);
    assert_eq!(grouped(&at_px([(30.0, 9.0), (71.0, 9.0)])), [[0], [1]]);
    // The second row begins west of where the first does.
    assert_eq!(grouped(&at_px([(40.0, 55.0), (55.0, 40.0)])), [[0, 1]]);
}

/// The third joins the second, and their mean is close to the first.
#[test]
fn a_pin_that_moved_towards_another_joins_it() {
    let points = at_px([(44.0, 30.0), (86.0, 30.0), (66.0, 50.0)]);
    let grouped = |points: &[World]| indices(&pins(points, 10, &ALL, None));
    assert_eq!(grouped(&points[..2]), [[0], [1]]);
    assert_eq!(grouped(&points), [[0, 1, 2]]);
}

#[test]
fn pins_rarely_overlap() {
    let (mut close, mut total) = (0, 0);
    for seed in 0..20 {
        let points = towns(seed, 400);
        for zoom in 6..=18 {
            let pins = pins(&points, zoom, &ALL, None);
            let is_close =
                |one: &Pin, other: &Pin| one != other && distance_px(one.at, other.at, zoom) < 36.0;
            total += pins.len();
            let close_ones = pins
                .iter()
                .filter(|one| pins.iter().any(|other| is_close(one, other)));
            close += close_ones.count();
        }
    }
    assert!(close * 500 < total, "{close} of {total}");
}

#[test]
fn points_off_the_world_are_in_no_pin() {
    let mut points = at_px([(0.0, 0.0); 7]);
    points[1].x = f64::NAN;
    points[2].y = f64::INFINITY;
    points[3].x = -0.1;
    points[4].y = 1.1;
    points[5] = World { x: 1.0, y: 1.0 };
    for apart in [None, Some(1), Some(99)] {
        let pins = pins(&points, 10, &ALL, apart);
        assert_eq!(indices(&pins), [vec![0, 6], vec![5]]);
    }
    assert_eq!(pins(&[], 10, &ALL, None), []);
}

#[test]
fn bounds_hold_all_points() {
    let points = towns(6, 100);
    let around = bounds(points.iter().copied()).expect("there are points");
    assert!(points.iter().all(|point| is_in(&around, *point)));
    assert!(points.iter().any(|point| point.x == around.min.x));
    assert!(points.iter().any(|point| point.y == around.max.y));
    let nowhere = World {
        x: f64::NAN,
        y: 0.5,
    };
    assert_eq!(bounds([nowhere].into_iter()), None);
}

#[test]
fn only_points_at_different_places_can_part() {
    let points = at_px([(5.0, 5.0), (5.0, 5.0), (5.0, 6.0), (5.1, 5.0)]);
    let can_part = |indices: &[usize], zoom| Parting::new(&points, zoom).can_part(indices);
    assert!(!can_part(&[0, 1], 22));
    assert!(!can_part(&[3], 22));
    assert!(can_part(&[0, 1, 2], 18));
    assert!(!can_part(&[0, 1, 2], 12));
    assert!(!can_part(&[0, 3], 15));
}
