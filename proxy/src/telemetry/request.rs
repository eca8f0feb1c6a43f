//! What is told of one request: its route's pattern, its status, the time it took, and where the
//! answer came from.

use std::error::Error as _;
use std::net::IpAddr;

use axum::extract::{MatchedPath, State};
use axum::http::{Method, Response};
use axum::middleware::Next;
use ipnet::IpNet;
use model::CountryCode;
use prometheus_client::encoding::{EncodeLabelValue, LabelValueEncoder};
use tokio::time::Instant;
use tracing::{error, info, warn};

use crate::app::AppState;
use crate::error::{Answered, Error};
use crate::limits::ClientAddress;
use crate::metrics::{HttpMetrics, Route};
use crate::routes::query;

/// Of the requests that the cache answered, one in so many is logged.
const SAMPLE: u64 = 100;

/// Where an answer came from; an extension of the response, set by who knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum CacheOutcome {
    /// Kept and fresh.
    Hit,
    /// Kept, and older than it should be.
    Stale,
    /// Asked for, for this request.
    Miss,
    /// Asked for, for another request that came earlier.
    Collapsed,
    /// No matter for a cache.
    #[default]
    None,
}

/// A request, as far as it is told of.
pub(crate) struct Request<'a> {
    pub(crate) method: &'a Method,
    /// The pattern of its route, `none` where there is none.
    pub(crate) route: Route,
    pub(crate) started: Instant,
    /// Who sent it; only the network is told of.
    pub(crate) client: ClientAddress,
    /// The key of a shop that exists.
    pub(crate) shop: Option<&'a str>,
    /// The country of a search.
    pub(crate) country: Option<CountryCode>,
}

/// Tells of a request when it is answered.
pub(crate) async fn log_request(
    State(app): State<AppState>,
    request: axum::extract::Request,
    next: Next,
) -> axum::response::Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let settings = app.settings();
    let client = ClientAddress::of(&request, settings.trust());
    let is_of_shop = request.uri().path().starts_with("/api/");
    let shop = is_of_shop.then(|| query::shop_key(request.uri()));
    let shop = shop.and_then(|key| settings.find_shop(key.as_deref()).ok());
    let country = query::country(request.uri()).filter(|_| is_of_shop);
    let mut response = next.run(request).await;
    let told = Request {
        method: &method,
        route: route.map_or("none".into(), |route| route.as_str().to_owned().into()),
        started,
        client,
        shop: shop.map(|shop| shop.config().key.as_str()),
        country,
    };
    record(app.http_metrics(), &told, &mut response);
    response
}

/// Counts a request and logs it; its failure once, with the cause. What the cache answered is
/// logged now and then.
pub(crate) fn record<B>(metrics: &HttpMetrics, request: &Request<'_>, response: &mut Response<B>) {
    let duration = request.started.elapsed();
    let status = response.status().as_u16();
    let extensions = response.extensions_mut();
    let cache = extensions.get().copied().unwrap_or_default();
    let failure = extensions.remove::<Answered>();
    let before = metrics.count(&request.route, status, cache, duration);
    let is_cached = matches!(cache, CacheOutcome::Hit | CacheOutcome::Stale);
    if failure.is_none() && is_cached && !before.is_multiple_of(SAMPLE) {
        return;
    }

    let method = method_name(request.method);
    let route = request.route.as_ref();
    let duration_ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let cache = cache.name();
    let shop = request.shop;
    let country = request.country.map(|country| country.to_string());
    let client = network(request.client.ip());
    /// The fields of every line, before those that it has to itself.
    macro_rules! tell {
        ($level:ident, $($rest:tt)+) => {
            $level!(method, route, status, duration_ms, cache, shop, country, client, $($rest)+)
        };
    }
    let Some(Answered(failure)) = failure else {
        tell!(info, "request");
        return;
    };
    let code = failure.code();
    // The error's own text may quote the request; its sources are made not to.
    let cause = failure.source().map(super::chain);
    let action = match &*failure {
        Error::Upstream(error) => error.action(),
        _ => None,
    };
    if let Some(action) = action {
        tell!(error, code, cause, "{action}");
    } else if matches!(*failure, Error::Internal) {
        tell!(
            error,
            code,
            cause,
            "request failed, which is a fault of the program"
        );
    } else if response.status().is_server_error() && !is_logged(&failure) {
        tell!(warn, code, cause, "request failed");
    } else {
        tell!(info, code, "request refused");
    }
}

/// Whether a failure was logged when it happened, before others asked for the same.
fn is_logged(failure: &Error) -> bool {
    matches!(failure, Error::NoLogo(_) | Error::NoTile(_))
}

/// The network of a client, as much of its address as is told of: a /24, with IPv6 a /48.
pub(crate) fn network(client: IpAddr) -> String {
    let client = client.to_canonical();
    let length = if client.is_ipv4() { 24 } else { 48 };
    let network = IpNet::new(client, length).expect("no longer than an address");
    network.trunc().to_string()
}

impl CacheOutcome {
    /// The word in log and metrics.
    fn name(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Stale => "stale",
            Self::Miss => "miss",
            Self::Collapsed => "collapsed",
            Self::None => "none",
        }
    }
}

impl EncodeLabelValue for CacheOutcome {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), std::fmt::Error> {
        EncodeLabelValue::encode(&self.name(), encoder)
    }
}

/// The method, unless somebody made one up: it would be their text in our log.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::net::SocketAddr;
    use std::sync::Arc;
    use std::time::Duration;

    use axum::http::{HeaderMap, HeaderName, Method};
    use axum::response::IntoResponse;
    use tokio::time::Instant;

    use super::{Request, network, record};
    use crate::config::ServerConfig;
    use crate::error::Error;
    use crate::limits::{ClientAddress, Trust};
    use crate::metrics::HttpMetrics;
    use crate::telemetry::{Form, subscriber};

    /// A fault of the program was a warning, as Sendcloud's are.
    #[test]
    fn a_fault_of_the_program_is_an_error() {
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let trust = Trust::new(&ServerConfig {
            listen,
            admin_listen: listen,
            trusted_proxies: Vec::new(),
            client_ip_header: HeaderName::from_static("x-forwarded-for"),
            connections: 1,
            drain_grace: Duration::ZERO,
        });
        for (failure, level) in [
            (Error::Internal, "ERROR"),
            (Error::DeadlineExceeded, "WARN"),
        ] {
            let (mut reader, writer) = std::io::pipe().unwrap();
            tracing::subscriber::with_default(subscriber(Arc::new(writer), Form::Json), || {
                let request = Request {
                    method: &Method::GET,
                    route: "none".into(),
                    started: Instant::now(),
                    client: ClientAddress::read(listen.ip(), &HeaderMap::new(), &trust),
                    shop: None,
                    country: None,
                };
                record(
                    &HttpMetrics::default(),
                    &request,
                    &mut failure.into_response(),
                );
            });
            let mut line = String::new();
            reader.read_to_string(&mut line).unwrap();
            let level = format!("\"level\":\"{level}\"");
            assert!(line.contains(&level), "{line}");
        }
    }

    /// Nothing of the log tells one subscriber of a network from another.
    #[test]
    fn a_client_is_its_network() {
        for (client, expected) in [
            ("203.0.113.77", "203.0.113.0/24"),
            ("::ffff:203.0.113.77", "203.0.113.0/24"),
            ("2001:db8:12:3456::1", "2001:db8:12::/48"),
        ] {
            assert_eq!(network(client.parse().unwrap()), expected);
        }
    }
}
