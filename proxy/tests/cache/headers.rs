//! What is said beside the body: age, origin, encoding, and what browsers may do with it.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};

use super::{SEARCH, minutes};
use crate::support::faulty::FaultyApp;
use crate::support::{Answer, ORIGIN};

fn unpack(answer: &Answer) -> Vec<u8> {
    let mut body = Vec::new();
    let bytes = answer.body.as_slice();
    match answer.header("content-encoding") {
        None => body.extend_from_slice(bytes),
        Some("gzip") => {
            let mut reader = flate2::read::GzDecoder::new(bytes);
            std::io::copy(&mut reader, &mut body).expect("gzip");
        }
        Some("br") => {
            brotli::BrotliDecompress(&mut &*bytes, &mut body).expect("brotli");
        }
        Some(other) => panic!("{other}"),
    }
    body
}

#[tokio::test]
async fn each_encoding_has_its_tag_and_the_same_content() {
    let it = FaultyApp::start().await;
    let plain = it.app.get(SEARCH).await;
    assert_eq!(plain.header("content-encoding"), None);
    assert_eq!(plain.header("vary"), Some("Origin, Accept-Encoding"));
    let mut tags = vec![plain.header("etag").expect("a tag").to_owned()];
    for (accepted, sent) in [("gzip, deflate", "gzip"), ("gzip, br", "br")] {
        let headers = [("accept-encoding", accepted)];
        let answer = it.app.send_from(Method::GET, SEARCH, &headers).await;
        assert_eq!(answer.header("content-encoding"), Some(sent));
        assert!(
            answer.body.len() * 3 < plain.body.len(),
            "{sent} is no smaller"
        );
        assert_eq!(unpack(&answer), plain.body);
        let tag = answer.header("etag").expect("a tag").to_owned();
        let known = [
            ("accept-encoding", accepted),
            ("if-none-match", tag.as_str()),
        ];
        let known = it.app.send_from(Method::GET, SEARCH, &known).await;
        assert_eq!(known.status, StatusCode::NOT_MODIFIED);
        assert_eq!(known.header("etag"), Some(tag.as_str()));
        tags.push(tag);
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 3, "{tags:?}");
    assert_eq!(it.reads(), 1);
}

#[tokio::test]
async fn a_browser_is_told_the_age_of_what_it_gets() {
    let it = FaultyApp::start().await;
    let first = it.app.get(SEARCH).await;
    assert_eq!(first.header("age"), Some("0"));
    it.app.hands.advance(minutes(5));
    let later = it.app.get(SEARCH).await;
    assert_eq!(later.header("age"), Some("300"));
    assert_eq!(later.header("cache-control"), first.header("cache-control"));
    let control = later.header("cache-control").expect("a word");
    let fresh = control
        .strip_prefix("private, max-age=")
        .and_then(|rest| rest.split(',').next());
    let fresh: i64 = fresh.expect("seconds").parse().expect("seconds");
    assert!((540..=660).contains(&fresh), "{control}");
    let ttl = format!("picker; hit; ttl={}", fresh - 300);
    assert_eq!(later.header("cache-status"), Some(ttl.as_str()));
}

/// The short way once left out what the middleware of the long one adds.
#[tokio::test]
async fn both_ways_give_the_same_answer() {
    let it = FaultyApp::start().await;
    it.app.get(SEARCH).await;
    it.app.get("/api/v3/service-points/1000002").await;
    it.app.hands.advance(minutes(3));
    let table: [&[(&str, &str)]; 5] = [
        &[],
        &[("origin", ORIGIN)],
        &[("origin", "https://elsewhere.example")],
        &[
            ("origin", ORIGIN),
            ("accept-encoding", "br"),
            ("if-none-match", "*"),
        ],
        &[("accept-encoding", "gzip;q=0.5, identity")],
    ];
    for uri in [
        SEARCH,
        "/api/v3/service-points/1000002?shop=default",
        "/api/v3/service-points/0",
    ] {
        for headers in table {
            let request = || {
                let mut request = Request::get(uri);
                for (name, value) in headers {
                    request = request.header(*name, *value);
                }
                request.body(Body::empty()).expect("a request")
            };
            let short = it.app.send(request()).await;
            let long = it.app.send_the_long_way(request()).await;
            assert_eq!(short.status, long.status, "{uri} {headers:?}");
            assert_eq!(short.body, long.body, "{uri} {headers:?}");
            let sorted = |answer: &Answer| {
                let mut headers: Vec<_> = answer
                    .headers
                    .iter()
                    .filter(|(name, _)| *name != "content-length")
                    .map(|(name, value)| format!("{name}: {value:?}"))
                    .collect();
                headers.sort();
                headers
            };
            assert_eq!(sorted(&short), sorted(&long), "{uri} {headers:?}");
        }
    }
}
