//! Every answer that a route can give, held against its description.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Method, Request};
use hyper::body::Frame;
use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::time;

use super::contract::Contract;
use super::{fickle, selections};
use crate::support::{Answer, TestApp, dist};
use crate::token;

const SEARCH: &str = "/api/v3/service-points";
const POINT: &str = "/api/v3/service-points/{id}";
const CONFIG: &str = "/api/config";
const LOGO: &str = "/logos/{path}";
const TILE: &str = "/tiles/{z}/{x}/{y}";
const KEYS: &str = "/.well-known/jwks.json";
const DROP_IN: &str = "/sendcloud-compat.js";
const INTEGRITY: &str = "/integrity.json";
const FRAME: &str = "/assets/{hash}/frame.html";
const ASSET: &str = "/assets/{hash}/{path}";

/// Answers that take more than one request to come about; the tests of caches and limits see to
/// them, and to the form of an error it makes no difference.
const ELSEWHERE: [(&str, &str); 15] = [
    (SEARCH, "304"),
    (SEARCH, "429"),
    (POINT, "304"),
    (POINT, "429"),
    (CONFIG, "429"),
    (selections::ALL, "429"),
    (selections::RESTORE, "429"),
    (selections::ONE, "429"),
    (selections::WITHDRAW, "429"),
    (selections::RECHECK, "429"),
    (selections::RECHECK, "504"),
    (selections::HANDOFF, "429"),
    (selections::OPTIONS, "429"),
    (LOGO, "429"),
    (TILE, "429"),
];

/// A body that never comes; it says when it is waited for.
pub(super) struct Endless(pub(super) Arc<Semaphore>);

impl HttpBody for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.add_permits(1);
        Poll::Pending
    }
}

/// What a test of all answers needs.
pub(super) struct Visitor {
    /// Begun anew for each request: what one failure teaches the proxy is nothing for the next.
    pub(super) app: TestApp,
    pub(super) upstream: SocketAddr,
    contract: Contract,
    pub(super) arrived: Arc<Semaphore>,
    /// Path, method and status.
    seen: BTreeSet<(String, String, String)>,
}

fn app_on(upstream: SocketAddr) -> TestApp {
    let logos = format!("http://{upstream}/");
    let tiles = format!("http://{upstream}/tiles/{{z}}/{{x}}/{{y}}");
    let variables = [
        ("SENDCLOUD_LOGO_URL", &*logos),
        ("PICKER_TILES_URL", &tiles),
        ("PICKER_TILES_ATTRIBUTION", "© [Maps](https://maps.example)"),
    ];
    TestApp::on(upstream, &variables)
}

impl Visitor {
    async fn start() -> Self {
        let arrived = Arc::new(Semaphore::new(0));
        let upstream = fickle::start(arrived.clone()).await;
        Self {
            app: app_on(upstream),
            upstream,
            contract: Contract::load(),
            arrived,
            seen: BTreeSet::new(),
        }
    }

    pub(super) fn take(&mut self, pattern: &str, method: &str, status: u16, answer: &Answer) {
        self.keep(pattern, method, status, answer);
        self.app = app_on(self.upstream);
    }

    /// The same, and the proxy remembers what it was asked for.
    pub(super) fn keep(&mut self, pattern: &str, method: &str, status: u16, answer: &Answer) {
        let text = answer.text();
        assert_eq!(answer.status, status, "{method} {pattern}: {text}");
        self.contract.check_answer(pattern, method, answer);
        let seen = (pattern.to_owned(), method.to_owned(), status.to_string());
        self.seen.insert(seen);
    }

    async fn get(&mut self, pattern: &str, uri: &str, headers: &[(&str, &str)], status: u16) {
        let answer = self.app.send_from(Method::GET, uri, headers).await;
        self.take(pattern, "get", status, &answer);
    }

    /// As a page of the shop.
    pub(super) async fn post(&mut self, pattern: &str, body: &Value, status: u16) {
        let answer = self.app.post(pattern, body).await;
        self.take(pattern, "post", status, &answer);
    }

    /// Sends what ends by a deadline only, and lets the time pass once it waits.
    pub(super) async fn wait_out(&mut self, pattern: &str, request: Request<Body>, status: u16) {
        let method = request.method().as_str().to_lowercase();
        let app = self.app.clone();
        // A call that was repeated has arrived twice.
        self.arrived.forget_permits(usize::MAX);
        let waits = tokio::spawn(async move { app.send(request).await });
        let arrives = time::timeout(Duration::from_secs(5), self.arrived.acquire());
        let arrives = arrives
            .await
            .unwrap_or_else(|_| panic!("{pattern} asks nobody"));
        arrives.expect("open").forget();
        time::pause();
        let answer = waits.await.expect("no panic");
        time::resume();
        self.take(pattern, &method, status, &answer);
    }
}

#[tokio::test]
async fn every_answer_is_as_described() {
    let mut visitor = Visitor::start().await;
    let evil = [("origin", "https://evil.example")];
    let long = "x".repeat(2048);

    let search = format!("{SEARCH}?country_code=NL");
    for (more, status) in [
        ("", 200),
        ("&address=Eindhoven&limit=2", 200),
        ("&limit=0&radius=1", 400),
        ("&carrier_code=400", 400),
        ("&shop=other", 404),
        ("&carrier_code=401", 502),
        ("&carrier_code=500", 503),
        ("&address=x&carrier_code=429", 503),
        (&format!("&address={long}"), 414),
    ] {
        visitor
            .get(SEARCH, &format!("{search}{more}"), &[], status)
            .await;
    }
    visitor.get(SEARCH, &search, &evil, 403).await;
    let slow = Request::get(format!("{search}&carrier_code=504"));
    visitor
        .wait_out(SEARCH, slow.body(Body::empty()).expect("a request"), 504)
        .await;

    for (id, status) in [
        ("1", 200),
        ("2", 200),
        ("x", 404),
        ("404", 404),
        ("1?x=1", 400),
        ("401", 502),
        ("500", 503),
        (&format!("1?{long}"), 414),
    ] {
        visitor
            .get(POINT, &format!("{SEARCH}/{id}"), &[], status)
            .await;
    }
    visitor.get(POINT, &format!("{SEARCH}/1"), &evil, 403).await;
    let slow = Request::get(format!("{SEARCH}/504"));
    visitor
        .wait_out(POINT, slow.body(Body::empty()).expect("a request"), 504)
        .await;

    for (query, status) in [("", 200), ("?x=1", 400), ("?shop=other", 404)] {
        visitor
            .get(CONFIG, &format!("{CONFIG}{query}"), &[], status)
            .await;
    }
    visitor.get(CONFIG, CONFIG, &evil, 403).await;
    visitor
        .get(CONFIG, &format!("{CONFIG}?{long}"), &[], 414)
        .await;

    selections::visit(&mut visitor).await;
    visit_files(&mut visitor).await;

    let described = visitor.contract.answers("public");
    let missing = described.difference(&visitor.seen);
    let missing: Vec<_> = missing
        .filter(|(path, _, status)| !ELSEWHERE.contains(&(path, status)))
        .collect();
    assert!(
        missing.is_empty(),
        "described, and never answered: {missing:?}"
    );
}

async fn visit_files(visitor: &mut Visitor) {
    let widget = format!("/assets/{}/widget.js", dist::HASH);
    let logo = "/logos/global-media/a.svg";
    for (pattern, uri) in [
        ("/picker.js", "/picker.js"),
        (DROP_IN, DROP_IN),
        (ASSET, &widget),
        (LOGO, logo),
        (TILE, "/tiles/10/1/200"),
    ] {
        visitor.get(pattern, uri, &[], 200).await;
        visitor
            .get(pattern, uri, &[("if-none-match", "*")], 304)
            .await;
        let long = format!("{uri}?{}", "x".repeat(2048));
        visitor.get(pattern, &long, &[], 414).await;
    }
    visitor.get(ASSET, "/assets/x/nothing.js", &[], 404).await;
    let frame = format!("/assets/{}/frame.html", dist::HASH);
    let long = format!("{frame}?{}", "x".repeat(2048));
    for (uri, status) in [
        (&*frame, 200),
        (&*format!("{frame}?x=1"), 400),
        (&*format!("{frame}?shop=other"), 404),
        (&*long, 414),
    ] {
        visitor.get(FRAME, uri, &[], status).await;
    }
    let long = format!("{INTEGRITY}?{}", "x".repeat(2048));
    for (uri, status) in [(INTEGRITY, 200), (&long, 414)] {
        visitor.get(INTEGRITY, uri, &[], status).await;
    }
    visitor.app = TestApp::alone_with_files(&dist::bare_folder());
    visitor.get(DROP_IN, DROP_IN, &[], 404).await;
    visitor.app = TestApp::alone_with(&token::pair_variables(&token::pem(1)));
    visitor.get(KEYS, KEYS, &[], 200).await;
    let long = format!("{KEYS}?{}", "x".repeat(2048));
    for (uri, status) in [
        (KEYS, 404),
        ("/.well-known/jwks.json?x=1", 400),
        (&long, 414),
    ] {
        visitor.get(KEYS, uri, &[], status).await;
    }
    for (name, status) in [("404", 404), ("403", 502), ("500", 503)] {
        let uri = format!("/logos/global-media/{name}.svg");
        visitor.get(LOGO, &uri, &[], status).await;
    }
    for (tile, status) in [
        ("1/200?x=1", 400),
        ("1/200?shop=other", 404),
        ("1/404", 404),
        ("1/403", 502),
        ("1/500", 503),
    ] {
        let uri = format!("/tiles/10/{tile}");
        visitor.get(TILE, &uri, &[], status).await;
    }
    for (pattern, uri) in [
        (LOGO, "/logos/global-media/504.svg"),
        (TILE, "/tiles/10/1/504"),
    ] {
        let slow = Request::get(uri);
        let slow = slow.body(Body::empty()).expect("a request");
        visitor.wait_out(pattern, slow, 504).await;
    }
}
