//! `current/Me`: the signed-in user.

use crate::api::endpoint::{Endpoint, ReadRule, Row, Rows, View, Wanted};
use crate::api::tables;
use crate::odata::Value;

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    key: &["UserID"],
    rule: ReadRule::Free,
    ..Endpoint::reading("current/Me", &tables::me::TABLE, "", rows)
};

struct Me<'a>(&'a View<'a>);

fn rows<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    Box::new(std::iter::once(Box::new(Me(view)) as Box<dyn Row>))
}

impl Row for Me<'_> {
    fn get(&self, property: &str) -> Value {
        let user = self.0.user;
        // The company that was last opened: the first that the user has, be it outside the app's grant.
        let current = user.divisions.first().copied();
        let company = current.and_then(|division| self.0.books.company(division));
        let (first, last) = user.names();
        match property {
            "UserID" => user.id.into(),
            "UserName" => Value::text(&user.user_name),
            "FullName" => Value::text(&user.full_name),
            "FirstName" => Value::text(first),
            "LastName" => Value::text(last),
            "Email" => Value::text(&user.email),
            "Language" => Value::text(&user.language),
            "LanguageCode" => Value::text(match user.language.as_str() {
                "EN" => "en-GB",
                "FR" => "fr-BE",
                _ => "nl-BE",
            }),
            "CurrentDivision" => current.into(),
            "DivisionCustomer" => company.map(|company| company.profile.licence).into(),
            "DivisionCustomerName" => {
                company.map_or(Value::Null, |it| Value::text(&it.profile.licence_name))
            }
            "DivisionCustomerVatNumber" => {
                company.map_or(Value::Null, |it| Value::text(&it.profile.vat_number))
            }
            "IsClientUser" | "IsMyFirmLiteUser" | "IsMyFirmPortalUser" => Value::Bool(false),
            "ServerTime" => Value::Text(self.0.now.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
            "ServerUtcOffset" => Value::Int(0),
            _ => Value::Null,
        }
    }
}
