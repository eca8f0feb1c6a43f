//! The public keys of a shop, and that what they verify is what the shop signed.

use axum::http::{Method, StatusCode};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde_json::Value;

use super::{pair_variables, pem, sandbox, select};
use crate::support::{NOW, PUBLIC_URL, TestApp};

const KEYS: &str = "/.well-known/jwks.json";

#[tokio::test]
async fn a_token_of_a_key_pair_verifies_with_what_the_shop_publishes() {
    let app = TestApp::on(sandbox().await, &pair_variables(&pem(1)));
    let token = select(&app).await;
    let answer = app.get("/.well-known/jwks.json?shop=default").await;
    assert_eq!(answer.header("cache-control"), Some("public, max-age=300"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));

    let keys: JwkSet = serde_json::from_slice(&answer.body).expect("a key set");
    let kid = jsonwebtoken::decode_header(&token).expect("a header").kid;
    let key = keys.find(&kid.expect("a kid")).expect("it is published");
    let key = DecodingKey::from_jwk(key).expect("a key");
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_audience(&["default"]);
    validation.set_issuer(&[PUBLIC_URL]);
    validation.validate_exp = false;
    let token = decode::<Value>(&token, &key, &validation).expect("it verifies");
    assert_eq!(token.header.typ.as_deref(), Some("selection+jwt"));
    assert_eq!(token.claims["reference"], "cart-42");
    assert_eq!(token.claims["exp"], NOW + 3600);
}

/// Whoever verifies by a shared secret could be handed it here.
#[tokio::test]
async fn a_shop_with_a_secret_publishes_nothing() {
    let answer = TestApp::alone().get(KEYS).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.error()["code"], "not_found");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn the_keys_are_for_everybody_who_reads() {
    let pem = pem(1);
    let app = TestApp::alone_with(&pair_variables(&pem));
    let foreign = [("origin", "https://elsewhere.example")];
    let answer = app.send_from(Method::GET, KEYS, &foreign).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert!(!answer.text().contains("\"d\""), "{}", answer.text());
    let head = app.send_from(Method::HEAD, KEYS, &[]).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(head.header("cache-control"), answer.header("cache-control"));
    let post = app.send_from(Method::POST, KEYS, &[]).await;
    assert_eq!(post.status, StatusCode::METHOD_NOT_ALLOWED);
    let other = app.get("/.well-known/jwks.json?shop=other").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}
