//! JSON straight into bytes, without a tree in between.

use crate::terms::value::Value;

/// The members of one object that is being written.
#[derive(Debug)]
pub struct Members<'o> {
    out: &'o mut Vec<u8>,
    begun: bool,
}

impl<'o> Members<'o> {
    /// Opens an object at the end of `out`.
    pub fn open(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, begun: false }
    }

    /// Begins a member; its value is to be appended to what is returned.
    pub fn member(&mut self, name: &str) -> &mut Vec<u8> {
        if self.begun {
            self.out.push(b',');
        }
        self.begun = true;
        string(self.out, name);
        self.out.push(b':');
        self.out
    }

    /// A text.
    pub fn string(&mut self, name: &str, text: &str) {
        string(self.member(name), text);
    }

    /// A text, or null.
    pub fn string_or_null(&mut self, name: &str, text: Option<&str>) {
        match text {
            Some(text) => self.string(name, text),
            None => self.null(name),
        }
    }

    /// An integer.
    pub fn int(&mut self, name: &str, number: i64) {
        int(self.member(name), number);
    }

    /// True or false.
    pub fn bool(&mut self, name: &str, yes: bool) {
        self.member(name).extend_from_slice(if yes { b"true" } else { b"false" });
    }

    /// A value.
    pub fn value(&mut self, name: &str, of: &Value) {
        value(self.member(name), of);
    }

    /// Null.
    pub fn null(&mut self, name: &str) {
        self.member(name).extend_from_slice(b"null");
    }

    /// A list, each item written by `item`.
    pub fn list<T>(&mut self, name: &str, items: impl IntoIterator<Item = T>, item: impl FnMut(&mut Vec<u8>, T)) {
        list(self.member(name), items, item);
    }

    /// Ends the object.
    pub fn close(self) {
        self.out.push(b'}');
    }
}

/// A list, each item written by `item`.
pub fn list<T>(out: &mut Vec<u8>, items: impl IntoIterator<Item = T>, mut item: impl FnMut(&mut Vec<u8>, T)) {
    out.push(b'[');
    for (index, each) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        item(out, each);
    }
    out.push(b']');
}

/// `text` as a JSON string.
pub fn string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut done = 0;
    for (index, &byte) in bytes.iter().enumerate() {
        if byte < 0x20 || byte == b'"' || byte == b'\\' {
            out.extend_from_slice(bytes.get(done..index).unwrap_or_default());
            escape(out, byte);
            done = index + 1;
        }
    }
    out.extend_from_slice(bytes.get(done..).unwrap_or_default());
    out.push(b'"');
}

/// `number` in decimal.
pub fn int(out: &mut Vec<u8>, number: i64) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// `number` as the shortest text that reads back as the same float; null for what JSON has no text for.
pub fn number(out: &mut Vec<u8>, number: f64) {
    use std::io::Write as _;
    if number.is_finite() {
        // Writing to a vector cannot fail.
        let _ = write!(out, "{number:?}");
    } else {
        out.extend_from_slice(b"null");
    }
}

/// `of` as records hold it: missing is null, instants and spans of time are milliseconds.
pub fn value(out: &mut Vec<u8>, of: &Value) {
    match of {
        Value::Unit => out.extend_from_slice(b"null"),
        Value::Bool(yes) => out.extend_from_slice(if *yes { b"true" } else { b"false" }),
        Value::Int(millis) | Value::Timestamp(millis) | Value::Duration(millis) => int(out, *millis),
        Value::Number(float) => number(out, *float),
        Value::Str(text) => string(out, text),
        Value::List(items) => list(out, items.iter(), value),
        Value::Object(fields) => {
            let mut members = Members::open(out);
            for (name, field) in fields.iter() {
                members.value(name, field);
            }
            members.close();
        }
    }
}

fn escape(out: &mut Vec<u8>, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let short = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        _ => {
            let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0');
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use smol_str::SmolStr;

    use super::{int, number, string, value};
    use crate::terms::value::Value;

    fn text(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_string_reads_back_as_itself() {
        let all: String = (0..0x300).filter_map(char::from_u32).chain("\u{2028}😀".chars()).collect();
        for case in ["", "plain", "\"", "\\\\", "a\nb\r\n\t\u{8}\u{c}\u{1b}[31m", &all] {
            assert_eq!(text(|out| string(out, case)), serde_json::to_string(case).unwrap());
        }
    }

    #[test]
    fn integers_are_exact_to_both_ends() {
        for case in [0, 7, -1, 10, 99, 100, 1_700_000_000_000, i64::MAX, i64::MIN] {
            assert_eq!(text(|out| int(out, case)), case.to_string());
        }
    }

    #[test]
    fn floats_read_back_and_stay_floats() {
        for (case, expected) in [
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (99.99, "99.99"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e16"),
            (1.5e300, "1.5e300"),
            (1e-7, "1e-7"),
            (f64::MAX, "1.7976931348623157e308"),
            (f64::NAN, "null"),
        ] {
            assert_eq!(text(|out| number(out, case)), expected);
            let read: Option<f64> = serde_json::from_str(expected).unwrap();
            assert_eq!(read, Some(case).filter(|case| case.is_finite()));
        }
    }

    #[test]
    fn values_nest_and_time_is_milliseconds() {
        let of = Value::object([
            (SmolStr::new("b"), Value::list([Value::Unit, Value::Bool(true), Value::Int(2)])),
            (SmolStr::new("a"), Value::Timestamp(1_700_000_000_000)),
            (SmolStr::new("c\""), Value::Duration(1500)),
        ]);
        assert_eq!(text(|out| value(out, &of)), r#"{"a":1700000000000,"b":[null,true,2],"c\"":1500}"#);
    }
}
