//! HTTP through the page's own `fetch`, which may have been replaced by anything: whatever it
//! returns, throws or rejects with becomes a value here.

use std::{cell::Cell, rc::Rc};

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCredentials, RequestInit};

use super::timer::Timer;

/// An answer, whatever its status.
#[derive(Debug)]
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: u16,
    /// `Retry-After` in seconds, where it is given so.
    pub(crate) retry_after_s: Option<u32>,
    /// The whole body.
    pub(crate) body: String,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FetchError {
    /// [`Abort`] was used or dropped.
    Aborted,
    /// The deadline passed.
    TimedOut,
    /// No connection, refused by a policy, or a `fetch` of the page's own that failed.
    Network,
}

/// Ends a request when dropped.
#[derive(Debug)]
#[must_use = "the request ends as soon as this is dropped"]
pub(crate) struct Abort(Option<AbortController>);

impl Abort {
    /// A switch for one request.
    pub(crate) fn new() -> Self {
        // Without `AbortController` a request cannot be ended early; its answer is then ignored.
        Self(AbortController::new().ok())
    }

    /// The handle that the request itself holds.
    pub(crate) fn handle(&self) -> AbortHandle {
        AbortHandle(self.0.clone())
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        AbortHandle(self.0.clone()).abort();
    }
}

/// The request's end of an [`Abort`].
#[derive(Clone, Debug)]
pub(crate) struct AbortHandle(Option<AbortController>);

impl AbortHandle {
    fn abort(&self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }

    fn is_aborted(&self) -> bool {
        let controller = self.0.as_ref();
        controller.is_some_and(|controller| controller.signal().aborted())
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn page_fetch(url: &str, options: &RequestInit) -> Result<JsValue, JsValue>;

    /// What a `fetch` resolved to: meant to be a `Response`, read as if it were one.
    type MaybeResponse;

    #[wasm_bindgen(method, catch, getter)]
    fn status(this: &MaybeResponse) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, getter)]
    fn headers(this: &MaybeResponse) -> Result<MaybeHeaders, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn text(this: &MaybeResponse) -> Result<JsValue, JsValue>;

    type MaybeHeaders;

    #[wasm_bindgen(method, catch)]
    fn get(this: &MaybeHeaders, name: &str) -> Result<JsValue, JsValue>;
}

/// Sends a GET, or a POST where there is a JSON body, without cookies.
///
/// # Errors
///
/// [`FetchError`] where no whole answer came within `deadline_ms`.
pub(crate) async fn fetch(
    url: &str,
    body: Option<&str>,
    abort: AbortHandle,
    deadline_ms: i32,
) -> Result<Answer, FetchError> {
    let options = RequestInit::new();
    options.set_credentials(RequestCredentials::Omit);
    if let Some(controller) = &abort.0 {
        options.set_signal(Some(&controller.signal()));
    }
    if let Some(body) = body {
        options.set_method("POST");
        options.set_body(&body.into());
        let headers = js_sys::Object::new();
        js_sys::Reflect::set(&headers, &"content-type".into(), &"application/json".into())
            .map_err(|_| FetchError::Network)?;
        options.set_headers(&headers);
    }
    let timed_out = Rc::new(Cell::new(false));
    let _deadline = Timer::after(deadline_ms, {
        let (timed_out, abort) = (timed_out.clone(), abort.clone());
        move || {
            timed_out.set(true);
            abort.abort();
        }
    });
    let answer = exchange(url, &options).await;
    answer.map_err(|NoAnswer| match (timed_out.get(), abort.is_aborted()) {
        (true, _) => FetchError::TimedOut,
        (false, true) => FetchError::Aborted,
        (false, false) => FetchError::Network,
    })
}

/// Something was thrown or rejected, or is not what it should be; what it was tells nothing more.
struct NoAnswer;

impl From<JsValue> for NoAnswer {
    fn from(_: JsValue) -> Self {
        Self
    }
}

async fn exchange(url: &str, options: &RequestInit) -> Result<Answer, NoAnswer> {
    let response = settle(page_fetch(url, options)?).await?;
    if !response.is_object() {
        return Err(NoAnswer);
    }
    let response: MaybeResponse = response.unchecked_into();
    let status = response.status()?.as_f64().ok_or(NoAnswer)?;
    let retry_after = response
        .headers()
        .and_then(|headers| headers.get("retry-after"));
    let retry_after = retry_after.ok().and_then(|value| value.as_string());
    let body = settle(response.text()?).await?;
    Ok(Answer {
        // Statuses are three digits; whatever else stands there is no success either.
        status: status as u16,
        retry_after_s: retry_after.and_then(|seconds| seconds.trim().parse().ok()),
        body: body.as_string().ok_or(NoAnswer)?,
    })
}

/// Waits for a promise; any other value is there already.
async fn settle(value: JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&value)).await
}
