//! Marks that a merge leaves where two versions of a file differ: one finding, and the first version is read.

use std::ops::Range;

use memchr::memmem;

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
    /// What is not read: the marks, and all versions but the first; of a mark that stands alone, that.
    pub left_out: Vec<Range<usize>>,
    /// Whether all its marks are there.
    pub whole: bool,
}

/// The conflicts in `text`, and the marks that belong to none, in file order.
pub fn find(text: &str) -> Vec<Conflict> {
    let mut found = Vec::new();
    if !MARKS.iter().any(|mark| memmem::find(text.as_bytes(), mark.as_bytes()).is_some()) {
        return found;
    }
    // The marks of the conflict that was begun.
    let mut open: Vec<(usize, Range<usize>)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let said = line.trim_end();
        let range = start..start + said.len();
        start += line.len();
        let Some(mark) = MARKS.iter().position(|mark| is_mark(said, mark)) else { continue };
        if open.last().is_none_or(|(last, _)| *last >= mark)
            || (mark == 3 && open.last().is_some_and(|(last, _)| *last != 2))
        {
            found.extend(open.drain(..).map(|(_, range)| alone(range)));
        }
        if open.is_empty() && mark > 0 {
            found.push(alone(range));
            continue;
        }
        open.push((mark, range));
        if let (3, [(_, first), (_, ended), .., (_, last)]) = (mark, open.as_slice()) {
            let left_out = vec![first.clone(), ended.start..last.end];
            found.push(Conflict { mark: first.clone(), left_out, whole: true });
            open.clear();
        }
    }
    found.extend(open.into_iter().map(|(_, range)| alone(range)));
    found
}

/// A mark of which the others are not there.
fn alone(mark: Range<usize>) -> Conflict {
    Conflict { left_out: vec![mark.clone()], mark, whole: false }
}

fn is_mark(line: &str, mark: &str) -> bool {
    line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// The findings for the conflicts of a file, one for those that are whole, and one for marks that stand alone.
pub fn findings(file: FileId, conflicts: &[Conflict]) -> Vec<Finding> {
    let whole = "keep one of the two versions, or make one of both, and take out the lines that begin with `<<<<<<<`, `=======` \
                 and `>>>>>>>`";
    let alone = "take the line out, and see whether both versions were left around it";
    let of = |is_whole, message, help| {
        let mut spans = conflicts
            .iter()
            .filter(|conflict| conflict.whole == is_whole)
            .map(|conflict| Span::new(file, conflict.mark.start as u32, conflict.mark.end as u32));
        let finding = Finding::new(rule::YAML_SYNTAX, spans.next()?, message).help(help);
        Some(spans.fold(finding, |finding, span| finding.label(span, "another one")))
    };
    let all = [
        of(true, "a merge conflict that nobody has settled", whole),
        of(false, "a mark that a merge conflict left", alone),
    ];
    all.into_iter().flatten().collect()
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
        for text in ["a: <<<<<<< HEAD\n", "<<<<<<<x\n========\n>>>>>>>y\n", "  =======\n"] {
            assert_eq!(find(text), [], "{text}");
        }
    }

    #[test]
    fn a_mark_alone_is_left_out_alone() {
        for (text, marks) in [
            ("<<<<<<< HEAD\nb: 1\n", vec!["<<<<<<< HEAD"]),
            ("=======\na: 1\n>>>>>>> x\n", vec!["=======", ">>>>>>> x"]),
            ("<<<<<<< a\n>>>>>>> b\n=======\n", vec!["<<<<<<< a", ">>>>>>> b", "======="]),
            ("<<<<<<< a\n<<<<<<< b\n=======\n>>>>>>> b\n", vec!["<<<<<<< a", "<<<<<<< b"]),
        ] {
            let found = find(text);
            assert_eq!(found.iter().map(|it| &text[it.mark.clone()]).collect::<Vec<_>>(), marks, "{text}");
            assert!(found.iter().all(|it| it.whole == (it.left_out.len() > 1)), "{found:?}");
        }
    }
}
