//! A source of map tiles that is told what to answer, and remembers what it was asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::Request;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use proxy::config::Config;

use super::{TestApp, upstream, variables_for};

pub(crate) const ATTRIBUTION: &str = "© [Maps](https://maps.example)";
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n-pixels";
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

type Say = dyn Fn(&Request) -> Response + Send + Sync;

#[derive(Clone)]
pub(crate) struct Source {
    pub(crate) address: SocketAddr,
    say: Arc<Mutex<Box<Say>>>,
    asked: Arc<Mutex<Vec<(Uri, HeaderMap)>>>,
}

impl Source {
    pub(crate) async fn start(say: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Self {
        let say: Arc<Mutex<Box<Say>>> = Arc::new(Mutex::new(Box::new(say)));
        let asked: Arc<Mutex<Vec<_>>> = Arc::default();
        let (says, asks) = (say.clone(), asked.clone());
        let address = upstream::always(async move |request: Request| {
            let noted = (request.uri().clone(), request.headers().clone());
            asks.lock().expect("no panic").push(noted);
            says.lock().expect("no panic")(&request)
        });
        Self {
            address: address.await,
            say,
            asked,
        }
    }

    /// Answers otherwise from now on.
    pub(crate) fn say(&self, say: impl Fn(&Request) -> Response + Send + Sync + 'static) {
        *self.say.lock().expect("no panic") = Box::new(say);
    }

    pub(crate) fn calls(&self) -> usize {
        self.asked.lock().expect("no panic").len()
    }

    /// The addresses that it was asked for, without its own.
    pub(crate) fn paths(&self) -> Vec<String> {
        let asked = self.asked.lock().expect("no panic");
        asked.iter().map(|(uri, _)| uri.to_string()).collect()
    }

    /// The headers that came with the last call.
    pub(crate) fn last_headers(&self) -> HeaderMap {
        let asked = self.asked.lock().expect("no panic");
        asked.last().expect("it was asked").1.clone()
    }

    /// A configuration with this source.
    pub(crate) fn config(&self, more: &[(&str, &str)]) -> Config {
        let mut variables = variables_for(SocketAddr::from(([127, 0, 0, 1], 1)));
        let url = format!("http://{}/{{z}}/{{x}}/{{y}}.png", self.address);
        let own = [
            ("PICKER_TILES_URL", &*url),
            ("PICKER_TILES_ATTRIBUTION", ATTRIBUTION),
        ];
        let all = own.iter().chain(more);
        variables.extend(all.map(|&(name, value)| (name.to_owned(), value.to_owned())));
        let listen = SocketAddr::from(([127, 0, 0, 1], 8080));
        let config = Config::read(&|name| variables.get(name).cloned(), listen);
        config.expect("the variables are valid")
    }

    /// A proxy whose shop has this source.
    pub(crate) fn app(&self) -> TestApp {
        self.app_with(&[])
    }

    /// The same with further variables.
    pub(crate) fn app_with(&self, more: &[(&str, &str)]) -> TestApp {
        TestApp::with(self.config(more)).0
    }
}

pub(crate) fn png() -> Response {
    ([(header::CONTENT_TYPE, "image/png")], PNG).into_response()
}

pub(crate) fn svg() -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml")], SVG).into_response()
}
