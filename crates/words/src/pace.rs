//! How long questions take: one estimate for every seat.
//!
//! Our own: a question has some fifteen words, and plain text is read at about two hundred and thirty words a minute; a page
//! is looked at and sent. It has not been measured with people yet.

/// Reading and answering one question, in seconds.
const QUESTION_S: usize = 4;
/// Finding one's way on a page and sending it, in seconds.
const PAGE_S: usize = 6;

/// About how many minutes so many pages with so many questions take: whole minutes, at least one.
#[must_use]
pub fn minutes(pages: usize, questions: usize) -> i64 {
    let seconds = questions.saturating_mul(QUESTION_S).saturating_add(pages.saturating_mul(PAGE_S));
    i64::try_from(seconds.div_ceil(60).max(1)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn it_never_says_none_and_grows_with_what_is_left() {
        assert_eq!(minutes(0, 0), 1);
        assert_eq!(minutes(1, 13), 1);
        assert_eq!(minutes(1, 14), 2);
        assert!(minutes(21, 100) > minutes(5, 100) && minutes(5, 100) > minutes(5, 50));
    }
}
