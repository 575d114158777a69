//! Loads the relations that may matter to customers at hand. The number of statements does not grow with the relations
//! that Exact has: everyone is found by an index.

use std::collections::BTreeMap;

use domain::{Customer, CustomerId, party_key, vat_key};
use store::{StoreError, Tx};
use uuid::Uuid;

use super::{
    books::{Books, Relation},
    mirrored::{AT_ONCE, filled_up},
    rows::RelationRow,
};
use crate::LinkError;

/// The relations with the customers' numbers, those that they are linked to, and those that are like customers who have
/// neither; of all of them also who else is linked to them.
pub(super) async fn relations(
    tx: &mut Tx,
    id: i64,
    customers: &BTreeMap<CustomerId, Customer>,
    books: &mut Books,
) -> Result<(), LinkError> {
    let codes: Vec<String> = customers
        .values()
        .map(|customer| customer.number.to_string())
        .collect();
    for chunk in codes.chunks(AT_ONCE) {
        for RelationRow(row) in by_code(tx, id, chunk).await? {
            books.insert_relation(row);
        }
    }
    let missing = |books: &Books| -> Vec<String> {
        books
            .customer_links
            .values()
            .filter(|guid| !books.relations.contains_key(guid))
            .map(ToString::to_string)
            .collect()
    };
    for chunk in missing(books).chunks(AT_ONCE) {
        for RelationRow(row) in by_guid(tx, id, chunk).await? {
            books.relations.insert(row.guid, row);
        }
    }
    alike(tx, id, customers, books).await?;
    let guids: Vec<String> = books.relations.keys().map(ToString::to_string).collect();
    for chunk in guids.chunks(AT_ONCE) {
        for (customer, guid) in linked(tx, id, chunk).await? {
            books
                .linked_relations
                .insert(guid, CustomerId::new(customer));
        }
    }
    Ok(())
}

/// Of those whom Exact has neither under their link nor under their number: who has the VAT number, or the name and
/// address, and on whom the entries stand that were booked for them before.
async fn alike(
    tx: &mut Tx,
    id: i64,
    customers: &BTreeMap<CustomerId, Customer>,
    books: &mut Books,
) -> Result<(), LinkError> {
    let has_relation = |customer: &Customer| {
        let linked = books.customer_links.get(&customer.id);
        linked.is_some_and(|guid| books.relations.contains_key(guid))
            || books
                .relation_codes
                .contains_key(&customer.number.to_string())
    };
    let alone: Vec<&Customer> = customers
        .values()
        .filter(|customer| !has_relation(customer))
        .collect();
    let (mut by_vat, mut by_party) = (Keys::new(), Keys::new());
    for customer in &alone {
        if let Some(key) = vat_key(&customer.vat_number) {
            by_vat.entry(key).or_default().push(customer.id);
        }
        if let Some(key) = party_key(&customer.name, &customer.address) {
            by_party.entry(key).or_default().push(customer.id);
        }
    }
    let keys: Vec<String> = by_vat.keys().cloned().collect();
    for chunk in keys.chunks(AT_ONCE) {
        for RelationRow(row) in with_vat_number(tx, id, chunk).await? {
            let key = vat_key(&row.vat_number);
            add(books, row, key.and_then(|key| by_vat.get(&key)));
        }
    }
    let keys: Vec<String> = by_party.keys().cloned().collect();
    for chunk in keys.chunks(AT_ONCE) {
        for RelationRow(row) in with_name_and_address(tx, id, chunk).await? {
            let key = party_key(&row.name, &row.address);
            add(books, row, key.and_then(|key| by_party.get(&key)));
        }
    }
    let lost: Vec<i64> = alone
        .iter()
        .map(|customer| customer.id)
        .filter(|customer| books.customer_links.contains_key(customer))
        .map(CustomerId::get)
        .collect();
    for chunk in lost.chunks(AT_ONCE) {
        booked_on(tx, id, chunk, books).await?;
    }
    let asked: Vec<i64> = books.alike.keys().copied().map(CustomerId::get).collect();
    for chunk in asked.chunks(AT_ONCE) {
        for (customer, guid) in apart(tx, id, chunk).await? {
            if let Some(alike) = books.alike.get_mut(&CustomerId::new(customer)) {
                alike.remove(&guid);
            }
        }
    }
    Ok(())
}

/// The customers with a key.
type Keys = BTreeMap<String, Vec<CustomerId>>;

fn add(books: &mut Books, relation: Relation, customers: Option<&Vec<CustomerId>>) {
    for customer in customers.into_iter().flatten() {
        let alike = books.alike.entry(*customer).or_default();
        alike.insert(relation.guid);
    }
    books.relations.insert(relation.guid, relation);
}

/// A merge in Exact moves the entries of the relation that goes to the one that stays.
async fn booked_on(
    tx: &mut Tx,
    id: i64,
    customers: &[i64],
    books: &mut Books,
) -> Result<(), LinkError> {
    let rows: Vec<(String, i64)> = tx
        .all(
            "SELECT DISTINCT l.relation, i.customer_id FROM invoice i JOIN booking b ON b.invoice_id = i.id \
             JOIN exact_line l ON l.administration_id = b.administration_id AND l.entry_id = b.entry_id \
             WHERE b.administration_id = $1 AND l.line_number = 0 AND i.customer_id IN ( \
             $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
             $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, \
             $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)",
            filled_up(id, customers),
        )
        .await?;
    let mut on = Keys::new();
    for (guid, customer) in rows {
        on.entry(guid).or_default().push(CustomerId::new(customer));
    }
    let guids: Vec<String> = on.keys().cloned().collect();
    for chunk in guids.chunks(AT_ONCE) {
        for RelationRow(row) in by_guid(tx, id, chunk).await? {
            let customers = on.get(&row.guid.to_string());
            add(books, row, customers);
        }
    }
    Ok(())
}

/// Of whom a person said that they are somebody else.
async fn apart(tx: &mut Tx, id: i64, customers: &[i64]) -> Result<Vec<(i64, Uuid)>, StoreError> {
    tx.all(
        "SELECT customer_id, guid FROM customer_apart WHERE administration_id = $1 AND customer_id IN ( \
         $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
         $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, \
         $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)",
        filled_up(id, customers),
    )
    .await
}

async fn by_code(tx: &mut Tx, id: i64, codes: &[String]) -> Result<Vec<RelationRow>, StoreError> {
    tx.all(
        "SELECT guid, code, name, address_line1, address_line2, address_line3, postcode, city, country, status, \
         blocked, end_date, receivable_account, payment_condition, vat_number FROM exact_relation \
         WHERE administration_id = $1 AND code IN ( \
         $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
         $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, \
         $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)",
        filled_up(id, codes),
    )
    .await
}

async fn by_guid(tx: &mut Tx, id: i64, guids: &[String]) -> Result<Vec<RelationRow>, StoreError> {
    tx.all(
        "SELECT guid, code, name, address_line1, address_line2, address_line3, postcode, city, country, status, \
         blocked, end_date, receivable_account, payment_condition, vat_number FROM exact_relation \
         WHERE administration_id = $1 AND guid IN ( \
         $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
         $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, \
         $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)",
        filled_up(id, guids),
    )
    .await
}

async fn with_vat_number(
    tx: &mut Tx,
    id: i64,
    keys: &[String],
) -> Result<Vec<RelationRow>, StoreError> {
    tx.all(
        "SELECT guid, code, name, address_line1, address_line2, address_line3, postcode, city, country, status, \
         blocked, end_date, receivable_account, payment_condition, vat_number FROM exact_relation \
         WHERE administration_id = $1 AND vat_key IN ( \
         $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
         $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, \
         $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)",
        filled_up(id, keys),
    )
    .await
}

async fn with_name_and_address(
    tx: &mut Tx,
    id: i64,
    keys: &[String],
) -> Result<Vec<RelationRow>, StoreError> {
    tx.all(
        "SELECT guid, code, name, address_line1, address_line2, address_line3, postcode, city, country, status, \
         blocked, end_date, receivable_account, payment_condition, vat_number FROM exact_relation \
         WHERE administration_id = $1 AND party_key IN ( \
         $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
         $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, \
         $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)",
        filled_up(id, keys),
    )
    .await
}

async fn linked(tx: &mut Tx, id: i64, guids: &[String]) -> Result<Vec<(i64, Uuid)>, StoreError> {
    tx.all(
        "SELECT customer_id, guid FROM customer_link WHERE administration_id = $1 AND guid IN ( \
         $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
         $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, \
         $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)",
        filled_up(id, guids),
    )
    .await
}
