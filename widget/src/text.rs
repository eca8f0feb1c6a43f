//! The picker's words. All of them stand in `assets/locales/`; English is compiled in.

include!(concat!(env!("OUT_DIR"), "/text.rs"));

/// The language of the texts, for names that the browser forms.
pub(crate) const LANGUAGE: &str = "en";

impl Text {
    /// The text, where it has no placeholders.
    pub(crate) fn get(self) -> &'static str {
        self.english()
    }

    /// The text with its `{placeholders}` filled.
    pub(crate) fn with(self, values: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        let mut rest = self.english();
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
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn placeholders_are_filled_once() {
        let text = Text::Choose.with(&[("name", "{name} & Söhne")]);
        assert_eq!(text, "Choose {name} & Söhne");
    }

    #[test]
    fn several_placeholders_each_get_their_own() {
        let text = Text::PostNumberInvalid.with(&[("max", "10"), ("min", "6")]);
        assert_eq!(text, "A post number has 6 to 10 digits.");
    }
}
