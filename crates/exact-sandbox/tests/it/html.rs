//! Reads the HTML of a page as strictly as it is written: every tag is closed, every attribute quoted, every id unique.

use std::collections::BTreeSet;

/// An element with what is in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Element {
    pub(crate) tag: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Element>,
    /// Only in text, which has no tag.
    text: String,
}

const VOID: [&str; 6] = ["meta", "link", "br", "input", "img", "hr"];

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// All text inside, with single blanks.
    pub(crate) fn text(&self) -> String {
        let mut all = String::new();
        self.collect_text(&mut all);
        all.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn collect_text(&self, into: &mut String) {
        into.push_str(&self.text);
        if !self.tag.is_empty() {
            into.push(' ');
        }
        for child in &self.children {
            child.collect_text(into);
        }
    }

    /// Every element of this kind inside, in the order of the page.
    pub(crate) fn all<'a>(&'a self, tag: &str, into: &mut Vec<&'a Element>) {
        for child in &self.children {
            if child.tag == tag {
                into.push(child);
            }
            child.all(tag, into);
        }
    }

    pub(crate) fn every(&self, tag: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        self.all(tag, &mut found);
        found
    }
}

/// The page as a tree, or what is wrong with it.
pub(crate) fn parse(html: &str) -> Result<Element, String> {
    let rest = html
        .strip_prefix("<!doctype html>")
        .ok_or("no doctype at the beginning")?;
    let mut open = vec![Element::default()];
    let mut rest = rest;
    while let Some(at) = rest.find('<') {
        add_text(&mut open, &rest[..at])?;
        let end = rest[at..].find('>').ok_or("a tag without end")? + at;
        let inside = &rest[at + 1..end];
        rest = &rest[end + 1..];
        // An option needs no end: the next one, or the end of the list, is it.
        let ends_option = inside.starts_with("option") || inside == "/datalist";
        if ends_option && open.last().is_some_and(|it| it.tag == "option") {
            let option = open.pop().ok_or("nothing is open")?;
            open.last_mut()
                .ok_or("nothing is open")?
                .children
                .push(option);
        }
        if let Some(tag) = inside.strip_prefix('/') {
            let closed = open.pop().ok_or("nothing is open")?;
            if closed.tag != tag {
                return Err(format!("<{}> is closed by </{tag}>", closed.tag));
            }
            open.last_mut()
                .ok_or("nothing is open")?
                .children
                .push(closed);
            continue;
        }
        let element = element(inside)?;
        if VOID.contains(&element.tag.as_str()) {
            open.last_mut()
                .ok_or("nothing is open")?
                .children
                .push(element);
        } else {
            open.push(element);
        }
    }
    let [root] = open.as_slice() else {
        return Err(format!("<{}> is not closed", open[open.len() - 1].tag));
    };
    check(root)?;
    Ok(root.clone())
}

fn add_text(open: &mut [Element], text: &str) -> Result<(), String> {
    if text.contains('>') {
        return Err(format!("a stray > in {text:?}"));
    }
    let text = decoded(text)?;
    let within = open.last_mut().ok_or("nothing is open")?;
    within.children.push(Element {
        text,
        ..Element::default()
    });
    Ok(())
}

fn element(inside: &str) -> Result<Element, String> {
    let (tag, mut rest) = match inside.split_once(char::is_whitespace) {
        Some((tag, rest)) => (tag, rest.trim()),
        None => (inside, ""),
    };
    if tag.is_empty()
        || !tag
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    {
        return Err(format!("no tag: <{inside}>"));
    }
    let mut attributes: Vec<(String, String)> = Vec::new();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = rest[end..].trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix("=\"") {
            let end = after
                .find('"')
                .ok_or_else(|| format!("no end quote: <{inside}>"))?;
            value = decoded(&after[..end])?;
            rest = after[end + 1..].trim_start();
        } else if rest.starts_with('=') {
            return Err(format!("not quoted: <{inside}>"));
        }
        if attributes.iter().any(|(known, _)| *known == name) {
            return Err(format!("{name} twice: <{inside}>"));
        }
        attributes.push((name, value));
    }
    Ok(Element {
        tag: tag.to_owned(),
        attributes,
        ..Element::default()
    })
}

fn decoded(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let end = rest[at..]
            .find(';')
            .ok_or_else(|| format!("a stray & in {text:?}"))?
            + at;
        out.push_str(match &rest[at + 1..end] {
            "amp" | "#38" => "&",
            "lt" | "#60" => "<",
            "gt" | "#62" => ">",
            "quot" | "#34" => "\"",
            "#39" => "'",
            other => return Err(format!("an unknown entity: &{other};")),
        });
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

/// Ids are unique, labels lead to fields, fields have a name that is said, pictures and frames have a text.
fn check(root: &Element) -> Result<(), String> {
    let mut every = Vec::new();
    descend(root, &mut every);
    let ids: Vec<&str> = every.iter().filter_map(|it| it.attribute("id")).collect();
    let unique: BTreeSet<&&str> = ids.iter().collect();
    if unique.len() != ids.len() {
        return Err(format!("an id twice: {ids:?}"));
    }
    for element in &every {
        let has = |name| element.attribute(name).is_some();
        let labelled = |element: &&Element| {
            let id = element.attribute("id");
            let named = |label: &&&Element| {
                let within = [label.every("input"), label.every("select")].concat();
                within.iter().any(|it| std::ptr::eq(*it, *element))
                    || (id.is_some() && label.attribute("for") == id)
            };
            let mut labels = every.iter().filter(|it| it.tag == "label");
            element.attribute("aria-label").is_some() || labels.any(|it| named(&it))
        };
        let hidden = element.attribute("type") == Some("hidden");
        let sound = match element.tag.as_str() {
            "label" => element.attribute("for").is_none_or(|id| ids.contains(&id)),
            "input" | "select" => hidden || labelled(element),
            "img" => has("alt"),
            "iframe" => has("title"),
            "a" => has("href") && !element.text().is_empty(),
            "script" => has("src") && element.text().is_empty(),
            "style" => false,
            _ => {
                !has("style")
                    && !element
                        .attributes
                        .iter()
                        .any(|(name, _)| name.starts_with("on"))
            }
        };
        if !sound {
            return Err(format!("<{} {:?}>", element.tag, element.attributes));
        }
    }
    Ok(())
}

fn descend<'a>(element: &'a Element, into: &mut Vec<&'a Element>) {
    for child in &element.children {
        if !child.tag.is_empty() {
            into.push(child);
        }
        descend(child, into);
    }
}

#[test]
fn what_is_not_well_formed_is_found() {
    let page = |body: &str| parse(&format!("<!doctype html><body>{body}</body>"));
    assert_eq!(
        page("<p>a &amp; b<br><b>c</b></p>").unwrap().text(),
        "a & b c"
    );
    for wrong in [
        "<p>",
        "</p>",
        "<p><b></p></b>",
        "<p class=x></p>",
        "<p class=\"x></p>",
        "a & b",
        "a > b",
        "<i id=\"x\"></i><i id=\"x\"></i>",
        "<a>x</a>",
        "<a href=\"/\"></a>",
        "<input name=\"x\">",
        "<label for=\"y\">x</label>",
        "<p style=\"x\"></p>",
        "<p onclick=\"x\"></p>",
        "<script>x</script>",
    ] {
        assert!(page(wrong).is_err(), "{wrong}");
    }
}
