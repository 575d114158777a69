//! Seller and buyer: names, addresses, and the numbers by which they are known.

use domain::{Address, EnterpriseNumber, Party, VatNumber};
use en16931::Identifier;
use en16931::invoice::Party as ModelParty;
use roxmltree::Node;

use crate::findings::{Findings, refusal};
use crate::reasons;
use crate::tree::{at, text_at};

/// Scheme of Belgian enterprise numbers in Peppol.
const SCHEME_ENTERPRISE: &str = "0208";
/// Schemes whose values are Belgian numbers: enterprise (0208), VAT (9925), CBE of old (9956).
const BELGIAN_SCHEMES: [&str; 3] = [SCHEME_ENTERPRISE, "9925", "9956"];

/// A party as printed. `node` is its `cac:Party`, if there is one.
pub(crate) fn party(model: &ModelParty, node: Option<Node<'_, '_>>) -> Party {
    Party {
        name: model
            .name
            .clone()
            .or_else(|| model.trading_name.clone())
            .unwrap_or_default(),
        address: address(model, node),
        vat_number: model
            .vat_identifier
            .as_deref()
            .map(normalised_vat)
            .unwrap_or_default(),
        endpoint: model
            .electronic_address
            .as_ref()
            .map(endpoint)
            .unwrap_or_default(),
    }
}

/// The buyer, who must have a name and a whole address.
pub(crate) fn buyer(model: &ModelParty, root: Node<'_, '_>, findings: &mut Findings) -> Party {
    let node = at(root, &["AccountingCustomerParty", "Party"]);
    let buyer = party(model, node);
    let stands = node.unwrap_or(root);
    if buyer.name.is_empty() {
        findings.add(stands, refusal(reasons::NO_BUYER_NAME));
    }
    let missing: Vec<&str> = buyer
        .address
        .missing()
        .into_iter()
        .map(element_of)
        .collect();
    if !missing.is_empty() {
        let told = refusal(reasons::NO_BUYER_ADDRESS).with("missing", missing.join(", "));
        findings.add(stands, told);
    }
    buyer
}

/// The UBL element of a part of an address.
fn element_of(part: &str) -> &str {
    match part {
        "line" => "StreetName",
        "postcode" => "PostalZone",
        "city" => "CityName",
        _ => "Country",
    }
}

/// The address; a house number of its own, which EN 16931 does not know, is put behind the street.
fn address(model: &ModelParty, node: Option<Node<'_, '_>>) -> Address {
    let model = &model.address;
    let own = |name| node.and_then(|node| text_at(node, &["PostalAddress", name]));
    let country = model
        .country
        .as_ref()
        .map(|code| code.as_str().trim().to_uppercase());
    Address {
        line: joined(" ", [model.line1.clone(), own("BuildingNumber")]),
        line2: joined(
            ", ",
            [model.line2.clone(), model.line3.clone(), own("Postbox")],
        ),
        postcode: model.post_code.clone().unwrap_or_default(),
        city: model.city.clone().unwrap_or_default(),
        country: country.filter(|code| is_country(code)).unwrap_or_default(),
    }
}

fn joined<const N: usize>(between: &str, parts: [Option<String>; N]) -> String {
    parts
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(between)
}

fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// The country of a party: that of its address, else that of its VAT number.
pub(crate) fn country(party: &Party) -> Option<&str> {
    let address = Some(party.address.country.as_str()).filter(|code| !code.is_empty());
    address.or_else(|| party.vat_number.get(..2).filter(|code| is_country(code)))
}

/// A VAT number in its one form where it is valid, otherwise as it stands.
fn normalised_vat(text: &str) -> String {
    VatNumber::parse(text).map_or_else(
        |_| text.trim().to_owned(),
        |number| number.as_str().to_owned(),
    )
}

/// The Peppol address, `scheme:value`; Belgian enterprise numbers without dots.
fn endpoint(id: &Identifier) -> String {
    let value = id.content().trim();
    let Some(scheme) = id.scheme().map(str::trim) else {
        return value.to_owned();
    };
    if scheme == SCHEME_ENTERPRISE
        && let Ok(number) = EnterpriseNumber::parse(value)
    {
        return format!("{scheme}:{}", number.digits());
    }
    format!("{scheme}:{value}")
}

/// Every number that says which enterprise the seller is, in one form, each once.
///
/// Taken from the endpoint, the tax schemes, the legal entity and the identifications, since
/// writers fill different ones.
pub(crate) fn enterprise_numbers(model: &ModelParty, country: Option<&str>) -> Vec<String> {
    let plain = |text: &Option<String>| text.clone().map(Identifier::new);
    let candidates = [
        model.electronic_address.clone(),
        plain(&model.vat_identifier),
        plain(&model.tax_registration),
        model.legal_registration.clone(),
    ];
    let mut numbers: Vec<String> = Vec::new();
    for id in candidates.iter().flatten().chain(&model.identifiers) {
        if let Some(number) = enterprise_number(id, country)
            && !numbers.contains(&number)
        {
            numbers.push(number);
        }
    }
    numbers
}

/// One number in its one form: Belgian where its scheme, its prefix or the country says so,
/// otherwise a VAT number of another country.
fn enterprise_number(id: &Identifier, country: Option<&str>) -> Option<String> {
    let text = id.content().trim();
    let prefixed = text
        .get(..2)
        .is_some_and(|start| start.eq_ignore_ascii_case("BE"));
    let belgian = match id.scheme() {
        Some(scheme) => BELGIAN_SCHEMES.contains(&scheme.trim()),
        None => country == Some("BE"),
    };
    if belgian || prefixed {
        return EnterpriseNumber::parse(text)
            .ok()
            .map(|number| number.as_str().to_owned());
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    VatNumber::parse(text)
        .ok()
        .map(|number| number.as_str().to_owned())
}
