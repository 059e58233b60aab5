//! Resource Groups Tagging: the ARNs and tags of what has or had tags, of nearly every service, in one list.
//!
//! It is used for two things: to say what is there and not read, so that nobody takes what is read for all there
//! is; and for the tags of services that else tell them for one resource at a time only, where asking would cost as
//! many requests as there are resources. When it is refused, those tags are not known and nothing is said of what
//! is not read. No resource is unknown for it, so that is told as a warning and the source is complete.
//!
//! Source: <https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html>

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::FixedState;

use super::arns;
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::{Building, Made};

pub(in crate::collect::aws) const GET_RESOURCES: &str = "tag:GetResources";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "Resource Groups Tagging API",
    rate: 10,
    is_global: false,
    calls: &[Call::new("GetResources", GET_RESOURCES).told_by(LIST, "")],
    shape,
};

/// The services whose tags come of it, as IAM calls them.
#[cfg(feature = "aws")]
pub(in crate::collect::aws) const TELLS: [&str; 5] = ["cloudwatch", "kms", "logs", "sns", "ssm"];

/// The list that [`GET_RESOURCES`] answers.
const LIST: &str = "ResourceTagMappingList";

/// How many sorts of resources are named that nobody reads.
const NAMED: usize = 12;

/// Tags by ARN, where they were told.
pub(super) struct Tagged<'a> {
    by_arn: HashMap<&'a str, Node<'a>, FixedState>,
    is_whole: bool,
}

impl<'a> Tagged<'a> {
    /// Takes the tags out of the answers.
    pub(super) fn of(answers: &'a Answers) -> Self {
        let by_arn = answers
            .items(GET_RESOURCES, LIST)
            .filter_map(|item| Some((item.get("ResourceARN").text()?, item.get("Tags"))))
            .collect();
        // The last page names no further one; a list that broke off does.
        let last = answers.all(GET_RESOURCES).last();
        let is_whole = last.is_some_and(|(_, answer)| answer.get("PaginationToken").text().is_none());
        Self { by_arn, is_whole }
    }

    /// Sets the tags of a resource: none where the list has all and not this, which then never had any.
    pub(super) fn put<'m>(&self, building: Building<'m>, arn: &str) -> Building<'m> {
        match self.by_arn.get(arn) {
            Some(tags) => building.tags(*tags),
            None if self.is_whole && !arn.is_empty() => building.tags(Node::ABSENT),
            None => building,
        }
    }
}

/// Counts what is there and not read.
fn shape(answers: &Answers, made: &mut Made) {
    let read: BTreeSet<&str> = super::ALL.iter().flat_map(|service| service.kinds()).collect();
    for item in answers.items(GET_RESOURCES, LIST) {
        let Some(sort) = item.get("ResourceARN").text().and_then(arns::sort_of) else { continue };
        if !arns::is_read(&sort, &read) {
            *made.unread.entry(sort).or_default() += 1;
        }
    }
}

/// Says what is there and not read, as `2 kinesis streams`; `None` where that is nothing.
pub(in crate::collect::aws) fn unread(counts: &BTreeMap<arns::Sort, usize>) -> Option<String> {
    // The most frequent first.
    let mut sorts: Vec<(&arns::Sort, usize)> = counts.iter().map(|(sort, count)| (sort, *count)).collect();
    sorts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let named: Vec<String> = sorts.iter().take(NAMED).map(|(sort, count)| sort.counted(*count)).collect();
    if named.is_empty() {
        return None;
    }
    let more: usize = sorts.iter().skip(NAMED).map(|(_, count)| count).sum();
    let more = if more == 0 { String::new() } else { format!(", and {more} of other sorts") };
    Some(format!("there and not read, since nothing here knows them: {}{more}", named.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::aws::Place;
    use crate::collect::aws::made::fields;
    use crate::model::Value;

    fn answers(arns: &[&str], token: &str) -> Answers {
        let mut answers = Answers::new(Place::default());
        let list = Value::list(arns.iter().map(|arn| {
            let tag = fields([("Key", "Name".into()), ("Value", "x".into())]);
            fields([("ResourceARN", (*arn).into()), ("Tags", Value::list([tag]))])
        }));
        answers.push(GET_RESOURCES, "", fields([(LIST, list), ("PaginationToken", token.into())]));
        answers
    }

    #[test]
    fn what_nobody_reads_is_counted_and_the_rest_is_not() {
        let answers = answers(
            &[
                "arn:aws:kinesis:us-east-1:123456789012:stream/clicks",
                "arn:aws:kinesis:us-east-1:123456789012:stream/views",
                "arn:aws:sqs:us-east-1:123456789012:orders",
                "arn:aws:cloudfront::123456789012:distribution/E1",
            ],
            "",
        );
        let mut made = Made::new(Place::default());
        shape(&answers, &mut made);
        assert_eq!(
            unread(&made.unread).as_deref(),
            Some(
                "there and not read, since nothing here knows them: 2 kinesis streams, 1 cloudfront distribution"
            )
        );
        assert!(made.resources.is_empty(), "the list is no source of resources");
        assert_eq!(unread(&BTreeMap::new()), None);
    }

    #[test]
    fn the_line_is_bounded() {
        let sort = |number: usize| {
            arns::sort_of(&format!("arn:aws:new{number:02}:us-east-1:123456789012:thing/x")).expect("an ARN")
        };
        let counts: BTreeMap<_, _> = (0..NAMED + 3).map(|number| (sort(number), 2)).collect();
        let line = unread(&counts).expect("a line");
        assert!(line.ends_with(", and 6 of other sorts"), "{line}");
        assert_eq!(line.matches("things").count(), NAMED);
    }

    #[test]
    fn tags_of_what_is_not_listed_are_none_only_when_the_list_is_whole() {
        let tags_of = |token: &str, arn: &str| {
            let answers = answers(&["arn:a"], token);
            let mut made = Made::new(Place::default());
            let building = made.resource("aws_sns_topic", "x");
            Tagged::of(&answers).put(building, arn).done();
            made.resources[0].attributes.get("tags").map(ToString::to_string)
        };
        assert_eq!(tags_of("", "arn:a").as_deref(), Some(r#"{ Name = "x" }"#));
        assert_eq!(tags_of("", "arn:b").as_deref(), Some("{}"));
        assert_eq!(tags_of("more", "arn:b"), None);
    }
}
