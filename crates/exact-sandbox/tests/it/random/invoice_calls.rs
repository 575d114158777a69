//! Invoices from items and their lines through the API, sound ones and bad ones.

use http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::caller::Sent;
use super::invoices::Drafted;
use super::sale_calls::amount;
use super::{COMPANY, Run};

const INVOICES: &str = "salesinvoice/SalesInvoices";
const LINES: &str = "salesinvoice/SalesInvoiceLines";
const PRINTED: &str = "salesinvoice/PrintedSalesInvoices";

impl Run {
    pub(super) async fn invoice_call(&mut self) -> Result<(), String> {
        match self.dice.below(12) {
            0..3 => self.post_invoice().await,
            3 => self.post_bad_invoice().await,
            4 => self.put_invoice().await,
            5 => self.delete_invoice().await,
            6 => self.add_invoice_line().await,
            7 => self.change_invoice_line().await,
            8 => self.delete_invoice_line().await,
            _ => self.print_invoice().await,
        }
    }

    fn invoice_body(&self, drafted: &Drafted) -> Value {
        let lines: Vec<Value> = drafted.lines.iter().map(|line| line.body()).collect();
        json!({
            "OrderedBy": self.account(&drafted.code), "Journal": "71", "Type": drafted.kind,
            "SalesInvoiceLines": lines,
        })
    }

    async fn post_invoice(&mut self) -> Result<(), String> {
        let drafted = self.drafted();
        let body = self.invoice_body(&drafted);
        let sent = self.send(Method::POST, INVOICES, &body).await?;
        Run::explained(&sent, &body)?;
        if sent.took {
            let made = self.sandbox.with_books(|books| {
                let company = books.company(COMPANY).unwrap();
                let mut made = company.invoices.changed_after(sent.before);
                made.next().map(|it| it.draft.id)
            });
            let made = made.ok_or("the invoice is not there")?;
            self.model.drafts.insert(made, drafted);
        }
        Ok(())
    }

    async fn post_bad_invoice(&mut self) -> Result<(), String> {
        let drafted = self.drafted();
        let mut body = self.invoice_body(&drafted);
        match self.dice.below(9) {
            0 => body["OrderedBy"] = Value::Null,
            1 => body["DeliverTo"] = json!(Uuid::from_u128(7)),
            2 => body["Journal"] = json!("20"),
            3 => body["Type"] = json!(8_022),
            4 => body["SalesInvoiceLines"] = json!([]),
            5 => body["SalesInvoiceLines"][0]["Item"] = Value::Null,
            6 => body["SalesInvoiceLines"][0]["VATCode"] = json!("ZZ"),
            7 => body["SalesInvoiceLines"][0]["Discount"] = json!(1.01),
            _ => body["AmountDiscount"] = json!(1),
        }
        let sent = self.send(Method::POST, INVOICES, &body).await?;
        sent.must_refuse(&body)
    }

    /// A write to an invoice that is not printed; one that does not exist is refused.
    async fn write_invoice(
        &mut self,
        method: Method,
        (id, path): (Uuid, &str),
        body: &Value,
    ) -> Result<Sent, String> {
        let sent = self.send(method, path, body).await?;
        if id.is_nil() {
            sent.must_refuse(body)?;
        } else {
            Run::explained(&sent, body)?;
        }
        Ok(sent)
    }

    async fn put_invoice(&mut self) -> Result<(), String> {
        let id = self.unprinted();
        let path = format!("{INVOICES}(guid'{id}')");
        let kind = self.dice.pick(&[8_020, 8_021]).unwrap();
        let body = json!({"Type": kind, "Description": "anders"});
        let sent = self.write_invoice(Method::PUT, (id, &path), &body).await?;
        if let Some(drafted) = self.model.drafts.get_mut(&id).filter(|_| sent.took) {
            drafted.kind = Some(kind);
        }
        Ok(())
    }

    async fn delete_invoice(&mut self) -> Result<(), String> {
        let id = self.unprinted();
        let path = format!("{INVOICES}(guid'{id}')");
        let body = Value::Null;
        let sent = self
            .write_invoice(Method::DELETE, (id, &path), &body)
            .await?;
        if sent.took {
            self.model.drafts.remove(&id);
        }
        Ok(())
    }

    async fn print_invoice(&mut self) -> Result<(), String> {
        let id = self.unprinted();
        let month = self.dice.below(12) + 1;
        let body = json!({"InvoiceID": id, "InvoiceDate": format!("2026-{month:02}-15")});
        let sent = self
            .write_invoice(Method::POST, (id, PRINTED), &body)
            .await?;
        if sent.took {
            self.printed(id);
        }
        Ok(())
    }

    async fn add_invoice_line(&mut self) -> Result<(), String> {
        let (id, line) = (self.unprinted(), self.sold());
        let mut body = line.body();
        body["InvoiceID"] = json!(id);
        let sent = self.write_invoice(Method::POST, (id, LINES), &body).await?;
        if let Some(drafted) = self.model.drafts.get_mut(&id).filter(|_| sent.took) {
            drafted.lines.push(line);
        }
        Ok(())
    }

    /// An invoice by chance, one of its lines, and the key of that.
    fn line_of_invoice(&mut self) -> (Uuid, usize, Uuid) {
        let id = self.unprinted();
        let lines = self.sandbox.with_books(|books| {
            let lines = books.company(COMPANY).unwrap().invoice_lines_of(id);
            lines.iter().map(|it| it.draft.id).collect::<Vec<_>>()
        });
        let at = self.dice.below(lines.len());
        (id, at, lines.get(at).copied().unwrap_or_default())
    }

    async fn change_invoice_line(&mut self) -> Result<(), String> {
        let (id, at, line) = self.line_of_invoice();
        let path = format!("{LINES}(guid'{line}')");
        let quantity = self.dice.cents() % 1_000;
        let body = json!({"Quantity": amount(quantity)});
        let sent = self.write_invoice(Method::PUT, (id, &path), &body).await?;
        if let Some(drafted) = self.model.drafts.get_mut(&id).filter(|_| sent.took) {
            let line = &mut drafted.lines[at];
            (line.quantity, line.net, line.vat) = (quantity, None, None);
        }
        Ok(())
    }

    async fn delete_invoice_line(&mut self) -> Result<(), String> {
        let (id, at, line) = self.line_of_invoice();
        let path = format!("{LINES}(guid'{line}')");
        let body = Value::Null;
        let sent = self
            .write_invoice(Method::DELETE, (id, &path), &body)
            .await?;
        if let Some(drafted) = self.model.drafts.get_mut(&id).filter(|_| sent.took) {
            drafted.lines.remove(at);
            if drafted.lines.is_empty() {
                self.model.drafts.remove(&id);
            }
        }
        Ok(())
    }
}
