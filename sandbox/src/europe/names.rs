//! Names of service points: shops in the country's own words (all invented), lockers and post
//! offices in the carrier's.

use model::{Address, GeneralShopType};

use super::{
    Country,
    carriers::{Branch, CarrierEntry},
    dice::Dice,
};

/// A name that such a place could have.
pub(super) fn roll_name(
    country: &Country,
    carrier: &CarrierEntry,
    branch: &Branch,
    address: &Address,
    dice: &mut Dice,
) -> String {
    let number = 101 + dice.below(880);
    let place = if dice.chance(0.5) {
        &address.street
    } else {
        &address.city
    };
    let name = match (&branch.general_shop_type, carrier.code) {
        (Some(GeneralShopType::Locker), code) => match code {
            "dhl_de" => format!("Packstation {number}"),
            "inpost_pl" => format!("Paczkomat {}", locker_code(&address.city, number)),
            "postnl" | "dhl" if country.code == "NL" => format!("Pakketautomaat {place}"),
            "bpost" => format!("Cubee {place}"),
            "poste_italiane" => format!("Punto Poste Locker {place}"),
            "colissimo" => format!("Consigne Pickup {place}"),
            _ => format!("{} {} {place}", carrier.name, country.locale.locker),
        },
        (Some(GeneralShopType::PostOffice), "dhl_de") => format!("Postfiliale {number}"),
        (Some(GeneralShopType::PostOffice), _) => {
            format!("{} {place}", country.locale.post_office)
        }
        (Some(GeneralShopType::CarrierDepot), _) => {
            format!("{} Depot {}", carrier.name, address.city)
        }
        // A shop without a name of its own is called after its street.
        _ if dice.chance(0.4) => format!("{} {}", country.locale.corner_shop, address.street),
        _ => (*dice.pick(country.locale.shops)).to_owned(),
    };
    // Much of what carriers report is in capitals.
    if dice.chance(0.12) {
        name.to_uppercase()
    } else {
        name
    }
}

fn locker_code(city: &str, number: u32) -> String {
    let letters: String = city
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .take(3)
        .collect();
    format!("{}{number}A", letters.to_uppercase())
}
