//! The same work on many items by several threads, its results in the order of the items.

use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does `work` with each of `items` on up to `threads` threads, this one among them; results in the order of the items.
/// Whoever is idle takes the next item, so that a few large ones do not hold up the rest.
pub fn in_order<T: Send, R: Send>(items: Vec<T>, threads: usize, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = threads.min(items.len());
    if threads <= 1 {
        return items.into_iter().map(work).collect();
    }
    let queue = Mutex::new(items.into_iter().enumerate());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let share = || {
        let mut done = Vec::new();
        while let Some((place, item)) = next() {
            done.push((place, work(item)));
        }
        done
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(share)).collect();
        let mut done = share();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn results_come_in_the_order_of_the_items_for_any_number_of_threads() {
        for count in [0, 1, 2, 7, 100] {
            let squares: Vec<usize> = (0..count).map(|n| n * n).collect();
            for threads in [0, 1, 2, 3, 200] {
                assert_eq!(in_order((0..count).collect(), threads, |n| n * n), squares, "{count} on {threads}");
            }
        }
    }

    #[test]
    fn every_item_is_done_once() {
        let done = std::sync::atomic::AtomicUsize::new(0);
        in_order(vec![(); 1_000], 4, |()| done.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        assert_eq!(done.into_inner(), 1_000);
    }
}
