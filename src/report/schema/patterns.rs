//! Regular expressions of literals, as loose as what reads them and no looser than need be.

/// A literal duration: `1h30m`, `P3D`.
pub const DURATION: &str = concat!(
    "^((?=[0-9])([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?",
    "|[Pp](?=[0-9Tt])([0-9]+[Ww])?([0-9]+[Dd])?([Tt](?=[0-9])([0-9]+([.,][0-9]+)?[HhMmSs])+)?)$"
);
/// A literal duration above zero.
pub const POSITIVE_DURATION: &str = concat!(
    "^(?=[^1-9]*[1-9])((?=[0-9])([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?",
    "|[Pp](?=[0-9Tt])([0-9]+[Ww])?([0-9]+[Dd])?([Tt](?=[0-9])([0-9]+([.,][0-9]+)?[HhMmSs])+)?)$"
);
/// The beginning of a literal instant: a date and a time.
pub const INSTANT: &str = "^([0-9]{4}|[+-][0-9]{6})-?[0-9]{2}-?[0-9]{2}[Tt ][0-9]{2}";
/// Text that is a value: an `=` at the start has an expression behind it.
pub const VALUE: &str = r"^(=\s*[^\s]|[^=]|$)";
/// Text that is computed: `=expr`, or text with `${expr}`.
pub const COMPUTED: &str = r"^=\s*[^\s=]|\$\{";
/// An expression: something that is not only white space and a sign.
pub const EXPRESSION: &str = r"^\s*(=\s*[^\s]|[^=\s])";
/// A type that ends with `?`.
pub const MAY_BE_MISSING: &str = r"\?\s*$";

/// The short spellings of types; only those that end with `?`, or all.
pub fn type_word(words: &[&str], optional: bool) -> String {
    let words = words.join("|");
    let end = if optional { r"\?\s*" } else { r"\??\s*" };
    format!(r"^\s*(({words})\s*{end}|\[[\s\[]*({words})\s*\??\s*(\]\s*\??\s*)*\]\s*{end})$")
}

/// One of these words.
pub fn one_of(words: &[&str]) -> String {
    format!("^({})$", words.join("|").replace('?', r"\?"))
}
