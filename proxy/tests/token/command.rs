//! `picker-proxy verify`: for an operator whose shop refuses a token, or takes one.

use std::process::Stdio;

use jsonwebtoken::EncodingKey;
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

use super::forgeries::{self, Stage};
use super::{TOP, pair_variables, pem, read_parts, sandbox, select, shop, to_the_present};
use crate::cli::{PATIENCE, command};
use crate::config::file;
use crate::support::{SIGNING_SECRET, TestApp, variables_for};

/// What is printed, on standard output and beside it, and the code.
async fn verify(
    variables: &[(&str, &str)],
    arguments: &[&str],
    input: &str,
) -> (String, String, Option<i32>) {
    let arguments = [&["verify"], arguments].concat();
    let mut command = command(&arguments, variables);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut process = command.spawn().expect("it starts");
    let mut stdin = process.stdin.take().expect("a pipe");
    // Who reads its token elsewhere may be gone already.
    let _ = stdin.write_all(input.as_bytes()).await;
    drop(stdin);
    let ended = timeout(PATIENCE, process.wait_with_output()).await;
    let output = ended.expect("it ends in time").expect("it was started");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (
        text(output.stdout),
        text(output.stderr),
        output.status.code(),
    )
}

/// The variables of a shop, these among them, and an app with the same at the present time.
async fn stage(more: &[(&str, &str)]) -> (TestApp, Vec<(String, String)>) {
    let upstream = sandbox().await;
    let app = TestApp::on(upstream, more);
    to_the_present(&app);
    let mut variables = variables_for(upstream);
    variables.extend(
        more.iter()
            .map(|&(name, value)| (name.into(), value.into())),
    );
    (app, variables.into_iter().collect())
}

fn borrowed(variables: &[(String, String)]) -> Vec<(&str, &str)> {
    let pairs = variables.iter().map(|(name, value)| (&**name, &**value));
    pairs.collect()
}

#[tokio::test]
async fn a_good_token_is_told_with_what_it_says() {
    let (app, variables) = stage(&[]).await;
    let variables = borrowed(&variables);
    let token = select(&app).await;
    let expected = read_parts(&token).1;
    for (argument, input) in [(&*token, ""), ("-", &*format!("{token}\n"))] {
        let (said, errors, code) = verify(&variables, &[argument], input).await;
        assert_eq!((&*errors, code), ("", Some(0)), "{said}");
        let claims: Value = serde_json::from_str(&said).expect("JSON");
        assert_eq!(claims, expected);
    }
}

#[tokio::test]
async fn forgeries_are_refused_in_one_line() {
    let pem = pem(1);
    let pair = pair_variables(&pem);
    for more in [&[][..], &pair[..]] {
        let (app, variables) = stage(more).await;
        let variables = borrowed(&variables);
        let good = select(&app).await;
        let keys = app.get("/.well-known/jwks.json").await.json();
        let (own_key, jwks) = match more.is_empty() {
            true => (EncodingKey::from_secret(SIGNING_SECRET.as_bytes()), None),
            false => (
                EncodingKey::from_ed_pem(pem.as_bytes()).expect("a key"),
                Some(&keys),
            ),
        };
        let stage = Stage {
            good: &good,
            own_key,
            jwks,
        };
        for forgery in forgeries::of(&stage) {
            let (said, error, code) = verify(&variables, &["-"], &forgery.token).await;
            let name = forgery.name;
            assert_eq!((&*said, code), ("", Some(1)), "{name}: {error}");
            assert_eq!(error.lines().count(), 1, "{name}: {error}");
            assert!(error.starts_with("Error: "), "{name}: {error}");
        }
    }
}

/// It was signed, and what it says is true: of a shop beside this one.
#[tokio::test]
async fn of_several_shops_each_verifies_its_own() {
    let upstream = sandbox().await;
    let secrets = [
        "the-secret-of-boots-has-32-bytes-or-more",
        "the-secret-of-hats-has-32-bytes-or-more",
    ];
    let shops = ["boots", "hats"].iter().zip(secrets);
    let shops: String = shops
        .map(|(key, secret)| shop(upstream, key, &format!("signing_secret = \"{secret}\"")))
        .collect();
    let path = file::write("verify.toml", &format!("{TOP}{shops}"));
    let (app, _) = TestApp::with(file::read(path.clone(), &[]).expect("it is valid"));
    to_the_present(&app);
    let body = serde_json::json!({"service_point_id": 1_000_002});
    let token = app.post("/api/selections?shop=hats", &body).await.json()["token"].clone();
    let token = token.as_str().expect("a token");
    let arguments = ["--config", path.to_str().expect("text"), token];
    let (said, errors, code) = verify(&[], &arguments, "").await;
    assert_eq!((&*errors, code), ("", Some(0)), "{said}");

    // The other shop's key, whatever it calls itself.
    let (header, mut claims) = read_parts(token);
    claims["aud"] = "boots".into();
    let forged = super::sign(
        &header,
        &claims,
        &EncodingKey::from_secret(secrets[1].as_bytes()),
    );
    let (_, error, code) = verify(&[], &["--config", arguments[1], &forged], "").await;
    assert_eq!(code, Some(1));
    assert!(error.contains("(kid)"), "{error}");
}

#[tokio::test]
async fn without_a_configuration_nothing_is_verified() {
    let (said, errors, code) = verify(&[], &["token"], "").await;
    assert_eq!((&*said, code), ("", Some(1)));
    assert!(errors.contains("PICKER_SIGNING_SECRET"), "{errors}");
}
