//! Tokens that nobody may accept, made of one that is good.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::EncodingKey;
use jsonwebtoken::jwk::Jwk;
use serde_json::{Value, json};

use super::{pem, read_parts, sign};

/// A token that is bad, and whether every library has to see that. The others are told by the
/// proxy alone: only whoever has the shop's key could make them.
pub(super) struct Forgery {
    pub(super) name: String,
    pub(super) token: String,
    pub(super) is_for_all: bool,
}

/// What a forger has: a good token, and what is public. The shop's own key is for tokens that are
/// wrong in what they say.
pub(super) struct Stage<'a> {
    pub(super) good: &'a str,
    pub(super) own_key: EncodingKey,
    /// Of the shop's key pair, where it has one.
    pub(super) jwks: Option<&'a Value>,
}

/// A key pair and a secret that are somebody else's.
fn foreign_keys() -> [EncodingKey; 2] {
    let pair = EncodingKey::from_ed_pem(pem(99).as_bytes()).expect("a key");
    let secret = b"another shop's secret of thirty-two bytes";
    [pair, EncodingKey::from_secret(secret)]
}

/// All of them.
pub(super) fn of(stage: &Stage<'_>) -> Vec<Forgery> {
    let mut made = Vec::new();
    let mut add = |name: &str, is_for_all: bool, token: String| {
        let name = name.to_owned();
        made.push(Forgery {
            name,
            token,
            is_for_all,
        });
    };
    let (header, claims) = read_parts(stage.good);
    let parts: Vec<_> = stage.good.split('.').collect();
    let [pair, secret] = foreign_keys();

    // Without a key.
    for alg in ["none", "None", "nOnE", ""] {
        let header = with(&header, "alg", json!(alg));
        let unsigned = sign(&header, &claims, &secret);
        let message = unsigned.rsplit_once('.').expect("three parts").0;
        add(
            &format!("alg {alg:?}, no signature"),
            true,
            format!("{message}."),
        );
        add(
            &format!("alg {alg:?}, the old signature"),
            true,
            format!("{message}.{}", parts[2]),
        );
    }
    add("two parts", true, parts[..2].join("."));
    add("four parts", true, format!("{}.{}", stage.good, parts[2]));
    add("no text", true, String::new());
    let other = with(&claims, "service_point_id", json!(7));
    let other = sign(&header, &other, &secret);
    let other: Vec<_> = other.split('.').collect();
    add(
        "another payload",
        true,
        [parts[0], other[1], parts[2]].join("."),
    );
    for part in 0..3 {
        let mut bytes: Vec<_> = parts
            .iter()
            .map(|part| URL_SAFE_NO_PAD.decode(part).expect("base64url"))
            .collect();
        // Of a text that stays JSON: else it would be refused as none.
        let at = if part == 2 {
            0
        } else {
            flippable(&bytes[part])
        };
        bytes[part][at] ^= 1;
        let token: Vec<_> = bytes
            .iter()
            .map(|part| URL_SAFE_NO_PAD.encode(part))
            .collect();
        add(
            &format!("a flipped bit of part {part}"),
            true,
            token.join("."),
        );
    }

    // With a foreign key, or with what is public in the place of a secret.
    for (name, key, alg) in [("pair", &pair, "EdDSA"), ("secret", &secret, "HS256")] {
        let header = with(&header, "alg", json!(alg));
        add(
            &format!("a foreign {name}"),
            true,
            sign(&header, &claims, key),
        );
        let public = Jwk::from_encoding_key(&pair, jsonwebtoken::Algorithm::EdDSA).expect("a key");
        for (field, value) in [
            ("jwk", json!(public)),
            ("jku", json!("https://evil.example/jwks.json")),
            ("x5u", json!("https://evil.example/x5u.pem")),
        ] {
            let header = with(&header, field, value);
            add(
                &format!("a foreign {name} in {field}"),
                true,
                sign(&header, &claims, key),
            );
        }
    }
    for key in stage
        .jwks
        .into_iter()
        .flat_map(|jwks| jwks["keys"].as_array().expect("a list"))
    {
        let x = key["x"].as_str().expect("text");
        let bytes = URL_SAFE_NO_PAD.decode(x).expect("base64url");
        let mut der = b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00".to_vec();
        der.extend(&bytes);
        let base64 = base64::engine::general_purpose::STANDARD.encode(&der);
        let pem = format!("-----BEGIN PUBLIC KEY-----\n{base64}\n-----END PUBLIC KEY-----\n");
        let header = with(&header, "alg", json!("HS256"));
        for (name, secret) in [
            ("bytes", bytes),
            ("text", x.as_bytes().to_vec()),
            ("DER", der),
            ("PEM", pem.as_bytes().to_vec()),
            ("JSON", key.to_string().into_bytes()),
        ] {
            let token = sign(&header, &claims, &EncodingKey::from_secret(&secret));
            add(
                &format!("the public key as a secret, its {name}"),
                true,
                token,
            );
        }
    }

    // With the right key, saying what is wrong.
    let own = |header: &Value, claims: &Value| sign(header, claims, &stage.own_key);
    for (name, value) in [("aud", "hats"), ("iss", "https://evil.example")] {
        add(
            &format!("another {name}"),
            true,
            own(&header, &with(&claims, name, json!(value))),
        );
        add(
            &format!("no {name}"),
            true,
            own(&header, &without(&claims, name)),
        );
    }
    let past = claims["iat"].as_i64().expect("a number") - 31;
    add(
        "expired",
        true,
        own(&header, &with(&claims, "exp", json!(past))),
    );
    add("no exp", true, own(&header, &without(&claims, "exp")));
    let soon = claims["exp"].as_i64().expect("a number");
    for value in [
        json!(soon.to_string()),
        json!(soon as f64 + 0.5),
        json!(null),
        json!([soon]),
    ] {
        add(
            &format!("exp as {value}"),
            false,
            own(&header, &with(&claims, "exp", value)),
        );
    }
    add(
        "iat as text",
        false,
        own(&header, &with(&claims, "iat", json!("now"))),
    );
    add(
        "another typ",
        true,
        own(&with(&header, "typ", json!("JWT")), &claims),
    );
    add("no typ", true, own(&without(&header, "typ"), &claims));
    add(
        "another kid",
        false,
        own(&with(&header, "kid", json!("other")), &claims),
    );
    add("no kid", false, own(&without(&header, "kid"), &claims));
    let critical = with(
        &with(&header, "crit", json!(["picker"])),
        "picker",
        json!(1),
    );
    add("something critical", false, own(&critical, &claims));
    made
}

fn with(object: &Value, name: &str, value: Value) -> Value {
    let mut object = object.clone();
    object[name] = value;
    object
}

fn without(object: &Value, name: &str) -> Value {
    let mut object = object.clone();
    object.as_object_mut().expect("an object").remove(name);
    object
}

/// Where a letter of a text stands that may be another letter.
fn flippable(json: &[u8]) -> usize {
    let json = std::str::from_utf8(json).expect("text");
    let values = ["jwt\"", "cart-42"];
    let found = values.iter().find_map(|value| json.find(value));
    found.expect("it says one of these")
}
