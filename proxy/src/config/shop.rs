//! The settings of a shop.

use model::{
    CountryCode, GeneralShopType, LIMIT_MAX, PostNumberRule, TileSource, default_post_number_rules,
};
use secrecy::{ExposeSecret, SecretString};

use super::{Origin, ShopLimits, UpstreamConfig, Variables};

/// v3's largest radius, in metres.
const RADIUS_MAX_M: u32 = 50_000;
/// Shortest signing secret, in bytes: an HMAC key shorter than its hash is the weaker part.
const SIGNING_SECRET_MIN: usize = 32;

/// A merchant: what its pages may ask for, and what its selections are signed with.
pub(crate) struct ShopConfig {
    /// `PICKER_SHOP`: the shop's key in `?shop=` and the audience of its tokens. Default `default`.
    pub(crate) key: String,
    /// `PICKER_ORIGINS`: origins of the pages that embed the picker, at least one.
    pub(crate) origins: Vec<Origin>,
    /// `PICKER_CARRIERS`: carrier codes that may be searched. Default: those of the integration.
    pub(crate) carriers: Option<Vec<String>>,
    /// `PICKER_COUNTRIES`: countries that may be searched. Default: all.
    pub(crate) countries: Option<Vec<CountryCode>>,
    /// `general_shop_types`: types that a page offers to filter by. Default: all.
    pub(crate) general_shop_types: Option<Vec<GeneralShopType>>,
    /// `exact_searches`: whether searches go to Sendcloud to the metre, at a price in cache hits.
    /// Default false.
    pub(crate) exact_searches: bool,
    /// `limit_max`: most points of one answer, 1 to 200. Default 200.
    pub(crate) limit_max: u16,
    /// `radius_max`: largest radius of a search, in metres, 100 to 50,000. Default 50,000.
    pub(crate) radius_max: u32,
    /// What all its clients may ask for together.
    pub(crate) limits: ShopLimits,
    /// Where the map's tiles come from; the demo alone has a source.
    pub(crate) tiles: Option<TileSource>,
    /// Which points ask for a post number.
    pub(crate) post_number_rules: Vec<PostNumberRule>,
    /// `PICKER_SIGNING_SECRET`: signs selections; at least 32 bytes.
    pub(crate) signing_secret: SecretString,
    /// The account that is asked.
    pub(crate) upstream: UpstreamConfig,
}

impl ShopConfig {
    pub(super) fn read(variables: &mut Variables<'_>) -> Option<Self> {
        let key = variables.parse("PICKER_SHOP", parse_key);
        let origins = read_origins(variables);
        let carriers = read_carriers(variables);
        let countries = read_countries(variables);
        let signing_secret = read_signing_secret(variables);
        let upstream = UpstreamConfig::read(variables);
        Some(Self {
            key: key.unwrap_or_else(|| "default".to_owned()),
            origins: origins?,
            carriers,
            countries,
            general_shop_types: None,
            exact_searches: false,
            limit_max: LIMIT_MAX,
            radius_max: RADIUS_MAX_M,
            limits: ShopLimits::default(),
            tiles: None,
            post_number_rules: default_post_number_rules(),
            signing_secret: signing_secret?,
            upstream: upstream?,
        })
    }
}

fn parse_key(text: &str) -> Result<String, String> {
    let is_key_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_key = text.len() <= 64 && text.bytes().all(is_key_byte);
    is_key
        .then(|| text.to_owned())
        .ok_or_else(|| "takes up to 64 letters, digits, hyphens and underscores".to_owned())
}

fn read_origins(variables: &mut Variables<'_>) -> Option<Vec<Origin>> {
    let Some(texts) = variables.list("PICKER_ORIGINS") else {
        let what = "is not set: it lists the origins of the pages that embed the picker, \
                    such as https://shop.example";
        variables.find("PICKER_ORIGINS", what);
        return None;
    };
    let parsed: Vec<_> = texts.iter().map(|text| Origin::parse(text)).collect();
    for what in parsed.iter().filter_map(|origin| origin.as_ref().err()) {
        variables.find("PICKER_ORIGINS", what);
    }
    Some(parsed.into_iter().flatten().collect())
}

fn read_carriers(variables: &mut Variables<'_>) -> Option<Vec<String>> {
    let codes = variables.list("PICKER_CARRIERS")?;
    let is_code_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    for code in &codes {
        if code.len() > 64 || !code.bytes().all(is_code_byte) {
            let what = format!("holds {code:?}, which is no carrier code such as postnl");
            variables.find("PICKER_CARRIERS", &what);
        }
    }
    Some(codes)
}

fn read_countries(variables: &mut Variables<'_>) -> Option<Vec<CountryCode>> {
    let mut countries = Vec::new();
    for text in variables.list("PICKER_COUNTRIES")? {
        match CountryCode::parse(&text) {
            Ok(country) => countries.push(country),
            Err(error) => {
                variables.find("PICKER_COUNTRIES", &format!("holds {text:?}, {error}"));
            }
        }
    }
    Some(countries)
}

fn read_signing_secret(variables: &mut Variables<'_>) -> Option<SecretString> {
    let secret = variables.secret("PICKER_SIGNING_SECRET", "what selections are signed with")?;
    if secret.expose_secret().len() < SIGNING_SECRET_MIN {
        let what = format!("is shorter than {SIGNING_SECRET_MIN} bytes: `openssl rand -hex 32`");
        variables.find("PICKER_SIGNING_SECRET", &what);
        return None;
    }
    Some(secret)
}
