//! Reads of every endpoint; and relations, their cards, documents, master data and webhooks through the API.

use http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Made, Run};

const ACCOUNTS: &str = "crm/Accounts";
const DOCUMENTS: &str = "documents/Documents";
const FILES: &str = "documents/DocumentAttachments";
const HOOKS: &str = "webhooks/WebhookSubscriptions";

const TAILS: &[&str] = &[
    "",
    "&$top=3",
    "&$filter=Timestamp gt 5L",
    "&$filter=Status eq 20",
    "&$inlinecount=allpages",
    "&$orderby=ID desc",
    "&$filter=Modified gt datetime'2026-11-24'",
    "&$filter=YourRef eq 'P-0002' or YourRef eq 'anders'",
    "&$skip=7",
    "&$filter=EntryNumber gt 26700010 and EntryNumber lt 26700020",
    "&$expand=SalesEntryLines&$top=2",
    "&$expand=SalesInvoiceLines&$top=2&$filter=Status eq 20",
];

impl Run {
    /// One read of any endpoint; it changes nothing, and its answer is well formed.
    pub(super) async fn read(&mut self) -> Result<(), String> {
        let before = self.version();
        let published = exact_sandbox::published();
        let (path, props) = self.dice.pick(&published).unwrap_or_default();
        let name = props
            .iter()
            .find(|it| it.1 != "Collection")
            .map_or("ID", |it| it.0);
        let tail = self.dice.pick(TAILS).unwrap();
        self.counts.reads += 1;
        self.caller
            .get(&format!("{path}?$select={name}{tail}"))
            .await?;
        if self.version() == before {
            Ok(())
        } else {
            Err(format!("reading {path} changed the books"))
        }
    }

    pub(super) async fn write(&mut self) -> Result<(), String> {
        match self.dice.below(10) {
            0..3 => self.sale_call().await,
            3 => self.invoice_call().await,
            4..6 => self.money_call().await,
            6 => self.relation_call().await,
            7 => self.document_call().await,
            8 => self.made_call().await,
            _ => self.hook_call().await,
        }
    }

    async fn relation_call(&mut self) -> Result<(), String> {
        if self.dice.below(3) == 0 {
            let name = format!("Klant {}", self.dice.below(1_000));
            let body = json!({"Name": name, "Status": "C", "PaymentConditionSales": "30", "Country": "BE"});
            // More and more relations would leave each with nothing to match.
            let wanted = self.codes.len() < 300;
            let body = if wanted { body } else { json!({"Name": ""}) };
            let sent = self.send(Method::POST, ACCOUNTS, &body).await?;
            if !wanted {
                return sent.must_refuse(&body);
            }
            if let Some(id) = sent.made("ID").and_then(|id| Uuid::parse_str(&id).ok()) {
                let code = self.sandbox.with_books(|books| {
                    let company = books.company(super::COMPANY).unwrap();
                    company.accounts.get(id).unwrap().code.clone()
                });
                self.codes.push(code);
            }
            return Ok(());
        }
        let code = self.code();
        let path = format!("{ACCOUNTS}(guid'{}')", self.account(&code));
        if self.dice.below(2) == 0 {
            let (body, sound) = match self.dice.below(4) {
                0 => (json!({"Country": "België"}), false),
                1 => (
                    json!({"Code": self.codes[0], "PaymentConditionSales": "??"}),
                    false,
                ),
                2 => (json!({"City": "Gent", "IsSales": false}), true),
                _ => (json!({"Website": "x.example", "Email": null}), true),
            };
            let sent = self.send(Method::PUT, &path, &body).await?;
            return if sound && sent.reply.is_some() && !sent.took {
                Err(format!("{body} is refused: {}", sent.message()))
            } else if sound {
                Ok(())
            } else {
                sent.must_refuse(&body)
            };
        }
        if self.codes.len() < 4 {
            return Ok(());
        }
        // A relation with entries or documents stays; one without goes.
        let used =
            self.model.uses(&code) || self.documents.iter().any(|it| it.1.as_ref() == Some(&code));
        let sent = self.send(Method::DELETE, &path, &Value::Null).await?;
        if used {
            return sent.must_refuse(&json!(path));
        }
        if sent.reply.is_some() && !sent.took {
            return Err(format!("{path} has nothing, and stays: {}", sent.message()));
        }
        if sent.took {
            self.codes.retain(|known| *known != code);
        }
        Ok(())
    }

    async fn document_call(&mut self) -> Result<(), String> {
        let known = self.dice.pick(&self.documents);
        match (self.dice.below(5), known) {
            (0, Some((id, _))) => {
                let body = json!({"Document": id, "FileName": "f.txt", "Attachment": "aGFsbG8="});
                self.send(Method::POST, FILES, &body).await?;
            }
            (1, Some((id, _))) => {
                let body = json!({"Document": id, "FileName": "f.txt", "Attachment": ""});
                self.send(Method::POST, FILES, &body)
                    .await?
                    .must_refuse(&body)?;
            }
            (2, Some((id, _))) => {
                let path = format!("{DOCUMENTS}(guid'{id}')");
                let sent = self.send(Method::DELETE, &path, &Value::Null).await?;
                if sent.took {
                    self.documents.retain(|known| known.0 != id);
                }
            }
            (3, Some((id, _))) => {
                let path = format!("{DOCUMENTS}(guid'{id}')");
                let (entry, _) = self.entry();
                let body = json!({"FinancialTransactionEntryID": entry, "Subject": "Gekoppeld"});
                self.send(Method::PUT, &path, &body).await?;
            }
            _ => self.post_document().await?,
        }
        Ok(())
    }

    async fn post_document(&mut self) -> Result<(), String> {
        let code = self.code();
        let kind = self.dice.pick(&[10, 55, 40]).unwrap();
        let body = json!({"Subject": "Stuk", "Type": kind, "Account": self.account(&code)});
        let sent = self.send(Method::POST, DOCUMENTS, &body).await?;
        if kind == 40 {
            return sent.must_refuse(&body);
        }
        if sent.took {
            let id = self.sandbox.with_books(|books| {
                let company = books.company(super::COMPANY).unwrap();
                company
                    .documents
                    .changed_after(sent.before)
                    .next()
                    .map(|it| it.id)
            });
            self.documents
                .push((id.ok_or("no document")?.to_string(), Some(code)));
        }
        Ok(())
    }

    /// Ledger accounts, cost centres, cards of relations: made, changed, removed.
    async fn made_call(&mut self) -> Result<(), String> {
        if self.dice.below(2) == 0 || self.made.is_empty() {
            // Two equal addresses would be one.
            let number = self.counts.writes;
            let code = self.code();
            let account = self.account(&code);
            let (path, body) = match self.dice.below(6) {
                0 => (
                    "financial/GLAccounts",
                    json!({"Code": format!("9{number}"), "Description": "R"}),
                ),
                1 => (
                    "hrm/Costcenters",
                    json!({"Code": format!("P{number}"), "Description": "K"}),
                ),
                2 => (
                    "hrm/Costunits",
                    json!({"Code": format!("D{number}"), "Description": "K"}),
                ),
                3 => (
                    "crm/Contacts",
                    json!({"Account": account, "LastName": "Proef"}),
                ),
                4 => (
                    "crm/BankAccounts",
                    json!({"Account": account, "BankAccount": format!("BE{number}")}),
                ),
                _ => (
                    "crm/Addresses",
                    json!({"Account": account, "AddressLine1": format!("Weg {number}")}),
                ),
            };
            let sent = self.send(Method::POST, path, &body).await?;
            self.made
                .extend(sent.made("ID").map(|id| Made { path, id }));
            return Ok(());
        }
        let at = self.dice.below(self.made.len());
        let Made { path, id } = self.made[at].clone();
        let one = format!("{path}(guid'{id}')");
        if self.dice.below(2) == 0 {
            let body = json!({"Description": "anders"});
            let described = !["crm/Contacts", "crm/Addresses"].contains(&path);
            let body = if described {
                body
            } else {
                json!({"Phone": "0123"})
            };
            self.send(Method::PUT, &one, &body).await?;
        } else if self.send(Method::DELETE, &one, &Value::Null).await?.took {
            self.made.swap_remove(at);
        }
        Ok(())
    }

    /// Subscriptions are none of the books: their calls are tested by their answers alone.
    async fn hook_call(&mut self) -> Result<(), String> {
        self.counts.writes += 1;
        let listed = self
            .caller
            .get(&format!("{HOOKS}?$select=ID"))
            .await?
            .json();
        let rows = listed["d"]["results"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let reply = match self.dice.pick(&rows) {
            Some(row) if self.dice.below(2) == 0 => {
                let path = format!("{HOOKS}(guid'{}')", row["ID"].as_str().unwrap());
                self.caller
                    .checked(Method::DELETE, &path, String::new())
                    .await?
            }
            _ => {
                let topic = self
                    .dice
                    .pick(&[
                        "SalesEntries",
                        "BankEntries",
                        "Accounts",
                        "Documents",
                        "SalesInvoices",
                        "Nonsense",
                    ])
                    .unwrap();
                let body = json!({"Topic": topic, "CallbackURL": "http://127.0.0.1:9/hook"});
                self.caller
                    .checked(Method::POST, HOOKS, body.to_string())
                    .await?
            }
        };
        let fitting = match reply.message().as_str() {
            "" => reply.status < 300,
            "Ongeldig: Topic" | "Data already exists" => reply.status == 500,
            _ => false,
        };
        if fitting {
            Ok(())
        } else {
            Err(format!("a subscription: {reply:?}"))
        }
    }
}
