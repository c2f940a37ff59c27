//! Counts unsettled items by epoch, so that a flush waits only for items pushed before it.

use std::collections::VecDeque;

/// The number of an epoch: the time between two flushes, in which an item was pushed.
pub(in crate::queue) type Epoch = u64;

/// The number of unsettled items of each epoch, starting with the oldest that has any.
pub(super) struct Epochs {
    open: VecDeque<usize>,
    oldest: Epoch,
}

impl Default for Epochs {
    fn default() -> Self {
        Epochs { open: VecDeque::from([0]), oldest: 0 }
    }
}

impl Epochs {
    fn current(&self) -> Epoch {
        self.oldest + self.open.len() as u64 - 1
    }

    /// Adds an item to the current epoch.
    pub(super) fn enter(&mut self) -> Epoch {
        if let Some(count) = self.open.back_mut() {
            *count += 1;
        }
        self.current()
    }

    /// Adds several items to the current epoch.
    #[cfg(feature = "durable")]
    pub(super) fn enter_many(&mut self, items: usize) -> Epoch {
        if let Some(count) = self.open.back_mut() {
            *count += items;
        }
        self.current()
    }

    /// An item is settled.
    pub(super) fn leave(&mut self, epoch: Epoch) {
        self.forget(epoch, 1);
    }

    /// Removes items of an epoch that are settled, or will not be.
    pub(super) fn forget(&mut self, epoch: Epoch, items: usize) {
        let index = usize::try_from(epoch.wrapping_sub(self.oldest)).unwrap_or(usize::MAX);
        if let Some(count) = self.open.get_mut(index) {
            *count = count.saturating_sub(items);
        }
        self.advance();
    }

    /// Begins an epoch, and returns the previous one.
    pub(super) fn end(&mut self) -> Epoch {
        let ended = self.current();
        self.open.push_back(0);
        self.advance();
        ended
    }

    pub(super) fn oldest(&self) -> Epoch {
        self.oldest
    }

    pub(super) fn is_settled(&self, epoch: Epoch) -> bool {
        self.oldest > epoch
    }

    /// The last epoch stays: it is the one that items are pushed into.
    fn advance(&mut self) {
        while self.open.len() > 1 && self.open.front() == Some(&0) {
            self.open.pop_front();
            self.oldest += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Epochs;

    #[test]
    fn what_is_abandoned_leaves_the_epoch_that_it_is_of() {
        let mut epochs = Epochs::default();
        let old = (0..5).map(|_| epochs.enter()).next_back().unwrap();
        epochs.end();
        let new = (0..3).map(|_| epochs.enter()).next_back().unwrap();
        epochs.forget(old, 5);
        assert!(epochs.is_settled(old) && !epochs.is_settled(new));
        epochs.end();
        (0..3).for_each(|_| epochs.leave(new));
        assert!(epochs.is_settled(new));
    }
}
