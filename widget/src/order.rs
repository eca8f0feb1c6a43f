//! Sorting, once for everything that is sorted: generic sorts cost kilobytes each.

/// The items by their keys, smallest first; equal ones keep their order.
pub(crate) fn by_key<T>(items: Vec<T>, key: impl Fn(&T) -> (u32, u64)) -> Vec<T> {
    let keys = items.iter().map(key).zip(0..).collect();
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    let sorted = positions(keys).into_iter();
    sorted
        .filter_map(|position| items[position].take())
        .collect()
}

/// What was numbered, by the keys, smallest first; equal keys by number.
pub(crate) fn positions(mut keys: Vec<((u32, u64), usize)>) -> Vec<usize> {
    keys.sort_unstable();
    keys.into_iter().map(|(_, position)| position).collect()
}

#[cfg(test)]
mod tests {
    use super::by_key;

    #[test]
    fn equal_keys_keep_their_order() {
        let sorted = by_key(vec!["bb", "a", "cc", ""], |text| (text.len() as u32, 0));
        assert_eq!(sorted, ["", "a", "bb", "cc"]);
    }
}
