//! `system/Divisions`: the companies that the user may open and let the app into. The path's company is not looked at.

use crate::api::endpoint::{Endpoint, Reach, Row, Rows, View, Wanted};
use crate::api::tables;
use crate::books::Company;
use crate::odata::Value;

use super::shared::country;

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    key: &["Code"],
    reach: Reach::Any,
    ..Endpoint::reading(
        "system/Divisions",
        &tables::divisions::TABLE,
        "organization.administration",
        rows,
    )
};

struct Division<'a> {
    view: &'a View<'a>,
    company: &'a Company,
}

fn rows<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    let open = view.books.companies.values().filter(|company| {
        let number = company.profile.division;
        view.granted.contains(&number) && view.user.divisions.contains(&number)
    });
    Box::new(open.map(move |company| Box::new(Division { view, company }) as Box<dyn Row>))
}

impl Row for Division<'_> {
    fn get(&self, property: &str) -> Value {
        let profile = &self.company.profile;
        match property {
            "Code" => profile.division.into(),
            "Hid" => profile.hid.into(),
            "Description" => Value::text(&profile.name),
            "AddressLine1" => Value::text(&profile.address),
            "Postcode" => Value::text(&profile.postcode),
            "City" => Value::text(&profile.city),
            "Country" => country(&profile.country, self.view.switches),
            "Legislation" => Value::text(&profile.country),
            "Currency" => Value::text(self.company.currency()),
            "Current" => Value::Bool(self.view.user.divisions.first() == Some(&profile.division)),
            "Customer" => profile.licence.into(),
            "CustomerName" => Value::text(&profile.licence_name),
            "VATNumber" => Value::text(&profile.vat_number),
            "ChamberOfCommerceNumber" => Value::text(&profile.enterprise_number),
            "BlockingStatus" => Value::Int(0),
            "Status" => Value::Int(1),
            "IsMainDivision" => {
                Value::Bool(self.view.user.divisions.first() == Some(&profile.division))
            }
            "IsDossierDivision" | "IsPracticeDivision" | "IsHRDivision" => Value::Bool(false),
            _ => Value::Null,
        }
    }
}
