//! The picture as one page that asks for nothing: zoom, search, collapse, the whole of a step at hand.

use std::fmt::Write as _;

use crate::picture::chart::Chart;
use crate::picture::layout::layout;
use crate::picture::mark::Marks;
use crate::picture::placed::{Layout, Placed};
use crate::report::json::{self, Members};
use crate::report::picture::escape::Xml;
use crate::report::picture::ink::{self, Ink, Theme};
use crate::report::picture::json as chart_json;
use crate::report::picture::place::Places;
use crate::report::picture::svg::{Settings, drawn};
use crate::report::picture::writer::n;

const CONTROLS: &str = include_str!("page/controls.html");
const STYLE: &str = include_str!("page/page.css");
/// In the order in which they build on one another; the last one begins.
const SCRIPTS: [&str; 6] = [
    include_str!("page/model.js"),
    include_str!("page/view.js"),
    include_str!("page/reflow.js"),
    include_str!("page/card.js"),
    include_str!("page/pick.js"),
    include_str!("page/search.js"),
];
const START: &str = include_str!("page/start.js");
/// Nothing may be loaded; the page's own style and script stand in it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";

/// `chart` with `marks` as a page in `theme`, which its reader can change.
pub fn render(chart: &Chart, marks: &Marks, places: &Places, theme: Theme) -> String {
    let layout = layout(chart);
    let journey = Xml(&chart.journey);
    let mut out = begin(chart, theme, "");
    let _ = writeln!(out, "<main id=\"view\" aria-label=\"Picture of the journey {journey}\">");
    out.push_str(&drawn(chart, &layout, marks, Settings { theme: Theme::Auto }));
    out.push_str("</main>\n");
    data(&mut out, "chart", &chart_json::render(chart, marks, places));
    data(&mut out, "layout", &numbers(&layout));
    end(&mut out, "");
    out
}

/// The beginning of a page: its title and its controls; `style` comes on top of its own.
pub(in crate::report) fn begin(chart: &Chart, theme: Theme, style: &str) -> String {
    let title = Xml(chart.title.as_ref().unwrap_or(&chart.journey));
    let mut out = String::with_capacity(1 << 18);
    let named = match theme {
        Theme::Auto => "auto",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let (journey, version) = (Xml(&chart.journey), Xml(&chart.version));
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\" data-theme=\"{named}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <title>{title} · {journey} {version}</title>\n<style>\n",
    );
    colours(&mut out);
    let _ = write!(
        out,
        "{STYLE}{style}</style>\n</head>\n<body>\n<header>\n<h1><bdi>{title}</bdi> <span>{version}</span></h1>\n{CONTROLS}"
    );
    out
}

/// The end of a page, with `script` among its own.
pub(in crate::report) fn end(out: &mut String, script: &str) {
    out.push_str("<aside id=\"card\" aria-live=\"polite\" hidden></aside>\n<script>\n(() => {\n\"use strict\";\n");
    for part in SCRIPTS.into_iter().chain([script, START]) {
        out.push_str(part);
    }
    out.push_str("})();\n</script>\n</body>\n</html>\n");
}

/// The colours of the picture for the page around it, which may be set against those of the screen.
fn colours(out: &mut String) {
    let all = |of: fn(Ink) -> &'static str| {
        ink::all(true).map(|ink| format!("--wf-{}:{}", ink.name, of(ink))).collect::<Vec<_>>().join(";")
    };
    let (light, dark) = (all(|ink| ink.light), all(|ink| ink.dark));
    let _ = write!(
        out,
        ":root,:root svg{{{light}}}\n@media (prefers-color-scheme:dark){{:root,:root svg{{{dark}}}}}\n\
         :root[data-theme=light],:root[data-theme=light] svg{{{light};color-scheme:light}}\n\
         :root[data-theme=dark],:root[data-theme=dark] svg{{{dark};color-scheme:dark}}\n\
         @media print{{:root,:root[data-theme],:root svg,:root[data-theme] svg{{{light};color-scheme:light}}}}\n"
    );
}

/// JSON in a page: a `<` could end the element that holds it.
pub(in crate::report) fn data(out: &mut String, id: &str, json: &[u8]) {
    let text = String::from_utf8_lossy(json).replace('<', "\\u003c");
    let _ = writeln!(out, "<script type=\"application/json\" id=\"{id}\">{}</script>", text.trim_end());
}

/// Where everything lies: what the page needs to close gaps.
pub(in crate::report) fn numbers(layout: &Layout) -> Vec<u8> {
    let number = |out: &mut Vec<u8>, value: f64| json::number(out, n(value));
    let place = |out: &mut Vec<u8>, placed: &Placed| {
        let all = [placed.x, placed.y, placed.width, placed.height, placed.card.width, placed.card.height];
        json::list(out, all, number);
    };
    let mut out = Vec::new();
    let mut members = Members::open(&mut out);
    number(members.member("width"), layout.width);
    number(members.member("height"), layout.height);
    place(members.member("masthead"), &layout.masthead);
    members.list("boxes", &layout.boxes, place);
    members.list("panels", &layout.panels, place);
    members.list("lines", &layout.lines, |out, way| {
        let mut members = Members::open(out);
        members.list("points", &way.points, |out, point| json::list(out, [point.0, point.1], number));
        if let Some(label) = &way.label {
            place(members.member("label"), label);
        }
        members.close();
    });
    members.close();
    out
}
