//! The carriers, with the types and ids that their service points have.

use model::{Carrier, GeneralShopType};

use super::dice::Dice;

/// A carrier as Sendcloud knows it.
#[derive(Debug)]
pub(crate) struct CarrierEntry {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    /// What its own ids look like.
    id: IdStyle,
    /// Its kinds of service point, each with its share.
    branches: &'static [(u32, Branch)],
}

/// A kind of service point.
#[derive(Debug)]
pub(crate) struct Branch {
    pub(crate) carrier_shop_type: Option<&'static str>,
    pub(crate) general_shop_type: Option<GeneralShopType>,
}

impl Branch {
    pub(crate) fn is_locker(&self) -> bool {
        self.general_shop_type == Some(GeneralShopType::Locker)
    }
}

/// How a carrier writes the number of a service point.
#[derive(Clone, Copy, Debug)]
enum IdStyle {
    /// `217165`
    Digits,
    /// `ES21366`
    Country,
    /// `NL-00001`
    CountryDash,
    /// Letters of its own before the number.
    Prefix(&'static str),
}

const fn branch(
    share: u32,
    carrier_shop_type: Option<&'static str>,
    general_shop_type: GeneralShopType,
) -> (u32, Branch) {
    let branch = Branch {
        carrier_shop_type,
        general_shop_type: Some(general_shop_type),
    };
    (share, branch)
}

use GeneralShopType::{CarrierDepot, Locker, PostOffice, ServicePoint};

/// Shops only.
const SHOPS: &[(u32, Branch)] = &[branch(1, None, ServicePoint)];
/// Shops and some lockers.
const SHOPS_AND_LOCKERS: &[(u32, Branch)] =
    &[branch(7, None, ServicePoint), branch(3, None, Locker)];
/// A national post without types of its own.
const POST: &[(u32, Branch)] = &[
    branch(4, None, PostOffice),
    branch(3, None, ServicePoint),
    branch(3, None, Locker),
];
/// A parcel network with depots.
const PARCEL_NETWORK: &[(u32, Branch)] = &[
    branch(14, None, ServicePoint),
    branch(4, None, Locker),
    branch(1, None, CarrierDepot),
];
/// DPD's only type is a number.
const DPD: &[(u32, Branch)] = &[
    branch(10, Some("400"), ServicePoint),
    branch(3, None, Locker),
    branch(1, None, CarrierDepot),
];
const DHL: &[(u32, Branch)] = &[
    branch(5, Some("paketshop"), ServicePoint),
    branch(3, Some("parcelShop"), ServicePoint),
    branch(2, Some("packStation"), Locker),
];
const DHL_DE: &[(u32, Branch)] = &[
    branch(5, Some("packStation"), Locker),
    branch(2, Some("paketshop"), ServicePoint),
    branch(2, Some("parcelShop"), ServicePoint),
    branch(2, Some("postOffice"), PostOffice),
];
const POSTNL: &[(u32, Branch)] = &[
    branch(6, None, ServicePoint),
    branch(3, Some("PBA"), Locker),
    branch(2, Some("pakketautomaat"), Locker),
    branch(1, None, PostOffice),
];
const POSTE_ITALIANE: &[(u32, Branch)] = &[
    branch(5, Some("punto_poste"), ServicePoint),
    branch(3, Some("service_point"), ServicePoint),
    branch(3, None, PostOffice),
    branch(2, None, Locker),
];
const HERMES_GB: &[(u32, Branch)] = &[
    branch(7, Some("SHOP"), ServicePoint),
    branch(2, None, Locker),
];
const INPOST: &[(u32, Branch)] = &[branch(8, None, Locker), branch(2, None, ServicePoint)];

macro_rules! carriers {
    ($($code:literal, $name:literal, $id:expr, $branches:expr;)*) => {
        &[$(CarrierEntry { code: $code, name: $name, id: $id, branches: $branches }),*]
    };
}

/// Those whose images Sendcloud might lack: v3 allows null for either.
const WITHOUT_LOGO: &[&str] = &["homerr"];
const WITHOUT_ICON: &[&str] = &["homerr", "correos_express", "hermes_c2c_gb"];

/// All of them, by code.
const CARRIERS: &[CarrierEntry] = carriers! {
    "bpost", "bpost", IdStyle::Digits, POST;
    "chronopost", "Chronopost", IdStyle::Prefix("C"), SHOPS;
    "colissimo", "Colissimo", IdStyle::Digits, POST;
    "correos", "Correos", IdStyle::Digits, POST;
    "correos_express", "Correos Express", IdStyle::Digits, SHOPS;
    "dhl", "DHL", IdStyle::CountryDash, DHL;
    "dhl_de", "DHL", IdStyle::CountryDash, DHL_DE;
    "dpd", "DPD", IdStyle::Country, DPD;
    "dpd_at", "DPD Austria", IdStyle::Country, DPD;
    "dpd_fr", "DPD France", IdStyle::Prefix("P"), DPD;
    "dpd_gb", "DPD UK", IdStyle::Country, DPD;
    "dpd_local", "DPD Local", IdStyle::Country, DPD;
    "gls_de", "GLS Germany", IdStyle::Digits, PARCEL_NETWORK;
    "gls_es", "GLS Spain", IdStyle::Country, PARCEL_NETWORK;
    "gls_eu", "GLS", IdStyle::Country, PARCEL_NETWORK;
    "gls_it", "GLS Italy", IdStyle::Digits, PARCEL_NETWORK;
    "gls_nl", "GLS Netherlands", IdStyle::CountryDash, PARCEL_NETWORK;
    "hermes_at", "Hermes Austria", IdStyle::Digits, SHOPS;
    "hermes_c2c_gb", "Evri C2C", IdStyle::Digits, HERMES_GB;
    "hermes_de", "Hermes Germany", IdStyle::Digits, SHOPS;
    "hermes_gb", "Evri", IdStyle::Digits, HERMES_GB;
    "homerr", "Homerr", IdStyle::Prefix("HM"), SHOPS;
    "inpost_es", "InPost Spain", IdStyle::Country, INPOST;
    "inpost_gb", "InPost UK", IdStyle::Country, INPOST;
    "inpost_it", "InPost Italy", IdStyle::Country, INPOST;
    "inpost_pl", "InPost", IdStyle::Prefix("PL"), INPOST;
    "mondial_relay", "Mondial Relay", IdStyle::Digits, SHOPS_AND_LOCKERS;
    "poste_italiane", "Poste Italiane", IdStyle::Digits, POSTE_ITALIANE;
    "postat", "Österreichische Post", IdStyle::Digits, POST;
    "postnl", "PostNL", IdStyle::Digits, POSTNL;
    "postnord", "PostNord", IdStyle::Digits, SHOPS_AND_LOCKERS;
    "royal_mail", "Royal Mail", IdStyle::Digits, POST;
    "seur", "SEUR", IdStyle::Country, SHOPS_AND_LOCKERS;
    "ups", "UPS", IdStyle::Prefix("U"), PARCEL_NETWORK;
};

/// The carrier with a code.
pub(crate) fn carrier(code: &str) -> Option<&'static CarrierEntry> {
    CARRIERS.iter().find(|carrier| carrier.code == code)
}

/// The codes of all carriers.
pub(crate) fn carrier_codes() -> impl Iterator<Item = &'static str> {
    CARRIERS.iter().map(|carrier| carrier.code)
}

/// Whether a search may ask for a carrier.
pub(crate) fn is_known_carrier(code: &str) -> bool {
    carrier(code).is_some()
}

/// The code whose points answer for `code` in a country: DHL's German network has its own, as
/// v3 announces that a returned carrier may differ from the one asked for.
pub(crate) fn answering_codes<'a>(code: &'a str, country_code: &str) -> &'a str {
    match (code, country_code) {
        ("dhl", "DE") => "dhl_de",
        _ => code,
    }
}

impl CarrierEntry {
    /// Whether any of its service points is a locker.
    pub(super) fn has_lockers(&self) -> bool {
        self.branches.iter().any(|(_, branch)| branch.is_locker())
    }

    /// One of its kinds, by their shares.
    pub(super) fn roll_branch(&self, dice: &mut Dice) -> &'static Branch {
        let total = self.branches.iter().map(|(share, _)| share).sum();
        let mut left = dice.below(total);
        for (share, branch) in self.branches {
            if left < *share {
                return branch;
            }
            left -= share;
        }
        unreachable!("a draw below the sum of all shares falls into one of them")
    }

    /// Its own id of the service point with a number.
    pub(super) fn write_id(&self, country_code: &str, number: u64) -> String {
        match self.id {
            IdStyle::Digits => number.to_string(),
            IdStyle::Country => format!("{country_code}{number}"),
            IdStyle::CountryDash => format!("{country_code}-{number:05}"),
            IdStyle::Prefix(prefix) => format!("{prefix}{number}"),
        }
    }

    /// The number in one of its own ids.
    pub(super) fn read_id(&self, country_code: &str, id: &str) -> Option<u64> {
        let digits = match self.id {
            IdStyle::Digits => id,
            IdStyle::Country => id.strip_prefix(country_code)?,
            IdStyle::CountryDash => id.strip_prefix(country_code)?.strip_prefix('-')?,
            IdStyle::Prefix(prefix) => id.strip_prefix(prefix)?,
        };
        digits.parse().ok()
    }
}

impl From<&CarrierEntry> for Carrier {
    fn from(entry: &CarrierEntry) -> Self {
        let image = |kind: &str, without: &[&str]| {
            let code = entry.code;
            let address = format!("https://cdn.sendcloud.com/global-media/{code}/img/{kind}.svg");
            (!without.contains(&code)).then_some(address)
        };
        Self {
            code: entry.code.to_owned(),
            name: entry.name.to_owned(),
            logo_url: image("logo", WITHOUT_LOGO),
            icon_url: image("icon", WITHOUT_ICON),
        }
    }
}
