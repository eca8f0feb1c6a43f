//! A tile's own coordinates, and the short way to write paths in them.

use crate::europe::Mercator;

use super::MAX_ZOOM;

/// Width and height of a tile, in pixels.
pub(super) const SIZE: f64 = 256.0;

/// One tile of the map.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tile {
    pub(super) z: u8,
    pub(super) x: i64,
    pub(super) y: i64,
}

impl Tile {
    /// The tile, where there is one.
    pub(super) fn new(z: u8, x: i64, y: i64) -> Option<Self> {
        let exists = z <= MAX_ZOOM && (0..1 << z).contains(&x) && (0..1 << z).contains(&y);
        exists.then_some(Self { z, x, y })
    }

    fn per_map(self) -> f64 {
        f64::from(1_u32 << self.z)
    }

    /// Pixels from its upper left corner.
    pub(super) fn pixel(self, place: Mercator) -> (f64, f64) {
        let scale = self.per_map();
        (
            (place.x * scale - self.x as f64) * SIZE,
            (place.y * scale - self.y as f64) * SIZE,
        )
    }

    /// The place at these pixels.
    pub(super) fn place(self, (x, y): (f64, f64)) -> Mercator {
        let scale = self.per_map();
        Mercator {
            x: (x / SIZE + self.x as f64) / scale,
            y: (y / SIZE + self.y as f64) / scale,
        }
    }

    /// Pixels that so many metres are in the middle of the tile.
    pub(super) fn pixels(self, metres: f64) -> f64 {
        let middle = self.place((SIZE / 2.0, SIZE / 2.0));
        metres * self.per_map() * SIZE / middle.unit_m()
    }

    /// Whether any of the points is near enough to be seen.
    pub(super) fn may_show(points: &[(f64, f64)], margin: f64) -> bool {
        let seen = -margin..=SIZE + margin;
        let spans = |pick: fn(&(f64, f64)) -> f64| {
            let least = points.iter().map(pick).fold(f64::INFINITY, f64::min);
            let most = points.iter().map(pick).fold(f64::NEG_INFINITY, f64::max);
            least <= *seen.end() && most >= *seen.start()
        };
        spans(|point| point.0) && spans(|point| point.1)
    }
}

/// The data of a `path`.
#[derive(Debug, Default)]
pub(super) struct Path(String);

impl Path {
    /// Adds a line through the points.
    pub(super) fn line(&mut self, points: &[(f64, f64)]) {
        for (index, &(x, y)) in points.iter().enumerate() {
            self.0.push(if index == 0 { 'M' } else { 'L' });
            self.number(x);
            if y.is_sign_positive() || format!("{y:.1}") == "-0.0" {
                self.0.push(' ');
            }
            self.number(y);
        }
    }

    /// Adds a closed area.
    pub(super) fn area(&mut self, points: &[(f64, f64)]) {
        self.line(points);
        self.0.push('z');
    }

    /// Tenths of a pixel, without what says nothing.
    fn number(&mut self, number: f64) {
        let text = format!("{number:.1}");
        let text = text.strip_suffix(".0").unwrap_or(&text);
        self.0.push_str(if text == "-0" { "0" } else { text });
    }

    /// Writes the element, unless it is empty.
    pub(super) fn write(&self, svg: &mut String, class: &str, width: Option<f64>) {
        if self.0.is_empty() {
            return;
        }
        *svg += &match width {
            Some(width) => {
                format!(
                    "<path class=\"{class}\" stroke-width=\"{width:.1}\" d=\"{}\"/>",
                    self.0
                )
            }
            None => format!("<path class=\"{class}\" d=\"{}\"/>", self.0),
        };
    }
}
