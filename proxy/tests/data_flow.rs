//! `docs/data-flow.md`: each request of it, sent to the sandbox as it stands there.

mod fragments;

use std::collections::HashMap;
use std::net::SocketAddr;

use reqwest::Method;
use sandbox::{DEMO_PUBLIC_KEY, DEMO_SECRET_KEY, Sandbox};
use serde_json::Value;

use crate::cli::client;
use crate::support::TestApp;
use crate::support::upstream::serve;

const GUIDE: &str = include_str!("../../docs/data-flow.md");

/// Who answers what the guide asks.
const SENDCLOUD: &str = "panel.sendcloud.sc";
const PROXY: &str = "pickup.example";

/// A request of the guide, and the answer that it shows.
struct Example {
    method: Method,
    path: &'static str,
    host: &'static str,
    body: Option<&'static str>,
    answer: Option<Value>,
}

/// The fenced blocks, in their order: a `json` block is the answer to the `http` block before it.
fn examples() -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut blocks = GUIDE.split("\n```");
    // What stands before the first fence, and then every second part, is prose.
    blocks.next();
    while let (Some(block), Some(_prose)) = (blocks.next(), blocks.next()) {
        let (language, text) = block.split_once('\n').expect("a block has lines");
        match language {
            "http" => examples.push(read_request(text)),
            "json" => {
                let answer = serde_json::from_str(text).expect("answers are JSON");
                examples.last_mut().expect("a request first").answer = Some(answer);
            }
            other => panic!("no test knows what a block of {other:?} is"),
        }
    }
    examples
}

fn read_request(text: &'static str) -> Example {
    let (head, body) = match text.split_once("\n\n") {
        Some((head, body)) => (head, Some(body)),
        None => (text, None),
    };
    let mut lines = head.lines();
    let (method, path) = lines
        .next()
        .and_then(|line| line.split_once(' '))
        .expect("a request line");
    let host = lines.next().and_then(|line| line.strip_prefix("Host: "));
    assert_eq!(lines.next(), None, "nothing but the host in {head:?}");
    Example {
        method: method.parse().expect("a method"),
        path,
        host: host.expect("a host"),
        body,
        answer: None,
    }
}

/// A selection as a shop has saved it, and what it has learnt since.
struct Order {
    sandbox: SocketAddr,
    values: HashMap<&'static str, String>,
    /// Whether its lockers are found with no filter by last mile alone: all that need a number here.
    has_lockers_apart: bool,
}

impl Order {
    /// For a point of a sandbox that this starts.
    async fn to(id: u64, post_number: &str) -> Self {
        let sandbox = serve(sandbox::router(Sandbox::default())).await;
        let mut order = Self {
            sandbox,
            values: HashMap::from([("service_point_id", id.to_string())]),
            has_lockers_apart: !post_number.is_empty(),
        };
        let path = format!("/api/v3/service-points/{id}");
        let point = order.send(&Method::GET, &path, None).await;
        let point = &point["data"];
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        order.values.extend([
            ("order_number", "1001".to_owned()),
            ("to_post_number", post_number.to_owned()),
            ("carrier", text(&point["carrier"]["code"])),
            ("country", text(&point["address"]["country_code"])),
            ("postal_code", text(&point["address"]["postal_code"])),
            (
                "carrier_service_point_id",
                text(&point["carrier_service_point_id"]),
            ),
        ]);
        order
    }

    /// Fills the placeholders in; one without a value is a mistake of the guide.
    fn fill(&self, text: &str) -> String {
        let mut filled = text.to_owned();
        for (name, value) in &self.values {
            filled = filled.replace(&format!("{{{name}}}"), value);
        }
        let is_left = |rest: &str| rest.starts_with(|c: char| c.is_ascii_lowercase());
        assert!(
            !filled.split('{').skip(1).any(is_left),
            "nobody knows how to fill {filled}"
        );
        filled
    }

    async fn send(&self, method: &Method, path: &str, body: Option<&Value>) -> Value {
        let url = format!("http://{}{path}", self.sandbox);
        let mut request = client()
            .request(method.clone(), url)
            .basic_auth(DEMO_PUBLIC_KEY, Some(DEMO_SECRET_KEY));
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        let response = request.send().await.expect("the sandbox answers");
        let status = response.status();
        let text = response.text().await.expect("a body");
        assert!(status.is_success(), "{method} {path}: {status} {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Sends a request of the guide, with what the guide says of lockers and missing numbers.
    async fn run(&mut self, example: &Example) {
        let mut path = self.fill(example.path);
        let mut body: Option<Value> = example.body.map(|body| {
            let body = self.fill(body);
            serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error} in {body}"))
        });
        if self.has_lockers_apart {
            path = path.replace("&last_mile=service_point", "");
            if let Some(body) = &mut body {
                drop_member(body, "functionalities");
            }
        }
        if let Some(body) = &mut body
            && self.values["to_post_number"].is_empty()
        {
            drop_member(body, "po_box");
            drop_member(body, "post_number");
        }
        let answer = self.send(&example.method, &path, body.as_ref()).await;
        if let Some(shown) = &example.answer {
            assert_has_shape(&answer, shown, &path);
        }
        // A success that is none.
        if let Some(errors) = answer["data"].get("errors") {
            assert_eq!(*errors, serde_json::json!([]), "{path}");
        }
        self.learn(&answer);
    }

    /// The same of the proxy, by the backend of a shop whose customer has just chosen the point.
    async fn run_at_proxy(&mut self, example: &Example) {
        let keys = [
            ("SENDCLOUD_PUBLIC_KEY", DEMO_PUBLIC_KEY),
            ("SENDCLOUD_SECRET_KEY", DEMO_SECRET_KEY),
        ];
        let proxy = TestApp::on(self.sandbox, &keys);
        let id: u64 = self.values["service_point_id"].parse().expect("a number");
        let number = &self.values["to_post_number"];
        let choice = serde_json::json!({"service_point_id": id, "to_post_number": number});
        let chosen = proxy.post("/api/selections", &choice).await;
        assert_eq!(chosen.status, 201, "{}", chosen.text());
        let id = chosen.json()["id"].as_str().expect("an id").to_owned();
        self.values.insert("id", id);

        assert_eq!(example.method, Method::GET, "nothing else is asked there");
        let answer = proxy.get_as_backend(&self.fill(example.path)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let answer = answer.json();
        let options = answer["data"].as_array().expect("a list");
        let fits = |option: &Value| option["requirements"]["is_service_point_required"] == true;
        assert!(options.iter().any(fits), "nothing ships there: {answer}");
        self.learn(&answer);
    }

    /// Keeps what a later request of the guide needs, as the guide says to choose it.
    fn learn(&mut self, answer: &Value) {
        if let Some(methods) = answer["shipping_methods"].as_array() {
            let method = methods.iter().find(|method| {
                let max: f64 = method["max_weight"]
                    .as_str()
                    .and_then(|text| text.parse().ok())
                    .expect("kilograms");
                method["service_point_input"] == "required" && max > 1.5
            });
            let id = &method.expect("a method that needs a point")["id"];
            self.values.insert("shipping_method_id", id.to_string());
        }
        if let Some(options) = answer["data"].as_array()
            && let Some(option) = options
                .iter()
                .find(|option| option["requirements"]["is_service_point_required"] == true)
        {
            let code = option["code"].as_str().expect("a code");
            self.values.insert("shipping_option_code", code.to_owned());
        }
    }
}

/// Removes a member wherever it stands.
fn drop_member(body: &mut Value, name: &str) {
    match body {
        Value::Object(members) => {
            members.remove(name);
            members
                .values_mut()
                .for_each(|value| drop_member(value, name));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| drop_member(item, name)),
        _ => {}
    }
}

/// Whether everything that the guide shows is there, of the same type. Values are examples.
fn assert_has_shape(answer: &Value, shown: &Value, place: &str) {
    match (answer, shown) {
        (Value::Object(answer), Value::Object(shown)) => {
            for (name, value) in shown {
                let place = format!("{place} {name}");
                let found = answer
                    .get(name)
                    .unwrap_or_else(|| panic!("{place} is not answered"));
                assert_has_shape(found, value, &place);
            }
        }
        (Value::Array(answer), Value::Array(shown)) => {
            assert_eq!(answer.is_empty(), shown.is_empty(), "{place}");
            for item in answer {
                assert_has_shape(item, shown.first().unwrap_or(item), place);
            }
        }
        (Value::String(_), Value::String(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::Bool(_), Value::Bool(_)) => {}
        _ => panic!("{place}: {answer} where the guide shows {shown}"),
    }
}

async fn run_all(mut order: Order) {
    let mut count = 0;
    for example in examples() {
        match example.host {
            SENDCLOUD => order.run(&example).await,
            PROXY => order.run_at_proxy(&example).await,
            host => panic!("nobody knows who answers for {host}"),
        }
        count += 1;
    }
    assert!(count >= 11, "the guide lost its requests: {count}");
}

#[tokio::test]
async fn the_guide_leads_to_a_parcel_shop() {
    run_all(Order::to(1_000_001, "").await).await;
}

#[tokio::test]
async fn the_guide_leads_to_a_locker_without_a_post_number() {
    run_all(Order::to(1_000_002, "").await).await;
}

/// The id of a German locker that asks for a post number.
async fn packstation() -> u64 {
    let sandbox = Order::to(1_000_001, "").await;
    let search = "/api/v3/service-points?country_code=DE&carrier_code=dhl_de\
        &carrier_shop_type=packStation&address=Alexanderplatz+1,+10178+Berlin";
    let found = sandbox.send(&Method::GET, search, None).await;
    let id = found["data"]["results"][0]["id"].as_u64();
    id.expect("a Packstation")
}

#[tokio::test]
async fn the_guide_leads_to_a_packstation() {
    run_all(Order::to(packstation().await, "00123456").await).await;
}
