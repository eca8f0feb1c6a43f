//! The address of a tile, with gaps for its numbers and a key.

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use crate::config::url::parse_upstream_with_query;
use crate::tiles::Tile;

const KEY: &str = "{key}";
/// Longest template, in bytes.
const TEMPLATE_MAX: usize = 1000;

/// A template whose host is fixed, and which is an address whatever fills it. Not to be shown: who
/// does not know better writes the key into it.
#[derive(Clone)]
pub(crate) struct TileTemplate {
    text: String,
    /// With something in each gap.
    base: Url,
}

impl TileTemplate {
    /// Reads what an operator wrote.
    ///
    /// # Errors
    ///
    /// What is wrong with it, without the text itself.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.len() > TEMPLATE_MAX || !text.bytes().all(is_of_address) {
            return Err(format!(
                "takes up to {TEMPLATE_MAX} printable ASCII characters, without blanks"
            ));
        }
        let (scheme, rest) = text.split_once("://").unwrap_or_default();
        let (host, _) = rest.split_once(['/', '?', '#']).unwrap_or((rest, ""));
        // Without a host what comes next would be taken for one, and that may be a gap.
        if host.is_empty() || [scheme, host].concat().contains(['{', '}']) {
            return Err("must begin with https:// and one host, without {s} in it".to_owned());
        }
        // Some mapping services have them in the query.
        for (gap, _) in Tile::WORLD.numbers() {
            if text.matches(gap).count() != 1 {
                return Err(format!("must have {gap} once, behind its host"));
            }
        }
        if text.matches(KEY).count() > 1 {
            return Err(format!("must have {KEY} no more than once"));
        }
        let filled = fill(text, Tile::WORLD, "key");
        if filled.contains(['{', '}']) {
            let what = "has another gap than {z}, {x}, {y} and {key}: write out what stands there";
            return Err(what.to_owned());
        }
        Ok(Self {
            base: parse_upstream_with_query(&filled)?,
            text: text.to_owned(),
        })
    }

    /// As it was written.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn has_key(&self) -> bool {
        self.text.contains(KEY)
    }

    /// An address at its host.
    pub(crate) fn base(&self) -> &Url {
        &self.base
    }

    /// The address of a tile.
    pub(crate) fn fill(&self, tile: Tile, key: Option<&SecretString>) -> Url {
        let key = key.map_or("", ExposeSecret::expose_secret);
        let key: String = form_urlencoded::byte_serialize(key.as_bytes()).collect();
        let filled = fill(&self.text, tile, &key);
        Url::parse(&filled).expect("it is an address whatever fills it")
    }
}

fn fill(text: &str, tile: Tile, key: &str) -> String {
    let numbers = tile.numbers().into_iter();
    let filled = numbers.fold(text.to_owned(), |text, (gap, number)| {
        text.replace(gap, &number.to_string())
    });
    filled.replace(KEY, key)
}

/// Whether addresses have a byte: whoever writes a backslash is read as if it were a slash.
fn is_of_address(byte: u8) -> bool {
    byte.is_ascii_graphic() && byte != b'\\'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::TileTemplate;
    use crate::tiles::Tile;

    #[test]
    fn a_key_is_no_more_than_a_key() {
        let template = "https://tiles.example/{z}/{x}/{y}.png?key={key}&style=a";
        let template = TileTemplate::parse(template).unwrap();
        let tile = Tile::parse("3/4/5").unwrap();
        let key = "a&style=b#{z}/é".into();
        let expected =
            "https://tiles.example/3/4/5.png?key=a%26style%3Db%23%7Bz%7D%2F%C3%A9&style=a";
        assert_eq!(template.fill(tile, Some(&key)).as_str(), expected);
    }

    proptest! {
        /// Whatever an operator writes, it is this host that is asked, and no other.
        #[test]
        fn no_key_leads_to_another_host(key in ".{0,20}", path in "[a-z./@:]{0,8}") {
            let template = format!("https://tiles.example/{path}{{z}}/{{x}}/{{y}}/{{key}}");
            let template = TileTemplate::parse(&template).unwrap();
            let url = template.fill(Tile::WORLD, Some(&key.into()));
            prop_assert_eq!(url.host_str(), Some("tiles.example"));
            prop_assert_eq!(url.scheme(), "https");
        }
    }
}
