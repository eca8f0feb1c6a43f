//! v2's two lists of what ships there: methods by service point, products by carrier.

use axum::{Json, extract::RawQuery};
use model::{ErrorObject, ServicePoint, code};
use serde_json::{Value, json};

use super::destination;
use crate::{
    api::Refusal,
    europe::{Method, Product, country, products},
};

/// `GET /shipping_methods`.
///
/// Assumed: the sender is at home in the point's country; without a point, only the letter is left.
pub(super) async fn list_methods(RawQuery(query): RawQuery) -> Result<Json<Value>, Refusal> {
    let query = Query::read(query);
    let mut methods = vec![unstamped_letter()];
    if let Some(point) = query.point()? {
        let to = &point.address.country_code;
        if query.get("to_country").is_none_or(|wanted| wanted == to) {
            let products = destination::products_to(to, &point);
            let all = products.iter().flat_map(|product| {
                let entries = product.methods.iter();
                entries.map(|method| method_entry(product, method, to))
            });
            methods.extend(all);
        }
    }
    Ok(Json(json!({ "shipping_methods": methods })))
}

/// `GET /shipping-products`: a bare list. Weights are in grams.
pub(super) async fn list_products(RawQuery(query): RawQuery) -> Result<Json<Value>, Refusal> {
    let query = Query::read(query);
    let Some(from) = query.get("from_country") else {
        return Err(refuse("from_country", code::REQUIRED, "Field required"));
    };
    let to = query.get("to_country").unwrap_or(from);
    for (name, code_of) in [("from_country", from), ("to_country", to)] {
        if country(code_of).is_none() {
            return Err(refuse(
                name,
                code::INVALID_CHOICE,
                "Not a valid country code",
            ));
        }
    }
    let weight_g = query.weight_g()?;
    let mut products = products(from, to);
    if let Some(code) = query.get("carrier") {
        products.retain(|product| product.carrier.code == code);
    }
    if let Some(last_mile) = query.last_mile()? {
        products.retain(|product| product.last_mile.as_str() == last_mile);
    }
    let takes = |method: &Method| weight_g.is_none_or(|weight| method.takes(weight));
    for product in &mut products {
        product.methods.retain(takes);
    }
    products.retain(|product| !product.methods.is_empty());
    Ok(Json(products.iter().map(product_entry).collect()))
}

/// The test letter, whose id is not to be mistaken for that of a method to service points.
fn unstamped_letter() -> Value {
    json!({
        "id": 8, "name": "Unstamped letter", "carrier": "sendcloud",
        "min_weight": "0.001", "max_weight": "2.000",
        "service_point_input": "none", "countries": [],
    })
}

fn method_entry(product: &Product, method: &Method, to: &str) -> Value {
    let name = country(to).map(|country| country.english_name);
    json!({
        "id": method.id,
        "name": method.name,
        "carrier": product.carrier.code,
        "min_weight": kilograms(method.min_weight_g),
        // The first weight that is too much.
        "max_weight": kilograms(method.max_weight_g + 1),
        "service_point_input": "required",
        "countries": [{ "iso_2": to, "name": name }],
    })
}

fn product_entry(product: &Product) -> Value {
    let lightest = product
        .methods
        .first()
        .map_or(0, |method| method.min_weight_g);
    let heaviest = product
        .methods
        .last()
        .map_or(0, |method| method.max_weight_g);
    let methods = product.methods.iter().map(|method| {
        let weights = weights(method.min_weight_g, method.max_weight_g);
        json!({ "id": method.id, "name": method.name, "properties": weights })
    });
    let methods: Vec<Value> = methods.collect();
    json!({
        "name": product.name,
        "code": product.code,
        "carrier": product.carrier.code,
        // Sendcloud has products that end at another carrier's points; the sandbox has none.
        "service_points_carrier": product.carrier.code,
        "weight_range": weights(lightest, heaviest),
        "available_functionalities": { "last_mile": [product.last_mile.as_str()] },
        "methods": methods,
    })
}

/// From the first weight that is taken to the first one that is not.
fn weights(min_weight_g: u32, max_weight_g: u32) -> Value {
    json!({ "min_weight": min_weight_g, "max_weight": max_weight_g + 1 })
}

fn kilograms(grams: u32) -> String {
    format!("{}.{:03}", grams / 1_000, grams % 1_000)
}

fn refuse(parameter: &str, code: &str, detail: &str) -> Refusal {
    Refusal::invalid(vec![ErrorObject::parameter(parameter, code, detail)])
}

/// The parameters of a list; of one that is there twice, the first.
struct Query(Vec<(String, String)>);

impl Query {
    fn read(query: Option<String>) -> Self {
        let query = query.unwrap_or_default();
        Self(
            form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.0.iter();
        let (_, value) = pairs.find(|(given, _)| given == name)?;
        Some(value)
    }

    fn point(&self) -> Result<Option<ServicePoint>, Refusal> {
        let Some(text) = self.get("service_point_id") else {
            return Ok(None);
        };
        let point = text.parse().ok().and_then(destination::find);
        let unknown = || {
            let detail = "The service point could not be found";
            refuse("service_point_id", code::INVALID, detail)
        };
        point.ok_or_else(unknown).map(Some)
    }

    /// Grams; the weight and its unit go together.
    fn weight_g(&self) -> Result<Option<u32>, Refusal> {
        let grams = match (self.get("weight"), self.get("weight_unit")) {
            (None, None) => return Ok(None),
            (None, Some(_)) => return Err(refuse("weight", code::REQUIRED, "Field required")),
            (Some(_), None) => return Err(refuse("weight_unit", code::REQUIRED, "Field required")),
            (Some(weight), Some(unit)) => {
                let grams = match unit {
                    "kilogram" => 1_000.0,
                    "gram" => 1.0,
                    _ => {
                        let detail = "Input should be 'kilogram' or 'gram'";
                        return Err(refuse("weight_unit", code::INVALID_CHOICE, detail));
                    }
                };
                let number = weight.parse::<f64>().ok().filter(|number| *number > 0.0);
                number.map(|number| (number * grams).ceil() as u32)
            }
        };
        let invalid = || refuse("weight", code::INVALID, "Input should be a valid weight");
        grams.ok_or_else(invalid).map(Some)
    }

    fn last_mile(&self) -> Result<Option<&str>, Refusal> {
        const LAST_MILES: &[&str] = &[
            "home_delivery",
            "service_point",
            "mailbox",
            "locker",
            "locker_or_service_point",
        ];
        match self.get("last_mile") {
            Some(word) if !LAST_MILES.contains(&word) => {
                let detail = "Not a valid last mile";
                Err(refuse("last_mile", code::INVALID_CHOICE, detail))
            }
            word => Ok(word),
        }
    }
}
