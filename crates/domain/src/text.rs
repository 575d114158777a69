//! The one normalisation by which names and addresses are compared.
//!
//! "DORPSSTRAAT 1" and "Dorpsstraat 1 " are the same street. What is stored and printed is never
//! normalised.

/// The text as it is compared: lower case, accents folded, punctuation dropped, every row of
/// blanks and line breaks one blank, none at the ends.
///
/// An apostrophe or dot inside a word joins (`D'Essai` is `dessai`, `N.V.` is `nv`); any other
/// mark parts (`Jan-Piet` is `jan piet`). Accents: the letters of Latin-1 and Latin Extended-A,
/// which is what Dutch, French and German use, and combining marks. Other scripts are kept as
/// they are, in lower case. Normalising twice changes nothing.
#[must_use]
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        if is_joining(c) {
            continue;
        }
        if !c.is_alphanumeric() && !is_symbol(c) {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        push_folded(&mut out, c);
    }
    out
}

/// Marks that vanish without parting a word: apostrophes, the dot, soft hyphens, zero-width
/// characters and combining accents.
fn is_joining(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | '`' | '´' | '.' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}'
            | '\u{300}'..='\u{36f}'
    )
}

/// Signs that carry meaning in a name: `A & B` is not `A B`, an emoji is not nothing.
fn is_symbol(c: char) -> bool {
    matches!(c, '&' | '+' | '@' | '€') || u32::from(c) >= 0x1F000
}

/// Writes a lower-case letter without its accent.
fn push_folded(out: &mut String, c: char) {
    let folded = match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ð' | 'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĳ' => "ij",
        'ĵ' => "j",
        'ķ' | 'ĸ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ŋ' => "n",
        'ŉ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ſ' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        other => {
            out.push(other);
            return;
        }
    };
    out.push_str(folded);
}

/// The first `length` characters without outer blanks: what is left of a text where only so much
/// is kept.
#[must_use]
pub fn cut(text: &str, length: usize) -> &str {
    let text = text.trim();
    let end = text
        .char_indices()
        .nth(length)
        .map_or(text.len(), |(index, _)| index);
    text[..end].trim_end()
}
