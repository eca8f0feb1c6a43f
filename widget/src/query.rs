//! The queries that searches send: v3's own parameters.

use crate::settings::Settings;

/// How many points a search brings, and how many where the shopper wants more: v3's most.
pub(crate) const LIMITS: [usize; 2] = [50, 200];
/// How far a search reaches, in metres: where nothing is found, the next one is tried. The last is
/// v3's largest radius.
pub(crate) const RADII_M: [u32; 3] = [5_000, 20_000, 50_000];

/// Where a search starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// What the shopper typed.
    Text(String),
    /// What the page's attributes say: pairs of one of v3's forms of a reference point.
    Attributes(Vec<(&'static str, String)>),
    /// Where the device is: degrees north and east, as they are sent.
    Here(String, String),
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
    /// The place that the attributes name; none where they name none. One form only: a position
    /// outranks the parts of an address, those outrank one as free text.
    pub(crate) fn of(settings: &Settings) -> Option<Self> {
        let given = |value: &Option<String>| {
            let value = value.as_deref().map(str::trim).unwrap_or_default();
            (!value.is_empty()).then(|| value.to_owned())
        };
        let position = given(&settings.latitude).zip(given(&settings.longitude));
        if let Some((latitude, longitude)) = position {
            let pairs = vec![("latitude", latitude), ("longitude", longitude)];
            return Some(Self::Attributes(pairs));
        }
        let (street, postal_code) = (given(&settings.street), given(&settings.postal_code));
        // v3 takes a house number only beside a street or a postal code.
        let has_anchor = street.is_some() || postal_code.is_some();
        let house_number = given(&settings.house_number).filter(|_| has_anchor);
        let parts = [
            ("address_street", street),
            ("address_house_number", house_number),
            ("address_postal_code", postal_code),
            ("address_city", given(&settings.city)),
        ];
        let parts: Vec<_> = parts
            .into_iter()
            .filter_map(|(name, part)| Some((name, part?)))
            .collect();
        if !parts.is_empty() {
            return Some(Self::Attributes(parts));
        }
        given(&settings.address).map(Self::Text)
    }

    /// The place as the shopper would type it; empty where it is a position.
    pub(crate) fn text(&self) -> String {
        let pairs = match self {
            Self::Text(text) | Self::Number(text) => return text.clone(),
            Self::Here(..) => return String::new(),
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
    let carriers = settings.carriers.iter();
    pairs.extend(carriers.map(|code| ("carrier_code", code.clone())));
    match place {
        Place::Text(text) => pairs.push(("address", text.clone())),
        Place::Attributes(parts) => pairs.extend(parts.iter().cloned()),
        Place::Here(latitude, longitude) => {
            pairs.push(("latitude", latitude.clone()));
            pairs.push(("longitude", longitude.clone()));
        }
        Place::Number(number) => pairs.push(("carrier_service_point_id", number.clone())),
    }
    // v3 takes a radius only around a reference point.
    if !matches!(place, Place::Number(_)) {
        pairs.push(("radius", reach.radius_m.to_string()));
    }
    let types = settings.shop_types.iter();
    pairs.extend(types.map(|kind| ("general_shop_type", kind.clone())));
    pairs.push(("limit", reach.limit.to_string()));
    pairs
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
    use model::Search;

    use super::{Place, Reach, encode, search_pairs};
    use crate::settings::Settings;

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
            let place = Place::of(&settings).expect("a place");
            assert_eq!(place.text(), text);
            let pairs = search_pairs(&settings, "nl", &place, Reach::FIRST);
            let search = Search::parse(pairs.iter().map(|(name, value)| (name, value)));
            let search = search.unwrap_or_else(|violations| panic!("{parts:?}: {violations:?}"));
            assert_eq!(search.country_code.as_str(), "NL");
        }
    }

    #[test]
    fn positions_and_numbers_are_searches_that_v3_accepts() {
        let here = Place::Here("51.437".to_owned(), "5.478".to_owned());
        for place in [here, Place::Number("NL-00001".to_owned())] {
            let pairs = search_pairs(&settings(&[]), "NL", &place, Reach::FIRST);
            let search = Search::parse(pairs.iter().map(|(name, value)| (name, value)));
            assert!(search.is_ok(), "{place:?}: {search:?}");
        }
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
            Place::of(&settings(&[("city", "  "), ("latitude", "51.4")])),
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
