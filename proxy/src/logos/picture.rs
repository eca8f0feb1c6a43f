//! A logo, and how to tell that a body is one: by its first bytes as well as by what it says of
//! itself.

use axum::body::Bytes;
use axum::http::HeaderValue;
use xxhash_rust::xxh3::xxh3_128;

/// The forms that logos come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    Svg,
    Png,
    Webp,
}

/// A logo that was checked.
pub(crate) struct Picture {
    form: Form,
    pub(crate) bytes: Bytes,
    pub(crate) etag: HeaderValue,
}

impl Form {
    pub(super) fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            "webp" => Some(Self::Webp),
            _ => None,
        }
    }

    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }

    /// Whether the bytes are of this form.
    fn is_form_of(self, bytes: &[u8]) -> bool {
        match self {
            Self::Svg => str::from_utf8(bytes).is_ok_and(is_svg),
            Self::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Webp => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        }
    }
}

impl Picture {
    /// Takes a body for the picture that it should be; none where it is something else.
    pub(super) fn check(form: Form, bytes: Vec<u8>) -> Option<Self> {
        let etag = format!("\"{:032x}\"", xxh3_128(&bytes));
        let etag = HeaderValue::try_from(etag).expect("hex digits are header characters");
        form.is_form_of(&bytes).then(|| Self {
            form,
            bytes: bytes.into(),
            etag,
        })
    }

    pub(crate) fn is_svg(&self) -> bool {
        self.form == Form::Svg
    }

    pub(crate) fn media_type(&self) -> &'static str {
        self.form.media_type()
    }
}

/// Whether a text begins as an SVG does. What it holds is not looked at: `<img>` runs nothing of it,
/// and opened on its own it stands under `default-src 'none'; sandbox`. A list of what it may not
/// hold would be short of something, and refuse what drawing programs write.
fn is_svg(text: &str) -> bool {
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let text = text.to_ascii_lowercase();
    let begins = ["<svg", "<?xml", "<!--", "<!doctype svg"];
    begins.iter().any(|begin| text.starts_with(begin)) && text.contains("<svg")
}

#[cfg(test)]
mod tests {
    use super::{Form, Picture};

    #[test]
    fn a_picture_is_what_its_name_says() {
        let svg = br#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>"#.to_vec();
        let png = b"\x89PNG\r\n\x1a\n....".to_vec();
        let webp = b"RIFF\x04\0\0\0WEBPVP8 ".to_vec();
        let all = [(Form::Svg, &svg), (Form::Png, &png), (Form::Webp, &webp)];
        for (form, _) in all {
            for (of, bytes) in all {
                let is_picture = Picture::check(form, bytes.clone()).is_some();
                assert_eq!(is_picture, form == of, "{form:?} {of:?}");
            }
        }
    }

    /// Drawing programs write entities and foreign objects; they were refused.
    #[test]
    fn an_svg_begins_as_one() {
        for (svg, expected) in [
            ("\u{FEFF}\n<!-- Generator --><svg/>", true),
            ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", true),
            ("<svg><switch><foreignObject/></switch></svg>", true),
            ("<html><svg/></html>", false),
            ("<?xml version='1.0'?><html/>", false),
            ("", false),
        ] {
            let is_svg = Picture::check(Form::Svg, svg.into()).is_some();
            assert_eq!(is_svg, expected, "{svg}");
        }
    }
}
