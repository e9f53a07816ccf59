//! What a plain scalar means in YAML 1.2's core schema: only `true` and `false` are bools.

use crate::syntax::node::Node;

/// A scalar as a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal<'a> {
    /// `null`, `~` or nothing.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// An integer of 64 bits.
    Int(i64),
    /// A float.
    Number(f64),
    /// Anything else, and all that is quoted.
    Str(&'a str),
}

/// What a scalar node means; absent where it is none.
pub fn literal<'a>(node: &'a Node<'_>) -> Option<Literal<'a>> {
    let scalar = node.scalar()?;
    let string = node.props.as_ref().is_some_and(|props| props.string);
    Some(if scalar.is_plain() && !string { plain(&scalar.text) } else { Literal::Str(&scalar.text) })
}

/// What `text` means without quotes.
pub fn plain(text: &str) -> Literal<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Literal::Null,
        "true" | "True" | "TRUE" => Literal::Bool(true),
        "false" | "False" | "FALSE" => Literal::Bool(false),
        _ if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) => {
            number(text).unwrap_or(Literal::Str(text))
        }
        _ => Literal::Str(text),
    }
}

fn number(text: &str) -> Option<Literal<'_>> {
    let based = |digits: &str, base: u32| {
        let valid = !digits.is_empty() && digits.chars().all(|c| c.is_digit(base));
        valid.then(|| i64::from_str_radix(digits, base).ok().map(Literal::Int)).flatten()
    };
    if let Some(digits) = text.strip_prefix("0x") {
        return based(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return based(digits, 8);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" => {
            return Some(Literal::Number(if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }));
        }
        ".nan" | ".NaN" | ".NAN" if unsigned == text => return Some(Literal::Number(f64::NAN)),
        _ => {}
    }
    if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        // An integer beyond 64 bits is a number, as in JSON.
        return text.parse().map(Literal::Int).or_else(|_| text.parse().map(Literal::Number)).ok();
    }
    float(unsigned).then(|| text.parse().ok().map(Literal::Number)).flatten()
}

/// `[0-9]*(\.[0-9]*)?([eE][-+]?[0-9]+)?` with at least one digit before the exponent.
fn float(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mantissa_holds = digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    mantissa_holds && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

#[cfg(test)]
mod tests {
    use super::{Literal, plain};

    #[test]
    fn the_core_schema_has_few_words() {
        for text in ["yes", "no", "on", "off", "y", "0x", "0o9", "1_000", "08:00", "1.2.3", "-", "+", ".", "1e", "3d"] {
            assert_eq!(plain(text), Literal::Str(text));
        }
        for text in ["", "~", "null"] {
            assert_eq!(plain(text), Literal::Null);
        }
    }

    #[test]
    fn numbers_are_decimal_hexadecimal_octal_or_floats() {
        assert_eq!(plain("-12"), Literal::Int(-12));
        assert_eq!(plain("0x1F"), Literal::Int(31));
        assert_eq!(plain("0o17"), Literal::Int(15));
        assert_eq!(plain("017"), Literal::Int(17));
        assert_eq!(plain("+.5e3"), Literal::Number(500.0));
        assert_eq!(plain("1."), Literal::Number(1.0));
        assert_eq!(plain("9223372036854775808"), Literal::Number(9_223_372_036_854_775_808.0));
        assert_eq!(plain("-.inf"), Literal::Number(f64::NEG_INFINITY));
    }
}
