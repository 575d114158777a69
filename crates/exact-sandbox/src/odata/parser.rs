//! Parses a `$filter`. Loops for `and` and `or`, recursion only for what is nested, so that depth can be limited.

use super::ast::{Filter, Op, Term, Test};
use super::lexer::{Token, tokens};
use super::{MAX_DEPTH, MAX_TERMS, ODataError};

/// The filter in the text.
///
/// # Errors
/// With the position, or the limit that was exceeded.
pub(crate) fn parse_filter(text: &str) -> Result<Filter, ODataError> {
    let tokens = tokens(text)?;
    let mut parser = Parser {
        tokens: &tokens,
        next: 0,
        end: text.len(),
        terms: 0,
    };
    let filter = parser.or(0)?;
    if parser.next < tokens.len() {
        Err(parser.syntax())
    } else {
        Ok(filter)
    }
}

struct Parser<'a> {
    tokens: &'a [(usize, Token)],
    next: usize,
    end: usize,
    terms: usize,
}

impl Parser<'_> {
    fn syntax(&self) -> ODataError {
        ODataError::Syntax(self.tokens.get(self.next).map_or(self.end, |(at, _)| *at))
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    fn take(&mut self, token: &Token) -> bool {
        let hit = self.peek() == Some(token);
        self.next += usize::from(hit);
        hit
    }

    fn take_word(&mut self, wanted: &str) -> bool {
        let hit = matches!(self.peek(), Some(Token::Word(word)) if word == wanted);
        self.next += usize::from(hit);
        hit
    }

    fn expect(&mut self, token: &Token) -> Result<(), ODataError> {
        if self.take(token) {
            Ok(())
        } else {
            Err(self.syntax())
        }
    }

    fn or(&mut self, depth: usize) -> Result<Filter, ODataError> {
        if depth > MAX_DEPTH {
            return Err(ODataError::TooDeep);
        }
        let mut parts = vec![self.and(depth)?];
        while self.take_word("or") {
            parts.push(self.and(depth)?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Filter::Or(parts)
        })
    }

    fn and(&mut self, depth: usize) -> Result<Filter, ODataError> {
        let mut parts = vec![self.condition(depth)?];
        while self.take_word("and") {
            parts.push(self.condition(depth)?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Filter::And(parts)
        })
    }

    fn condition(&mut self, depth: usize) -> Result<Filter, ODataError> {
        if depth > MAX_DEPTH {
            return Err(ODataError::TooDeep);
        }
        if self.take_word("not") {
            return Ok(Filter::Not(Box::new(self.condition(depth + 1)?)));
        }
        if self.take(&Token::Open) {
            let inner = self.or(depth + 1)?;
            self.expect(&Token::Close)?;
            return Ok(inner);
        }
        self.terms += 1;
        if self.terms > MAX_TERMS {
            return Err(ODataError::TooManyTerms);
        }
        let left = self.term(depth)?;
        let Some(op) = self.operator() else {
            return Ok(Filter::Bare(left));
        };
        let right = self.term(depth)?;
        Ok(Filter::Compare(op, left, right))
    }

    fn operator(&mut self) -> Option<Op> {
        let Some(Token::Word(word)) = self.peek() else {
            return None;
        };
        let op = [Op::Eq, Op::Ne, Op::Gt, Op::Ge, Op::Lt, Op::Le]
            .into_iter()
            .find(|op| op.word() == word)?;
        self.next += 1;
        Some(op)
    }

    fn term(&mut self, depth: usize) -> Result<Term, ODataError> {
        if depth > MAX_DEPTH {
            return Err(ODataError::TooDeep);
        }
        let token = self.peek().cloned();
        match token {
            Some(Token::Literal(value)) => {
                self.next += 1;
                Ok(Term::Literal(value))
            }
            Some(Token::Word(word)) => {
                self.next += 1;
                if self.take(&Token::Open) {
                    self.function(&word, depth + 1)
                } else {
                    self.property(word)
                }
            }
            _ => Err(self.syntax()),
        }
    }

    fn property(&mut self, word: String) -> Result<Term, ODataError> {
        let keyword =
            ["and", "or", "not", "eq", "ne", "gt", "ge", "lt", "le"].contains(&word.as_str());
        if keyword {
            self.next -= 1;
            return Err(self.syntax());
        }
        Ok(Term::Property(word))
    }

    fn function(&mut self, name: &str, depth: usize) -> Result<Term, ODataError> {
        let first = Box::new(self.term(depth)?);
        let term = match name {
            "trim" => Term::Trim(first),
            "tolower" => Term::Lower(first),
            "toupper" => Term::Upper(first),
            "startswith" => Term::Test(Test::StartsWith, first, self.second(depth)?),
            "endswith" => Term::Test(Test::EndsWith, first, self.second(depth)?),
            "substringof" => Term::Test(Test::Contains, self.second(depth)?, first),
            _ => return Err(ODataError::UnknownFunction(name.to_owned())),
        };
        self.expect(&Token::Close)?;
        Ok(term)
    }

    fn second(&mut self, depth: usize) -> Result<Box<Term>, ODataError> {
        self.expect(&Token::Comma)?;
        self.term(depth).map(Box::new)
    }
}

#[cfg(test)]
mod tests {
    use super::{Filter, ODataError, Op, Term, parse_filter};
    use crate::odata::Value;
    use proptest::prelude::*;

    #[test]
    fn point_20_doubled_quotes_and_precedence() {
        let parsed =
            parse_filter("A eq 'O''Neill' or B eq 1 and not (C eq null)").expect("a filter");
        let Filter::Or(parts) = parsed else {
            panic!("or binds loosest")
        };
        assert_eq!(
            parts[0],
            Filter::Compare(
                Op::Eq,
                Term::Property("A".into()),
                Term::Literal(Value::Text("O'Neill".into()))
            )
        );
        assert!(matches!(&parts[1], Filter::And(inner) if inner.len() == 2));
    }

    #[test]
    fn limits_have_names() {
        assert_eq!(parse_filter(&"(".repeat(500)), Err(ODataError::TooDeep));
        assert_eq!(parse_filter(&"trim(".repeat(500)), Err(ODataError::TooDeep));
        assert_eq!(parse_filter(&"not ".repeat(500)), Err(ODataError::TooDeep));
        let many = vec!["A eq 1"; 500].join(" or ");
        assert_eq!(parse_filter(&many), Err(ODataError::TooManyTerms));
        assert_eq!(parse_filter(&"A".repeat(20_000)), Err(ODataError::TooLong));
        assert_eq!(parse_filter("A eq 'O'Neill'"), Err(ODataError::Syntax(13)));
        assert_eq!(parse_filter(""), Err(ODataError::Syntax(0)));
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,200}") {
            let _ = parse_filter(&text);
        }

        #[test]
        fn never_panics_on_near_filters(words in prop::collection::vec(
            prop::sample::select(vec!["A", "eq", "'x'", "(", ")", "and", "or", "not", "guid'", "datetime'2026-01-31'", "12L", "null", "trim(", ",", "'", "é", "-", "1e400"]), 0..40)
        ) {
            let _ = parse_filter(&words.join(" "));
            let _ = parse_filter(&words.concat());
        }
    }
}
