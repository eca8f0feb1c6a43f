//! The program itself, in processes of its own, over real HTTP.

mod ending;

use std::net::SocketAddr;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use reqwest::{StatusCode, header};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::support::{ORIGIN, PUBLIC_KEY, SECRET_KEY, dist, tiles, variables_for, verify};
use crate::token;

/// For a start, an answer or an end; none takes long unless something is wrong.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A running `picker-proxy`; dropping it ends it.
pub(crate) struct Program {
    process: Child,
    /// The first address that it printed; ends in `/`.
    pub(crate) url: String,
    /// Every address in that line.
    pub(crate) urls: Vec<String>,
}

impl Program {
    pub(crate) async fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::start_with_log(arguments, variables, Stdio::null()).await
    }

    /// With its log written somewhere.
    pub(crate) async fn start_with_log(
        arguments: &[&str],
        variables: &[(&str, &str)],
        log: Stdio,
    ) -> Self {
        Self::start_as(command(arguments, variables), log).await
    }

    pub(crate) async fn start_as(mut command: Command, log: Stdio) -> Self {
        let mut process = command.stderr(log).spawn().expect("the program starts");
        let stdout = process.stdout.take().expect("it is a pipe");
        let mut lines = BufReader::new(stdout).lines();
        let urls = timeout(PATIENCE, async {
            loop {
                let line = lines.next_line().await.expect("text");
                let line = line.expect("an address is printed before the end");
                let words = line.split(|c: char| c.is_whitespace() || c == ')');
                let urls = words.filter(|word| word.starts_with("http://127.0.0.1:"));
                let urls: Vec<String> = urls.map(str::to_owned).collect();
                if !urls.is_empty() {
                    return urls;
                }
            }
        })
        .await
        .expect("it starts in time");
        Self {
            process,
            url: urls[0].clone(),
            urls,
        }
    }

    /// One shop in front of an upstream, with both listeners on free ports.
    async fn serve(upstream: SocketAddr) -> Self {
        let variables = variables_for(upstream);
        let variables: Vec<_> = variables
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        let dist = dist::folder();
        let assets = dist.to_str().expect("a path in text");
        let arguments = [
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--admin-listen",
            "127.0.0.1:0",
            "--assets",
            assets,
        ];
        Self::start(&arguments, &variables).await
    }

    pub(crate) fn address(&self) -> SocketAddr {
        let address = self.url.trim_start_matches("http://").trim_end_matches('/');
        address.parse().expect("an address")
    }

    /// Sends it a signal, such as `-HUP`.
    pub(crate) async fn signal(&self, signal: &str) {
        let id = self.process.id().expect("it runs").to_string();
        let kill = Command::new("kill").args([signal, &id]).status().await;
        assert!(kill.expect("kill is there").success());
    }

    /// Asks it to end, as a supervisor does.
    pub(crate) async fn terminate(mut self) -> ExitStatus {
        self.signal("-TERM").await;
        let ended = timeout(PATIENCE, self.process.wait()).await;
        ended.expect("it ends in time").expect("it was started")
    }
}

pub(crate) fn command(arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_picker-proxy"));
    command
        .args(arguments)
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// A browser or a v3 client, which has its own patience.
pub(crate) fn client() -> reqwest::Client {
    let builder = reqwest::Client::builder().no_proxy().timeout(PATIENCE);
    let builder = builder
        .tls_certs_only([])
        .redirect(reqwest::redirect::Policy::none());
    builder.build().expect("a client for plain http")
}

async fn json_of(response: reqwest::Response) -> Value {
    let text = response.text().await.expect("a body");
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"))
}

pub(crate) async fn start_sandbox() -> Program {
    let keys = [
        ("SENDCLOUD_PUBLIC_KEY", PUBLIC_KEY),
        ("SENDCLOUD_SECRET_KEY", SECRET_KEY),
    ];
    Program::start(&["sandbox", "--listen", "127.0.0.1:0"], &keys).await
}

#[tokio::test]
async fn the_sandbox_stands_in_for_sendcloud() {
    let sandbox = start_sandbox().await;
    let url = format!("{}api/v3/service-points/1000002", sandbox.url);
    let get = |key: &'static str| client().get(&url).basic_auth(PUBLIC_KEY, Some(key)).send();

    let refused = get("wrong").await.expect("an answer");
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    let answer = get(SECRET_KEY).await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    let point = json_of(answer).await;
    assert_eq!(point["data"]["name"], "Stationsplein Parcel Locker");
}

#[tokio::test]
async fn the_sandbox_can_be_slow() {
    let slow = ["sandbox", "--listen", "127.0.0.1:0", "--latency-ms", "300"];
    let sandbox = Program::start(&slow, &[]).await;
    let url = format!("{}api/v3/service-points/1000002", sandbox.url);
    let started = std::time::Instant::now();
    let answer = client().get(&url).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert!(started.elapsed() >= std::time::Duration::from_millis(300));
}

#[tokio::test]
async fn serve_works_from_the_search_to_the_token_and_ends_politely() {
    let sandbox = start_sandbox().await;
    let proxy = Program::serve(sandbox.address()).await;
    let client = client();

    let admin = &proxy.urls[1];
    for route in ["livez", "readyz"] {
        let answer = client.get(format!("{admin}{route}")).send().await;
        assert_eq!(
            answer.expect("an answer").status(),
            StatusCode::OK,
            "{route}"
        );
    }
    // What watches over the proxy is nothing for browsers.
    let public = client.get(format!("{}livez", proxy.url)).send().await;
    assert_eq!(public.expect("an answer").status(), StatusCode::NOT_FOUND);

    let search = format!(
        "{}api/v3/service-points?country_code=NL&carrier_code=postnl\
         &address=Stadhuisplein+10,+5611+EM+Eindhoven",
        proxy.url
    );
    let found = client
        .get(search)
        .header(header::ORIGIN, ORIGIN)
        .send()
        .await;
    let found = json_of(found.expect("an answer")).await;
    let results = found["data"]["results"].as_array().expect("a list").clone();
    assert!(
        results.iter().any(|point| point["id"] == 1_000_002),
        "{found}"
    );

    let body = json!({"service_point_id": 1_000_002, "reference": "cart-42"});
    let selection = client
        .post(format!("{}api/selections", proxy.url))
        .header(header::ORIGIN, ORIGIN)
        .header(header::CONTENT_TYPE, "application/json")
        .body(body.to_string())
        .send()
        .await
        .expect("an answer");
    assert_eq!(selection.status(), StatusCode::CREATED);
    let selection = json_of(selection).await;
    let claims = verify(selection["token"].as_str().expect("a token")).claims;
    assert_eq!(claims["reference"], "cart-42");
    assert_eq!(claims["service_point_id"], 1_000_002);

    assert!(proxy.terminate().await.success());
}

/// The first command that anybody runs: no keys, no network, one address.
#[tokio::test]
async fn demo_shows_a_checkout_and_verifies_its_order() {
    let dist = dist::folder();
    let assets = dist.to_str().expect("a path in text");
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--assets", assets];
    let demo = Program::start(&arguments, &[]).await;
    assert_eq!(demo.urls.len(), 1, "{:?}", demo.urls);
    let client = client();
    let get = |path: &str| client.get(format!("{}{path}", demo.url)).send();

    for (path, title) in [("", "Demo checkout"), ("configurator", "Configurator")] {
        let page = get(path).await.expect("an answer");
        assert_eq!(page.status(), StatusCode::OK, "{path}");
        let policy = page.headers()[header::CONTENT_SECURITY_POLICY].to_str();
        let policy = policy.expect("text");
        for part in ["'wasm-unsafe-eval'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(page.text().await.expect("a body").contains(title));
    }
    for path in [
        "demo/checkout.css",
        "demo/checkout.js",
        "demo/configurator.css",
        "demo/configurator.js",
        "demo/snippet.js",
        "picker.js",
        "tiles/12/2110/1356",
    ] {
        let answer = get(path).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
    }
    // What the demo adds was answered in plain text, or with nothing at all.
    for (path, status) in [
        ("tiles/%ff/1/1", 404),
        ("tiles/99/1/1", 404),
        ("demo/orders", 405),
        ("demo/nothing", 404),
    ] {
        let answer = get(path).await.expect("an answer");
        assert_eq!(answer.status(), status, "{path}");
        let error = &json_of(answer).await["errors"][0];
        assert_eq!(error["status"], status.to_string(), "{path}");
    }
    let order = get("demo/orders/%ff").await.expect("an answer");
    assert_eq!(order.status(), StatusCode::NOT_FOUND);
    assert!(
        order
            .text()
            .await
            .expect("a body")
            .contains("No such order")
    );
    let config = json_of(get("api/config").await.expect("an answer")).await;
    assert_eq!(config["shop"], "demo");
    assert_eq!(config["tiles"]["url"], "/tiles/{z}/{x}/{y}");

    // The page's own origin, as the browser names it, by number and by name.
    let origin = demo.url.trim_end_matches('/').to_owned();
    let by_name = origin.replace("127.0.0.1", "localhost");
    for (origin, reference) in [(&origin, "cart-1"), (&by_name, "cart-2")] {
        let answer = client
            .post(format!("{}api/selections", demo.url))
            .header(header::ORIGIN, origin)
            .header(header::CONTENT_TYPE, "application/json")
            .body(json!({"service_point_id": 1_000_002, "reference": reference}).to_string())
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), StatusCode::CREATED, "{origin}");
        let selection = json_of(answer).await;
        place_order(&client, &demo.url, &selection).await;
    }
}

/// It printed `http://0.0.0.0:PORT/`, whose page then was of no allowed origin.
#[tokio::test]
async fn a_demo_that_listens_everywhere_is_reached_here() {
    let dist = dist::folder();
    let assets = dist.to_str().expect("a path in text");
    let arguments = ["demo", "--listen", "0.0.0.0:0", "--assets", assets];
    let demo = Program::start(&arguments, &[]).await;
    let origin = demo.url.trim_end_matches('/').to_owned();
    for origin in [&origin, &origin.replace("127.0.0.1", "localhost")] {
        let config = client().get(format!("{}api/config", demo.url));
        let config = config.header(header::ORIGIN, origin).send().await;
        assert_eq!(config.expect("an answer").status(), StatusCode::OK);
    }
}

/// It would sign what its own shop cannot verify.
#[tokio::test]
async fn a_demo_signs_with_a_secret_whatever_else_is_set() {
    let dist = dist::folder();
    let assets = dist.to_str().expect("a path in text");
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--assets", assets];
    let pem = token::pem(1);
    let demo = Program::start(&arguments, &[("PICKER_SIGNING_KEY", &pem)]).await;
    let keys = client().get(format!("{}.well-known/jwks.json", demo.url));
    let keys = keys.send().await.expect("an answer");
    assert_eq!(keys.status(), StatusCode::NOT_FOUND);
}

/// Two variables lead from the sandbox to the real thing, which here is a sandbox elsewhere.
#[tokio::test]
async fn demo_with_keys_asks_sendcloud_and_has_no_invented_map() {
    let sandbox = Program::start(&["sandbox", "--listen", "127.0.0.1:0"], &[]).await;
    let dist = dist::folder();
    let assets = dist.to_str().expect("a path in text");
    let base_url = format!("{}api/v3", sandbox.url);
    let variables = [
        ("SENDCLOUD_PUBLIC_KEY", sandbox::DEMO_PUBLIC_KEY),
        ("SENDCLOUD_SECRET_KEY", sandbox::DEMO_SECRET_KEY),
        ("SENDCLOUD_BASE_URL", &base_url),
    ];
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--assets", assets];
    let demo = Program::start(&arguments, &variables).await;
    let client = client();
    let get = |path: &str| client.get(format!("{}{path}", demo.url)).send();

    let config = json_of(get("api/config").await.expect("an answer")).await;
    assert_eq!(config["tiles"], Value::Null);
    let point = get("api/v3/service-points/1000002")
        .await
        .expect("an answer");
    assert_eq!(json_of(point).await["data"]["carrier"]["code"], "postnl");

    assert!(sandbox.terminate().await.success());
    let point = get("api/v3/service-points/1000001")
        .await
        .expect("an answer");
    assert_eq!(point.status(), StatusCode::SERVICE_UNAVAILABLE);
}

/// To see a source in the picker before it is in the shop, with keys and without.
#[tokio::test]
async fn a_demo_shows_the_operators_own_map() {
    let dist = dist::folder();
    let assets = dist.to_str().expect("a path in text");
    let source = tiles::Source::start(|_| tiles::png()).await;
    let url = format!("http://{}/{{z}}/{{x}}/{{y}}", source.address);
    let map = [
        ("PICKER_TILES_URL", &*url),
        ("PICKER_TILES_ATTRIBUTION", tiles::ATTRIBUTION),
    ];
    let keys = [
        ("SENDCLOUD_PUBLIC_KEY", "public"),
        ("SENDCLOUD_SECRET_KEY", "secret"),
        ("SENDCLOUD_BASE_URL", "http://127.0.0.1:1/api/v3"),
    ];
    for (number, variables) in [map.to_vec(), [&map[..], &keys].concat()]
        .iter()
        .enumerate()
    {
        let arguments = ["demo", "--listen", "127.0.0.1:0", "--assets", assets];
        let demo = Program::start(&arguments, variables).await;
        let answer = client()
            .get(format!("{}tiles/1/0/1", demo.url))
            .send()
            .await;
        assert_eq!(answer.expect("an answer").status(), StatusCode::OK);
        assert_eq!(source.calls(), number + 1);
    }
}

/// Posts the form as the demo checkout does, and looks at the page that the shop answers with.
async fn place_order(client: &reqwest::Client, url: &str, selection: &Value) {
    let token = selection["token"].as_str().expect("a token");
    let reference = selection["reference"].as_str().expect("a reference");
    let form = format!(
        "name=Ada&email=ada%40example.com&street=Stadhuisplein&house_number=10\
         &postal_code=5611+EM&city=Eindhoven&country=NL&delivery_method=service_point\
         &reference={reference}&service_point_id=1000002&to_post_number=&carrier=postnl\
         &service_point_token={token}"
    );
    let answer = client
        .post(format!("{url}demo/orders"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let location = answer.headers()[header::LOCATION].to_str().expect("text");
    let base = reqwest::Url::parse(&format!("{url}demo/orders")).expect("an address");
    let location = base.join(location).expect("an address");
    let page = client.get(location).send().await.expect("an answer");
    assert_eq!(page.status(), StatusCode::OK);
    let page = page.text().await.expect("a body");
    assert!(page.contains("1000002"), "{page}");
    assert!(
        page.contains("Stationsplein"),
        "only the token names the street: {page}"
    );
}

/// What the program says and how it ends where it cannot start.
pub(crate) async fn refusal(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = command(arguments, variables);
    let mut process = command.stderr(Stdio::piped()).spawn().expect("it starts");
    let mut said = String::new();
    let mut stderr = process.stderr.take().expect("it is a pipe");
    let read = timeout(PATIENCE, stderr.read_to_string(&mut said)).await;
    read.expect("it ends in time").expect("text");
    let status = process.wait().await.expect("it was started");
    assert_eq!(status.code(), Some(1), "{said}");
    said
}

/// As a template leaves them that had nothing to fill in: each stopped the program.
#[tokio::test]
async fn an_empty_variable_counts_as_not_set() {
    let empty = [
        ("PICKER_CONFIG", ""),
        ("PICKER_LISTEN", " "),
        ("PICKER_ADMIN_LISTEN", ""),
        ("PICKER_ASSETS", ""),
    ];
    let said = refusal(&["serve"], &empty).await;
    assert!(said.contains("SENDCLOUD_PUBLIC_KEY"), "{said}");
    // One that says something counts.
    let said = refusal(&["serve"], &[("PICKER_CONFIG", "/nowhere/at/all")]).await;
    assert!(said.contains("/nowhere/at/all"), "{said}");
}

#[tokio::test]
async fn what_is_missing_at_start_is_said_in_one_go() {
    // That variable made a page of stack frames of it.
    let said = refusal(&["serve"], &[("RUST_BACKTRACE", "1")]).await;
    assert!(!said.contains("backtrace"), "{said}");
    for name in [
        "SENDCLOUD_PUBLIC_KEY",
        "PICKER_ORIGINS",
        "PICKER_SIGNING_SECRET",
    ] {
        assert!(said.contains(name), "{said}");
    }
    let said = refusal(&["demo", "--assets", "/nowhere/at/all"], &[]).await;
    assert!(said.contains("cargo xtask build"), "{said}");
}
