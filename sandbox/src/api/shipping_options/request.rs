//! The request for shipping options: v3's rules about its fields, all violations of the first kind
//! that has any.

use model::{CountryCode, ErrorObject, ServicePoint, ServicePointId, code};
use serde_json::{Map, Value};

use super::CONTRACT_ID;
use crate::api::{Refusal, service_points::known_point};
use crate::europe::find_by_carrier_id;

/// Most parcels of a shipment.
const PARCELS_MAX: usize = 50;
/// Most characters of a postal code.
const POSTAL_CODE_MAX: usize = 12;

/// The deprecated fields, each with the object that took its place.
const FLAT: [(&str, &str); 5] = [
    ("from_country_code", "from_address"),
    ("from_postal_code", "from_address"),
    ("to_country_code", "to_address"),
    ("to_postal_code", "to_address"),
    ("to_service_point_id", "to_service_point"),
];
const LAST_MILES: [&str; 5] = [
    "home_delivery",
    "service_point",
    "mailbox",
    "locker",
    "locker_or_service_point",
];
const TEXT: &str = "Input should be a valid string";
const OBJECT: &str = "Input should be a valid dictionary";

/// What the options have to be.
pub(super) struct Filter {
    /// Countries.
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    pub(super) point: Option<ServicePoint>,
    /// Of each parcel.
    pub(super) weights_g: Vec<f64>,
    pub(super) functionalities: Map<String, Value>,
    pub(super) carrier_code: Option<String>,
    pub(super) product_code: Option<String>,
    pub(super) option_code: Option<String>,
    pub(super) calculate_quotes: bool,
}

/// Reads the body of a request.
pub(super) fn read_filter(body: &[u8]) -> Result<Filter, Refusal> {
    let Ok(json) = serde_json::from_slice(body) else {
        return Err(Refusal::unsupported("JSON parse error"));
    };
    let Value::Object(members) = json else {
        return Err(Refusal::unsupported(OBJECT));
    };
    let mut request = Request {
        members,
        violations: Vec::new(),
    };
    request.refuse_mixtures();
    let from = request.country("from");
    let to = request.country("to");
    let weights_g = request.weights_g();
    let functionalities = request.functionalities();
    let carrier_code = request.text("carrier_code");
    let product_code = request.text("shipping_product_code");
    let option_code = request.text("shipping_option_code");
    let calculate_quotes = request.flag("calculate_quotes");
    request.check_contract();
    let point = request.point(to.as_deref(), carrier_code.as_deref());
    if !request.violations.is_empty() {
        return Err(Refusal::invalid(request.violations));
    }
    Ok(Filter {
        from,
        to,
        point,
        weights_g,
        functionalities,
        carrier_code,
        product_code,
        option_code,
        calculate_quotes,
    })
}

struct Request {
    members: Map<String, Value>,
    violations: Vec<ErrorObject>,
}

impl Request {
    /// A member that is there and not `null`.
    fn get(&self, name: &str) -> Option<&Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    fn refuse(&mut self, pointer: String, code: &str, detail: impl Into<String>) {
        let mut error = ErrorObject::new(400, code, detail);
        error.source.pointer = Some(pointer);
        self.violations.push(error);
    }

    fn refuse_mixtures(&mut self) {
        for (flat, object) in FLAT {
            if self.get(flat).is_some() && self.get(object).is_some() {
                let detail = format!("{flat} and {object} are mutually exclusive");
                self.refuse(format!("/{flat}"), code::VALIDATION_ERROR, detail);
            }
        }
    }

    /// The country of one end of the way, in either of the two forms.
    fn country(&mut self, end: &str) -> Option<String> {
        let (address, flat) = (format!("{end}_address"), format!("{end}_country_code"));
        let flat_postal_code = format!("{end}_postal_code");
        let Some(object) = self.get(&address).cloned() else {
            let postal_code = self.get(&flat_postal_code).cloned();
            self.check_postal_code(postal_code.as_ref(), format!("/{flat_postal_code}"));
            let country = self.get(&flat).cloned()?;
            return self.read_country(&country, format!("/{flat}"));
        };
        let Value::Object(object) = object else {
            self.refuse(format!("/{address}"), code::INVALID, OBJECT);
            return None;
        };
        let postal_code = object.get("postal_code").filter(|code| !code.is_null());
        self.check_postal_code(postal_code, format!("/{address}/postal_code"));
        let pointer = format!("/{address}/country_code");
        match object.get("country_code") {
            Some(country) => self.read_country(country, pointer),
            None => {
                self.refuse(pointer, code::REQUIRED, "Field required");
                None
            }
        }
    }

    fn read_country(&mut self, country: &Value, pointer: String) -> Option<String> {
        let Some(text) = country.as_str() else {
            self.refuse(pointer, code::INVALID, TEXT);
            return None;
        };
        let Ok(country) = CountryCode::parse(text) else {
            let shown: String = text.chars().take(10).collect();
            let detail = format!("\"{shown}\" is not a valid country code");
            self.refuse(pointer, code::INVALID_CHOICE, detail);
            return None;
        };
        Some(country.as_str().to_owned())
    }

    fn check_postal_code(&mut self, postal_code: Option<&Value>, pointer: String) {
        match postal_code.map(Value::as_str) {
            None => {}
            Some(None) => self.refuse(pointer, code::INVALID, TEXT),
            Some(Some(text)) if text.chars().count() > POSTAL_CODE_MAX => {
                let detail = format!("String should have at most {POSTAL_CODE_MAX} characters");
                self.refuse(pointer, code::INVALID, detail);
            }
            Some(Some(_)) => {}
        }
    }

    fn weights_g(&mut self) -> Vec<f64> {
        let Some(parcels) = self.get("parcels").cloned() else {
            return Vec::new();
        };
        let Value::Array(parcels) = parcels else {
            self.refuse(
                "/parcels".to_owned(),
                "not_a_list",
                "Input should be a valid list",
            );
            return Vec::new();
        };
        if parcels.is_empty() {
            let detail = "At least one parcel must be provided.";
            self.violations
                .push(ErrorObject::new(400, code::INVALID, detail));
        }
        if parcels.len() > PARCELS_MAX {
            let detail = format!("List should have at most {PARCELS_MAX} items");
            self.refuse("/parcels".to_owned(), code::INVALID, detail);
            return Vec::new();
        }
        let parcels = parcels.iter().enumerate();
        let weights = parcels.filter_map(|(index, parcel)| self.weight_g(index, parcel));
        weights.collect()
    }

    fn weight_g(&mut self, index: usize, parcel: &Value) -> Option<f64> {
        let pointer = |field: &str| format!("/parcels/{index}/{field}");
        let Some(parcel) = parcel.as_object() else {
            self.refuse(format!("/parcels/{index}"), code::INVALID, OBJECT);
            return None;
        };
        let weight = parcel.get("weight").filter(|weight| !weight.is_null())?;
        let grams = match weight["unit"].as_str() {
            Some("kg") => 1_000.0,
            Some("g") => 1.0,
            Some("lbs") => 453.592_37,
            Some("oz") => 28.349_523_125,
            _ => {
                let detail = "Input should be 'kg', 'g', 'lbs' or 'oz'";
                self.refuse(pointer("weight/unit"), code::INVALID_CHOICE, detail);
                return None;
            }
        };
        let Some(text) = weight["value"].as_str() else {
            self.refuse(pointer("weight/value"), code::INVALID, TEXT);
            return None;
        };
        let value = text.parse().ok().filter(|value: &f64| value.is_finite());
        let Some(value) = value else {
            let detail = "Input should be a valid number, unable to parse string as a number";
            self.refuse(pointer("weight/value"), code::INVALID, detail);
            return None;
        };
        if value <= 0.0 {
            let detail = "Input should be greater than 0";
            self.refuse(pointer("weight/value"), "min_value", detail);
            return None;
        }
        Some(value * grams)
    }

    /// Those that are asked for; `null` asks for nothing.
    fn functionalities(&mut self) -> Map<String, Value> {
        let Some(functionalities) = self.get("functionalities").cloned() else {
            return Map::new();
        };
        let Value::Object(mut functionalities) = functionalities else {
            self.refuse("/functionalities".to_owned(), code::INVALID, OBJECT);
            return Map::new();
        };
        functionalities.retain(|_, value| !value.is_null());
        if let Some(last_mile) = functionalities.get("last_mile") {
            let is_known = last_mile
                .as_str()
                .is_some_and(|word| LAST_MILES.contains(&word));
            if !is_known {
                let detail = "Input should be 'home_delivery', 'service_point', 'mailbox', \
                    'locker' or 'locker_or_service_point'";
                let pointer = "/functionalities/last_mile".to_owned();
                self.refuse(pointer, code::INVALID_CHOICE, detail);
            }
        }
        functionalities
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let value = self.get(name)?;
        let text = value.as_str().map(str::to_owned);
        if text.is_none() {
            self.refuse(format!("/{name}"), code::INVALID, TEXT);
        }
        text
    }

    fn flag(&mut self, name: &str) -> bool {
        let Some(value) = self.get(name) else {
            return false;
        };
        let flag = value.as_bool();
        if flag.is_none() {
            let detail = "Input should be a valid boolean";
            self.refuse(format!("/{name}"), code::INVALID, detail);
        }
        flag.unwrap_or(false)
    }

    fn check_contract(&mut self) {
        if self
            .get("contract_id")
            .is_some_and(|id| id.as_u64() != Some(CONTRACT_ID))
        {
            let error = ErrorObject::new(400, code::INVALID, "Invalid contract.");
            self.violations.push(error);
        }
    }

    /// The point that the parcels go to. The carrier's own id comes first where both are given.
    fn point(&mut self, to: Option<&str>, carrier_code: Option<&str>) -> Option<ServicePoint> {
        if let Some(id) = self.get("to_service_point_id") {
            let point = id.as_u64().and_then(point_with);
            return self.found(point, "/to_service_point_id");
        }
        let object = self.get("to_service_point")?.clone();
        let Value::Object(object) = object else {
            self.refuse("/to_service_point".to_owned(), code::INVALID, OBJECT);
            return None;
        };
        let given = |name: &str| object.get(name).filter(|id| !id.is_null());
        let (name, id) = match (given("carrier_service_point_id"), given("id")) {
            (Some(id), _) => ("carrier_service_point_id", id),
            (None, Some(id)) => ("id", id),
            (None, None) => {
                let pointer = "/to_service_point/id".to_owned();
                self.refuse(pointer, code::REQUIRED, "Field required");
                return None;
            }
        };
        let pointer = format!("/to_service_point/{name}");
        let Some(id) = id.as_str() else {
            self.refuse(pointer, code::INVALID, TEXT);
            return None;
        };
        let point = match name {
            "id" => id.parse().ok().and_then(point_with),
            // Without its country and its carrier, such an id names nothing.
            _ => to
                .zip(carrier_code)
                .and_then(|(to, code)| find_by_carrier_id(to, code, id)),
        };
        self.found(point, &pointer)
    }

    fn found(&mut self, point: Option<ServicePoint>, pointer: &str) -> Option<ServicePoint> {
        if point.is_none() {
            let detail = "The service point could not be found";
            self.refuse(pointer.to_owned(), code::INVALID, detail);
        }
        point
    }
}

fn point_with(number: u64) -> Option<ServicePoint> {
    ServicePointId::new(number).and_then(known_point)
}
