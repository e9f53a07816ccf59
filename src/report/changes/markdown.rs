//! A difference as the comment of a pull request: the verdict first, then what needs a decision, and no more of the rest
//! than a forge takes.

use std::fmt::Write as _;

use similar::ChangeTag;

use crate::diff::change::Change;
use crate::report::changes::groups::Group;
use crate::report::changes::inline::{block, code, prose, short_prose};
use crate::report::changes::pictured::Pictured;
use crate::report::changes::sides::{self, Line};
use crate::report::changes::written::{Written, because, met, needed, unseen};
use crate::report::paint::tame_lines;
use crate::report::picture::clip::clip;
use crate::report::picture::mermaid::limits::{Diagram, Limits};

/// GitHub takes 65,536 characters a comment; these are bytes, and leave room for what a bot puts around.
pub const MOST: usize = 60_000;
/// The picture of a comment is for reading; what a forge would render at most is not.
const PICTURE: Limits = Limits { lines: 150, characters: 20_000 };
/// The same where its characters take many bytes.
const SMALLER: Limits = Limits { lines: 150, characters: 6_000 };
/// For what stands below what is cut to fit.
const BELOW: usize = 1_000;
/// A text in the table has so many characters at most.
const CELL: usize = 100;
/// A name in it has so many.
const NAME: usize = 40;
/// An entry to paste has so many bytes at most.
const ENTRY: usize = 8_000;
/// So many parts of a change are told.
const PARTS: usize = 3;

/// How it is written.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Whether changes are shown that nobody notices.
    pub all: bool,
    /// How many bytes it has at most.
    pub most: usize,
}

/// The difference with its picture.
pub fn render(written: Written<'_>, pictured: Pictured<'_>, settings: Settings) -> String {
    let mut page = Page { out: String::new(), most: settings.most, left: 0 };
    headline(written, &mut page);
    if written.difference.changes.is_empty() {
        return page.out;
    }
    let picture = if pictured.is_seen() { picture(pictured, settings.most) } else { String::new() };
    let whole = page.most;
    page.most = whole.saturating_sub(picture.len() + BELOW.min(whole / 3));
    missing(written, &mut page);
    let (groups, hidden) = written.grouped(settings.all);
    for (group, of) in &groups {
        table(written, *group, of, &mut page);
    }
    let changes: Vec<&Change> = groups.into_iter().flat_map(|(_, of)| of).collect();
    details(written, &changes, &mut page);
    page.most = whole;
    page.closing(unseen(hidden));
    page.push(&picture);
    page.out
}

/// A comment in the making.
struct Page {
    out: String,
    most: usize,
    /// How many changes had no room.
    left: usize,
}

impl Page {
    /// Adds `text` if there is room for it.
    fn push(&mut self, text: &str) -> bool {
        let fits = self.out.len() + text.len() <= self.most;
        if fits {
            self.out.push_str(text);
        }
        fits
    }

    fn closing(&mut self, unseen: Option<String>) {
        if self.left > 0 {
            let (what, has) = if self.left == 1 { ("change", "has") } else { ("changes", "have") };
            let said = format!(
                "\n**{} more {what}** {has} no room in a comment: `wayfare diff` in a terminal, or `--format html`, shows \
                 all of it.\n",
                self.left
            );
            self.push(&said);
        }
        if let Some(said) = unseen {
            self.push(&format!("\n<sub>{}</sub>\n", prose(&said)));
        }
    }
}

fn headline(written: Written<'_>, page: &mut Page) {
    let verdict = &written.difference.verdict;
    let sign = if verdict.ok { "✅" } else { "❌" };
    let _ = writeln!(
        page.out,
        "### {sign} {} {}: {}",
        code(&written.difference.journey),
        prose(&written.versions()),
        written.says()
    );
    let counted = Group::ALL.map(|group| {
        let changes = written.difference.changes.iter();
        let count = changes.filter(|change| Group::of(change) == group && !change.hidden).count();
        (count > 0).then(|| format!("**{count}** {}", group.counted()))
    });
    let counted: Vec<String> = counted.into_iter().flatten().collect();
    if !counted.is_empty() {
        let _ = writeln!(page.out, "\n{}", counted.join(" · "));
    }
    if verdict.finishes {
        let old = prose(&written.difference.old.version.to_string());
        let _ = writeln!(page.out, "\nPeople on {old} finish there, as `migrate` says: nobody moves.");
    }
}

/// What is missing, and an entry to paste.
fn missing(written: Written<'_>, page: &mut Page) {
    let missing = written.missing();
    if !missing.is_empty() {
        page.push("\n**Missing**\n\n");
        for each in missing {
            page.push(&format!("- {}\n", prose(&each)));
        }
    }
    let Some(entry) = &written.difference.verdict.proposed_migrate else { return };
    let lines: Vec<&str> = entry.lines().collect();
    let mut room = ENTRY.min(page.most / 4);
    let fits = lines.iter().take_while(|line| {
        let fits = room > line.len();
        room = room.saturating_sub(line.len() + 1);
        fits
    });
    let kept = fits.count();
    let mut text = lines[..kept].join("\n");
    if kept < lines.len() {
        let _ = write!(text, "\n# and {} more lines, which `wayfare diff` shows", lines.len() - kept);
    }
    page.push(&format!(
        "\n<details open><summary>To paste into the new version, and to think about</summary>\n\n{}\n</details>\n",
        block("yaml", &text)
    ));
}

/// The changes of a group; folded where nobody has to read them.
fn table(written: Written<'_>, group: Group, changes: &[&Change], page: &mut Page) {
    let folded = group > Group::Noticed;
    let title = format!("{} ({})", group.title(), changes.len());
    let (above, below) = if folded {
        (format!("\n<details><summary>{title}</summary>\n"), "\n</details>\n")
    } else {
        (format!("\n#### {title}\n"), "")
    };
    let head = format!("{above}\n| what | was | is | for people on the way |\n|---|---|---|---|\n");
    page.most = page.most.saturating_sub(below.len());
    let mut rows = changes.iter().map(|change| row(written, change)).peekable();
    let begun =
        rows.peek().is_some_and(|first| page.out.len() + head.len() + first.len() <= page.most) && page.push(&head);
    let told = if begun { rows.take_while(|row| page.push(row)).count() } else { 0 };
    page.left += changes.len() - told;
    page.most += below.len();
    if begun {
        page.push(below);
    }
}

fn row(written: Written<'_>, change: &Change) -> String {
    let lines = sides::lines(change, CELL);
    let [was, is] = [ChangeTag::Delete, ChangeTag::Insert].map(|tag| cell(&lines, tag));
    format!("| {} | {was} | {is} | {} |\n", what(change, NAME), meaning(written, change))
}

/// One side; of what is long, the pieces that differ.
fn cell(lines: &[Line], tag: ChangeTag) -> String {
    let own: Vec<&str> = lines.iter().filter(|line| line.tag == tag).map(|line| line.text.as_str()).collect();
    let more = if lines.iter().any(|line| line.tag == ChangeTag::Equal) { "… " } else { "" };
    if own.is_empty() { String::new() } else { code(&clip(&format!("{more}{}", own.join(" … ")), CELL)) }
}

/// A sentence in the table.
fn cell_prose(text: &str) -> String {
    short_prose(text, NAME)
}

/// The kind and the part, whose name has at most `most` characters.
fn what(change: &Change, most: usize) -> String {
    let id = &change.element.id;
    let id = if id.is_empty() { String::new() } else { format!(" {}", code(&clip(id, most))) };
    let key = if change.key.is_empty() { String::new() } else { format!(" · {}", code(&clip(&change.key, most))) };
    format!("**{}**<br>{}{id}{key}", change.kind, change.element.sort.word())
}

fn meaning(written: Written<'_>, change: &Change) -> String {
    let mut said = vec![cell_prose(&change.meaning)];
    said.extend(change.witnesses.iter().map(|seen| cell_prose(&clip(&met(seen), 2 * CELL))));
    let because = because(change);
    said.extend((!because.is_empty()).then(|| cell_prose(&because)));
    if written.difference.verdict.unsatisfied.contains(&change.fingerprint) {
        said.push(format!("**needs** {}", cell_prose(&needed(&change.needs))));
    }
    let parts = change.parts.iter().take(PARTS);
    said.extend(parts.map(|part| format!("with it: {} {}", part.kind, part_of(part))));
    if change.parts.len() > PARTS {
        said.push(format!("and {} more with it", change.parts.len() - PARTS));
    }
    said.join("<br>")
}

fn part_of(part: &Change) -> String {
    let id = &part.element.id;
    let id = if id.is_empty() { String::new() } else { format!(" {}", code(&clip(id, NAME))) };
    format!("{}{id}", part.element.sort.word())
}

/// Where each change stands, what approves it, and the whole of long texts.
fn details(written: Written<'_>, changes: &[&Change], page: &mut Page) {
    const END: &str = "\n</details>\n";
    if changes.is_empty() {
        return;
    }
    page.most = page.most.saturating_sub(END.len());
    let begun =
        page.push("\n<details><summary>Places, fingerprints for <code>--approve</code>, long texts</summary>\n\n");
    for change in changes.iter().take_while(|_| begun) {
        if !page.push(&detail(written, change)) {
            page.push("- and more, which `wayfare diff` shows\n");
            break;
        }
    }
    page.most += END.len();
    if begun {
        page.push(END);
    }
}

fn detail(written: Written<'_>, change: &Change) -> String {
    let place = written.place(change.places);
    let place = if place.is_empty() { String::new() } else { format!(", {}", code(&place)) };
    let mut text =
        format!("- {} {}{place}\n", code(&change.fingerprint), what(change, usize::MAX).replace("<br>", " "));
    let is_long = |side: &Option<String>| side.as_deref().is_some_and(|side| side.chars().count() > CELL);
    if is_long(&change.before) || is_long(&change.after) {
        let lines = sides::lines(change, CELL).into_iter().map(|line| format!("{}{}\n", line.tag, line.text));
        let lines: String = lines.collect();
        for line in block("diff", &tame_lines(&lines)).lines() {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

fn picture(pictured: Pictured<'_>, most: usize) -> String {
    let most = most / 2;
    let small = pictured.mermaid(PICTURE);
    let Diagram { text, left_out } =
        if small.text.len() > most.min(24_000) { pictured.mermaid(SMALLER) } else { small };
    if text.len() > most {
        return String::new();
    }
    let mut out = format!("\n#### what changed, and what is around it\n\n{}", block("mermaid", &text));
    if !left_out.is_empty() {
        let said: Vec<String> = left_out.iter().map(|what| prose(what)).collect();
        let _ = write!(
            out,
            "\n<sub>Not in the picture: {}. `wayfare diff --format html` shows all of it.</sub>\n",
            said.join("; ")
        );
    }
    out
}
