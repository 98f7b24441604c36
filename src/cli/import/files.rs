//! From paths to bytes to what was understood: for the command and, through `Reading`, for the desk.

use super::unpack;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::files;
use crate::config::paths::Paths;
use crate::domain::staged::StagedFile;
use crate::import::{self, InputFile, MAX_FILE, Profiles, ReadOptions};
use indicatif::ProgressBar;
use std::path::{Path, PathBuf};

/// What a folder is searched for.
const ENDINGS: [&str; 11] = [
    "csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "xml", "htm", "html", "prn",
];

/// The formats that are known: the built-in ones and the user's own.
pub struct Reading {
    /// The formats.
    pub profiles: Profiles,
}

impl Reading {
    /// Reads the user's profiles from the settings folder; a wrong one is an error with its file.
    pub fn start(paths: &Paths) -> Outcome<Reading> {
        Reading::in_folder(&paths.profiles)
    }

    /// The same, of that folder.
    pub fn in_folder(folder: &Path) -> Outcome<Reading> {
        let own = files::with_ending(folder, "toml")?;
        let texts = own
            .iter()
            .map(|path| files::text(path))
            .collect::<Outcome<Vec<_>>>()?;
        let profiles = Profiles::with_user(&texts).map_err(|e| match own.get(e.index) {
            Some(path) => Failure::Refused(format!("{}: {}", path.display(), e.message)),
            None => Failure::Refused(e.to_string()),
        })?;
        Ok(Reading { profiles })
    }

    /// Understands the files, and lets each go once it is understood.
    pub fn read(
        &self,
        inputs: Vec<InputFile>,
        options: &ReadOptions,
        bar: &ProgressBar,
    ) -> Vec<StagedFile> {
        let mut show = |progress: import::Progress| {
            bar.set_message("reading");
            bar.set_length(progress.total);
            bar.set_position(progress.done);
        };
        import::read_and_let_go(
            inputs,
            options,
            &self.profiles,
            &mut unpack::unpack,
            &mut show,
        )
    }
}

/// Each named file, and for each named folder its tables in the order of their names.
pub fn expand(named: &[PathBuf]) -> Outcome<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in named {
        if !path.is_dir() {
            all.push(path.clone());
            continue;
        }
        let mut inside = files::list(path)?;
        inside.retain(|file| is_table(file));
        if inside.is_empty() {
            return Err(Failure::Refused(format!(
                "{}: no table (csv, tsv, txt, prn, xlsx, xls, ods, xml, html) in this folder",
                path.display()
            )));
        }
        all.extend(inside);
    }
    Ok(all)
}

/// The bytes of each file.
pub fn load(paths: &[PathBuf]) -> Outcome<Vec<InputFile>> {
    paths
        .iter()
        .map(|path| {
            Ok(InputFile {
                name: name(path),
                bytes: files::bytes(path, MAX_FILE)?,
            })
        })
        .collect()
}

/// A file's name without its folder.
pub fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// A table to import: neither a list of what was sent nor the rows that an earlier import held back.
fn is_table(path: &Path) -> bool {
    let stem = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    ENDINGS.contains(&files::ending(path).as_str())
        && stem != "manifest"
        && !stem.ends_with(".rejects")
        && !stem.contains(".rejects.")
        && !stem.starts_with('.')
        // What a spreadsheet leaves beside a workbook that is open.
        && !stem.starts_with("~$")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_tables_by_name_and_nothing_else() {
        let dir = tempfile::tempdir().expect("a folder");
        for name in [
            "b.csv",
            "a.TSV",
            "c.txt",
            "e.xlsx",
            "~$e.xlsx",
            "MANIFEST.txt",
            "notes.pdf",
            "b.csv.rejects.csv",
            ".x.csv",
            "b.csv.rejects.2.csv",
        ] {
            std::fs::write(dir.path().join(name), "x").expect("a file");
        }
        std::fs::create_dir(dir.path().join("d.csv")).expect("a folder");
        let found = expand(&[dir.path().to_owned()]).expect("tables");
        let names: Vec<_> = found
            .iter()
            .filter_map(|p| p.file_name()?.to_str())
            .collect();
        assert_eq!(names, ["a.TSV", "b.csv", "c.txt", "e.xlsx"]);
    }
}
