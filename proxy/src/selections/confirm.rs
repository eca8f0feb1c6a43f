//! The confirmation: nothing of the point is believed but its id, everything else is read again.

use model::{
    PostNumber, PostNumberRule, Requirement, SelectionRequest, ServicePoint, find_post_number_rule,
};
use tracing::{error, warn};

use super::Confirmed;
use crate::upstream::{self, Urgency};
use crate::{clock::Clock, error::Error, id, shop::Shop};

/// Confirms what a shopper chose.
///
/// # Errors
///
/// In this order: the point is unknown, not offered by the shop or expired, its rule finds the post
/// number missing or malformed, the carrier takes no parcels there. The scarce question comes last.
pub(crate) async fn confirm(
    shop: &Shop,
    request: SelectionRequest,
    clock: &Clock,
) -> Result<Confirmed, Error> {
    let id = request.service_point_id;
    let service_point = shop
        .upstream()
        .find_service_point(id, Urgency::Selection)
        .await?;
    if !shop.offers(&service_point) {
        return Err(Error::UnknownServicePoint);
    }
    if service_point.is_expired {
        return Err(Error::Expired);
    }
    let rule = find_post_number_rule(&shop.config().post_number_rules, &service_point);
    let to_post_number = read_post_number(request.to_post_number.as_deref(), rule)?;
    let is_available = ask_availability(shop, &service_point).await?;
    Ok(Confirmed {
        id: format!("sel_{}", id::random::<16>()),
        service_point,
        to_post_number,
        is_available,
        reference: request.reference,
        selected_at: clock.now(),
    })
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

/// Sendcloud's answer; none where it could not be asked: a carrier's outage must not close a
/// checkout.
async fn ask_availability(shop: &Shop, point: &ServicePoint) -> Result<Option<bool>, Error> {
    match shop.upstream().check_availability(point.id).await {
        Ok(true) => Ok(Some(true)),
        Ok(false) => Err(Error::Unavailable),
        Err(upstream::Error::NotFound) => Err(Error::UnknownServicePoint),
        Err(error) => {
            match error.action() {
                Some(action) => error!(cause = %error, "{action}"),
                None => warn!(
                    cause = %error,
                    "availability could not be asked, the selection is confirmed without it"
                ),
            }
            Ok(None)
        }
    }
}
