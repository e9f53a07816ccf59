//! What a comment is about: the line below it or that it stands on, and every element that begins there, whole.

use std::ops::Range;

use crate::syntax::lines::{indent, line_at, next_line};
use crate::syntax::node::{Node, NodeKind};

/// A line, and how far what begins on it reaches.
struct Reach {
    line: Range<u32>,
    end: u32,
}

/// The bytes that each comment is about, given by the byte of its `#`, with the comments between them; empty where nothing
/// follows it. One above the first key of the file is about all of it.
pub fn coverage(text: &str, root: Option<&Node<'_>>, comments: &[u32]) -> Vec<Range<u32>> {
    let lines: Vec<Option<Range<u32>>> = comments.iter().map(|&start| line_of(text, root, start as usize)).collect();
    let mut reaches: Vec<Reach> =
        lines.iter().flatten().map(|line| Reach { line: line.clone(), end: line.end }).collect();
    reaches.sort_by_key(|reach| (reach.line.start, reach.line.end));
    reaches.dedup_by_key(|reach| (reach.line.start, reach.line.end));
    if let Some(root) = root.filter(|_| !reaches.is_empty()) {
        reach(root, &mut reaches);
    }
    let covers = lines.into_iter().zip(comments).map(|(line, &start)| match line {
        Some(line) => {
            let found = reaches.iter().find(|reach| reach.line == line);
            let first = comments.iter().copied().find(|&other| start < other && other < line.start);
            first.unwrap_or(line.start)..found.map_or(line.end, |reach| reach.end)
        }
        None => start..start,
    });
    covers.collect()
}

/// The line that the comment at `start` is about, its line break with it.
fn line_of(text: &str, root: Option<&Node<'_>>, start: usize) -> Option<Range<u32>> {
    if root.is_some_and(|root| start < root.start as usize) {
        return Some(0..text.len() as u32);
    }
    let mut line = line_at(text, start);
    if indent(&text[line.clone()]) + line.start < start {
        return Some(begun(text, line));
    }
    loop {
        line = line_at(text, next_line(text, &line)?);
        let said = text[line.clone()].trim_start();
        if !said.is_empty() && !said.starts_with('#') {
            break;
        }
    }
    Some(begun(text, line))
}

/// A line with its line break, and with those below it as far as the first that holds more than the dash of an element.
fn begun(text: &str, line: Range<usize>) -> Range<u32> {
    let said = &text[line.clone()];
    // What is not indented below a dash is the next element; below an anchor it need not be.
    let least = indent(said) + usize::from(said.trim_start().starts_with('-'));
    let (mut end, mut below) = (line.clone(), line.clone());
    while let (true, Some(next)) = (is_bare(&text[below.clone()]), next_line(text, &below)) {
        below = line_at(text, next);
        let said = &text[below.clone()];
        if !said.trim_start().is_empty() && !said.trim_start().starts_with('#') {
            if indent(said) < least {
                break;
            }
            end = below.clone();
        }
    }
    line.start as u32..broken(text, &end).end
}

/// Whether a line has nothing but dashes, anchors, tags and a comment.
fn is_bare(line: &str) -> bool {
    let mut words = line.split_whitespace().take_while(|word| !word.starts_with('#'));
    words.all(|word| word == "-" || word.starts_with(['&', '!']))
}

fn broken(text: &str, line: &Range<usize>) -> Range<u32> {
    line.start as u32..next_line(text, line).unwrap_or(text.len()) as u32
}

/// Lets every line reach to the end of each element below `node` that begins on it.
fn reach(node: &Node<'_>, reaches: &mut [Reach]) {
    match &node.kind {
        NodeKind::Sequence(items, ..) => {
            for item in items {
                extend(reaches, item.start, item.end);
                reach(item, reaches);
            }
        }
        NodeKind::Mapping(mapping) => {
            for entry in &mapping.entries {
                let (key, value) = (&entry.key, &entry.value);
                // What an alias stands for was written elsewhere.
                if value.start >= key.start {
                    extend(reaches, key.start, value.end.max(key.end));
                    reach(value, reaches);
                }
            }
        }
        NodeKind::Scalar(_) | NodeKind::UnknownAlias | NodeKind::Lost => {}
    }
}

fn extend(reaches: &mut [Reach], start: u32, end: u32) {
    let behind = reaches.partition_point(|reach| reach.line.start <= start);
    for reach in reaches[..behind].iter_mut().rev().take_while(|reach| start < reach.line.end) {
        reach.end = reach.end.max(end);
    }
}

#[cfg(test)]
mod tests {
    use super::coverage;
    use crate::syntax::reader::parse;
    use crate::syntax::restart::Restarts;
    use crate::terms::span::FileId;

    /// What the comment `# X` of `text` is about.
    #[track_caller]
    fn about(text: &str) -> &str {
        let tree = parse(FileId(0), text, &[], &mut Restarts::default()).unwrap();
        let range = coverage(text, tree.root.as_ref(), &[text.find("# X").unwrap() as u32]).remove(0);
        text[range.start as usize..range.end as usize].trim_end()
    }

    #[test]
    fn above_an_element_it_is_about_all_of_that() {
        let steps = "steps:\n  # X\n  - id: a\n    to: B\n  # c\n  - id: b\n";
        for (text, expected) in [
            (steps, "  - id: a\n    to: B"),
            ("a: 1\n# X\n\n# more\nb:\n  c: 1\n  d: [\n    1]\ne: 2\n", "b:\n  c: 1\n  d: [\n    1]"),
            ("a: 1\n  # X\nb: |\n  # c\n\n  d\ne: 2\n", "b: |\n  # c\n\n  d"),
            ("a: 1\r\n# X\r\nb:\r\n  c: 1\r\nd: 1\r\n", "b:\r\n  c: 1"),
            ("a:\n  # X\n  -\n    b: 1\n    c: 1\n  - d\n", "  -\n    b: 1\n    c: 1"),
            ("a:\n  # X\n  - &x\n    b: 1\n    c: 1\n  - *x\n", "  - &x\n    b: 1\n    c: 1"),
            ("a:\n  # X\n  &x\n  b: 1\n  c: 1\n", "  &x\n  b: 1"),
            ("a:\n  # X\n  -\n  - b: 1\n", "  -"),
            ("a: &x { b: 1 }\n# X\nc: *x\nd: *x\n", "c: *x"),
            ("a: {\n  # X\n  b: 1, c: [\n  2],\n  d: 3 }\n", "  b: 1, c: [\n  2]"),
            ("a: 1\n# X\n", ""),
        ] {
            assert_eq!(about(text), expected, "{text}");
        }
    }

    #[test]
    fn behind_something_it_is_about_that_line_and_what_begins_there() {
        for (text, expected) in [
            ("a:  # X\n  b: 1\n  c: 1\nd: 2\n", "a:  # X\n  b: 1\n  c: 1"),
            ("a:\n  - id: b  # X\n    to: c\n  - d\n", "  - id: b  # X\n    to: c"),
            ("a: { b: 1,  # X\n  c: 2 }\n", "a: { b: 1,  # X\n  c: 2 }"),
            ("a: { b: 1,\n  c: 2,  # X\n  d: 2 }\n", "  c: 2,  # X"),
            ("a: {\n  b: 1 } # X\nc: 1\n", "  b: 1 } # X"),
            ("a: |  # X\n  b\nc: 1\n", "a: |  # X\n  b"),
            ("a:\n  -  # X\n    # c\n\n    b: 1\n    c: 1\n  - d\n", "  -  # X\n    # c\n\n    b: 1\n    c: 1"),
            ("a:\n  - &x  # X\n    b: 1\n    c: 1\n  - d\n", "  - &x  # X\n    b: 1\n    c: 1"),
            ("a:\n  -  # X\n  - b: 1\n    c: 1\n", "  -  # X"),
        ] {
            assert_eq!(about(text), expected, "{text}");
        }
    }

    #[test]
    fn above_the_first_key_it_is_about_the_file() {
        for text in ["# X\n\nwayfare: 1\na: 1", "\u{feff}# X\r\nwayfare: 1\r\na: 1", "# c\n# X\n---\nwayfare: 1\na: 1"]
        {
            assert_eq!(about(text), text);
        }
    }
}
