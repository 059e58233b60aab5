//! The calls that reading an account makes: what each asks for, what IAM calls it, and what is unknown without it.
//!
//! This is the one list: the client refuses to send what is not in it, the published policy is made of it, and a
//! refusal is explained by it. It must hold nothing that writes.

/// One service of AWS: which calls are made of it, and how its answers become resources.
#[derive(Debug)]
pub struct Service {
    /// What the SDK calls it in the metadata of an operation, as `SQS`.
    pub id: &'static str,
    /// Requests a second that are sent at most, of all regions and accounts together; below what AWS allows, so
    /// that others who use the account are not throttled.
    pub rate: u32,
    /// Whether the service is asked once for an account, and not in each region.
    pub is_global: bool,
    /// The calls.
    pub calls: &'static [Call],
    /// Puts the answers of one region into the model.
    pub shape: fn(&super::Answers, &mut super::Made),
}

impl Service {
    /// What IAM puts before its actions, as `sqs`.
    pub fn prefix(&self) -> &'static str {
        self.calls.first().and_then(|call| call.action.split(':').next()).unwrap_or_default()
    }

    /// The kinds that are read of it.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.calls.iter().flat_map(|call| call.kinds.iter().copied())
    }
}

/// One read-only operation.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// What the API calls it, as `ListQueues`.
    pub operation: &'static str,
    /// What IAM calls the permission, as `sqs:ListQueues`: often, and not always, the same.
    pub action: &'static str,
    /// Kinds of which resources may exist unseen when the call fails. Empty where it tells only attributes: those
    /// are then not known, and not compared.
    pub kinds: &'static [&'static str],
    /// Codes of errors by which a service says that there is none of what was asked for, as `NoSuchBucketPolicy`.
    pub none: &'static [&'static str],
    /// The member of the answer that tells a file of the AWS CLI with this answer from others, as `QueueUrls`;
    /// empty where an answer does not say what it is of.
    pub member: &'static str,
    /// A member that the elements of `member` have, where several answers have that member.
    pub element: &'static str,
}

impl Call {
    /// A call whose answers are found by their subject only.
    pub const fn new(operation: &'static str, action: &'static str) -> Self {
        Self { operation, action, kinds: &[], none: &[], member: "", element: "" }
    }

    /// A list: which kinds are unknown without it.
    #[must_use]
    pub const fn of(self, kinds: &'static [&'static str]) -> Self {
        Self { kinds, ..self }
    }

    /// Codes of errors that mean that there is none.
    #[must_use]
    pub const fn or_none(self, none: &'static [&'static str]) -> Self {
        Self { none, ..self }
    }

    /// By which member, and which member of its elements, a file with such an answer is recognised; `element` is
    /// empty where `member` alone tells.
    #[must_use]
    pub const fn told_by(self, member: &'static str, element: &'static str) -> Self {
        Self { member, element, ..self }
    }
}
