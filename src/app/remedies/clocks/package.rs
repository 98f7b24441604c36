//! The agency's file from the desk: a new folder, or a ZIP by its ending, and a line in the log.
//!
//! Law: as `report_file`: nothing is overwritten, what could not be written into the log does not stay. The edge makes the files.

use super::super::super::deed::{Deed, Ground, Missing, free_text};
use super::super::super::form::{Field, FieldName as F, Form};
use super::super::super::model::Model;
use super::super::super::msg::Effect;
use crate::domain::ids::AccountId;
use crate::domain::placement::PackageJob;
use crate::domain::say;
use crate::domain::view::Prep;

/// Only what an agency has leaves the house.
pub(super) fn packable(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    match prep.clocks.out(g.today) {
        Some(out) => Ok(format!(
            "for {}, placed {}",
            out.agency,
            say::day(out.on, g.today)
        )),
        None => Err("no agency has it: place it first".to_owned()),
    }
}

pub(super) fn open(g: &Ground<'_>) -> Vec<Field> {
    let label = g.prep.map_or("account", |p| p.account.label());
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let label: String = label.chars().map(plain).collect();
    let name = format!("agency-{label}-{}", g.today);
    vec![Field::text(F::File, &name).called("folder")]
}

pub(super) fn made(form: &Form, _: &Ground<'_>) -> Result<Deed, Missing> {
    let path = free_text(form, F::File)?;
    match path.is_empty() {
        true => Err((F::File, "which folder? it must be a new one".into())),
        false => Ok(Deed::Package(path)),
    }
}

pub(super) fn preview(form: &Form, _: &Ground<'_>) -> Vec<String> {
    let zip = form.text(F::File).to_ascii_lowercase().ends_with(".zip");
    let how = match zip {
        true => "one ZIP file",
        false => "a new folder that only you may read; a name that ends in .zip makes one file",
    };
    vec![
        "summary, statement as PDF, invoices, promises, touches, people".to_owned(),
        format!("{how}; what is there already is never replaced"),
    ]
}

impl Model {
    /// The form was taken: the files are made beside the keys.
    pub(in crate::app) fn save_package(&mut self, account: AccountId, path: String) -> Vec<Effect> {
        let Some(prep) = self.prep_of(account).cloned() else {
            self.warn("the account is being read: once more in a moment");
            return Vec::new();
        };
        let company = self.status.as_ref().map_or("", |s| s.company.as_str());
        let job = PackageJob {
            company: company.to_owned(),
            by: self.me.clone(),
            prep,
        };
        if let Some(form) = self.form_on_top() {
            form.saving = true;
        }
        vec![Effect::SavePackage(path, Box::new(job))]
    }
}
