//! What an operator learns of keys that cannot be used, without seeing them.

use std::net::SocketAddr;

use proxy::clock::Clock;

use super::{pem, read, write};
use crate::support::NOW;

/// Findings for a shop that signs so, with the number of its line: the first of `signing` is 8. Two
/// tests that share a file's `name` would read each other's.
fn findings(name: &str, signing: &str) -> Vec<String> {
    let upstream = SocketAddr::from(([127, 0, 0, 1], 1));
    let path = write(name, upstream, signing);
    let now = jiff::Timestamp::from_second(NOW).expect("a moment");
    let findings = read(path.clone(), Clock::fixed(now)).err();
    let findings = findings.unwrap_or_default();
    let start = format!("{}:", path.display());
    let findings = findings
        .into_iter()
        .map(|finding| finding.replace(&start, ""));
    findings.collect()
}

fn row(lines: &str) -> String {
    format!("[[shops.boots.signing_keys]]\n{lines}\n")
}

const SECRET: &str = "secret = \"marked-4711-secret-of-at-least-32-bytes\"";
const OTHER: &str = "secret = \"marked-4711-other-secret-of-32-bytes-and-more\"";

#[test]
fn every_form_is_taken() {
    let pair = format!("'''{}'''", pem(1));
    for signing in [
        "signing_secret = \"marked-4711-secret-of-at-least-32-bytes\"".to_owned(),
        format!("signing_key = {pair}"),
        row(SECRET),
        row(&format!("key = {pair}\nkid = \"2026-a\"")),
        row(SECRET) + &row(&format!("{OTHER}\nsign_from = 2027-01-01T00:00:00Z")),
        row(&format!("{SECRET}\nverify_until = 2026-03-01T00:00:00Z"))
            + &row(&format!("{OTHER}\nsign_from = 2026-02-01T00:00:00Z")),
    ] {
        let findings = findings("token-good.toml", &signing);
        assert_eq!(findings, [""; 0], "{signing}");
    }
}

#[test]
fn what_cannot_be_used_is_told_with_its_line_and_without_its_content() {
    let pair = format!("key = '''{}'''", pem(1));
    let broken = pem(1).replace("MC4CAQAw", "MC4CAQAx");
    let public = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEAiojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=\n-----END PUBLIC KEY-----";
    let table = [
        (String::new(), "3: shops.boots.signing_secret is not set"),
        (
            "signing_key = \"marked-4711\"".to_owned(),
            "8: shops.boots.signing_key is no Ed25519 private key in PEM",
        ),
        (
            format!("signing_key = '''{broken}'''"),
            "8: shops.boots.signing_key is no Ed25519 private key in PEM",
        ),
        (
            format!("signing_key = '''{public}'''"),
            "8: shops.boots.signing_key is no Ed25519 private key in PEM",
        ),
        (
            format!("signing_{SECRET}\nsigning_{pair}"),
            "8: shops.boots.signing_secret is one of signing_secret, signing_key",
        ),
        (
            format!("signing_{pair}\n{}", row(&pair)),
            "3: shops.boots.signing_secret is one of signing_secret, signing_key",
        ),
        (
            "signing_keys = []".to_owned(),
            "8: shops.boots.signing_keys lists nothing",
        ),
        (
            "token_minutes = 4".to_owned(),
            "8: shops.boots.token_minutes takes a whole number from 5 to 1440",
        ),
        (
            "token_minutes = 1441".to_owned(),
            "8: shops.boots.token_minutes takes a whole number from 5 to 1440",
        ),
        (
            row(""),
            "8: shops.boots.signing_keys[0] takes one of secret and key",
        ),
        (
            row(&format!("{SECRET}\n{pair}")),
            "8: shops.boots.signing_keys[0] takes one of secret and key",
        ),
        (
            row("secret = \"4711\""),
            "9: shops.boots.signing_keys[0].secret is shorter than 32 bytes",
        ),
        (
            row("key = \"marked-4711\""),
            "9: shops.boots.signing_keys[0].key is no Ed25519",
        ),
        (
            row(&format!("{SECRET}\nkid = \"a b\"")),
            "10: shops.boots.signing_keys[0].kid takes up to 64 letters",
        ),
        (
            row(&format!("{SECRET}\nsign_from = 2026-03-02T10:00:00")),
            "10: shops.boots.signing_keys[0].sign_from takes a moment with its offset",
        ),
        (
            row(&format!("{SECRET}\nverify_until = 4711")),
            "10: shops.boots.signing_keys[0].verify_until takes a moment with its offset",
        ),
        (
            row(&format!(
                "{SECRET}\nsign_from = 2026-03-02T09:00:00Z\nverify_until = 2026-03-02T09:00:00Z"
            )),
            "8: shops.boots.signing_keys[0] ends before it begins",
        ),
        (
            row(SECRET) + &row(&format!("{SECRET}\nsign_from = 2027-01-01T00:00:00Z")),
            "10: shops.boots.signing_keys[1] has the kid of one before it",
        ),
        (
            row(SECRET) + &row(OTHER),
            "10: shops.boots.signing_keys[1] has the sign_from of one before it",
        ),
        (
            row(SECRET) + &row(&format!("{pair}\nsign_from = 2027-01-01T00:00:00Z")),
            "10: shops.boots.signing_keys[1] is of another kind",
        ),
        (
            row(&format!("{SECRET}\nsign_from = 2026-03-02T10:00:01Z")),
            "8: shops.boots.signing_keys has no key that signs now",
        ),
        // These were taken, and what ended last signed on when nobody took its tokens any more.
        (
            row(&format!("{SECRET}\nverify_until = 2026-03-02T10:00:01Z")),
            "8: shops.boots.signing_keys has no key that signs at 2026-03-02T10:00:01Z",
        ),
        (
            row(&format!("{SECRET}\nverify_until = 2026-06-01T00:00:00Z"))
                + &row(&format!("{OTHER}\nsign_from = 2026-06-01T00:00:01Z")),
            "8: shops.boots.signing_keys has no key that signs at 2026-06-01T00:00:00Z",
        ),
        (
            row(&format!("{SECRET}\nverify_until = 2026-06-01T00:00:00Z"))
                + &row(&format!(
                    "{OTHER}\nsign_from = 2026-05-01T00:00:00Z\nverify_until = 2026-07-01T00:00:00Z"
                )),
            "8: shops.boots.signing_keys has no key that signs at 2026-07-01T00:00:00Z",
        ),
        (
            row(&format!("{SECRET}\nverify_until = 2026-03-02T10:00:00Z")),
            "8: shops.boots.signing_keys has no key that signs now",
        ),
    ];
    for (signing, expected) in table {
        let findings = findings("token-bad.toml", &signing);
        let is_told = findings.iter().any(|finding| finding.starts_with(expected));
        assert!(is_told, "{signing}\n{expected}\n{findings:#?}");
        let told = format!("{findings:?}");
        assert!(!told.contains("4711"), "{told}");
        assert!(!told.contains("MC4C"), "{told}");
    }
}

#[test]
fn variables_take_a_key_and_its_file() {
    use crate::config::file;
    use crate::support::variables_for;
    use proxy::config::Config;

    let listen = SocketAddr::from(([127, 0, 0, 1], 8080));
    let findings_of = |more: &[(&str, &str)]| {
        let mut variables = variables_for(listen);
        variables.remove("PICKER_SIGNING_SECRET");
        let more = more
            .iter()
            .map(|&(name, value)| (name.to_owned(), value.to_owned()));
        variables.extend(more);
        let config = Config::read(&|name| variables.get(name).cloned(), listen);
        config.err().map_or(Vec::new(), |findings| findings.0)
    };
    let key = pem(1);
    let path = file::write("signing.pem", &key);
    let path = path.to_str().expect("text");
    assert_eq!(findings_of(&[("PICKER_SIGNING_KEY", &key)]), [""; 0]);
    assert_eq!(findings_of(&[("PICKER_SIGNING_KEY_FILE", path)]), [""; 0]);
    for (more, expected) in [
        (
            vec![],
            "PICKER_SIGNING_SECRET (or PICKER_SIGNING_SECRET_FILE) is not set",
        ),
        (
            vec![("PICKER_SIGNING_KEY", "4711")],
            "PICKER_SIGNING_KEY is no Ed25519 private key",
        ),
        (
            vec![
                ("PICKER_SIGNING_KEY", &*key),
                ("PICKER_SIGNING_KEY_FILE", path),
            ],
            "PICKER_SIGNING_KEY and PICKER_SIGNING_KEY_FILE are both set",
        ),
        (
            vec![
                ("PICKER_SIGNING_KEY_FILE", path),
                ("PICKER_SIGNING_SECRET", crate::support::SIGNING_SECRET),
            ],
            "PICKER_SIGNING_SECRET is one of signing_secret, signing_key (PICKER_SIGNING_KEY)",
        ),
    ] {
        let findings = findings_of(&more);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].starts_with(expected), "{findings:?}");
    }
    // A file names its own keys; what is set beside it would do nothing.
    let upstream = SocketAddr::from(([127, 0, 0, 1], 1));
    let path = write(
        "beside-key.toml",
        upstream,
        "signing_secret = \"a-secret-of-at-least-32-bytes-in-all\"",
    );
    let findings = file::read(path, &[("PICKER_SIGNING_KEY", &key)]).expect_err("it is overruled");
    assert!(
        findings[0].starts_with("PICKER_SIGNING_KEY is set, but "),
        "{findings:?}"
    );
}
