//! From rows and rails to lines of a terminal.

use crate::picture::chart::{Chart, Panel};
use crate::picture::mark::Marks;
use crate::report::paint::{Paint, Tame, Tone};
use crate::report::picture::label::{self, Detail};
use crate::report::picture::text::glyphs::{ASCII, Glyphs, UNICODE};
use crate::report::picture::text::rails::{Rail, Rails, rails};
use crate::report::picture::text::rows::{Joint, Kind, Piece, Row, legend, of_colour, rows};
use crate::report::picture::text::wrap::{width, wrapped};

/// How a drawing looks.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether it has colours.
    pub paint: Paint,
    /// How many columns it may take; at least 40 are taken.
    pub width: usize,
    /// Whether it keeps to the characters of ASCII.
    pub ascii: bool,
}

/// The panels that are told below the drawing; who enters stands in it, what actions are is for other pictures.
const PANELS: [&str; 3] = ["In every state", "Goals", "Windows"];

/// `chart` with `marks`.
pub fn render(chart: &Chart, marks: &Marks, style: Style) -> String {
    let style = Style { width: style.width.max(40), ..style };
    let glyphs = if style.ascii { &ASCII } else { &UNICODE };
    let rows = rows(chart, marks, glyphs);
    let rails = rails(&rows, style.width / 6);
    let mut pen = Pen { glyphs, style, rails, out: String::new() };
    pen.title(chart);
    for (number, row) in rows.iter().enumerate() {
        pen.row(number, row);
    }
    for panel in chart.panels.iter().filter(|panel| PANELS.contains(&panel.heading)) {
        pen.panel(panel, marks);
    }
    pen.legend(&legend(chart, glyphs), marks);
    pen.out
}

struct Pen<'a> {
    glyphs: &'a Glyphs,
    style: Style,
    rails: Rails,
    out: String,
}

/// What stands between the rails and a state's name.
const ARRIVAL: usize = 3;
/// What stands between the rails and a step.
const DEPARTURE: usize = 5;

impl Pen<'_> {
    fn title(&mut self, chart: &Chart) {
        let mut pieces = vec![
            Piece { text: chart.journey.to_string(), tone: Some(Tone::Strong) },
            Piece { text: format!(" {}", chart.version), tone: None },
        ];
        if let Some(title) = &chart.title {
            pieces.push(Piece { text: format!(" {} {title}", self.glyphs.dash), tone: None });
        }
        self.paragraph(&pieces, 0, 0);
        self.out.push('\n');
    }

    fn row(&mut self, number: usize, row: &Row) {
        let rail = match row.joint {
            Some(Joint::Arrives(of) | Joint::Leaves(of)) => self.rails.by_box.get(&of).copied(),
            None => None,
        };
        let lead = if row.kind == Kind::Step { DEPARTURE } else { ARRIVAL };
        let before = self.rails.lanes * 2 + row.depth * 2 + lead;
        let outer = matches!(row.kind, Kind::Open { .. } | Kind::Close { .. });
        let own = if outer { 2 } else { 0 };
        let room = self.style.width.saturating_sub(before + own).max(16);
        let lines = wrapped(&row.pieces, room, 2);
        for (count, line) in lines.iter().enumerate() {
            let mut text = self.gutter(number, rail, count == 0);
            text.push_str(&self.sides(row, rail.filter(|_| count == 0), count == 0));
            let drawn: usize = before + own + line.iter().map(|piece| width(&piece.text)).sum::<usize>();
            if count > 0 {
                text.push_str(if outer { "" } else { "  " });
            }
            for piece in line {
                text.push_str(&self.toned(piece));
            }
            if count == 0 && outer {
                text.push_str(&self.edge(row.kind, drawn));
            }
            self.out.push_str(text.trim_end());
            self.out.push('\n');
        }
    }

    /// The rails at a row; on its first line with the row's own.
    fn gutter(&self, number: usize, own: Option<Rail>, first: bool) -> String {
        let mut text = String::new();
        for lane in (0..self.rails.lanes).rev() {
            let here = self.rails.by_box.values().find(|rail| {
                rail.lane == lane
                    && (rail.first < number
                        || (rail.first == number && !first)
                        || own.is_some_and(|own| own.of == rail.of))
                    && (number < rail.last || (first && rail.last == number))
            });
            let joins = |rail: &Rail| first && own.is_some_and(|own| own.of == rail.of);
            let right = own.filter(|own| first && own.lane > lane);
            let gap = own.filter(|own| first && own.lane >= lane);
            let (glyph, hue) = match (here, right) {
                (Some(rail), _) if joins(rail) => (self.corner(rail, number), Some(rail.of)),
                (Some(rail), _) => (self.glyphs.rail, Some(rail.of)),
                (None, Some(own)) => (self.glyphs.across, Some(own.of)),
                (None, None) => (" ", None),
            };
            text.push_str(&self.hued(glyph, hue));
            text.push_str(&self.hued(if gap.is_some() { self.glyphs.across } else { " " }, gap.map(|own| own.of)));
        }
        text
    }

    fn corner(&self, rail: &Rail, number: usize) -> &'static str {
        if rail.first == number {
            self.glyphs.top
        } else if rail.last == number {
            self.glyphs.bottom
        } else {
            self.glyphs.branch
        }
    }

    /// The sides of the boxes around, crossed by a line to or from a rail, and what leads on to the text.
    fn sides(&self, row: &Row, rail: Option<Rail>, first: bool) -> String {
        let mut text = String::new();
        let hue = rail.map(|rail| rail.of);
        let across = if rail.is_some() { self.glyphs.across } else { " " };
        for _ in 0..row.depth {
            text.push_str(if rail.is_some() { self.glyphs.crossed } else { self.glyphs.side });
            text.push_str(&self.hued(across, hue));
        }
        let arrives = matches!(row.joint, Some(Joint::Arrives(_)));
        let lead = if row.kind == Kind::Step { DEPARTURE } else { ARRIVAL };
        match (row.kind, rail) {
            (Kind::Open { .. } | Kind::Close { .. }, _) if !first => {
                text.push_str(self.glyphs.side);
                text.push_str("    ");
            }
            (Kind::Open { .. }, rail) => {
                // The arrow ends at the corner of the box.
                text.push_str(self.glyphs.open);
                let inner =
                    if rail.is_some() { self.hued(self.glyphs.arrow, hue) } else { self.glyphs.edge.to_owned() };
                text.push_str(&inner);
                text.push_str(&" ".repeat(lead));
                text.truncate(text.trim_end().len());
                text.push(' ');
            }
            (Kind::Close { .. }, _) => text.push_str(self.glyphs.close),
            (_, Some(_)) => {
                let line = if arrives {
                    format!("{}{}", self.glyphs.across, self.glyphs.arrow)
                } else {
                    self.glyphs.across.repeat(lead - 1)
                };
                text.push_str(&self.hued(&line, hue));
                text.push(' ');
            }
            (_, None) => text.push_str(&" ".repeat(lead)),
        }
        text
    }

    /// The edge of a box, from what was drawn to the width of the picture.
    fn edge(&self, kind: Kind, drawn: usize) -> String {
        let (Kind::Open { parallel } | Kind::Close { parallel }) = kind else { return String::new() };
        let edge = if parallel { self.glyphs.parallel } else { self.glyphs.edge };
        let left = self.style.width.saturating_sub(drawn);
        match kind {
            Kind::Open { .. } => format!(" {}", edge.repeat(left.min(60))),
            _ => edge.repeat(left.min(12)),
        }
    }

    fn panel(&mut self, panel: &Panel, marks: &Marks) {
        self.out.push('\n');
        self.paragraph(&[Piece { text: panel.heading.to_owned(), tone: Some(Tone::Strong) }], 0, 0);
        for row in &panel.rows {
            let mark = marks.of(&row.element);
            let text = format!("{}{}", label::row(&row.words, Detail::Effects), label::beside(mark));
            let tone = mark.and_then(|mark| mark.colour).map(of_colour);
            let gone = mark.is_some_and(|mark| mark.gone).then(|| format!("{} ", self.glyphs.gone)).unwrap_or_default();
            self.paragraph(&[Piece { text: format!("{gone}{text}"), tone }], 2, 4);
        }
    }

    fn legend(&mut self, glyphs: &str, marks: &Marks) {
        let lost = self.rails.lost;
        let lost = (lost > 0).then(|| format!("{lost} states are reached without a line: follow their names"));
        let all: Vec<String> = [glyphs.to_owned()].into_iter().filter(|text| !text.is_empty()).chain(lost).collect();
        if !all.is_empty() || !marks.legend.is_empty() {
            self.out.push('\n');
        }
        for (colour, meaning) in &marks.legend {
            self.paragraph(&[Piece { text: meaning.clone(), tone: Some(of_colour(*colour)) }], 0, 2);
        }
        for text in all {
            self.paragraph(&[Piece { text, tone: Some(Tone::Faint) }], 0, 2);
        }
    }

    fn paragraph(&mut self, pieces: &[Piece], indent: usize, hanging: usize) {
        let lines = wrapped(pieces, self.style.width - indent, hanging.saturating_sub(indent));
        for (count, line) in lines.iter().enumerate() {
            let mut text = " ".repeat(if count == 0 { indent } else { hanging });
            for piece in line {
                text.push_str(&self.toned(piece));
            }
            self.out.push_str(text.trim_end());
            self.out.push('\n');
        }
    }

    fn toned(&self, piece: &Piece) -> String {
        let text = Tame(&piece.text);
        match piece.tone.filter(|_| !piece.text.trim().is_empty()) {
            Some(tone) => self.style.paint.tone(tone, text).to_string(),
            None => text.to_string(),
        }
    }

    fn hued(&self, text: &str, hue: Option<usize>) -> String {
        match hue.filter(|_| !text.trim().is_empty()) {
            Some(hue) => self.style.paint.tone(Tone::Hue(hue), text).to_string(),
            None => text.to_owned(),
        }
    }
}
