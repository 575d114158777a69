//! Bookings in whatever state a test needs, without an administration that is connected.

use store::{Db, StoreError, params, transact};

/// Puts the booking of an invoice into this state, by its stored word; makes it when there is none.
///
/// # Errors
/// When the database refuses it.
pub async fn set_state(db: &Db, invoice: i64, state: &str) -> Result<(), StoreError> {
    transact!(db, |tx| -> Result<(), StoreError> {
        tx.execute(
            "INSERT INTO connection (id, base_url, client_id, exact_user_id, exact_user_name, state, access_token, \
             refresh_token, token_issued_at, token_version, created_at) \
             VALUES (1, '', '', '', '', 'connected', '', '', 0, 0, 0) ON CONFLICT DO NOTHING",
            params![],
        )
        .await?;
        tx.execute(
            "INSERT INTO administration (id, connection_id, base_url, division, name, vat_number, currency) \
             VALUES (1, 1, '', 1, '', '', 'EUR') ON CONFLICT DO NOTHING",
            params![],
        )
        .await?;
        tx.execute_one(
            "INSERT INTO booking (id, invoice_id, administration_id, division, state, generation, changed_at) \
             VALUES ($1, $1, 1, 1, $2, 0, 0) ON CONFLICT (invoice_id) DO UPDATE SET state = excluded.state",
            params![invoice, state],
        )
        .await
    })
}
