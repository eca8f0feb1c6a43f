//! The picker's texts, by name. What they say in the shopper's language the browser's side knows
//! (`embed/src/browser/texts.ts`), under the number that each has here.

include!(concat!(env!("OUT_DIR"), "/text.rs"));

/// Fills the `{placeholders}` of a text.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn placeholders_are_filled_once() {
        let text = fill("Choose {name}", &[("name", "{name} & Söhne")]);
        assert_eq!(text, "Choose {name} & Söhne");
    }

    #[test]
    fn several_placeholders_each_get_their_own() {
        let values = [("max", "10"), ("min", "6")];
        assert_eq!(fill("{min} to {max} digits", &values), "6 to 10 digits");
    }

    /// A shop may override any text, with whatever it wrote.
    #[test]
    fn a_text_with_a_brace_too_many_is_shown_all_the_same() {
        assert_eq!(fill("a } {b", &[]), "a } ");
        assert_eq!(fill("{n}{", &[("n", "5")]), "5");
    }
}
