//! Properties of the token, and the published examples of what it is made of. What a forger may
//! try is in `tests/token`.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, decode};
use model::{Reference, ServicePoint};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Keys, Material, Signer, SigningKey, Verifier, verify};
use crate::selections::Record;

const ISSUER: &str = "https://pickup.example";
const SHOP: &str = "boots";

fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

/// A key pair of this seed, as OpenSSL writes it.
fn pair(seed: [u8; 32]) -> Material {
    let mut der = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20".to_vec();
    der.extend(seed);
    let base64 = STANDARD.encode(der);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n");
    Material::parse_pem(&pem).expect("a key")
}

fn secret(text: &str) -> Material {
    Material::Secret(text.into())
}

fn key(material: Material, sign_from: Option<&str>, verify_until: Option<&str>) -> SigningKey {
    SigningKey {
        kid: material.default_kid(),
        material,
        sign_from: sign_from.map(at),
        verify_until: verify_until.map(at),
    }
}

fn keys(material: Material) -> Keys {
    Keys::new(vec![key(material, None, None)]).expect("a key")
}

fn signer(keys: &Keys) -> Signer {
    let lifetime = SignedDuration::from_mins(60);
    Signer::new(keys.clone(), lifetime, ISSUER.into(), SHOP.into())
}

fn verifier(keys: &Keys) -> Verifier<'_> {
    Verifier {
        keys,
        issuer: ISSUER,
        audience: SHOP,
    }
}

fn selection(reference: &str, name: &str) -> Record {
    let point: ServicePoint = serde_json::from_value(json!({
        "id": 1_000_002, "name": name,
        "carrier": {"code": "postnl", "name": "PostNL", "logo_url": null, "icon_url": null},
        "carrier_service_point_id": "NL-00002", "carrier_shop_type": "PBA",
        "general_shop_type": "locker",
        "address": {"street": "Stationsplein", "house_number": "1", "postal_code": "5611 AC",
            "city": "Eindhoven", "country_code": "NL"},
        "position": {"latitude": 51.4433, "longitude": 5.4813},
        "contact": {"email": "", "phone": ""},
        "opening_times": {"monday": null, "tuesday": null, "wednesday": null, "thursday": null,
            "friday": null, "saturday": null, "sunday": null},
        "is_open_tomorrow": false, "next_open_at": null, "is_expired": false
    }))
    .expect("a point");
    Record {
        id: "sel_1".to_owned(),
        shop: SHOP.to_owned(),
        service_point: point,
        to_post_number: None,
        is_available: Some(true),
        reference: Some(Reference::parse(reference).expect("a reference")),
        order_reference: None,
        is_current: true,
        selected_at: at("2026-03-02T10:00:00Z"),
        checked_at: at("2026-03-02T10:00:00Z"),
        bound_at: None,
        earlier_service_point_id: None,
    }
}

/// RFC 7515, A.1. Its key is no text and it is no selection, so it passes the last step alone.
#[test]
fn the_published_example_of_hs256_verifies() {
    let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
                 eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
                 dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let key =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    let key = DecodingKey::from_secret(&URL_SAFE_NO_PAD.decode(key).unwrap());
    let validation = verify::signature_alone(Algorithm::HS256);
    let claims = decode::<Value>(token, &key, &validation).unwrap().claims;
    let expected = json!({
        "iss": "joe", "exp": 1_300_819_380, "http://example.com/is_root": true
    });
    assert_eq!(claims, expected);
}

/// RFC 8037, A.1 to A.3.
#[test]
fn the_published_key_pair_has_its_public_key_and_thumbprint() {
    let seed = URL_SAFE_NO_PAD.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
    let pair = pair(seed.unwrap().try_into().unwrap());
    let kid = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
    assert_eq!(pair.default_kid(), kid);
    let public = keys(pair).published(at("2026-03-02T10:00:00Z"));
    let expected = json!({"keys": [{
        "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        "kid": kid, "use": "sig", "alg": "EdDSA"
    }]});
    assert_eq!(serde_json::to_value(public).unwrap(), expected);
}

/// Those of other tools hold the public key as well.
#[test]
fn a_key_that_names_its_public_key_is_taken_where_they_belong_together() {
    use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
    let pair = Ed25519KeyPair::generate().unwrap();
    let mut der = pair.to_pkcs8().unwrap().as_ref().to_vec();
    assert!(der.ends_with(pair.public_key().as_ref()), "a longer form");
    let parse = |der: &[u8]| {
        let base64 = STANDARD.encode(der);
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n");
        Material::parse_pem(&pem)
    };
    assert!(parse(&der).is_some());
    *der.last_mut().unwrap() ^= 1;
    assert!(parse(&der).is_none());
}

#[test]
fn the_newest_key_that_has_begun_signs_and_all_that_have_not_ended_verify() {
    let (first, second) = ("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    let old = key(secret("old"), None, Some("2026-03-02T12:00:00Z"));
    let middle = key(secret("middle"), Some(first), None);
    let new = key(secret("new"), Some(second), None);
    let names = [&old, &middle, &new].map(|key| key.kid.clone());
    // In whatever order they are written.
    let keys = Keys::new(vec![new, old, middle]).expect("keys");
    for (now, signs, verify) in [
        ("2026-03-02T09:59:59Z", 0, [true, true, true]),
        (first, 1, [true, true, true]),
        ("2026-03-02T10:59:59Z", 1, [true, true, true]),
        (second, 2, [true, true, true]),
        ("2026-03-02T11:59:59Z", 2, [true, true, true]),
        ("2026-03-02T12:00:00Z", 2, [false, true, true]),
    ] {
        let now = at(now);
        assert_eq!(keys.signing(now).kid, names[signs], "{now}");
        let found = names.each_ref().map(|kid| keys.find(kid, now).is_some());
        assert_eq!(found, verify, "{now}");
        assert_eq!(keys.first_gap(now), None, "{now}");
    }
    assert!(keys.published(at(first)).is_none(), "they are secrets");
}

/// The one that had begun last signed for ever, though nobody took its tokens.
#[test]
fn what_has_ended_never_signs() {
    let (begin, end) = ("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    let lasting = key(secret("lasting"), None, None);
    let ending = key(secret("ending"), Some(begin), Some(end));
    let names = [&lasting, &ending].map(|key| key.kid.clone());
    let keys = Keys::new(vec![lasting, ending]).expect("keys");
    for (now, signs) in [(begin, 1), ("2026-03-02T10:59:59Z", 1), (end, 0)] {
        assert_eq!(keys.signing(at(now)).kid, names[signs], "{now}");
    }
    // A clock that was set back before the one that has begun, and after the end of the other.
    let ended = key(secret("ended"), None, Some("2026-03-02T08:00:00Z"));
    let begun = key(secret("begun"), Some(begin), None);
    let name = begun.kid.clone();
    let keys = Keys::new(vec![ended, begun]).expect("keys");
    assert_eq!(keys.signing(at("2026-03-02T09:00:00Z")).kid, name);
}

#[test]
fn a_token_counts_from_its_signing_and_for_half_a_minute_too_long() {
    let keys = keys(secret("a secret"));
    let signed = at("2026-03-05T10:00:00Z");
    let token = signer(&keys).sign(&selection("cart-42", "Locker"), signed);
    let verify =
        |seconds| verifier(&keys).verify(&token, signed + SignedDuration::from_secs(seconds));
    assert_eq!(verify(0).unwrap()["iat"], signed.as_second());
    assert!(verify(3630).is_ok());
    assert_eq!(verify(3631), Err(super::TokenError::Expired));
}

fn material(is_pair: bool) -> Material {
    match is_pair {
        true => pair([7; 32]),
        false => secret("a secret of thirty-two bytes or more"),
    }
}

proptest! {
    #[test]
    fn what_was_signed_is_what_is_verified(
        is_pair: bool,
        reference in "[!-~]{1,128}",
        name in "\\PC{0,200}",
    ) {
        let keys = keys(material(is_pair));
        let now = at("2026-03-02T10:00:00Z");
        let token = signer(&keys).sign(&selection(&reference, &name), now);
        let claims = verifier(&keys).verify(&token, now).unwrap();
        prop_assert_eq!(claims, json!({
            "iss": ISSUER, "aud": SHOP, "iat": now.as_second(), "exp": now.as_second() + 3600,
            "jti": "sel_1", "reference": reference, "service_point_id": 1_000_002,
            "to_post_number": null, "carrier": "postnl", "carrier_service_point_id": "NL-00002",
            "name": name, "is_available": true,
            "address": {"street": "Stationsplein", "house_number": "1", "postal_code": "5611 AC",
                "city": "Eindhoven", "country_code": "NL"},
        }));
    }

    /// In the text too: of one signature there is one spelling.
    #[test]
    fn any_flipped_bit_is_refused(is_pair: bool, at_bit in any::<prop::sample::Index>()) {
        let keys = keys(material(is_pair));
        let now = at("2026-03-02T10:00:00Z");
        let token = signer(&keys).sign(&selection("cart-42", "Locker"), now);
        let mut bytes = token.into_bytes();
        let bit = at_bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        if let Ok(token) = String::from_utf8(bytes) {
            prop_assert!(verifier(&keys).verify(&token, now).is_err(), "{}", bit);
        }
    }

    /// And where the text still is what such a text has to be.
    #[test]
    fn any_flipped_bit_of_a_part_is_refused(
        is_pair: bool,
        part in 0..3_usize,
        at_bit in any::<prop::sample::Index>(),
    ) {
        let keys = keys(material(is_pair));
        let now = at("2026-03-02T10:00:00Z");
        let token = signer(&keys).sign(&selection("cart-42", "Locker"), now);
        let mut parts: Vec<_> = token.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap()).collect();
        let bit = at_bit.index(parts[part].len() * 8);
        parts[part][bit / 8] ^= 1 << (bit % 8);
        let token = parts.iter().map(|part| URL_SAFE_NO_PAD.encode(part)).collect::<Vec<_>>().join(".");
        prop_assert!(verifier(&keys).verify(&token, now).is_err(), "{}", bit);
    }

    #[test]
    fn no_text_is_accepted(text in "\\PC{0,300}") {
        let keys = keys(secret("a secret"));
        prop_assert!(verifier(&keys).verify(&text, at("2026-03-02T10:00:00Z")).is_err());
    }
}
