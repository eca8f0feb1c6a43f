//! Whose keys these are, and how the integration behind them is set: asked by people who check a
//! configuration, never for a shopper.

use serde::Deserialize;

use super::account::Class;
use super::{Client, Error, Urgency, call::Call};
use crate::clean::clean;

/// Most bytes of an answer.
const ANSWER_MAX: usize = 64 * 1024;
/// Most carriers that are looked at, and most characters of a code.
const CARRIERS_MAX: usize = 200;
const CODE_MAX: usize = 64;

/// An integration's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IntegrationId(u64);

/// An integration's settings.
#[derive(Debug)]
pub(crate) struct Integration {
    /// Whether *Service Points* is on.
    pub(crate) is_enabled: bool,
    /// Codes of the carriers that are ticked for it.
    pub(crate) carriers: Vec<String>,
}

#[derive(Deserialize)]
struct Answer<T> {
    data: T,
}

impl Client {
    /// The integration that the keys belong to: `GET /user/auth/metadata`.
    ///
    /// # Errors
    ///
    /// As [`Client::search`].
    pub(crate) async fn find_integration_id(&self) -> Result<IntegrationId, Error> {
        let call = question("/user/auth/metadata".to_owned());
        let id = self.call(&call, read_id).await;
        id.map_err(|error| match error {
            Error::NotFound => Error::Malformed("the base address holds no API v3"),
            error => error,
        })
    }

    /// The settings of an integration: `GET /integrations/{id}`.
    ///
    /// # Errors
    ///
    /// As [`Client::search`].
    pub(crate) async fn find_integration(&self, id: IntegrationId) -> Result<Integration, Error> {
        let call = question(format!("/integrations/{}", id.0));
        self.call(&call, read_integration).await
    }
}

fn question(path: String) -> Call {
    Call {
        class: Class::Lookup,
        urgency: Urgency::Interactive,
        path,
        query: Vec::new(),
        body: None,
        answer_max: ANSWER_MAX,
    }
}

fn read_id(body: &str) -> Result<IntegrationId, Error> {
    #[derive(Deserialize)]
    struct Metadata {
        integration_id: u64,
    }
    let answer: Answer<Metadata> = serde_json::from_str(body)
        .map_err(|_| Error::Malformed("it does not say whose keys these are"))?;
    Ok(IntegrationId(answer.data.integration_id))
}

fn read_integration(body: &str) -> Result<Integration, Error> {
    #[derive(Deserialize)]
    struct Settings {
        service_point_enabled: bool,
        service_point_carriers: Vec<String>,
    }
    let answer: Answer<Settings> = serde_json::from_str(body)
        .map_err(|_| Error::Malformed("it does not say how the integration is set"))?;
    let carriers = answer.data.service_point_carriers.into_iter();
    let carriers = carriers.take(CARRIERS_MAX);
    Ok(Integration {
        is_enabled: answer.data.service_point_enabled,
        carriers: carriers.map(|code| clean(&code, CODE_MAX)).collect(),
    })
}
