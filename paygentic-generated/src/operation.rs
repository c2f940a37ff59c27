//! The static description of an operation.

use http::Method;

/// An operation of the service.
#[derive(Debug)]
pub(crate) struct Operation {
    /// Its id in the contract, such as `updateCustomer`.
    pub(crate) id: &'static str,
    /// Its name in this crate, such as `customers.update`.
    pub(crate) name: &'static str,
    /// The method of the request.
    pub(crate) method: Method,
    /// The path, with a `{placeholder}` per argument.
    pub(crate) path: &'static str,
    /// What it asks for: one of these, each the names of schemes that go together.
    pub(crate) security: &'static [&'static [&'static str]],
    /// Servers of its own: the names of environments, and addresses.
    pub(crate) servers: &'static [(&'static str, &'static str)],
    /// Where an idempotency key is sent.
    pub(crate) idempotency: Idempotency,
    /// Whether a redirect is the success, because the contract declares no other.
    pub(crate) redirects: bool,
    /// How the next page is asked for.
    pub(crate) pagination: Pagination,
}

/// Where an operation takes an idempotency key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Idempotency {
    /// In the header of this name.
    pub(crate) header: Option<&'static str>,
    /// In the property of this name, in the body.
    pub(crate) body: Option<&'static str>,
}

/// How an operation is asked for its next page: the names of its query parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pagination {
    /// It has no pages.
    None,
    /// By the number of items to pass over.
    Offset { limit: &'static str, offset: &'static str },
    /// By a token that the page before gave.
    Token { token: &'static str },
    /// By the number of the page, from `first` on.
    Page { limit: &'static str, page: &'static str, first: i64 },
    /// By the id of the last item of the page before.
    After { limit: &'static str, after: &'static str },
    /// By the address that the page before gave, in its body or in the header `Link`.
    Address,
}

// Which of these the emitted code calls depends on the document.
#[allow(dead_code)]
impl Operation {
    /// An operation that asks for the token, without idempotency key and pages.
    pub(crate) const fn new(
        id: &'static str,
        name: &'static str,
        method: Method,
        path: &'static str,
    ) -> Self {
        Operation {
            id,
            name,
            method,
            path,
            security: &[&["token"]],
            servers: &[],
            idempotency: Idempotency { header: None, body: None },
            redirects: false,
            pagination: Pagination::None,
        }
    }

    /// It asks for nothing.
    pub(crate) const fn public(mut self) -> Self {
        self.security = &[];
        self
    }

    /// It asks for one of these, each the names of schemes that go together.
    pub(crate) const fn security(
        mut self,
        alternatives: &'static [&'static [&'static str]],
    ) -> Self {
        self.security = alternatives;
        self
    }

    /// It has servers of its own: the names of environments, and addresses.
    pub(crate) const fn servers(
        mut self,
        servers: &'static [(&'static str, &'static str)],
    ) -> Self {
        self.servers = servers;
        self
    }

    /// The address of its own server in an environment, or else of the first it has.
    pub(crate) fn server(&self, environment: &str) -> Option<&'static str> {
        let named = self.servers.iter().find(|(name, _)| *name == environment);
        let (_, address) = named.or_else(|| self.servers.first())?;
        Some(address)
    }

    /// A redirect is the success.
    pub(crate) const fn redirects(mut self) -> Self {
        self.redirects = true;
        self
    }

    /// An idempotency key goes into this header.
    pub(crate) const fn idempotency_header(mut self, name: &'static str) -> Self {
        self.idempotency.header = Some(name);
        self
    }

    /// An idempotency key goes into this property of the body.
    pub(crate) const fn idempotency_body(mut self, name: &'static str) -> Self {
        self.idempotency.body = Some(name);
        self
    }

    /// Pages are asked for with these query parameters.
    pub(crate) const fn pages_by_offset(
        mut self,
        limit: &'static str,
        offset: &'static str,
    ) -> Self {
        self.pagination = Pagination::Offset { limit, offset };
        self
    }

    /// Pages are asked for by their number, from `first` on.
    pub(crate) const fn pages_by_number(
        mut self,
        limit: &'static str,
        page: &'static str,
        first: i64,
    ) -> Self {
        self.pagination = Pagination::Page { limit, page, first };
        self
    }

    /// Pages are asked for by the last item of the page before.
    pub(crate) const fn pages_after(mut self, limit: &'static str, after: &'static str) -> Self {
        self.pagination = Pagination::After { limit, after };
        self
    }

    /// Pages are asked for at the address that the page before gave.
    pub(crate) const fn pages_by_address(mut self) -> Self {
        self.pagination = Pagination::Address;
        self
    }

    /// Pages are asked for with this query parameter.
    pub(crate) const fn pages_by_token(mut self, token: &'static str) -> Self {
        self.pagination = Pagination::Token { token };
        self
    }
}
