//! What several shards rendered becomes one stream in input order.

use crate::runner::batch::Mark;
use crate::runner::collect::Rendered;

/// What one shard rendered of a batch.
#[derive(Debug, Default)]
pub struct Strand {
    /// Its bytes.
    pub rendered: Rendered,
    /// Where in them each line ends.
    pub marks: Vec<Mark>,
}

/// Appends the strands to `merged`, line by line.
pub fn merge(strands: &[Strand], merged: &mut Rendered) {
    let mut next = vec![0; strands.len()];
    let mut done = vec![(0, 0); strands.len()];
    loop {
        let heads = strands.iter().zip(&next).enumerate();
        let heads = heads.filter_map(|(n, (strand, &at))| Some((strand.marks.get(at)?, n)));
        let Some((mark, n)) = heads.min_by_key(|(mark, _)| mark.line) else { return };
        let (records, dead_letters) = done[n];
        let from = &strands[n].rendered;
        merged.records.extend_from_slice(from.records.get(records..mark.records).unwrap_or_default());
        let letters = from.dead_letters.get(dead_letters..mark.dead_letters).unwrap_or_default();
        merged.dead_letters.extend_from_slice(letters);
        done[n] = (mark.records, mark.dead_letters);
        next[n] += 1;
    }
}
