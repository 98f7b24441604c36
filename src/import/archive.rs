//! A zip archive looked through before any reader of workbooks sees it: sizes, declared and real, and the XML inside.
//!
//! An archive of a few kilobytes can unpack to gigabytes, and the sizes that it declares may be lies. So every part is unpacked
//! once, in small pieces, and counted; what would fill memory later is refused here.

use super::container::Unreadable;
use super::workbook::damaged;
use super::xml_guard::Guard;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// The most bytes that all parts together may unpack to.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;
/// How much larger than the archive that may be.
const MAX_RATIO: u64 = 200;
/// Below this the ratio does not matter: an empty sheet is all repetition.
const SMALL: u64 = 1024 * 1024;
/// The most parts.
const MAX_PARTS: usize = 10_000;
/// The largest part that is kept here.
const MAX_KEPT: u64 = 1024 * 1024;

/// What the archive is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Inside {
    /// An Excel workbook; `recalculate` = it asks to be worked out when it is opened, so what it keeps of formulas may be nothing.
    Xlsx { recalculate: bool },
    /// An OpenDocument spreadsheet.
    Ods,
}

/// Looks through all parts.
pub(crate) fn look_through(bytes: &[u8]) -> Result<Inside, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| cut_off())?;
    if archive.len() > MAX_PARTS {
        return Err(too_large());
    }
    let limit = MAX_UNPACKED.min((bytes.len() as u64).saturating_mul(MAX_RATIO).max(SMALL));
    let (mut declared, mut read) = (0_u64, 0_u64);
    let (mut sheets, mut content, mut binary, mut document) = (false, false, false, false);
    let mut workbook = String::new();
    let mut buffer = vec![0; 64 * 1024];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|e| match e {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => protected(),
            _ => damaged(),
        })?;
        declared = declared.saturating_add(part.size());
        if declared > limit {
            return Err(too_large());
        }
        // Some writers use other cases and separators than Excel.
        let name = part
            .name()
            .map_err(|_| damaged())?
            .replace('\\', "/")
            .to_lowercase();
        let is_book = name == "xl/workbook.xml";
        match name.as_str() {
            "content.xml" => content = true,
            "xl/workbook.bin" => binary = true,
            "word/document.xml" | "ppt/presentation.xml" => document = true,
            _ if name.starts_with("xl/worksheets/") => sheets = true,
            _ => {}
        }
        let mut guard = is_xml(&name).then(Guard::default);
        let mut kept = Vec::new();
        loop {
            let n = part.read(&mut buffer).map_err(|_| damaged())?;
            if n == 0 {
                break;
            }
            read = read.saturating_add(n as u64);
            if read > limit {
                return Err(too_large());
            }
            let piece = &buffer[..n];
            if let Some(guard) = &mut guard {
                guard.feed(piece)?;
            }
            if is_book && (kept.len() as u64) < MAX_KEPT {
                kept.extend_from_slice(piece);
            }
        }
        if is_book {
            workbook = String::from_utf8_lossy(&kept).into_owned();
        }
    }
    let says = |flag: &str| workbook.contains(flag);
    if sheets && !binary {
        return Ok(Inside::Xlsx {
            recalculate: says("fullCalcOnLoad=\"1\"") || says("fullCalcOnLoad=\"true\""),
        });
    }
    if content {
        return Ok(Inside::Ods);
    }
    Err(Unreadable::new(
        if binary {
            "this is a binary workbook (xlsb); save it as an Excel workbook (xlsx) or CSV UTF-8"
        } else if document {
            "this is a text document, no workbook; export the report as CSV or Excel"
        } else {
            "this is an archive (zip), no workbook; unpack it and import the files in it"
        }
        .to_owned(),
    ))
}

fn is_xml(name: &str) -> bool {
    [".xml", ".rels", ".vml"]
        .iter()
        .any(|end| name.ends_with(end))
}

fn cut_off() -> Unreadable {
    Unreadable::new(
        "the workbook is damaged or was cut off on its way; export or copy it again".to_owned(),
    )
}

fn protected() -> Unreadable {
    Unreadable::new(
        "the workbook is protected by a password; save it without one and import that".to_owned(),
    )
}

fn too_large() -> Unreadable {
    Unreadable::too_large(format!(
        "the workbook unpacks to more than {} MiB or {MAX_RATIO} times its size: this is not a list of open items",
        MAX_UNPACKED / (1024 * 1024)
    ))
}
