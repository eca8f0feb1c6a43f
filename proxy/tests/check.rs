//! `picker-proxy check`, against upstreams that are good, set wrong, or not there.

use std::net::SocketAddr;
use std::process::Stdio;

use axum::http::StatusCode;
use sandbox::Sandbox;
use tokio::time::timeout;

use crate::cli::{PATIENCE, command};
use crate::config::file;
use crate::support::upstream::{always, serve};
use crate::support::{PUBLIC_KEY, SECRET_KEY, SIGNING_SECRET, variables_for};

/// As `picker-proxy check | head -1`: it panicked, with the code 101.
#[tokio::test]
async fn a_reader_that_goes_away_early_is_no_fault() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut command = command(&["check"], &[]);
    command.stdout(writer).stderr(Stdio::piped());
    // Not `output`, which would put a pipe of its own in the place of this one.
    let process = command.spawn().expect("it starts");
    let ended = timeout(PATIENCE, process.wait_with_output()).await;
    let output = ended.expect("it ends in time").expect("it was started");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(1), "nothing is configured");
}

/// An integration with these carriers ticked.
fn integration(carriers: &[&str]) -> Sandbox {
    let sandbox = Sandbox::default().with_keys(PUBLIC_KEY, SECRET_KEY);
    sandbox.with_integration_carriers(carriers)
}

async fn upstream(sandbox: Sandbox) -> SocketAddr {
    serve(sandbox::router(sandbox)).await
}

/// The lines of a check, and the code it ends with. Whatever it finds, it shows no key.
async fn check(arguments: &[&str], variables: &[(&str, &str)]) -> (Vec<String>, Option<i32>) {
    let arguments = [&["check"], arguments].concat();
    let mut command = command(&arguments, variables);
    let ended = timeout(PATIENCE, command.stderr(Stdio::piped()).output()).await;
    let output = ended.expect("it ends in time").expect("it starts");
    let said = String::from_utf8(output.stdout).expect("text");
    let errors = String::from_utf8(output.stderr).expect("text");
    assert_eq!(errors, "", "{said}");
    for secret in [PUBLIC_KEY, SECRET_KEY, SIGNING_SECRET] {
        assert!(!said.contains(secret), "{said}");
    }
    (
        said.lines().map(str::to_owned).collect(),
        output.status.code(),
    )
}

/// The same with the variables of one shop.
async fn check_shop(upstream: SocketAddr, more: &[(&str, &str)]) -> (Vec<String>, Option<i32>) {
    let mut variables = variables_for(upstream);
    variables.insert("PICKER_TRUSTED_PROXIES".into(), "10.0.0.1".into());
    let more = more
        .iter()
        .map(|&(name, value)| (name.into(), value.into()));
    variables.extend(more);
    let variables: Vec<_> = variables
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    check(&[], &variables).await
}

#[tokio::test]
async fn what_is_good_is_said_to_be() {
    let upstream = upstream(integration(&["postnl", "dpd"])).await;
    let (lines, code) = check_shop(upstream, &[]).await;
    let expected = [
        "ok   variables: shops default",
        "ok   shop default: Sendcloud takes the keys (basic)",
        "ok   shop default: Service Points is on in the integration",
        "ok   shop default: carriers are postnl, dpd",
        "ok   shop default: a search in NL finds points",
        "warn selections.store: selections are kept in memory and end with the process",
    ];
    assert_eq!(lines, expected);
    assert_eq!(code, Some(0));
}

#[tokio::test]
async fn keys_that_are_not_taken_fail() {
    let upstream = upstream(integration(&["postnl"])).await;
    let (lines, code) = check_shop(upstream, &[("SENDCLOUD_SECRET_KEY", "wrong")]).await;
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(
        lines[1].starts_with("fail shop default: Sendcloud answered 401"),
        "{lines:?}"
    );
    assert_eq!(code, Some(1));
}

#[tokio::test]
async fn an_upstream_that_is_not_there_fails() {
    let nowhere = SocketAddr::from(([127, 0, 0, 1], 1));
    let (lines, code) = check_shop(nowhere, &[]).await;
    assert_eq!(lines.len(), 3, "{lines:?}");
    let expected = "fail shop default: Sendcloud could not be reached";
    assert!(lines[1].starts_with(expected), "{lines:?}");
    assert!(
        lines[1].ends_with("(http://127.0.0.1:1/api/v3)"),
        "{lines:?}"
    );
    assert_eq!(code, Some(1));
}

#[tokio::test]
async fn an_integration_without_service_points_fails() {
    let off = integration(&["postnl"]).without_service_points();
    let (lines, code) = check_shop(upstream(off).await, &[]).await;
    assert!(
        lines[2].starts_with("fail shop default: Service Points is off"),
        "{lines:?}"
    );
    assert_eq!(code, Some(1));
    let (lines, code) = check_shop(upstream(integration(&[])).await, &[]).await;
    assert!(
        lines[3].starts_with("fail shop default: no carrier is ticked"),
        "{lines:?}"
    );
    assert_eq!(code, Some(1));
}

#[tokio::test]
async fn a_carrier_that_is_not_ticked_is_a_warning() {
    let upstream = upstream(integration(&["postnl"])).await;
    let (lines, code) = check_shop(upstream, &[("PICKER_CARRIERS", "postnl,dhl")]).await;
    let expected = "warn shop default: dhl configured, but not ticked";
    assert!(lines[3].starts_with(expected), "{lines:?}");
    assert_eq!(code, Some(0), "{lines:?}");
}

#[tokio::test]
async fn every_shop_of_a_file_is_looked_at() {
    let upstream = upstream(integration(&["postnl"])).await;
    let shop = |key: &str| {
        format!(
            "[shops.{key}]\norigins = [\"https://{key}.example\"]\ncountries = [\"NL\", \"BE\"]\n\
             signing_secret = \"{SIGNING_SECRET}-of-{key}\"\n[shops.{key}.sendcloud]\n\
             public_key = \"{PUBLIC_KEY}\"\nsecret_key = \"{SECRET_KEY}\"\n\
             base_url = \"http://{upstream}/api/v3\"\n"
        )
    };
    let path = file::write("check.toml", &(shop("boots") + &shop("hats")));
    let path = path.to_str().expect("a path in text");
    let (lines, code) = check(&["--config", path], &[]).await;
    assert_eq!(lines[0], format!("ok   {path}: shops boots, hats"));
    assert!(
        lines[1].starts_with("warn server.trusted_proxies is empty"),
        "{lines:?}"
    );
    for shop in ["boots", "hats"] {
        let expected = format!("ok   shop {shop}: a search in NL finds points");
        assert!(lines.contains(&expected), "{lines:?}");
        let expected = format!("warn shop {shop}: no backend_secret");
        let is_said = lines.iter().any(|line| line.starts_with(&expected));
        assert!(is_said, "{lines:?}");
    }
    assert_eq!(code, Some(0), "{lines:?}");
}

#[tokio::test]
async fn what_cannot_be_used_is_one_line_each() {
    let variables = [
        ("PICKER_ORIGINS", "*"),
        ("SENDCLOUD_PUBLIC_KEY", PUBLIC_KEY),
    ];
    let (lines, code) = check(&[], &variables).await;
    let names = lines
        .iter()
        .filter_map(|line| line.strip_prefix("fail ")?.split(' ').next());
    let expected = [
        "PICKER_ORIGINS",
        "PICKER_SIGNING_SECRET",
        "SENDCLOUD_SECRET_KEY",
    ];
    assert_eq!(names.collect::<Vec<_>>(), expected, "{lines:?}");
    assert_eq!(code, Some(1));
}

#[tokio::test]
async fn settings_that_are_probably_not_meant_are_warned_of() {
    let upstream = upstream(integration(&["postnl"])).await;
    let plain = ("PICKER_PUBLIC_URL", "http://pickup.example");
    let weak = ("PICKER_SIGNING_SECRET", "abcabcabcabcabcabcabcabcabcabcabc");
    let everybody = ("PICKER_TRUSTED_PROXIES", "0.0.0.0/0");
    let (lines, code) = check_shop(upstream, &[plain, weak, everybody]).await;
    for expected in [
        "warn server.trusted_proxies trusts every address",
        "warn public_url is plain http",
        "warn shop default: the signing secret does not look random",
    ] {
        let is_said = lines.iter().any(|line| line.starts_with(expected));
        assert!(is_said, "{expected}: {lines:?}");
    }
    assert_eq!(code, Some(0), "{lines:?}");
}

/// Both are noticed only when tokens are refused, the one for minutes and the other for good.
#[tokio::test]
async fn keys_that_end_too_early_are_warned_of() {
    let lines_for = async |old_until: &str, new_until: &str| {
        let text = format!(
            "[shops.boots]\norigins = [\"https://boots.example\"]\ntoken_minutes = 30\n\
             sendcloud.public_key = \"{PUBLIC_KEY}\"\nsendcloud.secret_key = \"{SECRET_KEY}\"\n\
             sendcloud.base_url = \"http://127.0.0.1:1/api/v3\"\n\
             [[shops.boots.signing_keys]]\nkid = \"old\"\nsecret = \"{SIGNING_SECRET}\"\n\
             {old_until}\n\
             [[shops.boots.signing_keys]]\nkid = \"new\"\nsecret = \"{SIGNING_SECRET}\"\n\
             sign_from = 2999-01-01T00:00:00Z\n{new_until}\n"
        );
        let path = file::write("ending-keys.toml", &text);
        check(&["--config", path.to_str().expect("text")], &[])
            .await
            .0
    };
    let early = "warn shop boots: the key old ends before what it signs last has expired";
    let alone = "warn shop boots: after 2999-06-01T00:00:00Z nothing counts that the key new signs";
    let is_said = |lines: &[String], what: &str| lines.iter().any(|line| line.starts_with(what));
    let lines = lines_for("verify_until = 2999-01-01T00:35:00Z", "").await;
    assert!(!is_said(&lines, early), "{lines:?}");
    assert!(!is_said(&lines, alone), "{lines:?}");
    let lines = lines_for("verify_until = 2999-01-01T00:34:59Z", "").await;
    assert!(is_said(&lines, early), "{lines:?}");
    let new_until = "verify_until = 2999-06-01T00:00:00Z";
    let lines = lines_for("", new_until).await;
    assert!(is_said(&lines, alone), "{lines:?}");
}

/// The one setting of an integration that nobody thinks of.
#[tokio::test]
async fn keys_that_are_only_shown_in_the_wrong_way_are_told_from_wrong_keys() {
    let upstream = upstream(integration(&["postnl"]).with_oauth2_only()).await;
    let token_url = format!("http://{upstream}/oauth2/token");
    let tokens = [("SENDCLOUD_TOKEN_URL", token_url.as_str())];
    let (lines, code) = check_shop(upstream, &tokens).await;
    let expected = "fail shop default: the keys are good, but the integration has \"Use OAuth2";
    assert!(lines[1].starts_with(expected), "{lines:?}");
    assert_eq!(code, Some(1));

    let (lines, code) = check_shop(upstream, &[tokens[0], ("SENDCLOUD_AUTH", "oauth2")]).await;
    let expected = "ok   shop default: Sendcloud takes the keys (oauth2)";
    assert_eq!(lines[1], expected, "{lines:?}");
    assert_eq!(code, Some(0), "{lines:?}");

    let wrong = ("SENDCLOUD_SECRET_KEY", "wrong");
    let (lines, code) = check_shop(upstream, &[tokens[0], wrong]).await;
    let expected = "fail shop default: Sendcloud answered 401";
    assert!(lines[1].starts_with(expected), "{lines:?}");
    assert_eq!(code, Some(1));
}

#[tokio::test]
async fn keys_that_get_no_token_are_tried_without_one() {
    let upstream = upstream(integration(&["postnl"])).await;
    let refusing = always(async || StatusCode::UNAUTHORIZED).await;
    let token_url = format!("http://{refusing}/oauth2/token");
    let tokens = [
        ("SENDCLOUD_TOKEN_URL", token_url.as_str()),
        ("SENDCLOUD_AUTH", "oauth2"),
    ];
    let (lines, code) = check_shop(upstream, &tokens).await;
    let expected = "fail shop default: the keys are good, but get no OAuth2 token";
    assert!(lines[1].starts_with(expected), "{lines:?}");
    assert_eq!(code, Some(1));
}

#[tokio::test]
async fn a_store_that_cannot_be_used_fails() {
    let upstream = upstream(integration(&["postnl"])).await;
    let nowhere = ("PICKER_STORE", "sqlite:/nowhere/at/all.db");
    let (lines, code) = check_shop(upstream, &[nowhere]).await;
    let expected = "fail selections.store: the store failed: /nowhere/at/all.db cannot be written";
    assert!(
        lines.iter().any(|line| line.starts_with(expected)),
        "{lines:?}"
    );
    assert_eq!(code, Some(1));

    let nobody = (
        "PICKER_STORE",
        "postgres://me:marked-4711@127.0.0.1:1/picker",
    );
    let (lines, code) = check_shop(upstream, &[nobody]).await;
    let expected = "fail selections.store: the store failed: connection refused";
    assert!(lines.iter().any(|line| line == expected), "{lines:?}");
    assert!(!lines.concat().contains("4711"), "{lines:?}");
    assert_eq!(code, Some(1));

    let slip = (
        "PICKER_STORE",
        "postgres://me@db.example/picker?sslmod=require",
    );
    let (lines, code) = check_shop(upstream, &[slip]).await;
    assert!(
        lines[0].starts_with("fail PICKER_STORE has a parameter that is not known"),
        "{lines:?}"
    );
    assert_eq!(code, Some(1));
}

/// The last line but that of the store, of a shop with this map.
async fn check_map(url: &str) -> String {
    let upstream = upstream(integration(&["postnl"])).await;
    let variables = [
        ("PICKER_TILES_URL", url),
        ("PICKER_TILES_KEY", "marked-map-key"),
        ("PICKER_TILES_ATTRIBUTION", "Maps"),
    ];
    let (lines, code) = check_shop(upstream, &variables).await;
    assert_eq!(code, Some(0), "there is a picker without a map: {lines:?}");
    let said = lines.join("\n");
    assert!(!said.contains("marked-map-key"), "{said}");
    lines[lines.len() - 2].clone()
}

#[tokio::test]
async fn a_map_is_looked_at() {
    let router = sandbox::tiles::router();
    let good = serve(router).await;
    let empty = always(async || StatusCode::NOT_FOUND).await;
    let strict = always(async || StatusCode::UNAUTHORIZED).await;
    for (host, expected) in [
        (
            good,
            "ok   shop default: tiles of 127.0.0.1: zoom 0 is there (image/svg+xml)",
        ),
        (
            empty,
            "ok   shop default: tiles of 127.0.0.1: the source answers, and has no tile",
        ),
        (
            strict,
            "warn shop default: tiles of 127.0.0.1: its host answered 401",
        ),
        (
            SocketAddr::from(([127, 0, 0, 1], 1)),
            "warn shop default: tiles of 127.0.0.1: its host could not be reached",
        ),
    ] {
        let line = check_map(&format!("http://{host}/tiles/{{z}}/{{x}}/{{y}}?{{key}}")).await;
        assert!(line.starts_with(expected), "{line}");
    }
}

/// They are run on donations, and block who does as if they were not.
#[tokio::test]
async fn openstreetmaps_own_servers_are_warned_of() {
    let line = check_map("https://tile.openstreetmap.org/{z}/{x}/{y}.png?{key}").await;
    assert!(line.starts_with("warn shop default: tiles of tile.openstreetmap.org"));
    assert!(line.contains("https://operations.osmfoundation.org/policies/tiles/"));
}
