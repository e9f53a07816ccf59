//! What stands below a line: its places underlined, each with its label beside or below it.

use crate::report::findings::row::{Ink, Row};

/// A place by the columns that it takes.
#[derive(Clone, Copy, Debug)]
pub struct Under<'t> {
    /// Its first column.
    pub start: usize,
    /// One past its last.
    pub end: usize,
    /// What it is; may be empty.
    pub label: &'t str,
    /// Whose it is.
    pub ink: Ink,
}

/// The rows below a line: the underlines with the label of the last place, then the labels that have no room there, the
/// rightmost first. Each row begins as `bars`.
pub fn underline(mut places: Vec<Under<'_>>, bars: &Row) -> Vec<Row> {
    places.sort_by_key(|place| (place.start, place.end));
    let mut first = bars.clone();
    // The place of the finding lies above the others.
    for ink in [Ink::Other, Ink::Main] {
        for place in places.iter().filter(|place| place.ink == ink) {
            first.fill((place.start, place.end), ink.sign(), ink);
        }
    }
    let end = places.iter().map(|place| place.end).max().unwrap_or(0);
    let beside = places.iter().rposition(|place| place.end == end && is_alone(place, &places));
    if let Some(place) = beside.map(|at| places.remove(at)) {
        first.write(end + 1, place.label, place.ink);
    }
    places.retain(|place| !place.label.is_empty());
    let mut rows = Vec::new();
    if !(places.is_empty() && end == 0) {
        rows.push(first);
    }
    if !places.is_empty() {
        rows.push(hanging(&places, bars));
    }
    while let Some(place) = places.pop() {
        let mut row = hanging(&places, bars);
        row.write(place.start, place.label, place.ink);
        rows.push(row);
    }
    rows
}

/// Whether what is written beside a place could be taken for another's: one with the same columns says something too.
fn is_alone(place: &Under<'_>, places: &[Under<'_>]) -> bool {
    let same = places.iter().filter(|other| other.start == place.start && other.end == place.end);
    !place.label.is_empty() || same.count() == 1
}

/// Lines down to the labels that come further below.
fn hanging(places: &[Under<'_>], bars: &Row) -> Row {
    let mut row = bars.clone();
    for place in places {
        row.fill((place.start, place.start + 1), '|', place.ink);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::{Under, underline};
    use crate::report::findings::row::{Ink, Row};
    use crate::report::paint::{Paint, Tone};

    fn drawn(places: &[(usize, usize, &str, Ink)]) -> String {
        let places = places.iter().map(|&(start, end, label, ink)| Under { start, end, label, ink });
        let rows = underline(places.collect(), &Row::default());
        rows.iter().map(|row| row.render(Paint::Plain, Tone::Bad)).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_last_label_stands_beside_and_the_others_below() {
        let (main, other) = (Ink::Main, Ink::Other);
        assert_eq!(drawn(&[]), "");
        assert_eq!(drawn(&[(4, 6, "", main)]), "    ^^");
        assert_eq!(drawn(&[(4, 6, "", main), (0, 3, "first", other)]), "--- ^^\n|\nfirst");
        assert_eq!(drawn(&[(4, 6, "last", other), (0, 3, "", main)]), "^^^ -- last");
        let three = [(0, 1, "a", other), (2, 3, "b", other), (4, 5, "c", other)];
        assert_eq!(drawn(&three), "- - - c\n| |\n| b\na");
    }

    #[test]
    fn places_over_one_another_are_told_apart() {
        let (main, other) = (Ink::Main, Ink::Other);
        assert_eq!(drawn(&[(2, 6, "", main), (2, 6, "here", other)]), "  ^^^^ here");
        assert_eq!(drawn(&[(2, 9, "all", other), (4, 6, "", main)]), "  --^^--- all");
        assert_eq!(drawn(&[(2, 4, "one", other), (2, 4, "two", other)]), "  -- two\n  |\n  one");
        assert_eq!(drawn(&[(2, 9, "", main), (4, 6, "part", other)]), "  ^^^^^^^\n    |\n    part");
    }
}
