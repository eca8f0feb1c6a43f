//! The time zone of a service point: its opening times are local there, not at the shopper's.

/// One zone a country; countries with several are told apart by postal code below.
/// UA stands as `Europe/Kiev`, the name that older browsers know.
const ZONES: &[(&str, &str)] = &[
    ("AD", "Europe/Andorra"),
    ("AT", "Europe/Vienna"),
    ("BE", "Europe/Brussels"),
    ("BG", "Europe/Sofia"),
    ("CH", "Europe/Zurich"),
    ("CY", "Asia/Nicosia"),
    ("CZ", "Europe/Prague"),
    ("DE", "Europe/Berlin"),
    ("DK", "Europe/Copenhagen"),
    ("EE", "Europe/Tallinn"),
    ("ES", "Europe/Madrid"),
    ("FI", "Europe/Helsinki"),
    ("FR", "Europe/Paris"),
    ("GB", "Europe/London"),
    ("GR", "Europe/Athens"),
    ("HR", "Europe/Zagreb"),
    ("HU", "Europe/Budapest"),
    ("IE", "Europe/Dublin"),
    ("IS", "Atlantic/Reykjavik"),
    ("IT", "Europe/Rome"),
    ("LI", "Europe/Vaduz"),
    ("LT", "Europe/Vilnius"),
    ("LU", "Europe/Luxembourg"),
    ("LV", "Europe/Riga"),
    ("MC", "Europe/Monaco"),
    ("MT", "Europe/Malta"),
    ("NL", "Europe/Amsterdam"),
    ("NO", "Europe/Oslo"),
    ("PL", "Europe/Warsaw"),
    ("PT", "Europe/Lisbon"),
    ("RO", "Europe/Bucharest"),
    ("SE", "Europe/Stockholm"),
    ("SI", "Europe/Ljubljana"),
    ("SK", "Europe/Bratislava"),
    ("SM", "Europe/San_Marino"),
    ("UA", "Europe/Kiev"),
];

/// France overseas, by the start of the postal code.
const ZONES_OVERSEAS: &[(&str, &str)] = &[
    ("971", "America/Guadeloupe"),
    ("972", "America/Martinique"),
    ("973", "America/Cayenne"),
    ("974", "Indian/Reunion"),
    ("975", "America/Miquelon"),
    ("976", "Indian/Mayotte"),
    ("977", "America/St_Barthelemy"),
    ("978", "America/Marigot"),
    ("986", "Pacific/Wallis"),
    ("987", "Pacific/Tahiti"),
    ("988", "Pacific/Noumea"),
];

/// The countries whose zones are known: those that Sendcloud has service points in.
pub fn countries_with_time_zone() -> impl Iterator<Item = &'static str> {
    ZONES.iter().map(|&(code, _)| code)
}

/// The IANA name of the zone of an address; none where it is not known.
#[must_use]
pub fn time_zone(country_code: &str, postal_code: &str) -> Option<&'static str> {
    let starts = |prefixes: &[&str]| {
        prefixes
            .iter()
            .any(|prefix| postal_code.starts_with(prefix))
    };
    let overseas = || {
        let mut zones = ZONES_OVERSEAS.iter();
        zones.find(|(prefix, _)| postal_code.starts_with(prefix))
    };
    let by_country = || ZONES.iter().find(|(code, _)| *code == country_code);
    match country_code {
        "ES" if starts(&["35", "38"]) => Some("Atlantic/Canary"),
        "PT" if starts(&["90", "91", "92", "93", "94"]) => Some("Atlantic/Madeira"),
        "PT" if starts(&["95", "96", "97", "98", "99"]) => Some("Atlantic/Azores"),
        "FR" => overseas().or_else(by_country).map(|&(_, zone)| zone),
        _ => by_country().map(|&(_, zone)| zone),
    }
}

#[cfg(test)]
mod tests {
    use super::time_zone;

    #[test]
    fn islands_have_their_own_time() {
        assert_eq!(time_zone("ES", "28013"), Some("Europe/Madrid"));
        assert_eq!(time_zone("ES", "35001"), Some("Atlantic/Canary"));
        assert_eq!(time_zone("PT", "9500-150"), Some("Atlantic/Azores"));
        assert_eq!(time_zone("XX", ""), None);
    }

    /// Schweinfurt's postal code starts like Réunion's.
    #[test]
    fn france_overseas_has_its_own_time() {
        for (postal_code, zone) in [
            ("75001", "Europe/Paris"),
            ("", "Europe/Paris"),
            ("97", "Europe/Paris"),
            ("97110", "America/Guadeloupe"),
            ("97200", "America/Martinique"),
            ("97300", "America/Cayenne"),
            ("97400", "Indian/Reunion"),
            ("97500", "America/Miquelon"),
            ("97600", "Indian/Mayotte"),
            ("97700", "America/St_Barthelemy"),
            ("97800", "America/Marigot"),
            ("98600", "Pacific/Wallis"),
            ("98714", "Pacific/Tahiti"),
            ("98800", "Pacific/Noumea"),
        ] {
            assert_eq!(time_zone("FR", postal_code), Some(zone), "{postal_code}");
        }
        assert_eq!(time_zone("DE", "97421"), Some("Europe/Berlin"));
    }
}
