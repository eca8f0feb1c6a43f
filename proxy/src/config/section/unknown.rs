//! Keys that nobody asked for: a misspelled one would otherwise do nothing, and say so to nobody.

use super::Section;

/// Least likeness of a key that is suggested for an unknown one.
const LIKENESS: f64 = 0.5;

impl Section<'_, '_> {
    /// Notes every key that nobody asked for, with the one that was probably meant.
    pub(in crate::config) fn finish(self) {
        let Some(table) = self.table else { return };
        let place = match self.path.as_str() {
            "" => "at the top".to_owned(),
            path => format!("in [{path}]"),
        };
        for key in table.keys() {
            let name = key.get_ref();
            let alike = |known: &&str| strsim::normalized_damerau_levenshtein(name, known);
            let nearest = self
                .known
                .iter()
                .max_by(|a, b| alike(a).total_cmp(&alike(b)));
            let nearest = nearest.filter(|known| alike(known) >= LIKENESS);
            let help = match nearest {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("known are `{}`", self.known.join("`, `")),
            };
            let what = format!("unknown key `{}` {place}, {help}", shown(name));
            self.examination.find_key(key.span().start, what);
        }
    }
}

/// A key of the document as findings show it: in one line, and not for ever.
pub(in crate::config) fn shown(key: &str) -> String {
    let key = key.chars().take(64).flat_map(char::escape_debug);
    key.collect()
}
