//! The queries that searches send: v3's own parameters.

use model::{BoundingBox, Position};

use crate::settings::Settings;

/// How many points a search brings, and how many where the shopper wants more: v3's most.
pub(crate) const LIMITS: [usize; 2] = [50, 200];
/// How far a search reaches, in metres: where nothing is found, the next one is tried. The last is
/// v3's largest radius.
pub(crate) const RADII_M: [u32; 3] = [5_000, 20_000, 50_000];

/// Decimals of a position that the device gave, about 100 m: no more than that leaves it.
const HERE_DECIMALS: u32 = 3;
/// Decimals of a corner of the map, about 10 m.
const CORNER_DECIMALS: u32 = 4;

/// Where a search starts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Place {
    /// What the shopper typed.
    Text(String),
    /// What the page's attributes say: pairs of one of v3's forms of a reference point.
    Attributes(Vec<(&'static str, String)>),
    /// Where the device is.
    Here(Position),
    /// What the map shows.
    Area(BoundingBox),
    /// A carrier's own number of a point.
    Number(String),
}

/// How much a search asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reach {
    /// Whole metres; of no meaning for a point's number.
    pub(crate) radius_m: u32,
    /// Most points.
    pub(crate) limit: usize,
}

impl Reach {
    /// What the first search near a place asks for.
    pub(crate) const FIRST: Self = Self {
        radius_m: RADII_M[0],
        limit: LIMITS[0],
    };

    /// What a search of the map's area asks for, which knows no radius.
    pub(crate) const AREA: Self = Self {
        radius_m: RADII_M[RADII_M.len() - 1],
        limit: LIMITS[LIMITS.len() - 1],
    };

    /// The next step, where this one found nothing; a shop may allow less than v3 does.
    pub(crate) fn wider(self, radius_max: u32) -> Option<Self> {
        let wider = RADII_M.into_iter().find(|&wider| wider > self.radius_m);
        let radius_m = wider?.min(radius_max);
        (radius_m > self.radius_m).then_some(Self { radius_m, ..self })
    }

    /// More points of the same neighbourhood, where there may be some.
    pub(crate) fn more(self) -> Option<Self> {
        let limit = LIMITS.into_iter().find(|&more| more > self.limit)?;
        Some(Self { limit, ..self })
    }
}

impl Place {
    /// The place that attributes name, which `text` gives where they are set; none where they name none.
    /// One form only: a position outranks the parts of an address, those outrank one as free text.
    pub(crate) fn of(text: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        if let Some((latitude, longitude)) = text("latitude").zip(text("longitude")) {
            let pairs = vec![("latitude", latitude), ("longitude", longitude)];
            return Some(Self::Attributes(pairs));
        }
        let (street, postal_code) = (text("street"), text("postal-code"));
        // v3 takes a house number only beside a street or a postal code.
        let has_anchor = street.is_some() || postal_code.is_some();
        let house_number = text("house-number").filter(|_| has_anchor);
        let parts = [
            ("address_street", street),
            ("address_house_number", house_number),
            ("address_postal_code", postal_code),
            ("address_city", text("city")),
        ];
        let parts = parts.into_iter();
        let parts: Vec<_> = parts
            .filter_map(|(name, part)| Some((name, part?)))
            .collect();
        if !parts.is_empty() {
            return Some(Self::Attributes(parts));
        }
        text("address").map(Self::Text)
    }

    /// The place as the shopper would type it; empty where it is a position.
    pub(crate) fn text(&self) -> String {
        let pairs = match self {
            Self::Text(text) | Self::Number(text) => return text.clone(),
            Self::Here(_) | Self::Area(_) => return String::new(),
            Self::Attributes(pairs) => pairs,
        };
        let part = |name| {
            let pair = pairs.iter().find(|(known, _)| *known == name);
            pair.map(|(_, value)| value.as_str()).unwrap_or_default()
        };
        let street = [part("address_street"), part("address_house_number")].join(" ");
        let city = [part("address_postal_code"), part("address_city")].join(" ");
        let lines = [street.trim(), city.trim()];
        let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        lines.join(", ")
    }

    /// Where it lies, where that is known without asking.
    pub(crate) fn position(&self, settings: &Settings) -> Option<Position> {
        match self {
            Self::Here(position) => Some(*position),
            // A position outranks all else that they say.
            Self::Attributes(_) => settings.position,
            Self::Text(_) | Self::Area(_) | Self::Number(_) => None,
        }
    }

    /// Whether it is the surroundings of somewhere, so that more may be found farther off.
    pub(crate) fn is_neighbourhood(&self) -> bool {
        !matches!(self, Self::Number(_) | Self::Area(_))
    }
}

/// The pairs of a search near a place.
pub(crate) fn search_pairs(
    settings: &Settings,
    country: &str,
    place: &Place,
    reach: Reach,
) -> Vec<(&'static str, String)> {
    let mut pairs = shop_pair(settings);
    pairs.push(("country_code", country.to_ascii_uppercase()));
    pairs.extend(settings.scope.iter().cloned());
    match place {
        Place::Text(text) => pairs.push(("address", text.clone())),
        Place::Attributes(parts) => pairs.extend(parts.iter().cloned()),
        Place::Here(position) => {
            let [latitude, longitude] = decimals(*position, HERE_DECIMALS);
            pairs.push(("latitude", latitude));
            pairs.push(("longitude", longitude));
        }
        Place::Area(area) => {
            let [north, east] = decimals(area.north_east, CORNER_DECIMALS);
            let [south, west] = decimals(area.south_west, CORNER_DECIMALS);
            pairs.push(("ne_latitude", north));
            pairs.push(("ne_longitude", east));
            pairs.push(("sw_latitude", south));
            pairs.push(("sw_longitude", west));
        }
        Place::Number(number) => pairs.push(("carrier_service_point_id", number.clone())),
    }
    // v3 takes a radius only around a reference point.
    if place.is_neighbourhood() {
        pairs.push(("radius", reach.radius_m.to_string()));
    }
    pairs.push(("limit", reach.limit.to_string()));
    pairs
}

/// Degrees north and east with so many decimals; by hand, because the formatting of floating point
/// numbers costs kilobytes.
fn decimals(position: Position, decimals: u32) -> [String; 2] {
    let unit = 10_u64.pow(decimals);
    [position.latitude, position.longitude].map(|degrees| {
        let units = (degrees * unit as f64).round() as i64;
        let sign = if units < 0 { "-" } else { "" };
        let units = units.unsigned_abs();
        let width = decimals as usize;
        format!("{sign}{}.{:0width$}", units / unit, units % unit)
    })
}

/// The pair that names the shop, where the page does.
pub(crate) fn shop_pair(settings: &Settings) -> Vec<(&'static str, String)> {
    let shop = settings.shop.iter();
    shop.map(|shop| ("shop", shop.clone())).collect()
}

/// A query string, percent-encoded as forms are.
pub(crate) fn encode(pairs: &[(&str, String)]) -> String {
    let mut encoded = String::new();
    for (name, value) in pairs {
        encoded.push(if encoded.is_empty() { '?' } else { '&' });
        encoded.push_str(name);
        encoded.push('=');
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    encoded.push(char::from(byte));
                }
                _ => {
                    encoded.push('%');
                    for digit in [byte >> 4, byte & 15] {
                        let digit = char::from_digit(u32::from(digit), 16);
                        encoded.push(digit.expect("below 16").to_ascii_uppercase());
                    }
                }
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use model::{BoundingBox, GeneralShopType, Position, Search};

    use super::{Place, Reach, encode, search_pairs};
    use crate::settings::Settings;

    fn at(latitude: f64, longitude: f64) -> Position {
        Position {
            latitude,
            longitude,
        }
    }

    fn settings(parts: &[(&str, &str)]) -> Settings {
        let mut json = serde_json::json!({
            "proxy": "/", "mode": "inline", "carriers": "postnl", "shop-types": "locker", "map": "auto",
        });
        for (name, value) in parts {
            json[*name] = (*value).into();
        }
        Settings::read(&&json)
    }

    /// Whatever attributes a page sets, v3 accepts what we send.
    #[test]
    fn every_form_of_a_place_is_a_valid_search() {
        for (parts, text) in [
            (
                &[("latitude", "51.4"), ("longitude", "5.5"), ("city", "x")][..],
                "",
            ),
            (&[("postal-code", "5611 EM")][..], "5611 EM"),
            (
                &[
                    ("street", "Stadhuisplein"),
                    ("house-number", "10"),
                    ("city", "Eindhoven"),
                ][..],
                "Stadhuisplein 10, Eindhoven",
            ),
            (
                &[("house-number", "10"), ("city", "Eindhoven")][..],
                "Eindhoven",
            ),
            (
                &[("address", "Stadhuisplein 10, Eindhoven")][..],
                "Stadhuisplein 10, Eindhoven",
            ),
        ] {
            let settings = settings(parts);
            let place = settings.place.clone().expect("a place");
            assert_eq!(place.text(), text);
            let pairs = search_pairs(&settings, "nl", &place, Reach::FIRST);
            let search = Search::parse(pairs.iter().map(|(name, value)| (name, value)));
            let search = search.unwrap_or_else(|violations| panic!("{parts:?}: {violations:?}"));
            assert_eq!(search.country_code.as_str(), "NL");
        }
    }

    #[test]
    fn types_are_asked_for_by_v3s_names() {
        let settings = settings(&[("carrier-shop-type", " packStation "), ("city", "Berlin")]);
        let place = settings.place.clone().expect("a place");
        let pairs = search_pairs(&settings, "DE", &place, Reach::FIRST);
        let search = Search::parse(pairs.iter().map(|(name, value)| (name, value)));
        let search = search.expect("v3 accepts it");
        assert_eq!(search.carrier_shop_type.as_deref(), Some("packStation"));
        assert_eq!(search.general_shop_types, [GeneralShopType::Locker]);
    }

    #[test]
    fn positions_and_numbers_are_searches_that_v3_accepts() {
        let here = Place::Here(at(51.437, 5.478));
        let area = Place::Area(BoundingBox {
            north_east: at(51.5, 5.6),
            south_west: at(51.4, 5.4),
        });
        for place in [here, area, Place::Number("NL-00001".to_owned())] {
            let pairs = search_pairs(&settings(&[]), "NL", &place, Reach::FIRST);
            let search = Search::parse(pairs.iter().map(|(name, value)| (name, value)));
            assert!(search.is_ok(), "{place:?}: {search:?}");
        }
    }

    #[test]
    fn a_position_leaves_the_device_rounded() {
        let written = |latitude, longitude| {
            let here = Place::Here(at(latitude, longitude));
            let pairs = search_pairs(&settings(&[]), "NL", &here, Reach::FIRST);
            ["latitude", "longitude"].map(|name| {
                let pair = pairs.iter().find(|(known, _)| *known == name);
                pair.expect("it is sent").1.clone()
            })
        };
        assert_eq!(written(51.437_304, -0.000_6), ["51.437", "-0.001"]);
        assert_eq!(written(0.0, -9.139_37), ["0.000", "-9.139"]);
    }

    #[test]
    fn a_search_widens_twice_and_grows_once() {
        let wider = Reach::FIRST.wider(50_000).expect("wider");
        assert_eq!((wider.radius_m, wider.limit), (20_000, 50));
        let widest = wider.wider(50_000).expect("the widest");
        assert_eq!((widest.radius_m, widest.wider(50_000)), (50_000, None));
        let widest = wider.wider(30_000).expect("as wide as the shop allows");
        assert_eq!((widest.radius_m, widest.wider(30_000)), (30_000, None));
        assert_eq!(Reach::FIRST.wider(5_000), None);
        let more = widest.more().expect("more");
        assert_eq!((more.limit, more.more()), (200, None));
    }

    #[test]
    fn blank_attributes_name_no_place() {
        assert_eq!(
            settings(&[("city", "  "), ("latitude", "51.4")]).place,
            None
        );
    }

    #[test]
    fn a_query_is_encoded_byte_by_byte() {
        let pairs = [
            ("address", "Ä & B=1+2".to_owned()),
            ("limit", "5".to_owned()),
        ];
        assert_eq!(encode(&pairs), "?address=%C3%84%20%26%20B%3D1%2B2&limit=5");
    }
}
