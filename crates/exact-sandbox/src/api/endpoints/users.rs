//! `system/Users`: those who may open any company of the licence.

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted};
use crate::api::tables;
use crate::books::User;
use crate::odata::Value;

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    key: &["UserID"],
    ..Endpoint::reading(
        "system/Users",
        &tables::users::TABLE,
        "organization.administration",
        rows,
    )
};

struct Shown<'a> {
    view: &'a View<'a>,
    user: &'a User,
}

fn rows<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    let licence = view.company.profile.licence;
    let of_licence = |user: &&User| {
        user.divisions.iter().any(|division| {
            let company = view.books.company(*division);
            company.is_some_and(|company| company.profile.licence == licence)
        })
    };
    let mut users: Vec<&User> = view.books.users.iter().filter(of_licence).collect();
    users.sort_by_key(|user| user.id);
    let shown = users.into_iter().map(move |user| Shown { view, user });
    Box::new(shown.map(|row| Box::new(row) as Box<dyn Row>))
}

impl Row for Shown<'_> {
    fn get(&self, property: &str) -> Value {
        let (user, profile) = (self.user, &self.view.company.profile);
        let (first, last) = user.names();
        match property {
            "UserID" => user.id.into(),
            "UserName" => Value::text(&user.user_name),
            "FullName" => Value::text(&user.full_name),
            "FirstName" => Value::text(first),
            "LastName" => Value::text(last),
            "Email" => Value::text(&user.email),
            "Language" | "UserLanguage" => Value::text(&user.language),
            "Customer" => profile.licence.into(),
            "CustomerName" => Value::text(&profile.licence_name),
            "IsAnonymised" => Value::Bool(false),
            "UserDivisionList" => {
                let numbers: Vec<String> = user.divisions.iter().map(i32::to_string).collect();
                Value::text(&numbers.join(","))
            }
            _ => Value::Null,
        }
    }
}
