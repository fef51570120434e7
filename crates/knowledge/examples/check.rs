//! Checks the embedded knowledge.
fn main() {
    match supple_knowledge::load(std::path::Path::new("knowledge")) {
        Ok(k) => println!("{} rules, {} questions, {:?}", k.rules.len(), k.questions.len(), k.program.size()),
        Err(e) => println!("{e}"),
    }
}
