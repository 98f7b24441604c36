//! Tags and text, one after the other: as much of XML and HTML as tables need, and nothing that could run or be fetched.
//!
//! Tolerant like a browser: what is no tag is text, what is not closed does not matter here. Names come without their prefix and
//! in small letters. Entities are the named ones of Latin-1 and numbers; a document's own are never read.

use std::borrow::Cow;

/// A piece of markup.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Token<'t> {
    /// `<name …>`; `closed` = `<name … />`.
    Open {
        name: String,
        rest: &'t str,
        closed: bool,
    },
    /// `</name>`.
    Close(String),
    /// Text as it stands; [`plain`] reads its entities.
    Text(&'t str),
    /// Text without entities.
    Verbatim(&'t str),
}

/// Takes markup apart.
#[derive(Debug)]
pub(crate) struct Tokens<'t> {
    rest: &'t str,
}

impl<'t> Tokens<'t> {
    pub(crate) fn new(text: &'t str) -> Tokens<'t> {
        Tokens { rest: text }
    }

    fn until(&mut self, end: &str) -> &'t str {
        let (inner, rest) = self.rest.split_once(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        inner
    }

    /// The inside of a tag; a `>` within quotes does not end it.
    fn tag(&mut self) -> &'t str {
        let mut quote = None;
        let end = self.rest.bytes().position(|b| match (quote, b) {
            (None, b'>') => true,
            (None, b'"' | b'\'') => {
                quote = Some(b);
                false
            }
            (Some(open), b) => {
                if open == b {
                    quote = None;
                }
                false
            }
            (None, _) => false,
        });
        // A quote that is never closed must not swallow the document.
        let Some(end) = end.or_else(|| self.rest.find('>')) else {
            return std::mem::take(&mut self.rest);
        };
        let inner = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        inner
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(after) = self.rest.strip_prefix('<') else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Token::Text(text));
            };
            if let Some(rest) = after.strip_prefix("!--") {
                self.rest = rest;
                self.until("-->");
            } else if let Some(rest) = after.strip_prefix("![CDATA[") {
                self.rest = rest;
                return Some(Token::Verbatim(self.until("]]>")));
            } else if after.starts_with(['!', '?']) {
                self.rest = after;
                self.tag();
            } else if let Some(rest) = after.strip_prefix('/') {
                self.rest = rest;
                return Some(Token::Close(local(self.tag().trim())));
            } else if after.starts_with(|c: char| c.is_ascii_alphabetic()) {
                self.rest = after;
                let inner = self.tag();
                let closed = inner.ends_with('/');
                let inner = inner.strip_suffix('/').unwrap_or(inner);
                let end = inner
                    .find(|c: char| c.is_whitespace())
                    .unwrap_or(inner.len());
                let (name, rest) = inner.split_at(end);
                return Some(Token::Open {
                    name: local(name),
                    rest,
                    closed,
                });
            } else {
                self.rest = after;
                return Some(Token::Text("<"));
            }
        }
    }
}

impl Tokens<'_> {
    /// Passes over what stands before the closing tag: scripts and styles are no text.
    pub(crate) fn skip_to_close(&mut self, name: &str) {
        let close = Token::Close(name.to_owned());
        // The search takes the tokens up to it.
        let _ = self.find(|token| *token == close);
    }
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

/// The value of an attribute, by its name without prefix.
pub(crate) fn attribute<'t>(mut rest: &'t str, wanted: &str) -> Option<Cow<'t, str>> {
    loop {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c == '=' || c.is_whitespace())?;
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=') else {
            rest = after;
            continue;
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote)?,
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        if local(name) == wanted {
            return Some(plain(value));
        }
        rest = after;
    }
}

/// Text with its entities read.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        // No entity is longer; what is none stays as it is.
        let end = after.bytes().take(12).position(|b| b == b';');
        match end.and_then(|end| Some((character(&after[..end])?, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = &after[end + 1..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// U+00A0 to U+00FF, in order.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    let other = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "euro" => '€',
        "minus" => '\u{2212}',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        "hellip" => '\u{2026}',
        "bull" => '\u{2022}',
        "trade" => '\u{2122}',
        _ => {
            let at = LATIN.split(' ').position(|n| n == name)?;
            return char::from_u32(0xa0 + u32::try_from(at).ok()?);
        }
    };
    Some(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_comes_apart_into_tags_and_text() {
        let text = "<?xml?><!-- <td> --><ss:Row ss:Index=\"3\" x='a>b'><td>1 < 2<br/><![CDATA[&amp;]]></TD>";
        let tokens: Vec<Token<'_>> = Tokens::new(text).collect();
        let names: Vec<String> = tokens.iter().map(|t| format!("{t:?}")).collect();
        assert_eq!(tokens.len(), 8, "{names:#?}");
        let Token::Open { name, rest, closed } = &tokens[0] else {
            panic!("{names:#?}");
        };
        assert_eq!((name.as_str(), *closed), ("row", false));
        assert_eq!(attribute(rest, "index").as_deref(), Some("3"));
        assert_eq!(attribute(rest, "x").as_deref(), Some("a>b"));
        assert_eq!(attribute(rest, "y"), None);
        assert_eq!(tokens[3], Token::Text("<"));
        assert_eq!(tokens[6], Token::Verbatim("&amp;"));
        assert_eq!(tokens[7], Token::Close("td".into()));
    }

    #[test]
    fn attributes_are_found_however_they_are_quoted() {
        let rest = " nowrap colspan=3 ROWSPAN = '2' title=\"R&amp;D\" x";
        assert_eq!(attribute(rest, "colspan").as_deref(), Some("3"));
        assert_eq!(attribute(rest, "rowspan").as_deref(), Some("2"));
        assert_eq!(attribute(rest, "title").as_deref(), Some("R&D"));
        assert_eq!(attribute(rest, "x"), None);
    }

    #[test]
    fn entities_are_read_and_what_is_none_stays() {
        assert_eq!(
            plain("R&amp;D &eacute;&#233;&#xE9; &euro;5 &nbsp;|&yuml;"),
            "R&D ééé €5 \u{a0}|ÿ"
        );
        assert_eq!(
            plain("AT&T &bogus; &#0; & &amp"),
            "AT&T &bogus; &#0; & &amp"
        );
    }
}
