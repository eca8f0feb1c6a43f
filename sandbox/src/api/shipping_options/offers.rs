//! What the imitated carriers offer: home delivery, and their products for service points.

use model::ServicePoint;
use serde_json::{Value, json};

use super::{CONTRACT_ID, request::Filter};
use crate::europe::{CarrierEntry, Product, carrier, country, products};

/// Most grams of a parcel to a door.
const HOME_MAX_G: u32 = 23_000;

/// One option.
pub(super) struct Offer {
    pub(super) code: String,
    pub(super) carrier: &'static CarrierEntry,
    name: String,
    max_weight_g: u32,
    is_domestic: bool,
    /// None where it goes to a door.
    product: Option<Product>,
}

/// All that a carrier offers between two countries; nothing where it does not deliver there.
pub(super) fn offers_of(code: &str, from: &str, to: &str) -> Vec<Offer> {
    let is_domestic = from == to;
    let serves = country(to).is_some_and(|country| country.carriers.contains(&code));
    let Some(carrier) = carrier(code).filter(|_| serves) else {
        return Vec::new();
    };
    let home = Offer {
        code: format!("{code}:standard"),
        carrier,
        name: format!("{} Standard", carrier.name),
        max_weight_g: HOME_MAX_G,
        is_domestic,
        product: None,
    };
    let products = products(from, to).into_iter();
    let products = products.filter(|product| product.carrier.code == code);
    let to_points = products.map(|product| Offer {
        code: product.code.clone(),
        carrier,
        name: product.name.clone(),
        max_weight_g: (product.methods.iter().map(|method| method.max_weight_g))
            .max()
            .unwrap_or_default(),
        is_domestic,
        product: Some(product),
    });
    [home].into_iter().chain(to_points).collect()
}

impl Offer {
    /// Whether it can end a journey that goes to this point: there, or at a door nearby.
    pub(super) fn reaches(&self, point: &ServicePoint) -> bool {
        match &self.product {
            Some(product) => product.reaches(point),
            None => self.carrier.code == point.carrier.code,
        }
    }

    pub(super) fn carries(&self, weight_g: f64) -> bool {
        weight_g >= 1.0 && weight_g < self.weight_end_g()
    }

    /// The first weight that is too heavy: Sendcloud's own ranges end at `23.001`.
    fn weight_end_g(&self) -> f64 {
        f64::from(self.max_weight_g + 1)
    }

    /// What stands after the slash or the comma tells options of one product apart.
    pub(super) fn product_code(&self) -> &str {
        let code = self.code.split(['/', ',']).next();
        code.unwrap_or_default()
    }

    pub(super) fn functionalities(&self) -> Value {
        let last_mile = self.product.as_ref().map(|product| product.last_mile);
        json!({
            "age_check": null,
            "b2b": true,
            "b2c": true,
            "cash_on_delivery": null,
            "delivery_deadline": "best_effort",
            "first_mile": "pickup_dropoff",
            "form_factor": "parcel",
            "id_check": false,
            "insurance": null,
            "labelless": false,
            "last_mile": last_mile.map_or("home_delivery", |last_mile| last_mile.as_str()),
            "multicollo": false,
            "returns": false,
            "service_area": if self.is_domestic { "domestic" } else { "international" },
            "signature": self.product.is_some(),
            "tracked": true,
            "weekend_delivery": null,
        })
    }

    pub(super) fn to_json(&self, filter: &Filter) -> Value {
        let carrier = self.carrier;
        let needs_point = self.product.is_some();
        let weight_end = format!("{:.3}", self.weight_end_g() / 1_000.0);
        let weight = json!({
            "min": { "value": "0.001", "unit": "kg" },
            "max": { "value": weight_end, "unit": "kg" },
        });
        let price = if self.is_domestic { "4.95" } else { "9.95" };
        let price = json!({ "value": price, "currency": "EUR" });
        let quote = json!([{
            "weight": weight,
            "price": {
                "breakdown": [{
                    "type": "price_without_insurance", "label": "Label", "price": price,
                }],
                "total": price,
            },
            "lead_time": if self.is_domestic { 24 } else { 72 },
        }]);
        json!({
            "code": self.code,
            "name": self.name,
            "carrier": { "code": carrier.code, "name": carrier.name },
            "product": { "code": self.product_code(), "name": self.name },
            "functionalities": self.functionalities(),
            "max_dimensions": {
                "length": "175.00", "width": "78.00", "height": "58.00", "unit": "cm",
            },
            "weight": weight,
            "parcel_billed_weights": [],
            "contract": {
                "id": CONTRACT_ID, "client_id": "", "carrier_code": carrier.code, "name": "Sandbox",
            },
            "requirements": {
                "fields": if needs_point { vec!["to_email"] } else { Vec::new() },
                "export_documents": false,
                "is_service_point_required": needs_point,
            },
            "charging_type": "label_creation",
            "quotes": filter.calculate_quotes.then_some(quote),
        })
    }
}
