use model::Position;

use super::{cosine, distance_m, shifted, solve};

/// Numbers from 0 to 1 that are the same in each run (Knuth's MMIX generator).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        let (factor, step) = (6_364_136_223_846_793_005, 1_442_695_040_888_963_407);
        self.0 = self.0.wrapping_mul(factor).wrapping_add(step);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, least: f64, most: f64) -> f64 {
        least + self.next() * (most - least)
    }

    /// Somewhere in Europe.
    fn origin(&mut self) -> Position {
        Position {
            latitude: self.between(35.0, 70.0),
            longitude: self.between(-10.0, 30.0),
        }
    }

    /// Points around it, 50 m to 5 km away, in directions up to `angle` degrees from the east.
    fn points(&mut self, origin: Position, count: usize, angle: f64) -> Vec<Position> {
        let reach = self.between(100.0, 5_000.0);
        let point = |_| {
            let distance = self.between(50.0, reach);
            let (sine, cosine) = self.between(-angle, angle).to_radians().sin_cos();
            shifted(origin, (distance * cosine, distance * sine))
        };
        (0..count).map(point).collect()
    }
}

/// As v3 answers a search that started at `origin`.
fn answer(origin: Position, points: &[Position]) -> Vec<(Position, u32)> {
    let distance = |point: &Position| model::distance_m(origin, *point).round() as u32;
    let mut answer: Vec<_> = points
        .iter()
        .map(|point| (*point, distance(point)))
        .collect();
    answer.sort_by_key(|(_, distance)| *distance);
    answer
}

/// Of a thousand searches that are solved, and the furthest solution from where one started, in metres.
fn solved_of_thousand(count: usize, angle: f64) -> (usize, f64) {
    let mut random = Random(count as u64);
    let (mut solved, mut worst_m) = (0, 0.0_f64);
    for _ in 0..1_000 {
        let origin = random.origin();
        let points = random.points(origin, count, angle);
        if let Some(found) = solve(&answer(origin, &points)) {
            solved += 1;
            worst_m = worst_m.max(model::distance_m(origin, found));
        }
    }
    (solved, worst_m)
}

#[test]
fn most_searches_among_points_are_solved() {
    for count in 3..=12 {
        let (solved, worst_m) = solved_of_thousand(count, 180.0);
        assert!(
            solved > 900 && worst_m < 20.0,
            "{count}: {solved}, {worst_m} m"
        );
    }
}

/// A shopper on the coast; where all points are in one direction there is no telling.
#[test]
fn no_solution_is_far_off_where_points_are_on_one_side() {
    for angle in [90.0, 45.0, 20.0, 10.0, 5.0, 1.0] {
        for count in 3..=9 {
            let (solved, worst_m) = solved_of_thousand(count, angle);
            assert!(worst_m < 20.0, "{angle} degrees, {count}: {worst_m} m");
            assert!(angle > 5.0 || solved == 0, "{angle} degrees, {count}");
        }
    }
}

/// A street of points: the place on its other side fits as well. The wider the street, the less.
#[test]
fn points_on_a_line_leave_two_places() {
    let mut random = Random(1);
    let mut solve_beside = |width: f64, count: usize| {
        let origin = random.origin();
        let beside = random.next().powi(3) * 3_000.0;
        let (sine, cosine) = random.between(0.0, 180.0).to_radians().sin_cos();
        let mut point = |_| {
            let along = random.between(-3_000.0, 3_000.0);
            let across = beside + random.between(-width, width);
            let east = along * cosine - across * sine;
            shifted(origin, (east, along * sine + across * cosine))
        };
        let points: Vec<_> = (0..count).map(&mut point).collect();
        let found = solve(&answer(origin, &points));
        found.map(|found| model::distance_m(origin, found))
    };
    for _ in 0..1_000 {
        for count in [3, 8] {
            assert_eq!(solve_beside(0.0, count), None);
            for width in [2.0, 5.0, 20.0, 100.0] {
                let off_m = solve_beside(width, count);
                assert!(off_m.is_none_or(|off_m| off_m < 20.0), "{width}: {off_m:?}");
            }
        }
    }
}

/// A proxy may answer for a place nearby, to share what it keeps: that place is found.
#[test]
fn distances_from_a_place_nearby_lead_there() {
    let mut random = Random(2);
    let mut solved = 0;
    for _ in 0..1_000 {
        let origin = random.origin();
        let points = random.points(origin, 8, 180.0);
        let nearby = shifted(origin, (120.0, -160.0));
        if let Some(found) = solve(&answer(nearby, &points)) {
            assert!(model::distance_m(nearby, found) < 20.0);
            solved += 1;
        }
    }
    assert!(solved > 900, "{solved}");
}

#[test]
fn distances_that_fit_no_place_are_not_solved() {
    let mut random = Random(3);
    for index in 0..1_000 {
        let origin = random.origin();
        let mut answer = answer(origin, &random.points(origin, 8, 180.0));
        for (_, distance) in &mut answer {
            let change = [200.0, random.between(-200.0, 200.0)][index % 2];
            *distance = (f64::from(*distance) + change).max(0.0) as u32;
        }
        answer.sort_by_key(|(_, distance)| *distance);
        let off_m = solve(&answer).map(|found| model::distance_m(origin, found));
        assert!(off_m.is_none_or(|off_m| off_m < 20.0), "{off_m:?}");
    }
}

#[test]
fn two_points_do_not_do() {
    let mut random = Random(4);
    let origin = random.origin();
    let mut points = random.points(origin, 3, 180.0);
    assert!(solve(&answer(origin, &points)).is_some());
    assert_eq!(solve(&answer(origin, &points[..2])), None);
    assert_eq!(solve(&[]), None);
    // Two shops in one house are one place, and a missing position is none.
    points[2] = points[1];
    assert_eq!(solve(&answer(origin, &points)), None);
    points[2] = Position {
        latitude: 0.0,
        longitude: 0.0,
    };
    assert_eq!(solve(&answer(origin, &points)), None);
}

/// Points without a position are passed over, and those far away are not asked.
#[test]
fn the_eight_nearest_points_on_earth_are_asked() {
    let mut random = Random(5);
    let origin = random.origin();
    let mut asked = answer(origin, &random.points(origin, 8, 180.0));
    let found = solve(&asked);
    assert!(found.is_some());
    let nowhere = Position {
        latitude: f64::NAN,
        longitude: 200.0,
    };
    asked.insert(0, (nowhere, 1));
    asked.push((origin, 9_999));
    assert_eq!(solve(&asked), found);
}

#[test]
fn the_cosine_is_right_to_a_billionth() {
    for step in -9_000..=9_000 {
        let degrees = f64::from(step) / 100.0;
        let error = cosine(degrees) - degrees.to_radians().cos();
        assert!(error.abs() < 1e-9, "{degrees}: {error}");
    }
}

#[test]
fn distances_are_those_of_the_sphere() {
    let mut random = Random(6);
    for _ in 0..10_000 {
        let from = random.origin();
        let distance = random.between(0.0, 50_000.0);
        let (sine, cosine) = random.between(0.0, 360.0).to_radians().sin_cos();
        let to = shifted(from, (distance * cosine, distance * sine));
        let expected = model::distance_m(from, to);
        let error = f64::from(distance_m(from, to)) - expected;
        assert!(error.abs() <= 0.5 + expected * 0.005, "{from:?}, {to:?}");
    }
}
