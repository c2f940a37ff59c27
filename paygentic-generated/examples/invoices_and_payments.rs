//! Shows the invoices of a customer with their line items, and creates a one-off payment.
//!
//! ```sh
//! PAYGENTIC_BEARER_AUTH=sk_test_... PAYGENTIC_CUSTOMER=cus_... \
//!     cargo run -p paygentic-generated --example invoices_and_payments
//! ```
//!
//! | variable | |
//! |---|---|
//! | `PAYGENTIC_BEARER_AUTH` | the API key |
//! | `PAYGENTIC_CUSTOMER` | the customer whose invoices to show |
//! | `PAYGENTIC_AMOUNT` | the amount of the payment in US dollars, such as `25.00`; without it, no payment is created |

use std::env::var;
use std::process::ExitCode;

use paygentic_generated::models::*;
use paygentic_generated::{Client, Error};

#[tokio::main]
async fn main() -> ExitCode {
    match start().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn start() -> Result<(), Box<dyn std::error::Error>> {
    let Ok(customer) = var("PAYGENTIC_CUSTOMER") else {
        return Err("set PAYGENTIC_BEARER_AUTH and PAYGENTIC_CUSTOMER".into());
    };
    let (client, customer) = (Client::from_env()?, CustomerId::from(customer));
    show_invoices(&client, &customer).await?;
    if let Ok(amount) = var("PAYGENTIC_AMOUNT") {
        collect(&client, &customer, &amount).await?;
    }
    Ok(())
}

/// Returns the number of line items on all invoices.
pub(crate) async fn show_invoices(client: &Client, customer: &CustomerId) -> Result<usize, Error> {
    let invoices = client.invoices_v2();
    let mut count = 0;
    let mut all = invoices.list(ListInvoices::new().customer_id(customer)).stream();
    while let Some(invoice) = all.next().await {
        let invoice = invoice?;
        let currency = invoice.currency.as_deref().unwrap_or_default();
        println!(
            "{} {}: {} {currency}, {} due",
            invoice.id, invoice.status, invoice.grand_total, invoice.unpaid_amount
        );
        if let Some(url) = &invoice.payment_url {
            println!("  payment page: {url}");
        }
        let mut lines = invoices.get_line_items(&invoice.id, GetInvoiceLineItems::new()).stream();
        while let Some(line) = lines.next().await {
            let line = line?;
            println!("  {} x {}: {}", line.quantity, line.invoice_display_name, line.total_price);
            count += 1;
        }
    }
    Ok(count)
}

/// Creates a payment, and returns the URL of its page.
pub(crate) async fn collect(
    client: &Client,
    customer: &CustomerId,
    amount: &str,
) -> Result<Option<String>, Error> {
    let request = CreatePayment::new(CreatePaymentRequired {
        amount: amount.into(),
        currency: PaymentCurrency::Usd,
    })
    .customer_id(customer)
    .reference("invoices_and_payments");
    let payment = client.payments().create(request).await?;
    println!(
        "payment {} is {}; page: {}",
        payment.id,
        payment.status,
        payment.payment_url.as_deref().unwrap_or("none")
    );
    Ok(payment.payment_url)
}
