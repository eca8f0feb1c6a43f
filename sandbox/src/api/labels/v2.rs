//! v2's own form of an error: `{"error":{"code":400,"message":"…","request":"api/v2/parcels"}}`.

use axum::{
    body::Body,
    extract::Request,
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};
use model::{ErrorEnvelope, ErrorObject};
use serde_json::json;

/// Writes a refusal as v2 does where v2 was asked.
///
/// Stands inside of the gate, whose faults may break what it wrote, and around it, for what the gate
/// itself refuses. Sees whole paths only: routers that are nested would hide the version.
pub(in crate::api) async fn in_its_own_shape(request: Request, next: Next) -> Response {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let mut response = next.run(request).await;
    if !path.starts_with("api/v2/") {
        return response;
    }
    let Some(ErrorEnvelope { errors }) = response.extensions_mut().remove() else {
        return response;
    };
    let messages: Vec<String> = errors.iter().map(message).collect();
    let error = json!({
        "code": response.status().as_u16(),
        "message": messages.join(" "),
        "request": path,
    });
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(json!({ "error": error }).to_string())).into_response()
}

/// v2 names fields without a word for the body around them.
fn message(error: &ErrorObject) -> String {
    let source = &error.source;
    let pointer = source.pointer.as_deref();
    let field = pointer.map(|pointer| pointer.trim_start_matches("/parcel").trim_matches('/'));
    match field.or(source.parameter.as_deref()) {
        Some(field) if !field.is_empty() => {
            format!("{}: {}.", field.replace('/', "."), error.detail)
        }
        _ => error.detail.clone(),
    }
}
