//! A difference as one page that asks for nothing: the list of changes, and both versions side by side.

use std::fmt::Write as _;

use similar::ChangeTag;

use crate::diff::change::Change;
use crate::picture::mark::Marks;
use crate::picture::pair::Pair;
use crate::report::changes::counterfactual::html::section;
use crate::report::changes::counterfactual::told::Told;
use crate::report::changes::groups::Group;
use crate::report::changes::marks::{drawn, places};
use crate::report::changes::markup::{prose, text};
use crate::report::changes::pictured::Pictured;
use crate::report::changes::sides;
use crate::report::changes::written::{Written, because, met, needed, unseen};
use crate::report::json::{self, Members};
use crate::report::picture::escape::Xml;
use crate::report::picture::html::{begin, data, end, numbers};
use crate::report::picture::place::Places;
use crate::report::picture::svg::{Head, Sheet, Theme, begin as begin_svg, sheet};
use crate::report::picture::writer::Writer;
use crate::report::picture::{beside, json as chart_json, palette};

const STYLE: &str = include_str!("page/changes.css");
const SCRIPT: &str = include_str!("page/changes.js");
/// Texts longer than this are taken apart.
const LONG: usize = 60;

/// The difference as a page in `theme`, which its reader can change, and what became of people, where events were run.
pub fn render(written: Written<'_>, pictured: Pictured<'_>, theme: Theme, told: Option<Told<'_>>) -> String {
    let (pair, marks) = pictured.pair();
    let (groups, hidden) = written.grouped(pictured.all);
    let ordered: Vec<&Change> = groups.iter().flat_map(|(_, of)| of.iter().copied()).collect();
    let mut out = begin(&pair.chart, theme, STYLE);
    out.push_str("<div id=\"stage\">\n");
    out.push_str("<aside id=\"changes\" aria-label=\"Changes\">\n");
    list(written, &groups, hidden, &marks, &mut out);
    if let Some(told) = told {
        section(told, &mut out);
    }
    out.push_str("</aside>\n");
    panes(written, &pair, &marks, &mut out);
    out.push_str("</div>\n");
    data(&mut out, "chart", &chart_json::render(&pair.chart, &marks, &Places::new()));
    data(&mut out, "layout", &numbers(&pair.layout));
    data(&mut out, "difference", &difference(&pair, &ordered));
    end(&mut out, SCRIPT);
    out
}

/// What the page needs to know of both versions: where the second one's boxes begin, which are the same, and what is drawn
/// of each change.
fn difference(pair: &Pair, changes: &[&Change]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut members = Members::open(&mut out);
    members.int("first", pair.old[0] as i64);
    members.list("twins", &pair.twins, |out, twins| json::list(out, twins, |out, id| json::int(out, *id as i64)));
    members.list("changes", changes, |out, change| {
        let all = drawn(change, &pair.union).map(|element| places(&element, &pair.union)).unwrap_or_default();
        json::list(out, all, |out, element| json::string(out, &element.to_string()));
    });
    members.close();
    out
}

/// The drawings of both versions.
fn panes(written: Written<'_>, pair: &Pair, marks: &Marks, out: &mut String) {
    let bare = Marks { by_element: marks.by_element.clone(), legend: Vec::new() };
    let mut writer = Writer::new(Theme::Auto);
    writer.put(format_args!(
        "<main id=\"view\" class=\"two\" aria-label=\"Both versions of the journey {}\">\n",
        Xml(&pair.chart.journey)
    ));
    let difference = written.difference;
    let sides = [("before", &difference.old.version), ("after", &difference.new.version)];
    for (half, (name, version)) in beside::sheets(pair).into_iter().zip(sides) {
        writer.put(format_args!("<section class=\"pane\" aria-label=\"{name}\"><h2>{name} · {version}</h2>\n"));
        pane(&mut writer, pair, half, &bare, name);
        writer.put(format_args!("</section>\n"));
    }
    writer.put(format_args!("</main>\n"));
    out.push_str(&writer.out);
}

fn pane(writer: &mut Writer, pair: &Pair, half: Sheet<'_>, marks: &Marks, name: &str) {
    let tag = format!("-{name}");
    let size = (pair.layout.width, pair.layout.height);
    begin_svg(writer, Head { chart: &pair.union.chart, size, tag: &tag }, marks);
    sheet(writer, half, marks);
    writer.put(format_args!("</svg>\n"));
}

/// The verdict, what is missing, and each change as a button.
fn list(written: Written<'_>, groups: &[(Group, Vec<&Change>)], hidden: usize, marks: &Marks, out: &mut String) {
    let verdict = &written.difference.verdict;
    let class = if verdict.ok { "ok" } else { "not" };
    let _ = writeln!(out, "<h2 class=\"{class}\">{}</h2>", text(&written.says()));
    if verdict.finishes {
        let old = written.difference.old.version.to_string();
        let _ =
            writeln!(out, "<p>people on {} finish there, as <code>migrate</code> says: nobody moves</p>", Xml(&old));
    }
    for each in written.missing() {
        let _ = writeln!(out, "<p>{}</p>", prose(&each));
    }
    if let Some(entry) = &verdict.proposed_migrate {
        let _ = writeln!(
            out,
            "<details><summary>To paste into the new version, and to think about</summary><pre>{}</pre></details>",
            Xml(entry)
        );
    }
    legend(marks, out);
    let _ = writeln!(out, "<p class=\"faint\"><kbd>n</kbd> <kbd>p</kbd> the next change, the one before</p>");
    for (group, of) in groups {
        let _ = writeln!(out, "<h3>{}</h3>\n<ol>", group.title());
        for change in of {
            button(written, change, *group, out);
        }
        out.push_str("</ol>\n");
    }
    if let Some(said) = unseen(hidden) {
        let _ = writeln!(out, "<p class=\"faint\">{}</p>", prose(&said));
    }
}

fn legend(marks: &Marks, out: &mut String) {
    if marks.legend.is_empty() {
        return;
    }
    out.push_str("<ul id=\"legend\">\n");
    for (colour, meaning) in &marks.legend {
        let (name, meaning) = (palette::name(*colour), text(meaning));
        let _ = writeln!(out, "<li style=\"--own:var(--wf-{name});--tint:var(--wf-{name}-tint)\">{meaning}</li>");
    }
    out.push_str("</ul>\n");
}

fn button(written: Written<'_>, change: &Change, group: Group, out: &mut String) {
    let class = match group {
        Group::Major => "major",
        Group::Noticed => "noticed",
        Group::Minor => "minor",
        Group::Patch | Group::Unsaid => "patch",
    };
    let key = if change.key.is_empty() { String::new() } else { format!(" · {}", change.key) };
    let _ = write!(
        out,
        "<li><button class=\"change {class}\" aria-pressed=\"false\"><strong>{}</strong><span dir=\"auto\">{}</span>",
        change.kind,
        text(&format!("{}{key}", change.element))
    );
    for line in sides::lines(change, LONG) {
        let class = match line.tag {
            ChangeTag::Delete => "was",
            ChangeTag::Insert => "is",
            ChangeTag::Equal => "stays",
        };
        let _ = write!(out, "<span class=\"{class}\" dir=\"auto\"><code>{}</code></span>", text(&line.text));
    }
    let because = because(change);
    let said = std::iter::once(change.meaning.clone()).chain(change.witnesses.iter().map(met));
    let mut said: Vec<String> = said.chain((!because.is_empty()).then_some(because)).collect();
    if written.difference.verdict.unsatisfied.contains(&change.fingerprint) {
        said.push(format!("needs {}", needed(&change.needs)));
    }
    said.extend(change.parts.iter().take(PARTS).map(|part| format!("with it: {} {}", part.kind, part.element)));
    if change.parts.len() > PARTS {
        said.push(format!("and {} more with it", change.parts.len() - PARTS));
    }
    for each in said {
        let _ = write!(out, "<span class=\"about\" dir=\"auto\">{}</span>", prose(&each));
    }
    let place = written.place(change.places);
    let _ = writeln!(out, "<span class=\"faint\">{} {}</span></button></li>", text(&place), change.fingerprint);
}

/// So many parts of a change are told.
const PARTS: usize = 6;
