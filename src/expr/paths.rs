//! The payload paths that a journey's expressions read, each a slot.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// Distinct paths such as `["cart", "id"]` for `event.payload.cart.id`, numbered in the order of first use.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    all: Vec<Box<[SmolStr]>>,
    numbers: FxHashMap<Box<[SmolStr]>, u16>,
}

impl Paths {
    /// The number of `path`; a new one where it was not known. Absent when 65,534 are taken.
    pub fn intern(&mut self, path: &[SmolStr]) -> Option<u16> {
        if let Some(&number) = self.numbers.get(path) {
            return Some(number);
        }
        let number = u16::try_from(self.all.len()).ok().filter(|&n| n < u16::MAX)?;
        self.all.push(path.into());
        self.numbers.insert(path.into(), number);
        Some(number)
    }

    /// The path of a number.
    pub fn get(&self, number: u16) -> &[SmolStr] {
        &self.all[usize::from(number)]
    }

    /// All, in order.
    pub fn iter(&self) -> impl Iterator<Item = &[SmolStr]> {
        self.all.iter().map(AsRef::as_ref)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}
