//! An order: the form as it came, and what the shop makes of it.

use std::collections::BTreeMap;

use super::{
    ShopConfig,
    token::{Address, Claims, TokenError, verify},
};

/// Longer values are cut: nobody has such a name, and the page shows them.
const VALUE_MAX_CHARS: usize = 200;
/// A selection token is about 1 KB.
const TOKEN_MAX_BYTES: usize = 8 * 1024;

/// The checkout's form, value by value; what is missing is empty.
pub(super) struct OrderForm {
    values: BTreeMap<String, String>,
    token: String,
}

/// The fields that an order cannot do without.
const REQUIRED: [(&str, &str); 5] = [
    ("name", "Name"),
    ("street", "Street"),
    ("postal_code", "Postal code"),
    ("city", "City"),
    ("country", "Country"),
];

impl OrderForm {
    /// Reads a form body; of a repeated field the last one counts.
    pub(super) fn read(body: &[u8]) -> Self {
        let mut form = Self {
            values: BTreeMap::new(),
            token: String::new(),
        };
        for (name, value) in form_urlencoded::parse(body).take(64) {
            if name == "service_point_token" {
                form.token = value.into_owned();
            } else {
                // The reference is signed as it is, blanks included.
                let value = match &*name {
                    "reference" => &value,
                    _ => value.trim(),
                };
                let value: String = value.chars().take(VALUE_MAX_CHARS).collect();
                form.values.insert(name.into_owned(), value);
            }
        }
        form
    }

    pub(super) fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// Empty and missing are one.
    fn filled(&self, name: &str) -> Option<&str> {
        Some(self.value(name)).filter(|value| !value.is_empty())
    }
}

/// An order that was accepted.
pub(super) struct Order {
    /// Unguessable, because the page behind it shows an address.
    pub(super) id: String,
    /// The form, for its name, address and reference.
    pub(super) form: OrderForm,
    /// What the token proved; none for a delivery home.
    pub(super) selection: Option<Claims>,
    pub(super) shop: String,
    pub(super) issuer: String,
}

/// Why an order was not accepted.
pub(super) struct Refused {
    pub(super) form: OrderForm,
    pub(super) reasons: Vec<String>,
}

impl Order {
    /// Checks a form; the id is given later.
    pub(super) fn accept(config: &ShopConfig, form: OrderForm) -> Result<Self, Refused> {
        let missing = REQUIRED
            .iter()
            .filter(|(name, _)| form.value(name).is_empty());
        let mut reasons: Vec<String> = missing
            .map(|(_, label)| format!("{label} is missing."))
            .collect();
        let selection = match form.value("delivery_method") {
            "home" => None,
            "service_point" => match check_selection(config, &form) {
                Ok(claims) => Some(claims),
                Err(found) => {
                    reasons.extend(found);
                    None
                }
            },
            _ => {
                reasons.push("The delivery method is neither home nor service_point.".to_owned());
                None
            }
        };
        if !reasons.is_empty() {
            return Err(Refused { form, reasons });
        }
        Ok(Self {
            id: String::new(),
            form,
            selection,
            shop: config.shop.clone(),
            issuer: config.issuer.clone(),
        })
    }

    /// The cart that was ordered, where the form names one.
    pub(super) fn reference(&self) -> Option<&str> {
        self.form.filled("reference")
    }

    /// Refuses what was accepted so far.
    pub(super) fn refuse(self, reason: &str) -> Refused {
        Refused {
            form: self.form,
            reasons: vec![reason.to_owned()],
        }
    }

    /// Where the parcel goes: the service point as it was signed, else the address of the form.
    pub(super) fn destination(&self) -> (String, Address) {
        match &self.selection {
            Some(claims) => (claims.name.clone(), claims.address.clone()),
            None => {
                let value = |name: &str| self.form.value(name).to_owned();
                let address = Address {
                    street: value("street"),
                    house_number: value("house_number"),
                    postal_code: value("postal_code"),
                    city: value("city"),
                    country_code: value("country"),
                };
                (value("name"), address)
            }
        }
    }
}

/// The token must hold, be for one cart, and the form must say what the token says.
fn check_selection(config: &ShopConfig, form: &OrderForm) -> Result<Claims, Vec<String>> {
    if form.token.is_empty() {
        return Err(vec![TokenError::Missing.to_string()]);
    }
    if form.token.len() > TOKEN_MAX_BYTES {
        return Err(vec![TokenError::Malformed.to_string()]);
    }
    let claims = verify(config, &form.token).map_err(|error| vec![error.to_string()])?;
    let id = claims.service_point_id.to_string();
    let pairs = [
        ("service_point_id", Some(id.as_str())),
        ("to_post_number", claims.to_post_number.as_deref()),
        ("carrier", Some(claims.carrier.as_str())),
        ("reference", claims.reference.as_deref()),
    ];
    let signed = |value: Option<&str>| value.filter(|value| !value.is_empty()).map(str::to_owned);
    let different: Vec<String> = pairs
        .into_iter()
        .filter(|(name, value)| form.filled(name).map(str::to_owned) != signed(*value))
        .map(|(name, _)| format!("The field {name} differs from what was signed."))
        .collect();
    if !different.is_empty() {
        return Err(different);
    }
    // Signed for no cart, it would do for every cart.
    if signed(claims.reference.as_deref()).is_none() {
        return Err(vec![
            "The selection names no cart: its reference is empty.".to_owned(),
        ]);
    }
    Ok(claims)
}
