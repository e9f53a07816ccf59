//! Two versions side by side as SVG: what both have lies at the same height and at the same place in its half.

use crate::picture::mark::Marks;
use crate::picture::pair::Pair;
use crate::report::picture::ink;
use crate::report::picture::svg::{Head, Settings, Sheet, begin, sheet};
use crate::report::picture::svg_mark::{legend, legend_height};
use crate::report::picture::writer::{Writer, n};

/// Both halves of `pair`, the old version's first.
pub fn sheets(pair: &Pair) -> [Sheet<'_>; 2] {
    let [boxes, lines, panels] = pair.old;
    let whole = Sheet::whole(&pair.chart, &pair.layout);
    let new = Sheet {
        masthead: &pair.mastheads[1],
        boxes: boxes..whole.boxes.end,
        lines: lines..whole.lines.end,
        panels: panels..whole.panels.end,
        ..whole
    };
    let old =
        Sheet { masthead: &pair.mastheads[0], boxes: 0..boxes, lines: 0..lines, panels: 0..panels, ..new.clone() };
    [old, new]
}

/// `pair` with `marks` painted on it.
pub fn svg(pair: &Pair, marks: &Marks, settings: Settings) -> String {
    let mut writer = Writer::new(settings.theme);
    let (wide, high) = (pair.layout.width, pair.layout.height);
    begin(
        &mut writer,
        Head { chart: &pair.union.chart, size: (2.0 * wide, high + legend_height(marks)), tag: "" },
        marks,
    );
    let paint = writer.paint(None, Some(ink::RULE));
    writer.put(format_args!(r#"<path d="M{0} 16V{1}"{paint}/>"#, n(wide), n(high - 16.0)));
    writer.put(format_args!("\n"));
    for (number, half) in sheets(pair).into_iter().enumerate() {
        let side = if number == 0 { "old" } else { "new" };
        writer.put(format_args!(r#"<g class="{side}" transform="translate({} 0)">"#, n(wide * number as f64)));
        writer.put(format_args!("\n"));
        sheet(&mut writer, half, marks);
        writer.put(format_args!("</g>\n"));
    }
    legend(&mut writer, marks, pair.layout.masthead.x, high - 8.0);
    writer.put(format_args!("</svg>\n"));
    writer.out
}
