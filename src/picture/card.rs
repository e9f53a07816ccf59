//! What is written in a box, on a line's label or in a panel: lines of text at their places, and the size they need.

use smol_str::SmolStr;

use crate::picture::chart::{Cause, Chart, Effect, EffectKind, Node, Panel, Row, Shape, Words};
use crate::picture::element::Element;
use crate::picture::text::{Style, width, wrapped};
use crate::picture::told;

/// The room of text in a state.
const STATE: f64 = 236.0;
/// The room of text at the head of a state with states inside.
const HEAD: f64 = 380.0;
/// The room of text on a line's label: about 36 characters.
const LABEL: f64 = 208.0;
/// The room of text in a panel.
const PANEL: f64 = 300.0;
/// Between a card's side and its text.
const SIDE: f64 = 14.0;
/// Between text and the lower or upper side.
const EDGE: f64 = 9.0;
/// A sign and the gap behind it.
const SIGN: f64 = 16.0;

/// A card: its size and what stands on it, in pixels from its upper left corner.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// What stands on it, from above.
    pub parts: Vec<Part>,
    /// How far down a line divides it.
    pub rules: Vec<f64>,
}

/// A group of lines that stand for one thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// What it stands for, where that is not what the card stands for.
    pub element: Option<Element>,
    /// Its whole text.
    pub told: String,
    /// Its upper side.
    pub top: f64,
    /// Its lower side.
    pub bottom: f64,
    /// Its text.
    pub lines: Vec<Text>,
    /// Its signs.
    pub signs: Vec<(f64, f64, Sign)>,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Where it begins.
    pub x: f64,
    /// Its baseline.
    pub y: f64,
    /// Its style.
    pub style: Style,
    /// Itself.
    pub text: String,
}

/// A small drawing in front of a line of text; its place is its middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// An event.
    Event,
    /// Time.
    Clock,
    /// Whenever it may.
    Always,
    /// A state is complete.
    Done,
    /// An answer.
    Answer,
    /// A share of people.
    Share,
    /// On the way in.
    In,
    /// On the way out.
    Out,
    /// A goal.
    Flag,
    /// Leads on, to what is named.
    Onward,
}

/// The card of a box without states inside, or of the head of one with such.
pub fn node(node: &Node) -> Card {
    match node.shape {
        Shape::Start => blank(18.0, 18.0),
        Shape::Exit => blank(26.0, 26.0),
        Shape::Fork => blank(72.0, 6.0),
        Shape::History { .. } => history(node),
        Shape::Anywhere => anywhere(node),
        Shape::Split => padded(state(node, STATE, 130.0), 14.0),
        Shape::Compound | Shape::Parallel => state(node, HEAD, 160.0),
        Shape::Atomic | Shape::Final => state(node, STATE, 130.0),
    }
}

fn blank(width: f64, height: f64) -> Card {
    Card { width, height, ..Card::default() }
}

fn history(node: &Node) -> Card {
    let mut pen = Pen::new(34.0, 4.0);
    let told = told::node(node);
    pen.part(None, told, |pen| pen.write(&node.label, Style::Prose, STATE, 1));
    let mut card = pen.card(30.0);
    card.height = 30.0;
    card.width = card.width.max(30.0);
    card.parts.iter_mut().flat_map(|part| &mut part.lines).for_each(|line| line.y = 19.0);
    card
}

fn anywhere(node: &Node) -> Card {
    let mut pen = Pen::new(SIDE, 7.0);
    pen.part(None, String::new(), |pen| pen.write(&node.label, Style::Prose, STATE, 1));
    let mut card = pen.card(40.0);
    card.height -= EDGE - 7.0;
    card
}

/// Moves all to the right, so that both sides have `more` room.
fn padded(mut card: Card, more: f64) -> Card {
    card.width += 2.0 * more;
    for part in &mut card.parts {
        part.lines.iter_mut().for_each(|line| line.x += more);
        part.signs.iter_mut().for_each(|sign| sign.0 += more);
    }
    card
}

fn state(node: &Node, room: f64, least: f64) -> Card {
    let mut pen = Pen::new(SIDE, EDGE);
    pen.part(None, told::node(node), |pen| {
        pen.write(&node.label, Style::Name, room, 2);
        let about = node.title.as_deref().or(node.description.as_deref());
        pen.about(about, room);
    });
    for goal in &node.goals {
        pen.gap(2.0);
        let element = Element::Goal(goal.clone());
        pen.part(Some(element), format!("goal: {goal}"), |pen| pen.signed(Sign::Flag, goal, Style::Tag, room, 1));
    }
    if !node.rows.is_empty() {
        pen.gap(7.0);
        pen.rule();
        pen.gap(6.0);
    }
    for (number, row) in node.rows.iter().enumerate() {
        pen.gap(if number == 0 { 0.0 } else { 4.0 });
        pen.row(row, room);
    }
    pen.card(least)
}

/// The card of a line's label.
pub fn label(words: &Words) -> Card {
    let mut pen = Pen::new(8.0, 5.0);
    pen.part(None, told::words(words), |pen| pen.words(words, LABEL));
    pen.card(24.0)
}

/// The card at the end of a line that leads too far to be drawn: its label, and where it leads.
pub fn cut(words: Option<&Words>, to: &Node) -> Card {
    let name = match to.shape {
        Shape::Fork => "several states",
        Shape::Exit => "exit",
        _ => to.label.as_str(),
    };
    let told = format!("{}\nleads to {name}", words.map(told::words).unwrap_or_default());
    let mut pen = Pen::new(8.0, 5.0);
    pen.part(None, told.trim().to_owned(), |pen| {
        if let Some(words) = words {
            pen.words(words, LABEL);
        }
        pen.signed(Sign::Onward, name, Style::Tag, LABEL, 2);
    });
    pen.card(24.0)
}

/// The card of a panel.
pub fn panel(panel: &Panel) -> Card {
    let mut pen = Pen::new(SIDE, EDGE);
    pen.part(None, String::new(), |pen| pen.write(panel.heading, Style::Heading, PANEL, 1));
    pen.gap(4.0);
    pen.rule();
    pen.gap(6.0);
    for (number, row) in panel.rows.iter().enumerate() {
        pen.gap(if number == 0 { 0.0 } else { 6.0 });
        pen.part(Some(row.element.clone()), told::words(&row.words), |pen| {
            let words = &row.words;
            let about = words.title.as_deref().or(words.description.as_deref());
            if matches!(row.element.itself(), Element::Step(_) | Element::Entry) {
                pen.words(words, PANEL);
                return pen.indented(|pen| pen.about(about, PANEL));
            }
            pen.write(&words.id, Style::Trigger, PANEL, 2);
            pen.about(about, PANEL);
            pen.write(&words.trigger, Style::Fact, PANEL, 4);
            pen.guard(words, PANEL);
            pen.effects(words, PANEL);
        });
    }
    let mut card = pen.card(PANEL + 2.0 * SIDE);
    card.width = PANEL + 2.0 * SIDE;
    card
}

/// The picture's head: what the journey is.
pub fn masthead(chart: &Chart, room: f64) -> Card {
    let mut pen = Pen::new(0.0, 0.0);
    let name = chart.title.as_ref().unwrap_or(&chart.journey);
    let mut facts: Vec<SmolStr> = Vec::new();
    facts.extend(chart.title.is_some().then(|| chart.journey.clone()));
    facts.push(format!("version {}", chart.version).into());
    facts.extend(chart.owner.clone());
    facts.extend((!chart.tags.is_empty()).then(|| chart.tags.join(", ").into()));
    let facts: Vec<&str> = facts.iter().map(SmolStr::as_str).collect();
    pen.part(None, String::new(), |pen| {
        pen.write(name, Style::Masthead, room, 2);
        pen.write(&facts.join("  ·  "), Style::Subtitle, room, 2);
        let about = chart.description.as_deref().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        pen.gap(2.0);
        if let Some(about) = about {
            pen.write(&about, Style::Prose, room.min(640.0), 4);
        }
    });
    pen.card(0.0)
}

/// Writes lines from above, and knows how much room they took.
struct Pen {
    side: f64,
    edge: f64,
    y: f64,
    widest: f64,
    parts: Vec<Part>,
    rules: Vec<f64>,
    now: Part,
    indent: f64,
}

impl Pen {
    fn new(side: f64, edge: f64) -> Self {
        Self {
            side,
            edge,
            y: edge,
            widest: 0.0,
            parts: Vec::new(),
            rules: Vec::new(),
            now: Part::default(),
            indent: 0.0,
        }
    }

    fn gap(&mut self, height: f64) {
        self.y += height;
    }

    fn rule(&mut self) {
        self.rules.push(self.y);
    }

    fn part(&mut self, element: Option<Element>, told: String, write: impl FnOnce(&mut Self)) {
        self.now = Part { element, told, top: self.y, ..Part::default() };
        write(self);
        self.now.bottom = self.y;
        self.parts.push(std::mem::take(&mut self.now));
    }

    fn write(&mut self, text: &str, style: Style, room: f64, most: usize) {
        for text in wrapped(text, style, room - self.indent, most) {
            let x = self.side + self.indent;
            let baseline = self.y + style.leading() / 2.0 + style.size() * 0.355;
            self.widest = self.widest.max(x + width(&text, style));
            self.now.lines.push(Text { x, y: baseline, style, text });
            self.y += style.leading();
        }
    }

    fn signed(&mut self, sign: Sign, text: &str, style: Style, room: f64, most: usize) {
        self.now.signs.push((self.side + 5.5, self.y + style.leading() / 2.0, sign));
        self.indented(|pen| pen.write(text, style, room, most));
    }

    fn indented(&mut self, write: impl FnOnce(&mut Self)) {
        self.indent += SIGN;
        write(self);
        self.indent -= SIGN;
    }

    fn about(&mut self, about: Option<&str>, room: f64) {
        if let Some(about) = about {
            self.write(about, Style::Prose, room, 2);
        }
    }

    fn row(&mut self, row: &Row, room: f64) {
        let sign = match row.element.itself() {
            Element::OnEntry(_) => Sign::In,
            Element::OnExit(_) => Sign::Out,
            _ => sign(row.words.cause),
        };
        self.part(Some(row.element.clone()), told::words(&row.words), |pen| {
            if matches!(sign, Sign::In | Sign::Out) {
                let mut done = done(&row.words.effects);
                if done.is_empty() {
                    done.clone_from(&row.words.trigger);
                }
                pen.signed(sign, &done, Style::Effect, room, 3);
            } else {
                pen.told(sign, &row.words, room);
            }
        });
    }

    fn words(&mut self, words: &Words, room: f64) {
        self.told(sign(words.cause), words, room);
    }

    fn told(&mut self, sign: Sign, words: &Words, room: f64) {
        self.signed(sign, &words.trigger, Style::Trigger, room, 2);
        self.indented(|pen| {
            pen.guard(words, room);
            pen.effects(words, room);
        });
    }

    fn guard(&mut self, words: &Words, room: f64) {
        if let Some(guard) = &words.guard {
            self.write(&format!("[{guard}]"), Style::Guard, room, 2);
        }
    }

    fn effects(&mut self, words: &Words, room: f64) {
        let done = done(&words.effects);
        if !done.is_empty() {
            self.write(&format!("/ {done}"), Style::Effect, room, 3);
        }
    }

    fn card(self, least: f64) -> Card {
        Card {
            width: (self.widest + self.side).max(least).ceil(),
            height: (self.y + self.edge).ceil(),
            parts: self.parts,
            rules: self.rules,
        }
    }
}

const fn sign(cause: Cause) -> Sign {
    match cause {
        Cause::Event => Sign::Event,
        Cause::Timer => Sign::Clock,
        Cause::Always => Sign::Always,
        Cause::Done => Sign::Done,
        Cause::Fate => Sign::Answer,
        Cause::Share => Sign::Share,
        Cause::Structure => Sign::In,
    }
}

/// What is done, in one line: `send_mail, n = 2, if vip: call`.
fn done(effects: &[Effect]) -> String {
    let mut text = String::new();
    let mut opened = true;
    for effect in effects {
        if !opened {
            text.push_str(if effect.kind == EffectKind::Else { "; " } else { ", " });
        }
        opened = matches!(effect.kind, EffectKind::If | EffectKind::Else);
        text.push_str(&effect.short);
        if opened {
            text.push_str(": ");
        }
    }
    text.trim_end().to_owned()
}
