//! What a parcel weighs: text from end to end, because Sendcloud wants it so and a float would change
//! it.

/// Most that a parcel may weigh, in grams: no carrier of parcels takes a tonne.
const GRAMS_MAX: f64 = 1_000_000.0;
/// Most digits before and after the point.
const WHOLE_MAX: usize = 8;
const DECIMALS_MAX: usize = 6;

/// Sendcloud's units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WeightUnit {
    Kg,
    G,
    Lbs,
    Oz,
}

impl WeightUnit {
    const ALL: [Self; 4] = [Self::Kg, Self::G, Self::Lbs, Self::Oz];

    /// The word on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Kg => "kg",
            Self::G => "g",
            Self::Lbs => "lbs",
            Self::Oz => "oz",
        }
    }

    /// The unit of that name, if there is one.
    pub(crate) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == name)
    }

    fn grams(self) -> f64 {
        match self {
            Self::Kg => 1_000.0,
            Self::G => 1.0,
            Self::Lbs => 453.592_37,
            Self::Oz => 28.349_523_125,
        }
    }
}

/// A weight above nothing, and of 1,000 kg at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ParcelWeight {
    value: String,
    unit: WeightUnit,
}

/// Why a text is no weight of a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnusableWeight {
    /// Not digits, with or without a point and more digits.
    NoNumber,
    /// Nothing, or above 1,000 kg.
    OutOfRange,
}

impl ParcelWeight {
    /// Reads a decimal number such as `2` or `0.75`, with at most eight digits and six decimals.
    ///
    /// # Errors
    ///
    /// [`UnusableWeight`].
    pub(crate) fn parse(text: &str, unit: WeightUnit) -> Result<Self, UnusableWeight> {
        let is_digits = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_decimal = match text.split_once('.') {
            Some((whole, decimals)) => {
                is_digits(whole, WHOLE_MAX) && is_digits(decimals, DECIMALS_MAX)
            }
            None => is_digits(text, WHOLE_MAX),
        };
        let value: f64 = text.parse().map_err(|_| UnusableWeight::NoNumber)?;
        if !is_decimal {
            return Err(UnusableWeight::NoNumber);
        }
        let grams = value * unit.grams();
        if grams <= 0.0 || grams > GRAMS_MAX {
            return Err(UnusableWeight::OutOfRange);
        }
        Ok(Self {
            value: text.to_owned(),
            unit,
        })
    }

    /// The number as it was written.
    pub(crate) fn value(&self) -> &str {
        &self.value
    }

    pub(crate) fn unit(&self) -> WeightUnit {
        self.unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_kept_as_it_was_written() {
        for text in ["1", "0.10", "007", "1000", "0.000001"] {
            let weight = ParcelWeight::parse(text, WeightUnit::Kg).expect(text);
            assert_eq!((weight.value(), weight.unit()), (text, WeightUnit::Kg));
        }
    }

    #[test]
    fn what_is_no_decimal_number_is_refused() {
        for text in [
            "",
            " ",
            ".",
            "1.",
            ".5",
            "1,5",
            "1e2",
            "+1",
            "-1",
            "NaN",
            "inf",
            "1.2.3",
            "٣",
            "123456789",
            "0.1234567",
        ] {
            let weight = ParcelWeight::parse(text, WeightUnit::G);
            assert_eq!(weight, Err(UnusableWeight::NoNumber), "{text:?}");
        }
    }

    #[test]
    fn nothing_and_more_than_a_tonne_are_refused() {
        for (most, above, unit) in [
            ("1000", "1000.001", WeightUnit::Kg),
            ("1000000", "1000001", WeightUnit::G),
            ("2204.62", "2204.63", WeightUnit::Lbs),
            ("35273.96", "35273.97", WeightUnit::Oz),
        ] {
            assert!(ParcelWeight::parse(most, unit).is_ok(), "{most}");
            for text in [above, "0", "0.000"] {
                let weight = ParcelWeight::parse(text, unit);
                assert_eq!(weight, Err(UnusableWeight::OutOfRange), "{text}");
            }
        }
    }

    #[test]
    fn units_are_sendclouds_words() {
        for unit in WeightUnit::ALL {
            assert_eq!(WeightUnit::find(unit.as_str()), Some(unit));
        }
        assert_eq!(WeightUnit::find("lb"), None);
        assert_eq!(WeightUnit::find("KG"), None);
    }
}
