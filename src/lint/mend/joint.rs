//! A fix and those of what it brings to light, as one.

use std::ops::Range;

use crate::lint::mend::look::Look;
use crate::terms::finding::{Edit, Finding};
use crate::terms::span::{FileId, Span};

/// `edits` of what was read `before`, with the fixes of `brought`, which were found in what they make: as edits of what
/// was read before. Absent where one has no fix, or touches what `edits` write without lying inside it.
pub fn joint(before: &Look, edits: &[Edit], (after, brought): (&Look, &[&Finding])) -> Option<Vec<Edit>> {
    let fixes = brought.iter().map(|finding| finding.fix.as_ref()).collect::<Option<Vec<_>>>()?;
    let mut more: Vec<&Edit> = fixes.into_iter().flat_map(|fix| &fix.edits).collect();
    // A line break may be one of two bytes: then nobody could count.
    if edits.iter().chain(more.iter().copied()).any(|edit| edit.text.contains('\n')) {
        return None;
    }
    // From the end, so that places before stay what they were.
    more.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut all = edits.to_vec();
    let mut apart = Vec::new();
    for edit in more {
        let path = after.path(edit.span.file);
        let file = before.workspace.sources.iter().find(|source| source.path == path)?.id;
        match place(edits, file, edit.span.start as usize..edit.span.end as usize)? {
            Place::Inside(index, range) => all[index].text.replace_range(range, &edit.text),
            Place::Apart(range) => {
                apart.push(Edit {
                    span: Span::new(file, range.start as u32, range.end as u32),
                    text: edit.text.clone(),
                });
            }
        }
    }
    all.append(&mut apart);
    Some(all)
}

/// Where a range is that was found in what edits made.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// In the text of the edit of this number.
    Inside(usize, Range<usize>),
    /// In what was there before.
    Apart(Range<usize>),
}

fn place(edits: &[Edit], file: FileId, range: Range<usize>) -> Option<Place> {
    let mut own: Vec<(usize, &Edit)> = edits.iter().enumerate().filter(|(_, edit)| edit.span.file == file).collect();
    own.sort_by_key(|(_, edit)| edit.span.start);
    let (mut grown, mut gone) = (0, 0);
    for (index, edit) in own {
        let start = edit.span.start as usize + grown - gone;
        let end = start + edit.text.len();
        if range.end < start {
            break;
        }
        if range.start >= start && range.end <= end {
            return Some(Place::Inside(index, range.start - start..range.end - start));
        }
        if range.start <= end {
            return None;
        }
        grown += edit.text.len();
        gone += (edit.span.end - edit.span.start) as usize;
    }
    Some(Place::Apart(range.start + gone - grown..range.end + gone - grown))
}

#[cfg(test)]
mod tests {
    use super::{Place, place};
    use crate::terms::finding::Edit;
    use crate::terms::span::{FileId, Span};

    #[test]
    fn a_place_is_inside_what_was_written_or_apart_from_it() {
        let file = FileId(0);
        let edit = |start, end, text: &str| Edit { span: Span::new(file, start, end), text: text.to_owned() };
        // `one two three` became `'one' two 3`.
        let edits = [edit(8, 13, "3"), edit(0, 3, "'one'")];
        assert_eq!(place(&edits, file, 1..4), Some(Place::Inside(1, 1..4)));
        assert_eq!(place(&edits, file, 6..9), Some(Place::Apart(4..7)));
        assert_eq!(place(&edits, file, 10..11), Some(Place::Inside(0, 0..1)));
        assert_eq!(place(&edits, file, 4..7), None);
        assert_eq!(place(&edits, FileId(1), 4..7), Some(Place::Apart(4..7)));
    }
}
