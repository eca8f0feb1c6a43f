//! The demo shop: what it believes, and what it refuses.

use axum::{Router, body::Body, http::Request, http::StatusCode};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use sandbox::shop::{ShopConfig, router};
use serde_json::{Value, json};

use crate::support::{Answer, NOON, send, stopped_at};

const SECRET: &str = "a secret of at least thirty-two bytes";

fn shop() -> Router {
    let config = ShopConfig {
        signing_secret: SECRET.to_owned(),
        shop: "demo".to_owned(),
        issuer: "picker-proxy".to_owned(),
        clock: stopped_at(NOON),
    };
    Router::new().nest("/demo", router(config))
}

fn claims() -> Value {
    json!({
        "iss": "picker-proxy", "aud": "demo", "iat": NOON, "exp": NOON + 600, "jti": "sel_1",
        "reference": "cart-42", "service_point_id": 1_000_777, "to_post_number": "00123456",
        "carrier": "dhl_de", "carrier_service_point_id": "DE-1", "name": "Packstation <b>123</b>",
        "address": {
            "street": "Lindenstraße", "house_number": "4", "postal_code": "10178",
            "city": "Berlin", "country_code": "DE",
        },
        "is_available": true,
    })
}

fn sign(claims: &Value, secret: &str, algorithm: Algorithm, typ: Option<&str>) -> String {
    let mut header = Header::new(algorithm);
    header.typ = typ.map(str::to_owned);
    encode(
        &header,
        claims,
        &EncodingKey::from_secret(secret.as_bytes()),
    )
    .expect("a token")
}

fn sign_well(claims: &Value) -> String {
    sign(claims, SECRET, Algorithm::HS256, Some("selection+jwt"))
}

fn good_token() -> String {
    sign_well(&claims())
}

/// The order of another cart, signed for it.
fn form_of(reference: &str) -> Vec<(&'static str, String)> {
    let mut claims = claims();
    claims["reference"] = json!(reference);
    let mut fields = form(&sign_well(&claims));
    fields[8].1 = reference.to_owned();
    fields
}

fn form(token: &str) -> Vec<(&'static str, String)> {
    let fields = [
        ("name", "Ada \"<script>\" Lovelace"),
        ("email", "ada@example.com"),
        ("street", "Unter den Linden"),
        ("house_number", "5"),
        ("postal_code", "10117"),
        ("city", "Berlin"),
        ("country", "DE"),
        ("delivery_method", "service_point"),
        ("reference", "cart-42"),
        ("service_point_id", "1000777"),
        ("to_post_number", "00123456"),
        ("carrier", "dhl_de"),
        ("service_point_token", token),
    ];
    fields.map(|(name, value)| (name, value.to_owned())).into()
}

async fn post(shop: &Router, fields: &[(&str, String)]) -> Answer {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(fields);
    let request = Request::post("/demo/orders")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body.finish()))
        .expect("a request");
    send(shop, request).await
}

async fn refusal(fields: &[(&str, String)]) -> String {
    let answer = post(&shop(), fields).await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        answer.text
    );
    assert!(!answer.text.contains("id=\"verified\""));
    answer.text
}

/// Follows a redirect as a browser would: relative to `/demo/orders`.
async fn follow(shop: &Router, answer: &Answer) -> Answer {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let location = answer.headers["location"].to_str().expect("text");
    let request = Request::get(format!("/demo/{location}"))
        .body(Body::empty())
        .expect("a request");
    send(shop, request).await
}

#[tokio::test]
async fn a_signed_selection_is_accepted_and_shown() {
    let shop = shop();
    let page = follow(&shop, &post(&shop, &form(&good_token())).await).await;
    assert_eq!(page.status, StatusCode::OK);
    for shown in [
        "id=\"service_point_id\">1000777<",
        "id=\"to_post_number\">00123456<",
        "id=\"carrier\">dhl_de<",
        "Signature verified",
        "Packstation &lt;b&gt;123&lt;/b&gt;",
        "Lindenstraße 4",
        "Ada &quot;&lt;script&gt;&quot; Lovelace",
        "href=\"/\"",
    ] {
        assert!(
            page.text.contains(shown),
            "{shown} is missing in {}",
            page.text
        );
    }
    assert!(!page.text.contains("<script"));
    assert_eq!(page.headers["cache-control"], "no-store");
    let policy = page.headers["content-security-policy"]
        .to_str()
        .expect("text");
    assert!(policy.starts_with("default-src 'none'"));
}

#[tokio::test]
async fn a_delivery_home_needs_no_token() {
    let shop = shop();
    let mut fields = form("");
    fields[7].1 = "home".to_owned();
    let page = follow(&shop, &post(&shop, &fields).await).await;
    assert!(page.text.contains("Unter den Linden 5"));
    assert!(!page.text.contains("Signature verified"));
}

#[tokio::test]
async fn empty_values_are_signed_nulls() {
    let mut without = claims();
    without["to_post_number"] = Value::Null;
    without["is_available"] = Value::Null;
    let mut fields = form(&sign_well(&without));
    fields[10].1.clear();
    let shop = shop();
    let page = follow(&shop, &post(&shop, &fields).await).await;
    assert!(
        page.text
            .contains("id=\"to_post_number\" class=\"none\">empty<")
    );
}

/// It was accepted, for any cart and any number of times.
#[tokio::test]
async fn a_selection_of_no_cart_is_refused() {
    let mut without = claims();
    without["reference"] = Value::Null;
    let mut missing = claims();
    missing
        .as_object_mut()
        .expect("an object")
        .remove("reference");
    for claims in [without, missing] {
        let mut fields = form(&sign_well(&claims));
        fields[8].1.clear();
        assert!(refusal(&fields).await.contains("names no cart"));
    }
}

/// One token was good for as many orders as somebody cared to post.
#[tokio::test]
async fn a_cart_is_ordered_once() {
    let shop = shop();
    let first = post(&shop, &form(&good_token())).await;
    let again = post(&shop, &form(&good_token())).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.text.contains("has been placed already"),
        "{}",
        again.text
    );
    assert_eq!(follow(&shop, &first).await.status, StatusCode::OK);
    let other = post(&shop, &form_of("cart-43")).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER);
}

/// Blanks belong to a reference; the form's were taken off, so that it differed from the token's.
#[tokio::test]
async fn a_reference_is_compared_as_it_is() {
    let shop = shop();
    let answer = post(&shop, &form_of(" cart 42 ")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

#[tokio::test]
async fn no_token_proves_nothing() {
    assert!(refusal(&form("")).await.contains("no selection token"));
    let without: Vec<_> = form("")
        .into_iter()
        .filter(|(name, _)| *name != "service_point_token")
        .collect();
    assert!(refusal(&without).await.contains("no selection token"));
}

#[tokio::test]
async fn a_token_that_does_not_hold_is_refused() {
    let good = Some("selection+jwt");
    let with = |name: &str, value: Value| {
        let mut changed = claims();
        changed[name] = value;
        sign(&changed, SECRET, Algorithm::HS256, good)
    };
    let unsigned = {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
        let header = json!({ "alg": "none", "typ": "selection+jwt" }).to_string();
        format!(
            "{}.{}.",
            BASE64.encode(header),
            BASE64.encode(claims().to_string())
        )
    };
    let (head, signature) = {
        let token = good_token();
        let (head, signature) = token.rsplit_once('.').expect("three parts");
        (head.to_owned(), signature.to_owned())
    };
    let cases = [
        (
            sign(
                &claims(),
                "another secret of thirty-two bytes..",
                Algorithm::HS256,
                good,
            ),
            "signature",
        ),
        (format!("{head}.{}", signature.to_lowercase()), "signature"),
        (sign(&claims(), SECRET, Algorithm::HS384, good), "HS256"),
        (unsigned, "cannot be read"),
        (
            sign(&claims(), SECRET, Algorithm::HS256, Some("JWT")),
            "no selection token",
        ),
        (
            sign(&claims(), SECRET, Algorithm::HS256, None),
            "no selection token",
        ),
        (with("aud", json!("another-shop")), "another shop"),
        (with("iss", json!("somebody")), "somebody else"),
        (with("exp", json!(NOON - 31)), "expired"),
        (
            with("service_point_id", json!("no number")),
            "cannot be read",
        ),
        ("no.token.atall".to_owned(), "cannot be read"),
        ("x".repeat(9_000), "cannot be read"),
    ];
    for (token, reason) in cases {
        let page = refusal(&form(&token)).await;
        assert!(page.contains(reason), "{reason} is missing in {page}");
    }
}

#[tokio::test]
async fn clocks_may_differ_by_half_a_minute() {
    let mut late = claims();
    late["exp"] = json!(NOON - 29);
    let token = sign(&late, SECRET, Algorithm::HS256, Some("selection+jwt"));
    assert_eq!(
        post(&shop(), &form(&token)).await.status,
        StatusCode::SEE_OTHER
    );
}

/// A token is only good for what it was made for.
#[tokio::test]
async fn a_field_that_was_changed_is_named() {
    for (index, value) in [
        (8, "cart-43"),
        (9, "1000778"),
        (10, "0123456"),
        (10, ""),
        (11, "postnl"),
    ] {
        let mut fields = form(&good_token());
        fields[index].1 = value.to_owned();
        let page = refusal(&fields).await;
        assert!(
            page.contains(&format!("The field {} differs", fields[index].0)),
            "{page}"
        );
    }
}

#[tokio::test]
async fn an_order_without_an_address_is_refused() {
    let mut fields = form(&good_token());
    fields[5].1 = " ".to_owned();
    assert!(refusal(&fields).await.contains("City is missing"));
    let mut fields = form(&good_token());
    fields[7].1 = "drone".to_owned();
    assert!(
        refusal(&fields)
            .await
            .contains("neither home nor service_point")
    );
}

#[tokio::test]
async fn order_pages_are_unguessable_and_bodies_bounded() {
    let shop = shop();
    let one = post(&shop, &form(&good_token())).await.headers["location"].clone();
    let other = post(&shop, &form_of("cart-43")).await.headers["location"].clone();
    assert_ne!(one, other);
    assert!(one.len() >= "orders/".len() + 22);
    let request = Request::get("/demo/orders/1")
        .body(Body::empty())
        .expect("a request");
    assert_eq!(send(&shop, request).await.status, StatusCode::NOT_FOUND);
    let mut fields = form(&good_token());
    fields.push(("more", "x".repeat(40_000)));
    assert_eq!(
        post(&shop, &fields).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

/// The oldest order goes when there are more than two hundred.
#[tokio::test]
async fn old_orders_are_forgotten() {
    let shop = shop();
    let first = post(&shop, &form(&good_token())).await;
    for number in 0..199 {
        post(&shop, &form_of(&format!("other-{number}"))).await;
    }
    assert_eq!(follow(&shop, &first).await.status, StatusCode::OK);
    post(&shop, &form_of("the-last")).await;
    assert_eq!(follow(&shop, &first).await.status, StatusCode::NOT_FOUND);
}

#[test]
fn debug_hides_the_secret() {
    let config = ShopConfig {
        signing_secret: "marked-secret".to_owned(),
        shop: "demo".to_owned(),
        issuer: "picker-proxy".to_owned(),
        clock: stopped_at(NOON),
    };
    assert!(!format!("{config:?}").contains("marked"));
}
