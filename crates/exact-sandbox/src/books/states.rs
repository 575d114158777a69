//! States and provinces of the countries of which they are known here (ISO 3166-2), for addresses.

/// A state or province.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// ISO code of the country.
    pub country: &'static str,
    /// Its own code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
}

const fn state(country: &'static str, code: &'static str, name: &'static str) -> State {
    State {
        country,
        code,
        name,
    }
}

/// All of Belgium and the Netherlands.
pub const STATES: &[State] = &[
    state("BE", "BRU", "Brussels Hoofdstedelijk Gewest"),
    state("BE", "VAN", "Antwerpen"),
    state("BE", "VBR", "Vlaams-Brabant"),
    state("BE", "VLI", "Limburg"),
    state("BE", "VOV", "Oost-Vlaanderen"),
    state("BE", "VWV", "West-Vlaanderen"),
    state("BE", "WBR", "Waals-Brabant"),
    state("BE", "WHT", "Henegouwen"),
    state("BE", "WLG", "Luik"),
    state("BE", "WLX", "Luxemburg"),
    state("BE", "WNA", "Namen"),
    state("NL", "DR", "Drenthe"),
    state("NL", "FL", "Flevoland"),
    state("NL", "FR", "Fryslân"),
    state("NL", "GE", "Gelderland"),
    state("NL", "GR", "Groningen"),
    state("NL", "LI", "Limburg"),
    state("NL", "NB", "Noord-Brabant"),
    state("NL", "NH", "Noord-Holland"),
    state("NL", "OV", "Overijssel"),
    state("NL", "UT", "Utrecht"),
    state("NL", "ZE", "Zeeland"),
    state("NL", "ZH", "Zuid-Holland"),
];

/// Whether an address may have this state: one of its country's, where those are known.
pub(super) fn fits(code: &str, country: &str) -> bool {
    let (code, country) = (code.trim(), country.trim());
    let mut of_country = STATES.iter().filter(|it| it.country == country).peekable();
    code.is_empty() || of_country.peek().is_none() || of_country.any(|it| it.code == code)
}
