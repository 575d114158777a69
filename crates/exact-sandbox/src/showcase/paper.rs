//! An invoice on paper: a PDF of one page, as small as one can be.

/// What is printed, line by line: a line that begins with `#` is large.
pub(super) fn pdf(lines: &[String]) -> Vec<u8> {
    let mut content = String::from("BT\n");
    let mut height = 780;
    for line in lines {
        let (size, text) = line
            .strip_prefix('#')
            .map_or((11, line.as_str()), |it| (20, it));
        content += &format!(
            "/F1 {size} Tf 1 0 0 1 64 {height} Tm ({}) Tj\n",
            escaped(text)
        );
        height -= size + 9;
    }
    content.push_str("ET\n");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R\
         /Resources<</Font<</F1 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{content}endstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(out.len());
        out += &format!("{number} 0 obj{object}endobj\n");
    }
    let table = out.len();
    out += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        out += &format!("{place:010} 00000 n \n");
    }
    out += &format!(
        "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    );
    out.into_bytes()
}

/// As a PDF text of plain letters: what is beyond Latin-1 becomes a question mark, the rest an octal code.
fn escaped(text: &str) -> String {
    let letter = |c: char| match u32::from(c) {
        0x28 | 0x29 | 0x5c => format!("\\{c}"),
        0x20..=0x7e => c.to_string(),
        0x20ac => "\\200".to_owned(),
        code @ 0xa0..=0xff => format!("\\{code:03o}"),
        _ => "?".to_owned(),
    };
    text.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::pdf;

    #[test]
    fn every_object_is_where_the_table_says() {
        let bytes = pdf(&["#Factuur".into(), "Amélie (é) €".into()]);
        let text = String::from_utf8(bytes).unwrap();
        let (_, table) = text.rsplit_once("xref\n0 6\n").unwrap();
        for (number, line) in (0..6).zip(table.lines()) {
            let place: usize = line[..10].parse().unwrap();
            assert!(number == 0 || text[place..].starts_with(&format!("{number} 0 obj")));
        }
        let start = text.lines().rev().nth(1).unwrap().parse::<usize>().unwrap();
        assert!(text[start..].starts_with("xref") && text.contains(r"Am\351lie \(\351\) \200"));
    }
}
