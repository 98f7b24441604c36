//! The files of the desk's import: read as the command reads them, mappings saved as profiles, rows held back, the list of recent files.
//!
//! Law: decides nothing about receivables. A saved mapping never takes the place of anything but a mapping of the same name.

use super::files::{Reading, expand, load};
use super::{own_currency, rejects, unpack};
use crate::cli::files::{self, Existing};
use crate::domain::imports::{Mapping, ReadFile, ReadJob, ReadSet, Saved, Sight};
use crate::domain::money::Currency;
use crate::domain::staged::StagedFile;
use crate::import::{self, InputFile, Profiles, ReadOptions, profile_text};
use crate::store::protocol::Progress;
use crate::term::ImportFiles;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// So many files are remembered.
const RECENT: usize = 12;

/// The desk's files.
#[derive(Clone, Debug)]
pub struct DeskFiles {
    /// The folder with the user's profiles.
    pub profiles: PathBuf,
    /// Where the list of recent files is kept; `None` = it is not kept.
    pub recent: Option<PathBuf>,
    /// What a book is kept in for which no ledger exists yet.
    pub currency: Currency,
    /// The settings do not name that currency: the first files may.
    pub currency_is_open: bool,
}

type Go<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

fn understand(
    inputs: &[InputFile],
    options: &ReadOptions,
    profiles: &Profiles,
    progress: Go<'_>,
) -> Result<Vec<(StagedFile, Sight)>, String> {
    let mut tell = |at: import::Progress| {
        progress(Progress {
            stage: "reading",
            done: at.done,
            total: at.total,
        })
    };
    import::read_and_look(inputs, options, profiles, &mut unpack::unpack, &mut tell)
        .ok_or_else(|| "the reading was stopped: nothing was written".to_owned())
}

impl ImportFiles for DeskFiles {
    fn read(&self, job: &ReadJob, progress: Go<'_>) -> Result<ReadSet, String> {
        let line = |failure: crate::cli::failure::Failure| failure.line();
        let mut profiles = Reading::in_folder(&self.profiles).map_err(line)?.profiles;
        let named: Vec<PathBuf> = job.paths.iter().map(PathBuf::from).collect();
        let paths = expand(&named).map_err(line)?;
        let mut inputs = load(&paths).map_err(line)?;
        if job.head {
            for input in &mut inputs {
                let head = import::head(&input.bytes).len();
                input.bytes.truncate(head);
            }
        }
        let mut options = ReadOptions::chosen(&job.choices, job.currency.unwrap_or(self.currency));
        if let Some(mapping) = &job.mapping {
            profiles = profiles.and(&profile_text(mapping))?;
            options.profile = Some(mapping.id());
        }
        let mut read = understand(&inputs, &options, &profiles, progress)?;
        let open = job.currency.is_none() && self.currency_is_open;
        let staged: Vec<&StagedFile> = read.iter().map(|(staged, _)| staged).collect();
        if let Some(currency) = own_currency(&staged, options.currency).filter(|_| open) {
            options.currency = currency;
            read = understand(&inputs, &options, &profiles, progress)?;
        }
        let files = paths
            .iter()
            .zip(read)
            .map(|(path, (staged, sight))| ReadFile {
                path: path.to_string_lossy().into_owned(),
                staged,
                sight,
            });
        Ok(ReadSet {
            files: files.collect(),
            profiles: profiles
                .titles()
                .map(|(id, title)| (id.to_owned(), title.to_owned()))
                .collect(),
        })
    }

    fn save(&self, mapping: &Mapping, replace: bool) -> Result<Saved, String> {
        let id = mapping.id();
        if Profiles::is_built_in(&id) {
            return Err(format!(
                "'{id}' is the name of a format that bywhen knows by itself: give yours another name"
            ));
        }
        let text = profile_text(mapping);
        Profiles::default()
            .and(&text)
            .map_err(|why| format!("this mapping cannot be used: {why}"))?;
        let target = self.profiles.join(format!("{id}.toml"));
        let own = files::with_ending(&self.profiles, "toml").map_err(|f| f.line())?;
        let same = own.into_iter().find(|path| {
            fs::read_to_string(path).is_ok_and(|old| profile_id(&old).as_deref() == Some(&id))
        });
        let failed =
            |path: &Path, e: io::Error| format!("{}: {e}; nothing was saved", path.display());
        match same {
            Some(path) if !replace => Ok(Saved::Exists(path.display().to_string())),
            Some(path) => {
                files::put(&path, text.as_bytes(), Existing::Replace)
                    .map_err(|e| failed(&path, e))?;
                Ok(Saved::Written(path.display().to_string()))
            }
            None => {
                fs::create_dir_all(&self.profiles).map_err(|e| failed(&self.profiles, e))?;
                files::put(&target, text.as_bytes(), Existing::Keep).map_err(|e| match e.kind() {
                    io::ErrorKind::AlreadyExists => format!(
                        "{} is there already and is something else: give the mapping another name",
                        target.display()
                    ),
                    _ => failed(&target, e),
                })?;
                Ok(Saved::Written(target.display().to_string()))
            }
        }
    }

    fn keep_rejects(&self, held: &[(String, StagedFile)]) -> Result<Vec<String>, String> {
        let (paths, files): (Vec<PathBuf>, Vec<StagedFile>) = held
            .iter()
            .map(|(path, file)| (PathBuf::from(path), file.clone()))
            .unzip();
        let made = rejects::write(&paths, &files).map_err(|failure| failure.line())?;
        let named = made.iter().map(|path| path.to_string_lossy().into_owned());
        Ok(named.collect())
    }

    fn drop_rejects(&self, made: &[String]) {
        let made: Vec<PathBuf> = made.iter().map(PathBuf::from).collect();
        rejects::take_back(&made);
    }

    fn recent(&self) -> Vec<String> {
        let text = self
            .recent
            .as_ref()
            .and_then(|p| fs::read_to_string(p).ok());
        let text = text.unwrap_or_default();
        let lines = text.lines().filter(|l| !l.is_empty()).take(RECENT);
        lines.map(str::to_owned).collect()
    }

    fn remember(&self, paths: &[String]) -> Vec<String> {
        let mut all: Vec<String> = paths
            .iter()
            .filter(|path| !path.contains('\n'))
            .map(|path| {
                let whole = std::path::absolute(path);
                whole.map_or_else(|_| path.clone(), |p| p.to_string_lossy().into_owned())
            })
            .collect();
        for old in self.recent() {
            if !all.contains(&old) {
                all.push(old);
            }
        }
        all.truncate(RECENT);
        if let Some(file) = &self.recent {
            let folder = file.parent().map_or(Ok(()), fs::create_dir_all);
            let text = all.join("\n");
            // A list that cannot be kept is no reason to stop an import.
            let _ = folder.and_then(|()| files::put(file, text.as_bytes(), Existing::Replace));
        }
        all
    }
}

/// The id that a profile's text gives itself.
fn profile_id(text: &str) -> Option<String> {
    let table: toml::Table = toml::from_str(text).ok()?;
    Some(table.get("id")?.as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::imports::{Meaning, SignRule};
    use crate::domain::staged::FileKind;

    fn desk(folder: &Path) -> DeskFiles {
        DeskFiles {
            profiles: folder.join("profiles"),
            recent: Some(folder.join("state/recent")),
            currency: Currency::USD,
            currency_is_open: true,
        }
    }

    fn mapping(title: &str) -> Mapping {
        Mapping {
            title: title.into(),
            kind: FileKind::Customers,
            headings: vec!["Kunde".into(), "Ort".into()],
            columns: vec![Some(Meaning::Customer), None],
            grouped: false,
            carried: false,
            aged: false,
            sign: SignRule::Signed,
            decimal: None,
            date_order: None,
        }
    }

    #[test]
    fn a_mapping_takes_the_place_of_its_own_name_only_and_only_when_told() {
        let dir = tempfile::tempdir().expect("a folder");
        let files = desk(dir.path());
        let path = dir.path().join("profiles/our-list.toml");
        let said = path.display().to_string();
        assert_eq!(
            files.save(&mapping("Our list"), false),
            Ok(Saved::Written(said.clone()))
        );
        let first = fs::read(&path).expect("written");
        assert_eq!(
            files.save(&mapping("our  LIST"), false),
            Ok(Saved::Exists(said.clone()))
        );
        assert_eq!(fs::read(&path).expect("still there"), first);
        assert_eq!(
            files.save(&mapping("our  LIST"), true),
            Ok(Saved::Written(said))
        );
        assert_ne!(fs::read(&path).expect("new"), first);
        let left: Vec<_> = fs::read_dir(dir.path().join("profiles"))
            .expect("a folder")
            .collect();
        assert_eq!(left.len(), 1, "nothing is left behind: {left:?}");
    }

    #[test]
    fn a_foreign_file_and_the_name_of_a_built_in_format_are_left_alone() {
        let dir = tempfile::tempdir().expect("a folder");
        let files = desk(dir.path());
        fs::create_dir(dir.path().join("profiles")).expect("a folder");
        let path = dir.path().join("profiles/our-list.toml");
        fs::write(&path, "my own notes").expect("a file");
        let why = files.save(&mapping("Our list"), true).expect_err("taken");
        assert!(why.contains("something else"), "{why}");
        assert_eq!(fs::read(&path).expect("as it was"), b"my own notes");
        let why = files.save(&mapping("Plain"), true).expect_err("built in");
        assert!(why.contains("another name"), "{why}");
    }

    #[test]
    fn recent_files_are_kept_newest_first_and_once() {
        let dir = tempfile::tempdir().expect("a folder");
        let files = desk(dir.path());
        assert!(files.recent().is_empty());
        files.remember(&["/a.csv".into(), "/b.csv".into()]);
        files.remember(&["/b.csv".into()]);
        assert_eq!(files.recent(), ["/b.csv", "/a.csv"]);
        for n in 0..40 {
            files.remember(&[format!("/{n}.csv")]);
        }
        assert_eq!(files.recent().len(), RECENT);
    }
}
