//! What Prometheus is told, by way of the admin side.

use crate::support::TestApp;

/// A line for each kind of request, named by the route and never by the address.
#[tokio::test]
async fn requests_are_counted_by_route_and_status() {
    let app = TestApp::on_sandbox().await;
    for _ in 0..2 {
        app.get("/api/v3/service-points/1000002").await;
    }
    app.get("/api/v3/service-points/7").await;
    app.get("/nowhere").await;

    let answer = app.get_admin("/metrics").await;
    let content_type = answer.header("content-type");
    assert!(content_type.is_some_and(|it| it.starts_with("application/openmetrics-text;")));
    let text = answer.text();
    let route = "/api/v3/service-points/{id}";
    for (labels, count) in [
        (
            format!("route=\"{route}\",status=\"200\",cache=\"miss\""),
            1,
        ),
        (format!("route=\"{route}\",status=\"200\",cache=\"hit\""), 1),
        (
            format!("route=\"{route}\",status=\"404\",cache=\"none\""),
            1,
        ),
        ("route=\"none\",status=\"404\",cache=\"none\"".to_owned(), 1),
    ] {
        let expected = format!("picker_http_requests_total{{{labels}}} {count}\n");
        assert!(text.contains(&expected), "{expected} is not in\n{text}");
    }
    let expected =
        format!("picker_http_duration_seconds_count{{route=\"{route}\",cache=\"hit\"}} 1\n");
    assert!(text.contains(&expected), "{expected} is not in\n{text}");
}

/// Without a request there is something to alarm on already: that it is scraped at all.
#[tokio::test]
async fn the_program_and_the_log_are_there_from_the_start() {
    let text = TestApp::alone().get_admin("/metrics").await.text();
    let build = format!(
        "picker_build_info{{version=\"{}\"}} 1\n",
        env!("CARGO_PKG_VERSION")
    );
    assert!(text.contains(&build), "{text}");
    assert!(
        text.contains("picker_log_dropped_lines_total 0\n"),
        "{text}"
    );
    assert!(text.ends_with("# EOF\n"), "{text}");
}

/// Prometheus' older text form has no types but its own, and a sample on each line: scrapers that
/// know only that one have to find their way.
#[tokio::test]
async fn every_line_is_a_sample_or_a_comment() {
    let app = TestApp::on_sandbox().await;
    app.get("/api/config").await;
    let text = app.get_admin("/metrics").await.text();
    for line in text.lines().filter(|line| !line.starts_with("# ")) {
        let (name, value) = line.rsplit_once(' ').expect("a name and a value");
        assert!(name.starts_with("picker_"), "{line}");
        assert!(value.parse::<f64>().is_ok(), "{line}");
    }
}

/// An operator looks a name up there.
#[tokio::test]
async fn every_family_that_has_a_line_is_documented() {
    let app = TestApp::on_sandbox().await;
    let body = serde_json::json!({"service_point_id": 1_000_002, "reference": "cart"});
    assert_eq!(app.post("/api/selections", &body).await.status, 201);
    let text = app.get_admin("/metrics").await.text();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/operating.md");
    let docs = std::fs::read_to_string(path).expect("it is there");
    let families = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let mut count = 0;
    for family in families {
        let (name, kind) = family.split_once(' ').expect("a name and a type");
        let suffix = match kind {
            "counter" => "_total",
            "info" => "_info",
            _ => "",
        };
        assert!(
            docs.contains(&format!("`{name}{suffix}`")),
            "{name}{suffix} is not documented"
        );
        count += 1;
    }
    assert!(count > 10, "{text}");
}
