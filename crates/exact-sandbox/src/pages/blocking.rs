//! The buttons that block a relation or a ledger account, or free it.

use super::notice::Notice;
use super::typed::Typed;
use crate::admin::Order;

/// What the button that was pressed orders, and what is said afterwards; nothing when it was another button.
pub(super) fn blocking(
    typed: &Typed,
    gl_account: Option<String>,
    customer: Option<String>,
) -> Option<(Order, Notice)> {
    match typed.get("doe") {
        "blokkeren" => Some((
            Order::BlockAccount {
                gl_account,
                customer,
            },
            Notice::Blocked,
        )),
        "vrijgeven" => Some((
            Order::UnblockAccount {
                gl_account,
                customer,
            },
            Notice::Freed,
        )),
        _ => None,
    }
}
