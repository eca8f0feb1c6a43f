//! What can ship, and to which points: `POST /shipping-options`.
//!
//! Every field of the request is optional, as in v3: where sender, destination or parcels are
//! missing, the list is `null`. Prices are invented.

mod offers;
mod request;

use axum::{Json, body::Bytes, extract::State};
use serde_json::{Value, json};

use super::{Api, Refusal};
use offers::{Offer, offers_of};
use request::{Filter, read_filter};

/// The one contract of the sandbox's integration.
const CONTRACT_ID: u64 = 1;

/// `POST /shipping-options`.
pub(super) async fn list(State(api): State<Api>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let filter = read_filter(&body)?;
    let (Some(from), Some(to), [_, ..]) = (&filter.from, &filter.to, &filter.weights_g[..]) else {
        let message = "Sender country, destination country and parcels narrow the list down.";
        return Ok(Json(json!({ "data": null, "message": message })));
    };
    let carriers = api.0.sandbox.integration_carriers.iter();
    let offers = carriers.flat_map(|code| offers_of(code, from, to));
    let wanted = offers.filter(|offer| filter.wants(offer));
    let data: Vec<Value> = wanted.map(|offer| offer.to_json(&filter)).collect();
    Ok(Json(json!({ "data": data, "message": null })))
}

impl Filter {
    fn wants(&self, offer: &Offer) -> bool {
        let reaches = self.point.as_ref().is_none_or(|point| offer.reaches(point));
        let is_of_carrier = self
            .carrier_code
            .as_ref()
            .is_none_or(|code| *code == offer.carrier.code);
        let is_product =
            (self.product_code.as_ref()).is_none_or(|code| code == offer.product_code());
        let is_option = self
            .option_code
            .as_ref()
            .is_none_or(|code| *code == offer.code);
        let has = |(name, value): (&String, &Value)| offer.functionalities()[name] == *value;
        let carries = self
            .weights_g
            .iter()
            .all(|&weight_g| offer.carries(weight_g));
        reaches
            && is_of_carrier
            && is_product
            && is_option
            && carries
            && self.functionalities.iter().all(has)
    }
}
