//! Names as people type them: without accents, in either case, in English.

use crate::europe::{City, Country, cities_of};

/// Names by which a city is also known, folded.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("the hague", "den haag"),
    ("s gravenhage", "den haag"),
    ("den bosch", "s hertogenbosch"),
    ("brussels", "brussel"),
    ("bruxelles", "brussel"),
    ("antwerp", "antwerpen"),
    ("anvers", "antwerpen"),
    ("ghent", "gent"),
    ("bruges", "brugge"),
    ("luik", "liege"),
    ("munich", "munchen"),
    ("muenchen", "munchen"),
    ("cologne", "koln"),
    ("koeln", "koln"),
    ("frankfurt", "frankfurt am main"),
    ("freiburg", "freiburg im breisgau"),
    ("halle", "halle saale"),
    ("nuremberg", "nurnberg"),
    ("hanover", "hannover"),
    ("vienna", "wien"),
    ("zurich", "zurich"),
    ("zuerich", "zurich"),
    ("geneva", "geneve"),
    ("genf", "geneve"),
    ("lucerne", "luzern"),
    ("prague", "praha"),
    ("warsaw", "warszawa"),
    ("cracow", "krakow"),
    ("krakow", "krakow"),
    ("lisbon", "lisboa"),
    ("seville", "sevilla"),
    ("valencia", "valencia"),
    ("san sebastian", "donostia san sebastian"),
    ("las palmas", "las palmas de gran canaria"),
    ("rome", "roma"),
    ("milan", "milano"),
    ("naples", "napoli"),
    ("turin", "torino"),
    ("genoa", "genova"),
    ("florence", "firenze"),
    ("venice", "venezia"),
    ("copenhagen", "kobenhavn"),
    ("kopenhagen", "kobenhavn"),
    ("gothenburg", "goteborg"),
    ("newcastle", "newcastle upon tyne"),
    ("athens", "αθηνα"),
    ("thessaloniki", "θεσσαλονικη"),
    ("patras", "πατρα"),
    ("heraklion", "ηρακλειο"),
    ("nicosia", "λευκωσια"),
    ("limassol", "λεμεσος"),
    ("bucharest", "bucuresti"),
    ("sofia", "софия"),
    ("plovdiv", "пловдив"),
    ("varna", "варна"),
    ("burgas", "бургас"),
    ("kyiv", "київ"),
    ("kiev", "київ"),
    ("lviv", "львів"),
    ("odesa", "одеса"),
    ("kharkiv", "харків"),
    ("dnipro", "дніпро"),
];

/// Lower case, without accents, with single blanks for whatever is no letter or digit.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        let plain = match letter {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
            'ç' | 'ć' | 'č' => "c",
            'ď' | 'đ' | 'ð' => "d",
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
            'ģ' | 'ğ' => "g",
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' => "i",
            'ķ' => "k",
            'ł' | 'ľ' | 'ĺ' | 'ļ' => "l",
            'ñ' | 'ń' | 'ň' | 'ņ' => "n",
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' | 'ō' => "o",
            'ŕ' | 'ř' => "r",
            'ś' | 'š' | 'ş' | 'ș' => "s",
            'ť' | 'ţ' | 'ț' => "t",
            'ù' | 'ú' | 'û' | 'ü' | 'ű' | 'ů' | 'ū' | 'ų' => "u",
            'ý' | 'ÿ' => "y",
            'ź' | 'ż' | 'ž' => "z",
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'þ' => "th",
            'ά' => "α",
            'έ' => "ε",
            'ή' => "η",
            'ί' | 'ϊ' | 'ΐ' => "ι",
            'ό' => "ο",
            'ύ' | 'ϋ' | 'ΰ' => "υ",
            'ώ' => "ω",
            letter if letter.is_alphanumeric() => {
                folded.push(letter);
                continue;
            }
            _ => {
                if !folded.ends_with(' ') && !folded.is_empty() {
                    folded.push(' ');
                }
                continue;
            }
        };
        folded.push_str(plain);
    }
    folded.trim_end().to_owned()
}

/// The city of a country with a name, in its own language or another.
pub(super) fn find_city(country: &Country, name: &str) -> Option<&'static City> {
    let folded = fold(name);
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == folded);
    let wanted = other.map_or(folded.as_str(), |(_, own)| *own);
    cities_of(country.code).find(|city| fold(city.name) == wanted)
}

/// Whether a text only names the country.
pub(super) fn names_country(country: &Country, name: &str) -> bool {
    let folded = fold(name);
    [country.name, country.english_name, country.code]
        .iter()
        .any(|own| fold(own) == folded)
}
