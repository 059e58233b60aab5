//! Files that the AWS CLI wrote: `aws ec2 describe-instances > dev.json`.
//!
//! Such a file says neither what was asked nor of whom, so it is recognised by its members; account and region are
//! taken from ARNs in it. This file must not take for an answer what is something else.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use compact_str::CompactString;

use super::answer::{Answers, Node, Place};
use super::{Call, FORMAT, made, reach, services};
use crate::collect::collected::Collected;
use crate::collect::input::{self, InputError};
use crate::collect::json;
use crate::model::{Missing, Scope, Value};

/// Reads a document when it is what the AWS CLI prints for one of the calls that are known.
///
/// # Errors
/// Any other document, unchanged.
pub fn document(document: Value) -> Result<Collected, Value> {
    match recognised(&document) {
        Some(call) => {
            let scope = Scope { cloud: Some(reach::of_call(call)), ..Scope::default() };
            Ok(collect(format!("{FORMAT} {}", call.action), scope, vec![(call, document)]))
        }
        None => Err(document),
    }
}

/// Reads a folder of files that the AWS CLI wrote, all of one account and region; `None` where it holds other files.
///
/// What one answer tells of another, as volumes of instances, is then known as it is of an account that is asked.
///
/// # Errors
/// A file that cannot be read, is no JSON, or is not an answer while others are.
pub fn load_folder(folder: &Path) -> Result<Option<Collected>, AnswerError> {
    let wrong = |path: &Path, why: Why| AnswerError { path: path.to_owned(), why };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| wrong(folder, Why::Folder(error)))? {
        paths.push(entry.map_err(|error| wrong(folder, Why::Folder(error)))?.path());
    }
    let ends = |path: &PathBuf, ends: &[&str]| {
        path.extension().and_then(|end| end.to_str()).is_some_and(|end| ends.contains(&end))
    };
    if paths.iter().any(|path| ends(path, &["yaml", "yml", "tf"])) {
        return Ok(None);
    }
    paths.retain(|path| ends(path, &["json"]));
    paths.sort();
    let mut answers = Vec::new();
    let mut others = Vec::new();
    for path in paths {
        let text = input::read(&path).and_then(input::decode).map_err(|error| wrong(&path, error.into()))?;
        match json::parse(&text) {
            Ok(document) => match recognised(&document.value) {
                Some(call) => answers.push((call, document.value)),
                None => others.push((path, Why::Unknown)),
            },
            Err(error) => others.push((path, error.into())),
        }
    }
    if answers.is_empty() {
        return Ok(None);
    }
    if let Some((path, why)) = others.into_iter().next() {
        return Err(AnswerError { path, why });
    }
    let told: BTreeSet<&str> = answers
        .iter()
        .filter(|(call, document)| document.get(call.member).is_some_and(|list| list.as_list().is_some()))
        .flat_map(|(call, _)| reach::told_by(call))
        .collect();
    let without = reach::all_kinds().difference(&told).map(|kind| CompactString::from(*kind)).collect();
    let scope = Scope { without, cloud: Some(reach::of_answers()), ..Scope::default() };
    Ok(Some(collect(format!("{FORMAT} answers"), scope, answers)))
}

/// A file of a folder of answers that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {why}", path.display())]
pub struct AnswerError {
    path: PathBuf,
    why: Why,
}

#[derive(Debug, thiserror::Error)]
enum Why {
    #[error("could not be listed: {0}")]
    Folder(std::io::Error),
    #[error(transparent)]
    Input(#[from] InputError),
    #[error(transparent)]
    Json(#[from] json::JsonError),
    #[error(
        "not what the AWS CLI prints for a call that is read, while other files of this folder are; an answer that \
         does not say what it is of, as that of get-bucket-versioning, cannot be used"
    )]
    Unknown,
}

/// Puts answers into the model, which together are all that is known of one account and region.
fn collect(format: String, scope: Scope, documents: Vec<(&'static Call, Value)>) -> Collected {
    let mut place = Place::default();
    for (_, document) in &documents {
        let found = place_of(document);
        for (known, found) in [
            (&mut place.partition, found.partition),
            (&mut place.account, found.account),
            (&mut place.region, found.region),
        ] {
            if known.is_empty() {
                *known = found;
            }
        }
    }
    let mut answers = Answers::new(place);
    let mut missing = Vec::new();
    for (call, document) in documents {
        let tokens = ["NextToken", "nextToken", "Marker", "NextMarker"];
        if tokens.iter().any(|member| document.get(member).is_some_and(|token| !token.is_empty())) {
            missing.extend(call.kinds.iter().map(|kind| {
                Missing {
                    what: (*kind).to_owned(),
                    why:
                        "the file holds one page of several; let the CLI page by itself, without --max-items"
                            .to_owned(),
                    kind: Some((*kind).into()),
                    namespace: None,
                }
            }));
        }
        answers.push(call.action, "", document);
    }
    let mut made = made::shape(&answers);
    made.warnings.extend(services::tagging::unread(&made.unread));
    Collected {
        resources: made.resources,
        sensitive: made.sensitive,
        warnings: made.warnings,
        missing,
        scope,
        ..Collected::new(format)
    }
}

fn recognised(document: &Value) -> Option<&'static Call> {
    let members = document.as_map()?;
    let has = |call: &'static Call| {
        let value = members.get(call.member)?;
        let element = match value {
            Value::List(items) => items.first(),
            other => Some(other),
        };
        // Of an empty list nothing but its name can be told.
        let fits = call.element.is_empty()
            || element
                .is_none_or(|element| element.as_map().is_some_and(|map| map.get(call.element).is_some()));
        fits.then_some(call)
    };
    services::calls().map(|(_, call)| call).filter(|call| !call.member.is_empty()).find_map(has)
}

/// Takes partition, account and region from the first ARN that has them, or the account from an owner and the
/// region from a zone.
fn place_of(document: &Value) -> Place {
    let mut rest = vec![document];
    let mut place = Place::default();
    while let Some(value) = rest.pop() {
        match value {
            Value::String(text) => {
                let parts: Vec<&str> = text.splitn(6, ':').collect();
                if let ["arn", partition, _, region, account, _] = *parts
                    && account.len() == 12
                {
                    place.partition = partition.into();
                    place.account = account.into();
                    if place.region.is_empty() {
                        place.region = region.into();
                    }
                }
            }
            Value::List(items) => rest.extend(items.iter().rev()),
            Value::Map(map) => {
                for owner in ["OwnerId", "ownerId"] {
                    if let (true, Some(owner)) =
                        (place.account.is_empty(), Node(Some(value)).entry(owner).text())
                    {
                        place.account = owner.into();
                    }
                }
                if place.region.is_empty()
                    && let Some(region) =
                        Node(Some(value)).entry("AvailabilityZone").text().and_then(region_of)
                {
                    place.region = region.into();
                }
                rest.extend(map.iter().map(|(_, value)| value));
            }
            _ => {}
        }
        if !place.account.is_empty() && !place.region.is_empty() {
            break;
        }
    }
    place
}

/// Returns the region of an availability zone, as `eu-west-1` of `eu-west-1a`; `None` for the zones of cities, whose
/// names go on after the region.
fn region_of(zone: &str) -> Option<&str> {
    let region = zone.strip_suffix(|letter: char| letter.is_ascii_lowercase())?;
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (area, number) = region.rsplit_once('-')?;
    (is_number(number) && !area.split('-').any(is_number)).then_some(region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_answers_is_one_account() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("notes.txt", "not read");
        assert!(load_folder(folder.path()).unwrap().is_none(), "no answers");
        write("queue.json", r#"{"Attributes": {"QueueArn": "arn:aws:sqs:eu-west-1:111122223333:jobs"}}"#);
        write("topics.json", r#"{"Topics": [{"TopicArn": "arn:aws:sns:eu-west-1:111122223333:done"}]}"#);
        let collected = load_folder(folder.path()).unwrap().unwrap();
        assert!(collected.resources.iter().any(|resource| resource.address.as_str() == "aws_sqs_queue.jobs"));
        assert_eq!(collected.format, "aws answers");
        let is_asked = |kind: &str| !collected.scope.without.iter().any(|without| without == kind);
        assert!(is_asked("aws_sns_topic"), "there is the list of all");
        assert!(!is_asked("aws_sqs_queue"), "of one queue nothing follows for others");
        assert!(!is_asked("aws_vpc"), "there is no answer");
        write("versioning.json", r#"{"Status": "Enabled"}"#);
        let error = load_folder(folder.path()).unwrap_err().to_string();
        assert!(error.contains("versioning.json: not what the AWS CLI prints"), "{error}");
        write("versioning.json", "{");
        assert!(load_folder(folder.path()).unwrap_err().to_string().contains("versioning.json: "));
        write("service.yaml", "kind: Service");
        assert!(load_folder(folder.path()).unwrap().is_none(), "a folder of manifests");
    }

    #[test]
    fn the_region_is_that_of_the_zone() {
        for (zone, region) in [
            ("eu-west-1a", Some("eu-west-1")),
            ("us-gov-east-1b", Some("us-gov-east-1")),
            ("us-west-2-lax-1a", None),
            ("eu-west-1", None),
            ("", None),
        ] {
            assert_eq!(region_of(zone), region, "{zone}");
        }
    }
}
