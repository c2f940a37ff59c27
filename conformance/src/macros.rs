//! The language of the emitted tables.

/// The operations of a resource: id, types of bodies, errors, and the call.
///
/// ```text
/// operations! {
///     "updateItem" takes json(UpdateItem) gives json(Item) fails ["404" ErrorBody]
///         |client, case| client.items().update(case.path::<ItemId>("id")?, case.body::<UpdateItem>()?);
///     "deleteItem" takes nothing gives nothing fails [] key "Idempotency-Key"
///         |client, case| client.items().delete(case.path::<ItemId>("id")?);
/// }
/// ```
///
/// The other kinds are `takes form(Type)` and `takes bytes`, `gives bare(Vec<Type>)`, which is no type of the SDK,
/// `gives bytes`, and
/// `gives answers(Type { Ok "200" json(Item), Empty "204" nothing })`. `key` names the header of an idempotency key.
macro_rules! operations {
    ($($id:literal takes $takes:ident $(($request:ty))? gives $gives:ident $(($($response:tt)*))?
    fails [$($status:literal $error:ty),* $(,)?] $(key $key:literal)?
    |$client:ident, $case:ident| $call:expr;)*) => {
        pub(super) static OPERATIONS: &[$crate::support::Operation] = &[$(
            $crate::support::Operation {
                id: $id,
                request: $crate::support::takes!($takes $($request)?),
                response: $crate::support::gives!($gives $($($response)*)?),
                is_read_by_call: $crate::support::is_read_by_call!($gives),
                answers: $crate::support::answers!($gives $($($response)*)?),
                errors: &[$(($status, $crate::roundtrip::json::<$error>)),*],
                call: {
                    fn call<'c>(
                        $client: &'c $crate::support::Client,
                        $case: &mut $crate::support::Arguments<'_>,
                    ) -> Result<$crate::support::Sending<'c>, $crate::support::Failure> {
                        let call = $call;
                        $(let call = $case.keyed(call, $key)?;)?
                        $case.send(call, $crate::support::writes!($gives $($($response)*)?))
                    }
                    call
                },
            }
        ),*];
    };
}

/// The codec of a request body.
macro_rules! takes {
    (nothing) => {
        None
    };
    (bytes) => {
        Some($crate::bytes::roundtrip)
    };
    ($json:ident $type:ty) => {
        Some($crate::roundtrip::json::<$type>)
    };
}

/// The codec of a response, where there is one for all of them.
macro_rules! gives {
    (nothing) => {
        $crate::roundtrip::nothing
    };
    (answers $($each:tt)*) => {
        $crate::roundtrip::any
    };
    (text) => {
        $crate::roundtrip::json::<String>
    };
    (bytes) => {
        $crate::bytes::roundtrip
    };
    ($json:ident $type:ty) => {
        $crate::roundtrip::json::<$type>
    };
}

/// Whether only a call reads answers as the SDK does: it chooses among several, or reads what has no type in the SDK.
macro_rules! is_read_by_call {
    (answers) => {
        true
    };
    (bare) => {
        true
    };
    ($other:ident) => {
        false
    };
}

/// The codecs of the responses, by status, where each has its own.
macro_rules! answers {
    (answers $type:ident { $($variant:ident $status:literal $kind:ident $(($payload:ty))?),* }) => {
        &[$(($status, $crate::support::gives!($kind $($payload)?))),*]
    };
    ($($other:tt)*) => {
        &[]
    };
}

/// How an answer is written.
macro_rules! writes {
    (bytes) => {
        $crate::bytes::write
    };
    (answers $type:ident { $($variant:ident $status:literal $kind:ident $(($payload:ty))?),* }) => {
        |answer: &$type| {
            $($crate::support::writes!(@$kind answer, $type::$variant);)*
            match answer {
                $type::Other(body) => $crate::bytes::write(body),
                _ => $crate::arguments::write_json(&()),
            }
        }
    };
    (@nothing $answer:ident, $type:ident::$variant:ident) => {};
    (@bytes $answer:ident, $type:ident::$variant:ident) => {
        if let $type::$variant(body) = $answer {
            return $crate::bytes::write(body);
        }
    };
    (@$other:ident $answer:ident, $type:ident::$variant:ident) => {
        if let $type::$variant(value) = $answer {
            return $crate::arguments::write_json(value);
        }
    };
    ($other:ident $($type:tt)*) => {
        $crate::arguments::write_json
    };
}

/// Sets the optional parameters that the case gives.
///
/// ```text
/// set!(case, ListItems::new(case.query::<MerchantId>("merchantId")?),
///     limit: i64 = query "limit", trace: String = header "X-Trace"; query "kind" is "open")
/// ```
///
/// What stands behind the semicolon can have one value only, and no setter.
macro_rules! set {
    ($case:ident, $made:expr $(, $field:ident: $type:ty = $place:ident $wire:literal)*
    $(; $($fixed:ident $constant:literal is $value:literal),+)?) => {{
        #[allow(unused_mut)]
        let mut made = $made;
        $(
            let place = $crate::support::place!($place);
            if let Some(value) = $case.optional::<$type>(place, $wire)? {
                made = made.$field(value);
            }
        )*
        $($(
            let place = $crate::support::place!($fixed);
            $case.constant(place, $constant, &$crate::support::Value::from($value))?;
        )+)?
        made
    }};
}

/// The first constructor whose parameters the case gives.
///
/// ```text
/// one_of!(case, [query "itemId"] GetCost::with_item_id(case.query::<ItemId>("itemId")?), ..)
/// ```
macro_rules! one_of {
    ($case:ident, $([$($place:ident $wire:literal),*] $made:expr),* $(,)?) => {
        'made: {
            $(
                if $case.given(&[$(($crate::support::place!($place), $wire)),*]) {
                    break 'made $made;
                }
            )*
            return Err($crate::support::none_of(&[$(&[$($wire),*]),*]));
        }
    };
}

/// Where a parameter stands.
macro_rules! place {
    (query) => {
        $crate::support::Place::Query
    };
    (header) => {
        $crate::support::Place::Header
    };
    (cookie) => {
        $crate::support::Place::Cookie
    };
}

pub(crate) use {answers, gives, is_read_by_call, one_of, operations, place, set, takes, writes};

/// What the contract does not have, by a table of its own.
#[cfg(test)]
mod tests {
    mod table {
        use paygentic_generated::models::*;

        use crate::support::{operations, set};

        operations! {
            "list" takes bytes gives json(ListCustomersResponse) fails ["4XX" ErrorBody, "default" Customer]
                |client, case| client.customers().list(set!(case,
                    ListCustomers::new(case.header::<OrganizationId>("X-Org")?),
                    limit: i64 = header "X-Limit"; query "kind" is "open", header "X-Version" is 2));
        }
    }

    use paygentic_generated::testing::MockTransport;
    use paygentic_generated::{Client, RetryPolicy};
    use serde_json::{Value, json};

    use crate::arguments::Arguments;
    use table::OPERATIONS;

    /// What the call says, and the query that is sent.
    fn outcome(case: Value) -> Result<String, String> {
        let mock = MockTransport::replying(418, "{}");
        let client = Client::builder()
            .token("t")
            .retries(RetryPolicy::never())
            .transport(mock.clone())
            .build()
            .unwrap();
        let case = serde_json::from_str(&case.to_string()).unwrap();
        let sending = (OPERATIONS[0].call)(&client, &mut Arguments::new(&case))
            .map_err(|failure| failure.message.clone())?;
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert!(runtime.block_on(sending).is_err());
        Ok(mock.requests()[0].uri().query().unwrap().to_owned())
    }

    #[test]
    fn headers_and_constants_are_arguments_too() {
        let header = json!({"x-org": "org_1", "X-LIMIT": 5});
        assert_eq!(
            outcome(json!({"operation": "list", "header": header, "query": {"kind": "open"}})),
            Ok("limit=5&organizationId=org_1".to_owned())
        );
        assert_eq!(
            outcome(json!({"operation": "list", "header": header, "query": {"kind": "shut"}})),
            Err("query parameter `kind` can be \"open\" only".to_owned())
        );
        let header = json!({"X-Org": "org_1", "X-Version": "2"});
        assert_eq!(
            outcome(json!({"operation": "list", "header": header})),
            Err("header parameter `X-Version` can be 2 only".to_owned())
        );
        assert_eq!(
            outcome(json!({"operation": "list"})),
            Err("header parameter `X-Org` is missing".to_owned())
        );
    }

    #[test]
    fn errors_are_found_by_status_then_class_then_default() {
        let read = |status| OPERATIONS[0].codec(Some(status))(r#"{"message": "m", "error": "e"}"#);
        assert!(read(404).is_ok());
        assert_eq!(read(500).unwrap_err().kind, "decode");
        let bytes = OPERATIONS[0].request.unwrap();
        assert_eq!(bytes(r#"{"$latin1":"\u0000"}"#).unwrap().get(), r#"{"$latin1":"\u0000"}"#);
    }
}
