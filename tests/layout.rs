//! How texts are laid out, case by case.
//!
//! A case is a heading in a page under `tests/layout`, with a block as it was written and a block as it is laid out; where
//! there is one block alone, it is laid out already. `UPDATE_LAYOUT=1` writes the second blocks anew: read the difference.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]
#![allow(clippy::disallowed_methods, reason = "the test is told by the environment whether to write")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use wayfare::syntax::layout::text::{LayoutError, lay_out};

#[test]
fn each_case_is_laid_out_as_the_page_shows() {
    let (mut wrong, mut cases) = (String::new(), 0);
    let update = std::env::var_os("UPDATE_LAYOUT").is_some();
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        let mut rewritten = String::new();
        for (number, section) in text.split("\n## ").enumerate() {
            if number == 0 {
                rewritten.push_str(section);
                continue;
            }
            let (title, body) = section.split_once('\n').unwrap();
            let blocks: Vec<&str> =
                body.split("```yaml\n").skip(1).map(|rest| rest.split("```\n").next().unwrap()).collect();
            let (before, after) = (blocks[0], *blocks.last().unwrap());
            let laid = lay_out(before).unwrap_or_else(|error| panic!("{title}: {error}"));
            let _ = write!(rewritten, "\n## {title}\n\n```yaml\n{before}```\n");
            if blocks.len() > 1 || laid != before {
                let _ = write!(rewritten, "\n```yaml\n{laid}```\n");
            }
            if laid != after {
                let _ = writeln!(wrong, "{}: {title}\n{laid}", page.display());
            }
            assert_eq!(lay_out(&laid).as_deref(), Ok(laid.as_str()), "{title}: laid out twice");
            cases += 1;
        }
        if update {
            std::fs::write(&page, rewritten).unwrap();
        }
    }
    assert!(update || wrong.is_empty(), "{wrong}");
    assert!(cases >= 60, "the cases are there: {cases}");
}

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layout");
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    pages
}

#[test]
fn line_breaks_and_the_byte_order_mark_stay_as_they_are() {
    let laid = |text: &str| lay_out(text).unwrap();
    assert_eq!(laid("a:   1\r\nb: |\r\n   x\r\n   y\r\n"), "a: 1\r\nb: |\r\n  x\r\n  y\r\n");
    assert_eq!(laid("a:   1\nb: 2\r\n"), "a: 1\nb: 2\n", "the first line break decides");
    assert_eq!(laid("\u{feff}a:   1\n"), "\u{feff}a: 1\n");
    assert_eq!(laid("a: 1"), "a: 1\n");
    assert_eq!(laid("\n\na: 1\n\n\n"), "a: 1\n");
    assert_eq!(laid("a:\t1\t# c\t\n"), "a: 1  # c\n");
    assert_eq!(laid("a: |+\n  x\n\n\n"), "a: |+\n  x\n\n\n", "what a scalar keeps is no empty line");
}

#[test]
fn what_is_no_list_or_mapping_stays_as_it_is() {
    for text in ["", "  text\n", "\"a\"   # b", "--- |\n   x\n", "*a"] {
        assert_eq!(lay_out(text).as_deref(), Ok(text));
    }
    assert_eq!(lay_out("#a\n\n\n#b").as_deref(), Ok("# a\n\n# b\n"));
}

#[test]
fn what_is_not_yaml_is_refused() {
    for text in ["a: [", "a: \"", "a:\n\t- b", "<<<<<<< HEAD\na: 1\n", "a: b: c", "- a\nb: 1"] {
        assert_eq!(lay_out(text), Err(LayoutError::NotYaml), "{text}");
    }
}

#[test]
fn depth_and_length_are_no_danger() {
    let deep = |open: &str, close: &str| format!("a: {}{}", open.repeat(20_000), close.repeat(20_000));
    assert_eq!(lay_out(&deep("[", "]")), Err(LayoutError::NotYaml));
    assert_eq!(lay_out(&deep("{a: ", "}")), Err(LayoutError::NotYaml));
    let steps: String = (0..20_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).take(3_000).collect();
    assert_eq!(lay_out(&steps), Err(LayoutError::NotYaml));
    assert_eq!(lay_out(&"- ".repeat(20_000)), Err(LayoutError::NotYaml));
    let just = format!("a: {}x{}\n", "[ ".repeat(200), "]".repeat(200));
    assert!(lay_out(&just).is_ok(), "what the parser takes is laid out");
    let comments = "# a comment\n".repeat(30_000);
    assert_eq!(
        lay_out(&format!("{comments}a: 1\n{comments}b:\n{comments}  - c\n")).map(|laid| laid.lines().count()),
        Ok(90_003)
    );
}
