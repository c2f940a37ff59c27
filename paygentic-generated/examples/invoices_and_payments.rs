//! Shows the invoices of a customer with their lines, and makes a payment of a single amount.
//!
//! ```sh
//! PAYGENTIC_BEARER_AUTH=sk_test_... PAYGENTIC_CUSTOMER=cus_... \
//!     cargo run -p paygentic-generated --example invoices_and_payments
//! ```
//!
//! | variable | |
//! |---|---|
//! | `PAYGENTIC_BEARER_AUTH` | the key |
//! | `PAYGENTIC_CUSTOMER` | whose invoices to show |
//! | `PAYGENTIC_AMOUNT` | what to collect, in US dollars, such as `25.00`; nothing if not set |

use std::env::var;

use paygentic_generated::models::*;
use paygentic_generated::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
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

/// Returns how many lines there are on all invoices.
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
            println!("  to be paid at {url}");
        }
        let mut lines = invoices.get_line_items(&invoice.id, GetInvoiceLineItems::new()).stream();
        while let Some(line) = lines.next().await {
            let line = line?;
            println!("  {} {} x {}", line.invoice_display_name, line.quantity, line.unit_price);
            count += 1;
        }
    }
    Ok(count)
}

/// Makes a payment, and returns where to pay it.
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
        "{} {}: {}",
        payment.id,
        payment.status,
        payment.payment_url.as_deref().unwrap_or_default()
    );
    Ok(payment.payment_url)
}
