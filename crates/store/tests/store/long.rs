//! A record that has grown long.

use crate::common::{Home, number, somebody};

#[test]
fn a_hundred_thousand_events_of_one_person() {
    // On a file alone: ten thousand are tried on both.
    let home = Home::new();
    let store = home.open();
    let (person, key) = somebody(&store);
    for batch in 0..20 {
        store.append_many(&key, (0..5000).map(|nth| number(batch * 5000 + nth)).collect()).unwrap();
    }
    assert_eq!(store.append(&key, number(0)).unwrap().seq, 100_001);
    let back = store.events(&key).unwrap();
    assert_eq!(back.len(), 100_001);
    assert_eq!(store.events_after(&key, 99_999).unwrap(), back[99_999..]);
    assert_eq!(store.verify(person), Ok(100_001));
}
