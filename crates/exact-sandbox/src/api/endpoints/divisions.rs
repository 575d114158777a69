//! `system/Divisions`: the companies that the user may open and let the app into. The path's company is not looked at.
//! `hrm/Divisions`: those of one licence. `system/AllDivisions`: the whole licence, whoever may open them.

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

pub(crate) static ALL: Endpoint = Endpoint {
    key: &["Code"],
    ..Endpoint::reading(
        "system/AllDivisions",
        &tables::divisions::TABLE,
        "organization.administration",
        all,
    )
};

pub(crate) static HRM: Endpoint = Endpoint {
    key: &["Code"],
    ..Endpoint::reading(
        "hrm/Divisions",
        &tables::hrm_divisions::TABLE,
        "",
        of_licence,
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

fn all<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    let licence = view.company.profile.licence;
    let companies = view.books.companies.values();
    let same = companies.filter(move |company| company.profile.licence == licence);
    Box::new(same.map(move |company| Box::new(Division { view, company }) as Box<dyn Row>))
}

fn of_licence<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    let licence = view.company.profile.licence;
    let companies = view.books.companies.values().filter(move |company| {
        let number = company.profile.division;
        company.profile.licence == licence
            && view.granted.contains(&number)
            && view.user.divisions.contains(&number)
    });
    Box::new(companies.map(move |company| Box::new(Division { view, company }) as Box<dyn Row>))
}

impl Row for Division<'_> {
    fn get(&self, property: &str) -> Value {
        let profile = &self.company.profile;
        match property {
            "Code" => profile.division.into(),
            "Main" => Value::Bool(self.view.user.divisions.first() == Some(&profile.division)),
            "DivisionMoveDate" => self.company.moved.into(),
            "Hid" | "HID" => profile.hid.into(),
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
