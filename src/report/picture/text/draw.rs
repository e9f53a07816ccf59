//! From rows and rails to lines of a terminal.

use crate::picture::chart::{Chart, Panel};
use crate::picture::mark::Marks;
use crate::report::paint::{Paint, Tame, Tone};
use crate::report::picture::label::{self, Detail};
use crate::report::picture::text::glyphs::{ASCII, Glyphs, UNICODE};
use crate::report::picture::text::rails::{Rail, Rails, rails};
use crate::report::picture::text::rows::{Joint, Kind, Piece, Row, legend, of_colour, rows};
use crate::report::picture::text::wrap::{add, width, wrapped};

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
    let rails = rails(&rows, style.width / 8);
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
        let before = self.rails.lanes.len() * 2 + row.depth * 2 + lead;
        let outer = matches!(row.kind, Kind::Open { .. } | Kind::Close { .. });
        let own = if outer { 2 } else { 0 };
        let room = self.style.width.saturating_sub(before + own).max(16);
        for (count, text) in wrapped(&row.pieces, room, 2).into_iter().enumerate() {
            let mut line = Vec::new();
            let rail = rail.filter(|_| count == 0);
            self.gutter(&mut line, number, rail, count == 0);
            self.sides(&mut line, row, rail, count == 0);
            if count > 0 && !outer {
                add(&mut line, "  ", None);
            }
            let drawn = before + own + text.iter().map(|piece| width(&piece.text)).sum::<usize>();
            line.extend(text);
            if count == 0 && outer {
                add(&mut line, &self.edge(row.kind, drawn), None);
            }
            self.print(&line);
        }
    }

    fn print(&mut self, line: &[Piece]) {
        let text: String = line.iter().map(|piece| self.toned(piece)).collect();
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// The rails at a row; on its first line with the row's own.
    fn gutter(&self, line: &mut Vec<Piece>, number: usize, own: Option<Rail>, first: bool) {
        for lane in (0..self.rails.lanes.len()).rev() {
            let rail = self.rails.at(lane, number);
            let joins = rail.is_some_and(|rail| own.is_some_and(|own| own.of == rail.of));
            // Between two lines of one row goes on what does not end there.
            let passes = rail.filter(|rail| rail.first < number || !first).filter(|rail| number < rail.last);
            let crossing = own.filter(|own| own.lane > lane);
            match (rail.filter(|_| joins), passes, crossing) {
                (Some(rail), ..) => add(line, self.corner(rail, number), Some(Tone::Hue(rail.of))),
                (_, Some(rail), _) => add(line, self.glyphs.rail, Some(Tone::Hue(rail.of))),
                (_, _, Some(own)) => add(line, self.glyphs.across, Some(Tone::Hue(own.of))),
                _ => add(line, " ", None),
            }
            self.across(line, own.filter(|own| own.lane >= lane), 1);
        }
    }

    /// A line of so many columns to or from a rail, or room for it.
    fn across(&self, line: &mut Vec<Piece>, rail: Option<Rail>, columns: usize) {
        match rail {
            Some(rail) => add(line, &self.glyphs.across.repeat(columns), Some(Tone::Hue(rail.of))),
            None => add(line, &" ".repeat(columns), None),
        }
    }

    fn corner(&self, rail: Rail, number: usize) -> &'static str {
        if rail.first == number {
            self.glyphs.top
        } else if rail.last == number {
            self.glyphs.bottom
        } else {
            self.glyphs.branch
        }
    }

    /// The sides of the boxes around, crossed by a line to or from a rail, and what leads on to the text.
    fn sides(&self, line: &mut Vec<Piece>, row: &Row, rail: Option<Rail>, first: bool) {
        for _ in 0..row.depth {
            add(line, if rail.is_some() { self.glyphs.crossed } else { self.glyphs.side }, None);
            self.across(line, rail, 1);
        }
        let hue = rail.map(|rail| Tone::Hue(rail.of));
        match row.kind {
            Kind::Open { .. } | Kind::Close { .. } if !first => {
                add(line, self.glyphs.side, None);
                add(line, "    ", None);
            }
            // An arrow ends at the corner of the box.
            Kind::Open { .. } => {
                add(line, self.glyphs.open, None);
                add(line, if rail.is_some() { self.glyphs.arrow } else { self.glyphs.edge }, hue);
                add(line, " ", None);
            }
            Kind::Close { .. } => add(line, self.glyphs.close, None),
            Kind::Step => {
                self.across(line, rail, DEPARTURE - 1);
                add(line, " ", None);
            }
            Kind::Head | Kind::Gap => {
                self.across(line, rail, ARRIVAL - 2);
                let arrives = matches!(row.joint, Some(Joint::Arrives(_)));
                match rail.filter(|_| arrives) {
                    Some(_) => add(line, self.glyphs.arrow, hue),
                    None => self.across(line, rail, 1),
                }
                add(line, " ", None);
            }
        }
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
            let is_gone = mark.is_some_and(|mark| mark.gone);
            let gone = if is_gone { format!("{} ", self.glyphs.gone) } else { String::new() };
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
            let mut indented = vec![Piece { text: " ".repeat(if count == 0 { indent } else { hanging }), tone: None }];
            indented.extend_from_slice(line);
            self.print(&indented);
        }
    }

    fn toned(&self, piece: &Piece) -> String {
        let text = Tame(&piece.text);
        match piece.tone.filter(|_| !piece.text.trim().is_empty()) {
            Some(tone) => self.style.paint.tone(tone, text).to_string(),
            None => text.to_string(),
        }
    }
}
