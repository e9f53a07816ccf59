//! Marks that a merge leaves where two versions of a file differ: one finding, and the first version is read.

use std::ops::Range;

use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::{FileId, Span};

/// How the marks begin, in their order; the one of what both came from may be missing.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// A place where two versions differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The line of its first mark.
    pub mark: Range<usize>,
    /// What is not read: the marks, and all versions but the first.
    pub left_out: Vec<Range<usize>>,
}

/// The conflicts in `text`, each whole.
pub fn find(text: &str) -> Vec<Conflict> {
    let mut found = Vec::new();
    if !text.contains(MARKS[0]) {
        return found;
    }
    // The first mark, where the first version ended, and the last mark that was come by.
    let mut open: Option<(Range<usize>, Option<usize>, usize)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let said = line.trim_end();
        let whole = start..start + said.len();
        start += line.len();
        let Some(mark) = MARKS.iter().position(|mark| is_mark(said, mark)) else { continue };
        match (&mut open, mark) {
            (_, 0) => open = Some((whole, None, 0)),
            (Some((_, ended, last)), 1 | 2) if *last < mark => {
                *ended = ended.or(Some(whole.start));
                *last = mark;
            }
            (Some((first, Some(ended), 2)), 3) => {
                found.push(Conflict { mark: first.clone(), left_out: vec![first.clone(), *ended..whole.end] });
                open = None;
            }
            _ => open = None,
        }
    }
    found
}

fn is_mark(line: &str, mark: &str) -> bool {
    line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// The finding for the conflicts of a file; none where there are none.
pub fn finding(file: FileId, conflicts: &[Conflict]) -> Option<Finding> {
    let span = |conflict: &Conflict| Span::new(file, conflict.mark.start as u32, conflict.mark.end as u32);
    let (first, rest) = conflicts.split_first()?;
    let finding = Finding::new(rule::YAML_SYNTAX, span(first), "a merge conflict that nobody has settled").help(
        "keep one of the two versions, or make one of both, and take out the lines that begin with `<<<<<<<`, `=======` \
         and `>>>>>>>`",
    );
    Some(rest.iter().fold(finding, |finding, conflict| finding.label(span(conflict), "another one")))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_conflict_is_known_by_all_its_marks() {
        let text = "a: 1\n<<<<<<< HEAD\nb: 1\n||||||| base\nb: 0\n=======\nb: 2\n>>>>>>> other\nc: 3\n";
        let found = find(text);
        let left_out: Vec<&str> = found[0].left_out.iter().map(|range| &text[range.clone()]).collect();
        assert_eq!((found.len(), &text[found[0].mark.clone()]), (1, "<<<<<<< HEAD"));
        assert_eq!(left_out, ["<<<<<<< HEAD", "||||||| base\nb: 0\n=======\nb: 2\n>>>>>>> other"]);
        for text in
            ["<<<<<<< HEAD\nb: 1\n", "=======\n>>>>>>> x\n", "a: <<<<<<< HEAD\n", "<<<<<<<x\n=======\n>>>>>>>y\n"]
        {
            assert_eq!(find(text), [], "{text}");
        }
    }
}
