//! What a shop allows: the search that a page asks for, narrowed to it, and the points it offers.

use model::{CarrierScope, CountryCode, ErrorObject, Search, ServicePoint, code};

use crate::{config::ShopConfig, error::Error};

/// The search as the shop allows it, with a carrier scope in any case.
///
/// # Errors
///
/// 400 for a country or a carrier that the shop's configuration does not list.
pub(crate) fn restrict(mut search: Search, shop: &ShopConfig) -> Result<Search, Error> {
    let mut violations = Vec::new();
    let is_country = |countries: &Vec<_>| countries.contains(&search.country_code);
    if !shop.countries.as_ref().is_none_or(is_country) {
        let detail = format!("{} is not a country of this shop", search.country_code);
        violations.push(choice("country_code", &detail));
    }
    search.carriers = match (search.carriers, &shop.carriers) {
        (CarrierScope::Codes(codes), Some(carriers))
            if codes.iter().any(|code| !carriers.contains(code)) =>
        {
            let detail = format!("Carriers of this shop are {}", carriers.join(", "));
            violations.push(choice("carrier_code", &detail));
            CarrierScope::Codes(codes)
        }
        (CarrierScope::Codes(codes), _) => CarrierScope::Codes(codes),
        // The shop's own list is the narrower one, so it also stands for "the integration's".
        (CarrierScope::Unspecified | CarrierScope::Integration, Some(carriers)) => {
            CarrierScope::Codes(carriers.clone())
        }
        (CarrierScope::Unspecified | CarrierScope::Integration, None) => CarrierScope::Integration,
    };
    if violations.is_empty() {
        Ok(search)
    } else {
        Err(Error::InvalidParameters(violations))
    }
}

/// Whether the operator vouches for the carriers of a search: a page that names some does so itself,
/// unless it has to choose from the operator's list.
pub(crate) fn is_scope_configured(search: &Search, shop: &ShopConfig) -> bool {
    shop.carriers.is_some() || !matches!(search.carriers, CarrierScope::Codes(_))
}

/// The point, where it stands in a country of the shop.
///
/// Carriers are not looked at: a point names the code that supersedes the one searched for.
///
/// # Errors
///
/// 404: a point that no search of this shop can show is none of its points.
pub(crate) fn admit(point: ServicePoint, shop: &ShopConfig) -> Result<ServicePoint, Error> {
    let country = CountryCode::parse(&point.address.country_code).ok();
    let is_offered = |countries: &Vec<_>| country.is_some_and(|it| countries.contains(&it));
    if shop.countries.as_ref().is_none_or(is_offered) {
        Ok(point)
    } else {
        Err(Error::UnknownServicePoint)
    }
}

fn choice(parameter: &str, detail: &str) -> ErrorObject {
    ErrorObject::parameter(parameter, code::INVALID_CHOICE, detail)
}
