//! The files of the widget, as browsers ask for them.

use aws_lc_rs::digest;
use axum::http::{Method, StatusCode};
use base64::{Engine, engine::general_purpose::STANDARD};

use crate::support::TestApp;
use crate::support::dist::{self, HASH};

fn hashed(path: &str) -> String {
    format!("/assets/{HASH}/{path}")
}

#[tokio::test]
async fn the_best_encoding_that_was_built_is_sent() {
    let app = TestApp::alone();
    let table = [
        (
            "/picker.js".to_owned(),
            "gzip, deflate, br, zstd",
            Some("br"),
            "brotli picker.js",
        ),
        (
            "/picker.js".to_owned(),
            "gzip",
            Some("gzip"),
            "gzip picker.js",
        ),
        (
            "/picker.js".to_owned(),
            "br;q=0.1, gzip;q=0.2",
            Some("gzip"),
            "gzip picker.js",
        ),
        ("/picker.js".to_owned(), "identity", None, "plain picker.js"),
        ("/picker.js".to_owned(), "", None, "plain picker.js"),
        (
            "/sendcloud-compat.js".to_owned(),
            "br",
            Some("br"),
            "brotli sendcloud-compat.js",
        ),
        (
            hashed("widget_bg.wasm"),
            "br, gzip",
            Some("br"),
            "brotli widget_bg.wasm",
        ),
        (
            hashed("widget_bg.wasm"),
            "gzip",
            None,
            "plain widget_bg.wasm",
        ),
    ];
    for (uri, accepted, encoding, body) in table {
        let headers = [("accept-encoding", accepted)];
        let answer = app.send_from(Method::GET, &uri, &headers).await;
        assert_eq!(answer.status, StatusCode::OK, "{uri}");
        assert_eq!(
            answer.header("content-encoding"),
            encoding,
            "{uri} {accepted:?}"
        );
        assert_eq!(answer.text(), body, "{uri} {accepted:?}");
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"), "{uri}");
    }
}

/// A wrong type costs streaming compilation; `nosniff` makes it fatal for scripts and styles.
#[tokio::test]
async fn content_types_are_right() {
    let app = TestApp::alone();
    let table = [
        ("widget.js", "text/javascript; charset=utf-8"),
        ("widget_bg.wasm", "application/wasm"),
        ("widget.css", "text/css; charset=utf-8"),
        ("locales/en.json", "application/json"),
    ];
    for (path, content_type) in table {
        let answer = app.get(&hashed(path)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("content-type"), Some(content_type), "{path}");
    }
}

/// The loader asks for files with their digests from the shop's origin, so they need CORS.
#[tokio::test]
async fn any_page_may_load_them_and_browsers_keep_them() {
    let app = TestApp::alone();
    let table = [
        ("/picker.js".to_owned(), "public, max-age=300"),
        ("/sendcloud-compat.js".to_owned(), "public, max-age=300"),
        (hashed("widget.js"), "public, max-age=31536000, immutable"),
    ];
    for (uri, cache_control) in table {
        let headers = [("origin", "https://any.example")];
        let answer = app.send_from(Method::GET, &uri, &headers).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            Some("cross-origin")
        );
        assert_eq!(answer.header("cache-control"), Some(cache_control));
    }
}

#[tokio::test]
async fn a_file_that_the_browser_has_is_not_sent_again() {
    let app = TestApp::alone();
    let first = app.get("/picker.js").await;
    let etag = first.header("etag").expect("an entity tag").to_owned();
    for sent in [
        etag.clone(),
        format!("\"other\", {etag}"),
        format!("W/{etag}"),
        "*".to_owned(),
    ] {
        let headers = [("if-none-match", sent.as_str())];
        let answer = app.send_from(Method::GET, "/picker.js", &headers).await;
        assert_eq!(answer.status, StatusCode::NOT_MODIFIED, "{sent}");
        assert!(answer.body.is_empty());
        assert_eq!(answer.header("etag"), Some(etag.as_str()));
        assert_eq!(answer.header("cache-control"), Some("public, max-age=300"));
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"));
    }
    // The same file in another encoding is another entity.
    let headers = [("if-none-match", etag.as_str()), ("accept-encoding", "br")];
    let answer = app.send_from(Method::GET, "/picker.js", &headers).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_ne!(answer.header("etag"), Some(etag.as_str()));
}

#[tokio::test]
async fn head_tells_the_length_without_the_body() {
    let app = TestApp::alone();
    let answer = app.send_from(Method::HEAD, "/picker.js", &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.is_empty());
    assert_eq!(answer.header("content-length"), Some("15"));
}

/// A `dist/` that was built without it serves the picker all the same.
#[tokio::test]
async fn the_drop_in_is_not_required() {
    let answer = TestApp::alone().get("/sendcloud-compat.js").await;
    assert_eq!(answer.text(), "plain sendcloud-compat.js");
    let expected = Some("text/javascript; charset=utf-8");
    assert_eq!(answer.header("content-type"), expected);

    let app = TestApp::alone_with_files(&dist::bare_folder());
    assert_eq!(app.get("/picker.js").await.status, StatusCode::OK);
    let answer = app.get("/sendcloud-compat.js").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.error()["code"], "not_found");
}

/// A page that pins the loader by it shows no picker where it is wrong.
#[tokio::test]
async fn the_digests_are_those_of_what_is_served() {
    let app = TestApp::alone();
    let integrity = app.get("/integrity.json").await;
    assert_eq!(integrity.status, StatusCode::OK);
    for (name, value) in [
        ("content-type", "application/json"),
        ("access-control-allow-origin", "*"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("cache-control", "public, max-age=300"),
    ] {
        assert_eq!(integrity.header(name), Some(value), "{name}");
    }
    let integrity = integrity.json();
    let digests = integrity.as_object().expect("an object");
    let names: Vec<&str> = digests.keys().map(String::as_str).collect();
    assert_eq!(names, ["picker.js", "sendcloud-compat.js"]);
    for (name, expected) in digests {
        let script = app.get(&format!("/{name}")).await;
        assert_eq!(script.header("content-encoding"), None);
        let digest = digest::digest(&digest::SHA384, &script.body);
        let digest = format!("sha384-{}", STANDARD.encode(digest));
        assert_eq!(*expected, *digest, "{name}");
    }

    let app = TestApp::alone_with_files(&dist::bare_folder());
    let integrity = app.get("/integrity.json").await.json();
    let names: Vec<&String> = integrity.as_object().expect("an object").keys().collect();
    assert_eq!(names, ["picker.js"]);
}

/// Files are looked up by name in memory: no address reaches the disk.
#[tokio::test]
async fn nothing_else_can_be_read() {
    let app = TestApp::alone();
    for uri in [
        "/assets/ffffffffffffffff/widget.js".to_owned(),
        hashed("missing.js"),
        hashed("../../picker.js"),
        hashed("%2e%2e/%2e%2e/picker.js"),
        hashed("..%2f..%2fpicker.js"),
        hashed("widget_bg.wasm.br"),
        hashed("locales"),
        // Was a 400 in plain text.
        hashed("%ff"),
        "/assets/%ff/x".to_owned(),
    ] {
        let answer = app.get(&uri).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{uri}");
        assert_eq!(answer.error()["code"], "not_found", "{uri}");
    }
}
