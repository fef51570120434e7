//! A mail server (RFC 5321), always encrypted: `smtps` from the first byte, `smtp` after STARTTLS.

use std::{env, fs, time::Duration};

use mail_send::{Error, SmtpClientBuilder, smtp::message::Parameters};
use supple_web::NotCarried;
use supple_words::Words;

use crate::{args::Mail, trouble::BadInput};

/// How long a server may take for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A mail server and who sends.
pub(crate) struct Server {
    /// The name of the server, as it stands in its certificate.
    pub(crate) host: String,
    port: u16,
    at_once: bool,
    user: Option<(String, String)>,
    /// The address from which mail is sent.
    pub(crate) from: String,
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|text| !text.is_empty())
}

/// `smtps://user@host:port`, in its parts.
fn parts(url: &str) -> Option<(bool, Option<String>, String, u16)> {
    let (scheme, rest) = url.split_once("://")?;
    let (at_once, usual) = match scheme {
        "smtps" => (true, 465),
        "smtp" => (false, 587),
        _ => return None,
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (user, rest) = rest.rsplit_once('@').map_or((None, rest), |(user, rest)| (Some(user.to_owned()), rest));
    let (host, port) = match rest.split_once(':') {
        None => (rest, usual),
        Some((host, port)) => (host, port.parse().ok()?),
    };
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '.';
    let known = !host.is_empty() && host.chars().all(plain);
    // A password there would stand in the list of processes.
    let open =
        user.as_deref().is_none_or(|user| !user.is_empty() && !user.contains(':') && !user.contains(char::is_control));
    (known && open).then(|| (at_once, user, host.to_owned(), port))
}

impl Mail {
    /// The address from which mail is sent, if one is set.
    ///
    /// # Errors
    /// When it is none.
    pub(crate) fn from(&self, words: &Words) -> Result<Option<String>, BadInput> {
        let Some(from) = self.mail_from.clone().or_else(|| variable("SUPPLE_MAIL_FROM")) else { return Ok(None) };
        match supple_web::mail_address(&from) {
            Some(address) => Ok(Some(address)),
            None => Err(BadInput(words.get("mail-from-wrong", &[("address", from.into())]))),
        }
    }

    fn password(&self, words: &Words) -> Result<Option<String>, BadInput> {
        let file = self.mail_password_file.clone().or_else(|| variable("SUPPLE_MAIL_PASSWORD_FILE").map(Into::into));
        let Some(file) = file else { return Ok(variable("SUPPLE_MAIL_PASSWORD")) };
        let text =
            fs::read_to_string(&file).map_err(|error| crate::trouble::file(words, "cli-unreadable", &file, &error))?;
        Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
    }
}

impl Server {
    /// The server that is asked for; nothing where none is.
    pub(super) fn of(words: &Words, given: &Mail) -> Result<Option<Self>, BadInput> {
        let Some(url) = given.mail_server.clone().or_else(|| variable("SUPPLE_MAIL_SERVER")) else { return Ok(None) };
        let Some((at_once, user, host, port)) = parts(&url) else {
            // It may hold a password: it is not said again.
            return Err(BadInput(words.get("mail-server-wrong", &[])));
        };
        let from = given.from(words)?.ok_or_else(|| BadInput(words.get("mail-from-needed", &[])))?;
        let user = match user {
            None => None,
            Some(user) => {
                let password = given.password(words)?;
                Some((user, password.ok_or_else(|| BadInput(words.get("mail-password-needed", &[])))?))
            }
        };
        Ok(Some(Self { host, port, at_once, user, from }))
    }

    fn builder(&self) -> Option<SmtpClientBuilder<String>> {
        let domain = self.from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
        let builder = SmtpClientBuilder::new(self.host.clone(), self.port).ok()?;
        let builder = builder.implicit_tls(self.at_once).helo_host(domain).timeout(PATIENCE);
        Some(match &self.user {
            Some((user, password)) => builder.credentials((user.clone(), password.clone())),
            None => builder,
        })
    }

    /// Hands a message over.
    pub(super) fn send(&self, to: &str, message: Vec<u8>) -> Result<(), NotCarried> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build();
        let (Ok(runtime), Some(builder)) = (runtime, self.builder()) else { return Err(NotCarried::Later) };
        let later = |_: Error| NotCarried::Later;
        runtime.block_on(async {
            let mut client = builder.connect().await.map_err(later)?;
            client.mail_from(&self.from, &Parameters::new()).await.map_err(later)?;
            // Of the address alone the server can say that it will never be one.
            client.rcpt_to(to, &Parameters::new()).await.map_err(|error| match error {
                Error::UnexpectedReply(reply) if (500..600).contains(&reply.code) => NotCarried::Never,
                _ => NotCarried::Later,
            })?;
            client.data(&message).await.map_err(later)?;
            // It has the message: whether it says goodbye does not matter.
            drop(client.quit().await);
            Ok(())
        })
    }

    /// Signs in without sending anything.
    ///
    /// # Errors
    /// What the server or the network says.
    pub(crate) fn try_it(&self) -> Result<(), String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build();
        let runtime = runtime.map_err(|error| error.to_string())?;
        let builder = self.builder().ok_or_else(|| self.host.clone())?;
        runtime.block_on(async {
            let client = builder.connect().await.map_err(|error| error.to_string())?;
            drop(client.quit().await);
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_server_is_named_with_its_user_and_never_with_a_password() {
        let some = |at_once, user: Option<&str>, host: &str, port| {
            Some((at_once, user.map(str::to_owned), host.to_owned(), port))
        };
        assert_eq!(parts("smtps://desk@mail.example"), some(true, Some("desk"), "mail.example", 465));
        assert_eq!(
            parts("smtp://desk@example.org@mail.example:2525/"),
            some(false, Some("desk@example.org"), "mail.example", 2525)
        );
        assert_eq!(parts("smtps://mail.example"), some(true, None, "mail.example", 465));
        for url in [
            "",
            "mail.example",
            "http://x",
            "smtps://",
            "smtps://u:p@x",
            "smtps://u@x:y",
            "smtps://u@x y",
            "smtps://@x",
            "smtp://u@x/y",
        ] {
            assert_eq!(parts(url), None, "{url}");
        }
    }
}
