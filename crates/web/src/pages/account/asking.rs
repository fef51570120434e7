//! Asking a browser for a passkey, and signing in with one.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use supple_store::PersonId;
use uuid::Uuid;

use super::{begins, code, counted, keep, passkeys, sign_in, signed_in, tried};
use crate::{
    account::{
        self, Found,
        passkey::{ALGORITHMS, CHALLENGE_MS, For, NotAccepted, Party, Passkey, Used, sent},
    },
    call::{Call, Reply},
    frame::Trouble,
    pages::trouble,
};

/// Where one signs in with a passkey.
pub(crate) const PATH: &str = "/sign-in/passkey";

/// The form that a script fills with what the browser says.
pub(crate) struct Asking {
    pub(crate) action: &'static str,
    /// What the browser is asked, as WebAuthn writes it in JSON.
    pub(crate) told: String,
    pub(crate) fields: &'static [&'static str],
    pub(crate) button: String,
    pub(crate) quiet: bool,
    /// What is said where there is no script, or no passkeys.
    pub(crate) without: String,
    pub(crate) script: String,
}

impl Asking {
    fn new(call: &Call, action: &'static str, fields: &'static [&'static str], told: &Value, key: &str) -> Self {
        Self {
            action,
            told: told.to_string(),
            fields,
            button: call.voice.t(&format!("{key}-button")),
            quiet: false,
            without: call.voice.t(&format!("{key}-without")),
            script: call.house.assets.passkey_path.clone(),
        }
    }

    /// For a new passkey of somebody.
    pub(super) fn made(call: &Call, party: &Party, found: &Found) -> Option<Self> {
        let challenge = fresh(call, For::Adding)?;
        let known = |key: &Passkey| json!({ "type": "public-key", "id": key.id });
        let told = json!({
            "rp": { "id": party.id, "name": call.voice.t("app-name") },
            "user": {
                "id": URL_SAFE_NO_PAD.encode(found.person.as_uuid().as_bytes()),
                "name": found.it.login,
                "displayName": found.it.login,
            },
            "challenge": challenge,
            "pubKeyCredParams": ALGORITHMS.map(|alg| json!({ "type": "public-key", "alg": alg })),
            "excludeCredentials": found.it.passkeys.iter().map(known).collect::<Vec<_>>(),
            "authenticatorSelection": { "residentKey": "required", "requireResidentKey": true, "userVerification": "required" },
            "attestation": "none",
            "timeout": CHALLENGE_MS,
        });
        Some(Self::new(call, passkeys::PATH, &["client", "object"], &told, "passkey-make"))
    }

    /// For signing in; nothing where this place has no name that a passkey can be bound to.
    pub(super) fn used(call: &Call) -> Option<Self> {
        let party = Party::of(&call.house.app.mode)?;
        let told = json!({
            "challenge": fresh(call, For::SignIn)?,
            "rpId": party.id,
            "userVerification": "required",
            "timeout": CHALLENGE_MS,
        });
        let fields = &["key", "client", "data", "signature", "whose"];
        Some(Self { quiet: true, ..Self::new(call, PATH, fields, &told, "passkey-use") })
    }
}

/// A challenge of this visit.
fn fresh(call: &Call, what: For) -> Option<String> {
    let mut fresh = None;
    call.house.visits.change(&call.token, |visit| fresh = visit.challenges.ask(what, call.now.at));
    fresh
}

/// The key of the sentence that says why a passkey was not accepted.
pub(super) const fn sentence(why: NotAccepted) -> &'static str {
    match why {
        NotAccepted::Late => "passkey-late",
        NotAccepted::Nobody => "passkey-nobody",
        NotAccepted::Elsewhere => "passkey-elsewhere",
        NotAccepted::Doubled => "passkey-doubled-in",
        NotAccepted::Unread | NotAccepted::Forged => "passkey-wrong",
    }
}

/// The page from which it was tried, with what is wrong.
fn again(call: &Call, text: String) -> Reply {
    let wrong = vec![Trouble::new("passkey", text)];
    if call.visit.pending.is_some() { code::again(call, wrong) } else { sign_in::again(call, wrong) }
}

/// Signs in with a passkey.
pub(crate) fn take(call: &Call) -> Reply {
    taken(call).unwrap_or_else(|reply| reply)
}

fn taken(call: &Call) -> Result<Reply, Reply> {
    let v = &call.voice;
    let Some(party) = Party::of(&call.house.app.mode) else { return Ok(Reply::to("/sign-in")) };
    let mut counted = counted(call, "");
    // Nobody guesses a passkey: a sender is slowed down, whoever they would be.
    counted.truncate(1);
    if let Err(wait) = tried(call, &counted, "passkey") {
        return Ok(again(call, wait.text));
    }
    let text = |field: &str| call.form.get(field).unwrap_or_default();
    let whose = sent(text("whose")).and_then(|bytes| Uuid::from_slice(&bytes).ok()).map(PersonId::from_uuid);
    let found = match whose {
        Some(person) => account::of(&call.house.app.store, person).map_err(|_| trouble::read(call))?,
        None => None,
    };
    // After a password it is that account's.
    let pending = call.visit.pending.as_ref().filter(|pending| call.now.at <= pending.until);
    let found = found.filter(|found| pending.is_none_or(|pending| pending.person == found.person));
    let key = text("key");
    let at = found.as_ref().and_then(|found| found.it.passkeys.iter().position(|known| known.id == key));
    let Some((mut found, at)) = found.zip(at) else { return Ok(again(call, v.t("passkey-wrong"))) };
    let Some(passkey) = found.it.passkeys.get_mut(at) else { return Ok(again(call, v.t("passkey-wrong"))) };
    let used = Used { client: text("client"), data: text("data"), signature: text("signature") };
    let (was, mut taken) = (passkey.clone(), Err(NotAccepted::Late));
    call.house.visits.change(&call.token, |visit| {
        taken = passkey.take(&party, &mut visit.challenges, &used, call.now.at);
    });
    let name = passkey.name.clone();
    if let Err(why) = taken {
        if was != *passkey {
            passkeys::keep(call, &mut found, "doubled", &name)?;
        }
        return Ok(again(call, v.t(sentence(why))));
    }
    call.house.limits.right(&counted);
    // Kept before anything is opened: how far it has counted holds also when the program dies now.
    keep(call, &mut found)?;
    signed_in(call, &found, true, &begins(call, &found, true)?)
}
