//! Paths of the drawing as numbers: their mirror images and their middles.

/// A command of a path with its numbers.
pub(super) type Piece = (char, Vec<i32>);

/// A path as its commands with their numbers.
pub(super) fn pieces(path: &str) -> Vec<Piece> {
    let mut pieces: Vec<(char, String)> = Vec::new();
    for letter in path.chars() {
        match pieces.last_mut() {
            _ if letter.is_ascii_alphabetic() => pieces.push((letter, String::new())),
            Some((_, text)) => text.push(letter),
            None => {}
        }
    }
    pieces.into_iter().map(|(command, text)| (command, numbers(&text))).collect()
}

/// The mirror image across a vertical axis: every step across turns round.
pub(super) fn mirror(path: &[Piece], axis: i32) -> Vec<Piece> {
    let turn = |command: char, across: i32| if command == 'M' { 2 * axis - across } else { -across };
    path.iter()
        .map(|(command, numbers)| {
            let turned = numbers
                .iter()
                .enumerate()
                .map(|(at, number)| if at.is_multiple_of(2) { turn(*command, *number) } else { *number });
            (*command, turned.collect())
        })
        .collect()
}

/// The middle of a path of `M`, `c` and `l`: of the box around the ends of its pieces.
pub(super) fn middle(path: &str) -> (i32, i32) {
    let mut ends: Vec<(i32, i32)> = Vec::new();
    let (mut x, mut y) = (0, 0);
    for (command, numbers) in pieces(path) {
        let each = if command == 'c' { 6 } else { 2 };
        for step in numbers.chunks_exact(each) {
            let [.., dx, dy] = step else { continue };
            (x, y) = if command == 'M' { (*dx, *dy) } else { (x + dx, y + dy) };
            ends.push((x, y));
        }
    }
    let span = |values: Vec<i32>| match (values.iter().min(), values.iter().max()) {
        (Some(least), Some(most)) => i32::midpoint(*least, *most),
        _ => 0,
    };
    (span(ends.iter().map(|end| end.0).collect()), span(ends.iter().map(|end| end.1).collect()))
}

fn numbers(text: &str) -> Vec<i32> {
    let mut numbers = Vec::new();
    let mut word = String::new();
    for letter in text.chars().chain([' ']) {
        if letter.is_ascii_digit() || (letter == '-' && word.is_empty()) {
            word.push(letter);
            continue;
        }
        if let Ok(number) = word.parse() {
            numbers.push(number);
        }
        word.clear();
        if letter == '-' {
            word.push(letter);
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::{middle, mirror, numbers, pieces};

    #[test]
    fn a_mirror_image_is_one_number_for_number() {
        let left = pieces("M10 5c1 2-3 4 5 6l-7 8z");
        assert_eq!(mirror(&left, 20), pieces("M30 5c-1 2 3 4-5 6l7 8z"));
    }

    #[test]
    fn numbers_are_read_without_spaces_between() {
        assert_eq!(numbers("10-20 3"), [10, -20, 3]);
    }

    #[test]
    fn the_middle_of_a_square_is_its_middle() {
        assert_eq!(middle("M10 10l20 0 0 20-20 0z"), (20, 20));
    }
}
