//! Where a shop's map comes from.

mod attribution;
mod template;

use model::AttributionPart;
use secrecy::{ExposeSecret, SecretString};

use super::{Section, upstream, url};
use crate::tiles::{SourceId, Tile};
pub(crate) use template::TileTemplate;

const URL: (&str, &str) = ("url", "PICKER_TILES_URL");
const KEY: (&str, &str) = ("key", "PICKER_TILES_KEY");
const ATTRIBUTION: (&str, &str) = ("attribution", "PICKER_TILES_ATTRIBUTION");
const MAX_ZOOM: (&str, &str) = ("max_zoom", "PICKER_TILES_MAX_ZOOM");
const CONTACT: (&str, &str) = ("contact", "PICKER_TILES_CONTACT");
/// Longest contact, in bytes.
const CONTACT_MAX: usize = 200;

/// `[shops.KEY.tiles]`: a source of map tiles.
#[derive(Clone)]
pub(crate) struct TilesConfig {
    /// `url`, `PICKER_TILES_URL`: the address of a tile, with `{z}`, `{x}` and `{y}` behind its
    /// host, and `{key}` where the source wants one.
    pub(crate) url: TileTemplate,
    /// `key`, `PICKER_TILES_KEY`: what stands for `{key}`.
    pub(crate) key: Option<SecretString>,
    /// `attribution`, `PICKER_TILES_ATTRIBUTION`: whom to name on the map; `[text](https://…)` is
    /// a link.
    pub(crate) attribution: Vec<AttributionPart>,
    /// `max_zoom`, `PICKER_TILES_MAX_ZOOM`: deepest zoom that the source has, 1 to 19. Default 19:
    /// as deep as sources made of OpenStreetMap's data go, and enough to tell doors apart.
    pub(crate) max_zoom: u8,
    /// `contact`, `PICKER_TILES_CONTACT`: whom the source may write to, an address of e-mail or of
    /// the web. Default: the address of this proxy.
    pub(crate) contact: Option<String>,
}

impl TilesConfig {
    /// Reads the section; none where nothing is set, or too little.
    pub(super) fn read(section: &mut Section<'_, '_>) -> Option<Self> {
        let is_set = [URL, ATTRIBUTION, MAX_ZOOM, CONTACT].map(|name| section.is_set(name));
        let has_key = section.is_secret_set(KEY);
        if has_key || is_set.contains(&true) {
            section.require(URL, "it says where the map's tiles come from");
            let purpose = "whoever made the map has to be named on it";
            section.require(ATTRIBUTION, purpose);
        }
        let key_place = section.place(KEY.into());
        let template = section.parse(URL, TileTemplate::parse);
        let key = section.optional_secret(KEY, 1);
        let attribution = section.parse(ATTRIBUTION, attribution::parse);
        let max_zoom = section.number(MAX_ZOOM, 1..=Tile::ZOOM_MAX);
        let contact = section.parse(CONTACT, parse_contact);
        let url = template?;
        let examination = &mut section.examination;
        match (url.has_key(), has_key) {
            (true, false) => examination.find(&key_place, "is not set: the url has a {key}"),
            (false, true) => examination.find(&key_place, "is set, but the url has no {key}"),
            (true, true) | (false, false) => {}
        }
        Some(Self {
            url,
            key,
            attribution: attribution?,
            max_zoom: max_zoom.unwrap_or(Tile::ZOOM_MAX),
            contact,
        })
    }

    /// Tells sources apart, without telling anything of their keys.
    pub(crate) fn source_id(&self) -> SourceId {
        let key = self.key.as_ref().map_or("", ExposeSecret::expose_secret);
        let contact = self.contact.as_deref().unwrap_or_default();
        SourceId(upstream::hash(&[self.url.as_str(), key, contact]))
    }
}

/// Reads an address of e-mail or of the web, as a header may hold it.
fn parse_contact(text: &str) -> Result<String, String> {
    let is_header = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'(' | b')' | b'\\');
    let is_mail = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !name.contains([':', '/']) && host.contains('.')
    });
    let is_contact = is_mail || url::parse_public(text).is_ok();
    let fits = text.len() <= CONTACT_MAX && text.bytes().all(is_header);
    (is_contact && fits)
        .then(|| text.to_owned())
        .ok_or_else(|| "is no address such as maps@shop.example or https://shop.example".to_owned())
}
