//! `picker.toml`: several shops, secrets from three places, and findings that name file and line.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use axum::http::StatusCode;
use proxy::config::{Config, Source};
use serde_json::{Value, json};

use crate::support::{SIGNING_SECRET, TestApp};

/// A file of that name in a folder of its own.
pub(crate) fn write(name: &str, text: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("config-of-proxy-tests");
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    fs::write(&path, text).expect("a file");
    path
}

/// Reads a file beside some variables.
pub(crate) fn read(path: PathBuf, variables: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    let variables: HashMap<_, _> = variables.iter().copied().collect();
    let source = Source {
        file: Some(path),
        ..Source::default()
    };
    let reading = source.read(&|name| variables.get(name).map(|&value| value.to_owned()));
    reading.config.map_err(|findings| findings.0)
}

/// The findings of a text, without the path that each begins with.
fn findings(name: &str, text: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let path = write(name, text);
    let findings = read(path.clone(), variables).err().unwrap_or_default();
    let path = format!("{}:", path.display());
    let strip = |finding: String| finding.replace(&path, "");
    findings.into_iter().map(strip).collect()
}

/// Two shops never have one.
fn secret_of(key: &str) -> String {
    format!("{SIGNING_SECRET}-of-{key}")
}

/// A valid shop, for tests of everything else.
pub(crate) fn shop(key: &str) -> String {
    format!(
        "[shops.{key}]\norigins = [\"https://{key}.example\"]\n\
         signing_secret = \"{}\"\n\
         [shops.{key}.sendcloud]\npublic_key = \"public\"\nsecret_key = \"secret\"\n\
         base_url = \"http://127.0.0.1:1/api/v3\"\n",
        secret_of(key)
    )
}

#[tokio::test]
async fn each_shop_of_a_file_has_its_own_settings() {
    let mut text = shop("boots");
    text.push_str("[shops.hats]\n");
    text.push_str("carriers = [\"postnl\", \"dhl\"]\ncountries = [\"nl\", \"BE\"]\n");
    text.push_str("general_shop_types = [\"locker\"]\nallow_expired = true\n");
    text.push_str(&shop("hats").replace("[shops.hats]\n", ""));
    text.push_str(
        "[[shops.hats.post_number_rules]]\ncountry_code = \"lu\"\ncarrier_codes = [\"x_lu\"]\n\
         shop_types = [\"locker\"]\nrequirement = \"optional\"\nmin_digits = 4\nmax_digits = 8\n",
    );
    let config = read(write("two-shops.toml", &text), &[]).expect("it is valid");
    let (app, _) = TestApp::with(config);

    let boots = app.get("/api/config?shop=boots").await.json();
    assert_eq!(boots["carriers"], Value::Null);
    assert_eq!(boots["general_shop_types"], Value::Null);
    assert_eq!(boots["allow_expired"], false);
    assert_eq!(boots["post_number_rules"][0]["country_code"], "DE");
    let hats = app.get("/api/config?shop=hats").await.json();
    assert_eq!(hats["carriers"], json!(["postnl", "dhl"]));
    assert_eq!(hats["countries"], json!(["NL", "BE"]));
    assert_eq!(hats["general_shop_types"], json!(["locker"]));
    assert_eq!(hats["allow_expired"], true);
    let rule = json!({
        "country_code": "LU", "carrier_codes": ["x_lu"], "shop_types": ["locker"],
        "requirement": "optional", "min_digits": 4, "max_digits": 8,
    });
    assert_eq!(hats["post_number_rules"], json!([rule]));
    // Of two, none is the one that is meant.
    let unnamed = app.get("/api/config").await;
    assert_eq!(unnamed.status, StatusCode::NOT_FOUND);
}

/// One finding a start would make an evening of it, and a file without lines a night.
#[test]
fn everything_that_is_wrong_is_named_with_its_line() {
    let text = r#"public_ur = "https://pickup.example"
logos = "yes"
[server]
listen = "nowhere"
trusted_proxies = ["10.0.0.0/33"]
drain_grace_s = 61
connections = 1_000
[limits]
requests = { per_minut = 0x10, burst = 0 }
[shops.boots]
orgins = ["https://boots.example"]
origins = [
  "https://boots.example",
  "https://boots.example",
  "boots.example",
]
countries = "NL"
general_shop_types = ["kiosk"]
limit_max = 201
allow_expired = "true"
sendcloud.auth = "bearer"
signing_secret = 5
[shops."a b"]
origins = []
"#;
    let expected = [
        "1: unknown key `public_ur` at the top, did you mean `public_url`?",
        "2: logos takes true or false",
        "4: server.listen is no address",
        "5: server.trusted_proxies holds \"10.0.0.0/33\"",
        "6: server.drain_grace_s takes a whole number from 0 to 60",
        "9: unknown key `per_minut` in [limits.requests], did you mean `per_minute`?",
        "9: limits.requests.burst takes a whole number from 1 to",
        "11: unknown key `orgins` in [shops.boots], did you mean `origins`?",
        "14: shops.boots.origins holds \"https://boots.example\" more than once",
        "15: shops.boots.origins holds \"boots.example\"",
        "17: shops.boots.countries takes a list",
        "18: shops.boots.general_shop_types holds \"kiosk\": types are servicepoint, locker",
        "19: shops.boots.limit_max takes a whole number from 1 to 200",
        "20: shops.boots.allow_expired takes true or false",
        "21: shops.boots.sendcloud.public_key is not set",
        "21: shops.boots.sendcloud.secret_key is not set",
        "21: shops.boots.sendcloud.auth is \"basic\" or \"oauth2\"",
        "22: shops.boots.signing_secret takes a text, {",
        "23: shops.a b is no shop's key",
        "23: shops.a b.signing_secret is not set",
        "23: shops.a b.sendcloud.public_key is not set",
        "23: shops.a b.sendcloud.secret_key is not set",
        "24: shops.a b.origins lists nothing",
    ];
    let findings = findings("bad.toml", text, &[]);
    for (finding, expected) in findings.iter().zip(expected) {
        assert!(finding.starts_with(expected), "{finding}\n{expected}");
    }
    assert_eq!(findings.len(), expected.len(), "{findings:#?}");
}

#[test]
fn a_file_without_a_shop_is_refused() {
    for (text, expected) in [
        ("", "1: shops is not set"),
        ("[shops]\n", "1: shops takes tables, such as [shops.KEY]"),
        ("shops = 1", "1: shops takes a table"),
        (
            "[shops]\nboots = 1",
            "2: shops.boots takes a table: [shops.boots]",
        ),
    ] {
        let findings = findings("no-shop.toml", text, &[]);
        assert!(findings[0].starts_with(expected), "{findings:?}");
    }
}

/// The line of a mistake is often the line of a key.
#[test]
fn mistakes_in_the_syntax_have_a_place_and_show_nothing_of_it() {
    let text = "[shops.boots]\nsigning_secret = marked-4711\n[shops.hats\n";
    let findings = findings("syntax.toml", text, &[]);
    assert!(findings[0].starts_with("2:18: "), "{findings:?}");
    assert!(findings[1].starts_with("3:12: "), "{findings:?}");
    assert!(!format!("{findings:?}").contains("4711"), "{findings:?}");

    let twice = shop("boots") + &shop("boots");
    let findings = self::findings("twice.toml", &twice, &[]);
    assert_eq!(findings[0], "8:8: duplicate key", "{findings:?}");
}

#[test]
fn no_finding_shows_a_secret() {
    let wrong = [
        "signing_secret = \"marked-4711\"",
        "signing_secret = [\"marked-4711\"]",
        "signing_secret = { env = \"marked-4711\" }",
        "signing_secret = { env = 4711 }",
        "signing_secret = { env = \"A\", file = \"marked-4711\" }",
        "signing_secret = 4711",
        "sendcloud.base_url = \"https://user:marked-4711@panel.sendcloud.sc\"",
        "sendcloud.auth = \"marked-4711\"",
    ];
    for line in wrong {
        let text = format!("[shops.boots]\n{line}\n");
        let findings = findings("secret.toml", &text, &[]);
        let told = findings.iter().any(|finding| finding.starts_with("2: "));
        assert!(told, "{line}: {findings:?}");
        assert!(!format!("{findings:?}").contains("4711"), "{findings:?}");
    }
}

/// They were taken: who had one shop's could have signed for another, or opened its selections.
#[test]
fn no_secret_is_anothers() {
    let own = secret_of("boots");
    let with = |more: &str, of_hats: &str| {
        let [of_boots, hats] = ["boots", "hats"].map(secret_of);
        let origins = "origins = [\"https://boots.example\"]\n";
        let boots = shop("boots").replace(origins, &format!("{origins}{more}"));
        let text = boots + &shop("hats").replace(&hats, of_hats);
        assert!(text.contains(&of_boots));
        let findings = findings("same-secrets.toml", &text, &[]);
        assert!(
            !format!("{findings:?}").contains(SIGNING_SECRET),
            "{findings:?}"
        );
        findings
    };
    let another = "another-secret-of-at-least-32-bytes";
    let backend = |secret: &str| format!("backend_secret = \"{secret}\"\n");
    assert_eq!(with(&backend(another), &secret_of("hats")), [""; 0]);
    for (findings, place, other) in [
        (
            with("", &own),
            "10: shops.hats.signing_secret",
            "shops.boots.signing_secret",
        ),
        (
            with(&backend(&own), &secret_of("hats")),
            "3: shops.boots.backend_secret",
            "shops.boots.signing_secret",
        ),
        (
            with(
                &backend(another),
                &format!("{}\"\nbackend_secret = \"{another}", secret_of("hats")),
            ),
            "12: shops.hats.backend_secret",
            "shops.boots.backend_secret",
        ),
    ] {
        let expected = format!("{place} is the same as {other}");
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(
            findings[0].starts_with(&expected),
            "{findings:?}\n{expected}"
        );
    }
    // A key pair in a list, beside the same one alone.
    let pem = crate::token::pem(1);
    let key = |key: &str| format!("signing_key = '''{pem}'''\n#{key}");
    let boots = shop("boots").replace("signing_secret", &key("boots"));
    let list = format!("[[shops.hats.signing_keys]]\nkey = '''{pem}'''\n");
    let hats = shop("hats").replace("signing_secret", "#") + &list;
    let findings = findings("same-keys.toml", &(boots + &hats), &[]);
    let expected = "shops.hats.signing_keys[0].key is the same as shops.boots.signing_key:";
    assert!(findings[0].contains(expected), "{findings:?}");
}

#[test]
fn a_secret_comes_from_the_file_a_variable_or_another_file() {
    let with = |secret: &str, variables: &[(&str, &str)]| {
        let literal = format!("\"{}\"", secret_of("boots"));
        findings(
            "sources.toml",
            &shop("boots").replace(&literal, secret),
            variables,
        )
    };
    // Relative paths start where the file lies.
    write("signing", &format!("{SIGNING_SECRET}\n"));
    assert_eq!(with("{ file = \"signing\" }", &[]), [""; 0]);
    write("signing-short", "short");
    let short = with("{ file = \"signing-short\" }", &[]);
    assert!(short[0].contains("is shorter than 32 bytes"), "{short:?}");
    let gone = with("{ file = \"signing-gone\" }", &[]);
    assert!(gone[0].starts_with("3: shops.boots.signing_secret names a file"));

    let variable = "{ env = \"BOOTS_SECRET\" }";
    assert_eq!(with(variable, &[("BOOTS_SECRET", SIGNING_SECRET)]), [""; 0]);
    let unset = with(variable, &[("BOOTS_SECRET", " ")]);
    let expected =
        "3: shops.boots.signing_secret names the variable BOOTS_SECRET, which is not set";
    assert_eq!(unset, [expected]);
    // It "named no variable", though it does; its name is spelled as a secret may be.
    let unset = with("{ env = \"HATSKEY\" }", &[]);
    let expected = "3: shops.boots.signing_secret names a variable that is not set";
    assert_eq!(unset, [expected]);
}

/// They were silently ignored, and the old shop was served on.
#[test]
fn variables_that_a_file_stands_in_for_are_refused() {
    let variables = [
        ("PICKER_ORIGINS", "https://other.example"),
        ("PICKER_SHOP", "other"),
        ("SENDCLOUD_SECRET_KEY_FILE", "/run/secrets/key"),
        // Those of the command line go before the file, and what the file refers to is used.
        ("PICKER_LISTEN", "127.0.0.1:1"),
        ("PICKER_SIGNING_SECRET", SIGNING_SECRET),
    ];
    let literal = format!("\"{}\"", secret_of("boots"));
    let text = shop("boots").replace(&literal, "{ env = \"PICKER_SIGNING_SECRET\" }");
    let findings = findings("beside.toml", &text, &variables);
    let names = findings
        .iter()
        .filter_map(|finding| finding.split(' ').next());
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["PICKER_ORIGINS", "PICKER_SHOP", "SENDCLOUD_SECRET_KEY_FILE"]
    );
}

#[test]
fn whoever_listens_everywhere_says_so_in_the_file_too() {
    let listen = "[server]\nlisten = \"0.0.0.0:8080\"\n";
    let findings = findings(
        "everywhere.toml",
        &(listen.to_owned() + &shop("boots")),
        &[],
    );
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(
        findings[0].starts_with("1: public_url is not set"),
        "{findings:?}"
    );
    // Whoever does, though wrongly, is told once.
    let wrong = format!("public_url = \"pickup.example\"\n{listen}{}", shop("boots"));
    let findings = self::findings("everywhere.toml", &wrong, &[]);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].starts_with("1: public_url is not an address"));
}

#[test]
fn what_is_no_text_is_no_configuration() {
    let path = write("not-utf-8.toml", "");
    fs::write(&path, [0xff, 0xfe]).expect("a file");
    let findings = read(path.clone(), &[]).expect_err("it is no text");
    assert!(findings[0].ends_with("is no text in UTF-8"), "{findings:?}");
    fs::write(&path, "#".repeat(1024 * 1024 + 1)).expect("a file");
    let findings = read(path, &[]).expect_err("it is too long");
    assert!(
        findings[0].ends_with("has over 1048576 bytes"),
        "{findings:?}"
    );
}

/// Of a file of another kind every line is a finding.
#[test]
fn findings_come_to_an_end() {
    let text: String = (0..1000).map(|line| format!("k{line} = 1\n")).collect();
    let findings = findings("other.toml", &text, &[]);
    assert_eq!(findings.len(), 101, "{findings:?}");
    assert_eq!(findings[100], "and 901 more");
    let long = self::findings(
        "long.toml",
        &format!("\"{}\\nx\" = 1\n", "k".repeat(9000)),
        &[],
    );
    assert!(long.iter().all(|finding| finding.len() < 400), "{long:?}");
    let lines = self::findings("lines.toml", "[shops.\"a\\nb\"]\n", &[]);
    assert!(
        lines.iter().all(|finding| !finding.contains('\n')),
        "{lines:?}"
    );
}
