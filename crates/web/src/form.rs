//! What a form sends.

/// The fields of a form, in their order; a name may come several times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form(Vec<(String, String)>);

/// What is not sent to a page again.
const APART: [&str; 6] = ["csrf", "kept", "kept-path", "password", "new-password", "codes-password"];

impl Form {
    /// Reads `application/x-www-form-urlencoded`. Nothing when it is not UTF-8.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        std::str::from_utf8(body).ok()?;
        // A browser sends the end of a line as two letters and counts it as one against what a field may hold.
        let plain = |(name, value): (String, String)| (name, value.replace("\r\n", "\n"));
        let fields: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().map(plain).collect();
        // Percent-coded bytes that are no UTF-8 come out as replacement characters.
        let broken = fields.iter().any(|(name, value)| name.contains('\u{fffd}') || value.contains('\u{fffd}'));
        if broken { None } else { Some(Self(fields)) }
    }

    /// A form with these fields.
    pub(crate) const fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The trimmed value, if there is something in it.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).map(str::trim).filter(|value| !value.is_empty())
    }

    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All fields but those that belong to the page that showed the form, and those that are secret.
    pub(crate) fn kept(&self) -> Vec<(String, String)> {
        self.0.iter().filter(|(name, _)| !APART.contains(&name.as_str())).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn names_may_come_again() {
        let form = Form::read(b"at=a&at=b&x=+y+").unwrap();
        assert_eq!(form.all("at").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(form.text("x"), Some("y"));
    }

    #[test]
    fn what_is_not_utf8_is_refused() {
        assert_eq!(Form::read(b"x=%ff"), None);
        assert_eq!(Form::read(b"x=\xff"), None);
    }
}
