//! Reading one service in one region: answers are kept, and what was refused is noted with what it leaves unknown.
//!
//! This file must not know any service.

use std::collections::BTreeSet;
use std::error::Error;
use std::future::Future;

use aws_smithy_async::future::pagination_stream::PaginationStream;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use futures::StreamExt as _;

use super::session::Session;
use super::tree::Tree;
use super::trouble::Trouble;
use crate::collect::aws::answer::{Answers, Node, Place};
use crate::collect::aws::services;
use crate::model::{Missing, Value};

/// Requests about single things of one service that are under way at once.
const AT_ONCE: usize = 8;

/// One service in one region while it is read.
pub(crate) struct Reading<'s> {
    /// The account that is read.
    pub session: &'s Session,
    /// What was answered.
    pub answers: Answers,
    /// What could not be read.
    pub missing: Vec<Missing>,
    /// What was not had and leaves no resource unknown.
    pub notes: Vec<String>,
    /// Permissions that were refused.
    pub refused: BTreeSet<&'static str>,
    /// Why nothing more can be read at all: the credentials.
    pub fatal: Option<String>,
}

impl<'s> Reading<'s> {
    /// Begins with a region of an account.
    pub(crate) fn new(session: &'s Session, place: Place) -> Self {
        Self {
            session,
            answers: Answers::new(place),
            missing: Vec::new(),
            notes: Vec::new(),
            refused: BTreeSet::new(),
            fatal: None,
        }
    }

    /// The region that is read; empty for services that have none.
    pub(crate) fn region(&self) -> &str {
        self.answers.place.region.as_str()
    }

    /// Reads all pages of a list.
    pub(crate) async fn pages<O, E>(
        &mut self,
        action: &'static str,
        mut pages: PaginationStream<Result<O, SdkError<E, HttpResponse>>>,
    ) where
        O: Tree,
        E: ProvideErrorMetadata + Error + 'static,
    {
        while self.fatal.is_none()
            && let Some(page) = pages.next().await
        {
            match page {
                Ok(page) => self.answers.push(action, "", page.tree()),
                Err(error) => {
                    self.fail(action, &Trouble::new(&error));
                    break;
                }
            }
        }
    }

    /// Keeps one answer about a subject, empty for a list that comes in one page.
    pub(crate) async fn one<O, E>(
        &mut self,
        action: &'static str,
        subject: &str,
        answer: impl Future<Output = Result<O, SdkError<E, HttpResponse>>>,
    ) where
        O: Tree,
        E: ProvideErrorMetadata + Error + 'static,
    {
        if self.fatal.is_none() {
            let answer = answer.await.map(|answer| answer.tree()).map_err(|error| Trouble::new(&error));
            self.keep(action, subject, answer);
        }
    }

    /// Asks about each of many subjects, some at once; answers are kept in the order of the subjects.
    pub(crate) async fn each<O, E, F>(
        &mut self,
        action: &'static str,
        subjects: &[String],
        ask: impl Fn(String) -> F,
    ) where
        O: Tree,
        E: ProvideErrorMetadata + Error + 'static,
        F: Future<Output = Result<O, SdkError<E, HttpResponse>>>,
    {
        // Each request is made here and not in the stream, which would have to hold for any lifetime.
        let asked: Vec<_> = subjects
            .iter()
            .map(|subject| {
                let (subject, answer) = (subject.clone(), ask(subject.clone()));
                async move { (subject, answer.await.map(|a| a.tree()).map_err(|e| Trouble::new(&e))) }
            })
            .collect();
        let mut answers = futures::stream::iter(asked).buffered(AT_ONCE);
        let mut broken = false;
        while self.fatal.is_none()
            && !broken
            && let Some((subject, answer)) = answers.next().await
        {
            // The next would fail as this did. A refusal may be that of one resource, so the others are asked about.
            broken = matches!(&answer, Err(trouble) if trouble.is_broken());
            self.keep(action, &subject, answer);
        }
    }

    /// Reads all pages of a list about each of many subjects, some at once; each page is kept with its subject.
    pub(crate) async fn each_pages<O, E>(
        &mut self,
        action: &'static str,
        subjects: &[String],
        ask: impl Fn(String) -> PaginationStream<Result<O, SdkError<E, HttpResponse>>>,
    ) where
        O: Tree,
        E: ProvideErrorMetadata + Error + 'static,
    {
        let asked: Vec<_> = subjects
            .iter()
            .map(|subject| {
                let (subject, mut pages) = (subject.clone(), ask(subject.clone()));
                async move {
                    let mut answers = Vec::new();
                    while let Some(page) = pages.next().await {
                        let page = page.map(|page| page.tree()).map_err(|error| Trouble::new(&error));
                        let is_last = page.is_err();
                        answers.push(page);
                        if is_last {
                            break;
                        }
                    }
                    (subject, answers)
                }
            })
            .collect();
        let mut lists = futures::stream::iter(asked).buffered(AT_ONCE);
        let mut broken = false;
        while self.fatal.is_none()
            && !broken
            && let Some((subject, pages)) = lists.next().await
        {
            for page in pages {
                broken = matches!(&page, Err(trouble) if trouble.is_broken());
                self.keep(action, &subject, page);
            }
        }
    }

    fn keep(&mut self, action: &'static str, subject: &str, answer: Result<Value, Trouble>) {
        match answer {
            Ok(answer) => self.answers.push(action, subject, answer),
            Err(trouble) => self.fail_about(action, subject, &trouble),
        }
    }

    /// Notes that a call failed.
    pub(crate) fn fail(&mut self, action: &'static str, trouble: &Trouble) {
        self.fail_about(action, "", trouble);
    }

    fn fail_about(&mut self, action: &'static str, subject: &str, trouble: &Trouble) {
        let Some(call) = services::call(action) else { return };
        if trouble.code().is_some_and(|code| call.none.contains(&code)) {
            self.answers.push(action, subject, Value::Null);
            return;
        }
        if trouble.is_of_credentials() {
            self.fatal = Some(trouble.to_string());
            return;
        }
        if trouble.is_refusal() {
            self.refused.insert(call.action);
        }
        let region = match self.region() {
            "" => String::new(),
            region => format!(" in {region}"),
        };
        let of = if subject.is_empty() { String::new() } else { format!(" of {subject}") };
        let mut missing = |what: String, kind: Option<&'static str>| {
            let kind = kind.map(Into::into);
            let missing = Missing { what, why: trouble.to_string(), kind, namespace: None };
            if !self.missing.contains(&missing) {
                self.missing.push(missing);
            }
        };
        if call.kinds.is_empty() {
            missing(format!("{action}{of}{region}"), None);
        }
        for kind in call.kinds {
            missing(format!("{kind} ({action}{of}){region}"), Some(kind));
        }
    }

    /// Returns the texts that a member of list answers holds, as the ids that further calls are about.
    pub(crate) fn texts(&self, action: &str, member: &str) -> Vec<String> {
        self.answers.items(action, member).filter_map(Node::text).map(str::to_owned).collect()
    }

    /// Returns a member of each element of a list, as the ids that further calls are about.
    pub(crate) fn members(&self, action: &str, list: &str, member: &str) -> Vec<String> {
        let of = |item: Node<'_>| item.get(member).text().map(str::to_owned);
        self.answers.items(action, list).filter_map(of).collect()
    }

    /// Takes over what another part read.
    pub(crate) fn append(&mut self, other: Self) {
        self.answers.append(other.answers);
        self.missing.extend(other.missing);
        self.notes.extend(other.notes);
        self.refused.extend(other.refused);
        self.fatal = self.fatal.take().or(other.fatal);
    }
}
