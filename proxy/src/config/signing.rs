//! What a shop's selections are signed with: one secret, one key, or several for the time in which
//! one takes another's place.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use toml::de::DeValue;

use super::Section;
use super::section::{Name, Written};
use super::shop::is_code;
use crate::selections::{Keys, Material, SigningKey};

const SECRET: (&str, &str) = ("signing_secret", "PICKER_SIGNING_SECRET");
const KEY: (&str, &str) = ("signing_key", "PICKER_SIGNING_KEY");
const LIST: &str = "signing_keys";
/// Shortest secret, in bytes: an HMAC key shorter than its hash is the weaker part.
const SECRET_MIN: usize = 32;

/// Reads the keys of a shop, of which one has to sign at `now` and at any moment after it.
pub(super) fn read_keys(section: &mut Section<'_, '_>, now: Timestamp) -> Option<Keys> {
    let (is_key, is_list) = (section.is_secret_set(KEY), section.is_set(LIST));
    let is_secret = section.is_secret_set(SECRET);
    let forms = [is_secret, is_key, is_list];
    if forms.into_iter().filter(|is_set| *is_set).count() > 1 {
        let what = "is one of signing_secret, signing_key (PICKER_SIGNING_KEY) and \
                    signing_keys, of which more are set: keep one";
        section.find_missing(SECRET, what);
    }
    let secret_place = section.place(SECRET.into());
    let pair_place = section.place(KEY.into());
    let secret = if is_key || is_list {
        section.optional_secret(SECRET, SECRET_MIN)
    } else {
        section.long_secret(SECRET, "what selections are signed with", SECRET_MIN)
    };
    let secret = secret.map(Material::Secret);
    let pair = read_pair(section, KEY.into());
    let place = section.place(LIST.into());
    match read_list(section) {
        Some(keys) => {
            let Some(keys) = Keys::new(keys?) else {
                section.examination.find(&place, "lists nothing");
                return None;
            };
            match keys.first_gap(now) {
                Some(gap) if gap == now => {
                    let what = "has no key that signs now: each begins later, or has ended";
                    section.examination.find(&place, what);
                }
                Some(gap) => {
                    let what = format!(
                        "has no key that signs at {gap}: another has to begin until then, and the \
                         last one has no verify_until"
                    );
                    section.examination.find(&place, &what);
                }
                None => {}
            }
            Some(keys)
        }
        None => {
            let place = if is_secret { secret_place } else { pair_place };
            let material = secret.or(pair)?;
            let identity = identity(&material);
            section.examination.claim(&place, &place.name, identity);
            Keys::new(vec![SigningKey {
                kid: material.default_kid(),
                material,
                sign_from: None,
                verify_until: None,
            }])
        }
    }
}

/// Reads `[[signing_keys]]`: none where there is no list, within that none where it is not good.
fn read_list(section: &mut Section<'_, '_>) -> Option<Option<Vec<SigningKey>>> {
    let mut before: Vec<SigningKey> = Vec::new();
    let list = section.place(LIST.into()).name;
    let rows = section.rows(LIST, |row| {
        let key = read_key(row)?;
        if let Some(what) = find_clash(&key, &before) {
            row.find_here(what);
        }
        let name = if key.secret().is_some() {
            "secret"
        } else {
            "key"
        };
        let place = row.place(name.into());
        let identity = identity(&key.material);
        row.examination.claim(&place, &list, identity);
        before.push(key);
        Some(())
    })?;
    Some(rows.iter().all(Option::is_some).then_some(before))
}

/// What tells a key from all others.
fn identity(material: &Material) -> SecretString {
    match material {
        Material::Secret(secret) => secret.clone(),
        Material::KeyPair { .. } => material.default_kid().into(),
    }
}

/// What keeps a key from standing beside those before it.
fn find_clash(key: &SigningKey, before: &[SigningKey]) -> Option<&'static str> {
    let algorithm = key.material.algorithm();
    let is_any = |clashes: &dyn Fn(&SigningKey) -> bool| before.iter().any(clashes);
    if is_any(&|other| other.material.algorithm() != algorithm) {
        return Some("is of another kind than those before it: a shop has secrets or keys");
    }
    if is_any(&|other| other.kid == key.kid) {
        return Some("has the kid of one before it");
    }
    if is_any(&|other| other.sign_from == key.sign_from) {
        return Some("has the sign_from of one before it: nobody could say which of them signs");
    }
    None
}

fn read_key(section: &mut Section<'_, '_>) -> Option<SigningKey> {
    let (is_secret, is_key) = (
        section.is_secret_set("secret"),
        section.is_secret_set("key"),
    );
    if is_secret == is_key {
        section.find_here("takes one of secret and key");
    }
    let secret = section.optional_secret("secret", SECRET_MIN);
    let secret = secret.map(Material::Secret);
    let pair = read_pair(section, "key".into());
    let is_kid = section.is_set("kid");
    let kid = section.parse("kid", parse_kid);
    let sign_from = read_moment(section, "sign_from");
    let verify_until = read_moment(section, "verify_until");
    let material = secret.or(pair)?;
    let (kid, sign_from, verify_until) = (
        if is_kid { kid? } else { material.default_kid() },
        sign_from?,
        verify_until?,
    );
    if verify_until.is_some_and(|until| sign_from.is_some_and(|from| until <= from)) {
        section.find_here("ends before it begins");
    }
    Some(SigningKey {
        kid,
        material,
        sign_from,
        verify_until,
    })
}

/// Reads a private key, if it is set.
fn read_pair(section: &mut Section<'_, '_>, name: Name) -> Option<Material> {
    let place = section.place(name);
    let pem: SecretString = section.optional_secret(name, 1)?;
    let pair = Material::parse_pem(pem.expose_secret());
    if pair.is_none() {
        let what =
            "is no Ed25519 private key in PEM (PKCS#8): `openssl genpkey -algorithm ed25519`";
        section.examination.find(&place, what);
    }
    pair
}

/// A moment, as a text or as TOML writes it: none where it is wrong, within that none where it is
/// not set.
fn read_moment(section: &mut Section<'_, '_>, key: &'static str) -> Option<Option<Timestamp>> {
    let (place, written) = section.take(key.into());
    let text = match written {
        None => return Some(None),
        Some(Written::Value(DeValue::Datetime(moment))) => moment.to_string(),
        Some(Written::Value(DeValue::String(text))) => text.into_owned(),
        Some(Written::Variable(_) | Written::Value(_)) => String::new(),
    };
    let moment = text.trim().parse::<Timestamp>();
    if moment.is_err() {
        let what = "takes a moment with its offset, such as 2026-03-02T10:00:00Z";
        section.examination.find(&place, what);
    }
    moment.ok().map(Some)
}

fn parse_kid(text: &str) -> Result<String, String> {
    is_code(text)
        .then(|| text.to_owned())
        .ok_or_else(|| "takes up to 64 letters, digits, hyphens and underscores".to_owned())
}
