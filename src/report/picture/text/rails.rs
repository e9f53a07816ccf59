//! Rails: one for each state that steps lead to, from the first row that it joins to the last.

use std::collections::BTreeMap;

use crate::picture::chart::BoxId;
use crate::report::picture::text::rows::{Joint, Row};

/// A rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rail {
    /// Whose it is.
    pub of: BoxId,
    /// Its first row.
    pub first: usize,
    /// Its last row.
    pub last: usize,
    /// Its place, counted from the text outward.
    pub lane: usize,
}

/// All rails.
#[derive(Debug, Default)]
pub struct Rails {
    /// By box.
    pub by_box: BTreeMap<BoxId, Rail>,
    /// How many lanes they take.
    pub lanes: usize,
    /// How many found no place.
    pub lost: usize,
}

/// The rails of `rows` on at most so many lanes. Short ones run close to the text; where there are too many, the longest
/// are left out.
pub fn rails(rows: &[Row], most: usize) -> Rails {
    let mut ends: BTreeMap<BoxId, (usize, usize, bool)> = BTreeMap::new();
    for (number, row) in rows.iter().enumerate() {
        let Some(joint) = row.joint else { continue };
        let (Joint::Arrives(of) | Joint::Leaves(of)) = joint;
        let leaves = matches!(joint, Joint::Leaves(_));
        let entry = ends.entry(of).or_insert((number, number, false));
        *entry = (entry.0.min(number), entry.1.max(number), entry.2 || leaves);
    }
    let mut wanted: Vec<(usize, usize, BoxId)> = Vec::new();
    wanted.extend(ends.into_iter().filter(|(_, (.., led))| *led).map(|(of, (first, last, _))| (first, last, of)));
    wanted.sort_by_key(|&(first, last, of)| (last - first, first, of));
    let mut lanes: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut rails = Rails::default();
    for (first, last, of) in wanted {
        let is_free = |lane: &Vec<(usize, usize)>| lane.iter().all(|&(from, to)| to < first || last < from);
        let lane = lanes.iter().position(is_free).unwrap_or(lanes.len());
        if lane == most {
            rails.lost += 1;
            continue;
        }
        if lane == lanes.len() {
            lanes.push(Vec::new());
        }
        lanes[lane].push((first, last));
        rails.by_box.insert(of, Rail { of, first, last, lane });
    }
    rails.lanes = lanes.len();
    rails
}
