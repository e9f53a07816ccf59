//! Values that their author put one under the other stay so, as long as all of them fit.

use crate::syntax::layout::inline;
use crate::syntax::layout::page::{COLUMNS, Page, width};
use crate::syntax::layout::sheet::{Form, Sheet, What};

/// A key and its value on one line.
struct Row {
    /// Which of the entries it is.
    entry: usize,
    key: usize,
    value: usize,
    line: u32,
    /// The column of the value as written.
    column: usize,
    /// Whether more than one blank stands in front of the value.
    padded: bool,
}

/// The blanks behind the colon of each entry of the mapping at `index`, beyond the first; none where nothing is aligned.
/// The entries will be indented by `indent`.
pub fn pads(sheet: &Sheet<'_>, page: &mut Page, index: usize, indent: usize) -> Vec<usize> {
    if !matches!(sheet.pieces[index].what, What::Map(Form::Block)) {
        return Vec::new();
    }
    let children = || {
        let mut children = sheet.children(index);
        std::iter::from_fn(move || Some((children.next()?, children.next()?)))
    };
    if !children().any(|(_, value)| is_padded(sheet, value)) {
        return Vec::new();
    }
    let rows: Vec<Row> =
        children().enumerate().filter_map(|(entry, (key, value))| row(sheet, entry, key, value)).collect();
    let mut pads = vec![0; children().count()];
    for run in rows.chunk_by(|above, below| above.line + 1 == below.line && above.column == below.column) {
        if run.len() > 1 && run.iter().any(|row| row.padded) {
            align(sheet, page, run, indent, &mut pads);
        }
    }
    pads
}

fn align(sheet: &Sheet<'_>, page: &mut Page, run: &[Row], indent: usize, pads: &mut [usize]) {
    let mut measure = |index, room| {
        let from = page.len();
        let wide = inline::value(sheet, page, index, room).then(|| page.width_from(from));
        page.take_back(from);
        wide
    };
    let keys: Option<Vec<usize>> = run.iter().map(|row| measure(row.key, COLUMNS)).collect();
    let Some(keys) = keys else { return };
    let longest = keys.iter().copied().max().unwrap_or(0);
    let room = COLUMNS.saturating_sub(indent + longest + 2);
    if run.iter().all(|row| measure(row.value, room).is_some()) {
        for (row, key) in run.iter().zip(keys) {
            pads[row.entry] = longest - key;
        }
    }
}

fn row(sheet: &Sheet<'_>, entry: usize, key: usize, value: usize) -> Option<Row> {
    let (above, piece) = (&sheet.pieces[key], &sheet.pieces[value]);
    let simple = !above.marked && !above.is_block() && !piece.is_block() && !piece.is_absent();
    let one_line = above.line == piece.end_line && above.end < piece.body;
    // A colon that is set apart from its key is drawn to it, so that what follows is no longer where it was.
    let tight = sheet.text.as_bytes().get(above.end as usize) == Some(&b':');
    if !simple || !one_line || !tight {
        return None;
    }
    let start = sheet.text[..piece.body as usize].rfind('\n').map_or(0, |at| at + 1);
    let column = width(&sheet.text[start..piece.body as usize]);
    Some(Row { entry, key, value, line: above.line, column, padded: is_padded(sheet, value) })
}

/// Whether two blanks stand in front of a value.
fn is_padded(sheet: &Sheet<'_>, value: usize) -> bool {
    sheet.text[..sheet.pieces[value].body as usize].ends_with("  ")
}
