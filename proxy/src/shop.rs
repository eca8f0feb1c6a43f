//! A merchant, and what it allows: the search that a page asks for, narrowed to the shop, and the
//! points it offers.

use std::sync::Arc;

use axum::http::HeaderValue;
use model::{
    Area, CarrierScope, CountryCode, ErrorObject, GeneralShopType, PostNumber, PostNumberRule,
    Requirement, Search, SelectionRequest, ServicePoint, code, find_post_number_rule,
};

use crate::config::{Origin, ShopConfig};
use crate::{error::Error, selections::Signer, tiles, upstream};

/// A shop, ready for its requests.
pub(crate) struct Shop {
    config: ShopConfig,
    /// The shop's origins and the proxy's own.
    origins: Vec<Origin>,
    upstream: Arc<upstream::Client>,
    /// None where the shop has no map.
    tile_source: Option<Arc<tiles::Source>>,
    signer: Signer,
}

impl Shop {
    pub(crate) fn new(
        config: ShopConfig,
        upstream: Arc<upstream::Client>,
        tile_source: Option<Arc<tiles::Source>>,
        issuer: &str,
        own_origin: Option<Origin>,
    ) -> Self {
        let mut origins = config.origins.clone();
        origins.extend(own_origin);
        let signer = Signer::new(
            config.signing_keys.clone(),
            config.token_lifetime,
            issuer.to_owned(),
            config.key.clone(),
        );
        Self {
            config,
            origins,
            upstream,
            tile_source,
            signer,
        }
    }

    pub(crate) fn config(&self) -> &ShopConfig {
        &self.config
    }

    pub(crate) fn upstream(&self) -> &Arc<upstream::Client> {
        &self.upstream
    }

    /// Where the map's tiles come from, and the deepest zoom that is asked for there.
    pub(crate) fn tiles(&self) -> Option<(&Arc<tiles::Source>, u8)> {
        let max_zoom = self.config.tiles.as_ref()?.max_zoom;
        Some((self.tile_source.as_ref()?, max_zoom))
    }

    pub(crate) fn signer(&self) -> &Signer {
        &self.signer
    }

    /// Whether pages of this origin may use the picker. `null`, which any sandboxed frame can
    /// send, is never configured and so never allowed.
    pub(crate) fn allows_origin(&self, origin: &HeaderValue) -> bool {
        let mut origins = self.origins.iter();
        origins.any(|allowed| allowed.as_str().as_bytes() == origin.as_bytes())
    }

    /// The search as the shop allows it, with a carrier scope in any case.
    ///
    /// # Errors
    ///
    /// 400 for a country, a carrier or a type that the shop's configuration does not list.
    pub(crate) fn restrict(&self, mut search: Search) -> Result<Search, Error> {
        let mut violations = Vec::new();
        let is_country = |countries: &Vec<_>| countries.contains(&search.country_code);
        if !self.config.countries.as_ref().is_none_or(is_country) {
            let detail = format!("{} is not a country of this shop", search.country_code);
            violations.push(choice("country_code", &detail));
        }
        search.carriers = match (search.carriers, &self.config.carriers) {
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
            (CarrierScope::Unspecified | CarrierScope::Integration, None) => {
                CarrierScope::Integration
            }
        };
        if let Some(types) = &self.config.general_shop_types {
            if search.general_shop_types.is_empty() {
                search.general_shop_types.clone_from(types);
            } else if search
                .general_shop_types
                .iter()
                .any(|kind| !types.contains(kind))
            {
                let types: Vec<_> = types.iter().map(GeneralShopType::as_str).collect();
                let detail = format!("Types of this shop are {}", types.join(", "));
                violations.push(choice("general_shop_type", &detail));
            }
        }
        // Less than asked for is an answer too, and v3 promises no number.
        search.limit = search.limit.min(self.config.limit_max);
        if let Some(Area::Radius(radius)) = &mut search.area {
            *radius = (*radius).min(self.config.radius_max);
        }
        if violations.is_empty() {
            Ok(search)
        } else {
            Err(Error::InvalidParameters(violations))
        }
    }

    /// Whether the operator vouches for the carriers of a search: a page that names some does so
    /// itself, unless it has to choose from the operator's list.
    pub(crate) fn is_scope_configured(&self, search: &Search) -> bool {
        self.config.carriers.is_some() || !matches!(search.carriers, CarrierScope::Codes(_))
    }

    /// The post number that a shopper typed for a point.
    ///
    /// # Errors
    ///
    /// 422 where the shop's rules ask for one and it is missing or malformed.
    pub(crate) fn read_post_number(
        &self,
        point: &ServicePoint,
        typed: Option<&str>,
    ) -> Result<Option<PostNumber>, Error> {
        let rule = find_post_number_rule(&self.config.post_number_rules, point);
        read_post_number(typed, rule)
    }

    /// Whether the point stands in a country of the shop and is of one of its types, if it has one.
    ///
    /// Carriers are not looked at: a point names the code that supersedes the one searched for.
    pub(crate) fn offers(&self, point: &ServicePoint) -> bool {
        let country = CountryCode::parse(&point.address.country_code).ok();
        let is_offered = |countries: &Vec<_>| country.is_some_and(|it| countries.contains(&it));
        let kind = point.general_shop_type.as_ref();
        let is_kind = |types: &Vec<_>| kind.is_none_or(|kind| types.contains(kind));
        self.config.countries.as_ref().is_none_or(is_offered)
            && self.config.general_shop_types.as_ref().is_none_or(is_kind)
    }
}

/// The post number as the rule wants it. Where no rule asks, none is kept: it would be personal
/// data without a purpose.
fn read_post_number(
    typed: Option<&str>,
    rule: Option<&PostNumberRule>,
) -> Result<Option<PostNumber>, Error> {
    let Some(rule) = rule else {
        return Ok(None);
    };
    let typed = typed.map(str::trim).filter(|typed| !typed.is_empty());
    match (typed, rule.requirement) {
        (None, Requirement::Required) => Err(Error::PostNumberRequired),
        (None, Requirement::Optional) => Ok(None),
        (Some(typed), _) if typed.len() > SelectionRequest::POST_NUMBER_MAX => {
            Err(Error::PostNumberInvalid)
        }
        (Some(typed), _) => PostNumber::parse(typed, rule)
            .map(Some)
            .map_err(|_| Error::PostNumberInvalid),
    }
}

fn choice(parameter: &str, detail: &str) -> ErrorObject {
    ErrorObject::parameter(parameter, code::INVALID_CHOICE, detail)
}
