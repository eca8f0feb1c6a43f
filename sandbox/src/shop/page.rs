//! The pages that the backend answers with.

use super::{
    html::{Rows, Text},
    order::{Order, Refused},
    token::Address,
};

/// Inline, so that the backend is one router and needs no assets of its own.
const STYLE: &str = include_str!("page.css");

/// The order as it was accepted.
pub(super) fn accepted(order: &Order) -> String {
    let (name, address) = order.destination();
    let value = |name| order.form.value(name);
    let label = match &order.selection {
        Some(_) => "To a service point",
        None => "To your door",
    };
    let mut body = format!(
        "<p class=\"badge good\">Order placed</p><h1>Thank you, {}.</h1>\
        <p class=\"lead\">This is what the shop’s backend received and checked.</p>\
        <section aria-labelledby=\"to\"><h2 id=\"to\">{label}</h2>\
        <address id=\"destination\"><strong>{}</strong><br>{}</address></section>",
        Text(value("name")),
        Text(&name),
        address_lines(&address),
    );
    if let Some(claims) = &order.selection {
        let fields = Rows::default()
            .field("service_point_id", value("service_point_id"))
            .field("to_post_number", value("to_post_number"))
            .field("carrier", value("carrier"));
        let available = match claims.is_available {
            Some(true) => "yes, asked when it was confirmed",
            Some(false) => "no",
            None => "could not be asked when it was confirmed",
        };
        let signed = Rows::default()
            .add("Carrier’s own id", &claims.carrier_service_point_id)
            .add("Available", available)
            .add("Selection", &claims.jti);
        body += &format!(
            "<section aria-labelledby=\"fields\"><h2 id=\"fields\">The three fields to save</h2>{fields}</section>\
            <section aria-labelledby=\"signature\"><h2 id=\"signature\">\
            <span class=\"badge good\" id=\"verified\">Signature verified</span></h2>\
            <ul class=\"checks\"><li>HS256 signature by the shop’s secret</li>\
            <li>Type <code>selection+jwt</code></li>\
            <li>Made for shop <code>{}</code>, by <code>{}</code></li>\
            <li>Not expired</li><li>Reference <code>{}</code> is this order’s</li>\
            <li>All fields equal what was signed</li></ul>{signed}</section>",
            Text(&order.shop),
            Text(&order.issuer),
            Text(value("reference")),
        );
    }
    let customer = Rows::default()
        .add("Name", value("name"))
        .add("E-mail", value("email"))
        .add(
            "Street",
            &format!("{} {}", value("street"), value("house_number")),
        )
        .add(
            "City",
            &format!("{} {}", value("postal_code"), value("city")),
        )
        .add("Country", value("country"))
        .add("Reference", value("reference"));
    body += &format!(
        "<section aria-labelledby=\"customer\"><h2 id=\"customer\">Customer</h2>{customer}</section>"
    );
    document("Order placed", &body)
}

/// The order was not accepted, and why.
pub(super) fn refused(refused: &Refused) -> String {
    let reasons: String = refused
        .reasons
        .iter()
        .map(|reason| format!("<li>{}</li>", Text(reason)))
        .collect();
    let value = |name| refused.form.value(name);
    let fields = Rows::default()
        .field("delivery_method", value("delivery_method"))
        .field("service_point_id", value("service_point_id"))
        .field("to_post_number", value("to_post_number"))
        .field("carrier", value("carrier"))
        .field("reference", value("reference"));
    let body = format!(
        "<p class=\"badge bad\">Not placed</p><h1>The shop refused this order.</h1>\
        <section aria-labelledby=\"why\"><h2 id=\"why\">Why</h2>\
        <ul id=\"reasons\">{reasons}</ul>\
        <p>Go back to the checkout, choose the service point again and confirm it. \
        A backend never trusts form fields alone: only the signed token proves what was chosen.</p></section>\
        <section aria-labelledby=\"fields\"><h2 id=\"fields\">What was received</h2>{fields}</section>"
    );
    document("Order refused", &body)
}

/// There is no such order.
pub(super) fn unknown() -> String {
    let body = "<h1>No such order</h1>\
        <p class=\"lead\">The demo shop keeps its last 200 orders, in memory only.</p>";
    document("No such order", body)
}

fn address_lines(address: &Address) -> String {
    format!(
        "{} {}<br>{} {}<br>{}",
        Text(&address.street),
        Text(&address.house_number),
        Text(&address.postal_code),
        Text(&address.city),
        Text(&address.country_code),
    )
}

fn document(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
        <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
        <title>{} · Demo shop</title><style>{STYLE}</style></head>\
        <body><main>{body}<p class=\"back\"><a href=\"/\">← Back to the shop</a></p></main></body></html>",
        Text(title),
    )
}
