//! Map tiles of a shop's source, by the proxy's own address.

mod keeping;
mod queue;
mod source;

use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use proxy::accept::Peer;
use serde_json::json;

use crate::config::file;
use crate::support::tiles::{ATTRIBUTION, PNG, Source, png, svg};
use crate::support::{ORIGIN, SIGNING_SECRET, TestApp};

const TILE: &str = "/tiles/14/8441/5460";

#[tokio::test]
async fn a_tile_is_fetched_once_and_may_be_shown_anywhere() {
    let source = Source::start(|_| png()).await;
    let app = source.app();
    let answer = app
        .send_from(Method::GET, TILE, &[("origin", "https://any.example")])
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, PNG);
    for (name, value) in [
        ("content-type", Some("image/png")),
        ("cross-origin-resource-policy", Some("cross-origin")),
        ("x-content-type-options", Some("nosniff")),
        // No page may read it, and the copy that a browser keeps is for all of them.
        ("access-control-allow-origin", None),
        ("vary", None),
        ("set-cookie", None),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    let etag = answer.header("etag").expect("an ETag").to_owned();
    let again = app
        .send_from(Method::GET, TILE, &[("if-none-match", &etag)])
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());
    assert_eq!(again.header("etag"), Some(&*etag));
    let head = app.send_from(Method::HEAD, TILE, &[]).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(source.paths(), ["/14/8441/5460.png"]);
}

/// It can hold scripts, and stands at the proxy's own address.
#[tokio::test]
async fn an_svg_does_nothing_where_it_is_opened() {
    let answer = Source::start(|_| svg()).await.app().get(TILE).await;
    let policy = answer.header("content-security-policy");
    let expected = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
    assert_eq!(policy, Some(expected));
    let other = Source::start(|_| png()).await.app().get(TILE).await;
    let policy = other.header("content-security-policy");
    assert_eq!(policy, Some("default-src 'none'; frame-ancestors 'none'"));
}

#[tokio::test]
async fn only_squares_of_the_map_are_asked_for() {
    let source = Source::start(|_| png()).await;
    let app = source.app_with(&[("PICKER_TILES_MAX_ZOOM", "15")]);
    for path in [
        "/tiles/16/0/0",
        "/tiles/20/0/0",
        "/tiles/1/2/0",
        "/tiles/1/0/2",
        "/tiles/-1/0/0",
        "/tiles/1/+1/0",
        "/tiles/01/0/0",
        "/tiles/1/0/0.png",
        "/tiles/1/0/%30",
        "/tiles/%ff/0/0",
        "/tiles/1/0",
        "/tiles/1/0/0/0",
        "/tiles/a/b/c",
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.error()["code"], "not_found", "{path}");
    }
    assert_eq!(source.calls(), 0);
    for path in ["/tiles/15/32767/32767", "/tiles/0/0/0"] {
        assert_eq!(app.get(path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_page_learns_of_the_map_and_not_of_its_source() {
    let source = Source::start(|_| png()).await;
    let app = source.app_with(&[("PICKER_TILES_MAX_ZOOM", "17")]);
    let answer = app.get("/api/config").await;
    let expected = json!({
        "url": "/tiles/{z}/{x}/{y}", "max_zoom": 17,
        "attribution": [
            {"text": "© ", "url": null},
            {"text": "Maps", "url": "https://maps.example/"},
        ],
    });
    assert_eq!(answer.json()["tiles"], expected);
    let address = source.address.to_string();
    assert!(!answer.text().contains(&address), "{}", answer.text());
}

#[tokio::test]
async fn a_shop_without_a_source_has_no_tiles() {
    let answer = TestApp::alone().get(TILE).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.error()["code"], "not_found");
}

#[tokio::test]
async fn a_query_names_the_shop_and_nothing_else() {
    let source = Source::start(|_| png()).await;
    let app = source.app();
    for (query, status) in [
        ("?shop=default", StatusCode::OK),
        ("?shop=other", StatusCode::NOT_FOUND),
        ("?size=2", StatusCode::BAD_REQUEST),
        ("?shop=default&shop=default", StatusCode::BAD_REQUEST),
    ] {
        let answer = app.get(&format!("{TILE}{query}")).await;
        assert_eq!(answer.status, status, "{query}");
    }
}

/// A shop of a file, with a source or without.
fn shop(key: &str, source: Option<&Source>) -> String {
    let tiles = source.map(|source| {
        format!(
            "[shops.{key}.tiles]\nurl = \"http://{}/{key}/{{z}}/{{x}}/{{y}}\"\n\
             attribution = \"{ATTRIBUTION}\"\n",
            source.address
        )
    });
    format!(
        "[shops.{key}]\norigins = [\"{ORIGIN}\"]\nsigning_secret = \"{SIGNING_SECRET}-{key}\"\n\
         [shops.{key}.sendcloud]\npublic_key = \"public\"\nsecret_key = \"secret\"\n\
         base_url = \"http://127.0.0.1:1/api/v3\"\n{}",
        tiles.unwrap_or_default()
    )
}

#[tokio::test]
async fn each_of_several_shops_has_its_own_map() {
    let source = Source::start(|_| png()).await;
    let text = shop("boots", Some(&source)) + &shop("hats", Some(&source)) + &shop("caps", None);
    let config = file::read(file::write("maps.toml", &text), &[]).expect("it is valid");
    let (app, _) = TestApp::with(config);

    for key in ["boots", "hats"] {
        let config = app.get(&format!("/api/config?shop={key}")).await.json();
        let url = format!("/tiles/{{z}}/{{x}}/{{y}}?shop={key}");
        assert_eq!(config["tiles"]["url"], url);
        let tile = app.get(&format!("/tiles/1/0/1?shop={key}")).await;
        assert_eq!(tile.status, StatusCode::OK, "{key}");
    }
    assert_eq!(source.paths(), ["/boots/1/0/1", "/hats/1/0/1"]);
    for query in ["", "?shop=caps"] {
        let none = app.get(&format!("/tiles/1/0/1{query}")).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "{query}");
    }
}

/// With the old one a half of the map would be in another style for a week.
#[tokio::test]
async fn another_source_shows_nothing_of_the_one_before() {
    let (old, new) = (
        Source::start(|_| png()).await,
        Source::start(|_| svg()).await,
    );
    let (app, state) = TestApp::with(old.config(&[]));
    let tile = app.get(TILE).await;
    assert_eq!(tile.header("content-type"), Some("image/png"));

    state.apply(new.config(&[])).expect("it is applied");
    let tile = app.get(TILE).await;
    assert_eq!(tile.header("content-type"), Some("image/svg+xml"));
    // Whoever goes back finds what was kept.
    state.apply(old.config(&[])).expect("it is applied");
    let tile = app.get(TILE).await;
    assert_eq!(tile.header("content-type"), Some("image/png"));
    assert_eq!((old.calls(), new.calls()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_client_that_asks_for_too_many_is_told_when_to_come_again() {
    // Without a source: the stopped clock would run on for its answer.
    let app = TestApp::alone();
    let ask = async |ip: &str| {
        let ip: IpAddr = ip.parse().expect("an address");
        let mut request = Request::get(TILE).body(Body::empty()).expect("a request");
        let peer = Peer(SocketAddr::new(ip, 40_000));
        request.extensions_mut().insert(peer);
        app.send(request).await
    };
    for _ in 0..200 {
        let answer = ask("203.0.113.7").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    let answer = ask("203.0.113.7").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.error()["code"], "rate_limited");
    assert_eq!(answer.header("retry-after"), Some("1"));
    assert_eq!(ask("203.0.113.8").await.status, StatusCode::NOT_FOUND);
}
