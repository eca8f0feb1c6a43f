//! Country codes: ISO 3166-1 alpha-2.

use std::fmt;

use serde::{Serialize, Serializer};

/// All officially assigned codes, two letters each, in order.
const ASSIGNED: &str = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZ\
    CACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGL\
    GMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLR\
    LSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPK\
    PLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTR\
    TTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

/// An assigned ISO 3166-1 alpha-2 code, in upper case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode(&'static str);

/// The text names no country.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid country code")]
pub struct UnknownCountry;

impl CountryCode {
    /// Reads a code in either case.
    ///
    /// # Errors
    ///
    /// [`UnknownCountry`], unless it is assigned.
    pub fn parse(text: &str) -> Result<Self, UnknownCountry> {
        let text = text.trim().as_bytes();
        let code: [u8; 2] = text.try_into().map_err(|_| UnknownCountry)?;
        let (assigned, _) = ASSIGNED.as_bytes().as_chunks::<2>();
        let found = assigned.binary_search(&code.map(|letter| letter.to_ascii_uppercase()));
        let at = 2 * found.map_err(|_| UnknownCountry)?;
        ASSIGNED.get(at..at + 2).map(Self).ok_or(UnknownCountry)
    }

    /// The two letters.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for CountryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for CountryCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{ASSIGNED, CountryCode};

    #[test]
    fn all_249_assigned_codes_are_there_in_order() {
        let codes: Vec<&[u8]> = ASSIGNED.as_bytes().chunks(2).collect();
        assert_eq!(codes.len(), 249);
        assert!(codes.is_sorted());
    }

    #[test]
    fn either_case_is_read_and_nonsense_is_not() {
        assert_eq!(CountryCode::parse("nl").unwrap().as_str(), "NL");
        for nonsense in ["", "N", "NLD", "XX", "UK", "é"] {
            assert!(CountryCode::parse(nonsense).is_err(), "{nonsense}");
        }
        // The letters of neighbouring codes do not make a code: "DA" stands in "ADAE".
        assert!(CountryCode::parse("DA").is_err());
    }
}
