//! What Sendcloud does on its bad days, and what a browser is told of it.

mod pauses;
mod pressure;
mod retries;
mod stage;
mod tokens;

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::support::{Answer, TestApp, log, upstream};

const SEARCH: &str = "/api/v3/service-points?country_code=NL&address_postal_code=5611EM";

/// What a search answers in front of an upstream that always says this.
async fn search_on<F>(answer: F) -> Answer
where
    F: Fn() -> Response + Clone + Send + Sync + 'static,
{
    ask_on(SEARCH, &[], answer).await
}

/// The same of another search, of a shop with further variables.
async fn ask_on<F>(search: &str, variables: &[(&str, &str)], answer: F) -> Answer
where
    F: Fn() -> Response + Clone + Send + Sync + 'static,
{
    let address = upstream::always(move || {
        let response = answer();
        async move { response }
    })
    .await;
    TestApp::on(address, variables).get(search).await
}

fn v3_error(status: StatusCode, code: Value, detail: &str) -> Response {
    let error = json!({"status": status.as_str(), "code": code, "detail": detail});
    (status, Json(json!({"errors": [error]}))).into_response()
}

fn list(results: Vec<Value>) -> Value {
    json!({"data": {"results": results, "geocoding": null}})
}

#[tokio::test]
async fn refused_keys_are_the_operators_business() {
    for status in [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN] {
        let text = "The username or password provided is incorrect.";
        let answer =
            search_on(move || v3_error(status, "authentication_failed".into(), text)).await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
        assert_eq!(answer.error()["code"], "upstream_refused");
        assert!(!answer.text().contains("password"), "{}", answer.text());
    }
}

#[tokio::test]
async fn a_spent_limit_is_told_with_its_pause() {
    let table = [
        (Some("7"), "7"),
        (Some("86400"), "60"),
        (Some("Mon, 02 Mar 2026 10:00:30 GMT"), "30"),
        (Some("Mon, 02 Mar 2026 09:00:00 GMT"), "1"),
        (Some("soon"), "60"),
        (None, "60"),
    ];
    for (sent, told) in table {
        let answer = search_on(move || {
            let mut response = (StatusCode::TOO_MANY_REQUESTS, "slow down").into_response();
            if let Some(sent) = sent {
                let value = header::HeaderValue::from_static(sent);
                response.headers_mut().insert(header::RETRY_AFTER, value);
            }
            response
        })
        .await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.error()["code"], "upstream_unavailable");
        assert_eq!(answer.header("retry-after"), Some(told), "{sent:?}");
    }
}

/// The widget offers the map then, instead of telling the shopper that the address is wrong.
#[tokio::test]
async fn the_geocoders_outage_keeps_v3s_own_form() {
    let detail = "The address could not be resolved at this time. Try again later.";
    for code in [Value::Null, "null".into()] {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let answer = search_on(move || v3_error(status, code.clone(), detail)).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.error()["code"], Value::Null);
        assert_eq!(answer.error()["detail"], detail);
        assert!(answer.header("retry-after").is_some());
    }
}

/// The widget told shoppers that their address could not be resolved, who had given none.
#[tokio::test]
async fn a_search_without_an_address_knows_no_geocoder() {
    for query in ["", "&latitude=51.44&longitude=5.47"] {
        let search = format!("/api/v3/service-points?country_code=NL{query}");
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let answer = ask_on(&search, &[], move || v3_error(status, Value::Null, "Down.")).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.error()["code"], "upstream_unavailable", "{query}");
    }
}

#[tokio::test]
async fn other_outages_are_unavailable() {
    for status in [500, 502, 503, 504] {
        let status = StatusCode::from_u16(status).expect("a status");
        let answer = search_on(move || (status, "<h1>Bad day</h1>").into_response()).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.error()["code"], "upstream_unavailable");
        assert!(answer.header("retry-after").is_some());
        assert!(!answer.text().contains("Bad day"));
    }
    let nobody = TestApp::alone().get(SEARCH).await;
    assert_eq!(nobody.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(nobody.error()["code"], "upstream_unavailable");
    assert!(nobody.header("retry-after").is_some());
}

/// The clock is stopped once the call has arrived, and then runs ahead: the test waits for nothing.
#[tokio::test]
async fn no_answer_is_a_timeout() {
    let arrived = Arc::new(Notify::new());
    let tell = arrived.clone();
    let address = upstream::always(move || {
        tell.notify_one();
        std::future::pending::<StatusCode>()
    })
    .await;
    let answer = tokio::spawn(async move { TestApp::on(address, &[]).get(SEARCH).await });
    arrived.notified().await;
    tokio::time::pause();
    let stopped = Instant::now();
    let answer = answer.await.expect("no panic");
    assert_eq!(answer.status, StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(answer.error()["code"], "upstream_timeout");
    let waited = stopped.elapsed();
    assert!(waited <= Duration::from_secs(5), "{waited:?}");
}

#[tokio::test]
async fn nonsense_is_not_passed_on() {
    type Nonsense = (&'static str, fn() -> Response);
    let table: [Nonsense; 9] = [
        ("HTML", || {
            axum::response::Html("<h1>Welcome</h1>").into_response()
        }),
        ("JSON by another name", || {
            list(vec![]).to_string().into_response()
        }),
        ("no list", || Json(json!({"data": {}})).into_response()),
        ("half a body", || {
            (
                [(header::CONTENT_TYPE, "application/json")],
                "{\"data\": {\"resul",
            )
                .into_response()
        }),
        ("a redirect", || {
            Redirect::temporary("http://169.254.169.254/").into_response()
        }),
        ("too long", || {
            let name = "x".repeat(3 * 1024 * 1024);
            Json(json!({"data": {"results": [], "geocoding": null}, "more": name})).into_response()
        }),
        ("an odd status", || StatusCode::IM_A_TEAPOT.into_response()),
        ("the wrong address", || {
            StatusCode::NOT_FOUND.into_response()
        }),
        ("mostly malformed points", || {
            Json(list(vec![json!({"id": 1}); 12])).into_response()
        }),
    ];
    for (name, nonsense) in table {
        let answer = search_on(nonsense).await;
        assert_eq!(
            answer.status,
            StatusCode::BAD_GATEWAY,
            "{name}: {}",
            answer.text()
        );
        assert_eq!(answer.error()["code"], "upstream_invalid", "{name}");
    }
}

#[tokio::test]
async fn a_malformed_point_costs_only_itself() {
    let answer = search_on(|| {
        let nameless = json!({"id": 7, "carrier": {"code": ""}, "position": null});
        let points = vec![upstream::point(1), nameless, upstream::point(2)];
        Json(list(points)).into_response()
    })
    .await;
    assert_eq!(answer.status, StatusCode::OK);
    let results = &answer.json()["data"]["results"];
    let ids: Vec<_> = results
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| &it["id"])
        .collect();
    assert_eq!(ids, [1, 2]);
}

/// Such codes were passed on, and signed.
#[tokio::test]
async fn a_point_whose_codes_are_no_codes_is_left_out() {
    let answer = search_on(|| {
        let broken = |change: fn(&mut Value)| {
            let mut point = upstream::point(9);
            change(&mut point);
            point
        };
        let points = vec![
            upstream::point(1),
            broken(|point| point["carrier"]["code"] = json!("post\u{0000}nl")),
            broken(|point| point["carrier"]["code"] = json!("p".repeat(201))),
            broken(|point| point["carrier_service_point_id"] = json!("NL-\u{202E}1")),
            broken(|point| point["carrier_shop_type"] = json!("P\u{200B}BA")),
        ];
        Json(list(points)).into_response()
    })
    .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let results = answer.json()["data"]["results"].clone();
    assert_eq!(results.as_array().map(Vec::len), Some(1), "{results}");
    assert_eq!(results[0]["id"], 1);
}

/// A carrier's text could otherwise turn the shop's page around.
#[tokio::test]
async fn texts_are_cleaned() {
    let answer = search_on(|| {
        let mut point = upstream::point(1);
        point["name"] = json!("\u{202E}Locker\u{0000}\n  at\u{200B} night");
        point["address"]["street"] = json!("s".repeat(5000));
        Json(list(vec![point])).into_response()
    })
    .await;
    let point = answer.json()["data"]["results"][0].clone();
    assert_eq!(point["name"], "Locker at night");
    assert_eq!(point["address"]["street"].as_str().map(str::len), Some(200));
}

/// What becomes a link, a class or a moment on a page is that, or nothing.
#[tokio::test]
async fn what_is_no_plain_text_has_its_own_form_or_is_left_out() {
    let answer = search_on(|| {
        let mut odd = upstream::point(1);
        odd["contact"] = json!({"email": "a@b?bcc=c@d", "phone": "javascript:1"});
        odd["general_shop_type"] = json!(format!("\u{202E}kiosk {}", "k".repeat(500)));
        odd["next_open_at"] = json!("<b>soon</b>");
        odd["address"]["country_code"] = json!("N\u{200B}L");
        let mut good = upstream::point(2);
        good["contact"] = json!({"email": "info@punt.example", "phone": "+31 40 123"});
        good["general_shop_type"] = json!("lock\u{200B}er");
        good["next_open_at"] = json!("2026-03-03T08:30:00+01:00");
        let mut body = list(vec![odd, good]);
        body["data"]["geocoding"] = json!({"status": "matched", "precision": "\u{202E}city"});
        Json(body).into_response()
    })
    .await;
    let data = answer.json()["data"].clone();
    let [odd, good] = [&data["results"][0], &data["results"][1]];
    assert_eq!(odd["contact"], json!({"email": "", "phone": ""}));
    let kind = odd["general_shop_type"].as_str();
    assert!(kind.is_some_and(|kind| kind.starts_with("kiosk k") && kind.len() == 200));
    assert_eq!(odd["next_open_at"], json!(null));
    assert_eq!(odd["address"]["country_code"], "NL");
    let contact = json!({"email": "info@punt.example", "phone": "+31 40 123"});
    assert_eq!(good["contact"], contact);
    assert_eq!(good["general_shop_type"], "locker");
    assert_eq!(good["next_open_at"], "2026-03-03T08:30:00+01:00");
    assert_eq!(data["geocoding"]["precision"], "city");
}

/// Shoppers read v3's words about the integration, and any page could raise the alarm.
#[tokio::test]
async fn who_has_to_mend_a_refusal_depends_on_who_asked_for_it() {
    const OFF: &str = "Service points are not enabled for the authenticated integration.";
    const CARRIERS: &str = "Service points are not supported for the requested carriers: acme.";
    let named = format!("{SEARCH}&carrier_code=acme");
    let listed: &[(&str, &str)] = &[("PICKER_CARRIERS", "acme")];
    let table = [
        (named.as_str(), &[][..], CARRIERS, false),
        (&named, listed, CARRIERS, true),
        (SEARCH, listed, CARRIERS, true),
        (SEARCH, &[], CARRIERS, true),
        (&named, &[], OFF, true),
        (SEARCH, &[], OFF, true),
    ];
    let mut alarms = 0;
    for (search, variables, detail, is_operators) in table {
        let refusal = move || v3_error(StatusCode::BAD_REQUEST, "validation_error".into(), detail);
        let answer = ask_on(search, variables, refusal).await;
        if is_operators {
            alarms += 1;
            assert_eq!(answer.status, StatusCode::BAD_GATEWAY, "{search} {detail}");
            assert_eq!(answer.error()["code"], "upstream_refused");
            assert!(!answer.text().contains("Service points are"));
        } else {
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{search} {detail}");
            assert_eq!(answer.error()["detail"], detail);
        }
        let log = log::read();
        assert_eq!(log.matches("\"level\":\"ERROR\"").count(), alarms, "{log}");
    }
}

#[tokio::test]
async fn v3s_own_refusals_keep_their_words() {
    let answer = search_on(|| {
        let error = json!({"status": 400, "code": "validation_error",
            "detail": format!("Not supported\u{0007}: {}", "x".repeat(1000)),
            "source": {"parameter": "address"}, "meta": {"internal": "do not pass on"}});
        (StatusCode::BAD_REQUEST, Json(json!({"errors": error}))).into_response()
    })
    .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let error = answer.error();
    assert_eq!(error["code"], "validation_error");
    assert_eq!(error["source"]["parameter"], "address");
    let detail = error["detail"].as_str().expect("a text");
    assert!(detail.starts_with("Not supported: xxx"), "{detail}");
    assert_eq!(detail.chars().count(), 300);
    assert!(!answer.text().contains("internal"));
}

/// Sendcloud compresses; what counts for the cap is the size afterwards.
#[tokio::test]
async fn compressed_answers_are_read() {
    let answer = search_on(|| {
        let headers = [
            (header::CONTENT_TYPE, "application/json"),
            (header::CONTENT_ENCODING, "gzip"),
        ];
        (
            headers,
            gzip(list(vec![upstream::point(5)]).to_string().as_bytes()),
        )
            .into_response()
    })
    .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.json()["data"]["results"][0]["id"], 5);

    let bomb = search_on(|| {
        let headers = [
            (header::CONTENT_TYPE, "application/json"),
            (header::CONTENT_ENCODING, "gzip"),
        ];
        (headers, gzip(&vec![b' '; 8 * 1024 * 1024])).into_response()
    })
    .await;
    assert_eq!(bomb.status, StatusCode::BAD_GATEWAY);
    assert_eq!(bomb.error()["code"], "upstream_invalid");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}
