//! The countries: how they write addresses and postal codes, which carriers serve them, and
//! whose words they use.

use super::locales::{self, Locale};

/// A country that the sandbox imitates.
#[derive(Debug)]
pub(crate) struct Country {
    /// ISO 3166-1 alpha-2.
    pub(crate) code: &'static str,
    /// In its own language, as a geocoder ends an address.
    pub(crate) name: &'static str,
    /// In English, as a shopper may type it.
    pub(crate) english_name: &'static str,
    /// International prefix.
    pub(crate) phone_prefix: &'static str,
    /// How far it reaches from its cities, for those that are smaller than the way to the next.
    pub(crate) reach_m: Option<f64>,
    pub(crate) style: AddressStyle,
    /// Forms of its postal codes, in the order in which they are tried.
    pub(crate) postal_masks: &'static [&'static str],
    /// Characters that a postal code may start with.
    pub(crate) postal_starts: &'static [char],
    pub(crate) carriers: &'static [&'static str],
    pub(crate) locale: &'static Locale,
}

/// In which order the parts of an address are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AddressStyle {
    /// `Stadhuisplein 10, 5611 EM Eindhoven`
    NumberLast,
    /// `10 Rue de la Gare, 75001 Paris`
    NumberFirst,
    /// `10 Station Road, London SE1 0AA`
    British,
}

/// The country with a code, where the sandbox has it.
pub(crate) fn country(code: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|country| country.code == code)
}

use AddressStyle::{British, NumberFirst, NumberLast};

const ANY: &[char] = &['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const NOT_ZERO: &[char] = &['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const UP_TO_5: &[char] = &['0', '1', '2', '3', '4', '5'];
const ONE_TO_5: &[char] = &['1', '2', '3', '4', '5'];
const ONE_TO_7: &[char] = &['1', '2', '3', '4', '5', '6', '7'];
const ONE_TO_8: &[char] = &['1', '2', '3', '4', '5', '6', '7', '8'];

macro_rules! countries {
    ($($code:literal $name:literal $english:literal $phone:literal $reach:expr, $style:ident,
        [$($mask:literal),*] $starts:expr, $locale:ident, [$($carrier:literal),*];)*) => {
        &[$(Country {
            code: $code,
            name: $name,
            english_name: $english,
            phone_prefix: $phone,
            reach_m: $reach,
            style: $style,
            postal_masks: &[$($mask),*],
            postal_starts: $starts,
            carriers: &[$($carrier),*],
            locale: &locales::$locale,
        }),*]
    };
}

/// All of them, by code.
const COUNTRIES: &[Country] = countries! {
    "AD" "Andorra" "Andorra" "+376" Some(9_000.0), NumberFirst, ["AD#00"] &['A'], SPANISH,
        ["colissimo", "chronopost", "mondial_relay", "dpd_fr", "ups"];
    "AT" "Österreich" "Austria" "+43" None, NumberLast, ["####"] NOT_ZERO, GERMAN,
        ["postat", "dpd_at", "hermes_at", "ups"];
    "BE" "België" "Belgium" "+32" None, NumberLast, ["####"] NOT_ZERO, BELGIAN,
        ["bpost", "postnl", "dhl", "dpd", "ups", "mondial_relay"];
    "BG" "България" "Bulgaria" "+359" None, NumberLast, ["####"] NOT_ZERO, BULGARIAN,
        ["dpd", "gls_eu", "ups"];
    "CH" "Schweiz" "Switzerland" "+41" None, NumberLast, ["####"] NOT_ZERO, GERMAN, ["ups"];
    "CY" "Κύπρος" "Cyprus" "+357" None, NumberLast, ["####"] ANY, GREEK, ["ups"];
    "CZ" "Česko" "Czechia" "+420" None, NumberLast, ["### ##"] ONE_TO_7, CZECH,
        ["dpd", "gls_eu", "ups"];
    "DE" "Deutschland" "Germany" "+49" None, NumberLast, ["#####"] ANY, GERMAN,
        ["dhl_de", "dpd", "gls_de", "hermes_de", "ups"];
    "DK" "Danmark" "Denmark" "+45" None, NumberLast, ["####"] ANY, DANISH,
        ["postnord", "dhl", "ups"];
    "EE" "Eesti" "Estonia" "+372" None, NumberLast, ["#####"] NOT_ZERO, ESTONIAN,
        ["dpd", "gls_eu", "ups"];
    "ES" "España" "Spain" "+34" None, NumberLast, ["#####"] UP_TO_5, SPANISH,
        ["correos", "correos_express", "seur", "gls_es", "inpost_es", "mondial_relay", "ups"];
    "FI" "Suomi" "Finland" "+358" None, NumberLast, ["#####"] ANY, FINNISH,
        ["postnord", "dhl", "ups"];
    "FR" "France" "France" "+33" None, NumberFirst, ["#####"] ANY, FRENCH,
        ["colissimo", "chronopost", "mondial_relay", "dpd_fr", "ups"];
    "GB" "United Kingdom" "United Kingdom" "+44" None, British,
        ["@# #@@", "@#* #@@", "@@# #@@", "@@#* #@@"]
        &['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R',
            'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z'], ENGLISH,
        ["royal_mail", "inpost_gb", "hermes_gb", "hermes_c2c_gb", "dpd_gb", "dpd_local", "ups"];
    "GR" "Ελλάδα" "Greece" "+30" None, NumberLast, ["### ##"] ONE_TO_8, GREEK,
        ["dpd", "gls_eu", "ups"];
    "HR" "Hrvatska" "Croatia" "+385" None, NumberLast, ["#####"] ONE_TO_5, CROATIAN,
        ["dpd", "gls_eu", "ups"];
    "HU" "Magyarország" "Hungary" "+36" None, NumberLast, ["####"] NOT_ZERO, HUNGARIAN,
        ["dpd", "gls_eu", "ups"];
    "IE" "Ireland" "Ireland" "+353" None, British, ["@#* ****"]
        &['A', 'C', 'D', 'E', 'F', 'H', 'K', 'N', 'P', 'R', 'T', 'V', 'W', 'X', 'Y'], ENGLISH,
        ["ups"];
    "IS" "Ísland" "Iceland" "+354" None, NumberLast, ["###"] ANY, ICELANDIC, ["ups"];
    "IT" "Italia" "Italy" "+39" None, NumberLast, ["#####"] ANY, ITALIAN,
        ["poste_italiane", "inpost_it", "gls_it", "ups"];
    "LI" "Liechtenstein" "Liechtenstein" "+423" Some(7_000.0), NumberLast, ["94##"] &['9'], GERMAN,
        ["ups"];
    "LT" "Lietuva" "Lithuania" "+370" None, NumberLast, ["LT-#####", "#####"]
        &['L', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'], LITHUANIAN,
        ["dpd", "gls_eu", "ups"];
    "LU" "Luxembourg" "Luxembourg" "+352" Some(30_000.0), NumberFirst, ["L-####", "####"]
        &['L', '1', '2', '3', '4', '5', '6', '7', '8', '9'], FRENCH,
        ["mondial_relay", "dhl", "dpd", "ups"];
    "LV" "Latvija" "Latvia" "+371" None, NumberLast, ["LV-####", "####"]
        &['L', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'], LATVIAN,
        ["dpd", "gls_eu", "ups"];
    "MC" "Monaco" "Monaco" "+377" Some(2_500.0), NumberFirst, ["980##"] &['9'], FRENCH,
        ["colissimo", "chronopost", "mondial_relay", "dpd_fr", "ups"];
    "MT" "Malta" "Malta" "+356" None, NumberFirst, ["@@@ ####"]
        &['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R',
            'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z'], ENGLISH, ["ups"];
    "NL" "Nederland" "Netherlands" "+31" None, NumberLast, ["#### @@", "####"] NOT_ZERO, DUTCH,
        ["postnl", "dhl", "dpd", "ups", "gls_nl", "homerr"];
    "NO" "Norge" "Norway" "+47" None, NumberLast, ["####"] ANY, NORWEGIAN,
        ["postnord", "dhl", "ups"];
    "PL" "Polska" "Poland" "+48" None, NumberLast, ["##-###"] ANY, POLISH,
        ["inpost_pl", "dhl", "dpd", "ups"];
    "PT" "Portugal" "Portugal" "+351" None, NumberLast, ["####-###", "####"] NOT_ZERO, PORTUGUESE,
        ["mondial_relay", "seur", "ups"];
    "RO" "România" "Romania" "+40" None, NumberLast, ["######"] ANY, ROMANIAN,
        ["dpd", "gls_eu", "ups"];
    "SE" "Sverige" "Sweden" "+46" None, NumberLast, ["### ##"] NOT_ZERO, SWEDISH,
        ["postnord", "dhl", "ups"];
    "SI" "Slovenija" "Slovenia" "+386" None, NumberLast, ["SI-####", "####"]
        &['S', '1', '2', '3', '4', '5', '6', '7', '8', '9'], SLOVENE, ["dpd", "gls_eu", "ups"];
    "SK" "Slovensko" "Slovakia" "+421" None, NumberLast, ["### ##"] &['0', '8', '9'], SLOVAK,
        ["dpd", "gls_eu", "ups"];
    "SM" "San Marino" "San Marino" "+378" Some(6_000.0), NumberLast, ["4789#"] &['4'], ITALIAN,
        ["ups"];
    "UA" "Україна" "Ukraine" "+380" None, NumberLast, ["#####"] ANY, UKRAINIAN,
        ["dpd", "gls_eu", "ups"];
};
