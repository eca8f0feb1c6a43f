//! Postal codes: read by each country's pattern, and laid over a city as numbered zones, so that
//! the code of a place and the place of a code agree.

use model::Position;

use super::{
    Country, Mercator,
    cities::{City, cities_of},
    dice::{Dice, hash_text},
    is_land, nearest_city,
};

/// Letters that every country with letters in its codes takes anywhere.
const LETTERS: &[u8] = b"ACDEFHKNPRTVWXY";

/// Where a postal code lies.
#[derive(Clone, Debug)]
pub(crate) struct PostalArea {
    /// As the country writes it.
    pub(crate) code: String,
    pub(crate) city: &'static City,
    pub(crate) center: Position,
    /// How far streets of the area lie from its centre.
    pub(crate) radius_m: f64,
}

/// Whether a text is a postal code by the country's pattern.
pub(crate) fn is_postal_code(country: &Country, text: &str) -> bool {
    canonical(country, text).is_some()
}

/// The code as the country writes it: `5611em` is `5611 EM`.
///
/// In a mask `#` is a digit, `@` a letter, `*` either; blank and hyphen may be left out.
pub(crate) fn canonical(country: &Country, text: &str) -> Option<String> {
    let text = text.trim().to_uppercase();
    country.postal_masks.iter().find_map(|mask| {
        let written = apply_mask(mask, &text)?;
        written
            .starts_with(country.postal_starts)
            .then_some(written)
    })
}

fn apply_mask(mask: &str, text: &str) -> Option<String> {
    let mut rest = text.chars().peekable();
    let mut written = String::with_capacity(mask.len());
    for expected in mask.chars() {
        if matches!(expected, ' ' | '-') {
            rest.next_if(|next| matches!(next, ' ' | '-'));
            written.push(expected);
            continue;
        }
        let next = rest.next()?;
        let fits = match expected {
            '#' => next.is_ascii_digit(),
            '@' => next.is_ascii_uppercase(),
            '*' => next.is_ascii_digit() || next.is_ascii_uppercase(),
            literal => next == literal,
        };
        if !fits {
            return None;
        }
        written.push(next);
    }
    rest.next().is_none().then_some(written)
}

/// How a city's codes are numbered: `56|11 EM` has the prefix `56`, the two zone digits `11` at
/// its centre, and a rest that streets share.
struct Numbering {
    prefix: &'static str,
    central: u32,
    digits: usize,
    rest: &'static str,
}

impl Numbering {
    fn of(city: &City) -> Self {
        let (prefix, tail) = city.postal.split_once('|').unwrap_or((city.postal, ""));
        let digits = tail.bytes().take(2).take_while(u8::is_ascii_digit).count();
        let (zone, rest) = tail.split_at(digits);
        Self {
            prefix,
            central: zone.parse().unwrap_or(0),
            digits,
            rest,
        }
    }

    fn zones(&self) -> u32 {
        10_u32.pow(self.digits as u32)
    }

    /// Zones reach so many steps from the central one.
    fn reach(&self) -> i64 {
        match self.digits {
            0 => 0,
            1 => 1,
            _ => 4,
        }
    }

    fn zone_m(&self, city: &City) -> f64 {
        city.radius_m() * 2.4 / (2 * self.reach() + 1) as f64
    }
}

/// The n-th square of a spiral around 0/0, and so the n-th zone of a city.
fn spiral(n: u32) -> (i64, i64) {
    let n = i64::from(n);
    let mut ring = 0;
    while (2 * ring + 1) * (2 * ring + 1) <= n {
        ring += 1;
    }
    if ring == 0 {
        return (0, 0);
    }
    let side = 2 * ring;
    let step = n - (2 * ring - 1) * (2 * ring - 1);
    match step / side {
        0 => (ring, step % side + 1 - ring),
        1 => (ring - 1 - step % side, ring),
        2 => (-ring, ring - 1 - step % side),
        _ => (step % side + 1 - ring, -ring),
    }
}

/// The postal code of a place, by the city that claims it.
pub(crate) fn postal_code_at(city: &City, position: Position) -> String {
    let numbering = Numbering::of(city);
    let zone_m = numbering.zone_m(city);
    let reach = numbering.reach();
    let steps = |metres: f64| ((metres / zone_m).round() as i64).clamp(-reach, reach);
    let north = steps((position.latitude - city.position.latitude) * 111_195.0);
    let metres_a_degree = 111_195.0 * city.position.latitude.to_radians().cos();
    let east = steps((position.longitude - city.position.longitude) * metres_a_degree);
    let index = (0..numbering.zones()).find(|&index| spiral(index) == (east, north));
    let zone = (numbering.central + index.unwrap_or(0)) % numbering.zones();
    // Some streets share the rest of a code: those in one square of the map.
    let place = Mercator::from(position);
    let mut dice = Dice::new(
        0x2c,
        (place.x * 90_000.0) as i64,
        (place.y * 90_000.0) as i64,
    );
    let rest: String = numbering
        .rest
        .chars()
        .map(|letter| match letter {
            '0'..='9' => char::from(b'0' + dice.below(10) as u8),
            'A'..='Z' => char::from(*dice.pick(LETTERS)),
            other => other,
        })
        .collect();
    match numbering.digits {
        0 => format!("{}{rest}", numbering.prefix),
        1 => format!("{}{zone}{rest}", numbering.prefix),
        _ => format!("{}{zone:02}{rest}", numbering.prefix),
    }
}

fn compact(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_ascii_alphanumeric())
        .collect()
}

/// The area of a postal code; none where the text is no code of the country.
pub(crate) fn find_area(country: &Country, text: &str) -> Option<PostalArea> {
    let code = canonical(country, text)?;
    let letters = compact(&code);
    let in_city = cities_of(country.code)
        .map(|city| (compact(Numbering::of(city).prefix), city))
        .filter(|(prefix, _)| letters.starts_with(prefix))
        .max_by_key(|(prefix, _)| prefix.len());
    if let Some((prefix, city)) = in_city {
        let numbering = Numbering::of(city);
        let zone = letters[prefix.len()..].get(..numbering.digits);
        let zone = zone.and_then(|zone| zone.parse::<u32>().ok());
        let steps = numbering.zones() + zone.unwrap_or(numbering.central) - numbering.central;
        let (east, north) = spiral(steps % numbering.zones());
        let zone_m = numbering.zone_m(city);
        let center = on_land(city, east as f64 * zone_m, north as f64 * zone_m);
        let radius_m = zone_m * 0.6;
        return Some(PostalArea {
            code,
            city,
            center,
            radius_m,
        });
    }
    // Open country: some way out from the city whose codes are the next ones.
    let city = cities_of(country.code).min_by_key(|city| code_distance(&letters, city))?;
    let mut dice = Dice::new(0xa7, hash_text(&letters), 0);
    let angle = dice.unit() * std::f64::consts::TAU;
    let away_m = city.radius_m() * (1.3 + dice.unit() * 1.5);
    let center = on_land(city, angle.cos() * away_m, angle.sin() * away_m);
    Some(PostalArea {
        code,
        city,
        center,
        radius_m: 1_500.0,
    })
}

/// How far apart two codes are: the earlier they differ the more, then by the first character
/// that differs.
fn code_distance(letters: &str, city: &City) -> (usize, u32) {
    let other = compact(city.postal);
    let common = letters
        .bytes()
        .zip(other.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let byte = |text: &str| text.as_bytes().get(common).copied().map_or(0, u32::from);
    (usize::MAX - common, byte(letters).abs_diff(byte(&other)))
}

/// A place so many metres from a city, drawn nearer until it is land of the city's country.
fn on_land(city: &City, east_m: f64, north_m: f64) -> Position {
    let metres_a_degree = 111_195.0 * city.position.latitude.to_radians().cos();
    let at = |share: f64| Position {
        latitude: city.position.latitude + north_m * share / 111_195.0,
        longitude: city.position.longitude + east_m * share / metres_a_degree,
    };
    let is_good = |position: &Position| {
        let claimed_by = nearest_city(*position).map(|(_, city)| city.country);
        is_land(*position) && claimed_by == Some(city.country)
    };
    let shares = [1.0, 0.75, 0.5, 0.25];
    shares
        .map(at)
        .into_iter()
        .find(is_good)
        .unwrap_or(city.position)
}

#[cfg(test)]
mod tests {
    use model::distance_m;

    use super::{canonical, find_area, postal_code_at, spiral};
    use crate::europe::{all_cities, country};

    #[test]
    fn a_spiral_visits_every_square_once() {
        let squares: Vec<_> = (0..81).map(spiral).collect();
        for x in -4..=4 {
            for y in -4..=4 {
                let visits = squares.iter().filter(|&&square| square == (x, y)).count();
                assert_eq!(visits, 1, "{x} {y}");
            }
        }
    }

    #[test]
    fn every_city_is_found_by_the_code_of_its_centre() {
        for city in all_cities() {
            let country = country(city.country).expect("a country");
            let code = city.postal.replace('|', "");
            let area = find_area(country, &code).unwrap_or_else(|| panic!("{code}"));
            assert_eq!(area.city.name, city.name, "{code}");
            assert!(distance_m(area.center, city.position) < 1.0, "{code}");
            let own = postal_code_at(city, city.position);
            assert_eq!(canonical(country, &own), Some(own));
        }
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        let read = |code, text| canonical(country(code).expect("a country"), text);
        assert_eq!(read("NL", "5611em").as_deref(), Some("5611 EM"));
        assert_eq!(read("PL", " 31042 ").as_deref(), Some("31-042"));
        assert_eq!(read("PT", "1100 148").as_deref(), Some("1100-148"));
        assert_eq!(read("GB", "sw1a1aa").as_deref(), Some("SW1A 1AA"));
        assert_eq!(read("NL", "0611 EM"), None);
        assert_eq!(read("DE", "1011"), None);
    }
}
