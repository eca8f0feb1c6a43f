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

/// The IANA name of the zone of an address; none where it is not known.
#[must_use]
pub fn time_zone(country_code: &str, postal_code: &str) -> Option<&'static str> {
    let starts = |prefixes: &[&str]| {
        prefixes
            .iter()
            .any(|prefix| postal_code.starts_with(prefix))
    };
    match country_code {
        "ES" if starts(&["35", "38"]) => Some("Atlantic/Canary"),
        "PT" if starts(&["90", "91", "92", "93", "94"]) => Some("Atlantic/Madeira"),
        "PT" if starts(&["95", "96", "97", "98", "99"]) => Some("Atlantic/Azores"),
        _ => {
            let zone = ZONES.iter().find(|(code, _)| *code == country_code);
            zone.map(|&(_, zone)| zone)
        }
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
}
