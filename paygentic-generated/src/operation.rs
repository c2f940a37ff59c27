//! The static description of an operation, as the emitted tables contain it.

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
    /// Its security requirements: alternatives, each the names of schemes that are used together.
    pub(crate) security: &'static [&'static [&'static str]],
    /// Servers of its own: the names of environments, and addresses.
    pub(crate) servers: &'static [(&'static str, &'static str)],
    /// Where an idempotency key is sent.
    pub(crate) idempotency: Idempotency,
    /// Whether a redirect counts as success, because the contract declares no other.
    pub(crate) redirects: bool,
    /// How the next page is requested.
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

/// How the next page of an operation is requested: the names of its query parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pagination {
    /// It is not paginated.
    None,
    /// By the number of items to skip.
    Offset { limit: &'static str, offset: &'static str },
    /// By a token from the previous page.
    Token { token: &'static str },
    /// By the number of the page, starting at `first`.
    Page { limit: &'static str, page: &'static str, first: i64 },
    /// By the id of the last item of the previous page.
    After { limit: &'static str, after: &'static str },
    /// By an address from the previous page, in its body or in the header `Link`.
    Address,
}

// Which of these the emitted code calls depends on the document.
#[allow(dead_code)]
impl Operation {
    /// An operation that requires the token, without idempotency key and pagination.
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

    /// It requires no credentials.
    pub(crate) const fn public(mut self) -> Self {
        self.security = &[];
        self
    }

    /// It requires one of these alternatives, each the names of schemes that are used together.
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

    /// A redirect counts as success.
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

    /// Pages are requested with these query parameters.
    pub(crate) const fn pages_by_offset(
        mut self,
        limit: &'static str,
        offset: &'static str,
    ) -> Self {
        self.pagination = Pagination::Offset { limit, offset };
        self
    }

    /// Pages are requested by their number, starting at `first`.
    pub(crate) const fn pages_by_number(
        mut self,
        limit: &'static str,
        page: &'static str,
        first: i64,
    ) -> Self {
        self.pagination = Pagination::Page { limit, page, first };
        self
    }

    /// Pages are requested by the last item of the previous page.
    pub(crate) const fn pages_after(mut self, limit: &'static str, after: &'static str) -> Self {
        self.pagination = Pagination::After { limit, after };
        self
    }

    /// Pages are requested at the address that the previous page contains.
    pub(crate) const fn pages_by_address(mut self) -> Self {
        self.pagination = Pagination::Address;
        self
    }

    /// Pages are requested with this query parameter.
    pub(crate) const fn pages_by_token(mut self, token: &'static str) -> Self {
        self.pagination = Pagination::Token { token };
        self
    }
}
