//! Systems Manager: what is known of parameters, and never their values; documents and maintenance windows.
//!
//! Source: <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterMetadata.html>

use super::tagging::Tagged;
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::Made;
use crate::model::Value;

pub(in crate::collect::aws) const DESCRIBE_PARAMETERS: &str = "ssm:DescribeParameters";
pub(in crate::collect::aws) const LIST_DOCUMENTS: &str = "ssm:ListDocuments";
pub(in crate::collect::aws) const GET_DOCUMENT: &str = "ssm:GetDocument";
pub(in crate::collect::aws) const DESCRIBE_MAINTENANCE_WINDOWS: &str = "ssm:DescribeMaintenanceWindows";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "SSM",
    rate: 5,
    is_global: false,
    calls: &[
        // Parameters are told from those of databases and stacks by who wrote them.
        Call::new("DescribeParameters", DESCRIBE_PARAMETERS)
            .of(&["aws_ssm_parameter"])
            .told_by("Parameters", "LastModifiedUser"),
        Call::new("ListDocuments", LIST_DOCUMENTS)
            .of(&["aws_ssm_document"])
            .told_by("DocumentIdentifiers", ""),
        Call::new("GetDocument", GET_DOCUMENT).or_none(&["InvalidDocument"]),
        Call::new("DescribeMaintenanceWindows", DESCRIBE_MAINTENANCE_WINDOWS)
            .of(&["aws_ssm_maintenance_window"])
            .told_by("WindowIdentities", ""),
    ],
    shape,
};

fn shape(answers: &Answers, made: &mut Made) {
    let tagged = Tagged::of(answers);
    for item in answers.items(DESCRIBE_PARAMETERS, "Parameters") {
        parameter(item, &tagged, made);
    }
    for item in answers.items(LIST_DOCUMENTS, "DocumentIdentifiers") {
        document(item, answers.about(GET_DOCUMENT, item.get("Name").str()), made);
    }
    for item in answers.items(DESCRIBE_MAINTENANCE_WINDOWS, "WindowIdentities") {
        window(item, &tagged, made);
    }
}

fn parameter(item: Node<'_>, tagged: &Tagged<'_>, made: &mut Made) {
    let Some(name) = item.get("Name").text() else { return };
    let arn = made.arn("ssm", &format!("parameter/{}", name.trim_start_matches('/')));
    let arn = item.get("ARN").text().or(arn.as_deref()).map(str::to_owned);
    let parameter = made
        .resource("aws_ssm_parameter", name)
        .called(name)
        .known("arn", arn.as_deref())
        .set("name", name)
        .copy("type", item.get("Type"))
        .copy("description", item.get("Description"))
        .copy("key_id", item.get("KeyId"))
        .copy("allowed_pattern", item.get("AllowedPattern"))
        .copy_known("tier", item.get("Tier"))
        .copy_known("data_type", item.get("DataType"))
        // Nobody but AWS may write names that begin so.
        .by_aws(name.starts_with("/aws/"));
    tagged.put(parameter, arn.as_deref().unwrap_or_default()).done();
}

fn document(item: Node<'_>, answer: Node<'_>, made: &mut Made) {
    let Some(name) = item.get("Name").text() else { return };
    let mut document = made
        .resource("aws_ssm_document", name)
        .called(name)
        .set("name", name)
        .copy("document_type", item.get("DocumentType"))
        .copy("document_format", item.get("DocumentFormat"))
        .copy("target_type", item.get("TargetType"))
        .copy("version_name", item.get("VersionName"))
        .tags(item.get("Tags"));
    if answer.is_there() {
        document = document.copy("content", answer.get("Content"));
    }
    document.done();
}

fn window(item: Node<'_>, tagged: &Tagged<'_>, made: &mut Made) {
    let Some(id) = item.get("WindowId").text() else { return };
    let arn = made.arn("ssm", &format!("maintenancewindow/{id}")).unwrap_or_default();
    // Whether it allows targets that are not registered is told for one at a time only.
    let window = made
        .resource("aws_ssm_maintenance_window", id)
        .copy("name", item.get("Name"))
        .copy("description", item.get("Description"))
        .bool("enabled", item.get("Enabled"))
        .copy("duration", item.get("Duration"))
        .copy("cutoff", item.get("Cutoff"))
        .copy("schedule", item.get("Schedule"))
        .copy("schedule_timezone", item.get("ScheduleTimezone"))
        .set("schedule_offset", Value::int(item.get("ScheduleOffset").int().unwrap_or_default()))
        .copy("start_date", item.get("StartDate"))
        .copy("end_date", item.get("EndDate"));
    tagged.put(window, &arn).done();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::aws::Place;
    use crate::collect::aws::made::fields;

    #[test]
    fn a_parameter_has_all_but_its_value() {
        let place = Place { account: "123456789012".into(), region: "eu-west-1".into(), ..Place::default() };
        let mut answers = Answers::new(place.clone());
        let parameter = fields([("Name", "/shop/password".into()), ("Type", "SecureString".into())]);
        answers.push(DESCRIBE_PARAMETERS, "", fields([("Parameters", Value::list([parameter]))]));
        let mut made = Made::new(place);
        shape(&answers, &mut made);
        let attributes = &made.resources[0].attributes;
        assert_eq!(
            attributes.get("arn"),
            Some(&Value::from("arn:aws:ssm:eu-west-1:123456789012:parameter/shop/password"))
        );
        assert_eq!(attributes.get("type"), Some(&Value::from("SecureString")));
        assert_eq!(attributes.get("description"), Some(&Value::Null), "there is none");
        assert_eq!(attributes.get("value"), None, "never asked for");
    }
}
