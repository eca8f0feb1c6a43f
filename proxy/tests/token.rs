//! The token of a selection: what it is signed with, who can verify it, and what nobody accepts.

mod command;
mod configuration;
mod foreign;
mod forgeries;
mod jwks;
mod rotation;

use std::net::SocketAddr;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, AlgorithmFamily, EncodingKey};
use proxy::clock::Clock;
use proxy::config::{Config, Source};
use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::config::file;
use crate::support::{NOW, PUBLIC_KEY, SECRET_KEY, TestApp, upstream};

/// An Ed25519 private key as OpenSSL writes it, another for each number.
pub(crate) fn pem(number: u8) -> String {
    let mut der = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20".to_vec();
    der.extend([number; 32]);
    let base64 = STANDARD.encode(der);
    format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n")
}

/// What makes a shop of variables sign with a key pair.
pub(crate) fn pair_variables(pem: &str) -> [(&str, &str); 2] {
    [("PICKER_SIGNING_SECRET", ""), ("PICKER_SIGNING_KEY", pem)]
}

/// The sandbox, which knows the locker 1000002.
async fn sandbox() -> SocketAddr {
    let sandbox = Sandbox::default().with_keys(PUBLIC_KEY, SECRET_KEY);
    upstream::serve(sandbox::router(sandbox)).await
}

/// A shop whose selections are signed as `signing` says, in lines of TOML.
fn shop(upstream: SocketAddr, key: &str, signing: &str) -> String {
    format!(
        "[shops.{key}]\norigins = [\"https://shop.example\"]\n\
         sendcloud.public_key = \"{PUBLIC_KEY}\"\nsendcloud.secret_key = \"{SECRET_KEY}\"\n\
         sendcloud.base_url = \"http://{upstream}/api/v3\"\n{signing}\n"
    )
}

/// What stands before the shops of a file: two lines.
const TOP: &str =
    "public_url = \"https://pickup.example\"\nselections.store = \"sqlite::memory:\"\n";

/// Such a shop in a file of that name.
fn write(name: &str, upstream: SocketAddr, signing: &str) -> PathBuf {
    let shop = shop(upstream, "boots", signing);
    file::write(name, &format!("{TOP}{shop}"))
}

/// Reads a file at a moment.
fn read(path: PathBuf, clock: Clock) -> Result<Config, Vec<String>> {
    let source = Source {
        file: Some(path),
        clock,
        ..Source::default()
    };
    source.read(&|_| None).config.map_err(|findings| findings.0)
}

/// The token of a selection that is made now.
async fn select(app: &TestApp) -> String {
    let body = json!({"service_point_id": 1_000_002, "reference": "cart-42"});
    let answer = app.post("/api/selections", &body).await;
    let token = answer.json()["token"].as_str().map(str::to_owned);
    token.unwrap_or_else(|| panic!("no token: {}", answer.text()))
}

/// Moves an app's clock to the machine's: for verifiers that have no other.
fn to_the_present(app: &TestApp) {
    let then = jiff::Timestamp::from_second(NOW).expect("a moment");
    let passed = Clock::system().now().duration_since(then);
    let passed = passed.try_into().expect("the tests live in a later time");
    app.hands.advance(passed);
}

/// The header and the claims of a token, believed as they are.
fn read_parts(token: &str) -> (Value, Value) {
    let mut parts = token.split('.').map(|part| {
        let json = URL_SAFE_NO_PAD.decode(part).expect("base64url");
        serde_json::from_slice(&json).unwrap_or(Value::Null)
    });
    (
        parts.next().expect("a header"),
        parts.next().expect("claims"),
    )
}

/// Signs claims as the proxy would, under a header that may say anything.
fn sign(header: &Value, claims: &Value, key: &EncodingKey) -> String {
    let algorithm = match key.family() {
        AlgorithmFamily::Ed => Algorithm::EdDSA,
        _ => Algorithm::HS256,
    };
    let parts = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let message = parts.join(".");
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), key, algorithm);
    format!("{message}.{}", signature.expect("it signs"))
}
