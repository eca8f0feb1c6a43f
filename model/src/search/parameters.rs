//! The reading of query parameters: values one by one, then the rules between them, all
//! violations collected in v3's words where v3 documents them.

use std::collections::BTreeMap;

use super::{
    Area, BoundingBox, CarrierScope, LIMIT_DEFAULT, LIMIT_MAX, RADIUS_MAX_M, RADIUS_MIN_M,
    ReferencePoint, Search, StructuredAddress, TEXT_MAX,
};
use crate::{CountryCode, ErrorObject, GeneralShopType, Position, code};

/// v3's parameters that may stand several times.
const LISTS: [&str; 3] = [
    "carrier_code",
    "carrier_service_point_id",
    "general_shop_type",
];
/// v3's parameters that may stand once.
const SCALARS: [&str; 16] = [
    "country_code",
    "use_integration_carriers",
    "address",
    "address_street",
    "address_house_number",
    "address_postal_code",
    "address_city",
    "latitude",
    "longitude",
    "ne_latitude",
    "ne_longitude",
    "sw_latitude",
    "sw_longitude",
    "radius",
    "carrier_shop_type",
    "limit",
];
/// The corner values, as the rule about them names them.
const CORNERS: [&str; 4] = ["ne_latitude", "ne_longitude", "sw_latitude", "sw_longitude"];
const STRUCTURED: [&str; 4] = [
    "address_street",
    "address_house_number",
    "address_postal_code",
    "address_city",
];

/// Most violations that are told.
const VIOLATIONS_MAX: usize = 20;

/// A query under examination.
pub(super) struct Parameters {
    values: BTreeMap<&'static str, Vec<String>>,
    violations: Vec<ErrorObject>,
}

impl Parameters {
    /// Sorts the pairs by name; what v3 does not know, repeats or is too long is a violation.
    pub(super) fn read<K: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let mut this = Self {
            values: BTreeMap::new(),
            violations: Vec::new(),
        };
        for (name, value) in pairs {
            this.add(name.as_ref(), value.as_ref().trim());
        }
        this
    }

    fn add(&mut self, name: &str, value: &str) {
        let mut known = LISTS.into_iter().chain(SCALARS);
        let Some(known) = known.find(|known| *known == name) else {
            // Cut, because the name comes from anybody and goes back to them.
            let name: String = name.chars().take(40).collect();
            self.refuse(&name, code::UNKNOWN_FIELD, "Unknown parameter");
            return;
        };
        if value.chars().count() > TEXT_MAX {
            let detail = format!("Text should have at most {TEXT_MAX} characters");
            self.refuse(known, code::INVALID, &detail);
            return;
        }
        if value.chars().any(is_unwritable) {
            let detail = "Text should hold no control characters";
            self.refuse(known, code::INVALID, detail);
            return;
        }
        if value.is_empty() {
            return;
        }
        let values = self.values.entry(known).or_default();
        // No list is longer than the results it could select.
        let most = if LISTS.contains(&known) {
            usize::from(LIMIT_MAX)
        } else {
            1
        };
        if values.len() < most {
            values.push(value.to_owned());
        } else {
            self.refuse(known, code::INVALID, "Parameter given too many times");
        }
    }

    fn refuse(&mut self, parameter: &str, code: &str, detail: &str) {
        // Anybody can send hundreds of wrong names, and needs no more reasons than these.
        if self.violations.len() == VIOLATIONS_MAX {
            return;
        }
        let violation = ErrorObject::parameter(parameter, code, detail);
        if !self.violations.contains(&violation) {
            self.violations.push(violation);
        }
    }

    fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        self.values
            .get(name)
            .and_then(|values| values.first())
            .cloned()
    }

    pub(super) fn texts(&mut self, name: &'static str) -> Vec<String> {
        self.values.get(name).cloned().unwrap_or_default()
    }

    pub(super) fn country_code(&mut self) -> Option<CountryCode> {
        let Some(text) = self.text("country_code") else {
            self.refuse("country_code", code::REQUIRED, "Field required");
            return None;
        };
        let country_code = CountryCode::parse(&text).ok();
        if country_code.is_none() {
            let shown: String = text.chars().take(10).collect();
            let detail = format!("\"{shown}\" is not a valid country code");
            self.refuse("country_code", code::INVALID_CHOICE, &detail);
        }
        country_code
    }

    pub(super) fn carriers(&mut self) -> CarrierScope {
        let codes = self.texts("carrier_code");
        if !codes.iter().all(|code| is_carrier_code(code)) {
            let detail = "Codes are made of letters, digits, hyphens and underscores";
            self.refuse("carrier_code", code::INVALID, detail);
        }
        let use_integration = match self.text("use_integration_carriers").as_deref() {
            None => false,
            Some(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "1" => true,
                "false" | "0" => false,
                _ => {
                    let detail = "Input should be a valid boolean, unable to interpret input";
                    self.refuse("use_integration_carriers", code::INVALID, detail);
                    false
                }
            },
        };
        if use_integration && !codes.is_empty() {
            let detail = "carrier_code and use_integration_carriers are mutually exclusive";
            self.refuse("carrier_code", code::VALIDATION_ERROR, detail);
        }
        match (use_integration, codes.is_empty()) {
            (true, _) => CarrierScope::Integration,
            (false, true) => CarrierScope::Unspecified,
            (false, false) => CarrierScope::Codes(codes),
        }
    }

    pub(super) fn reference_point(&mut self) -> Option<ReferencePoint> {
        let structured = STRUCTURED.into_iter().find(|name| self.has(name));
        let position = ["latitude", "longitude"]
            .into_iter()
            .find(|name| self.has(name));
        let address = self.has("address").then_some("address");
        let forms: Vec<&str> = [address, structured, position]
            .into_iter()
            .flatten()
            .collect();
        if forms.len() > 1 {
            let detail = "address, address_* and latitude/longitude are mutually exclusive";
            self.refuse(forms[0], code::VALIDATION_ERROR, detail);
        }
        if let Some(address) = self.text("address") {
            Some(ReferencePoint::Address(address))
        } else if structured.is_some() {
            Some(self.structured_address())
        } else {
            let position = self.position("latitude", "longitude");
            position.map(ReferencePoint::Position)
        }
    }

    fn structured_address(&mut self) -> ReferencePoint {
        let address = StructuredAddress {
            street: self.text("address_street"),
            house_number: self.text("address_house_number"),
            postal_code: self.text("address_postal_code"),
            city: self.text("address_city"),
        };
        let is_alone = address.street.is_none() && address.postal_code.is_none();
        if address.house_number.is_some() && is_alone {
            let detail = "address_house_number requires address_street or address_postal_code";
            self.refuse("address_house_number", code::VALIDATION_ERROR, detail);
        }
        ReferencePoint::Structured(address)
    }

    /// Two values that only make sense together.
    fn position(&mut self, latitude: &'static str, longitude: &'static str) -> Option<Position> {
        for (one, other) in [(latitude, longitude), (longitude, latitude)] {
            if self.has(one) && !self.has(other) {
                let detail = format!("{latitude} and {longitude} must be provided together");
                self.refuse(other, code::VALIDATION_ERROR, &detail);
            }
        }
        let latitude = self.degrees(latitude, 90);
        let longitude = self.degrees(longitude, 180);
        let (latitude, longitude) = latitude.zip(longitude)?;
        Some(Position {
            latitude,
            longitude,
        })
    }

    fn degrees(&mut self, name: &'static str, most: i16) -> Option<f64> {
        let text = self.text(name)?;
        let Some(number) = text.parse().ok().filter(|number: &f64| number.is_finite()) else {
            let detail = "Input should be a valid number, unable to parse string as a number";
            self.refuse(name, code::INVALID, detail);
            return None;
        };
        if number.abs() > f64::from(most) {
            let detail = format!("Input should be between -{most} and {most}");
            self.refuse(name, code::INVALID, &detail);
            return None;
        }
        // -0 and 0 are one place.
        Some(number + 0.0)
    }

    pub(super) fn area(&mut self) -> Option<Area> {
        let corners = CORNERS.into_iter().filter(|name| self.has(name)).count();
        let has_radius = self.has("radius");
        if has_radius && corners > 0 {
            let detail = "radius and the bounding box are mutually exclusive";
            self.refuse("radius", code::VALIDATION_ERROR, detail);
        }
        if (1..CORNERS.len()).contains(&corners) {
            let detail = "ne_latitude, ne_longitude, sw_latitude, and sw_longitude must all be provided together";
            self.refuse("ne_latitude", code::VALIDATION_ERROR, detail);
            return None;
        }
        if has_radius {
            return self.radius().map(Area::Radius);
        }
        if corners == 0 {
            return None;
        }
        self.bounding_box().map(Area::Box)
    }

    fn radius(&mut self) -> Option<u32> {
        let places = STRUCTURED
            .into_iter()
            .chain(["address", "latitude", "longitude"]);
        if !places.into_iter().any(|name| self.has(name)) {
            let detail = "radius requires a reference point";
            self.refuse("radius", code::VALIDATION_ERROR, detail);
        }
        self.integer("radius", RADIUS_MIN_M, RADIUS_MAX_M)
    }

    fn bounding_box(&mut self) -> Option<BoundingBox> {
        let north_east = self.position("ne_latitude", "ne_longitude");
        let south_west = self.position("sw_latitude", "sw_longitude");
        let (north_east, south_west) = north_east.zip(south_west)?;
        let area = BoundingBox {
            north_east,
            south_west,
        };
        let is_ordered = north_east.latitude > south_west.latitude
            && north_east.longitude > south_west.longitude;
        if !is_ordered {
            let detail =
                "ne_latitude and ne_longitude must lie north-east of sw_latitude and sw_longitude";
            self.refuse("ne_latitude", code::VALIDATION_ERROR, detail);
        } else if area.diagonal_m() > BoundingBox::DIAGONAL_MAX_M {
            let detail = "The diagonal of the bounding box must not exceed 50 km";
            self.refuse("ne_latitude", code::VALIDATION_ERROR, detail);
        }
        Some(area)
    }

    pub(super) fn general_shop_types(&mut self) -> Vec<GeneralShopType> {
        let texts = self.texts("general_shop_type");
        let types: Vec<_> = texts
            .iter()
            .map(|text| GeneralShopType::from(text.as_str()))
            .collect();
        if types
            .iter()
            .any(|kind| matches!(kind, GeneralShopType::Other(_)))
        {
            let detail =
                "Input should be 'servicepoint', 'locker', 'post_office' or 'carrier_depot'";
            self.refuse("general_shop_type", code::INVALID_CHOICE, detail);
        }
        types
    }

    pub(super) fn limit(&mut self) -> u16 {
        let limit = self.integer("limit", 1, u32::from(LIMIT_MAX));
        limit
            .and_then(|limit| u16::try_from(limit).ok())
            .unwrap_or(LIMIT_DEFAULT)
    }

    fn integer(&mut self, name: &'static str, least: u32, most: u32) -> Option<u32> {
        let text = self.text(name)?;
        let Ok(number) = text.parse::<i64>() else {
            let detail = "Input should be a valid integer, unable to parse string as an integer";
            self.refuse(name, code::INVALID, detail);
            return None;
        };
        let number = u32::try_from(number)
            .ok()
            .filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let detail = format!("Input should be between {least} and {most}");
            self.refuse(name, code::INVALID, &detail);
        }
        number
    }

    /// The search, where nothing was wrong with it; there is none only where something was.
    pub(super) fn finish(self, search: Option<Search>) -> Result<Search, Vec<ErrorObject>> {
        search
            .filter(|_| self.violations.is_empty())
            .ok_or(self.violations)
    }
}

/// Controls, and what turns the direction of a text around: no address has them.
fn is_unwritable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_carrier_code(code: &str) -> bool {
    let is_code_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    code.len() <= 64 && code.bytes().all(is_code_byte)
}
