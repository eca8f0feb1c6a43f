//! What ships to a service point: products of its carrier, and their methods by weight.
//!
//! Codes that Sendcloud names somewhere are its own, the others are made like them.

use model::{GeneralShopType, ServicePoint};

use super::{
    carriers::{CarrierEntry, carrier, carrier_codes},
    countries::country,
};

/// Upper ends of the methods' weights, in grams.
const BANDS_G: [u32; 3] = [2_000, 10_000, 23_000];

/// Ids of methods start here: none is one of v2's well-known small ones.
const FIRST_METHOD_ID: u32 = 40_001;

/// Where the last mile ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LastMile {
    ServicePoint,
    Locker,
    LockerOrServicePoint,
}

impl LastMile {
    /// v3's word, which is also v2's.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ServicePoint => "service_point",
            Self::Locker => "locker",
            Self::LockerOrServicePoint => "locker_or_service_point",
        }
    }
}

/// What a carrier sells to its service points in a country.
#[derive(Debug)]
pub(crate) struct Product {
    pub(crate) carrier: &'static CarrierEntry,
    pub(crate) last_mile: LastMile,
    /// v3's shipping option code: `postnl:pakjegemak`.
    pub(crate) code: String,
    /// Name for people.
    pub(crate) name: String,
    /// By weight, lightest first; at least one.
    pub(crate) methods: Vec<Method>,
    ends_at: EndsAt,
}

/// What a product truly ends at, whatever its last mile is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EndsAt {
    Shops,
    Lockers,
    Both,
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
    /// Whether it ends at this point, which lies in the country that the product was sold for.
    pub(crate) fn reaches(&self, point: &ServicePoint) -> bool {
        let fits = match self.ends_at {
            EndsAt::Shops => !is_locker(point),
            EndsAt::Lockers => is_locker(point),
            EndsAt::Both => true,
        };
        fits && self.carrier.code == point.carrier.code
    }
}

/// The general type is missing for some points, the carrier's own for most.
fn is_locker(point: &ServicePoint) -> bool {
    let own = point.carrier_shop_type.as_deref().unwrap_or_default();
    point.general_shop_type == Some(GeneralShopType::Locker)
        || ["packStation", "PBA", "pakketautomaat"].contains(&own)
}

/// Everything that ships from one country to service points in another, or the same; nothing where
/// the sandbox has no such country.
pub(crate) fn products(from_country: &str, to_country: &str) -> Vec<Product> {
    let (Some(from), Some(to)) = (country(from_country), country(to_country)) else {
        return Vec::new();
    };
    let codes = carrier_codes().zip((0..).step_by(100));
    let codes = codes.filter(|(code, _)| to.carriers.contains(code));
    let products = codes.flat_map(|(code, first_id)| {
        let carrier = carrier(code).expect("a code of the table");
        products_of(carrier, from.code == to.code, FIRST_METHOD_ID + first_id)
    });
    products.collect()
}

/// `first_id` is the first of a hundred.
fn products_of(
    carrier: &'static CarrierEntry,
    is_domestic: bool,
    first_id: u32,
) -> impl Iterator<Item = Product> {
    let first_id = first_id + if is_domestic { 0 } else { 50 };
    let sold = (first_id..).step_by(10).zip(sold_by(carrier, is_domestic));
    sold.map(move |(first_id, (word, name, last_mile, ends_at))| {
        let name = format!("{} {name}", carrier.name);
        Product {
            carrier,
            last_mile,
            code: format!("{}:{word}", carrier.code),
            methods: methods_of(&name, first_id),
            name,
            ends_at,
        }
    })
}

/// What stands in a product's code and in its name, and where it ends.
type Sold = (&'static str, &'static str, LastMile, EndsAt);

fn sold_by(carrier: &CarrierEntry, is_domestic: bool) -> Vec<Sold> {
    let shops = |word, name| (word, name, LastMile::ServicePoint, EndsAt::Shops);
    let lockers = |word, name| (word, name, LastMile::Locker, EndsAt::Lockers);
    let both = |word, name| (word, name, LastMile::ServicePoint, EndsAt::Both);
    match carrier.code {
        // Sendcloud's own example sends to a locker with the first.
        "postnl" => vec![
            both("pakjegemak", "Service Point"),
            lockers("pakketautomaat", "Locker"),
        ],
        "dhl_de" => vec![
            shops("postfiliale", "Postfiliale"),
            lockers("packstation", "Packstation"),
        ],
        "mondial_relay" => {
            let last_mile = LastMile::LockerOrServicePoint;
            vec![("point_relais", "Point Relais", last_mile, EndsAt::Both)]
        }
        "ups" => vec![
            shops("standard/service_point", "Access Point"),
            lockers("standard/locker", "Access Point Locker"),
        ],
        // Codes differ by lane.
        "inpost_es" | "inpost_it" if is_domestic => {
            vec![both("service_point,national_c2c", "Punto Pack")]
        }
        "inpost_es" | "inpost_it" => {
            vec![both("service_point,international_c2c", "Punto Pack")]
        }
        _ if carrier.has_lockers() => vec![
            shops("service_point", "Service Point"),
            lockers("locker", "Locker"),
        ],
        _ => vec![shops("service_point", "Service Point")],
    }
}

fn methods_of(product: &str, first_id: u32) -> Vec<Method> {
    let starts = [0].into_iter().chain(BANDS_G);
    let bands = (first_id..).zip(starts.zip(BANDS_G));
    let methods = bands.map(|(id, (above_g, max_weight_g))| Method {
        id,
        name: format!("{product} {}-{} kg", above_g / 1_000, max_weight_g / 1_000),
        min_weight_g: above_g + 1,
        max_weight_g,
    });
    methods.collect()
}
