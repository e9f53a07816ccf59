//! Whether two sheets say the same: the same nodes with the same texts, types, tags, anchors and comments, in one order.

use crate::syntax::core_schema::{Literal, plain};
use crate::syntax::layout::comment::said;
use crate::syntax::layout::sheet::{Document, Piece, Sheet, What};
use crate::syntax::node::Style;

/// Whether `before` and `after` differ only in how they stand on the page.
pub fn same(before: &Sheet<'_>, after: &Sheet<'_>) -> bool {
    let comments = || before.comments.iter().zip(&after.comments);
    let documents = || before.documents.iter().zip(&after.documents);
    before.pieces.len() == after.pieces.len()
        && before.comments.len() == after.comments.len()
        && before.documents.len() == after.documents.len()
        && documents()
            .all(|(one, other)| one.root == other.root && directives(before, one).eq(directives(after, other)))
        && comments().all(|(one, other)| said(one.raw) == said(other.raw))
        && before.pieces.iter().zip(&after.pieces).all(|(one, other)| alike((before, one), (after, other)))
}

fn directives<'a>(sheet: &'a Sheet<'_>, document: &'a Document) -> impl Iterator<Item = &'a str> {
    document.directives.iter().map(|(range, _)| &sheet.text[range.clone()])
}

fn alike((before, one): (&Sheet<'_>, &Piece<'_>), (after, other): (&Sheet<'_>, &Piece<'_>)) -> bool {
    let kinds = match (&one.what, &other.what) {
        (What::Scalar(text, style), What::Scalar(text_after, style_after)) => {
            let string = |text: &str, style: Style| style != Style::Plain || matches!(plain(text), Literal::Str(_));
            text == text_after && (style == style_after || (string(text, *style) && string(text, *style_after)))
        }
        (What::Alias, What::Alias) => before.slice(&(one.start..one.end)) == after.slice(&(other.start..other.end)),
        (What::List(_), What::List(_)) | (What::Map(_), What::Map(_)) => true,
        _ => false,
    };
    kinds
        && one.next == other.next
        && before.slice(&one.tag) == after.slice(&other.tag)
        && before.slice(&one.anchor) == after.slice(&other.anchor)
}
