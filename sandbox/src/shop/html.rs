//! HTML out of text that anybody may have sent.

use std::fmt;

/// A text that cannot leave its place in an element or a quoted attribute.
pub(super) struct Text<'a>(pub(super) &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => formatter.write_str("&amp;")?,
                '<' => formatter.write_str("&lt;")?,
                '>' => formatter.write_str("&gt;")?,
                '"' => formatter.write_str("&quot;")?,
                '\'' => formatter.write_str("&#39;")?,
                // Control characters, and marks that turn the direction of what follows.
                '\u{0}'..='\u{1f}'
                | '\u{7f}'..='\u{9f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}' => formatter.write_str(" ")?,
                other => fmt::Write::write_char(formatter, other)?,
            }
        }
        Ok(())
    }
}

/// A list of names and values.
#[derive(Default)]
pub(super) struct Rows(String);

impl Rows {
    /// Adds a row; where there is no value, it says so.
    pub(super) fn add(mut self, name: &str, value: &str) -> Self {
        let value = if value.is_empty() {
            "<dd class=\"none\">none</dd>".to_owned()
        } else {
            format!("<dd>{}</dd>", Text(value))
        };
        self.0 += &format!("<div><dt>{}</dt>{value}</div>", Text(name));
        self
    }

    /// Adds a form field as it was received, findable by its name.
    pub(super) fn field(mut self, name: &str, value: &str) -> Self {
        let shown = if value.is_empty() { "empty" } else { value };
        let class = if value.is_empty() {
            " class=\"none\""
        } else {
            ""
        };
        self.0 += &format!(
            "<div><dt><code>{name}</code></dt><dd><code id=\"{name}\"{class}>{}</code></dd></div>",
            Text(shown),
            name = Text(name),
        );
        self
    }
}

impl fmt::Display for Rows {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "<dl>{}</dl>", self.0)
    }
}
