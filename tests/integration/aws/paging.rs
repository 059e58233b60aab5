//! Long lists come in pages, and nothing is lost or doubled between them.
//!
//! moto gives most lists whole, so a proxy cuts them.

use serde_json::Value;

use super::proxy::{Asked, Fate};
use super::world::World;
use crate::support::findings;

/// The token of the second page.
const SECOND: &str = "the-second-page";

/// How an answer is cut: operation, the list in it, and how a token is written.
struct Paged {
    operation: &'static str,
    list: &'static str,
    form: Form,
}

enum Form {
    /// `<list><item>…</item></list><token>…</token>`: the names of an element and of the token, and what else
    /// says that there is more.
    Xml { element: &'static str, token: &'static str, asked: &'static str },
    /// The member of the answer and that of the request.
    Json { token: &'static str, asked: &'static str },
}

const PAGED: [Paged; 4] = [
    Paged {
        operation: "DescribeSecurityGroups",
        list: "securityGroupInfo",
        form: Form::Xml { element: "item", token: "nextToken", asked: "NextToken" },
    },
    Paged {
        operation: "DescribeTargetGroups",
        list: "TargetGroups",
        form: Form::Xml { element: "member", token: "NextMarker", asked: "Marker" },
    },
    Paged {
        operation: "DescribeLogGroups",
        list: "logGroups",
        form: Form::Json { token: "nextToken", asked: "nextToken" },
    },
    Paged {
        operation: "ListTables",
        list: "TableNames",
        form: Form::Json { token: "LastEvaluatedTableName", asked: "ExclusiveStartTableName" },
    },
];

#[test]
fn a_list_in_pages_is_the_list() {
    let Some(world) = World::get() else { return };
    let proxy = world.proxy(|asked| {
        PAGED
            .iter()
            .find(|paged| paged.operation == asked.operation)
            .map_or(Fate::Passes, |paged| paged.cut(asked))
    });
    let services = "services = [\"ec2\", \"elasticloadbalancing\", \"logs\", \"dynamodb\"]";
    let whole = world.case_at(&world.endpoint(), 4, services);
    let paged = world.case_at(&proxy.endpoint(), 4, services);
    world.run(&whole, &["snapshot", "dev", "-o", "dev.driftgate"]).exits(0);
    std::fs::copy(whole.path("dev.driftgate"), paged.path("dev.driftgate")).unwrap();
    let report = world.diff(&paged, "dev.driftgate", "dev");
    assert_eq!(findings(&report), Vec::<Value>::new());
    let resources = &report["comparisons"][0]["resources"];
    assert_eq!(resources["left"], resources["right"]);
    for paged in PAGED {
        assert_eq!(proxy.times(paged.operation), 2, "{}", paged.operation);
    }
}

impl Paged {
    /// Gives the first half, or the second where it is asked for.
    fn cut(&'static self, asked: &Asked) -> Fate {
        let is_second = asked.body.contains(SECOND);
        let body = match self.form {
            Form::Xml { asked: token, .. } => {
                let fields = asked.body.split('&').filter(|field| !field.starts_with(&format!("{token}=")));
                fields.collect::<Vec<_>>().join("&")
            }
            Form::Json { asked: token, .. } => {
                let mut body: Value = serde_json::from_str(&asked.body).unwrap();
                body.as_object_mut().unwrap().remove(token);
                body.to_string()
            }
        };
        Fate::Edited(body, Box::new(move |answer| self.half(&answer, is_second)))
    }

    fn half(&self, answer: &str, is_second: bool) -> String {
        match self.form {
            Form::Xml { element, token, .. } => {
                let (open, close) = (format!("<{}>", self.list), format!("</{}>", self.list));
                let (before, rest) = answer.split_once(&open).unwrap();
                let (list, after) = rest.rsplit_once(&close).unwrap();
                let elements = elements(list, element);
                let (first, second) = elements.split_at(elements.len() / 2);
                assert!(!first.is_empty() && !second.is_empty(), "{}: {answer}", self.operation);
                let (part, more) = if is_second {
                    (second, String::new())
                } else {
                    (first, format!("<{token}>{SECOND}</{token}>"))
                };
                format!("{before}{open}{}{close}{more}{after}", part.concat())
            }
            Form::Json { token, .. } => {
                let mut answer: Value = serde_json::from_str(answer).unwrap();
                let list = answer[self.list].as_array_mut().unwrap();
                assert!(list.len() > 1, "{}: {list:?}", self.operation);
                let second = list.split_off(list.len() / 2);
                if is_second {
                    *list = second;
                } else {
                    answer[token] = SECOND.into();
                }
                answer.to_string()
            }
        }
    }
}

/// Splits a list of XML into its own elements, which may hold elements of the same name.
fn elements<'x>(list: &'x str, name: &str) -> Vec<&'x str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let (mut elements, mut depth, mut from, mut at) = (Vec::new(), 0usize, 0usize, 0usize);
    while let Some(next) = list.get(at..).and_then(|rest| rest.find('<')) {
        at += next;
        if list[at..].starts_with(&open) {
            if depth == 0 {
                from = at;
            }
            depth += 1;
        } else if list[at..].starts_with(&close) {
            depth -= 1;
            if depth == 0 {
                elements.push(&list[from..at + close.len()]);
            }
        }
        at += 1;
    }
    elements
}
