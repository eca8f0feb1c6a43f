//! A proxy to ask: the real router, over an upstream that is reached by real HTTP.

pub(crate) mod dist;
pub(crate) mod faulty;
pub(crate) mod log;
pub(crate) mod points;
pub(crate) mod postgres;
pub(crate) mod tiles;
pub(crate) mod upstream;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::response::Response;
use http_body_util::BodyExt;
use jsonwebtoken::{Algorithm, DecodingKey, TokenData, Validation};
use proxy::accept::{Peer, Stage};
use proxy::app::{self, AppState};
use proxy::assets::Assets;
use proxy::clock::{Clock, Hands};
use proxy::config::Config;
use proxy::front::Front;
use sandbox::Sandbox;
use serde_json::Value;
use tokio::sync::watch;
use tokio::time;
use tower::ServiceExt;

/// The page that the shop allows.
pub(crate) const ORIGIN: &str = "https://shop.example";
pub(crate) const PUBLIC_KEY: &str = "marked-public-key-7f3a";
pub(crate) const SECRET_KEY: &str = "marked-secret-key-91bc";
pub(crate) const SIGNING_SECRET: &str = "marked-signing-secret-5d20-with-32-bytes";
pub(crate) const BACKEND_SECRET: &str = "marked-backend-secret-c84e-with-32-bytes";
/// Where browsers are told to reach the proxy.
pub(crate) const PUBLIC_URL: &str = "https://pickup.example";
/// The moment that the proxy lives in: 2026-03-02T10:00:00Z.
pub(crate) const NOW: i64 = 1_772_445_600;

/// A proxy and what it was configured with.
#[derive(Clone)]
pub(crate) struct TestApp {
    front: Front,
    /// The long way alone.
    pub(crate) router: Router,
    pub(crate) admin: Router,
    /// How far the end of the process has come.
    pub(crate) stage: watch::Sender<Stage>,
    /// Move the proxy's clock, which stands still otherwise.
    pub(crate) hands: Hands,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl TestApp {
    /// In front of the sandbox.
    pub(crate) async fn on_sandbox() -> Self {
        Self::on_sandbox_with(&[]).await
    }

    /// In front of the sandbox, with further variables.
    pub(crate) async fn on_sandbox_with(variables: &[(&str, &str)]) -> Self {
        let sandbox = Sandbox::default().with_keys(PUBLIC_KEY, SECRET_KEY);
        Self::on(upstream::serve(sandbox::router(sandbox)).await, variables)
    }

    /// In front of nothing, for what needs no upstream.
    pub(crate) fn alone() -> Self {
        Self::alone_with(&[])
    }

    /// In front of nothing, with further variables.
    pub(crate) fn alone_with(variables: &[(&str, &str)]) -> Self {
        Self::on(SocketAddr::from(([127, 0, 0, 1], 1)), variables)
    }

    /// In front of whatever listens there.
    pub(crate) fn on(upstream: SocketAddr, variables: &[(&str, &str)]) -> Self {
        Self::with(config_for(upstream, variables)).0
    }

    /// In front of nothing, with the files of another folder.
    pub(crate) fn alone_with_files(folder: &Path) -> Self {
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 1));
        Self::with_files(config_for(nowhere, &[]), folder).0
    }

    /// With a configuration of any form; its state beside it.
    pub(crate) fn with(config: Config) -> (Self, AppState) {
        Self::with_files(config, &dist::folder())
    }

    fn with_files(config: Config, folder: &Path) -> (Self, AppState) {
        log::start();
        let listen = SocketAddr::from(([127, 0, 0, 1], 8080));
        let assets = Assets::load(folder).expect("the fixture is complete");
        let now = jiff::Timestamp::from_second(NOW).expect("a moment");
        let (clock, hands) = Clock::by_hand(now);
        let state = AppState::new(config, assets, clock, listen);
        let state = state.expect("a client for plain http needs nothing");
        let stage = watch::Sender::new(Stage::Open);
        let app = Self {
            front: app::service(state.clone()),
            router: app::router(state.clone()),
            admin: app::admin_router(&state, stage.subscribe(), |_| {}),
            stage,
            hands,
        };
        (app, state)
    }

    /// An answer of the admin side.
    pub(crate) async fn get_admin(&self, uri: &str) -> Answer {
        let request = Request::get(uri).body(Body::empty()).expect("a request");
        let Ok(response) = self.admin.clone().oneshot(request).await;
        Answer::read(response).await
    }

    /// A server's own request: no `Origin`.
    pub(crate) async fn get(&self, uri: &str) -> Answer {
        self.send(Request::get(uri).body(Body::empty()).expect("a request"))
            .await
    }

    /// As a page of the shop posts JSON.
    pub(crate) async fn post(&self, uri: &str, body: &Value) -> Answer {
        let request = Request::post(uri)
            .header("origin", ORIGIN)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()));
        self.send(request.expect("a request")).await
    }

    /// As the shop's backend asks; with a body it is JSON.
    pub(crate) async fn ask_as_backend(
        &self,
        method: Method,
        uri: &str,
        body: Option<&Value>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(uri)
            .header("authorization", format!("Bearer {BACKEND_SECRET}"));
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.send(request.body(body).expect("a request")).await
    }

    /// The same of a reading request.
    pub(crate) async fn get_as_backend(&self, uri: &str) -> Answer {
        self.ask_as_backend(Method::GET, uri, None).await
    }

    pub(crate) async fn send_from(
        &self,
        method: Method,
        uri: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).expect("a request"))
            .await
    }

    /// From this machine, unless the request says from where.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let Ok(response) = self.front.answer(from_here(request)).await;
        Answer::read(response).await
    }

    /// The same past the short way for what is kept.
    pub(crate) async fn send_the_long_way(&self, request: Request<Body>) -> Answer {
        let router = self.router.clone();
        let Ok(response) = router.oneshot(from_here(request)).await;
        Answer::read(response).await
    }
}

fn from_here(mut request: Request<Body>) -> Request<Body> {
    let here = Peer(SocketAddr::from(([127, 0, 0, 1], 50_000)));
    request.extensions_mut().get_or_insert(here);
    request
}

impl Answer {
    pub(crate) async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("the body is in memory");
        Self {
            status: parts.status,
            headers: parts.headers,
            body: body.to_bytes().to_vec(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?;
        Some(value.to_str().expect("our headers are text"))
    }

    /// The first error, checked to be in v3's envelope with the answer's own status.
    pub(crate) fn error(&self) -> Value {
        let json = self.json();
        let error = json["errors"][0].clone();
        assert_eq!(error["status"], self.status.as_str(), "{json}");
        assert!(
            !error["detail"].as_str().unwrap_or_default().is_empty(),
            "{json}"
        );
        error
    }
}

/// Lets time pass for whatever waits, and for what is kept.
pub(crate) async fn pass(by: Duration) {
    time::pause();
    time::advance(by).await;
    time::resume();
}

fn config_for(upstream: SocketAddr, variables: &[(&str, &str)]) -> Config {
    let mut all = variables_for(upstream);
    all.extend(
        variables
            .iter()
            .map(|&(name, value)| (name.into(), value.into())),
    );
    let listen = SocketAddr::from(([127, 0, 0, 1], 8080));
    let config = Config::read(&|name| all.get(name).cloned(), listen);
    config.expect("the variables are valid")
}

/// A complete configuration for one shop.
pub(crate) fn variables_for(upstream: SocketAddr) -> HashMap<String, String> {
    let base_url = format!("http://{upstream}/api/v3");
    let variables = [
        ("SENDCLOUD_PUBLIC_KEY", PUBLIC_KEY),
        ("SENDCLOUD_SECRET_KEY", SECRET_KEY),
        ("SENDCLOUD_BASE_URL", &base_url),
        ("PICKER_ORIGINS", ORIGIN),
        ("PICKER_SIGNING_SECRET", SIGNING_SECRET),
        ("PICKER_BACKEND_SECRET", BACKEND_SECRET),
        ("PICKER_PUBLIC_URL", PUBLIC_URL),
        ("PICKER_STORE", "sqlite::memory:"),
    ];
    let owned = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    owned.into_iter().collect()
}

/// Reads a token as a backend does that trusts nothing: signature, algorithm, audience, issuer.
pub(crate) fn verify(token: &str) -> TokenData<Value> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_audience(&["default"]);
    validation.set_issuer(&[PUBLIC_URL]);
    // The proxy's clock stands still, so its tokens may be long past on the machine's.
    validation.validate_exp = false;
    let key = DecodingKey::from_secret(SIGNING_SECRET.as_bytes());
    jsonwebtoken::decode(token, &key, &validation).expect("the token verifies")
}
