//! An origin as browsers write it in a header: compared byte by byte, so it is kept as text.

use reqwest::Url;

/// `scheme://host` or `scheme://host:port`, exactly as a browser sends it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Origin(String);

impl Origin {
    /// Reads what an operator wrote.
    ///
    /// # Errors
    ///
    /// What to write instead, unless it is an `http` or `https` origin in a browser's spelling.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        // A password may stand before it, and findings are logged.
        if text.contains('@') {
            return Err("must have no user or password".to_owned());
        }
        // The URL standard lets a host hold it, so it would stand there and match nothing.
        if text.contains('*') {
            return Err(format!("holds {text:?}: name every origin in full"));
        }
        let origin = Self::of(text).ok_or_else(|| {
            format!("holds {text:?}, which is no origin such as https://shop.example")
        })?;
        if origin.0 == text {
            Ok(origin)
        } else {
            Err(format!(
                "holds {text:?}, which browsers write as {:?}",
                origin.0
            ))
        }
    }

    /// The origin of an address; none where that is no web address.
    pub(crate) fn of(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let is_web = matches!(url.scheme(), "http" | "https");
        is_web.then(|| Self(url.origin().ascii_serialization()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The same in a content security policy, whose grammar has no IPv6 addresses and none of the
    /// other characters that the URL standard lets a host hold: `;` would end the directive.
    pub(crate) fn as_policy_source(&self) -> Option<&str> {
        let (_, host) = self.0.split_once("://")?;
        let is_named =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b':');
        host.bytes().all(is_named).then_some(&*self.0)
    }
}
