//! Pages of lists: a list is read from a key onwards, never by counting rows, and never without a limit.

/// How many rows a page of a list holds.
pub const PAGE_ROWS: usize = 50;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// At most [`PAGE_ROWS`] rows.
    pub rows: Vec<T>,
    /// Where the next page begins; `None` on the last page. Opaque: hand it back as it is.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of up to `PAGE_ROWS + 1` rows: the one too many only says that there is more.
    pub(crate) fn cut(mut rows: Vec<T>, key: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > PAGE_ROWS;
        rows.truncate(PAGE_ROWS);
        let next = if more { rows.last().map(key) } else { None };
        Self { rows, next }
    }
}

/// The limit that [`Page::cut`] expects a query to have.
pub(crate) const PAGE_QUERY_ROWS: i64 = 51;

/// A text as the pattern of a portable `LIKE … ESCAPE '!'`: anything that contains it.
///
/// Lists look for the text in lower case in the lower case of a column, and for the text as it is in the
/// column as it is: SQLite's `LOWER` knows no accents.
pub(crate) fn contains_pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    // A NUL is found nowhere, and PostgreSQL would not even look for it.
    for character in text.trim().chars().filter(|c| *c != '\0') {
        if matches!(character, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_page_without_a_rest_is_the_last() {
        let rows: Vec<i64> = (0..50).collect();
        assert_eq!(Page::cut(rows, i64::to_string).next, None);
        let rows: Vec<i64> = (0..51).collect();
        let page = Page::cut(rows, i64::to_string);
        assert_eq!(page.rows.len(), PAGE_ROWS);
        assert_eq!(page.next.as_deref(), Some("49"));
    }

    #[test]
    fn a_pattern_means_its_signs() {
        assert_eq!(contains_pattern(" 50%_Korting! "), "%50!%!_Korting!!%");
    }
}
