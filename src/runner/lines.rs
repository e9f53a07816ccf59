//! A stream cut into batches of whole lines, in bounded memory.

use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memrchr};

/// A line of so many bytes and more is not kept; the buffer grows up to here and no further.
pub const LONGEST: usize = 16 << 20;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Reads batches.
pub struct Lines<'r> {
    input: &'r mut (dyn Read + Send),
    buffer: Vec<u8>,
    /// Where in the buffer what was not handed out yet begins and ends.
    rest: std::ops::Range<usize>,
    line: u64,
    bytes: u64,
    ended: bool,
}

/// Some lines.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'b> {
    /// Whole lines; the last one of the input may lack its line break.
    pub bytes: &'b [u8],
    /// The number of the first, from 1.
    pub line: u64,
    /// Whether it stands for one line that was too long to keep.
    pub too_long: bool,
    /// How many bytes were read up to its end.
    pub read: u64,
}

impl<'r> Lines<'r> {
    /// Reads `input` in batches of about `size` bytes, a power of two.
    pub fn new(input: &'r mut (dyn Read + Send), size: usize) -> Self {
        Self { input, buffer: vec![0; size], rest: 0..0, line: 1, bytes: 0, ended: false }
    }

    /// The next batch; nothing at the end.
    pub fn next(&mut self) -> io::Result<Option<Batch<'_>>> {
        self.buffer.copy_within(self.rest.clone(), 0);
        self.rest = 0..self.rest.len();
        loop {
            self.fill()?;
            let read = &self.buffer[..self.rest.end];
            match memrchr(b'\n', read) {
                Some(last) => return Ok(Some(self.hand_out(last + 1))),
                None if self.ended && read.is_empty() => return Ok(None),
                None if self.ended => return Ok(Some(self.hand_out(self.rest.end))),
                None if self.buffer.len() >= LONGEST => return self.pass_over().map(Some),
                None => self.buffer.resize(self.buffer.len() * 2, 0),
            }
        }
    }

    /// Reads until the buffer is full or the input has ended.
    fn fill(&mut self) -> io::Result<()> {
        while !self.ended && self.rest.end < self.buffer.len() {
            match self.input.read(&mut self.buffer[self.rest.end..]) {
                Ok(0) => self.ended = true,
                Ok(count) => self.rest.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn hand_out(&mut self, end: usize) -> Batch<'_> {
        let skip = if self.bytes == 0 && self.buffer[..end].starts_with(BOM) { BOM.len() } else { 0 };
        let bytes = &self.buffer[skip..end];
        let line = self.line;
        self.line += memchr_iter(b'\n', bytes).count() as u64;
        self.bytes += end as u64;
        self.rest.start = end;
        Batch { bytes, line, too_long: false, read: self.bytes }
    }

    /// Leaves out a line that is too long.
    fn pass_over(&mut self) -> io::Result<Batch<'_>> {
        let line = self.line;
        loop {
            self.bytes += self.rest.end as u64;
            self.rest = 0..0;
            self.fill()?;
            let read = &self.buffer[..self.rest.end];
            let Some(end) = memchr(b'\n', read).map(|last| last + 1).or(self.ended.then_some(read.len())) else {
                continue;
            };
            self.bytes += end as u64;
            self.rest.start = end;
            self.line += 1;
            return Ok(Batch { bytes: &[], line, too_long: true, read: self.bytes });
        }
    }
}

/// The lines of `bytes` that are not blank, without line breaks, each with its number.
pub fn lines(bytes: &[u8], first: u64) -> impl Iterator<Item = (u64, &[u8])> {
    let mut rest = bytes;
    let mut next = first;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let end = memchr(b'\n', rest).unwrap_or(rest.len());
            let line = rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]);
            rest = rest.get(end + 1..).unwrap_or_default();
            next += 1;
            if !line.iter().all(u8::is_ascii_whitespace) {
                return Some((next - 1, line));
            }
        }
        None
    })
}

/// `bytes` in about `count` parts of whole lines, each with the number of its first.
pub fn parts(bytes: &[u8], first: u64, count: usize) -> Vec<(u64, &[u8])> {
    let size = bytes.len().div_ceil(count.max(1)).max(1);
    let mut parts = Vec::with_capacity(count);
    let (mut rest, mut line) = (bytes, first);
    while !rest.is_empty() {
        let from = size.min(rest.len()) - 1;
        let end = memchr(b'\n', &rest[from..]).map_or(rest.len(), |found| from + found + 1);
        let (part, after) = rest.split_at(end);
        parts.push((line, part));
        line += memchr_iter(b'\n', part).count() as u64;
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Lines, lines, parts};

    fn read(mut input: &[u8], size: usize) -> Vec<(u64, String, bool)> {
        let mut source = Lines::new(&mut input, size);
        let mut all = Vec::new();
        while let Some(batch) = source.next().unwrap() {
            if batch.too_long {
                all.push((batch.line, String::new(), true));
            }
            let found = lines(batch.bytes, batch.line);
            all.extend(found.map(|(line, text)| (line, String::from_utf8_lossy(text).into_owned(), false)));
        }
        all
    }

    #[test]
    fn lines_are_found_whatever_the_size_of_a_batch() {
        let input = b"\xef\xbb\xbfone\r\n\n  \ntwo and more\nthree";
        let whole = [(1, "one".into(), false), (4, "two and more".into(), false), (5, "three".into(), false)];
        for size in [1, 2, 4, 8, 64] {
            assert_eq!(read(input, size), whole, "{size}");
        }
        assert!(read(b"", 8).is_empty() && read(b"\n\n", 8).is_empty());
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let mut input = b"a\n".to_vec();
        input.extend(std::iter::repeat_n(b'x', 2 * LONGEST + 5));
        input.extend(b"\nb\n");
        let found = read(&input, 1 << 18);
        assert_eq!(found, [(1, "a".into(), false), (2, String::new(), true), (3, "b".into(), false)]);
        input.truncate(2 + LONGEST);
        assert_eq!(read(&input, 1 << 20).last(), Some(&(2, String::new(), true)));
    }

    #[test]
    fn parts_are_whole_lines() {
        let text = b"a\nbb\n\nccc\nd";
        for count in 1..8 {
            let cut = parts(text, 1, count);
            assert!(cut.len() <= count);
            let found: Vec<_> = cut.iter().flat_map(|&(first, part)| lines(part, first)).collect();
            assert_eq!(found, lines(text, 1).collect::<Vec<_>>(), "{count}");
        }
    }
}
