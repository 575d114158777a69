//! `general/Currencies`: the one currency of the books.

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted};
use crate::api::tables;
use crate::odata::Value;

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    key: &["Code"],
    ..Endpoint::reading(
        "general/Currencies",
        &tables::currencies::TABLE,
        "financial.currencies",
        rows,
    )
};

struct Currency<'a>(&'a View<'a>);

fn rows<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    Box::new(std::iter::once(Box::new(Currency(view)) as Box<dyn Row>))
}

impl Row for Currency<'_> {
    fn get(&self, property: &str) -> Value {
        let code = self.0.company.currency();
        match property {
            "Code" => Value::text(code),
            "Description" if code == "EUR" => Value::text("Euro"),
            "Description" => Value::text(code),
            "AmountPrecision" | "PricePrecision" => {
                Value::Decimal(rust_decimal::Decimal::new(1, 2))
            }
            _ => Value::Null,
        }
    }
}
