//! Many short lists in one block of memory.

/// Row `i` is a slice; all rows lie one behind the other.
#[derive(Clone, Debug)]
pub struct Rows<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Rows<T> {
    /// One row for each list, in order.
    pub fn collect<I: IntoIterator<Item = T>>(lists: impl IntoIterator<Item = I>) -> Self {
        let mut rows = Self { starts: vec![0], items: Vec::new() };
        for list in lists {
            rows.items.extend(list);
            rows.starts.push(rows.items.len() as u32);
        }
        rows
    }

    /// The row of this number; empty where there is none.
    #[inline]
    pub fn row(&self, number: usize) -> &[T] {
        match (self.starts.get(number), self.starts.get(number + 1)) {
            (Some(&start), Some(&end)) => &self.items[start as usize..end as usize],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;

    #[test]
    fn rows_come_back_as_they_were() {
        let rows = Rows::collect([vec![1, 2], vec![], vec![3]]);
        assert_eq!((rows.row(0), rows.row(1), rows.row(2), rows.row(3)), (&[1, 2][..], &[][..], &[3][..], &[][..]));
    }
}
