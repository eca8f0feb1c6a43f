//! A picture, and how to tell that a body is one: by its first bytes as well as by what it says of
//! itself.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, header};
use xxhash_rust::xxh3::xxh3_128;

/// The forms that pictures come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    Svg,
    Png,
    Jpeg,
    Webp,
}

/// A picture that was checked.
pub(crate) struct Picture {
    form: Form,
    pub(crate) bytes: Bytes,
    pub(crate) etag: HeaderValue,
    /// What its host tells whether it has changed by.
    pub(crate) validators: Validators,
}

/// `ETag` and `Last-Modified` as the host sent them.
#[derive(Default)]
pub(crate) struct Validators {
    etag: Option<HeaderValue>,
    last_modified: Option<HeaderValue>,
}

impl Form {
    pub(crate) fn of_extension(extension: &str) -> Option<Self> {
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
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// Whether the bytes are of this form.
    fn is_form_of(self, bytes: &[u8]) -> bool {
        match self {
            Self::Svg => str::from_utf8(bytes).is_ok_and(is_svg),
            Self::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Jpeg => bytes.starts_with(b"\xff\xd8\xff"),
            Self::Webp => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        }
    }
}

impl Picture {
    /// Takes a body for the picture that it should be; none where it is something else.
    pub(super) fn check(form: Form, bytes: Vec<u8>, validators: Validators) -> Option<Self> {
        let etag = format!("\"{:032x}\"", xxh3_128(&bytes));
        let etag = HeaderValue::try_from(etag).expect("hex digits are header characters");
        form.is_form_of(&bytes).then(|| Self {
            form,
            bytes: bytes.into(),
            etag,
            validators,
        })
    }

    pub(crate) fn is_svg(&self) -> bool {
        self.form == Form::Svg
    }

    pub(crate) fn media_type(&self) -> &'static str {
        self.form.media_type()
    }

    /// Bytes in memory.
    pub(super) fn len(&self) -> usize {
        let validators = [&self.validators.etag, &self.validators.last_modified];
        let validators = validators.into_iter().flatten().map(HeaderValue::len);
        self.bytes.len() + validators.sum::<usize>()
    }
}

impl Validators {
    pub(super) fn read(headers: &HeaderMap) -> Self {
        Self {
            etag: headers.get(header::ETAG).cloned(),
            last_modified: headers.get(header::LAST_MODIFIED).cloned(),
        }
    }

    /// What asks for the picture only if it has changed.
    pub(crate) fn conditions(&self) -> HeaderMap {
        let conditions = [
            (header::IF_NONE_MATCH, &self.etag),
            (header::IF_MODIFIED_SINCE, &self.last_modified),
        ];
        let conditions = conditions.into_iter();
        conditions
            .filter_map(|(name, value)| Some((name, value.clone()?)))
            .collect()
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
    use super::{Form, Picture, Validators};

    fn is_picture(form: Form, bytes: &[u8]) -> bool {
        Picture::check(form, bytes.to_vec(), Validators::default()).is_some()
    }

    #[test]
    fn a_picture_is_what_its_type_says() {
        let svg: &[u8] = br#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>"#;
        let png: &[u8] = b"\x89PNG\r\n\x1a\n....";
        let jpeg: &[u8] = b"\xff\xd8\xff\xe0..JFIF";
        let webp: &[u8] = b"RIFF\x04\0\0\0WEBPVP8 ";
        let all = [
            (Form::Svg, svg),
            (Form::Png, png),
            (Form::Jpeg, jpeg),
            (Form::Webp, webp),
        ];
        for (form, _) in all {
            for (of, bytes) in all {
                assert_eq!(is_picture(form, bytes), form == of, "{form:?} {of:?}");
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
            assert_eq!(is_picture(Form::Svg, svg.as_bytes()), expected, "{svg}");
        }
    }
}
