//! A page of the reference as what stands in it: headings, blocks and tables, each with its line.

/// One thing in a page.
pub struct Item<'p> {
    /// Its first line, from 1.
    pub line: usize,
    /// What it is.
    pub kind: Kind<'p>,
}

/// What stands in a page.
pub enum Kind<'p> {
    /// A heading of so many `#`.
    Heading(usize),
    /// What stands behind the opening fence, and the lines up to the closing one.
    Block(&'p str, Vec<&'p str>),
    /// The cells of the header, and the rows with their lines.
    Table(Vec<String>, Vec<(usize, Vec<String>)>),
}

/// All of `text`, in order.
pub fn items(text: &str) -> Vec<Item<'_>> {
    let lines: Vec<&str> = text.lines().collect();
    let mut items = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let (line, first) = (at + 1, lines[at]);
        at += 1;
        let indented = first.starts_with(' ') && first.trim_start().starts_with("```");
        assert!(!indented && !first.starts_with("~~~"), "line {line}: nothing executes a block that is fenced so");
        if let Some(info) = first.strip_prefix("```") {
            let end = (at..lines.len()).find(|&end| lines[end] == "```").expect("a block that is closed");
            items.push(Item { line, kind: Kind::Block(info, lines[at..end].to_vec()) });
            at = end + 1;
        } else if first.starts_with('|') {
            let end = (at..lines.len()).find(|&end| !lines[end].starts_with('|')).unwrap_or(lines.len());
            let rows = (at + 1..end).map(|row| (row + 1, cells(lines[row]))).collect();
            items.push(Item { line, kind: Kind::Table(cells(first), rows) });
            at = end;
        } else if first.starts_with('#') {
            let level = first.bytes().take_while(|&byte| byte == b'#').count();
            items.push(Item { line, kind: Kind::Heading(level) });
        }
    }
    items
}

/// The cells of a row; `\|` is a bar inside of one.
fn cells(row: &str) -> Vec<String> {
    let row = row.trim().trim_matches('|').replace(r"\|", "\u{0}");
    row.split('|').map(|cell| cell.trim().replace('\u{0}', "|")).collect()
}

/// What stands between the backticks of a cell that is nothing else.
pub fn code(cell: &str) -> Option<&str> {
    let ticks = cell.bytes().take_while(|&byte| byte == b'`').count();
    let inner = cell.get(ticks..)?.strip_suffix(cell.get(..ticks)?)?;
    (ticks > 0 && !inner.contains(&cell[..ticks])).then(|| inner.trim())
}
