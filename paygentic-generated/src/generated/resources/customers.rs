use crate::models::*;
use crate::support::*;

resource! {
    /// Who is billed. Reached with `client.customers()`.
    Customers
}

static CREATE: Operation = Operation::new("createCustomer", "customers.create", Method::POST, "/v0/customers");
static DELETE: Operation = Operation::new("deleteCustomer", "customers.delete", Method::DELETE, "/v0/customers/{id}");
static GET: Operation = Operation::new("getCustomer", "customers.get", Method::GET, "/v0/customers/{id}");
static LIST: Operation = Operation::new("listCustomers", "customers.list", Method::GET, "/v0/customers").pages_by_offset("limit", "offset");
static LOGO: Operation = Operation::new("getLogo", "customers.logo", Method::GET, "/v0/customers/{id}/logo/{size}").public();
static PORTAL: Operation = Operation::new("createPortal", "customers.portal", Method::POST, "/v0/customers/{id}/portal").idempotency_header("Idempotency-Key");
static UPDATE: Operation = Operation::new("updateCustomer", "customers.update", Method::PATCH, "/v0/customers/{id}");
static UPLOAD: Operation = Operation::new("putLogo", "customers.upload_logo", Method::PUT, "/v0/customers/{id}/logo");

impl<'c, C> Customers<'c, C> {
    /// Creates a customer.
    pub fn create(&self, body: CreateCustomer) -> Call<'c, C, Customer> {
        Call::json(self.client, &CREATE).json_body(&body)
    }

    /// Deletes a customer.
    pub fn delete(&self, id: impl Into<CustomerId>) -> Call<'c, C, ()> {
        Call::empty(self.client, &DELETE).segment::<CustomerId>(id)
    }

    /// Gets a customer.
    pub fn get(&self, id: impl Into<CustomerId>) -> Call<'c, C, Customer> {
        Call::json(self.client, &GET).segment::<CustomerId>(id)
    }

    /// Lists customers.
    pub fn list(&self, parameters: ListCustomers) -> Call<'c, C, ListCustomersResponse> {
        Call::json(self.client, &LIST).params(&parameters)
    }

    /// Gets the logo.
    pub fn logo(&self, id: impl Into<CustomerId>, size: impl Into<i64>) -> Call<'c, C, Bytes> {
        Call::bytes(self.client, &LOGO).segment::<CustomerId>(id).segment::<i64>(size)
    }

    /// Makes a link to the portal.
    pub fn portal(&self, id: impl Into<CustomerId>, body: impl Into<Option<UpdateCustomer>>) -> Call<'c, C, Value> {
        Call::json(self.client, &PORTAL).segment::<CustomerId>(id).optional_json_body(&body.into())
    }

    /// Changes a customer.
    pub fn update(&self, id: impl Into<CustomerId>, body: UpdateCustomer) -> Call<'c, C, Customer> {
        Call::json(self.client, &UPDATE).segment::<CustomerId>(id).json_body(&body)
    }

    /// Replaces the logo.
    pub fn upload_logo(&self, id: impl Into<CustomerId>, body: impl Into<Bytes>) -> Call<'c, C, ()> {
        Call::empty(self.client, &UPLOAD).segment::<CustomerId>(id).bytes_body(body, "image/png")
    }
}

#[cfg(feature = "async")]
impl Client {
    /// Who is billed.
    pub fn customers(&self) -> Customers<'_, Client> {
        Customers { client: self }
    }
}
