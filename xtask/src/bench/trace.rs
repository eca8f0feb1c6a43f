//! The searches of a day as shoppers make them, the same at every run: few places have most of
//! them, and no two browsers write them alike.

/// Postal codes that are searched for, most popular first by their place in a shuffle.
const POSTAL_CODES: usize = 200;
/// Places whose map is looked at.
const PLACES: usize = 31;
/// Of a hundred searches, those that type a postal code; the others move a map.
const TYPED: usize = 85;
/// Of a hundred searches, those for lockers alone.
const LOCKERS: usize = 2;
/// What of the map is in view, in degrees: a telephone and two sizes of window, as the map
/// zooms in whole steps.
const VIEWS: [(f64, f64); 3] = [(0.0165, 0.0206), (0.0213, 0.0412), (0.0266, 0.0549)];
/// Where the map is moved, in views: most look at the first one, fewer beside it.
const DIRECTIONS: [(f64, f64); 5] = [
    (0.0, 0.0),
    (0.0, 0.25),
    (0.0, -0.25),
    (0.25, 0.0),
    (-0.25, 0.0),
];
/// A point of the screen, in degrees: drags end a little beside each other.
const PIXEL: f64 = 0.00006;

/// What asks: it has an order of parameters and a length of list of its own.
struct Frontend {
    first: usize,
    limit: &'static str,
    radius: &'static str,
}

/// The widget of the shop, its app, and an older checkout.
const FRONTENDS: [Frontend; 3] = [
    Frontend {
        first: 0,
        limit: "50",
        radius: "50000",
    },
    Frontend {
        first: 2,
        limit: "20",
        radius: "50000",
    },
    Frontend {
        first: 1,
        limit: "25",
        radius: "45000",
    },
];

/// Draws that depend on nothing but the seed (`SplitMix64`, Steele, Lea, Flood 2014).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Evenly in 0…1, without 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Evenly in 0…`sides`, without `sides`.
    fn below(&mut self, sides: usize) -> usize {
        (self.next() % sides as u64) as usize
    }

    /// One of `sides` by Zipf's law: the second is drawn half as often as the first, and so on.
    fn zipf(&mut self, sides: usize) -> usize {
        let total: f64 = (1..=sides).map(|rank| 1.0 / rank as f64).sum();
        let mut left = self.unit() * total;
        for rank in 1..=sides {
            left -= 1.0 / rank as f64;
            if left < 0.0 {
                return rank - 1;
            }
        }
        sides - 1
    }
}

/// A search as somebody makes it.
#[derive(Debug, PartialEq)]
pub(crate) struct Search {
    /// The path, with the query.
    pub(crate) path: String,
    /// What is meant: equal where one answer is good for both.
    pub(crate) question: Question,
}

/// Kind, place, view and direction, and whether lockers are wanted.
pub(crate) type Question = (&'static str, [usize; 3], bool);

/// As many searches as asked for.
pub(crate) fn searches(count: usize) -> Vec<Search> {
    let mut dice = Dice::new(0x5e5e);
    (0..count).map(|_| search(&mut dice)).collect()
}

fn search(dice: &mut Dice) -> Search {
    let frontend = &FRONTENDS[dice.zipf(FRONTENDS.len())];
    let is_typed = dice.below(100) < TYPED;
    let (mut pairs, meant) = if is_typed {
        typed(dice, frontend)
    } else {
        moved(dice)
    };
    pairs.push(("use_integration_carriers", "true".to_owned()));
    pairs.rotate_left(frontend.first);
    let wants_lockers = dice.below(100) < LOCKERS;
    if wants_lockers {
        pairs.push(("general_shop_type", "locker".to_owned()));
    }
    let query: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    Search {
        path: format!("/api/v3/service-points?{}", query.join("&")),
        question: (
            if is_typed { "typed" } else { "moved" },
            meant,
            wants_lockers,
        ),
    }
}

/// Parameters, and what they mean.
type Asked = (Vec<(&'static str, String)>, [usize; 3]);

/// A postal code, spelled as people do.
fn typed(dice: &mut Dice, frontend: &Frontend) -> Asked {
    let rank = dice.zipf(POSTAL_CODES);
    // Spread over the country, so that neighbours in popularity are none on the map.
    let digits = 1_000 + (rank * 2_657) % 9_000;
    let letter = |index: usize| char::from(b"ABCDEGHJKL"[index % 10]);
    let letters = String::from_iter([letter(rank), letter(rank / 10)]);
    let code = match dice.zipf(4) {
        0 => format!("{digits}+{letters}"),
        1 => format!("{digits}{letters}"),
        2 => format!("{digits}{}", letters.to_lowercase()),
        _ => format!("{digits}+{}+", letters.to_lowercase()),
    };
    let pairs = vec![
        ("country_code", "NL".to_owned()),
        ("address_postal_code", code),
        ("radius", frontend.radius.to_owned()),
        ("limit", frontend.limit.to_owned()),
    ];
    (pairs, [rank, 0, 0])
}

/// A map that was moved by its buttons from where a popular place is.
fn moved(dice: &mut Dice) -> Asked {
    let place = dice.zipf(PLACES);
    let center = (
        51.6 + (place * 37 % PLACES) as f64 * 0.015,
        4.6 + (place * 23 % PLACES) as f64 * 0.025,
    );
    let view = dice.zipf(VIEWS.len());
    let (height, width) = VIEWS[view];
    let direction = dice.zipf(DIRECTIONS.len());
    let (down, right) = DIRECTIONS[direction];
    let mut jitter = || (dice.unit() - 0.5) * PIXEL;
    let south = center.0 - height / 2.0 + down * height + jitter();
    let west = center.1 - width / 2.0 + right * width + jitter();
    let corners = [
        ("sw_latitude", south),
        ("sw_longitude", west),
        ("ne_latitude", south + height),
        ("ne_longitude", west + width),
    ];
    let corners = corners.map(|(name, degrees)| (name, degrees.to_string()));
    let mut pairs = vec![("country_code", "NL".to_owned())];
    pairs.extend(corners);
    (pairs, [place, view, direction])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::searches;

    #[test]
    fn a_trace_is_always_the_same_and_skewed() {
        let trace = searches(1_000);
        assert_eq!(trace, searches(1_000));
        let addresses: HashSet<&str> = trace.iter().map(|search| &*search.path).collect();
        let questions: HashSet<_> = trace.iter().map(|search| search.question).collect();
        assert!((300..=900).contains(&addresses.len()), "{addresses:?}");
        assert!(questions.len() < addresses.len());
        let maps = trace.iter().filter(|search| search.question.0 == "moved");
        assert!((100..=200).contains(&maps.count()));
    }
}
