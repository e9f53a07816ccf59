//! Dead letters with the line that they came as, so that they can be put right and run again.

use crate::orchestrator::record::{Kind, Record};
use crate::report::json::Members;
use crate::report::records::jsonl;
use crate::terms::digest;

/// Appends `record` with `raw` and a line break to `out`, if it is a dead letter.
///
/// `raw` is the line without its line break. One that is not UTF-8 has U+FFFD where it is not, and `raw_hex` beside
/// it with all bytes exactly as they came. What was no line of its own (a timer) has none.
pub fn render(record: &Record<'_>, out: &mut Vec<u8>) {
    let Kind::DeadLetter { raw, .. } = record.kind else { return };
    let mut members = Members::open(out);
    jsonl::write_members(record, &mut members);
    match raw.map(|raw| (raw, str::from_utf8(raw))) {
        None => members.null("raw"),
        Some((_, Ok(text))) => members.string("raw", text),
        Some((bytes, Err(_))) => {
            members.string("raw", &String::from_utf8_lossy(bytes));
            members.string("raw_hex", &digest::hex(bytes));
        }
    }
    members.close();
    out.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::report::sample::{dead_letter, sample};

    fn rendered(raw: Option<&[u8]>) -> String {
        let sample = sample();
        let mut out = Vec::new();
        render(&dead_letter(&sample, raw), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_line_comes_back_as_it_was() {
        assert!(rendered(Some(b"{\"a\": \"\xc3\xbc\"")).ends_with(",\"raw\":\"{\\\"a\\\": \\\"ü\\\"\"}\n"));
        assert!(rendered(None).ends_with(",\"raw\":null}\n"));
    }

    #[test]
    fn bytes_that_are_no_text_are_kept_in_hex() {
        let line = rendered(Some(b"x\xff"));
        assert!(line.ends_with(",\"raw\":\"x\u{fffd}\",\"raw_hex\":\"78ff\"}\n"), "{line}");
    }
}
