//! What an entry needs, the entry itself, and what the books say afterwards.

use exact_api::endpoints::{
    AccountChanges, CreateAccount, CreateSalesEntry, DeleteSalesEntry, ListAccounts, ListDivisions,
    ListGlAccounts, ListJournals, ListSalesEntries, ListSalesEntryLines, ListTransactionLines,
    ListVatCodes, NewSalesEntryLine, SyncAccounts, SyncDeleted, SyncTransactionLines,
    UpdateAccount, entity_type, gl_type, journal_type, transaction_type,
};
use exact_api::odata::Filter;
use exact_api::{Amount, Code, Rowversion, Trimmed, VatCode};
use jiff::civil::date;
use uuid::Uuid;

use crate::client::{Client, DIVISION, TODAY};

/// What an entry needs, read from the lists.
pub(crate) struct Masters {
    pub(crate) revenue: Uuid,
    pub(crate) vat: VatCode,
}

pub(crate) async fn masters(client: &mut Client) -> Masters {
    let divisions = client.all(ListDivisions::new()).await;
    assert!(divisions.iter().any(|row| row.division() == DIVISION));
    let journals = client.all(ListJournals::new()).await;
    let sales = |code: &str| {
        journals.iter().any(|journal| {
            journal.code == Some(Trimmed::new(code)) && journal.r#type == Some(journal_type::SALES)
        })
    };
    assert!(sales("70") && !sales("60"));
    let revenue = ListGlAccounts::new().with_filter(Filter::eq("Type", gl_type::REVENUE));
    let revenue = client.all(revenue).await;
    let codes = client.all(ListVatCodes::new()).await;
    let high = codes.iter().find(|code| {
        code.percentage.and_then(|share| share.basis_points()) == Some(2_100)
            && code.r#type == Some(Trimmed::new("E"))
    });
    Masters {
        revenue: revenue.first().expect("a revenue account").id,
        vat: high
            .and_then(|row| row.code.clone())
            .expect("a code for 21 %"),
    }
}

pub(crate) async fn customer(client: &mut Client) -> Uuid {
    let new = CreateAccount::new("O'Neill & Zoon")
        .with_code("900001")
        .with_address_line1("Dorpsstraat 1")
        .with_postcode("9000")
        .with_city("Gent")
        .with_country("BE")
        .with_status("C");
    let made = client.send(&new).await.expect("an account").0;
    let changes = AccountChanges::default()
        .with_city("Gent-Zuid")
        .with_address_line1("");
    client
        .send(&UpdateAccount::new(made.id, changes))
        .await
        .expect("changed");
    let found = client
        .all(ListAccounts::by_codes(&[Code::new("900001")]).expect("one"))
        .await;
    assert_eq!(found.len(), 1);
    assert!(found[0].is_customer());
    assert_eq!(
        (found[0].id, found[0].name.as_deref()),
        (made.id, Some("O'Neill & Zoon"))
    );
    assert_eq!(found[0].city.as_deref(), Some("Gent-Zuid"));
    assert_eq!(found[0].country, Some(Trimmed::new("BE")));
    assert!(
        found[0]
            .address_line1
            .as_deref()
            .unwrap_or_default()
            .is_empty()
    );
    let synced = client.all(SyncAccounts::after(Rowversion::START)).await;
    let newest = synced
        .iter()
        .max_by_key(|row| row.timestamp)
        .expect("accounts");
    assert_eq!(newest.row.id, made.id);
    assert!(
        client
            .all(SyncAccounts::after(newest.timestamp))
            .await
            .is_empty()
    );
    made.id
}

/// 70 lines of 10.00 with 2.10 VAT, so that its ledger lines take more than one page.
pub(crate) async fn book_and_read_back(client: &mut Client, masters: &Masters, customer: Uuid) {
    let line = NewSalesEntryLine::new(masters.revenue, Amount::from_cents(1_000))
        .with_vat_amount_fc(Amount::from_cents(210))
        .with_vat_code(masters.vat.clone());
    let entry = CreateSalesEntry::new(customer, "70", vec![line; 70])
        .with_your_ref("O'N-1 & 2")
        .with_entry_date(TODAY)
        .with_due_date(date(2026, 7, 15));
    let made = client.send(&entry).await.expect("an entry").0;
    assert!(made.entry_number.is_some_and(|number| number > 0));
    let found = client
        .all(ListSalesEntries::by_your_refs(&["O'N-1 & 2"]).expect("one"))
        .await;
    assert_eq!(found.len(), 1);
    let entry = &found[0];
    assert_eq!(entry.entry_id, made.entry_id);
    assert_eq!(entry.amount_fc, Some(Amount::from_cents(84_700)));
    assert_eq!(entry.vat_amount_fc, Some(Amount::from_cents(14_700)));
    assert_eq!(
        (entry.entry_date, entry.due_date),
        (Some(TODAY), Some(date(2026, 7, 15)))
    );
    assert_eq!(entry.r#type, Some(transaction_type::SALES));

    let lines = client
        .all(ListSalesEntryLines::by_entries(&[made.entry_id]).expect("one"))
        .await;
    assert_eq!(lines.len(), 70);
    assert!(
        lines
            .iter()
            .all(|line| line.vat_code.as_ref() == Some(&masters.vat))
    );
    let ledger = client
        .all(ListTransactionLines::by_entries(&[made.entry_id]).expect("one"))
        .await;
    assert!(ledger.len() > 60, "more than a page: {}", ledger.len());
    let header = ledger
        .iter()
        .find(|line| line.line_number == Some(0))
        .expect("a header line");
    assert_eq!(header.amount_dc, Some(Amount::from_cents(84_700)));
    assert_eq!(header.your_ref.as_deref(), Some("O'N-1 & 2"));
    assert_eq!(header.account_code, Some(Code::new("900001")));
    let synced = client
        .all(SyncTransactionLines::after(Rowversion::START))
        .await;
    let of_entry = synced
        .iter()
        .filter(|line| line.row.entry_id == Some(made.entry_id));
    assert_eq!(of_entry.count(), ledger.len());

    client
        .send(&DeleteSalesEntry::new(made.entry_id))
        .await
        .expect("deleted");
    assert!(
        client
            .all(ListSalesEntries::by_id(made.entry_id))
            .await
            .is_empty()
    );
    let deleted = client.all(SyncDeleted::after(Rowversion::START)).await;
    let gone = deleted
        .iter()
        .filter(|row| row.row.entity_type == entity_type::TRANSACTION_LINES);
    assert_eq!(gone.count(), ledger.len());
}
