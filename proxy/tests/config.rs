//! What an operator learns from a configuration that cannot be used.

pub(crate) mod file;
mod reference;
mod tiles;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::{fs, path::Path};

use proxy::config::{Config, Findings};

use crate::support::{SECRET_KEY, SIGNING_SECRET, variables_for};

fn read(variables: &HashMap<String, String>) -> Result<Config, Findings> {
    let listen = SocketAddr::from(([127, 0, 0, 1], 8080));
    Config::read(&|name| variables.get(name).cloned(), listen)
}

fn complete() -> HashMap<String, String> {
    variables_for(SocketAddr::from(([127, 0, 0, 1], 1)))
}

/// The findings with one variable set otherwise.
fn findings_with(name: &str, value: &str) -> Vec<String> {
    let mut variables = complete();
    variables.insert(name.to_owned(), value.to_owned());
    read(&variables)
        .err()
        .map_or(Vec::new(), |findings| findings.0)
}

/// One finding a start would make an evening of it.
#[test]
fn everything_that_is_missing_is_named_at_once() {
    let findings = read(&HashMap::new()).expect_err("nothing is set");
    let text = findings.to_string();
    for name in [
        "SENDCLOUD_PUBLIC_KEY",
        "SENDCLOUD_SECRET_KEY",
        "PICKER_ORIGINS",
        "PICKER_SIGNING_SECRET",
    ] {
        assert!(
            text.contains(&format!("  {name} ")),
            "{name} is missing in {text}"
        );
    }
    assert_eq!(findings.0.len(), 4, "{text}");
}

#[test]
fn a_complete_configuration_is_taken() {
    assert_eq!(read(&complete()).err(), None);
}

#[test]
fn a_finding_names_its_variable() {
    let table = [
        ("PICKER_ORIGINS", "*"),
        ("PICKER_ORIGINS", "null"),
        ("PICKER_ORIGINS", "https://shop.example/"),
        ("PICKER_ORIGINS", "https://Shop.example"),
        ("PICKER_ORIGINS", "https://shop.example:443"),
        ("PICKER_ORIGINS", "https://shop.example/checkout"),
        ("PICKER_ORIGINS", "ftp://shop.example"),
        ("PICKER_ORIGINS", "shop.example"),
        // These passed: an allowance for nobody, and one that looks like an allowance for many.
        ("PICKER_ORIGINS", ","),
        ("PICKER_CARRIERS", ","),
        ("PICKER_COUNTRIES", " , "),
        ("PICKER_ORIGINS", "https://*.shop.example"),
        ("PICKER_ORIGINS", "https://shop*.example"),
        ("PICKER_SIGNING_SECRET", "31-bytes-are-not-quite-enough-!"),
        ("PICKER_SHOP", "a shop"),
        ("PICKER_COUNTRIES", "NL, XX"),
        ("PICKER_CARRIERS", "postnl, dhl/de"),
        ("PICKER_ALLOW_EXPIRED", "1"),
        ("SENDCLOUD_BASE_URL", "http://panel.sendcloud.sc/api/v3"),
        ("SENDCLOUD_BASE_URL", "http://127.0.0.1.example/api/v3"),
        ("SENDCLOUD_BASE_URL", "https://user:key@panel.sendcloud.sc"),
        ("SENDCLOUD_BASE_URL", "panel.sendcloud.sc"),
        ("PICKER_PUBLIC_URL", "pickup.example"),
        ("PICKER_PUBLIC_URL", "https://pickup.example/?shop=1"),
    ];
    for (name, value) in table {
        let findings = findings_with(name, value);
        assert_eq!(findings.len(), 1, "{name}={value}: {findings:?}");
        assert!(findings[0].starts_with(name), "{findings:?}");
    }
}

#[test]
fn what_is_valid_is_not_complained_of() {
    let table = [
        (
            "PICKER_ORIGINS",
            "https://shop.example, http://localhost:3000",
        ),
        ("PICKER_COUNTRIES", "nl BE"),
        // As a block of YAML has them: they were one text.
        ("PICKER_COUNTRIES", "nl\n\tBE,\r\n de\n"),
        ("PICKER_CARRIERS", "postnl,inpost_es"),
        ("PICKER_SHOP", "shop-1"),
        ("SENDCLOUD_BASE_URL", "http://localhost:9000/api/v3"),
        ("SENDCLOUD_BASE_URL", "http://[::1]:9000/api/v3"),
        ("SENDCLOUD_BASE_URL", "https://sendcloud.example"),
        ("PICKER_PUBLIC_URL", "https://shop.example/pickup/"),
    ];
    for (name, value) in table {
        assert_eq!(
            findings_with(name, value),
            Vec::<String>::new(),
            "{name}={value}"
        );
    }
}

#[test]
fn a_secret_can_come_from_a_file() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("signing-secret");
    fs::write(&path, format!("{SIGNING_SECRET}\n")).expect("a file");
    let mut variables = complete();
    variables.remove("PICKER_SIGNING_SECRET");
    let name = "PICKER_SIGNING_SECRET_FILE".to_owned();
    variables.insert(name.clone(), path.display().to_string());
    assert_eq!(read(&variables).err(), None);

    variables.insert(name, "/nowhere/at/all".to_owned());
    let findings = read(&variables).expect_err("there is no file").0;
    assert!(
        findings[0].starts_with("PICKER_SIGNING_SECRET_FILE "),
        "{findings:?}"
    );
}

/// It was cut at the cap and used, another secret than the one in the file.
#[test]
fn a_secret_file_beyond_the_cap_is_refused() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("long-secret");
    let mut variables = complete();
    variables.remove("PICKER_SIGNING_SECRET");
    let name = "PICKER_SIGNING_SECRET_FILE".to_owned();
    variables.insert(name, path.display().to_string());
    fs::write(&path, "s".repeat(16 * 1024)).expect("a file");
    assert_eq!(read(&variables).err(), None);
    fs::write(&path, "s".repeat(16 * 1024 + 1)).expect("a file");
    let findings = read(&variables).expect_err("it is too long").0;
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].starts_with("PICKER_SIGNING_SECRET_FILE "));
}

/// Tokens were issued by `http://0.0.0.0:8080`, which is nobody's address.
#[test]
fn who_listens_everywhere_says_where_browsers_reach_it() {
    for listen in ["0.0.0.0:8080", "[::]:8080"] {
        let listen: SocketAddr = listen.parse().expect("an address");
        let mut variables = complete();
        let read = |variables: &HashMap<String, String>| {
            Config::read(&|name| variables.get(name).cloned(), listen).err()
        };
        assert_eq!(read(&variables), None);
        variables.remove("PICKER_PUBLIC_URL");
        let findings = read(&variables).expect("it cannot be guessed").0;
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(
            findings[0].starts_with("PICKER_PUBLIC_URL "),
            "{findings:?}"
        );
    }
}

/// It was shown, password and all.
#[test]
fn an_origin_with_a_password_is_not_shown() {
    for origin in [
        "https://user:marked-4711@shop.example",
        "user:marked-4711@shop.example",
        "https://marked-4711@*.example",
    ] {
        let expected = "PICKER_ORIGINS must have no user or password";
        assert_eq!(findings_with("PICKER_ORIGINS", origin), [expected]);
    }
}

/// Two sources of one secret: a rotation that changed the wrong one would go unnoticed.
#[test]
fn a_secret_set_twice_is_refused_without_being_shown() {
    let findings = findings_with("SENDCLOUD_SECRET_KEY_FILE", "/run/secrets/key");
    assert_eq!(findings.len(), 1);
    assert!(findings[0].contains("both set"), "{findings:?}");
    assert!(!findings[0].contains(SECRET_KEY), "{findings:?}");
}
