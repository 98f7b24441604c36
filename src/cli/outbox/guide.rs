//! Short sheets for customers: printed, or as what goes with a letter.

use crate::cli::args::OutboxGuideArgs;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::files;
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::domain::outbox::{Guide, GuideFacts};
use crate::export;
use crate::mail::Attachment;
use crate::script::guides::GuideText;

/// `outbox guide`
pub fn run(session: &Session, args: &OutboxGuideArgs, out: &mut Out) -> Outcome {
    let Some(guide) = Guide::from_name(&args.guide) else {
        return Err(Failure::Usage(format!(
            "there is no guide '{}'",
            args.guide
        )));
    };
    let mut desk = session.open()?;
    let status = desk.status(session.as_of)?;
    let Some(path) = &args.output else {
        let sheet = words(session, guide, &status.company)?;
        if session.json {
            return out.json(&serde_json::json!({
                "guide": guide, "title": sheet.title, "text": sheet.text
            }));
        }
        out.line(sheet.title)?;
        out.line("")?;
        for line in sheet.text.lines() {
            out.line(line)?;
        }
        return Ok(());
    };
    files::is_free(path)?;
    let usd = matches!(status.currency.code(), "USD" | "CAD" | "MXN");
    let made = sheet(session, guide, &status.company, usd)?;
    files::write_new(path, &made.bytes)?;
    if session.json {
        return out.json(&serde_json::json!({ "file": path, "bytes": made.bytes.len() }));
    }
    out.line(format!("{}: {}", path.display(), guide.words()))
}

fn words(session: &Session, guide: Guide, company: &str) -> Outcome<GuideText> {
    let settings = &session.config.mail;
    let facts = GuideFacts {
        company: company.to_owned(),
        caller: session.collector(),
        mail: settings.reply_to.clone().or(settings.from.clone()),
    };
    Ok(session.guides()?.write(guide, &facts))
}

/// A sheet as the PDF that goes with a letter.
pub fn sheet(
    session: &Session,
    guide: Guide,
    company: &str,
    letter_paper: bool,
) -> Outcome<Attachment> {
    let text = words(session, guide, company)?;
    let mut bytes = Vec::new();
    export::guide(&text.title, &text.text, company, letter_paper, &mut bytes)
        .map_err(|e| Failure::Refused(format!("the sheet \"{}\": {e}", guide.words())))?;
    Ok(Attachment {
        name: format!("{}.pdf", guide.words().replace(' ', "-")),
        mime: "application/pdf",
        bytes,
    })
}
