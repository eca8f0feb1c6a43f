//! Randomness that depends on nothing but the place: hashes, dice and smooth noise.

/// A sequence of draws that is fixed by what it is for.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// `purpose` keeps draws for different things apart that share coordinates.
    pub(crate) fn new(purpose: u64, x: i64, y: i64) -> Self {
        let mut seed = mix(purpose ^ 0x9e37_79b9_7f4a_7c15);
        // The bits of the coordinates are all that counts, so the casts lose nothing.
        seed = mix(seed ^ x as u64);
        seed = mix(seed ^ (y as u64).rotate_left(32));
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// Evenly in 0…1, without 1.
    pub(crate) fn unit(&mut self) -> f64 {
        // 53 bits are what a double holds exactly.
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Evenly in -1…1.
    pub(crate) fn signed(&mut self) -> f64 {
        self.unit() * 2.0 - 1.0
    }

    /// Evenly in 0…`sides`, without `sides`, which is at least 1.
    pub(crate) fn below(&mut self, sides: u32) -> u32 {
        (self.next() % u64::from(sides)) as u32
    }

    /// Whether something with this probability happens.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of a list that is not empty.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[(self.next() % list.len() as u64) as usize]
    }
}

/// The finaliser of `SplitMix64` (Steele, Lea, Flood 2014).
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number that is the same for the same text.
pub(crate) fn hash_text(text: &str) -> i64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    mix(hash) as i64
}

/// Smooth noise in -1…1 with hills about one unit wide, of two octaves.
pub(crate) fn noise(purpose: u64, x: f64, y: f64) -> f64 {
    octave(purpose, x, y) * 0.75 + octave(purpose ^ 0x5555, x * 2.3, y * 2.3) * 0.25
}

fn octave(purpose: u64, x: f64, y: f64) -> f64 {
    let (left, top) = (x.floor(), y.floor());
    let corner =
        |dx: f64, dy: f64| Dice::new(purpose, (left + dx) as i64, (top + dy) as i64).signed();
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let (u, v) = (ease(x - left), ease(y - top));
    let upper = corner(0.0, 0.0) * (1.0 - u) + corner(1.0, 0.0) * u;
    let lower = corner(0.0, 1.0) * (1.0 - u) + corner(1.0, 1.0) * u;
    upper * (1.0 - v) + lower * v
}
