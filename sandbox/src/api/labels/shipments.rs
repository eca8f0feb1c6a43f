//! v3's shipments, announced at once: with a shipping option that the shop names, or by rules.

mod parts;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use model::{ErrorObject, ServicePoint, code};
use serde_json::{Value, json};

use super::{
    body::{self, Findings, JsonBody, Part},
    destination::{self, Obstacle},
};
use crate::{
    api::{Api, Refusal},
    europe::{Product, products},
};
use parts::{read_address, read_point, read_weight};

/// Most parcels of a shipment that is announced at once.
const PARCELS_MAX: usize = 15;

/// v3's code for what a carrier refuses.
const ANNOUNCEMENT_ERROR: &str = "parcel_announcement_error";

/// `POST /shipments/announce`.
pub(super) async fn announce(State(api): State<Api>, body: JsonBody) -> Result<Response, Refusal> {
    let body = body::read(body)?;
    let mut findings = Findings::default();
    let request = Request::read(&body, &mut findings);
    request.from_address.require_object(&mut findings);
    request.ship_with.require_object(&mut findings);
    request.parcels.require(&mut findings);
    let product = request.named_product(&mut findings);
    findings.into_result()?;
    Ok(request.announce(&api, product))
}

/// `POST /shipments/announce-with-shipping-rules`: what the rules choose outranks `ship_with`.
///
/// Assumed: the integration has one rule, for whatever goes to a service point, and the defaults of
/// a shop in the country that it ships to, with parcels of a kilogram.
pub(super) async fn announce_with_shipping_rules(
    State(api): State<Api>,
    body: JsonBody,
) -> Result<Response, Refusal> {
    let body = body::read(body)?;
    let mut findings = Findings::default();
    let request = Request::read(&body, &mut findings);
    let rules = request
        .root
        .member("apply_shipping_rules")
        .flag(&mut findings);
    request
        .root
        .member("apply_shipping_defaults")
        .flag(&mut findings);
    request
        .root
        .member("delivery_indicator")
        .text(&mut findings);
    let named = request.named_product(&mut findings);
    let product = match &request.point {
        Some(point) if rules != Some(false) => {
            let from = request.senders_country();
            let found =
                destination::by_rules(destination::products_to(from, point), request.weight_g);
            found.map(|(product, _)| product)
        }
        _ => named,
    };
    if product.is_none() && request.ship_with.is_missing() {
        request.ship_with.require(&mut findings);
    }
    findings.into_result()?;
    Ok(request.announce(&api, product))
}

/// What both ways to announce have in common.
struct Request<'a> {
    root: Part<'a>,
    from_address: Part<'a>,
    to_address: Part<'a>,
    ship_with: Part<'a>,
    parcels: Part<'a>,
    parcel_count: usize,
    /// Of the heaviest parcel, in grams.
    weight_g: Option<u32>,
    point: Option<ServicePoint>,
    po_box: Option<&'a str>,
    external_reference: Option<&'a str>,
}

impl<'a> Request<'a> {
    fn read(body: &'a Value, findings: &mut Findings) -> Self {
        let root = Part::root(body);
        let from_address = root.member("from_address");
        if !from_address.is_missing() {
            read_address(&from_address, findings);
        }
        let to_address = root.member("to_address");
        to_address.require_object(findings);
        read_address(&to_address, findings);
        let po_box = to_address.member("po_box").text(findings);
        let parcels = root.member("parcels");
        let (parcel_count, weight_g) = if parcels.is_missing() {
            (1, None)
        } else {
            let items = parcels.items(findings, PARCELS_MAX);
            let weights = items.iter().filter_map(|item| read_weight(item, findings));
            (items.len(), weights.max())
        };
        let country = to_address.member("country_code");
        let country = country.value().and_then(Value::as_str).unwrap_or_default();
        let point = read_point(&root.member("to_service_point"), country, findings);
        let external_reference = root.member("external_reference_id").text(findings);
        let ship_with = root.member("ship_with");
        Self {
            from_address,
            to_address,
            ship_with,
            parcels,
            parcel_count,
            weight_g,
            point,
            po_box,
            external_reference,
            root,
        }
    }

    /// Where it is sent from; by default the country that it is sent to.
    fn senders_country(&self) -> &'a str {
        let own = self.from_address.member("country_code");
        let to = self.to_address.member("country_code");
        let country = own.value().or(to.value());
        country.and_then(Value::as_str).unwrap_or_default()
    }

    /// What `ship_with` names. Home delivery is not imitated: without a service point, any code
    /// will do that is not known to need one.
    fn named_product(&self, findings: &mut Findings) -> Option<Product> {
        if self.ship_with.is_missing() {
            return None;
        }
        self.ship_with.object(findings);
        let kind = self.ship_with.member("type");
        if kind
            .required_text(findings)
            .is_some_and(|kind| kind != "shipping_option_code")
        {
            findings.add(
                &kind,
                code::INVALID_CHOICE,
                "Input should be 'shipping_option_code'",
            );
        }
        let properties = self.ship_with.member("properties");
        let option = properties.member("shipping_option_code");
        let wanted = option.required_text(findings)?;
        let to = self.to_address.member("country_code");
        let to = to.value().and_then(Value::as_str).unwrap_or_default();
        let mut products = products(self.senders_country(), to).into_iter();
        let product = products.find(|product| product.code == wanted);
        match (&product, &self.point) {
            (None, Some(_)) => {
                let detail = "This shipping option is not available for a service point there";
                findings.add(&option, code::INVALID_CHOICE, detail);
            }
            (Some(_), None) => self.root.member("to_service_point").require(findings),
            (Some(_), Some(_)) | (None, None) => {}
        }
        product
    }

    /// Hands the shipment to the carrier: 201, with the carrier's complaints in it.
    fn announce(&self, api: &Api, product: Option<Product>) -> Response {
        let ledger = &api.0.ledger;
        let errors = self.carriers_complaints(product.as_ref());
        let id = ledger.next_id();
        let parcels = (0..self.parcel_count).map(|_| parcel(ledger.next_id(), errors.is_empty()));
        let parcels: Vec<Value> = parcels.collect();
        let ship_with = product.as_ref().map(|product| {
            json!({ "type": "shipping_option_code",
                "properties": { "shipping_option_code": product.code, "contract_id": null } })
        });
        let carrier = product
            .as_ref()
            .map(|product| json!({ "code": product.carrier.code, "name": product.carrier.name }));
        let point = self.point.as_ref().map(|point| {
            json!({ "id": point.id.to_string(),
                "carrier_service_point_id": point.carrier_service_point_id })
        });
        let mut shipment = json!({
            "id": id.to_string(),
            "ship_with": ship_with.as_ref().or(self.ship_with.value()),
            "from_address": self.from_address.value(),
            "to_address": self.to_address.value(),
            "to_service_point": point,
            "carrier": carrier,
            "external_reference_id": self.external_reference,
            "errors": errors,
            "parcels": parcels,
        });
        for name in ["order_number", "reference", "total_order_price"] {
            shipment[name] = json!(self.root.member(name).value());
        }
        let known = self
            .external_reference
            .and_then(|reference| ledger.add_shipment(reference, &shipment).err());
        let (status, data) = match known {
            Some(known) => (StatusCode::CONFLICT, known),
            None => (StatusCode::CREATED, shipment),
        };
        (status, Json(json!({ "data": data }))).into_response()
    }

    /// What v3 reports within a success.
    fn carriers_complaints(&self, product: Option<&Product>) -> Vec<ErrorObject> {
        let Some(point) = &self.point else {
            return Vec::new();
        };
        let complaint = |detail: &str, pointer: &str| {
            let mut error = ErrorObject::new(400, ANNOUNCEMENT_ERROR, detail);
            error.source.pointer = Some(pointer.to_owned());
            error
        };
        let mut complaints = Vec::new();
        if product.is_some_and(|product| !product.reaches(point)) {
            let detail = "The service point cannot be reached with this shipping option";
            complaints.push(complaint(detail, "/to_service_point"));
        }
        if let (Some(product), Some(weight)) = (product, self.weight_g)
            && !product.methods.iter().any(|method| method.takes(weight))
        {
            let detail = "A parcel is too heavy for this shipping option";
            complaints.push(complaint(detail, "/parcels"));
        }
        if let Some(obstacle) = destination::obstacle(point, self.po_box) {
            let pointer = match obstacle {
                Obstacle::PostNumber => "/to_address/po_box",
                Obstacle::Full => "/to_service_point",
            };
            complaints.push(complaint(obstacle.detail(), pointer));
        }
        complaints
    }
}

/// A parcel of the answer. Assumed: its label lies where v3's own documents do.
fn parcel(id: u64, is_announced: bool) -> Value {
    let (code, message) = match is_announced {
        true => ("READY_TO_SEND", "Ready to send"),
        false => ("ANNOUNCEMENT_FAILED", "Announcement failed"),
    };
    let link = format!("https://panel.sendcloud.sc/api/v3/parcels/{id}/documents/label");
    let document = json!({ "type": "label", "size": "a6", "link": link });
    json!({
        "id": id,
        "status": { "code": code, "message": message },
        "tracking_number": is_announced.then(|| super::tracking_number(id)),
        "documents": if is_announced { vec![document] } else { Vec::new() },
    })
}
