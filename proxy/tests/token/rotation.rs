//! One key takes another's place, and nobody has to be there when it does.

use std::time::Duration;

use proxy::clock::Clock;
use serde_json::{Value, json};

use super::{pem, read, read_parts, sandbox, select, write};
use crate::support::{Answer, NOW, TestApp};

/// An app with these keys, which begin and end by its clock.
async fn app(name: &str, signing: &str) -> TestApp {
    let path = write(name, sandbox().await, signing);
    let now = jiff::Timestamp::from_second(NOW).expect("a moment");
    TestApp::with(read(path, Clock::fixed(now)).expect("it is valid")).0
}

async fn kid_of_a_token(app: &TestApp) -> Value {
    read_parts(&select(app).await).0["kid"].clone()
}

async fn kids_published(app: &TestApp) -> Value {
    let answer: Answer = app.get("/.well-known/jwks.json").await;
    let keys = answer.json()["keys"].clone();
    let kids = keys.as_array().expect("a list").iter();
    kids.map(|key| key["kid"].clone()).collect()
}

/// The app lives at 10:00. What the old key signs last is good until 11:10, and a while longer.
#[tokio::test]
async fn a_new_key_signs_from_its_moment_on_and_the_old_one_stays_until_its_end() {
    let keys = format!(
        "[[shops.boots.signing_keys]]\nkid = \"old\"\nkey = '''{}'''\n\
         verify_until = 2026-03-02T11:15:00Z\n\
         [[shops.boots.signing_keys]]\nkid = \"new\"\nkey = '''{}'''\n\
         sign_from = \"2026-03-02T10:10:00Z\"\n",
        pem(1),
        pem(2)
    );
    let app = app("rotation.toml", &keys).await;
    assert_eq!(kid_of_a_token(&app).await, "old");
    // Who keeps the set for its five minutes has the new key before it signs.
    assert_eq!(kids_published(&app).await, json!(["old", "new"]));

    app.hands.advance(Duration::from_secs(10 * 60 - 1));
    assert_eq!(kid_of_a_token(&app).await, "old");
    app.hands.advance(Duration::from_secs(1));
    assert_eq!(kid_of_a_token(&app).await, "new");
    assert_eq!(kids_published(&app).await, json!(["old", "new"]));

    app.hands.advance(Duration::from_secs(65 * 60 - 1));
    assert_eq!(kids_published(&app).await, json!(["old", "new"]));
    app.hands.advance(Duration::from_secs(1));
    assert_eq!(kids_published(&app).await, json!(["new"]));
    assert_eq!(kid_of_a_token(&app).await, "new");
}

#[tokio::test]
async fn secrets_take_each_others_place_too() {
    let keys = "[[shops.boots.signing_keys]]\nsecret = \"the-old-secret-with-32-bytes-at-least\"\n\
                [[shops.boots.signing_keys]]\nsecret = \"the-new-secret-with-32-bytes-at-least\"\n\
                sign_from = 2026-03-02T11:10:00+01:00\n";
    let app = app("secrets.toml", keys).await;
    let old = kid_of_a_token(&app).await;
    app.hands.advance(Duration::from_secs(10 * 60));
    let new = kid_of_a_token(&app).await;
    assert_ne!(old, new);
    let answer = app.get("/.well-known/jwks.json").await;
    assert_eq!(answer.error()["code"], "not_found");
}

#[tokio::test]
async fn tokens_live_as_long_as_the_shop_says() {
    let signing = "token_minutes = 5\nsigning_secret = \"a-secret-of-at-least-32-bytes-in-all\"";
    let app = app("minutes.toml", signing).await;
    let (_, claims) = read_parts(&select(&app).await);
    assert_eq!(
        (&claims["iat"], &claims["exp"]),
        (&json!(NOW), &json!(NOW + 300))
    );
}
