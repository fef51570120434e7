//! Old events stay readable through upcasting, and stay what they were.

use serde_json::{Value, json};
use supple_store::{NewEvent, Options, ReadError};

use crate::common::{Home, NOW, open, options, saying, somebody};

#[test]
fn old_versions_are_lifted_when_read_and_never_rewritten() {
    let home = Home::new();
    let store = home.open();
    let (person, key) = somebody(&store);
    let old = saying(json!(7));
    store.append(&key, old.clone()).unwrap();
    drop(store);
    let before = std::fs::read(home.path()).unwrap();

    let steps = |kind: &str, version: u16, payload: Value| match (kind, version) {
        ("answered", 1) => (2, json!({ "pain": payload })),
        _ => (version, payload),
    };
    let store = open(&home.path(), Options { upcast: Box::new(steps), ..options() });
    let key = store.unlock(person, None, NOW).unwrap();
    let read = store.events(&key).unwrap().remove(0);
    assert_eq!((read.version, read.payload), (2, json!({ "pain": 7 })));
    // The phone that sends its old event again is still told that it is there.
    assert!(store.append(&key, old).unwrap().already);
    drop(store);
    assert_eq!(std::fs::read(home.path()).unwrap(), before);
}

#[test]
fn an_upcast_that_goes_back_is_an_error() {
    let home = Home::new();
    let back = |_: &str, version: u16, payload: Value| (version - 1, payload);
    let store = open(&home.path(), Options { upcast: Box::new(back), ..options() });
    let (_, key) = somebody(&store);
    store.append(&key, NewEvent { version: 3, ..saying(json!(1)) }).unwrap();
    assert_eq!(store.events(&key), Err(ReadError::Upcast { seq: 1, version: 3 }));
}
