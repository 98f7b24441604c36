//! A report as a file, from the desk: where it goes, and that it stands in the log.
//!
//! Law: nothing is ever overwritten, and what could not be written into the log does not stay. The edge makes the file (`Effect::SaveReport`); its
//! ending says how it is written.

use super::deed::{Deed, Ground, Missing, free_text};
use super::form::{Field, FieldName, Form, FormKind};
use super::model::Model;
use super::msg::{Effect, Writing};
use super::overlay::Overlay;
use super::remedies::RemedyKind;
use crate::domain::ids::AccountId;
use crate::domain::reports::Table;
use crate::domain::say;
use crate::store::protocol::{Exported, Intent};

/// The endings that a file may have, each with how it is written.
pub const ENDINGS: [(&str, &str); 4] = [
    ("xlsx", "a workbook"),
    ("csv", "comma-separated text"),
    ("json", "JSON, amounts in minor units"),
    ("txt", "a table as text"),
];

/// How a file of that name is written, in words; none = its ending says nothing.
#[must_use]
pub fn written_as(path: &str) -> Option<&'static str> {
    let (_, ending) = path.rsplit_once('.')?;
    let found = ENDINGS.iter().find(|(e, _)| ending.eq_ignore_ascii_case(e));
    found.map(|(_, words)| *words)
}

/// What the form comes to: a path.
pub(super) fn deed(form: &Form, _: &Ground<'_>) -> Result<Deed, Missing> {
    let path = free_text(form, FieldName::File)?;
    if path.is_empty() {
        return Err((FieldName::File, "which file? it must be a new one".into()));
    }
    if written_as(&path).is_none() {
        let endings: Vec<String> = ENDINGS.iter().map(|(e, _)| format!(".{e}")).collect();
        let why = format!("the ending says how it is written: {}", say::list(&endings));
        return Err((FieldName::File, why));
    }
    Ok(Deed::Export(path))
}

/// What stands below the path.
pub(super) fn preview(form: &Form) -> Vec<String> {
    let how = written_as(form.text(FieldName::File));
    let how =
        how.map(|how| format!("written as {how}; a file that is there already is never replaced"));
    how.into_iter().collect()
}

impl Model {
    /// The table in front: the report, or the rows that were gone into.
    pub(crate) fn front_table(&self) -> Option<&Table> {
        match &self.reports.depth {
            Some(depth) => depth.table.as_ref(),
            None => self.reports.table.as_ref(),
        }
    }

    /// Asks where the report goes.
    pub(crate) fn open_export(&mut self) -> Vec<Effect> {
        let Some(table) = self.front_table() else {
            return Vec::new();
        };
        let proposed = format!("{}-{}.xlsx", table.name, table.as_of);
        let key = self.new_key();
        let fields = vec![Field::text(FieldName::File, &proposed)];
        // No account: the form is about the report in front.
        let form = Form::with(FormKind::Export, AccountId(0), key, fields);
        self.overlay = Some(Overlay::Form(Box::new(form)));
        Vec::new()
    }

    /// The form was taken: the file is made beside the keys.
    pub(crate) fn save_report(&mut self, path: String) -> Vec<Effect> {
        let Some(table) = self.front_table().cloned() else {
            return Vec::new();
        };
        if let Some(form) = self.form_on_top() {
            form.saving = true;
        }
        vec![Effect::SaveReport(path, Box::new(table))]
    }

    /// The file is there, and goes into the log; or it is not, and the form says why.
    pub(crate) fn report_saved(
        &mut self,
        saved: Result<(String, Exported), String>,
    ) -> Vec<Effect> {
        match saved {
            Ok((path, exported)) => {
                let key = self.new_key();
                let rows = exported.rows;
                vec![self.write(
                    Writing::Report { path, rows },
                    key,
                    Intent::Exported(exported),
                )]
            }
            Err(why) => {
                if let Some(form) = self.form_on_top() {
                    form.saving = false;
                }
                self.warn(&why);
                Vec::new()
            }
        }
    }

    /// It stands in the log too.
    pub(crate) fn report_logged(&mut self, path: &str, rows: u64) -> Vec<Effect> {
        let ours = [FormKind::Export, FormKind::Remedy(RemedyKind::Package)];
        let package = matches!(&self.overlay, Some(Overlay::Form(form)) if form.kind == ours[1]);
        if matches!(&self.overlay, Some(Overlay::Form(form)) if ours.contains(&form.kind)) {
            self.overlay = None;
        }
        let what = if package { "file" } else { "row" };
        self.done(&format!("{path}: {}", say::plural(rows, what)));
        self.keep_draft()
    }
}

#[cfg(test)]
mod tests {
    use super::written_as;

    #[test]
    fn the_ending_says_how_a_file_is_written() {
        assert_eq!(written_as("aging.XLSX"), Some("a workbook"));
        assert_eq!(
            written_as("/tmp/a.b/aging.csv"),
            Some("comma-separated text")
        );
        assert_eq!(written_as("aging"), None);
        assert_eq!(written_as("aging.exe"), None);
    }
}
