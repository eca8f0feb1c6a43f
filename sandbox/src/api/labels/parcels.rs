//! v2's parcels: `{"parcel":{…}}`, with a label or without.

use axum::{Json, extract::State};
use model::{ServicePoint, code};
use serde_json::{Value, json};

use super::{
    body::{self, Findings, JsonBody, Part},
    destination,
};
use crate::{
    api::{Api, Refusal},
    europe::{Method, Product},
};

/// What every parcel needs.
const ADDRESS_FIELDS: &[&str] = &["name", "address", "city", "postal_code", "country"];

/// `POST /parcels`.
///
/// Assumed: where nothing says where a parcel is sent from, it is its recipient's country. Methods
/// that go to no service point are not imitated: for a parcel without one, any id will do.
pub(super) async fn create(State(api): State<Api>, body: JsonBody) -> Result<Json<Value>, Refusal> {
    let body = body::read(body)?;
    let mut findings = Findings::default();
    let part = Part::root(&body).member("parcel");
    part.require_object(&mut findings);
    let parcel = Parcel::read(&part, &mut findings);
    let shipping = parcel.shipping(&mut findings);
    findings.into_result()?;
    Ok(Json(json!({ "parcel": parcel.created(&api, shipping) })))
}

struct Parcel<'a> {
    part: Part<'a>,
    country: &'a str,
    point: Option<ServicePoint>,
    post_number: Option<&'a str>,
    wants_label: bool,
    has_rules: bool,
    method_id: Option<u64>,
    weight_g: Option<u32>,
}

impl<'a> Parcel<'a> {
    fn read(part: &Part<'a>, findings: &mut Findings) -> Self {
        for name in ADDRESS_FIELDS {
            part.member(name).required_text(findings);
        }
        let id = part.member("to_service_point");
        let post_number = part.member("to_post_number");
        let point = id.id(findings).and_then(|number| {
            let point = destination::find(number);
            if point.is_none() {
                findings.add(&id, code::INVALID, "The service point could not be found");
            }
            point
        });
        if !id.is_missing() {
            post_number.require(findings);
        }
        let country = part.member("country").value().and_then(Value::as_str);
        let mut flag = |name| part.member(name).flag(findings).unwrap_or(false);
        let wants_label = flag("request_label");
        let has_rules = flag("apply_shipping_rules");
        let method = part.member("shipment").member("id");
        if wants_label && !has_rules {
            method.require(findings);
        }
        Self {
            country: country.unwrap_or_default(),
            point,
            post_number: post_number.text(findings),
            wants_label,
            has_rules,
            method_id: method.id(findings),
            weight_g: read_weight(&part.member("weight"), findings),
            part: part.clone(),
        }
    }

    /// What it is shipped with; none for a parcel that goes to no point, or has no method yet.
    fn shipping(&self, findings: &mut Findings) -> Option<(Product, usize)> {
        let point = self.point.as_ref()?;
        let obstacle = destination::obstacle(point, self.post_number);
        if let Some(obstacle) = obstacle {
            let field = match obstacle {
                destination::Obstacle::PostNumber => "to_post_number",
                destination::Obstacle::Full => "to_service_point",
            };
            // A parcel without a label is not yet the carrier's business, but for its address.
            if self.wants_label || field == "to_post_number" {
                findings.add(&self.part.member(field), code::INVALID, obstacle.detail());
            }
        }
        let from = self.part.member("from_country");
        let from = from.text(findings).unwrap_or(self.country);
        let products = destination::products_to(from, point);
        if self.wants_label && self.has_rules {
            let found = destination::by_rules(products, self.weight_g);
            if found.is_none() {
                let detail = "No shipping rule found a method for this parcel";
                findings.add(&self.part.member("shipment"), code::INVALID, detail);
            }
            return found;
        }
        let id = self.method_id?;
        let fits = |method: &Method| {
            u64::from(method.id) == id && self.weight_g.is_none_or(|weight| method.takes(weight))
        };
        let found = products.into_iter().find_map(|product| {
            let method = product.methods.iter().position(fits)?;
            Some((product, method))
        });
        if found.is_none() {
            let detail = "The shipping method does not bring this parcel to the service point";
            let place = self.part.member("shipment").member("id");
            findings.add(&place, code::INVALID, detail);
        }
        found
    }

    /// The parcel of the answer: what was handed in, and what became of it.
    fn created(&self, api: &Api, shipping: Option<(Product, usize)>) -> Value {
        let id = api.0.ledger.next_id();
        let (status_id, status) = match self.wants_label {
            true => (1_000, "Ready to send"),
            false => (999, "No label"),
        };
        let carrier = shipping.as_ref().map(|(product, _)| product.carrier.code);
        let shipment = shipping.as_ref().map(|(product, index)| {
            let method = &product.methods[*index];
            json!({ "id": method.id, "name": method.name })
        });
        let label = "https://panel.sendcloud.sc/api/v2/labels";
        let normal = (0..4).map(|start| format!("{label}/normal_printer/{id}?start_from={start}"));
        let normal: Vec<String> = normal.collect();
        let label = json!({
            "normal_printer": normal,
            "label_printer": format!("{label}/label_printer/{id}"),
        });
        let mut parcel = json!({
            "id": id,
            "country": { "iso_2": self.country },
            // An integer on its way in, a text on its way out.
            "to_service_point": self.point.as_ref().map(|point| point.id.to_string()),
            "to_post_number": self.post_number.unwrap_or_default(),
            "status": { "id": status_id, "message": status },
            "shipment": shipment,
            "carrier": { "code": carrier },
            "tracking_number": if self.wants_label { super::tracking_number(id) } else { String::new() },
            "label": self.wants_label.then_some(label),
        });
        let echoed = [
            "name",
            "company_name",
            "address",
            "house_number",
            "city",
            "postal_code",
            "email",
            "telephone",
            "order_number",
            "external_reference",
            "weight",
            "shipping_method_checkout_name",
        ];
        for name in echoed {
            parcel[name] = json!(self.part.member(name).value());
        }
        parcel
    }
}

/// Grams, from kilograms as a text or, as v2 also takes them, a number.
fn read_weight(weight: &Part<'_>, findings: &mut Findings) -> Option<u32> {
    let value = weight.value()?;
    let text = value.as_str().and_then(|text| text.parse().ok());
    let kilograms = text.or(value.as_f64()).filter(|kilograms| *kilograms > 0.0);
    if kilograms.is_none() {
        findings.add(weight, code::INVALID, "A valid weight is required");
    }
    // A cast of what is too large gives the largest number, which no method takes.
    kilograms.map(|kilograms| (kilograms * 1_000.0).ceil() as u32)
}
