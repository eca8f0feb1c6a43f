//! What a shop allows: the search that a page asks for, narrowed to it.

use model::{CarrierScope, ErrorObject, Search, code};

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

fn choice(parameter: &str, detail: &str) -> ErrorObject {
    ErrorObject::parameter(parameter, code::INVALID_CHOICE, detail)
}
