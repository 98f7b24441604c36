//! Hashers for the tables of an import, which looks up millions of keys. For keys that no stranger chooses: hashes that were made already,
//! places in memory, numbers that we gave ourselves. Texts of files take one that is drawn anew for every table (`foldhash`), where nobody
//! can write a file whose keys all fall into one place.

use std::hash::Hasher;

/// For keys that are hashes already.
#[derive(Copy, Clone, Default, Debug)]
pub struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*b);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// For numbers of our own: a multiplication spreads them over the buckets.
#[derive(Copy, Clone, Default, Debug)]
pub struct Mixed(u64);

impl Mixed {
    fn add(&mut self, n: u64) {
        // An odd number without a pattern (2⁶⁴ by the golden ratio); the upper half, which it mixes well, comes down to the buckets.
        let n = (self.0.rotate_left(5) ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = n ^ (n >> 32);
    }
}

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for piece in bytes.chunks(8) {
            let n = piece.iter().fold(0, |n, b| n << 8 | u64::from(*b));
            self.add(n);
        }
    }

    fn write_u8(&mut self, n: u8) {
        self.add(n.into());
    }

    fn write_u32(&mut self, n: u32) {
        self.add(n.into());
    }

    fn write_u64(&mut self, n: u64) {
        self.add(n);
    }

    fn write_usize(&mut self, n: usize) {
        self.add(n as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn places_in_memory_spread_over_the_buckets() {
        let bucket = |place: u64| {
            let mut hash = Mixed::default();
            hash.write_u64(place);
            hash.finish() % 1024
        };
        let used: HashSet<u64> = (0..1024).map(|i| bucket(0x7f00_0000 + i * 64)).collect();
        assert!(used.len() > 500, "{} of 1024", used.len());
    }
}
