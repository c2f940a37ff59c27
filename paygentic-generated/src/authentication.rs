//! The credentials of a call: those that the client has, or those that a provider gives for it.

use crate::config::{Config, Credentials, Provided};
use crate::error::{Error, Mask};
use crate::operation::Operation;
use crate::request::Request;

/// The state of a call's authentication.
#[derive(Default)]
pub(crate) enum Authentication {
    /// The request has its credentials, or needs none.
    #[default]
    Done,
    /// The provider must be called.
    Pending(Box<Request>),
    /// The provider returned these.
    Provided(Box<Request>, Credentials),
    /// The service rejected these with 401: the provider must be called once more.
    Rejected(Box<Request>, Credentials, Error),
}

impl Authentication {
    /// Adds the credentials that the client has to a request, if it has any.
    pub(crate) fn new(
        config: &Config,
        operation: &Operation,
        request: &mut Request,
    ) -> Result<Self, Error> {
        if config.uses_provider && !operation.security.is_empty() {
            return Ok(Authentication::Pending(Box::new(request.clone())));
        }
        config.credentials.add(operation, request)?;
        Ok(Authentication::Done)
    }

    /// `Some` if the provider must be called; true if that is because of a 401.
    pub(crate) fn needs_provider(&self) -> Option<bool> {
        match self {
            Authentication::Pending(_) => Some(false),
            Authentication::Rejected(..) => Some(true),
            Authentication::Done | Authentication::Provided(..) => None,
        }
    }

    /// Has the provider called again after a 401; returns the error if that was done already, or there is none.
    pub(crate) fn retry_after_rejection(&mut self, rejection: Error) -> Result<(), Error> {
        match std::mem::take(self) {
            Authentication::Provided(request, credentials) => {
                *self = Authentication::Rejected(request, credentials, rejection);
                Ok(())
            }
            _ => Err(rejection),
        }
    }

    /// The request with the provided credentials, and the mask that hides them in output.
    pub(crate) fn complete(
        &mut self,
        config: &Config,
        operation: &Operation,
        provided: Result<Provided, Error>,
    ) -> Result<(Request, Mask), Error> {
        let credentials = match provided {
            Err(late) => Err(late),
            Ok(Err(cause)) => Err(Error::provider(cause)),
            Ok(Ok(given)) => Credentials::new(&config.environment, &given)
                .map_err(|error| Error::provider(format!("it gave {error}").into())),
        };
        match (std::mem::take(self), credentials) {
            (Authentication::Pending(bare), credentials) => {
                let credentials = credentials?;
                let (request, mask) = authenticated(&bare, &credentials, operation)?;
                *self = Authentication::Provided(bare, credentials);
                Ok((request, mask))
            }
            (Authentication::Rejected(_, _, rejection), Err(error)) => {
                Err(rejection.with_follow_up(&error))
            }
            (Authentication::Rejected(_, old, rejection), Ok(new)) if old.is_same(&new) => {
                Err(rejection)
            }
            (Authentication::Rejected(bare, old, _), Ok(new)) => {
                let (request, mask) = authenticated(&bare, &new, operation)?;
                Ok((request, mask.and(&old.mask())))
            }
            (Authentication::Done | Authentication::Provided(..), _) => {
                Err(Error::invalid_request("credentials were provided without being requested"))
            }
        }
    }
}

fn authenticated(
    bare: &Request,
    credentials: &Credentials,
    operation: &Operation,
) -> Result<(Request, Mask), Error> {
    let mut request = bare.clone();
    credentials.add(operation, &mut request)?;
    Ok((request, credentials.mask()))
}
