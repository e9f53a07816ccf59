//! The one door: a text in, the same text in its canonical layout out.

use crate::syntax::layout::printer::print;
use crate::syntax::layout::proof::same;
use crate::syntax::layout::reading::read;

/// Why a text was not laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// It is not YAML; reading it as a document tells where and why.
    #[error("it is not YAML")]
    NotYaml,
    /// Laid out, it would not say the same, which is a fault of this program.
    #[error("its layout would not say the same")]
    Changed,
}

const MARK: char = '\u{feff}';

/// `text` in its canonical layout. Laying it out again changes nothing, and what comes out was read again: it says the
/// same, with all comments, in the same order. A byte order mark and the kind of the first line break stay; a text that
/// is no list or mapping is not touched.
pub fn lay_out(text: &str) -> Result<String, LayoutError> {
    let body = text.strip_prefix(MARK).unwrap_or(text);
    let before = read(body).ok_or(LayoutError::NotYaml)?;
    let Some(laid) = print(&before) else { return Ok(text.to_owned()) };
    if laid != body && !read(&laid).is_some_and(|after| same(&before, &after)) {
        return Err(LayoutError::Changed);
    }
    let windows = body.find('\n').is_some_and(|at| body[..at].ends_with('\r'));
    let laid = if windows { laid.replace('\n', "\r\n") } else { laid };
    Ok(if body.len() < text.len() { format!("{MARK}{laid}") } else { laid })
}
