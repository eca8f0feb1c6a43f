//! The settings of a shop.

use jiff::{SignedDuration, Timestamp};
use model::{CountryCode, GeneralShopType, LIMIT_MAX, PostNumberRule, default_post_number_rules};
use secrecy::SecretString;

use super::{Origin, Section, ShopLimits, TilesConfig, UpstreamConfig, post_numbers, signing};
use crate::selections::Keys;

const ORIGINS: (&str, &str) = ("origins", "PICKER_ORIGINS");
/// v3's bounds of a radius, in metres.
const RADIUS_MIN_M: u32 = 100;
const RADIUS_MAX_M: u32 = 50_000;
const BACKEND_SECRET: (&str, &str) = ("backend_secret", "PICKER_BACKEND_SECRET");
/// Shortest backend secret, in bytes: it opens all selections of the shop.
const BACKEND_SECRET_MIN: usize = 32;
const TOKEN_MINUTES: i64 = 60;
const TOKEN_MINUTES_MIN: i64 = 5;
const TOKEN_MINUTES_MAX: i64 = 24 * 60;

/// A merchant: what its pages may ask for, and what its selections are signed with.
pub(crate) struct ShopConfig {
    /// The table's name, `PICKER_SHOP`: the shop's key in `?shop=` and the audience of its tokens.
    /// Default `default`.
    pub(crate) key: String,
    /// `origins`, `PICKER_ORIGINS`: origins of the pages that embed the picker, at least one.
    pub(crate) origins: Vec<Origin>,
    /// `carriers`, `PICKER_CARRIERS`: carrier codes that may be searched. Default: those of the
    /// integration.
    pub(crate) carriers: Option<Vec<String>>,
    /// `countries`, `PICKER_COUNTRIES`: countries that may be searched. Default: all.
    pub(crate) countries: Option<Vec<CountryCode>>,
    /// `general_shop_types`: types that are searched and may be selected. Default: all.
    pub(crate) general_shop_types: Option<Vec<GeneralShopType>>,
    /// `allow_expired`, `PICKER_ALLOW_EXPIRED`: whether points may be selected whose details are
    /// expired. Default false.
    pub(crate) allow_expired: bool,
    /// `exact_searches`: whether searches go to Sendcloud to the metre, at a price in cache hits.
    /// Default false.
    pub(crate) exact_searches: bool,
    /// `limit_max`: most points of one answer, 1 to 200. Default 200.
    pub(crate) limit_max: u16,
    /// `radius_max`: largest radius of a search, in metres, 100 to 50,000. Default 50,000.
    pub(crate) radius_max: u32,
    /// What all its clients may ask for together.
    pub(crate) limits: ShopLimits,
    /// `[shops.KEY.tiles]`: where the map's tiles come from. Default: nowhere, and there is no map.
    pub(crate) tiles: Option<TilesConfig>,
    /// `[[post_number_rules]]`: which points ask for a post number; the first that fits counts.
    /// Default: German DHL.
    pub(crate) post_number_rules: Vec<PostNumberRule>,
    /// `signing_secret`, `signing_key` or `signing_keys`: what selections are signed with.
    pub(crate) signing_keys: Keys,
    /// `token_minutes`: how long a token can be verified, 5 to 1,440 minutes. Default 60: as long
    /// as a shopper may take to the end of a checkout.
    pub(crate) token_lifetime: SignedDuration,
    /// `backend_secret`, `PICKER_BACKEND_SECRET`: what the shop's backend shows to read and bind
    /// selections; at least 32 bytes. Default: none, and nobody can.
    pub(crate) backend_secret: Option<SecretString>,
    /// The account that is asked.
    pub(crate) upstream: UpstreamConfig,
}

impl ShopConfig {
    /// Reads all shops at `now`: those of the file, or the one of the variables.
    pub(super) fn read_all(top: &mut Section<'_, '_>, now: Timestamp) -> Vec<Self> {
        if !top.is_file() {
            let key = top.parse(("shop", "PICKER_SHOP"), parse_key);
            let key = key.unwrap_or_else(|| "default".to_owned());
            return Self::read(key, top, now).into_iter().collect();
        }
        top.overrule("PICKER_SHOP");
        top.require("shops", "a shop is a table, such as [shops.boots]");
        let shops = top.each("shops", |key, section| {
            if let Err(what) = parse_key(key) {
                section.find_here(&format!("is no shop's key: it {what}"));
            }
            Self::read(key.to_owned(), section, now)
        });
        shops.into_iter().flatten().collect()
    }

    fn read(key: String, section: &mut Section<'_, '_>, now: Timestamp) -> Option<Self> {
        let purpose = "it lists the origins of the pages that embed the picker, such as \
                       https://shop.example";
        section.require(ORIGINS, purpose);
        let origins = section.list(ORIGINS, Origin::parse);
        let carriers = section.list(("carriers", "PICKER_CARRIERS"), parse_carrier);
        let countries = section.list(("countries", "PICKER_COUNTRIES"), parse_country);
        let types = section.list("general_shop_types", parse_type);
        let signing_keys = signing::read_keys(section, now);
        let token_minutes = section.number("token_minutes", TOKEN_MINUTES_MIN..=TOKEN_MINUTES_MAX);
        let place = section.place(BACKEND_SECRET.into());
        let backend_secret = section.optional_secret(BACKEND_SECRET, BACKEND_SECRET_MIN);
        if let Some(secret) = &backend_secret {
            section
                .examination
                .claim(&place, &place.name, secret.clone());
        }
        let allow_expired = section.flag(("allow_expired", "PICKER_ALLOW_EXPIRED"));
        let exact_searches = section.flag("exact_searches");
        let limit_max = section.number("limit_max", 1..=LIMIT_MAX);
        let radius_max = section.number("radius_max", RADIUS_MIN_M..=RADIUS_MAX_M);
        let limits = section.within("limits", ShopLimits::read);
        let rules = post_numbers::read_rules(section);
        let tiles = section.within("tiles", TilesConfig::read);
        let upstream = section.within("sendcloud", UpstreamConfig::read);
        Some(Self {
            key,
            origins: origins?,
            carriers,
            countries,
            general_shop_types: types,
            allow_expired: allow_expired.unwrap_or(false),
            exact_searches: exact_searches.unwrap_or(false),
            limit_max: limit_max.unwrap_or(LIMIT_MAX),
            radius_max: radius_max.unwrap_or(RADIUS_MAX_M),
            limits,
            tiles,
            post_number_rules: rules.unwrap_or_else(default_post_number_rules),
            signing_keys: signing_keys?,
            token_lifetime: SignedDuration::from_mins(token_minutes.unwrap_or(TOKEN_MINUTES)),
            backend_secret,
            upstream: upstream?,
        })
    }
}

fn parse_key(text: &str) -> Result<String, String> {
    is_code(text)
        .then(|| text.to_owned())
        .ok_or_else(|| "takes up to 64 letters, digits, hyphens and underscores".to_owned())
}

/// Reads a carrier's code.
pub(super) fn parse_carrier(text: &str) -> Result<String, String> {
    is_code(text)
        .then(|| text.to_owned())
        .ok_or_else(|| format!("holds {text:?}, which is no carrier code such as postnl"))
}

/// Reads a country's code, in either case.
pub(super) fn parse_country(text: &str) -> Result<CountryCode, String> {
    CountryCode::parse(text).map_err(|error| format!("holds {text:?}, {error}"))
}

fn parse_type(text: &str) -> Result<GeneralShopType, String> {
    let known = GeneralShopType::SEARCHABLE;
    let found = known.iter().find(|known| known.as_str() == text);
    found.cloned().ok_or_else(|| {
        let known: Vec<_> = known.iter().map(GeneralShopType::as_str).collect();
        format!("holds {text:?}: types are {}", known.join(", "))
    })
}

/// Whether a text is made as codes are, and as long as they are at most.
pub(super) fn is_code(text: &str) -> bool {
    let is_code_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=64).contains(&text.len()) && text.bytes().all(is_code_byte)
}
