//! Writing SVG: elements with a colour for viewers that know no style sheets and a class for those that do.

use std::collections::BTreeMap;
use std::fmt::{Arguments, Write as _};

use crate::picture::card::{Card, Part, Sign, Text};
use crate::picture::element::Element;
use crate::picture::text::{Face, Style};
use crate::report::picture::escape::Xml;
use crate::report::picture::ink::{self, Ink, Theme};
use crate::report::picture::sign;

/// A number with one decimal at most.
pub fn n(number: f64) -> f64 {
    let rounded = (number * 10.0).round() / 10.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// A picture in the making.
pub struct Writer {
    /// What is written so far.
    pub out: String,
    /// Its colours.
    pub theme: Theme,
    ids: BTreeMap<String, usize>,
}

impl Writer {
    /// An empty picture in `theme`.
    pub fn new(theme: Theme) -> Self {
        Self { out: String::new(), theme, ids: BTreeMap::new() }
    }

    /// Adds text.
    pub fn put(&mut self, text: Arguments<'_>) {
        // Writing to a string never fails.
        let _ = self.out.write_fmt(text);
    }

    fn hex(&self, ink: Ink) -> &'static str {
        if self.theme == Theme::Dark { ink.dark } else { ink.light }
    }

    /// ` fill="…" class="…"`, with a stroke where there is one.
    pub fn paint(&self, fill: Option<Ink>, stroke: Option<Ink>) -> String {
        let hex = |ink: Ink| self.hex(ink);
        match (fill, stroke) {
            (Some(fill), Some(stroke)) => {
                format!(r#" fill="{}" stroke="{}" class="f-{} s-{}""#, hex(fill), hex(stroke), fill.name, stroke.name)
            }
            (Some(fill), None) => format!(r#" fill="{}" class="f-{}""#, hex(fill), fill.name),
            (None, Some(stroke)) => format!(r#" fill="none" stroke="{}" class="s-{}""#, hex(stroke), stroke.name),
            (None, None) => r#" fill="none""#.to_owned(),
        }
    }

    /// An id for `element` that no other has.
    pub fn id(&mut self, element: &Element) -> String {
        let plain =
            |char: char| if char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.') { char } else { '-' };
        let id: String = element.to_string().chars().map(plain).collect();
        let count = self.ids.entry(id.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { format!("wf-{id}") } else { format!("wf-{id}--{count}") }
    }

    /// A tooltip.
    pub fn title(&mut self, told: &str, note: Option<&str>) {
        match (told.is_empty(), note) {
            (true, None) => {}
            (false, None) => self.put(format_args!("<title>{}</title>", Xml(told))),
            (true, Some(note)) => self.put(format_args!("<title>{}</title>", Xml(note))),
            (false, Some(note)) => self.put(format_args!("<title>{}&#10;{}</title>", Xml(told), Xml(note))),
        }
    }

    /// The text and signs of one part of a card whose corner is given.
    pub fn part(&mut self, part: &Part, (x, y): (f64, f64), struck: bool) {
        for &(dx, dy, sign) in &part.signs {
            self.sign(sign, x + dx, y + dy);
        }
        for text in &part.lines {
            self.text(text, (x, y), struck);
        }
    }

    fn sign(&mut self, sign: Sign, x: f64, y: f64) {
        let (outline, filled) = sign::paths(sign);
        let ink = ink::of_sign(sign);
        let at = format!(r#" transform="translate({} {})""#, n(x), n(y));
        if !filled.is_empty() {
            let paint = self.paint(Some(ink), None);
            self.put(format_args!(r#"<path d="{filled}"{at}{paint}/>"#));
        }
        if !outline.is_empty() {
            let paint = self.paint(None, Some(ink));
            self.put(format_args!(
                r#"<path d="{outline}"{at} stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round"{paint}/>"#
            ));
        }
    }

    fn text(&mut self, text: &Text, (x, y): (f64, f64), struck: bool) {
        let ink = match text.style {
            Style::Masthead | Style::Name | Style::Trigger | Style::Tag => ink::TEXT,
            Style::Subtitle | Style::Fact | Style::Heading => ink::MUTED,
            Style::Prose => ink::PROSE,
            Style::Guard => ink::GUARD,
            Style::Effect => ink::EFFECT,
        };
        self.line(
            &text.text,
            (x + text.x, y + text.y),
            text.style,
            ink,
            if struck { r#" text-decoration="line-through""# } else { "" },
        );
    }

    /// One line of text; `more` is written among its attributes.
    pub fn line(&mut self, text: &str, (x, y): (f64, f64), style: Style, ink: Ink, more: &str) {
        let face = match style.face() {
            Face::Regular => "",
            Face::Bold => r#" font-weight="600""#,
            Face::Mono => r#" font-family="monospace""#,
        };
        let mono = if style.face() == Face::Mono { " mono" } else { "" };
        let hex = self.hex(ink);
        self.put(format_args!(
            r#"<text x="{}" y="{}" font-size="{}"{face} fill="{hex}" class="f-{}{mono}"{more}>{}</text>"#,
            n(x),
            n(y),
            style.size(),
            ink.name,
            Xml(text)
        ));
    }

    /// The lines that divide a card as wide as given.
    pub fn rules(&mut self, card: &Card, (x, y): (f64, f64), width: f64) {
        let paint = self.paint(None, Some(ink::RULE));
        for rule in &card.rules {
            let y = n(y + rule);
            self.put(format_args!(r#"<path d="M{} {y}H{}"{paint}/>"#, n(x), n(x + width)));
        }
    }
}
