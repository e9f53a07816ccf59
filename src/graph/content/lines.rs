//! What a version of a journey says, one line for each thing it says of one of its parts.

use crate::graph::content::said::Line;
use crate::graph::content::used::used;
use crate::graph::content::writer::Writer;
use crate::graph::content::{parts, policies};
use crate::model::journey::Journey;
use crate::syntax::declared::Declarations;
use crate::terms::renames::Renames;

/// Everything that `journey` says, sorted by part and key. `own` is what its file declares itself: of catalogs only what
/// the journey uses is its content. Everything is called as `renames` says.
pub fn lines<'j>(journey: &'j Journey, own: &Declarations, renames: &'j Renames) -> Vec<Line<'j>> {
    let mut writer = Writer { journey, renames, lines: Vec::new() };
    let used = used(journey);
    parts::journey(&mut writer);
    parts::entry(&mut writer);
    parts::states(&mut writer);
    parts::steps(&mut writer);
    parts::ends(&mut writer);
    policies::context(&mut writer);
    policies::events(&mut writer, &used, own);
    policies::profile(&mut writer, &used, own);
    policies::actions(&mut writer, &used, own);
    policies::limits(&mut writer, &used, own);
    policies::functions(&mut writer);
    let mut lines = writer.lines;
    lines.sort_by(|a, b| (&a.element, &a.key).cmp(&(&b.element, &b.key)));
    lines
}
