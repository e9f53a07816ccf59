//! A journey's picture as SVG: one file, no script, nothing from outside, the same bytes for the same journey.

use std::ops::Range;

use crate::picture::chart::{Chart, Shape};
use crate::picture::layout::layout;
use crate::picture::mark::Marks;
use crate::picture::placed::{Layout, Placed};
use crate::report::picture::escape::Xml;
use crate::report::picture::ink;
pub use crate::report::picture::ink::Theme;
use crate::report::picture::svg_box::{self, Drawn};
use crate::report::picture::svg_line;
use crate::report::picture::svg_mark::{legend, legend_height};
use crate::report::picture::writer::{Writer, n};

const FONTS: &str = "Arimo, 'Liberation Sans', 'Helvetica Neue', Helvetica, Arial, sans-serif";
const MONO: &str = "'SF Mono', SFMono-Regular, Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace";

/// How a picture is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Its colours.
    pub theme: Theme,
}

/// The picture of `chart` with `marks` painted on it.
pub fn svg(chart: &Chart, marks: &Marks, settings: Settings) -> String {
    drawn(chart, &layout(chart), marks, settings)
}

/// The same where the layout is known.
pub fn drawn(chart: &Chart, layout: &Layout, marks: &Marks, settings: Settings) -> String {
    let mut writer = Writer::new(settings.theme);
    let size = (layout.width, layout.height + legend_height(marks));
    begin(&mut writer, Head { chart, size, tag: "" }, marks);
    sheet(&mut writer, Sheet::whole(chart, layout), marks);
    legend(&mut writer, marks, layout.masthead.x, layout.height - 8.0);
    writer.put(format_args!("</svg>\n"));
    writer.out
}

/// What the beginning of a picture says.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// What is drawn.
    pub chart: &'a Chart,
    /// The width and height of the picture.
    pub size: (f64, f64),
    /// What its ids end in, where there are several pictures on a page.
    pub tag: &'a str,
}

/// Begins a picture: its title, its colours, its ground.
pub fn begin(writer: &mut Writer, head: Head<'_>, marks: &Marks) {
    self::head(writer, head);
    style(writer, !marks.by_element.is_empty() || !marks.legend.is_empty());
    let paint = writer.paint(Some(ink::CANVAS), None);
    let (width, height) = head.size;
    writer.put(format_args!(r#"<rect width="{}" height="{}"{paint}/>"#, n(width), n(height)));
    writer.put(format_args!("\n"));
}

/// The part of a chart that is one drawing.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    /// The chart.
    pub chart: &'a Chart,
    /// Where everything of it lies.
    pub layout: &'a Layout,
    /// What stands above the drawing.
    pub masthead: &'a Placed,
    /// Its boxes.
    pub boxes: Range<usize>,
    /// Its lines.
    pub lines: Range<usize>,
    /// Its panels.
    pub panels: Range<usize>,
}

impl<'a> Sheet<'a> {
    /// All of a chart.
    pub fn whole(chart: &'a Chart, layout: &'a Layout) -> Self {
        Self {
            chart,
            layout,
            masthead: &layout.masthead,
            boxes: 0..chart.boxes.len(),
            lines: 0..chart.lines.len(),
            panels: 0..layout.panels.len(),
        }
    }
}

/// Draws a sheet with its head and its panels.
pub fn sheet(writer: &mut Writer, sheet: Sheet<'_>, marks: &Marks) {
    writer.put(format_args!(r#"<g class="masthead" data-element="journey">"#));
    svg_box::parts(writer, marks, sheet.masthead, false);
    writer.put(format_args!("</g>\n"));
    drawing(writer, &sheet, marks);
    for panel in &sheet.layout.panels[sheet.panels] {
        svg_box::panel(writer, marks, panel);
    }
}

fn head(writer: &mut Writer, Head { chart, size, tag }: Head<'_>) {
    let (width, height) = (n(size.0), n(size.1));
    writer.put(format_args!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" font-family="{FONTS}" aria-labelledby="wf-title{tag} wf-desc{tag}">"#
    ));
    let title = chart.title.as_ref().unwrap_or(&chart.journey);
    writer.put(format_args!("\n<title id=\"wf-title{tag}\">{}</title>\n", Xml(title)));
    let states = chart.boxes.iter().filter(|node| !node.label.is_empty() && node.shape != Shape::Anywhere).count();
    let about = chart.description.as_deref().unwrap_or_default().trim();
    let space = if about.is_empty() { "" } else { " " };
    writer.put(format_args!(
        "<desc id=\"wf-desc{tag}\">{}{space}Journey {}, version {}: {states} states, {} lines.</desc>\n",
        Xml(about),
        Xml(&chart.journey),
        Xml(&chart.version),
        chart.lines.len()
    ));
}

/// Colours as variables, for viewers that know them; others take each element's own.
fn style(writer: &mut Writer, marked: bool) {
    let theme = writer.theme;
    writer.put(format_args!("<style>@supports (fill:var(--wf)){{\n"));
    let variables = |dark: bool| {
        let all = ink::all(marked).map(|ink| format!("--wf-{}:{}", ink.name, if dark { ink.dark } else { ink.light }));
        all.collect::<Vec<_>>().join(";")
    };
    writer.put(format_args!("svg{{{}}}\n", variables(theme == Theme::Dark)));
    if theme == Theme::Auto {
        writer.put(format_args!("@media (prefers-color-scheme:dark){{svg{{{}}}}}\n", variables(true)));
    }
    for ink in ink::all(marked) {
        writer.put(format_args!(".f-{0}{{fill:var(--wf-{0})}}.s-{0}{{stroke:var(--wf-{0})}}\n", ink.name));
    }
    writer.put(format_args!("}}.mono{{font-family:{MONO}}}</style>\n"));
}

fn drawing(writer: &mut Writer, sheet: &Sheet<'_>, marks: &Marks) {
    let (chart, layout) = (sheet.chart, sheet.layout);
    let mut depth = vec![0; chart.boxes.len()];
    let mut holds = vec![false; chart.boxes.len()];
    for (number, node) in chart.boxes.iter().enumerate() {
        if let Some(parent) = node.parent {
            depth[number] = depth[parent] + 1;
            holds[parent] = true;
        }
    }
    let drawn = |number: usize| Drawn {
        chart,
        marks,
        number,
        node: &chart.boxes[number],
        placed: &layout.boxes[number],
        depth: depth[number],
        holds: holds[number],
    };
    sheet.boxes.clone().filter(|&number| holds[number]).for_each(|number| drawn(number).body(writer));
    let marked = |number: usize| marks.of(&chart.lines[number].element);
    let mut order: Vec<usize> = sheet.lines.clone().collect();
    order.sort_by_key(|&number| marked(number).is_some());
    for number in order {
        let line = &chart.lines[number];
        let headed = chart.boxes[line.to].shape != Shape::Fork && !layout.lines[number].cut;
        svg_line::line(writer, line, number, &layout.lines[number], marked(number), headed);
    }
    sheet.boxes.clone().for_each(|number| drawn(number).front(writer));
    for number in sheet.lines.clone() {
        if let Some(placed) = &layout.lines[number].label {
            svg_line::label(writer, &chart.lines[number], number, placed, marked(number));
        }
    }
}
