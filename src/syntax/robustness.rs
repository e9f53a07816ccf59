//! Whatever bytes a file has: no panic, and every place that is named lies in the file.

use std::fmt::{Debug, Write as _};

use crate::syntax::conflict;
use crate::syntax::document::Document;
use crate::syntax::read::{read, with_tree};
use crate::syntax::reader::parse;
use crate::syntax::repair::Repaired;
use crate::syntax::restart::Restarts;
use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::span::{FileId, Span};

const SEEDS: [&str; 5] = [
    include_str!("../../tests/reading/whole-language.yaml"),
    include_str!("../../tests/reading/needs-quotes.yaml"),
    include_str!("../../tests/reading/shapes.yaml"),
    include_str!("../../tests/reading/yaml-faults.md"),
    "\u{feff}wayfare: 1\r\njourney: é\r\ndefine:\r\n  a: 'ü \u{1F600}' == x\r\n  b: |\r\n    x &&\r\n    y\r\n  c: [ü, \"ä\\u00e4\"]\r\n",
];

/// Pieces that YAML is particular about.
const PIECES: [&str; 32] = [
    "\t",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ": ",
    ",",
    "&a ",
    "*a",
    "!t ",
    "|\n",
    ">-\n",
    "- ",
    "? ",
    "#",
    " #",
    "\n",
    "\r\n",
    "%",
    "@",
    "`",
    "---\n",
    "...\n",
    "\u{feff}",
    "é",
    "=",
    "${",
    "\u{0}",
    "# wayfare: allow(naming) é\n",
    " # wayfare: allow(ü, (\r\n",
];

/// A small generator that gives the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

fn judge(text: String) {
    let source = Source::new(FileId(3), "f.yaml", text);
    let mut findings = Vec::new();
    let document = read(&source, &mut findings);
    assert!(document.is_some() || !findings.is_empty(), "a file that is not read says why:\n{}", source.text);
    for finding in &findings {
        for span in spans(finding) {
            inside(&source, span, finding);
        }
    }
    for allow in document.iter().flat_map(Document::allows) {
        let spans = [allow.span, allow.covers].into_iter().chain(allow.rules.iter().map(|rule| rule.span));
        for span in spans {
            inside(&source, span, allow);
        }
    }
}

fn spans(finding: &Finding) -> impl Iterator<Item = Span> {
    let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
    std::iter::once(finding.span).chain(finding.labels.iter().map(|label| label.span)).chain(edits)
}

fn inside(source: &Source, span: Span, whose: &impl Debug) {
    let (start, end) = (span.start as usize, span.end as usize);
    assert_eq!(span.file, FileId(3));
    assert!(start <= end && source.text.get(start..end).is_some(), "{whose:?}\n{:?}", source.text);
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[test]
fn a_file_may_end_anywhere() {
    for seed in SEEDS {
        for at in (0..seed.len()).step_by(17) {
            judge(seed[..floor(seed, at)].to_owned());
        }
    }
}

#[test]
fn a_file_may_be_broken_anywhere() {
    let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
    for round in 0..1_500 {
        let seed = SEEDS[numbers.next(SEEDS.len())];
        let from = floor(seed, numbers.next(seed.len()));
        let to = floor(seed, (from + 600).min(seed.len()));
        let mut text = if round % 3 == 0 { seed[..to].to_owned() } else { seed[from..to].to_owned() };
        for _ in 0..=numbers.next(4) {
            let at = floor(&text, numbers.next(text.len() + 1));
            let gone = floor(&text, (at + numbers.next(4)).min(text.len()));
            text.replace_range(at.min(gone)..gone.max(at), PIECES[numbers.next(PIECES.len())]);
        }
        judge(text);
    }
}

#[test]
fn mending_from_the_middle_is_mending_from_the_top() {
    let mut numbers = Numbers(0x1234_5678_9ABC_DEF1);
    let mut faults = 0;
    for round in 0..600 {
        let seed = SEEDS[numbers.next(SEEDS.len())];
        let mut text = seed[..floor(seed, seed.len().min(400 + round * 9))].to_owned();
        for _ in 0..=numbers.next(6) {
            let at = floor(&text, numbers.next(text.len() + 1));
            let gone = floor(&text, (at + numbers.next(4)).min(text.len()));
            text.replace_range(at.min(gone)..gone.max(at), PIECES[numbers.next(PIECES.len())]);
        }
        let source = Source::new(FileId(3), "f.yaml", text);
        let (plain, quick) = (from_the_top(&source), from_the_middle(&source));
        assert_eq!(plain, quick, "{}", source.text);
        faults += quick.1.len();
    }
    assert!(faults > 1_000, "only {faults} faults were mended");
}

#[test]
fn comments_for_the_checker_change_nothing_else() {
    let mut numbers = Numbers(0x0FED_CBA9_8765_4321);
    let mut called = 0;
    for _ in 0..1_500 {
        let seed = SEEDS[numbers.next(SEEDS.len())];
        let from = floor(seed, numbers.next(seed.len()));
        let mut lines: Vec<&str> = seed[from..floor(seed, (from + 900).min(seed.len()))].lines().collect();
        for _ in 0..3 {
            let calls = ["# wayfare: allow(x) y", "    # wayfare: allow(x) y", "\t# wayfare: allow(x) y"];
            lines.insert(numbers.next(lines.len() + 1), calls[numbers.next(3)]);
        }
        let text = lines.join(if numbers.next(2) == 0 { "\n" } else { "\r\n" });
        // The same without any comment for the checker, byte for byte as long.
        let other = text.replace("# wayfare:", "# wayfarr:");
        let read = |text: &str| match parse(FileId(3), text, &[], &mut Restarts::default()) {
            Ok(tree) => (Ok(format!("{:?}{:?}", tree.root, tree.findings)), tree.calls.len()),
            Err(stop) => (Err(format!("{stop:?}")), 0),
        };
        let ((with, calls), (without, none)) = (read(&text), read(&other));
        let plain = |said: String| said.replace("# wayfare:", "# wayfarr:");
        assert_eq!(with.map(plain).map_err(plain), without, "{text}");
        assert_eq!(none, 0);
        called += calls;
    }
    assert!(called > 300, "only {called} comments were seen");
}

/// The tree and the findings, as text, if each fault is looked for from the first byte on.
fn from_the_top(source: &Source) -> (Option<String>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut repaired = Repaired::new(&source.text);
    repaired.settle(source.id, &conflict::find(&source.text), &mut findings);
    loop {
        let stop = match parse(source.id, &repaired.text, &repaired.holes, &mut Restarts::default()) {
            Ok(tree) => return (Some(format!("{tree:?}")), findings),
            Err(stop) => stop,
        };
        if !repaired.mend(source.id, &stop, &mut findings) {
            return (None, findings);
        }
    }
}

fn from_the_middle(source: &Source) -> (Option<String>, Vec<Finding>) {
    let mut findings = Vec::new();
    let tree = with_tree(source, &mut findings, |tree, _, _| Some(format!("{tree:?}")));
    (tree, findings)
}

#[test]
fn a_file_may_be_any_bytes() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for _ in 0..1_500 {
        let len = numbers.next(120);
        let mut text = String::new();
        for _ in 0..len {
            text.push_str(PIECES[numbers.next(PIECES.len())]);
            if numbers.next(3) == 0 {
                text.push((b'a' + numbers.next(26) as u8) as char);
            }
        }
        judge(text);
        let bytes: Vec<u8> = (0..len).map(|_| numbers.next(256) as u8).collect();
        let (source, findings) = Source::decode(FileId(3), "f.yaml", bytes.clone());
        assert_eq!(source.text.len(), bytes.len());
        assert_eq!(source.is_text(), findings.is_empty());
        for finding in &findings {
            inside(&source, finding.span, finding);
        }
        if source.is_text() {
            judge(source.text);
        }
    }
}

#[test]
fn aliases_cannot_make_a_file_large() {
    let mut text = String::from("wayfare: 1\njourney: a\nversion: 1.0.0\ntags:\n  - &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let inner = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(text, "  - &a{level} [{inner}]").unwrap();
    }
    text.push_str("states: {}\n");
    let source = Source::new(FileId(0), "f.yaml", text);
    let mut findings = Vec::new();
    read(&source, &mut findings);
    assert!(findings.iter().any(|finding| finding.message.contains("aliases make this file too large")));
}

#[test]
fn depth_is_bounded_in_every_style() {
    let deep = 20_000;
    let block: Vec<String> = (0..300).map(|level| format!("{}k:\n", " ".repeat(level))).collect();
    let block = block.concat();
    for text in ["[".repeat(deep), "{a: ".repeat(deep), "- ".repeat(deep), "? ".repeat(deep), block] {
        judge(text.clone());
        judge(format!("wayfare: 1\njourney: a\nversion: 1.0.0\nstates: {{}}\ntags: {text}\n"));
    }
    let nested =
        format!("wayfare: 1\njourney: a\nversion: 1.0.0\nstates: {{}}\ntags: {}x{}\n", "[".repeat(70), "]".repeat(70));
    let source = Source::new(FileId(0), "f.yaml", nested);
    let mut findings = Vec::new();
    read(&source, &mut findings);
    assert!(findings.iter().any(|finding| finding.message.contains("more than 64 deep")), "{findings:?}");
}
