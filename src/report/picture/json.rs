//! The picture for programs: one object, whose shape `docs/graph.md` promises.

use smol_str::SmolStr;

use crate::picture::chart::{BoxId, Cause, Chart, Effect, EffectKind, Line, Node, Row, Shape, Words};
use crate::picture::element::Element;
use crate::picture::mark::{Mark, Marks};
use crate::report::json::{self, Members};
use crate::report::picture::palette;
use crate::report::picture::place::Places;

/// Raised when something that is there means something else, or is gone; what is added leaves it.
const FORMAT: i64 = 1;

/// The object and a line break.
pub fn render(chart: &Chart, marks: &Marks, places: &Places) -> Vec<u8> {
    let pen = Pen { chart, marks, places };
    let mut out = Vec::new();
    let mut members = Members::open(&mut out);
    members.int("format", FORMAT);
    pen.journey(members.member("journey"));
    members.list("boxes", 0..chart.boxes.len(), |out, id| pen.node(out, id));
    members.list("lines", &chart.lines, |out, line| pen.line(out, line));
    members.list("panels", &chart.panels, |out, panel| {
        let mut members = Members::open(out);
        members.string("heading", panel.heading);
        pen.rows(&mut members, &panel.rows);
        members.close();
    });
    if !marks.legend.is_empty() {
        members.list("legend", &marks.legend, |out, (colour, meaning)| {
            let mut members = Members::open(out);
            members.string("colour", &palette::name(*colour));
            members.string("meaning", meaning);
            members.close();
        });
    }
    members.close();
    out.push(b'\n');
    out
}

#[derive(Clone, Copy)]
struct Pen<'a> {
    chart: &'a Chart,
    marks: &'a Marks,
    places: &'a Places,
}

impl Pen<'_> {
    fn journey(self, out: &mut Vec<u8>) {
        let Chart { journey, version, title, description, owner, tags, .. } = self.chart;
        let mut members = Members::open(out);
        members.string("id", journey);
        members.string("version", version);
        optional(&mut members, "title", title.as_deref());
        optional(&mut members, "description", description.as_deref());
        optional(&mut members, "owner", owner.as_deref());
        texts(&mut members, "tags", tags);
        self.about(&mut members, &Element::Journey);
        members.close();
    }

    fn node(self, out: &mut Vec<u8>, id: BoxId) {
        let node = &self.chart.boxes[id];
        let mut members = Members::open(out);
        members.string("id", &name(node));
        members.string("kind", kind(node.shape));
        members.string_or_null("parent", node.parent.map(|parent| name(&self.chart.boxes[parent])).as_deref());
        if !node.label.is_empty() {
            members.string("label", &node.label);
        }
        optional(&mut members, "title", node.title.as_deref());
        optional(&mut members, "description", node.description.as_deref());
        texts(&mut members, "tags", &node.tags);
        texts(&mut members, "goals", &node.goals);
        if matches!(node.element.itself(), Element::State(_)) {
            self.about(&mut members, &node.element);
        }
        self.rows(&mut members, &node.rows);
        members.close();
    }

    fn rows(self, members: &mut Members<'_>, rows: &[Row]) {
        if rows.is_empty() {
            return;
        }
        members.list("rows", rows, |out, row| {
            let mut members = Members::open(out);
            members.string("element", &row.element.to_string());
            words(&mut members, &row.words);
            self.about(&mut members, &row.element);
            members.close();
        });
    }

    fn line(self, out: &mut Vec<u8>, line: &Line) {
        let mut members = Members::open(out);
        members.string("element", &line.element.to_string());
        members.string("from", &name(&self.chart.boxes[line.from]));
        members.string("to", &name(&self.chart.boxes[line.to]));
        if let Some(said) = &line.words {
            words(&mut members, said);
        }
        self.about(&mut members, &line.element);
        members.close();
    }

    /// Where it is written, and what is painted on it.
    fn about(self, members: &mut Members<'_>, element: &Element) {
        if let Some(place) = self.places.get(element) {
            let mut inner = Members::open(members.member("place"));
            inner.string("file", &place.file);
            inner.int("line", place.line as i64);
            inner.int("column", place.column as i64);
            inner.close();
        }
        if let Some(mark) = self.marks.of(element) {
            painted(members.member("mark"), mark);
        }
    }
}

fn painted(out: &mut Vec<u8>, mark: &Mark) {
    let mut members = Members::open(out);
    optional(&mut members, "colour", mark.colour.map(palette::name).as_deref());
    if let Some(count) = mark.count {
        members.int("count", i64::try_from(count).unwrap_or(i64::MAX));
    }
    optional(&mut members, "badge", mark.badge.as_deref());
    optional(&mut members, "note", mark.note.as_deref());
    if mark.gone {
        members.bool("gone", true);
    }
    members.close();
}

fn words(members: &mut Members<'_>, words: &Words) {
    if !words.id.is_empty() {
        members.string("id", &words.id);
    }
    optional(members, "title", words.title.as_deref());
    optional(members, "description", words.description.as_deref());
    members.string("cause", cause(words.cause));
    members.string("trigger", &words.trigger);
    optional(members, "guard", words.guard.as_deref());
    if !words.effects.is_empty() {
        members.list("effects", &words.effects, effect);
    }
    if words.reenter {
        members.bool("reenter", true);
    }
}

fn effect(out: &mut Vec<u8>, effect: &Effect) {
    let kind = match effect.kind {
        EffectKind::Act => "act",
        EffectKind::Set => "set",
        EffectKind::Event => "event",
        EffectKind::If => "if",
        EffectKind::Else => "else",
    };
    let mut members = Members::open(out);
    members.string("kind", kind);
    members.string("short", &effect.short);
    members.string("full", &effect.full);
    if effect.depth > 0 {
        members.int("depth", i64::from(effect.depth));
    }
    members.close();
}

/// A name that no other box of the chart has.
fn name(node: &Node) -> String {
    let of = node.element.to_string();
    let was = if matches!(node.element, Element::Was(_)) { "was:" } else { "" };
    match node.shape {
        Shape::Start => of.replacen("initial:", "start:", 1),
        Shape::Fork => format!("fork:{of}"),
        Shape::Anywhere => format!("{was}anywhere"),
        Shape::Exit => format!("{was}exit"),
        _ => of,
    }
}

const fn kind(shape: Shape) -> &'static str {
    match shape {
        Shape::Start => "start",
        Shape::Atomic => "atomic",
        Shape::Compound => "compound",
        Shape::Parallel => "parallel",
        Shape::Final => "final",
        Shape::History { deep: false } => "history",
        Shape::History { deep: true } => "deep_history",
        Shape::Split => "split",
        Shape::Fork => "fork",
        Shape::Anywhere => "anywhere",
        Shape::Exit => "exit",
    }
}

const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Event => "event",
        Cause::Timer => "timer",
        Cause::Always => "always",
        Cause::Done => "done",
        Cause::Fate => "fate",
        Cause::Share => "share",
        Cause::Structure => "structure",
    }
}

fn optional(members: &mut Members<'_>, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        members.string(name, text);
    }
}

fn texts(members: &mut Members<'_>, name: &str, texts: &[SmolStr]) {
    if !texts.is_empty() {
        members.list(name, texts, |out, text| json::string(out, text));
    }
}
