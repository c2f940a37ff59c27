//! Calls an operation of a server, by its public method.

use paygentic_generated::{Client, ClientBuilder};

use crate::arguments::Arguments;
use crate::case::Call;
use crate::dispatch;
use crate::operation;
use crate::report::{Answer, Failure};

/// What makes a client of a server that sends a secret wherever operations ask for one.
pub fn builder(base_url: &str, secret: &str) -> ClientBuilder<Client> {
    dispatch::authenticated(Client::builder().environment(base_url), secret)
}

/// Makes the call that a case describes, and encodes the answer again.
///
/// # Errors
///
/// The case does not fit the operation, and nothing was sent; or what the SDK says.
pub async fn call(client: &Client, case: &Call) -> Result<Answer, Failure> {
    let operation = operation::find(&case.operation)?;
    let prepared = (operation.call)(client, &mut Arguments::new(case))?;
    match prepared.response.await {
        Ok(success) => Ok(Answer { status: Some(success.status), out: success.out? }),
        Err(error) => {
            let mut failure = Failure::from(&error);
            // A success that cannot be read has a status too, but no type of an error.
            let codec = failure.status.and_then(|status| operation.error(status));
            failure.out = codec.and_then(|codec| codec(&error.body_text()).ok());
            Err(failure)
        }
    }
}
