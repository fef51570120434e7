//! Assesses files.
fn main() {
    let k = supple_knowledge::load(std::path::Path::new("knowledge")).map_err(|e| eprintln!("{e}")).unwrap();
    for f in std::env::args().skip(1) {
        let b = std::fs::read(&f).unwrap();
        match supple_interop::answers::read_json(&k, &b, supple_care::Day(20778)) {
            Ok(r) => {
                let a = supple_interop::assessment::assess(&k, &r);
                let reasons: Vec<_> = a.reasons.iter().map(|r| format!("{}:{}{}", r.rule, r.effect, if r.certain { "" } else { "?" })).collect();
                println!("{f}: {} settled={} at_least={} tf={:?} {:?} next={:?}", a.disposition, a.settled, a.at_least, a.timeframe, reasons, a.next_questions);
            }
            Err(p) => println!("{f}: {p:?}"),
        }
    }
}
