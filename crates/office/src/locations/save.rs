//! Makes a location or mends one. Its administration is chosen elsewhere, by the link.

use domain::{Address, EnterpriseNumber, Iban, Language, Location, LocationId, Place, Refusal};
use store::{Tx, params, transact};

use super::get::load;
use crate::{
    Actor, Office, OfficeError, Right,
    fields::Fields,
    reasons,
    trail::{self, Change},
};

/// A location as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LocationForm {
    /// The location that is changed; `None` makes a new one.
    pub id: Option<LocationId>,
    /// The name by which people know it.
    pub name: String,
    /// The name of its legal entity.
    pub legal_name: String,
    /// The enterprise number, with or without ornaments; empty while unknown.
    pub enterprise_number: String,
    /// Street and house number.
    pub address_line: String,
    /// The postcode.
    pub postcode: String,
    /// The town.
    pub city: String,
    /// ISO 3166 code of two letters.
    pub country: String,
    /// The account on which it is paid; empty while unknown.
    pub iban: String,
    /// The language of what it prints by law.
    pub language: Language,
}

/// Stores a location as typed.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::EditLocations`], [`OfficeError::Refused`] with everything that
/// is wrong, [`OfficeError::NotFound`].
pub async fn save(
    office: &Office,
    actor: &Actor,
    form: &LocationForm,
) -> Result<Location, OfficeError> {
    actor.require(Right::EditLocations)?;
    let id = form
        .id
        .unwrap_or_else(|| LocationId::new(office.ids.next()));
    let typed = read(form, id).map_err(OfficeError::Refused)?;
    transact!(office.db, |tx| -> Result<Location, OfficeError> {
        let before = match form.id {
            Some(id) => {
                tx.execute(
                    "UPDATE location SET name = name WHERE id = $1",
                    params![id.get()],
                )
                .await?;
                Some(load(tx, id).await?)
            }
            None => None,
        };
        let administration = before.as_ref().and_then(|before| before.administration);
        let after = Location {
            administration,
            ..typed.clone()
        };
        store(tx, before.is_none(), &after).await?;
        let change = match &before {
            Some(before) => Change::changed("location", id.get(), before, &after),
            None => Change::created("location", id.get(), &after),
        };
        trail::record(office, actor, tx, change).await?;
        Ok(after)
    })
}

fn read(form: &LocationForm, id: LocationId) -> Result<Location, Vec<Refusal>> {
    let place = form.id.map_or(Place::Nowhere, Place::Location);
    let mut fields = Fields::new(place.clone());
    let name = fields.text("name", &form.name);
    if name.is_empty() {
        fields.refuse(Refusal::new(reasons::TEXT_MISSING, place).with("field", "name"));
    }
    let location = Location {
        id,
        name,
        legal_name: fields.text("legal-name", &form.legal_name),
        enterprise_number: fields.optional(
            reasons::ENTERPRISE_NUMBER_MALFORMED,
            &form.enterprise_number,
            |text| {
                EnterpriseNumber::parse(text)
                    .ok()
                    .map(|number| number.as_str().to_owned())
            },
        ),
        address: Address {
            line: fields.text("address-line", &form.address_line),
            line2: String::new(),
            postcode: fields.text("postcode", &form.postcode),
            city: fields.text("city", &form.city),
            country: fields.country(&form.country),
        },
        iban: fields.optional(reasons::IBAN_MALFORMED, &form.iban, |text| {
            Iban::parse(text).ok().map(|iban| iban.as_str().to_owned())
        }),
        language: form.language,
        administration: None,
    };
    fields.finish(location)
}

async fn store(tx: &mut Tx, new: bool, location: &Location) -> Result<(), OfficeError> {
    let sql = if new {
        "INSERT INTO location (id, name, legal_name, enterprise_number, address_line, postcode, city, country,
                               iban, language)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    } else {
        "UPDATE location
         SET name = $2, legal_name = $3, enterprise_number = $4, address_line = $5, postcode = $6, city = $7,
             country = $8, iban = $9, language = $10
         WHERE id = $1"
    };
    tx.execute_one(
        sql,
        params![
            location.id.get(),
            &location.name,
            &location.legal_name,
            &location.enterprise_number,
            &location.address.line,
            &location.address.postcode,
            &location.address.city,
            &location.address.country,
            &location.iban,
            location.language.as_str(),
        ],
    )
    .await?;
    Ok(())
}
