//! What ships to a service point: products of the carriers, and their methods by weight.
//!
//! Derived from the tables of carriers and countries. Real codes differ by lane, and so do these.

use model::{GeneralShopType, ServicePoint};

use super::{
    carriers::{CarrierEntry, answering_codes, carrier, carrier_codes},
    countries::country,
};

/// Networks whose lockers are out of reach for what goes to their shops.
const LOCKERS_APART: &[&str] = &["dhl_de", "inpost_es", "inpost_gb", "inpost_it", "inpost_pl"];

/// Upper ends of the methods' weights, in grams.
const SHOP_BANDS_G: &[u32] = &[2_000, 10_000, 23_000];
const LOCKER_BANDS_G: &[u32] = &[2_000, 10_000];

/// Ids of methods start here: none is one of v2's well-known small ones.
const FIRST_METHOD_ID: u32 = 40_001;

/// Where the last mile ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LastMile {
    /// Over a counter.
    ServicePoint,
    /// In a locker.
    Locker,
}

impl LastMile {
    /// v3's word, which is also v2's.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ServicePoint => "service_point",
            Self::Locker => "locker",
        }
    }
}

/// What a carrier sells from one country to the service points of another, or the same.
#[derive(Debug)]
pub(crate) struct Product {
    pub(crate) carrier: &'static CarrierEntry,
    /// Whose points it ends at: another code than the carrier's where the network has its own.
    pub(crate) service_points_carrier: &'static str,
    pub(crate) last_mile: LastMile,
    /// v3's shipping option code, v2's product code: `postnl:pakjegemak`.
    pub(crate) code: String,
    /// Name for people.
    pub(crate) name: String,
    /// By weight, lightest first; at least one.
    pub(crate) methods: Vec<Method>,
}

/// A part of a product that takes certain weights.
#[derive(Debug)]
pub(crate) struct Method {
    pub(crate) id: u32,
    /// Name for people.
    pub(crate) name: String,
    /// Grams.
    pub(crate) min_weight_g: u32,
    /// Grams, and still taken.
    pub(crate) max_weight_g: u32,
}

impl Method {
    pub(crate) fn takes(&self, weight_g: u32) -> bool {
        (self.min_weight_g..=self.max_weight_g).contains(&weight_g)
    }
}

impl Product {
    /// Whether it ends at this point. `point` lies in the country that the product was sold for.
    pub(crate) fn reaches(&self, point: &ServicePoint) -> bool {
        if point.carrier.code != self.service_points_carrier {
            return false;
        }
        let is_locker = is_locker(point);
        match self.last_mile {
            LastMile::Locker => is_locker,
            LastMile::ServicePoint => !is_locker || !has_lockers_apart(self.service_points_carrier),
        }
    }

    /// The most that any of its methods takes, in grams.
    pub(crate) fn max_weight_g(&self) -> u32 {
        let most = self.methods.iter().map(|method| method.max_weight_g);
        most.max().expect("products have methods")
    }
}

/// The general type is missing for some points, the carrier's own for most.
fn is_locker(point: &ServicePoint) -> bool {
    let own = point.carrier_shop_type.as_deref().unwrap_or_default();
    point.general_shop_type == Some(GeneralShopType::Locker)
        || ["packStation", "PBA", "pakketautomaat"].contains(&own)
}

fn has_lockers_apart(code: &str) -> bool {
    LOCKERS_APART.contains(&code)
}

/// Everything that ships from one country to service points in another, or the same; nothing where
/// the sandbox has no such country.
pub(crate) fn products(from_country: &str, to_country: &str) -> Vec<Product> {
    let (Some(from), Some(to)) = (country(from_country), country(to_country)) else {
        return Vec::new();
    };
    let mut products = Vec::new();
    for (index, code) in carrier_codes().enumerate() {
        let network = answering_codes(code, to.code);
        if !from.carriers.contains(&code) || !to.carriers.contains(&network) {
            continue;
        }
        let is_abroad = from.code != to.code;
        for last_mile in [LastMile::ServicePoint, LastMile::Locker] {
            let network = carrier(network).expect("countries name known carriers");
            if last_mile == LastMile::ServicePoint || network.has_lockers() {
                products.push(product(index as u32, network, last_mile, is_abroad));
            }
        }
    }
    products
}

/// `index` is that of the carrier, which may sell what ends in another one's `network`.
fn product(
    index: u32,
    network: &'static CarrierEntry,
    last_mile: LastMile,
    is_abroad: bool,
) -> Product {
    let carriers = carrier_codes().nth(index as usize).and_then(carrier);
    let carrier = carriers.expect("an index of the table");
    let (own_code, own_name, bands) = match (carrier.code, last_mile) {
        // The one name that Sendcloud's own examples use.
        ("postnl", LastMile::ServicePoint) => ("pakjegemak", "Pakjegemak", SHOP_BANDS_G),
        (_, LastMile::ServicePoint) => ("service_point", "Service Point", SHOP_BANDS_G),
        (_, LastMile::Locker) => ("locker", "Parcel Locker", LOCKER_BANDS_G),
    };
    let (lane, lane_name) = match is_abroad {
        true => (",international", " International"),
        false => ("", ""),
    };
    let name = format!("{} {own_name}{lane_name}", carrier.name);
    let first_id = FIRST_METHOD_ID
        + index * 100
        + u32::from(is_abroad) * 10
        + u32::from(last_mile == LastMile::Locker) * 5;
    let starts = [0].iter().chain(bands);
    let methods = (first_id..).zip(starts.zip(bands));
    let methods = methods.map(|(id, (&above_g, &max_weight_g))| Method {
        id,
        name: format!("{name} {}-{} kg", above_g / 1_000, max_weight_g / 1_000),
        min_weight_g: above_g + 1,
        max_weight_g,
    });
    Product {
        carrier,
        service_points_carrier: network.code,
        last_mile,
        code: format!("{}:{own_code}{lane}", carrier.code),
        methods: methods.collect(),
        name,
    }
}
