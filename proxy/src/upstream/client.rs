//! The questions that Sendcloud is asked, and how its answers are read: paths from typed values,
//! queries by the encoder, nothing of an answer unread.

use std::sync::Arc;

use model::{Decoded, Search, ServicePoint, ServicePointId, decode_service_point};
use serde::Deserialize;

use super::account::{Account, Class};
use super::{Error, Urgency, auth::Auth, call::Call, http, points};
use crate::clock::Clock;
use crate::config::{AccountId, UpstreamConfig};
use crate::logos::LogoUrls;

/// Most bytes of a list, after decompression.
const LIST_MAX: usize = 2 * 1024 * 1024;
/// Most bytes of a single point.
const POINT_MAX: usize = 256 * 1024;
/// Most bytes of an answer about availability.
const AVAILABILITY_MAX: usize = 16 * 1024;

/// Asks Sendcloud, with the keys that never leave the server.
pub(crate) struct Client {
    pub(super) http: reqwest::Client,
    pub(super) base_url: String,
    pub(super) auth: Auth,
    pub(super) account: Arc<Account>,
    pub(super) clock: Clock,
    logo_urls: LogoUrls,
}

impl Client {
    /// Fails where the system's certificates cannot be read.
    pub(super) fn new(
        config: &UpstreamConfig,
        account: Arc<Account>,
        clock: Clock,
        logo_urls: LogoUrls,
    ) -> Result<Self, reqwest::Error> {
        Ok(Self {
            http: http::client(&config.base_url)?,
            base_url: config.base().to_owned(),
            auth: Auth::new(config, &account, clock.clone())?,
            account,
            clock,
            logo_urls,
        })
    }

    /// Whose answers it brings.
    pub(crate) fn account(&self) -> AccountId {
        self.account.id
    }

    /// The service points of a search, and how many of them could not be read.
    ///
    /// # Errors
    ///
    /// Within 4.7 seconds, as every question here: Sendcloud's refusal, its failure, or what keeps
    /// it from being asked.
    pub(crate) async fn search(&self, search: &Search, urgency: Urgency) -> Result<Decoded, Error> {
        let class = match search.has_address() {
            true => Class::Geocode,
            false => Class::Lookup,
        };
        let call = Call {
            class,
            urgency,
            path: "/service-points".to_owned(),
            query: search.to_pairs(),
            body: None,
            answer_max: LIST_MAX,
        };
        let decoded = self
            .call(&call, |body| points::read_list(body, &self.logo_urls))
            .await;
        decoded.map_err(|error| match error {
            // A list always exists: the address of the whole API is wrong.
            Error::NotFound => Error::Malformed("SENDCLOUD_BASE_URL holds no service points"),
            error => error,
        })
    }

    /// One service point, which may be expired.
    ///
    /// # Errors
    ///
    /// As [`Client::search`].
    pub(crate) async fn find_service_point(
        &self,
        id: ServicePointId,
        urgency: Urgency,
    ) -> Result<ServicePoint, Error> {
        let call = Call {
            class: Class::Lookup,
            urgency,
            path: format!("/service-points/{id}"),
            query: Vec::new(),
            body: None,
            answer_max: POINT_MAX,
        };
        let point = self
            .call(&call, |body| read_point(body, id, &self.logo_urls))
            .await;
        point.map_err(|error| error.find_fault(false))
    }

    /// Whether the point takes parcels now: spends the scarce part of the quota.
    ///
    /// # Errors
    ///
    /// As [`Client::search`].
    pub(crate) async fn check_availability(
        &self,
        id: ServicePointId,
        urgency: Urgency,
    ) -> Result<bool, Error> {
        let call = Call {
            class: Class::Availability,
            urgency,
            path: format!("/service-points/{id}/check-availability"),
            query: Vec::new(),
            body: None,
            answer_max: AVAILABILITY_MAX,
        };
        let is_available = self.call(&call, read_availability).await;
        is_available.map_err(|error| match error {
            // The point was just read: nothing is left in the request to be wrong.
            Error::Invalid(_) => Error::Misconfigured,
            error => error,
        })
    }
}

fn read_point(body: &str, id: ServicePointId, logo_urls: &LogoUrls) -> Result<ServicePoint, Error> {
    let mut point =
        decode_service_point(body).map_err(|_| Error::Malformed("it is no service point"))?;
    if point.id != id {
        return Err(Error::Malformed("it is another service point"));
    }
    if !points::is_sound(&point) {
        return Err(Error::Malformed("its codes are no codes"));
    }
    points::clean_point(&mut point, logo_urls);
    Ok(point)
}

fn read_availability(body: &str) -> Result<bool, Error> {
    #[derive(Deserialize)]
    struct Answer {
        data: Availability,
    }
    #[derive(Deserialize)]
    struct Availability {
        is_available: bool,
    }
    let answer: Answer = serde_json::from_str(body)
        .map_err(|_| Error::Malformed("it does not say whether the point is available"))?;
    Ok(answer.data.is_available)
}
