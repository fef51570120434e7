//! The list of addresses, each with the act that it needs: the router is made from it, so none can be forgotten.

use std::sync::Arc;

use axum::{
    Router,
    routing::{MethodRouter, get, post},
};

use super::{Act, On, Refusal, Seat, policy::allowed};
use crate::{
    House,
    call::{Call, Reply},
    serve::page,
};

/// One address, and what is needed to be answered there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// The act.
    pub act: Act,
}

/// A page: it shows something, after the policy was asked.
pub(crate) type Show = fn(&Call) -> Reply;

/// The routes while they are made.
#[derive(Default)]
pub(crate) struct Routes {
    router: Router<Arc<House>>,
    list: Vec<Address>,
}

impl Routes {
    fn add(mut self, path: &'static str, acts: &[(&'static str, Act)], handler: MethodRouter<Arc<House>>) -> Self {
        self.list.extend(acts.iter().map(|(method, act)| Address { method, path, act: *act }));
        self.router = self.router.route(path, handler);
        self
    }

    /// A page that is looked at.
    pub(crate) fn get(self, path: &'static str, act: Act, show: Show) -> Self {
        self.add(path, &[("GET", act)], get(page(act, show)))
    }

    /// A form that is sent here and shown elsewhere.
    pub(crate) fn post(self, path: &'static str, act: Act, take: Show) -> Self {
        self.add(path, &[("POST", act)], post(page(act, take)))
    }

    /// A page with its form; both need the same.
    pub(crate) fn both(self, path: &'static str, act: Act, show: Show, take: Show) -> Self {
        self.each(path, (act, show), (act, take))
    }

    /// A page with its form, which needs something else.
    pub(crate) fn each(self, path: &'static str, look: (Act, Show), send: (Act, Show)) -> Self {
        let handler = get(page(look.0, look.1)).post(page(send.0, send.1));
        self.add(path, &[("GET", look.0), ("POST", send.0)], handler)
    }

    /// What is no page, such as a script.
    pub(crate) fn other(
        self,
        method: &'static str,
        path: &'static str,
        act: Act,
        handler: MethodRouter<Arc<House>>,
    ) -> Self {
        self.add(path, &[(method, act)], handler)
    }

    /// What is no page, with several methods.
    pub(crate) fn others(
        self,
        path: &'static str,
        acts: &[(&'static str, Act)],
        handler: MethodRouter<Arc<House>>,
    ) -> Self {
        self.add(path, acts, handler)
    }

    /// The routes of both.
    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        Self { router: self.router.merge(other.router), list: self.list }
    }

    /// The router, and the list of everything in it.
    pub(crate) fn done(self) -> (Router<Arc<House>>, Vec<Address>) {
        (self.router, self.list)
    }
}

/// Asks the policy before an address is answered. Where it lies in a practice, the practice stands in the path.
pub(crate) fn enter(seat: &Seat, act: Act, path: &str) -> Result<(), Refusal> {
    let practice = path.strip_prefix("/practice/").and_then(|rest| rest.split('/').next());
    let practice = practice.and_then(|id| uuid::Uuid::try_parse(id).ok());
    allowed(seat, act, On { practice, ..On::SELF })
}
