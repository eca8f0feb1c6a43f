//! The demo's configuration: the operator's variables, and what is made up where they are not set.

use std::net::SocketAddr;

use crate::{id, print};

/// A lookup that never comes back without what the demo needs.
pub(super) struct DemoVariables<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    sandbox: Option<SocketAddr>,
    made_up: Vec<(&'static str, String)>,
}

impl<'a> DemoVariables<'a> {
    pub(super) fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            lookup,
            sandbox: None,
            made_up: Vec::new(),
        }
    }

    /// Whether the operator has keys to Sendcloud, and so wants the demo to ask it.
    pub(super) fn has_keys(&self) -> bool {
        self.is_set("SENDCLOUD_PUBLIC_KEY") || self.is_set("SENDCLOUD_SECRET_KEY")
    }

    /// Puts a sandbox in Sendcloud's place, and its map under the points: with real ones it would
    /// show streets that do not exist.
    pub(super) fn use_sandbox(&mut self, sandbox: SocketAddr) {
        self.sandbox = Some(sandbox);
        self.make_up("SENDCLOUD_PUBLIC_KEY", id::random::<16>);
        self.make_up("SENDCLOUD_SECRET_KEY", id::random::<16>);
    }

    /// Completes what the shop of the demo at `listen` needs.
    pub(super) fn fill_in(&mut self, listen: SocketAddr) {
        self.make_up("PICKER_SIGNING_SECRET", id::random::<32>);
        self.make_up("PICKER_BACKEND_SECRET", id::random::<32>);
        // What is ordered in a demo is gone with it.
        self.make_up("PICKER_STORE", || "sqlite::memory:".to_owned());
        self.make_up("PICKER_SHOP", || "demo".to_owned());
        // Whoever types the name instead of the number is on a page of another origin.
        self.make_up("PICKER_ORIGINS", || {
            format!("http://localhost:{}", listen.port())
        });
    }

    /// Makes a value up, unless the variable or its `_FILE` twin is set.
    pub(super) fn make_up(&mut self, name: &'static str, value: impl FnOnce() -> String) {
        if !self.is_set(name) {
            self.made_up.push((name, value()));
        }
    }

    fn is_set(&self, name: &str) -> bool {
        let is_set = |name: &str| (self.lookup)(name).is_some_and(|text| !text.trim().is_empty());
        is_set(name) || is_set(&format!("{name}_FILE"))
    }

    /// The value of a variable.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let address = self.sandbox.and_then(|sandbox| match name {
            "SENDCLOUD_BASE_URL" => Some(format!("http://{sandbox}/api/v3")),
            "SENDCLOUD_TOKEN_URL" => Some(format!("http://{sandbox}/oauth2/token")),
            "SENDCLOUD_LOGO_URL" => Some(format!("http://{sandbox}")),
            // An operator's own map is one to try out, wherever the points come from.
            _ if self.is_set("PICKER_TILES_URL") => None,
            "PICKER_TILES_URL" => Some(format!("http://{sandbox}/tiles/{{z}}/{{x}}/{{y}}")),
            "PICKER_TILES_ATTRIBUTION" => Some("Sandbox map, not a real place".to_owned()),
            _ => None,
        });
        if address.is_some() {
            return address;
        }
        // The demo's shop verifies with a secret.
        if name.starts_with("PICKER_SIGNING_KEY") {
            return None;
        }
        let made_up = self.made_up.iter().find(|(made_up, _)| *made_up == name);
        made_up.map_or_else(|| (self.lookup)(name), |(_, value)| Some(value.clone()))
    }

    /// Shows what was made up, so that it can be used: nothing of it outlives the process.
    pub(super) fn print(&self, heading: &str) {
        if !self.made_up.is_empty() {
            print::line(format_args!("{heading}"));
        }
        for (name, value) in &self.made_up {
            print::line(format_args!("  {name}={value}"));
        }
    }
}
