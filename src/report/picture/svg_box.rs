//! Boxes and panels.

use crate::picture::chart::{Chart, Node, Shape};
use crate::picture::mark::{Mark, Marks};
use crate::picture::placed::Placed;
use crate::picture::text::Style;
use crate::report::picture::escape::Xml;
use crate::report::picture::ink::{self, Ink};
use crate::report::picture::svg_mark::{pills, wide};
use crate::report::picture::writer::{Writer, n};

/// Narrower than this is a dot.
const SMALL: f64 = 40.0;
const DASHED: &str = r#" stroke-dasharray="5 4""#;

/// A box about to be drawn.
pub struct Drawn<'a> {
    pub chart: &'a Chart,
    pub marks: &'a Marks,
    pub number: usize,
    pub node: &'a Node,
    pub placed: &'a Placed,
    /// How many boxes are around it.
    pub depth: usize,
    /// Whether there are boxes inside.
    pub holds: bool,
}

impl Drawn<'_> {
    fn mark(&self) -> Option<&Mark> {
        self.marks.of(&self.node.element)
    }

    fn gone(&self) -> bool {
        self.mark().is_some_and(|mark| mark.gone)
    }

    fn region(&self) -> bool {
        self.node.parent.is_some_and(|parent| self.chart.boxes[parent].shape == Shape::Parallel)
    }

    fn open(&self, writer: &mut Writer, class: &str, named: bool) {
        let id = if named { format!(r#" id="{}""#, writer.id(&self.node.element)) } else { String::new() };
        let parent = self.node.parent.map(|parent| format!(r#" data-parent="{parent}""#)).unwrap_or_default();
        writer.put(format_args!(
            r#"<g class="{class}"{id} data-element="{}" data-box="{}"{parent}>"#,
            Xml(&self.node.element.to_string()),
            self.number
        ));
        let told = self.placed.card.parts.first().map_or("", |part| part.told.as_str());
        let note = self.mark().and_then(|mark| mark.note.as_deref());
        writer.title(told, note);
    }

    /// Its fill, border and border's width.
    fn colours(&self, fill: Ink, border: Ink) -> (Ink, Ink, f64) {
        match self.mark().and_then(|mark| mark.colour) {
            Some(colour) => {
                let (own, tint) = ink::of(colour);
                (tint, own, 2.0)
            }
            None => (fill, border, 1.2),
        }
    }

    /// Draws what lies under the lines: the body of a box with others inside.
    pub fn body(&self, writer: &mut Writer) {
        self.open(writer, "compound", true);
        let depth = self.depth.min(ink::DEPTHS.len() - 1);
        let (fill, border, wide) = self.colours(ink::DEPTHS[depth], ink::BORDER);
        let dashed = if self.gone() || self.region() { DASHED } else { "" };
        let paint = writer.paint(Some(fill), Some(border));
        self.rect(writer, 0.0, 12.0, &format!(r#" stroke-width="{wide}"{dashed}{paint}"#));
        writer.put(format_args!("</g>\n"));
    }

    /// Draws what lies over the lines.
    pub fn front(&self, writer: &mut Writer) {
        if self.holds {
            self.open(writer, "head", false);
            self.bar(writer);
        } else {
            self.open(writer, "box", true);
            self.shape(writer);
        }
        self.written(writer);
        // What begins in a dot or goes through a bar has its pills at its line.
        let at_line = matches!(self.node.shape, Shape::Start | Shape::Fork);
        if let Some(mark) = self.mark().filter(|_| !at_line) {
            let Placed { x, y, width, height, .. } = *self.placed;
            // What is smaller than its pills has them beside it.
            if width < SMALL {
                pills(writer, mark, x + width + 4.0 + wide(mark), y + height / 2.0);
            } else {
                pills(writer, mark, x + width + 6.0, y);
            }
        }
        writer.put(format_args!("</g>\n"));
    }

    fn rect(&self, writer: &mut Writer, inset: f64, radius: f64, more: &str) {
        let placed = self.placed;
        writer.put(format_args!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" rx="{radius}"{more}/>"#,
            n(placed.x + inset),
            n(placed.y + inset),
            n(placed.width - 2.0 * inset),
            n(placed.height - 2.0 * inset)
        ));
    }

    /// The title bar of a box with others inside.
    fn bar(&self, writer: &mut Writer) {
        let placed = self.placed;
        let depth = self.depth.min(ink::HEADS.len() - 1);
        let (fill, border, wide) = self.colours(ink::HEADS[depth], ink::BORDER);
        let (x, y, right) = (placed.x, placed.y, placed.x + placed.width);
        let bottom = y + placed.card.height;
        let paint = writer.paint(Some(fill), Some(border));
        let dashed = if self.gone() || self.region() { DASHED } else { "" };
        writer.put(format_args!(
            r#"<path d="M{} {}V{}Q{} {} {} {}H{}Q{} {} {} {}V{}Z" stroke-width="{wide}"{dashed}{paint}/>"#,
            n(x),
            n(bottom),
            n(y + 12.0),
            n(x),
            n(y),
            n(x + 12.0),
            n(y),
            n(right - 12.0),
            n(right),
            n(y),
            n(right),
            n(y + 12.0),
            n(bottom)
        ));
    }

    fn shape(&self, writer: &mut Writer) {
        let gone = if self.gone() { DASHED } else { "" };
        let painted = |writer: &Writer, fill: Ink, border: Ink| {
            let (fill, border, wide) = self.colours(fill, border);
            format!(r#" stroke-width="{wide}"{gone}{}"#, writer.paint(Some(fill), Some(border)))
        };
        match self.node.shape {
            Shape::Start => {
                let paint = writer.paint(Some(ink::TEXT), None);
                self.circle(writer, 9.0, 7.0, &paint);
            }
            Shape::Fork => {
                let paint = writer.paint(Some(ink::STRONG), None);
                self.rect(writer, 0.0, 3.0, &paint);
            }
            Shape::Exit => self.exit(writer),
            Shape::History { deep } => self.history(writer, deep),
            Shape::Split => {
                let paint = painted(writer, ink::SPLIT, ink::SPLIT_BORDER);
                self.hexagon(writer, &paint);
            }
            Shape::Anywhere => {
                let paint = format!("{}{}", DASHED, writer.paint(Some(ink::SURFACE), Some(ink::STRONG)));
                self.rect(writer, 0.0, self.placed.height / 2.0, &paint);
            }
            Shape::Final => {
                let paint = painted(writer, ink::FINAL, ink::STRONG);
                self.rect(writer, 0.0, 12.0, &paint);
                let paint = format!(r#" stroke-width="1"{}"#, writer.paint(None, Some(ink::STRONG)));
                self.rect(writer, 3.5, 8.5, &paint);
            }
            Shape::Atomic | Shape::Compound | Shape::Parallel => {
                let paint = painted(writer, ink::SURFACE, ink::BORDER);
                self.rect(writer, 0.0, 10.0, &paint);
            }
        }
    }

    fn circle(&self, writer: &mut Writer, from_corner: f64, radius: f64, more: &str) {
        let (x, y) = (n(self.placed.x + from_corner), n(self.placed.y + from_corner));
        writer.put(format_args!(r#"<circle cx="{x}" cy="{y}" r="{radius}"{more}/>"#));
    }

    fn exit(&self, writer: &mut Writer) {
        let paint = format!(r#" stroke-width="1.8"{}"#, writer.paint(Some(ink::SURFACE), Some(ink::STRONG)));
        self.circle(writer, 13.0, 12.0, &paint);
        let (x, y) = (self.placed.x + 13.0, self.placed.y + 13.0);
        let paint = writer.paint(None, Some(ink::STRONG));
        writer.put(format_args!(
            r#"<path d="M-5-5 5 5M5-5-5 5" transform="translate({} {})" stroke-width="1.8" stroke-linecap="round"{paint}/>"#,
            n(x),
            n(y)
        ));
    }

    fn history(&self, writer: &mut Writer, deep: bool) {
        let (fill, border, wide) = self.colours(ink::SURFACE, ink::STRONG);
        let paint = format!(r#" stroke-width="{wide}"{}"#, writer.paint(Some(fill), Some(border)));
        self.circle(writer, 15.0, 14.0, &paint);
        let at = (self.placed.x + 15.0, self.placed.y + 19.6);
        writer.line(if deep { "H*" } else { "H" }, at, Style::Name, ink::TEXT, r#" text-anchor="middle""#);
    }

    fn hexagon(&self, writer: &mut Writer, more: &str) {
        let Placed { x, y, width, height, .. } = *self.placed;
        let cut = 14.0;
        writer.put(format_args!(
            r#"<path d="M{} {}H{}L{} {}L{} {}H{}L{} {}Z" stroke-linejoin="round"{more}/>"#,
            n(x + cut),
            n(y),
            n(x + width - cut),
            n(x + width),
            n(y + height / 2.0),
            n(x + width - cut),
            n(y + height),
            n(x + cut),
            n(x),
            n(y + height / 2.0)
        ));
    }

    fn written(&self, writer: &mut Writer) {
        let corner = (self.placed.x, self.placed.y);
        // A final state's inner border bounds its lines as well.
        let inset = if self.node.shape == Shape::Final { 3.5 } else { 0.0 };
        writer.rules(&self.placed.card, (corner.0 + inset, corner.1), self.placed.width - 2.0 * inset);
        parts(writer, self.marks, self.placed, self.gone());
    }
}

/// Draws the parts of a card, each with its own marks.
pub fn parts(writer: &mut Writer, marks: &Marks, placed: &Placed, struck: bool) {
    let corner = (placed.x, placed.y);
    for part in &placed.card.parts {
        let Some(element) = &part.element else {
            writer.part(part, corner, struck);
            continue;
        };
        let mark = marks.of(element);
        let id = writer.id(element);
        writer.put(format_args!(r#"<g class="row" id="{id}" data-element="{}">"#, Xml(&element.to_string())));
        writer.title(&part.told, mark.and_then(|mark| mark.note.as_deref()));
        if let Some(colour) = mark.and_then(|mark| mark.colour) {
            let paint = writer.paint(Some(ink::of(colour).1), Some(ink::of(colour).0));
            writer.put(format_args!(
                r#"<rect x="{}" y="{}" width="{}" height="{}" rx="4"{paint}/>"#,
                n(placed.x + 6.0),
                n(placed.y + part.top - 2.0),
                n(placed.width - 12.0),
                n(part.bottom - part.top + 4.0)
            ));
        }
        writer.part(part, corner, struck || mark.is_some_and(|mark| mark.gone));
        if let Some(mark) = mark {
            pills(writer, mark, placed.x + placed.width + wide(mark) - 6.0, placed.y + part.top + 7.0);
        }
        writer.put(format_args!("</g>\n"));
    }
}

/// Draws a panel.
pub fn panel(writer: &mut Writer, marks: &Marks, placed: &Placed) {
    writer.put(format_args!(r#"<g class="panel">"#));
    let paint = writer.paint(Some(ink::SURFACE), Some(ink::RULE));
    writer.put(format_args!(
        r#"<rect x="{}" y="{}" width="{}" height="{}" rx="10"{paint}/>"#,
        n(placed.x),
        n(placed.y),
        n(placed.width),
        n(placed.height)
    ));
    writer.rules(&placed.card, (placed.x, placed.y), placed.width);
    parts(writer, marks, placed, false);
    writer.put(format_args!("</g>\n"));
}
