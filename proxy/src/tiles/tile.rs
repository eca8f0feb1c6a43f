//! A square of the map.

/// Zoom, column and row, each as far as there are some.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Tile {
    z: u8,
    x: u32,
    y: u32,
}

impl Tile {
    /// Deepest zoom: a square is then as wide as a house.
    pub(crate) const ZOOM_MAX: u8 = 19;
    /// The whole world.
    pub(crate) const WORLD: Self = Self { z: 0, x: 0, y: 0 };

    /// Reads `z/x/y`, each in decimal digits without a sign or zeros in front; none where there is
    /// no such square.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let mut parts = path.split('/').map(number);
        let (z, x, y) = (parts.next()??, parts.next()??, parts.next()??);
        let z = u8::try_from(z).ok().filter(|z| *z <= Self::ZOOM_MAX)?;
        let count = 1 << z;
        let is_tile = parts.next().is_none() && x < count && y < count;
        is_tile.then_some(Self { z, x, y })
    }

    pub(crate) fn z(self) -> u8 {
        self.z
    }

    /// The numbers by the names that templates have for them.
    pub(crate) fn numbers(self) -> [(&'static str, u32); 3] {
        [("{z}", self.z.into()), ("{x}", self.x), ("{y}", self.y)]
    }
}

fn number(digits: &str) -> Option<u32> {
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = digits == "0" || !digits.starts_with('0');
    digits.parse().ok().filter(|_| is_number && is_plain)
}

#[cfg(test)]
mod tests {
    use super::Tile;

    #[test]
    fn a_tile_has_one_spelling_and_lies_on_the_map() {
        for (path, expected) in [
            ("0/0/0", true),
            ("1/1/1", true),
            ("19/524287/524287", true),
            ("0/0/1", false),
            ("1/2/0", false),
            ("1/0/2", false),
            ("19/524288/0", false),
            ("20/0/0", false),
            ("256/0/0", false),
            ("99999999999/0/0", false),
            ("+1/0/0", false),
            ("-1/0/0", false),
            ("01/0/0", false),
            ("1/00/0", false),
            ("1/0/0.png", false),
            ("1/0/0/", false),
            ("1/0", false),
            ("1//0", false),
            ("1/%30/0", false),
            ("1/٠/0", false),
            ("", false),
        ] {
            assert_eq!(Tile::parse(path).is_some(), expected, "{path}");
        }
    }
}
