//! Map tiles: what exists, how large they are, and that nothing ends at their borders.

use axum::{body::Body, http::Request, http::StatusCode};

use crate::support::{Answer, send};

async fn tile(path: &str) -> Answer {
    let request = Request::get(format!("/tiles/{path}"))
        .body(Body::empty())
        .expect("a request");
    send(&sandbox::tiles::router(), request).await
}

/// The tile at a place.
fn at(latitude: f64, longitude: f64, z: u32) -> (i64, i64) {
    let scale = f64::from(1_u32 << z);
    let radians = latitude.to_radians();
    let x = (longitude + 180.0) / 360.0 * scale;
    let y = (1.0 - (radians.tan() + 1.0 / radians.cos()).ln() / std::f64::consts::PI) / 2.0 * scale;
    (x as i64, y as i64)
}

const PLACES: [(f64, f64); 4] = [
    (51.438, 5.479),
    (52.522, 13.413),
    (38.71, -9.14),
    (64.8, 17.0),
];

#[tokio::test]
async fn a_tile_is_a_cacheable_picture() {
    let answer = tile("13/4220/2730").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["content-type"], "image/svg+xml");
    assert_eq!(answer.headers["cache-control"], "public, max-age=86400");
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
}

#[tokio::test]
async fn what_is_no_tile_is_not_found() {
    for path in [
        "20/0/0",
        "1/2/0",
        "1/0/2",
        "1/-1/0",
        "a/0/0",
        "0/0/0.png",
        "256/0/0",
        "3/1/99999999999999999999",
    ] {
        assert_eq!(tile(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn every_zoom_is_small_and_well_formed() {
    for z in 0..=19 {
        for (latitude, longitude) in PLACES {
            let (x, y) = at(latitude, longitude, z);
            let answer = tile(&format!("{z}/{x}/{y}")).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert!(
                answer.text.len() < 20 * 1024,
                "{z}/{x}/{y}: {} bytes",
                answer.text.len()
            );
            assert_well_formed(&answer.text);
            assert!(
                !answer.text.contains("NaN") && !answer.text.contains("inf"),
                "{z}/{x}/{y}"
            );
        }
    }
}

/// Every element is closed in order, and no bare ampersand or bracket stands in the text.
fn assert_well_formed(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = svg;
    while let Some((text, tag)) = rest.split_once('<') {
        assert!(!text.contains(['>', '&']), "{text}");
        let (tag, after) = tag.split_once('>').expect("a tag ends");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().expect("a name"));
        }
        rest = after;
    }
    assert!(open.is_empty() && rest.is_empty(), "{open:?}");
}

/// Where lines of a class leave the tile: the coordinate along the right or the left border.
fn crossings(svg: &str, class: &str, border: f64) -> Vec<f64> {
    let mut found = Vec::new();
    let paths = svg
        .split("<path ")
        .filter(|path| path.starts_with(&format!("class=\"{class}\"")));
    for path in paths {
        let data = path
            .split(" d=\"")
            .nth(1)
            .and_then(|data| data.split('"').next())
            .expect("data");
        for line in data.split('M').skip(1) {
            let points: Vec<(f64, f64)> = line
                .trim_end_matches('z')
                .split('L')
                .map(|point| {
                    let at = point[1..].find([' ', '-']).expect("two numbers") + 1;
                    let number = |text: &str| text.trim().parse().expect("a number");
                    (number(&point[..at]), number(&point[at..]))
                })
                .collect();
            for pair in points.windows(2) {
                let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
                if (x1 <= border) != (x2 <= border) {
                    let y = y1 + (y2 - y1) * (border - x1) / (x2 - x1);
                    if (2.0..254.0).contains(&y) {
                        found.push(y);
                    }
                }
            }
        }
    }
    found.sort_by(f64::total_cmp);
    found
}

/// A street that stops at a border would show where the tiles are.
#[tokio::test]
async fn streets_go_on_in_the_next_tile() {
    for z in [12, 13, 15, 17] {
        for (latitude, longitude) in [(51.438, 5.479), (52.522, 13.413)] {
            let (x, y) = at(latitude, longitude, z);
            let left = tile(&format!("{z}/{x}/{y}")).await;
            let right = tile(&format!("{z}/{}/{y}", x + 1)).await;
            let leaving = crossings(&left.text, "street", 256.0);
            let entering = crossings(&right.text, "street", 0.0);
            assert!(z == 17 || !leaving.is_empty());
            assert_eq!(
                leaving.len(),
                entering.len(),
                "{z}: {leaving:?} {entering:?}"
            );
            for (one, other) in leaving.iter().zip(&entering) {
                assert!((one - other).abs() < 0.6, "{z}: {one} {other}");
            }
        }
    }
}

#[tokio::test]
async fn the_same_tile_is_always_the_same() {
    assert_eq!(
        tile("14/8441/5460").await.text,
        tile("14/8441/5460").await.text
    );
}
