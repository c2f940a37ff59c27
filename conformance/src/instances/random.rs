//! Pseudorandom numbers: the same seed gives the same numbers on any machine.

/// SplitMix64.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Starts at a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a limit; 0 if the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        match u64::try_from(limit) {
            // The remainder fits, as it is below a `usize`.
            Ok(limit) if limit > 0 => usize::try_from(self.next_u64() % limit).unwrap_or(0),
            _ => 0,
        }
    }

    /// A number between two, both of them included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.max(low).abs_diff(low);
        let step = match span.checked_add(1) {
            Some(count) => self.next_u64() % count,
            None => self.next_u64(),
        };
        low.wrapping_add_unsigned(step)
    }

    /// True with a probability of one in this number.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// A random element; `None` if there are none.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
}
