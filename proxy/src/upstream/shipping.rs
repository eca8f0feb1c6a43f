//! What can ship to a service point: asked by a shop's backend before it buys a label, never for a
//! shopper. Source: Sendcloud's API v3 reference, "Return a list of available shipping options".

mod options;
mod weight;

use model::{CountryCode, GeneralShopType, ServicePoint};
use serde_json::{Value, json};
use tracing::warn;

pub(crate) use options::ShippingOptions;
pub(crate) use weight::{ParcelWeight, UnusableWeight, WeightUnit};

use super::account::Class;
use super::{Client, Error, Urgency, call::Call};

/// Most bytes of an answer, after decompression.
const OPTIONS_MAX: usize = 512 * 1024;

/// A parcel, and the way that it has to go.
pub(crate) struct ShippingQuestion {
    /// Where it goes, with the carrier that goes there.
    pub(crate) to: ServicePoint,
    /// Where it comes from.
    pub(crate) from_country_code: CountryCode,
    /// More exactly: some options depend on it.
    pub(crate) from_postal_code: Option<String>,
    /// What it weighs.
    pub(crate) weight: ParcelWeight,
}

impl ShippingQuestion {
    /// Whether options for lockers have to be among the answers. What has no type that is known may
    /// be one.
    fn may_be_locker(&self) -> bool {
        match self.to.general_shop_type {
            Some(
                GeneralShopType::ServicePoint
                | GeneralShopType::PostOffice
                | GeneralShopType::CarrierDepot,
            ) => false,
            Some(GeneralShopType::Locker | GeneralShopType::Other(_)) | None => true,
        }
    }

    /// The body of the call, which holds all that shapes the answer.
    pub(crate) fn body(&self) -> Value {
        let address = |country_code: &str, postal_code: Option<&str>| {
            let mut address = json!({ "country_code": country_code });
            if let Some(postal_code) = postal_code.filter(|code| !code.is_empty()) {
                address["postal_code"] = postal_code.into();
            }
            address
        };
        let (from, to) = (self.from_country_code, &self.to.address);
        let weight = &self.weight;
        let mut body = json!({
            "from_address": address(from.as_str(), self.from_postal_code.as_deref()),
            "to_address": address(&to.country_code, Some(&to.postal_code)),
            "to_service_point": {"id": self.to.id.to_string()},
            "parcels": [{"weight": {"value": weight.value(), "unit": weight.unit().as_str()}}],
            "carrier_code": self.to.carrier.code,
            "calculate_quotes": false,
        });
        // With this filter the options for lockers alone stay away.
        if !self.may_be_locker() {
            body["functionalities"] = json!({"last_mile": "service_point"});
        }
        body
    }
}

impl Client {
    /// The options that reach a service point: spends the scarce part of the quota, but none of what
    /// confirmations have of it.
    ///
    /// # Errors
    ///
    /// As [`Client::search`].
    pub(crate) async fn shipping_options(
        &self,
        question: &ShippingQuestion,
    ) -> Result<ShippingOptions, Error> {
        let call = Call {
            class: Class::Shipping,
            urgency: Urgency::Backend,
            path: "/shipping-options".to_owned(),
            query: Vec::new(),
            body: Some(question.body()),
            answer_max: OPTIONS_MAX,
        };
        let to_points_only = question.may_be_locker();
        let (options, dropped) = self
            .call(&call, |body| options::read(body, to_points_only))
            .await?;
        if dropped > 0 {
            warn!(
                dropped,
                "malformed shipping options were left out of a list"
            );
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(general_shop_type: Value, postal_code: &str) -> ShippingQuestion {
        let point = json!({
            "id": 1_000_002, "carrier": {"code": "postnl", "name": "PostNL"},
            "general_shop_type": general_shop_type,
            "address": {"postal_code": postal_code, "country_code": "NL"},
            "position": {"latitude": 51.4, "longitude": 5.4},
        });
        ShippingQuestion {
            to: serde_json::from_value(point).expect("a service point"),
            from_country_code: CountryCode::parse("NL").expect("a country"),
            from_postal_code: Some("1012AB".to_owned()),
            weight: ParcelWeight::parse("2", WeightUnit::Kg).expect("a weight"),
        }
    }

    /// The example of Sendcloud's reference, as far as it goes.
    #[test]
    fn a_shop_is_asked_for_by_its_last_mile() {
        let body = question(json!("servicepoint"), "5611 AC").body();
        let expected = json!({
            "from_address": {"country_code": "NL", "postal_code": "1012AB"},
            "to_address": {"country_code": "NL", "postal_code": "5611 AC"},
            "to_service_point": {"id": "1000002"},
            "parcels": [{"weight": {"value": "2", "unit": "kg"}}],
            "functionalities": {"last_mile": "service_point"},
            "carrier_code": "postnl",
            "calculate_quotes": false,
        });
        assert_eq!(body, expected);
    }

    #[test]
    fn what_may_be_a_locker_is_asked_for_without_a_last_mile() {
        for kind in [json!("locker"), json!("kiosk"), json!(null)] {
            let body = question(kind.clone(), "5611 AC").body();
            assert_eq!(body.get("functionalities"), None, "{kind}");
        }
        for kind in [json!("post_office"), json!("carrier_depot")] {
            let body = question(kind.clone(), "5611 AC").body();
            assert_eq!(body["functionalities"]["last_mile"], "service_point");
        }
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let mut question = question(json!("locker"), "");
        question.from_postal_code = None;
        let body = question.body();
        assert_eq!(body["from_address"], json!({"country_code": "NL"}));
        assert_eq!(body["to_address"], json!({"country_code": "NL"}));
    }
}
