//! The description of the interface says what the routes do: all of it, and nothing else.

mod answers;
mod contract;
mod fickle;
mod requests;
mod selections;

use std::collections::BTreeSet;
use std::process::Command;

use axum::Router;
use axum::http::{Method, StatusCode};
use proxy::accept::Stage;
use serde_json::Value;

use crate::support::TestApp;
use contract::Contract;

/// The patterns of a router, in the document's spelling.
fn patterns(router: &Router) -> BTreeSet<String> {
    // axum tells them to nobody but `Debug`.
    let debug = format!("{router:?}");
    let quoted = debug.split('"').filter(|text| text.starts_with('/'));
    let quoted = quoted.filter(|text| !text.contains("__private__axum"));
    quoted
        .filter(|text| *text != "/")
        .map(|text| text.replace("{*", "{"))
        .collect()
}

#[test]
fn the_program_prints_it() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_picker-proxy"));
    let output = program.arg("openapi").env_clear().output();
    let output = output.expect("the program runs");
    assert!(output.status.success());
    let printed: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(&printed, Contract::load().document());
    assert_eq!(printed["openapi"], "3.1.0");
    assert_eq!(printed["info"]["version"], env!("CARGO_PKG_VERSION"));
}

#[tokio::test]
async fn every_route_is_described_and_nothing_else() {
    let app = TestApp::alone();
    let contract = Contract::load();
    for (tag, router) in [("public", &app.router), ("admin", &app.admin)] {
        assert_eq!(contract.paths(tag), patterns(router), "{tag}");
    }
}

/// What is not described is refused, in the form that is.
#[tokio::test]
async fn other_methods_are_refused() {
    let app = TestApp::alone();
    let contract = Contract::load();
    for path in contract.paths("public") {
        let methods = [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ];
        for method in methods {
            let name = method.as_str().to_lowercase();
            let uri = path.replace(['{', '}'], "x");
            let answer = app.send_from(method, &uri, &[]).await;
            let is_refused = answer.status == StatusCode::METHOD_NOT_ALLOWED;
            assert_eq!(is_refused, !contract.has(&path, &name), "{name} {path}");
            if is_refused {
                contract.check_schema("ErrorEnvelope", &answer.json());
            }
        }
    }
}

#[tokio::test]
async fn the_admin_sides_answers_are_as_described() {
    let app = TestApp::alone();
    let contract = Contract::load();
    let mut seen = BTreeSet::new();
    for stage in [Stage::Open, Stage::Leaving] {
        app.stage.send_replace(stage);
        for path in contract.paths("admin") {
            let answer = app.get_admin(&path).await;
            contract.check_answer(&path, "get", &answer);
            let status = answer.status.as_str().to_owned();
            seen.insert((path, "get".to_owned(), status));
        }
    }
    assert_eq!(seen, contract.answers("admin"));
}
