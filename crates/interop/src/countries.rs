//! Country codes, as they come from outside.

use supple_care::Knowledge;

use crate::{Problem, codes};

/// All codes of two letters that ISO 3166-1 gives to countries, one after another. They only tell a country from a slip of
/// the finger: the numbers to call stand in knowledge/, for fewer countries. A table of 249 codes needs no library.
const CODES: &str = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCX\
CYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJM\
JOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNU\
NZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTW\
TZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

/// What people write for a country that has another code.
const ALIASES: [(&str, &str); 3] = [("UK", "GB"), ("EN", "GB"), ("EL", "GR")];

/// How many near ones are named.
const NEAR: usize = 4;

/// Reads a country code.
///
/// # Errors
/// What is no country, with the nearest ones.
pub fn read(knowledge: &Knowledge, text: &str, path: &str) -> Result<String, Problem> {
    let code = text.trim().to_ascii_uppercase();
    if all().any(|known| known == code) {
        return Ok(code);
    }
    let nearest = nearest(knowledge, text.trim(), &code);
    Err(if nearest.is_empty() {
        Problem::plain(path, codes::COUNTRY)
    } else {
        let args = vec![("name", text.trim().to_owned()), ("nearest", nearest.join(", "))];
        Problem::new(path, codes::COUNTRY_NEAR, args)
    })
}

fn all() -> impl Iterator<Item = &'static str> {
    (0..CODES.len()).step_by(2).filter_map(|at| CODES.get(at..at + 2))
}

/// Codes that may have been meant: by a common other spelling, by the country's name, or with one letter alike; those whose
/// numbers are known first.
fn nearest(knowledge: &Knowledge, text: &str, code: &str) -> Vec<String> {
    if let Some((_, meant)) = ALIASES.iter().find(|(written, _)| *written == code) {
        return vec![(*meant).to_owned()];
    }
    if text.chars().count() != 2 {
        let name = text.to_lowercase();
        let named =
            knowledge.countries.iter().filter(|country| name.len() > 3 && country.name.to_lowercase().contains(&name));
        return named.take(NEAR).map(|country| country.code.clone()).collect();
    }
    let alike = |known: &&str| known.bytes().zip(code.bytes()).any(|(a, b)| a == b);
    let mut near: Vec<&str> = all().filter(alike).collect();
    near.sort_by_key(|known| knowledge.country(known).is_none());
    near.into_iter().take(NEAR).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{all, read};

    #[test]
    fn every_country_whose_numbers_are_known_has_a_code() {
        let knowledge = supple_knowledge::embedded().unwrap();
        assert_eq!(all().count(), 249);
        for country in &knowledge.countries {
            assert_eq!(read(&knowledge, &country.code.to_lowercase(), "country").as_ref(), Ok(&country.code));
        }
        assert_eq!(read(&knowledge, "BR", "country").as_deref(), Ok("BR"));
    }

    #[test]
    fn what_is_no_country_names_the_nearest() {
        let knowledge = supple_knowledge::embedded().unwrap();
        let near = |text: &str| read(&knowledge, text, "country").unwrap_err();
        let of = |text: &str| near(text).args.into_iter().find(|(name, _)| *name == "nearest").map(|(_, near)| near);
        assert_eq!(of("UK").as_deref(), Some("GB"));
        assert_eq!(of("Germany").as_deref(), Some("DE"));
        assert!(of("ZZ").is_some_and(|near| near.contains("NZ") || near.contains("CZ")), "{:?}", of("ZZ"));
        assert_eq!(near("49").code, "country");
        assert_eq!(near("").code, "country");
    }
}
