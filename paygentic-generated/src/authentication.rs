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
    Needed(Box<Request>),
    /// The provider returned these.
    Given(Box<Request>, Credentials),
    /// The service rejected these with 401: the provider must be called once more.
    Refused(Box<Request>, Credentials, Error),
}

impl Authentication {
    /// Adds the credentials that the client has to a request, if it has any.
    pub(crate) fn new(
        config: &Config,
        operation: &Operation,
        request: &mut Request,
    ) -> Result<Self, Error> {
        if config.is_provided && !operation.security.is_empty() {
            return Ok(Authentication::Needed(Box::new(request.clone())));
        }
        config.credentials.add(operation, request)?;
        Ok(Authentication::Done)
    }

    /// `Some` if the provider must be called; true if that is because of a 401.
    pub(crate) fn is_asking(&self) -> Option<bool> {
        match self {
            Authentication::Needed(_) => Some(false),
            Authentication::Refused(..) => Some(true),
            Authentication::Done | Authentication::Given(..) => None,
        }
    }

    /// Has the provider called again after a 401; returns the error if that was done already, or there is none.
    pub(crate) fn refuse(&mut self, refusal: Error) -> Result<(), Error> {
        match std::mem::take(self) {
            Authentication::Given(request, credentials) => {
                *self = Authentication::Refused(request, credentials, refusal);
                Ok(())
            }
            _ => Err(refusal),
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
            Ok(Ok(given)) => Credentials::new(&config.target, &given)
                .map_err(|error| Error::provider(format!("it gave {error}").into())),
        };
        match (std::mem::take(self), credentials) {
            (Authentication::Needed(bare), credentials) => {
                let credentials = credentials?;
                let (request, mask) = with(&bare, &credentials, operation)?;
                *self = Authentication::Given(bare, credentials);
                Ok((request, mask))
            }
            (Authentication::Refused(_, _, refusal), Err(error)) => Err(refusal.beside(&error)),
            (Authentication::Refused(_, old, refusal), Ok(new)) if old.is_same(&new) => {
                Err(refusal)
            }
            (Authentication::Refused(bare, old, _), Ok(new)) => {
                let (request, mask) = with(&bare, &new, operation)?;
                Ok((request, mask.and(&old.mask())))
            }
            (Authentication::Done | Authentication::Given(..), _) => {
                Err(Error::invalid_request("credentials were provided without being requested"))
            }
        }
    }
}

fn with(
    bare: &Request,
    credentials: &Credentials,
    operation: &Operation,
) -> Result<(Request, Mask), Error> {
    let mut request = bare.clone();
    credentials.add(operation, &mut request)?;
    Ok((request, credentials.mask()))
}
