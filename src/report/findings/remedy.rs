//! A fix as the lines that it takes away and those that it puts there.

use std::ops::Range;

use annotate_snippets::{Element, Group, Level, Patch, Snippet};

use crate::report::findings::cut::{Cut, shortened};
use crate::report::findings::excerpt::origin;
use crate::report::findings::places::Places;
use crate::report::paint::tame_lines;
use crate::report::table::counted;
use crate::syntax::source::Source;
use crate::terms::finding::{Edit, Fix};
use crate::terms::span::FileId;

/// Of a fix in more places than this, only the first are shown.
const MOST: usize = 8;

/// What `fix` does, file by file, the files in the order in which it names them; a fix in `file` alone needs not say so.
/// Lines of more than `most` columns are cut.
pub fn remedy(fix: &Fix, file: FileId, places: &mut Places<'_>, most: usize) -> Group<'static> {
    let mut files: Vec<FileId> = Vec::new();
    for edit in &fix.edits {
        if !files.contains(&edit.span.file) {
            files.push(edit.span.file);
        }
    }
    let mut elements = Vec::new();
    for &each in &files {
        let Some(source) = places.source(each) else { continue };
        let mut edits: Vec<&Edit> = fix.edits.iter().filter(|edit| edit.span.file == each).collect();
        edits.sort();
        if let Some(edit) = edits.first().filter(|_| files.len() > 1 || each != file) {
            elements.push(Element::Origin(origin(source, edit.span, places)));
        }
        elements.extend(in_file(source, &edits, places, most));
    }
    Group::with_title(Level::HELP.secondary_title(tame_lines(&fix.message))).elements(elements)
}

fn in_file(source: &Source, edits: &[&Edit], places: &mut Places<'_>, most: usize) -> Vec<Element<'static>> {
    let groups = groups(edits, places);
    let changes = groups.iter().take(MOST).map(|group| Change::new(source, group, most));
    let mut elements: Vec<_> = changes.flat_map(Change::suggestions).map(Element::Suggestion).collect();
    if let Some(more) = groups.len().checked_sub(MOST).filter(|more| *more > 0) {
        elements.push(Element::Message(Level::NOTE.message(format!("and {}", counted(more, "more place")))));
    }
    elements
}

/// Edits that touch the same lines.
struct Together<'e> {
    lines: Range<usize>,
    edits: Vec<&'e Edit>,
}

fn groups<'e>(edits: &[&'e Edit], places: &mut Places<'_>) -> Vec<Together<'e>> {
    let mut groups: Vec<Together<'e>> = Vec::new();
    for edit in edits {
        let (first, last) = places.of(edit.span);
        match groups.last_mut().filter(|group| first.line < group.lines.end) {
            Some(group) => {
                group.lines.end = group.lines.end.max(last.line + 1);
                group.edits.push(edit);
            }
            None => groups.push(Together { lines: first.line..last.line + 1, edits: vec![edit] }),
        }
    }
    groups
}

/// Lines that become others.
#[derive(Debug)]
struct Change {
    /// The number of the first line.
    first: usize,
    old: Vec<String>,
    new: Vec<String>,
    /// The edits by bytes of the one old line, where one line stays one.
    within: Vec<(Range<usize>, String)>,
}

impl Change {
    /// What `group` makes of its lines.
    fn new(source: &Source, group: &Together<'_>, most: usize) -> Self {
        let marks: Vec<_> = group.edits.iter().map(|edit| edit.span.start as usize..edit.span.end as usize).collect();
        let mut cut = Cut::new(most);
        for line in group.lines.clone() {
            cut.line(source, line, &marks);
        }
        let mut done = 0;
        let mut within = Vec::new();
        let mut made = String::new();
        for (edit, mark) in group.edits.iter().zip(&marks) {
            let (start, end) = (cut.at(mark.start).max(done), cut.at(mark.end));
            let (text, end) = (shortened(&edit.text.replace("\r\n", "\n"), most), end.max(start));
            made.push_str(cut.text.get(done..start).unwrap_or_default());
            made.push_str(&text);
            within.push((start..end, text));
            done = end;
        }
        made.push_str(cut.text.get(done..).unwrap_or_default());
        let (mut old, mut new) = (lines(&cut.text), lines(&made));
        if (old.len(), new.len()) != (1, 1) {
            within.clear();
        }
        let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
        old.truncate(old.len() - tail);
        new.truncate(new.len() - tail);
        let head = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        old.drain(..head);
        new.drain(..head);
        Self { first: group.lines.start + head, old, new, within }
    }

    /// As patches of which each is drawn with all that it takes away.
    fn suggestions(mut self) -> Vec<Snippet<'static, Patch<'static>>> {
        let within = std::mem::take(&mut self.within);
        match (self.old.as_slice(), self.new.as_slice()) {
            ([], []) => Vec::new(),
            ([], _) => vec![self.addition()],
            (_, []) => vec![self.removal()],
            ([old], [new]) if is_blank(old, new) => vec![self.removal(), self.addition()],
            ([old], [_]) if !within.is_empty() => {
                let patches = within.into_iter().map(|(bytes, text)| Patch::new(bytes, text));
                vec![Snippet::source(old.clone()).line_start(self.first).patches(patches)]
            }
            (old, [new]) => {
                let old = old.join("\n");
                let patch = Patch::new(0..old.len(), new.clone());
                vec![Snippet::source(old).line_start(self.first).patch(patch)]
            }
            _ => vec![self.removal(), self.addition()],
        }
    }

    fn removal(&self) -> Snippet<'static, Patch<'static>> {
        let old = self.old.join("\n") + "\n";
        let patch = Patch::new(0..old.len(), "");
        Snippet::source(old).line_start(self.first).patch(patch)
    }

    fn addition(&self) -> Snippet<'static, Patch<'static>> {
        Snippet::source("\n").line_start(self.first).patch(Patch::new(0..0, self.new.join("\n") + "\n"))
    }
}

/// Whether two lines differ in nothing but blanks, which nobody would see marked.
fn is_blank(old: &str, new: &str) -> bool {
    old.split_whitespace().eq(new.split_whitespace())
}

/// The lines of a text that ends with a break.
fn lines(text: &str) -> Vec<String> {
    text.strip_suffix('\n').unwrap_or(text).split('\n').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use annotate_snippets::Renderer;
    use proptest::prelude::{ProptestConfig, proptest};

    use super::remedy;
    use crate::report::findings::places::Places;
    use crate::syntax::source::Source;
    use crate::terms::finding::{Edit, Fix};
    use crate::terms::span::{FileId, Span};

    fn drawn(text: &str, edits: Vec<Edit>) -> String {
        let fix = Fix { message: "do it".to_owned(), edits, safe: true };
        let sources = [Source::new(FileId(0), "a.yaml", text.to_owned())];
        Renderer::plain().render(&[remedy(&fix, FileId(0), &mut Places::new(&sources), 140)])
    }

    /// What is shown of a fix that puts each of `edits` in the place of the first text that it names.
    fn shown(text: &str, edits: &[(&str, &str)]) -> String {
        let edit = |&(old, new): &(&str, &str)| {
            let start = text.find(old).unwrap() as u32;
            Edit { span: Span::new(FileId(0), start, start + old.len() as u32), text: new.to_owned() }
        };
        let drawn = drawn(text, edits.iter().map(edit).collect());
        drawn
            .strip_prefix("help: do it")
            .unwrap()
            .trim_matches(['\n', ' ', '|'])
            .replace("\n  |", "\n")
            .trim()
            .to_owned()
    }

    #[test]
    fn lines_are_taken_away_and_put_there() {
        let text = "\u{feff}a: 1\r\nb: 2\r\nc: é\r\nd: 4\r\n\nx\r\r\n";
        for (edits, expected) in [
            (&[("a", "e")] as &[_], "1 - a: 1\n1 + e: 1"),
            (&[("b: 2\r\n", "")], "2 - b: 2"),
            (&[("b: 2\r\nc: é\r\n", "")], "2 - b: 2\n3 - c: é"),
            (&[("c:", "b: 3\r\nc:")], "3 + b: 3"),
            (&[("c:", "b: 3\nx: 4\nc:")], "3 + b: 3\n4 + x: 4"),
            (&[("é\r\n", "é\r\nx: 4\r\n")], "4 + x: 4"),
            (&[("4\r\n", "4\r\ne: 5\r\n")], "5 + e: 5"),
            (&[("2\r\nc", "2\r\n  c")], "3 - c: é\n\n3 +   c: é"),
            (&[("2", "=2")], "2 | b: =2\n    +"),
            (&[("é", "'é'")], "3 - c: é\n3 + c: 'é'"),
            (&[("1", "one"), ("4", "5")], "1 - a: 1\n1 + a: one\n\n4 - d: 4\n4 + d: 5"),
            (&[("1", "1\nx: 1"), ("4", "5")], "2 + x: 1\n\n4 - d: 4\n4 + d: 5"),
            (&[("é", "ü"), ("c", "x")], "3 - c: é\n3 + x: ü"),
            (&[("1\r\nb", "b")], "1 - a: 1\n2 - b: 2\n1 + a: b: 2"),
            // Of several new lines the drawing takes one that has more bytes than characters for one that was there.
            (&[("2\r\nc", "3\r\nx")], "2 - b: 2\n3 - c: é\n\n2 + b: 3\n3 ~ x: é"),
            (&[("1", "1")], ""),
            (&[("x\r\r", "y")], "6 - x␍\n6 + y"),
        ] {
            assert_eq!(shown(text, edits), expected, "{edits:?}");
        }
    }

    #[test]
    fn of_a_long_line_the_change_is_seen_and_of_many_places_the_first() {
        let text = "x".repeat(1_000_000) + "OLD" + &*"y".repeat(1_000_000);
        let said = shown(&text, &[("OLD", "NEW")]);
        assert!(said.len() < 500 && said.contains("xOLDy") && said.contains("xNEWy"), "{said}");
        let keys: Vec<String> = (10..30).map(|number| format!("k{number}")).collect();
        let text = keys.join(": 1\n\n");
        let edits: Vec<(&str, &str)> = keys.iter().map(|key| (key.as_str(), "n")).collect();
        let said = shown(&text, &edits);
        assert!(said.ends_with("15 - k17: 1\n15 + n: 1\n   |\n   = note: and 12 more places"), "{said}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn any_edits_can_be_drawn(text in "(\u{feff})?[ a-cé全\t\r\n:'\u{85}\u{200d}]{0,40}", cuts in proptest::collection::vec(0..60_usize, 2..6),
                                  new in "[ aé全\t\r\n]{0,8}") {
            let mut cuts: Vec<u32> = cuts.into_iter().map(|at| text.floor_char_boundary(at) as u32).collect();
            cuts.sort_unstable();
            let edit = |pair: &[u32]| Edit { span: Span::new(FileId(0), pair[0], pair[1]), text: new.clone() };
            assert!(drawn(&text, cuts.chunks_exact(2).map(edit).collect()).starts_with("help: do it"));
        }
    }
}
