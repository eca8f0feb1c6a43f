//! The service point that a label is for, and why a carrier would not bring a parcel there.

use model::{
    PostNumber, Requirement, ServicePoint, ServicePointId, default_post_number_rules,
    find_post_number_rule,
};

use crate::{
    api::{
        documented::{documented_points, magic_points},
        service_points::known_point,
    },
    europe::{Method, Product, carrier_codes, find_by_carrier_id, products},
    magic::{PointOutcome, find_magic_point},
};

/// The point with an id.
pub(super) fn find(id: u64) -> Option<ServicePoint> {
    known_point(ServicePointId::new(id)?)
}

/// The point that its carrier calls so; of two carriers' points with one name, either.
pub(super) fn find_by_carriers_own_id(country_code: &str, id: &str) -> Option<ServicePoint> {
    let mut fixed = documented_points().into_iter().chain(magic_points());
    let fixed = fixed.find(|point| {
        point.carrier_service_point_id == id && point.address.country_code == country_code
    });
    fixed.or_else(|| carrier_codes().find_map(|code| find_by_carrier_id(country_code, code, id)))
}

/// Why a carrier would refuse to bring a parcel to a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// The point asks for a post number, and this is none.
    PostNumber,
    /// The point takes nothing more.
    Full,
}

impl Obstacle {
    pub(super) fn detail(self) -> &'static str {
        match self {
            Self::PostNumber => "A valid post number is required for this service point",
            Self::Full => "The service point cannot take the parcel",
        }
    }
}

/// The first thing in the way; an empty post number is none.
pub(super) fn obstacle(point: &ServicePoint, post_number: Option<&str>) -> Option<Obstacle> {
    let rules = default_post_number_rules();
    let rule = find_post_number_rule(&rules, point);
    let required = rule.filter(|rule| rule.requirement == Requirement::Required);
    if let Some(rule) = required
        && PostNumber::parse(post_number.unwrap_or_default(), rule).is_err()
    {
        return Some(Obstacle::PostNumber);
    }
    let magic = find_magic_point(point.id);
    let is_full = magic.is_some_and(|magic| magic.outcome == PointOutcome::Unavailable);
    is_full.then_some(Obstacle::Full)
}

/// What ships from a country to a point.
pub(super) fn products_to(from_country: &str, point: &ServicePoint) -> Vec<Product> {
    let mut products = products(from_country, &point.address.country_code);
    products.retain(|product| product.reaches(point));
    products
}

/// What the integration's shipping rules come to: the first product that reaches the point, by its
/// first method that takes the weight. Assumed: the real rules are the shop's own.
pub(super) fn by_rules(products: Vec<Product>, weight_g: Option<u32>) -> Option<(Product, usize)> {
    let fits = |method: &Method| weight_g.is_none_or(|weight| method.takes(weight));
    products.into_iter().find_map(|product| {
        let method = product.methods.iter().position(fits)?;
        Some((product, method))
    })
}
