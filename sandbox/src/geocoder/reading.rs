//! What the parts of an address mean.

use model::StructuredAddress;

use super::{
    find_area,
    names::{find_city, fold, names_country},
};
use crate::europe::{City, Country, PostalArea, cities_of, is_postal_code};
use crate::magic;

/// Letters without which no European word is a word.
const VOWELS: &str = "aeiouyαεηιουωаеиіоуюяєїъъы";

/// An address, taken apart.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) area: Option<PostalArea>,
    pub(super) city: Option<&'static City>,
    /// As it was typed.
    pub(super) street: Option<String>,
    pub(super) house_number: Option<String>,
    /// What could not be understood.
    pub(super) unknown: Vec<String>,
}

/// Whether a word can be part of a street's name.
fn is_word(text: &str) -> bool {
    let folded = fold(text);
    let letters = folded
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .count();
    letters < 4 || folded.contains(|letter| VOWELS.contains(letter))
}

/// `10`, `10a`, `10-12`: a digit first, and short.
fn is_house_number(text: &str) -> bool {
    let is_short = (1..=8).contains(&text.chars().count());
    let is_plain = text
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '/'));
    is_short && is_plain && text.starts_with(|first: char| first.is_ascii_digit())
}

impl Reading {
    /// Reads an address whose parts are named.
    pub(super) fn of_parts(country: &Country, parts: &StructuredAddress) -> Self {
        let mut reading = Self::default();
        if let Some(code) = &parts.postal_code {
            reading.area = find_area(country, code);
            if reading.area.is_none() {
                reading.unknown.push(code.clone());
            }
        }
        if let Some(name) = &parts.city {
            reading.city = find_city(country, name);
            if reading.city.is_none() {
                reading.unknown.push(name.clone());
            }
        }
        reading.house_number.clone_from(&parts.house_number);
        if let Some(street) = &parts.street {
            // Many shops have one field for street and number.
            let words: Vec<&str> = street.split_whitespace().collect();
            let (name, number) = match words.as_slice() {
                [name @ .., number] if !name.is_empty() && is_house_number(number) => {
                    (name.join(" "), Some((*number).to_owned()))
                }
                [number, name @ ..] if !name.is_empty() && is_house_number(number) => {
                    (name.join(" "), Some((*number).to_owned()))
                }
                _ => (street.clone(), None),
            };
            reading.house_number = reading.house_number.or(number);
            reading.take_street(&name);
        }
        reading.resolve_magic(country);
        reading
    }

    /// Reads an address in one line, in any of Europe's orders.
    pub(super) fn of_text(country: &Country, text: &str) -> Self {
        let mut reading = Self::default();
        // Each comma ends a part; in a part, words are what blanks separate.
        let mut parts: Vec<Vec<&str>> = text
            .split([',', ';', '\n'])
            .map(|part| part.split_whitespace().collect())
            .collect();
        parts.retain(|words: &Vec<&str>| {
            !words.is_empty() && !names_country(country, &words.join(" "))
        });

        // Postal codes stand behind streets, so the last one is the one.
        'code: for part in parts.iter_mut().rev() {
            for length in [2, 1] {
                for start in (0..(part.len() + 1).saturating_sub(length)).rev() {
                    let candidate = part[start..start + length].join(" ");
                    if is_postal_code(country, &candidate) {
                        reading.area = find_area(country, &candidate);
                        part.drain(start..start + length);
                        break 'code;
                    }
                }
            }
        }
        'city: for part in parts.iter_mut().rev() {
            for length in (1..=part.len().min(5)).rev() {
                for start in (0..=part.len() - length).rev() {
                    if let Some(city) = find_city(country, &part[start..start + length].join(" ")) {
                        reading.city = Some(city);
                        part.drain(start..start + length);
                        break 'city;
                    }
                }
            }
        }
        parts.retain(|words| !words.is_empty());
        reading.take_street_line(&parts);
        reading.resolve_magic(country);
        reading
    }

    /// The part with a house number is the street, else the first; other parts are not known.
    fn take_street_line(&mut self, parts: &[Vec<&str>]) {
        let number_in = |words: &Vec<&str>| words.iter().rposition(|word| is_house_number(word));
        let street = parts
            .iter()
            .position(|words| number_in(words).is_some() && words.len() > 1);
        let street = street.unwrap_or(0);
        for (index, words) in parts.iter().enumerate() {
            let number = number_in(words);
            if index == street
                && words.len() > 1
                && let Some(number) = number
            {
                self.house_number = Some(words[number].to_owned());
                let (before, after) = (&words[..number], &words[number + 1..]);
                // `Rue de la Gare 10 Foo`: what follows the number is no street.
                if before.is_empty() {
                    self.take_street(&after.join(" "));
                } else {
                    self.take_street(&before.join(" "));
                    self.unknown
                        .extend(after.iter().map(|&word| word.to_owned()));
                }
            } else if number.is_some() && words.len() == 1 && self.house_number.is_none() {
                self.house_number = Some(words[0].to_owned());
            } else if index == street && self.has_place() {
                self.take_street(&words.join(" "));
            } else {
                self.unknown.push(words.join(" "));
            }
        }
    }

    fn has_place(&self) -> bool {
        self.area.is_some() || self.city.is_some()
    }

    fn take_street(&mut self, name: &str) {
        if name.split_whitespace().all(is_word) {
            self.street = Some(name.trim().to_owned());
        } else {
            self.unknown.push(name.to_owned());
        }
    }

    /// A magic street alone is enough: it lies in the country's largest city, or in Eindhoven.
    fn resolve_magic(&mut self, country: &Country) {
        let words = self.street.iter().chain(&self.unknown);
        let is_magic = words
            .into_iter()
            .any(|word| magic::find_outcome(word).is_some());
        if is_magic && !self.has_place() {
            self.city = find_city(country, "Eindhoven").or_else(|| cities_of(country.code).next());
            if self.street.is_none() {
                self.street = self.unknown.pop();
            }
        }
    }
}
