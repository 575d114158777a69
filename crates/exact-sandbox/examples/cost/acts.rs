//! The calls that are measured.

use http::Method;
use serde_json::{Value, json};

use super::company::{COMPANY, Loaded, day};

/// A call of the API.
pub(crate) struct Call {
    pub(crate) method: Method,
    /// Path and query, as they are sent.
    pub(crate) path: String,
    pub(crate) body: String,
    /// What is answered.
    pub(crate) status: u16,
}

/// A kind of call.
pub(crate) struct Act {
    pub(crate) name: &'static str,
    /// Whether the books grow by it.
    pub(crate) grows: bool,
    /// Whether it is measured over HTTP, too.
    pub(crate) served: bool,
    /// The call with a number, on these books.
    pub(crate) call: fn(u64, &Loaded) -> Call,
    /// What comes nearest to it on a mock server, if anything does.
    pub(crate) mocked: Option<fn(u64, &Loaded) -> Call>,
}

pub(crate) const ACTS: [Act; 7] = [
    Act {
        name: "SalesEntries by `YourRef`",
        grows: false,
        served: true,
        call: |number, books| by_reference("salesentry/SalesEntries", number, books),
        mocked: Some(|number, books| Call {
            path: format!("/SalesEntries?YourRef=G-{}", any(number, books)),
            ..read("")
        }),
    },
    Act {
        name: "SalesEntries by `EntryNumber`",
        grows: false,
        served: false,
        call: |number, books| by_number("salesentry/SalesEntries", "EntryNumber", number, books),
        mocked: None,
    },
    Act {
        name: "TransactionLines by `YourRef`",
        grows: false,
        served: true,
        call: |number, books| by_reference("financialtransaction/TransactionLines", number, books),
        mocked: None,
    },
    Act {
        name: "Receivables by `InvoiceNumber`",
        grows: false,
        served: false,
        call: |number, books| by_number("cashflow/Receivables", "InvoiceNumber", number, books),
        mocked: None,
    },
    Act {
        name: "ReceivablesList by `YourRef`",
        grows: false,
        served: false,
        call: |number, books| by_reference("read/financial/ReceivablesList", number, books),
        mocked: None,
    },
    Act {
        name: "a page of SalesEntries",
        grows: false,
        served: true,
        call: |_, _| read("salesentry/SalesEntries?$select=EntryNumber"),
        mocked: None,
    },
    Act {
        name: "POST of a SalesEntry with 12 lines",
        grows: true,
        served: true,
        call: book,
        mocked: Some(|number, books| Call {
            path: "/SalesEntries".to_owned(),
            ..book(number, books)
        }),
    },
];

fn read(path: &str) -> Call {
    let path = path.replace(' ', "%20").replace('\'', "%27");
    Call {
        method: Method::GET,
        path: format!("/api/v1/{COMPANY}/{path}"),
        body: String::new(),
        status: 200,
    }
}

fn by_reference(endpoint: &str, number: u64, books: &Loaded) -> Call {
    let entry = any(number, books);
    read(&format!(
        "{endpoint}?$select=EntryNumber&$filter=YourRef eq 'G-{entry}'"
    ))
}

fn by_number(endpoint: &str, property: &str, number: u64, books: &Loaded) -> Call {
    let entry = any(number, books) + 100;
    read(&format!(
        "{endpoint}?$select=EntryNumber&$filter={property} eq {entry}"
    ))
}

/// The entry that a call asks for: any of them, in no order.
fn any(number: u64, books: &Loaded) -> u64 {
    number.wrapping_mul(7_919) % books.entries
}

/// An entry of twelve lines as it is sent.
pub(crate) fn entry(your_ref: &str, number: u64, books: &Loaded) -> Value {
    let line = json!({
        "GLAccount": books.gl_account, "AmountFC": 10.0, "VATCode": "2", "Description": "Arbeidsloon",
    });
    json!({
        "Journal": "71",
        "Customer": books.customer,
        "EntryDate": day(number).to_string(),
        "YourRef": your_ref,
        "Description": "Herstelling 1-ABC-234",
        "SalesEntryLines": vec![line; 12],
    })
}

fn book(number: u64, books: &Loaded) -> Call {
    Call {
        method: Method::POST,
        path: format!("/api/v1/{COMPANY}/salesentry/SalesEntries"),
        body: entry(&format!("H-{number}"), number, books).to_string(),
        status: 201,
    }
}
