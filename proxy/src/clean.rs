//! Foreign text made fit to be passed on: what carriers and upstream write is shown to people.

/// Without control, direction and invisible characters, blanks collapsed, cut to `most` characters.
///
/// Direction marks can make a text read as another one; the widget shows text as text all the
/// same.
pub(crate) fn clean(text: &str, most: usize) -> String {
    let mut cleaned = String::with_capacity(text.len().min(most * 4));
    for word in text.split_whitespace() {
        let visible: String = word.chars().filter(|&c| !is_invisible(c)).collect();
        if visible.is_empty() {
            continue;
        }
        if !cleaned.is_empty() {
            cleaned.push(' ');
        }
        cleaned.push_str(&visible);
    }
    match cleaned.char_indices().nth(most) {
        Some((end, _)) => {
            cleaned.truncate(end);
            cleaned
        }
        None => cleaned,
    }
}

/// Controls (C0, C1), bidirectional controls, zero-width characters and the byte order mark.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
            | '\u{061C}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn what_cannot_be_seen_is_taken_out() {
        assert_eq!(clean("  A\u{202E}b\u{200B}\u{0007}\n\t c ", 300), "Ab c");
        assert_eq!(clean("\u{FEFF} \u{0000}", 300), "");
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(clean("ééé", 2), "éé");
        assert_eq!(clean("ééé", 3), "ééé");
    }
}
