//! Hashes that are promises: the same bits on every machine and in every release.

use sha2::{Digest, Sha256};

/// The first 128 bits of SHA-256 over `parts`, each preceded by its length as 8 bytes, big endian.
pub fn keyed(parts: &[&[u8]]) -> [u8; 16] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    first_half(&hasher.finalize())
}

/// The first 128 bits of SHA-256 over `text`: the language's `hash(s)`.
pub fn identifier(text: &str) -> [u8; 16] {
    first_half(&Sha256::digest(text.as_bytes()))
}

/// SHA-256 over `bytes`, in lower-case hexadecimal.
pub fn whole(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// `h(parts)` of the experiments: the first 64 bits, big endian, over the parts with a zero byte between them.
pub fn draw(parts: &[&str]) -> u64 {
    let mut hasher = Sha256::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            hasher.update([0]);
        }
        hasher.update(part.as_bytes());
    }
    let digest = hasher.finalize();
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    u64::from_be_bytes(first)
}

/// The place of `key` in `0..n`.
pub fn bucket(key: &str, n: u64) -> u64 {
    ((u128::from(draw(&[key])) * u128::from(n)) >> 64) as u64
}

/// The score of one arm in a weighted rendezvous; the smallest wins.
pub fn arm_score(salt: &str, key: &str, arm: &str, weight: f64) -> f64 {
    let uniform = ((draw(&[salt, key, arm]) >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0;
    -libm::log(uniform) / weight
}

/// `bytes` in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    push_hex(bytes, &mut text);
    text
}

/// Appends `bytes` in lower-case hexadecimal to `text`.
pub fn push_hex(bytes: &[u8], text: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        text.push(DIGITS[usize::from(byte >> 4)] as char);
        text.push(DIGITS[usize::from(byte & 15)] as char);
    }
}

fn first_half(digest: &[u8]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&digest[..16]);
    half
}

#[cfg(test)]
mod tests {
    use super::{arm_score, bucket, draw, hex, identifier, keyed};

    #[test]
    fn identifiers_are_the_start_of_sha_256() {
        assert_eq!(hex(&identifier("abc")), "ba7816bf8f01cfea414140de5dae2223");
    }

    #[test]
    fn parts_are_kept_apart() {
        assert_ne!(keyed(&[b"ab", b"c"]), keyed(&[b"a", b"bc"]));
        assert_ne!(draw(&["ab", "c"]), draw(&["a", "bc"]));
    }

    #[test]
    fn buckets_are_inside_and_spread() {
        let mut seen = [0u32; 10];
        for person in 0..10_000 {
            seen[bucket(&format!("u-{person}"), 10) as usize] += 1;
        }
        assert!(seen.iter().all(|&n| (900..1100).contains(&n)), "{seen:?}");
    }

    #[test]
    fn arms_are_drawn_by_weight() {
        let wins = (0..10_000)
            .map(|n| format!("u-{n}"))
            .filter(|key| arm_score("s", key, "a", 3.0) < arm_score("s", key, "b", 1.0))
            .count();
        assert!((7_300..7_700).contains(&wins), "{wins}");
    }
}
