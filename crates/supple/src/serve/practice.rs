//! Serving a practice to other computers: under which name, how it is encrypted, and how the first account is made.

use std::{io, path::Path, sync::Arc};

use supple_store::Store;
use supple_web::Mode;
use supple_words::Words;
use tokio_rustls::rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use crate::{args::Others, trouble::BadInput};

/// A practice as it is served.
pub(super) struct Served {
    host: String,
    /// The certificate; nothing where a proxy in front has it.
    pub(super) tls: Option<Arc<ServerConfig>>,
    /// What opens the page of the first account.
    setup: String,
}

impl Served {
    /// What the command line asks for; nothing where no practice is to be served.
    ///
    /// # Errors
    /// A name that is none, a certificate that cannot be used, or neither a certificate nor a proxy.
    pub(super) fn of(words: &Words, given: &Others) -> Result<Option<Self>, BadInput> {
        let Some(host) = &given.practice else { return Ok(None) };
        if !is_host(host) {
            return Err(BadInput(words.get("serve-practice-host", &[("host", host.into())])));
        }
        let tls = match (&given.certificate, &given.certificate_key) {
            (Some(certificate), Some(key)) => Some(Arc::new(config(certificate, key).map_err(|why| {
                let file = certificate.display().to_string();
                BadInput(words.get("serve-certificate", &[("file", file.into()), ("why", why.to_string().into())]))
            })?)),
            _ if given.behind_proxy => None,
            _ => return Err(BadInput(words.get("serve-practice-plain", &[]))),
        };
        let setup = supple_web::fresh_token().ok_or_else(|| BadInput(words.get("serve-practice-plain", &[])))?;
        Ok(Some(Self { host: host.to_ascii_lowercase(), tls, setup }))
    }

    /// How the pages are served.
    pub(super) fn mode(&self) -> Mode {
        Mode::Practice { host: self.host.clone(), behind_proxy: self.tls.is_none(), setup: Some(self.setup.clone()) }
    }

    /// What is said when it is open: where, and where the first account is made, if there is none.
    ///
    /// # Errors
    /// When the accounts cannot be read.
    pub(super) fn said(&self, words: &Words, store: &Store) -> anyhow::Result<String> {
        let address = format!("https://{}/", self.host);
        let mut said = words.get("serve-practice-open", &[("address", (&address).into())]);
        if !supple_web::has_accounts(store)? {
            let link = format!("{address}invitation/{}", self.setup);
            said.push('\n');
            said.push_str(&words.get("serve-practice-setup", &[("link", link.into())]));
        }
        Ok(said)
    }
}

/// A name with its port, as it stands in an address and in the `Host` header.
fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '.';
    let is_name = !name.is_empty() && name.len() <= 253 && name.chars().all(plain);
    is_name && !name.starts_with(['.', '-']) && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

fn config(certificate: &Path, key: &Path) -> Result<ServerConfig, Box<dyn std::error::Error>> {
    let chain = CertificateDer::pem_file_iter(certificate)?.collect::<Result<Vec<_>, _>>()?;
    if chain.is_empty() {
        return Err(io::Error::other("there is no certificate in it").into());
    }
    let key = PrivateKeyDer::from_pem_file(key)?;
    // TLS 1.2 and 1.3 with the library's own choice of ciphers, all with forward secrecy.
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::is_host;

    #[test]
    fn a_name_is_what_stands_in_an_address() {
        for host in ["care.example", "care.example:8443", "localhost", "192.0.2.1:7878"] {
            assert!(is_host(host), "{host}");
        }
        for host in ["", "https://care.example", "care.example/x", "care example", ".example", "a:b", "a:99999", "é.de"]
        {
            assert!(!is_host(host), "{host}");
        }
    }
}
