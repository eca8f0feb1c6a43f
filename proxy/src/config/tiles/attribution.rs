//! Whom a map names, read once: text, and links in it as Markdown has them.

use model::AttributionPart;
use reqwest::Url;

use crate::clean::is_invisible;

/// Longest attribution, in characters, links included.
const ATTRIBUTION_MAX: usize = 500;

/// Reads an attribution.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn parse(text: &str) -> Result<Vec<AttributionPart>, String> {
    if text.is_empty() {
        return Err("is empty: whoever made the map has to be named on it".to_owned());
    }
    if text.chars().count() > ATTRIBUTION_MAX {
        return Err(format!("has over {ATTRIBUTION_MAX} characters"));
    }
    if text.chars().any(|c| c.is_control() || is_invisible(c)) {
        return Err("holds characters that nobody sees, or more than a line".to_owned());
    }
    // What sources offer for copying is often HTML, which would be shown as it stands.
    if text.contains('<') || text.contains("&copy;") {
        return Err("holds HTML: write © and [text](https://…)".to_owned());
    }
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, link, after)) = next_link(rest) {
        push_text(&mut parts, before);
        parts.push(read_link(link)?);
        rest = after;
    }
    push_text(&mut parts, rest);
    Ok(parts)
}

/// Text and address of a link.
type Link<'a> = (&'a str, &'a str);

/// What stands before the next link, the link, and what stands behind it.
fn next_link(text: &str) -> Option<(&str, Link<'_>, &str)> {
    let (head, tail) = text.split_once("](")?;
    let (before, label) = head.rsplit_once('[')?;
    let (address, after) = tail.split_once(')')?;
    Some((before, (label, address), after))
}

fn read_link((label, address): Link<'_>) -> Result<AttributionPart, String> {
    let label = label.trim();
    let url = Url::parse(address.trim()).ok();
    let url = url.filter(|url| url.scheme() == "https" && url.has_host());
    let url = url.filter(|url| url.username().is_empty() && url.password().is_none());
    match url {
        Some(url) if !label.is_empty() => Ok(AttributionPart {
            text: label.to_owned(),
            url: Some(url.into()),
        }),
        Some(_) => Err("has a link without a text".to_owned()),
        None => Err(format!(
            "has a link to {address:?}: links are [text](https://…)"
        )),
    }
}

fn push_text(parts: &mut Vec<AttributionPart>, text: &str) {
    if !text.is_empty() {
        parts.push(AttributionPart {
            text: text.to_owned(),
            url: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn parts(text: &str) -> Vec<(String, Option<String>)> {
        let parts = parse(text).expect("it is good").into_iter();
        parts.map(|part| (part.text, part.url)).collect()
    }

    fn part(text: &str, url: Option<&str>) -> (String, Option<String>) {
        (text.to_owned(), url.map(str::to_owned))
    }

    #[test]
    fn links_stand_in_text() {
        let osm = Some("https://www.openstreetmap.org/copyright");
        let text = "© [OpenStreetMap](https://www.openstreetmap.org/copyright) contributors, \
                    [Tiles](https://tiles.example)";
        let expected = [
            part("© ", None),
            part("OpenStreetMap", osm),
            part(" contributors, ", None),
            part("Tiles", Some("https://tiles.example/")),
        ];
        assert_eq!(parts(text), expected);
    }

    #[test]
    fn brackets_that_are_no_link_are_text() {
        for text in [
            "Sandbox map, not a real place",
            "a [b] (c) d",
            "a](b",
            "[a](b",
        ] {
            assert_eq!(parts(text), [part(text, None)]);
        }
    }

    #[test]
    fn what_would_be_shown_wrongly_is_refused() {
        for text in [
            "",
            "[OpenStreetMap](http://www.openstreetmap.org/copyright)",
            "[OpenStreetMap](javascript:alert(1))",
            "[OpenStreetMap](www.openstreetmap.org)",
            "[OpenStreetMap](https://user@www.openstreetmap.org)",
            "[ ](https://www.openstreetmap.org)",
            "&copy; OpenStreetMap",
            "<a href=\"https://www.openstreetmap.org\">OpenStreetMap</a>",
            "one\ntwo",
            "one\u{202e}two",
            &"x".repeat(501),
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
