//! The clients under test, behind one trait, so that each test is written once.

use std::fmt::Debug;
use std::time::Duration;

use paygentic_generated::models::{
    CreateCustomer, CreateManualLineItem, CreateManualLineItemRequired, IngestEvent,
    IngestEventRequired,
};
use paygentic_generated::pagination::Page;
use paygentic_generated::resources::{Customers, Events, InvoicesV2};
use paygentic_generated::transport::TlsVersion;
use paygentic_generated::{Call, Decimal, Error, JsonObject, RetryPolicy};

/// How a client is set up.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    pub(crate) address: String,
    pub(crate) token: &'static str,
    pub(crate) connect: Duration,
    pub(crate) attempt: Duration,
    pub(crate) total: Duration,
    pub(crate) attempts: u32,
    pub(crate) response_size: usize,
    pub(crate) header: Option<(&'static str, &'static str)>,
    pub(crate) added_root: Option<String>,
    pub(crate) only_root: Option<String>,
    pub(crate) identity: Option<(String, String)>,
    pub(crate) min_tls: Option<TlsVersion>,
    pub(crate) proxy: Option<String>,
}

impl Setup {
    /// Limits that only the tests of limits reach, and very short waits between attempts.
    pub(crate) fn new(address: impl Into<String>) -> Self {
        Setup {
            address: address.into(),
            token: "sk_5ecret",
            connect: Duration::from_secs(10),
            attempt: Duration::from_secs(20),
            total: Duration::from_secs(60),
            attempts: 3,
            response_size: 1 << 20,
            header: None,
            added_root: None,
            only_root: None,
            identity: None,
            min_tls: None,
            proxy: None,
        }
    }

    pub(crate) fn connect(mut self, timeout: Duration) -> Self {
        self.connect = timeout;
        self
    }

    pub(crate) fn attempt(mut self, timeout: Duration) -> Self {
        self.attempt = timeout;
        self
    }

    pub(crate) fn total(mut self, timeout: Duration) -> Self {
        self.total = timeout;
        self
    }

    pub(crate) fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    pub(crate) fn token(mut self, token: &'static str) -> Self {
        self.token = token;
        self
    }

    pub(crate) fn client<T: ClientUnderTest>(&self) -> T {
        T::build(self).unwrap()
    }
}

/// A client and its means to send.
pub(crate) trait ClientUnderTest: Sized + Send + Sync {
    type Client: 'static;

    /// Whether TLS that ends without `close_notify` is detected: `reqwest` with `native-tls` does not.
    const SEES_CUT_TLS: bool;

    /// Whether an IPv6 address can be reached through a proxy.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    const REACHES_IPV6_BY_PROXY: bool;

    fn build(setup: &Setup) -> Result<Self, Error>;
    fn customers(&self) -> Customers<'_, Self::Client>;
    fn events(&self) -> Events<'_, Self::Client>;
    fn invoices(&self) -> InvoicesV2<'_, Self::Client>;
    fn send<T: Send + 'static>(&self, call: Call<'_, Self::Client, T>) -> Result<T, Error>;
    /// All results of a stream.
    fn items<T: Page + Send + 'static>(
        &self,
        call: Call<'_, Self::Client, T>,
    ) -> Vec<Result<T::Item, Error>>;
    /// Waits, while background work of the client continues.
    fn rest(&self, time: Duration);

    fn run(&self, operation: Operation) -> Result<(), Error> {
        match operation {
            Operation::Get => self.send(self.customers().get("cus_1")).map(drop),
            Operation::Delete => self.send(self.customers().delete("cus_1")),
            Operation::Create => self.send(self.customers().create(customer())).map(drop),
            Operation::Ingest => self.send(self.events().ingest(event())).map(drop),
            Operation::LineItem => {
                let call = self.invoices().create_line_item(line_item());
                self.send(call).map(drop)
            }
        }
    }
}

/// An operation, by whether and why it may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// Safe to repeat by its method.
    Get,
    /// Safe to repeat by its method.
    Delete,
    /// Must not be repeated.
    Create,
    /// Safe by a key in the body.
    Ingest,
    /// Safe by a key in a header.
    LineItem,
}

impl Operation {
    pub(crate) const ALL: [Operation; 5] = [
        Operation::Get,
        Operation::Delete,
        Operation::Create,
        Operation::Ingest,
        Operation::LineItem,
    ];

    pub(crate) fn is_repeatable(self) -> bool {
        self != Operation::Create
    }
}

pub(crate) fn customer() -> CreateCustomer {
    CreateCustomer::new("org_1").external_id("acme-1")
}

pub(crate) fn event() -> IngestEvent {
    IngestEvent::with_subject(
        "cus_1",
        IngestEventRequired {
            r#type: "call".into(),
            source: "https://acme.example".into(),
            data: JsonObject::new(),
        },
    )
}

pub(crate) fn line_item() -> CreateManualLineItem {
    CreateManualLineItem::new(CreateManualLineItemRequired {
        display_name: "Set-up".into(),
        currency: "EUR".into(),
        quantity: 1.into(),
        unit_price: Decimal::new(2505, 1),
    })
    .subscription_id("sub_3")
}

/// Sets up either client; their builders have no common trait that can be named here.
macro_rules! build {
    ($client:ty, $setup:expr) => {{
        let setup: &Setup = $setup;
        let retries = RetryPolicy::default()
            .max_attempts(setup.attempts)
            .base_delay(Duration::from_millis(1))
            .max_delay(Duration::from_millis(20));
        let mut builder = <$client>::builder()
            .environment(setup.address.as_str())
            .token(setup.token)
            .connect_timeout(setup.connect)
            .attempt_timeout(setup.attempt)
            .timeout(setup.total)
            .retries(retries)
            .max_response_size(setup.response_size);
        if let Some((name, value)) = setup.header {
            builder = builder.default_header(name, value);
        }
        if let Some(root) = &setup.added_root {
            builder = builder.add_root_certificates(root.as_str());
        }
        if let Some(root) = &setup.only_root {
            builder = builder.only_root_certificates(root.as_str());
        }
        if let Some((chain, key)) = &setup.identity {
            builder = builder.client_identity(chain.as_str(), key.as_str());
        }
        if let Some(version) = setup.min_tls {
            builder = builder.min_tls_version(version);
        }
        if let Some(proxy) = &setup.proxy {
            builder = builder.proxy(proxy);
        }
        builder.build()
    }};
}

macro_rules! accessors {
    () => {
        fn customers(&self) -> Customers<'_, Self::Client> {
            self.client.customers()
        }

        fn events(&self) -> Events<'_, Self::Client> {
            self.client.events()
        }

        fn invoices(&self) -> InvoicesV2<'_, Self::Client> {
            self.client.invoices_v2()
        }
    };
}

/// The async client with a runtime of its own, which is idle between calls.
#[cfg(feature = "async")]
pub(crate) struct Async {
    pub(crate) client: paygentic_generated::Client,
    pub(crate) runtime: tokio::runtime::Runtime,
}

#[cfg(feature = "async")]
impl ClientUnderTest for Async {
    type Client = paygentic_generated::Client;
    const SEES_CUT_TLS: bool = cfg!(feature = "rustls");
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    const REACHES_IPV6_BY_PROXY: bool = false;

    fn build(setup: &Setup) -> Result<Self, Error> {
        Ok(Async {
            client: build!(paygentic_generated::Client, setup)?,
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(),
        })
    }

    accessors!();

    fn send<T: Send + 'static>(&self, call: Call<'_, Self::Client, T>) -> Result<T, Error> {
        self.runtime.block_on(call.into_future())
    }

    fn items<T: Page + Send + 'static>(
        &self,
        call: Call<'_, Self::Client, T>,
    ) -> Vec<Result<T::Item, Error>> {
        self.runtime.block_on(async {
            let (mut stream, mut items) = (call.stream(), Vec::new());
            while let Some(item) = stream.next().await {
                items.push(item);
            }
            items
        })
    }

    fn rest(&self, time: Duration) {
        self.runtime.block_on(async { tokio::time::sleep(time).await });
    }
}

#[cfg(feature = "blocking")]
pub(crate) struct Blocking {
    client: paygentic_generated::blocking::Client,
}

#[cfg(feature = "blocking")]
impl ClientUnderTest for Blocking {
    type Client = paygentic_generated::blocking::Client;
    const SEES_CUT_TLS: bool = true;
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    const REACHES_IPV6_BY_PROXY: bool = true;

    fn build(setup: &Setup) -> Result<Self, Error> {
        let client = build!(paygentic_generated::blocking::Client, setup)?;
        Ok(Blocking { client })
    }

    accessors!();

    fn send<T: Send + 'static>(&self, call: Call<'_, Self::Client, T>) -> Result<T, Error> {
        call.send()
    }

    fn items<T: Page + Send + 'static>(
        &self,
        call: Call<'_, Self::Client, T>,
    ) -> Vec<Result<T::Item, Error>> {
        call.stream().collect()
    }

    fn rest(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// The error of a result that must not be a value.
pub(crate) fn error_of<T: Debug>(result: Result<T, Error>) -> Error {
    match result {
        Ok(value) => panic!("the call succeeded: {value:?}"),
        Err(error) => error,
    }
}

/// Runs functions that are generic over the client as tests of each client.
macro_rules! on_both_clients {
    ($($name:ident)*) => {
        #[cfg(feature = "async")]
        mod with_async {
            $(#[test]
            fn $name() {
                super::$name::<crate::client::Async>();
            })*
        }

        #[cfg(feature = "blocking")]
        mod with_blocking {
            $(#[test]
            fn $name() {
                super::$name::<crate::client::Blocking>();
            })*
        }
    };
}

pub(crate) use on_both_clients;
