//! Foreign text made fit to be passed on: what carriers and upstream write is shown to people.

use unicode_normalization::UnicodeNormalization;

/// Most characters of an e-mail address and of a telephone number.
const CONTACT_MAX: usize = 100;

/// Composed (NFC), without control, direction and invisible characters, blanks collapsed, cut to
/// `most` characters.
///
/// Direction marks can make a text read as another one; the widget shows text as text all the
/// same.
pub(crate) fn clean(text: &str, most: usize) -> String {
    let mut cleaned = String::with_capacity(text.len().min(most * 4));
    let words = text.split_whitespace();
    // What stands between a letter and its accent goes first, then the two are composed.
    let words = words.map(|word| word.chars().filter(|&c| !is_invisible(c)).nfc());
    let mut left = most;
    for word in words {
        let mut word = word.peekable();
        if word.peek().is_none() {
            continue;
        }
        // No blank at the end, nothing after the last character.
        let needed = if cleaned.is_empty() { 1 } else { 2 };
        if left < needed {
            break;
        }
        if needed == 2 {
            cleaned.push(' ');
            left -= 1;
        }
        for c in word.take(left) {
            cleaned.push(c);
            left -= 1;
        }
    }
    cleaned
}

/// A telephone number, or nothing: digits, blanks and `+-./()`.
pub(crate) fn clean_phone(text: &str) -> String {
    let is_of_number = |c: char| c.is_ascii_digit() || " +-./()".contains(c);
    keep_if(clean(text, CONTACT_MAX + 1), |text| {
        text.chars().all(is_of_number) && text.chars().any(|c| c.is_ascii_digit())
    })
}

/// An e-mail address, or nothing: letters, digits and `.+-_` on both sides of one `@`.
pub(crate) fn clean_email(text: &str) -> String {
    let is_of_address = |c: char| c.is_ascii_alphanumeric() || ".+-_".contains(c);
    keep_if(clean(text, CONTACT_MAX + 1), |text| {
        text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && !host.is_empty()
                && (name.chars().chain(host.chars())).all(is_of_address)
        })
    })
}

/// The text, where it is what it should be; half of a number or an address is of no use.
fn keep_if(text: String, is_sound: impl FnOnce(&str) -> bool) -> String {
    let fits = text.chars().count() <= CONTACT_MAX;
    Some(text)
        .filter(|text| fits && is_sound(text))
        .unwrap_or_default()
}

/// What nobody can see: controls (C0, C1), direction marks and other format characters, zero-width
/// ones, line separators, tags, the byte order mark.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{clean, clean_email, clean_phone, is_invisible};

    #[test]
    fn what_cannot_be_seen_is_taken_out() {
        assert_eq!(clean("  A\u{202E}b\u{200B}\u{0007}\n\t c ", 300), "Ab c");
        assert_eq!(clean("\u{FEFF} \u{0000}", 300), "");
        // A code that only a machine would read.
        assert_eq!(clean("A\u{E0041}\u{E007F}", 300), "A");
    }

    /// One carrier writes é as one character, another as two, with who knows what between.
    #[test]
    fn letters_are_composed() {
        assert_eq!(clean("Cafe\u{301}", 300), "Café");
        assert_eq!(clean("Cafe\u{200B}\u{301}", 300), "Café");
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(clean("ééé", 2), "éé");
        assert_eq!(clean("ééé", 3), "ééé");
        // Cut between words, no blank is left at the end.
        assert_eq!(clean("ab cd", 3), "ab");
    }

    #[test]
    fn a_telephone_number_has_digits_and_their_signs_only() {
        assert_eq!(
            clean_phone(" +31 (0)40-123.45\u{200B} "),
            "+31 (0)40-123.45"
        );
        for odd in [
            "",
            "call me",
            "0900-SALE",
            "tel:+31401234",
            "-",
            &"1".repeat(101),
        ] {
            assert_eq!(clean_phone(odd), "", "{odd:?}");
        }
    }

    #[test]
    fn an_email_address_has_one_at_and_no_more_than_an_address() {
        assert_eq!(
            clean_email(" info+nl@post-punt.example "),
            "info+nl@post-punt.example"
        );
        let long = format!("a@{}", "b".repeat(99));
        for odd in [
            "",
            "@",
            "a@",
            "@b",
            "a b@c",
            "a@b@c",
            "a@b?subject=x",
            "<a@b>",
            &long,
        ] {
            assert_eq!(clean_email(odd), "", "{odd:?}");
        }
    }

    /// Texts with a fair share of what has to go.
    fn texts() -> impl Strategy<Value = String> {
        let odd = "[\u{0}-\u{20}\u{80}-\u{AD}\u{300}-\u{310}\u{1100}-\u{11FF}\u{2000}-\u{206F}]";
        proptest::collection::vec(
            prop_oneof![odd, "\\PC", any::<char>().prop_map(String::from)],
            0..40,
        )
        .prop_map(|parts| parts.concat())
    }

    proptest! {
        /// Cleaned once by the proxy, once by whoever reads it: the text stays the same.
        #[test]
        fn cleaning_twice_is_cleaning_once(text in texts(), most in 0_usize..30) {
            let once = clean(&text, most);
            prop_assert_eq!(clean(&once, most), once);
        }

        #[test]
        fn what_is_left_can_be_seen(text in texts(), most in 0_usize..30) {
            let cleaned = clean(&text, most);
            prop_assert!(!cleaned.chars().any(is_invisible), "{cleaned:?}");
            prop_assert!(cleaned.chars().count() <= most);
            prop_assert_eq!(cleaned.trim(), &cleaned);
            prop_assert!(!cleaned.contains("  "));
        }

        #[test]
        fn contacts_are_kept_whole_or_not_at_all(text in texts()) {
            let whole = clean(&text, 100);
            for kept in [clean_phone(&text), clean_email(&text)] {
                prop_assert!(kept.is_empty() || kept == whole);
            }
        }
    }
}
