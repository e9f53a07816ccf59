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
    /// By lane, from the text outward; those of a lane from the top down.
    pub lanes: Vec<Vec<Rail>>,
    /// How many found no place.
    pub lost: usize,
}

impl Rails {
    /// The rail on this lane that covers a row.
    pub fn at(&self, lane: usize, row: usize) -> Option<Rail> {
        let lane = &self.lanes[lane];
        let below = lane.partition_point(|rail| rail.first <= row);
        lane[..below].last().filter(|rail| row <= rail.last).copied()
    }
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
    let mut rails = Rails::default();
    for (first, last, of) in wanted {
        let is_free = |lane: &Vec<Rail>| lane.iter().all(|other| other.last < first || last < other.first);
        let lane = rails.lanes.iter().position(is_free).unwrap_or(rails.lanes.len());
        if lane == most {
            rails.lost += 1;
            continue;
        }
        if lane == rails.lanes.len() {
            rails.lanes.push(Vec::new());
        }
        let rail = Rail { of, first, last, lane };
        rails.lanes[lane].push(rail);
        rails.by_box.insert(of, rail);
    }
    for lane in &mut rails.lanes {
        lane.sort_by_key(|rail| rail.first);
    }
    rails
}
