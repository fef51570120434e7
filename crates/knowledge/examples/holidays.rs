//! Every holiday of every region from 2020 to 2040, one a line: region, date, whether it is off in place of another day, name.

use supple_knowledge::{Files, holidays};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (from, until) = ("2020-01-01".parse()?, "2040-12-31".parse()?);
    for region in holidays(&Files::embedded())? {
        for (on, day) in region.between(from, until) {
            println!("{}\t{on}\t{}\t{}", region.id, u8::from(day.instead), day.name);
        }
    }
    Ok(())
}
