//! What became of the same people in both versions, in the page of a difference.

use std::fmt::Write as _;

use crate::report::changes::counterfactual::grid::Grid;
use crate::report::changes::counterfactual::told::{Told, version};
use crate::report::changes::markup::{prose, text};
use crate::report::table::thousands;
use crate::trial::counterfactual::outcome::Ends;
use crate::trial::counterfactual::shared::SharedJourney;

/// Appends what became of them.
pub fn section(told: Told<'_>, out: &mut String) {
    // Writing to a string cannot fail.
    let _ =
        writeln!(out, "<section id=\"events\">\n<h3>The same events in both</h3>\n<p>{}</p>", prose(&told.extent()));
    out.push_str("<ul>\n");
    for (count, says) in told.groups() {
        let _ = writeln!(out, "<li><strong>{}</strong> {says}</li>", thousands(count));
    }
    out.push_str("</ul>\n");
    for (journey, ends) in told.moved().0 {
        places(journey, ends, out);
    }
    shifts(told, out);
    partings(told, out);
    out.push_str("</section>\n");
}

fn places(journey: &SharedJourney, ends: &Ends, out: &mut String) {
    let (old, new) = (version(journey, 0), version(journey, 1));
    let grid = Grid::of(journey, ends);
    let _ = write!(
        out,
        "<div class=\"grid\"><table>\n<caption><code>{}</code>: where people end, {} down, {} across</caption>\n<tr><td></td>",
        text(&journey.id),
        text(&old),
        text(&new)
    );
    for name in &grid.columns {
        let _ = write!(out, "<th scope=\"col\">{}</th>", text(name));
    }
    out.push_str("</tr>\n");
    for (name, cells) in &grid.rows {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", text(name));
        for cell in cells {
            let class = if cell.same { "" } else { " class=\"moved\"" };
            let _ = write!(out, "<td{class}>{}</td>", cell.count);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table></div>\n");
}

fn shifts(told: Told<'_>, out: &mut String) {
    let reworded = told.reworded();
    let shifts = told.shifts();
    if shifts.is_empty() && reworded.is_empty() {
        return;
    }
    out.push_str("<div class=\"grid\"><table>\n<caption>What happens more or less often</caption>\n");
    let count = |of: u64, sign: char| if of == 0 { String::new() } else { format!("{sign}{}", thousands(of)) };
    for (what, gained, lost) in shifts {
        let (gained, lost) = (count(gained, '+'), count(lost, '−'));
        let _ = writeln!(out, "<tr><th scope=\"row\">{}</th><td>{gained}</td><td>{lost}</td></tr>", prose(&what));
    }
    for (action, times) in reworded {
        let action = text(action);
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\"><code>{action}</code> with other params</th><td>{}</td><td></td></tr>",
            thousands(times)
        );
    }
    out.push_str("</table></div>\n");
}

fn partings(told: Told<'_>, out: &mut String) {
    if told.outcome.partings.is_empty() {
        return;
    }
    out.push_str("<details><summary>Where the first of them part</summary>\n<ol>\n");
    for parted in &told.outcome.partings {
        let words = told.parting(parted);
        let _ = write!(out, "<li>{}<ul>", prose(&words.headline));
        for (version, said) in &words.sides {
            let _ = write!(out, "<li>{}: {}</li>", text(version), prose(said));
        }
        for why in &words.because {
            let _ = write!(out, "<li class=\"faint\">because {}</li>", prose(why));
        }
        out.push_str("</ul></li>\n");
    }
    out.push_str("</ol>\n</details>\n");
}
