//! What is kept of selections: where, and for how long.

use std::fmt;
use std::path::PathBuf;

use jiff::SignedDuration;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use super::Section;

const STORE: (&str, &str) = ("store", "PICKER_STORE");
/// In the folder that the proxy runs in.
const FILE: &str = "selections.db";
/// What may stand behind the `?` of a PostgreSQL's address.
const PARAMETERS: [&str; 10] = [
    "dbname",
    "host",
    "options",
    "password",
    "port",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "user",
];
const UNBOUND_DAYS: u32 = 7;
const BOUND_DAYS: u32 = 90;
const POST_NUMBER_DAYS: u32 = 30;
const DAYS_MAX: u32 = 730;

/// `[selections]`: what is kept of them.
#[derive(Clone)]
pub(crate) struct SelectionsConfig {
    /// `selections.store`, `PICKER_STORE`: `sqlite:` and a path, or an address that begins with
    /// `postgres://`. Default `sqlite:selections.db`. Takes a restart.
    pub(crate) store: StoreConfig,
    /// `selections.unbound_days`, `PICKER_UNBOUND_DAYS`: how long a selection is kept that became
    /// no order, in days, 1 to 730. Default 7.
    pub(crate) unbound: SignedDuration,
    /// `selections.bound_days`, `PICKER_BOUND_DAYS`: how long one is kept that became an order, in
    /// days, 1 to 730. Default 90.
    pub(crate) bound: SignedDuration,
    /// `selections.post_number_days`, `PICKER_POST_NUMBER_DAYS`: how long its post number is, in
    /// days, 1 to 730. Default 30.
    pub(crate) post_numbers: SignedDuration,
}

/// Where selections are stored.
#[derive(Clone)]
pub(crate) enum StoreConfig {
    /// A file on a local disk; `:memory:` ends with the process.
    Sqlite(PathBuf),
    /// A server's address, with the password.
    Postgres(SecretString),
}

impl SelectionsConfig {
    pub(super) fn read(section: &mut Section<'_, '_>) -> Self {
        let store = section.optional_secret(STORE, 1);
        let store = store.map(|address| StoreConfig::parse(&address));
        let store = match store {
            Some(Ok(store)) => Some(store),
            Some(Err(what)) => {
                section.find_missing(STORE, what);
                None
            }
            None => None,
        };
        let mut days = |name, default| {
            let days = section.number(name, 1..=DAYS_MAX).unwrap_or(default);
            SignedDuration::from_hours(24 * i64::from(days))
        };
        Self {
            store: store.unwrap_or_else(|| StoreConfig::Sqlite(FILE.into())),
            unbound: days(("unbound_days", "PICKER_UNBOUND_DAYS"), UNBOUND_DAYS),
            bound: days(("bound_days", "PICKER_BOUND_DAYS"), BOUND_DAYS),
            post_numbers: days(
                ("post_number_days", "PICKER_POST_NUMBER_DAYS"),
                POST_NUMBER_DAYS,
            ),
        }
    }
}

impl StoreConfig {
    /// The address may hold a password, so what is wrong with it is said without it.
    fn parse(address: &SecretString) -> Result<Self, &'static str> {
        let text = address.expose_secret();
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return match path.is_empty() {
                true => Err("names no file after sqlite:"),
                false => Ok(Self::Sqlite(path.into())),
            };
        }
        let schemes = ["postgres://", "postgresql://"];
        if schemes.iter().any(|scheme| text.starts_with(scheme)) {
            let url = Url::parse(text).map_err(|_| "is no address of a PostgreSQL")?;
            // One that is misspelt would do nothing, such as to ask for encryption.
            let mut names = url.query_pairs().map(|(name, _)| name);
            return match names.all(|name| PARAMETERS.contains(&&*name)) {
                true => Ok(Self::Postgres(address.clone())),
                false => Err("has a parameter that is not known (docs/configuration.md)"),
            };
        }
        Err("is neither sqlite:PATH nor postgres://USER:PASSWORD@HOST/DATABASE")
    }

    /// Whether both are the same place.
    pub(crate) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Sqlite(one), Self::Sqlite(two)) => one == two,
            (Self::Postgres(one), Self::Postgres(two)) => {
                one.expose_secret() == two.expose_secret()
            }
            _ => false,
        }
    }
}

// An address may hold a password.
impl fmt::Debug for StoreConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StoreConfig")
            .finish_non_exhaustive()
    }
}
