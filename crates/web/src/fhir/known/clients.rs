//! The clients of a practice: who is a member as one, and whoever has booked there.

use std::collections::BTreeMap;

use supple_practice::Span;
use uuid::Uuid;

use super::{
    super::answer::Refused,
    gate::{AWAY, Door},
};
use crate::{
    access::{Lets, Role},
    account::{self, Agreed},
    desk::Entry,
};

/// A client.
#[derive(Clone, Debug)]
pub(super) struct Client {
    pub(super) id: Uuid,
    /// The name under which the practice knows them.
    pub(super) name: String,
    pub(super) lets: Lets,
    pub(super) agreed: Option<Agreed>,
}

/// What is read of a practice for one request.
pub(super) struct Book {
    /// Everybody that the program may know, by id.
    pub(super) clients: BTreeMap<Uuid, Client>,
    /// Their appointments.
    pub(super) entries: Vec<Entry>,
}

impl Book {
    /// Reads the clients and appointments that are the program's to know.
    ///
    /// # Errors
    /// When they cannot be read.
    pub(super) fn open(door: &Door) -> Result<Self, Refused> {
        let mut entries = door.office.entries(&door.call, Span::EVER).map_err(|_| AWAY)?;
        let store = &door.house().app.store;
        let members = account::entries(store, door.office.desk()).map_err(|_| AWAY)?;
        let mut clients = BTreeMap::new();
        for entry in &entries {
            let id = entry.it.booking.client;
            let client = Client { id, name: entry.it.client.clone(), lets: Lets::Nothing, agreed: None };
            clients.insert(id, client);
        }
        for (item, member) in members.into_iter().filter(|(_, member)| member.invited.is_none()) {
            if member.roles.contains(&Role::Client) || clients.contains_key(&item.id) {
                let lets = member.lets();
                let client = Client { id: item.id, name: member.name, lets, agreed: member.lets };
                clients.insert(item.id, client);
            }
        }
        if let Some(only) = door.patient() {
            clients.retain(|id, _| *id == only);
            entries.retain(|entry| entry.it.booking.client == only);
        }
        Ok(Self { clients, entries })
    }

    /// Somebody by the id of their resource.
    pub(super) fn client(&self, id: &str) -> Option<&Client> {
        self.clients.get(&Uuid::try_parse(id).ok()?)
    }
}
