//! Letters that are read as others: without their accents, and look-alikes of other scripts.
//!
//! For finding words that somebody writes in haste, or hides. The tables of Unicode for confusable characters hold more than
//! 6,000 entries; these are the letters of the languages whose phrases are looked for, and what stands for a Latin letter
//! on a keyboard or in a "fancy text". Both sides of a comparison are folded, so that it does not matter to which letter.

/// A letter, and what is read as it. Lower case; Cyrillic and Greek capitals look like Latin ones more often.
const ALIKE: &[(char, &str)] = &[
    ('a', "àáâãäåāăąǎǻạảấầẩẫậắằẳẵặаαɑᴀª"),
    ('b', "ƀɓвьβʙ"),
    ('c', "çćĉċčсϲᴄ"),
    ('d', "ďđɗԁᴅ"),
    ('e', "èéêëēĕėęěẹẻẽếềểễệеёєεᴇℯ"),
    ('f', "ƒꜰ"),
    ('g', "ĝğġģǧɡԍɢℊ"),
    ('h', "ĥħнһηʜℎ"),
    ('i', "ìíîïĩīĭįıǐịỉіїιɪ"),
    ('j', "ĵјϳᴊ"),
    ('k', "ķкκᴋ"),
    ('l', "ĺļľŀłӏʟℓ"),
    ('m', "мμᴍ"),
    ('n', "ñńņňŋпνɴ"),
    ('o', "òóôõöøōŏőǒơọỏốồổỗộớờởỡợоοσᴏºℴ"),
    ('p', "рρᴘ"),
    ('q', "ԛ"),
    ('r', "ŕŗřгʀ"),
    ('s', "śŝşšșßѕꜱ"),
    ('t', "ţťțŧтτᴛ"),
    ('u', "ùúûüũūŭůűųǔưụủứừửữựυᴜ"),
    ('v', "ѵᴠ"),
    ('w', "ŵԝωᴡ"),
    ('x', "хχ"),
    ('y', "ýÿŷỳỵỷỹуγʏ"),
    ('z', "źżžᴢ"),
    ('æ', "ǽ"),
    ('ا', "أإآٱ"),
    ('ه', "ة"),
    ('ي', "ىیئ"),
    ('و', "ؤ"),
    ('ك', "ک"),
];

/// The letter that one is read as: itself, unless it has an accent or looks like another. Of a lower-case letter.
pub(crate) fn folded(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    let fancy = match u32::from(letter) {
        // Letters in full width.
        code @ 0xFF41..=0xFF5A => Some(code - 0xFF41),
        // Letters in a circle.
        code @ 0x24D0..=0x24E9 => Some(code - 0x24D0),
        // Bold, italic, script, doubled and other styles of mathematics: capitals, then small letters.
        code @ 0x1D400..=0x1D6A3 => Some((code - 0x1D400) % 26),
        _ => None,
    };
    if let Some(latin) = fancy.and_then(|nth| char::from_u32(u32::from('a') + nth)) {
        return latin;
    }
    ALIKE.iter().find(|(_, alike)| alike.contains(letter)).map_or(letter, |(read, _)| *read)
}

#[cfg(test)]
mod tests {
    use super::{ALIKE, folded};

    #[test]
    fn accents_and_look_alikes_are_read_as_the_plain_letter() {
        for (written, read) in [("ölmek", "olmek"), ("żyć", "zyc"), ("dıe", "die"), ("dіе", "die"), ("ｄｉｅ", "die")]
        {
            assert_eq!(written.chars().map(folded).collect::<String>(), read);
        }
        for style in ["𝐝𝐢𝐞", "𝒅𝒊𝒆", "𝓭𝓲𝓮", "𝗱𝗶𝗲", "𝚍𝚒𝚎", "ⓓⓘⓔ"] {
            assert_eq!(style.chars().map(folded).collect::<String>(), "die", "{style}");
        }
        assert_eq!("жшю日".chars().map(folded).collect::<String>(), "жшю日");
    }

    #[test]
    fn no_letter_is_read_as_two() {
        let all: Vec<char> = ALIKE.iter().flat_map(|(_, alike)| alike.chars()).collect();
        for letter in &all {
            assert_eq!(all.iter().filter(|one| one == &letter).count(), 1, "{letter}");
            assert!(!ALIKE.iter().any(|(read, _)| read == letter), "{letter}");
        }
    }
}
