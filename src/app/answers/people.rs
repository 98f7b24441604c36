//! Who the right one is, what stands in the way and whose task it is, and tasks that are done.
//!
//! Law: an edit says what the field was when the form was opened (`store::people` refuses it when somebody else was quicker).

use super::super::deed::{Ground, Missing, day_ahead, free_text, some};
use super::super::form::{Field, FieldName as F, Form, Pick, Search, Value};
use super::super::text::TextField;
use super::{Made, back_on, in_days};
use crate::domain::account::Contact;
use crate::domain::answer::Said;
use crate::domain::barrier;
use crate::domain::by_when::describe;
use crate::domain::ids::TaskId;
use crate::domain::say;
use crate::domain::task::{TaskEnd, TaskKind};
use crate::domain::touch::Owner;
use crate::store::protocol::{Change, ContactEdit, NewBarrier, NewPerson, NewTask, Remedy};

/// What can be wrong.
const WRONG: [&str; 3] = ["somebody else pays", "no longer there", "wrong number"];

fn spoken<'a>(g: &Ground<'a>) -> Option<&'a Contact> {
    g.prep?.contacts.iter().find(|c| Some(c.id) == g.contact)
}

pub(super) fn person(g: &Ground<'_>) -> Vec<Field> {
    vec![
        Field::pick(F::Which, &WRONG).called("what"),
        Field::text(F::Name, ""),
        Field::text(F::Role, "AP"),
        Field::text(F::Phone, ""),
        Field::text(F::Mail, ""),
        Field::text(F::ComeBack, &in_days(1, g)).called("call on"),
    ]
}

pub(super) fn reshape_person(form: &mut Form) {
    let number = form.picked(F::Which) == Some(2);
    for name in [F::Name, F::Role, F::Mail] {
        form.hide(name, number);
    }
}

pub(super) fn preview_person(g: &Ground<'_>) -> Vec<String> {
    match spoken(g) {
        Some(c) => vec![format!(
            "on file: {}{}",
            c.name,
            c.phone.as_ref().map_or(String::new(), |p| format!(", {p}"))
        )],
        None => vec!["nobody is on file yet: who pays there?".to_owned()],
    }
}

pub(super) fn made_person(form: &Form, g: &Ground<'_>) -> Result<Made, Missing> {
    let name = free_text(form, F::Name)?;
    let phone = some(&free_text(form, F::Phone)?);
    let what = form.picked(F::Which);
    let mut made = Made::nothing();
    made.said = Some(match what {
        Some(2) => Said::WrongNumber,
        _ => Said::WrongPerson,
    });
    let mut edits = Vec::new();
    if let Some(old) = spoken(g) {
        match (what, &phone) {
            // A new number takes the mark of a wrong one away.
            (Some(2), Some(new)) => edits.push(ContactEdit::Phone(Change {
                before: old.phone.clone(),
                after: Some(new.clone()),
            })),
            (Some(2), None) if old.phone_bad_on != Some(g.today) => {
                edits.push(ContactEdit::PhoneBad(Change {
                    before: old.phone_bad_on,
                    after: Some(g.today),
                }));
            }
            (Some(2), None) => {}
            _ if old.right_party != Some(false) => edits.push(ContactEdit::RightParty(Change {
                before: old.right_party,
                after: Some(false),
            })),
            _ => {}
        }
        if !edits.is_empty() {
            made.remedies.push(Remedy::EditContact {
                contact: old.id,
                edits,
            });
        }
    }
    if what != Some(2) && !name.is_empty() {
        made.remedies.push(Remedy::NewContact(NewPerson {
            name: name.clone(),
            role: some(&free_text(form, F::Role)?),
            phone,
            email: some(&free_text(form, F::Mail)?),
            preferred: true,
            right_party: Some(true),
            zone: None,
        }));
    } else if what != Some(2) && phone.is_some() {
        return Err((F::Name, "whose number is it?".into()));
    }
    let reason = match (what, name.as_str()) {
        (Some(2), _) => "the right number".to_owned(),
        (_, "") => "find who pays there".to_owned(),
        (_, name) => format!("call {name}"),
    };
    made.follow_up = Some(back_on(form, &reason, g)?);
    Ok(made)
}

pub(super) fn barrier(g: &Ground<'_>) -> Vec<Field> {
    let options = g.barriers.iter().map(|b| b.name.clone()).collect();
    vec![
        Field::new(
            F::Barrier,
            Value::Search(Search {
                typed: TextField::default(),
                options,
                at: 0,
            }),
        ),
        Field::pick(F::TaskOf, &["us", "them", "nobody"]),
        Field::text(F::Task, ""),
        Field::text(F::DueOn, ""),
    ]
}

/// The usual remedy of the barrier under the cursor, as long as nobody has typed another.
pub(super) fn reshape_barrier(form: &mut Form, g: &Ground<'_>) {
    let on_list = form.focus == 0;
    let found = barrier::find(g.barriers, form.text(F::Barrier)).cloned();
    if on_list {
        let remedy = found.and_then(|b| b.remedy);
        let (owner, what, day) = match &remedy {
            Some(r) => {
                let owner = usize::from(r.owner == Owner::Them);
                let day = g.rules.calendar.add(g.today, r.days);
                (owner, r.what.clone(), describe(day, g.today))
            }
            None => (2, String::new(), String::new()),
        };
        for field in &mut form.fields {
            if let (F::TaskOf, Value::Pick(pick)) = (field.name, &mut field.value) {
                pick.at = owner;
            }
        }
        form.offer(F::Task, &what);
        form.offer(F::DueOn, &day);
    }
    let none = form.picked(F::TaskOf) == Some(2);
    form.hide(F::Task, none);
    form.hide(F::DueOn, none);
}

pub(super) fn made_barrier(form: &Form, g: &Ground<'_>) -> Result<Made, Missing> {
    let Some(found) = barrier::find(g.barriers, form.text(F::Barrier)) else {
        let why = "no barrier has these letters: Ctrl-U shows all of them again";
        return Err((F::Barrier, why.into()));
    };
    let owner = match form.picked(F::TaskOf) {
        Some(0) => Some(Owner::Us),
        Some(1) => Some(Owner::Them),
        _ => None,
    };
    let remedy = match owner {
        None => None,
        Some(owner) => {
            let what = free_text(form, F::Task)?;
            if what.is_empty() {
                return Err((F::Task, "what is to be done about it?".into()));
            }
            Some(NewTask {
                owner,
                kind: found.remedy.as_ref().map_or(TaskKind::Other, |r| r.kind),
                what,
                due_on: day_ahead(form, F::DueOn, g)?.date,
                person: None,
            })
        }
    };
    let mut made = Made::nothing();
    made.barrier = Some(NewBarrier {
        name: found.name.clone(),
        remedy,
    });
    Ok(made)
}

pub(super) fn end_task(g: &Ground<'_>) -> Vec<Field> {
    let tasks = g.prep.map(|p| p.tasks.as_slice()).unwrap_or_default();
    let open = tasks.iter().filter(|t| t.ended_on.is_none());
    let options = open.map(|t| {
        let day = say::day(t.due_on, g.today);
        (t.id.0, format!("{}: {}, by {day}", t.whose(), t.what))
    });
    let pick = Pick {
        options: options.collect(),
        at: 0,
    };
    vec![
        Field::new(F::Which, Value::Pick(pick)).called("task"),
        Field::pick(F::Then, &["done", "no longer needed"]).called("it is"),
        Field::text(F::Words, ""),
    ]
}

pub(super) fn made_end(form: &Form, _: &Ground<'_>) -> Result<Made, Missing> {
    let Some(id) = form.picked(F::Which) else {
        return Err((F::Which, "no task is open here".into()));
    };
    let mut made = Made::nothing();
    made.remedies.push(Remedy::EndTask {
        task: TaskId(id),
        how: match form.picked(F::Then) {
            Some(1) => TaskEnd::Dropped,
            _ => TaskEnd::Done,
        },
        note: some(&free_text(form, F::Words)?),
    });
    Ok(made)
}
