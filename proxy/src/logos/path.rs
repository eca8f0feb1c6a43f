//! Where logos are: at Sendcloud, and here.

use std::fmt;

use crate::pictures::Form;

/// Where Sendcloud's answers say that pictures are.
const SENDCLOUD: &str = "https://cdn.sendcloud.com/";
/// The folder that holds the carriers' pictures.
const FOLDER: &str = "global-media/";
/// Longest path, in characters.
const PATH_MAX: usize = 200;

/// The path of a picture: `global-media/`, then letters, digits, `_`, `-` and single slashes, then
/// `.svg`, `.png` or `.webp`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct LogoPath {
    path: Box<str>,
    form: Form,
}

impl LogoPath {
    /// Reads a path without a slash in front; none where it is no picture's.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let (stem, extension) = path.strip_prefix(FOLDER)?.split_once('.')?;
        let form = Form::of_extension(extension)?;
        let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let is_name = |part: &str| !part.is_empty() && part.bytes().all(is_of_name);
        let is_path = path.len() <= PATH_MAX && stem.split('/').all(is_name);
        is_path.then(|| Self {
            path: path.into(),
            form,
        })
    }

    pub(super) fn form(&self) -> Form {
        self.form
    }

    pub(super) fn len(&self) -> usize {
        self.path.len()
    }
}

impl fmt::Display for LogoPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.fmt(formatter)
    }
}

/// Puts the proxy's own addresses in the place of Sendcloud's; by default nothing.
#[derive(Clone, Default)]
pub(crate) struct LogoUrls {
    /// `https://pickup.example/logos/`; none where the proxy serves no logos.
    base: Option<String>,
}

impl LogoUrls {
    /// The addresses below `public_url`, which has no slash at the end; none of them where logos
    /// are off.
    pub(crate) fn new(public_url: &str, is_on: bool) -> Self {
        Self {
            base: is_on.then(|| format!("{public_url}/logos/")),
        }
    }

    /// The address of ours for one of Sendcloud's; none for any other.
    pub(crate) fn replace(&self, url: &str) -> Option<String> {
        let base = self.base.as_ref()?;
        let path = LogoPath::parse(url.strip_prefix(SENDCLOUD)?)?;
        Some(format!("{base}{path}"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LogoPath, LogoUrls};

    #[test]
    fn sendclouds_pictures_are_ours() {
        let urls = LogoUrls::new("https://pickup.example", true);
        let url = "https://cdn.sendcloud.com/global-media/carriers/post-nl_2/logo.svg";
        let ours = "https://pickup.example/logos/global-media/carriers/post-nl_2/logo.svg";
        assert_eq!(urls.replace(url).as_deref(), Some(ours));
        assert_eq!(
            LogoUrls::new("https://pickup.example", false).replace(url),
            None
        );
    }

    /// Each of these would ask another place for another thing.
    #[test]
    fn whatever_else_an_address_is_it_is_left_out() {
        let urls = LogoUrls::new("https://pickup.example", true);
        let long = format!(
            "https://cdn.sendcloud.com/global-media/{}.svg",
            "a".repeat(200)
        );
        for url in [
            "http://cdn.sendcloud.com/global-media/a.svg",
            "https://cdn.sendcloud.com.evil.example/global-media/a.svg",
            "https://user@cdn.sendcloud.com/global-media/a.svg",
            "https://cdn.sendcloud.com/other/a.svg",
            "https://cdn.sendcloud.com/global-media/../keys.svg",
            "https://cdn.sendcloud.com/global-media/%2e%2e/keys.svg",
            "https://cdn.sendcloud.com/global-media//a.svg",
            "https://cdn.sendcloud.com/global-media/a/.svg",
            "https://cdn.sendcloud.com/global-media/.svg",
            "https://cdn.sendcloud.com/global-media/a.b.svg",
            "https://cdn.sendcloud.com/global-media/a.svg?size=1",
            "https://cdn.sendcloud.com/global-media/a.svg#b",
            "https://cdn.sendcloud.com/global-media/a.html",
            "https://cdn.sendcloud.com/global-media/a.SVG",
            "https://cdn.sendcloud.com/global-media/ä.svg",
            "javascript:alert(1)",
            "",
            &long,
        ] {
            assert_eq!(urls.replace(url), None, "{url}");
        }
    }

    proptest! {
        /// Whatever comes through, the path says the same to every program that reads it.
        #[test]
        fn no_path_means_two_things(path in "(global-media/)?[a-z./%?#\\\\@:]{0,20}(\\.svg)?") {
            if let Some(path) = LogoPath::parse(&path) {
                let url = format!("https://cdn.sendcloud.com/{path}");
                let parsed = reqwest::Url::parse(&url).unwrap();
                prop_assert_eq!(parsed.as_str(), url);
                prop_assert_eq!(parsed.path(), format!("/{path}"));
            }
        }
    }
}
