//! CloudWatch Logs: log groups and metric filters. What is logged is never asked for.
//!
//! Subscription filters are told for one log group at a time only, and are not read. Log groups that a service made
//! by itself, as `/aws/lambda/…`, belong to nobody: whoever wants a retention has to declare them.
//!
//! Source: <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html>

use super::tagging::Tagged;
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::{Made, fields};
use crate::model::Value;

pub(in crate::collect::aws) const DESCRIBE_LOG_GROUPS: &str = "logs:DescribeLogGroups";
pub(in crate::collect::aws) const DESCRIBE_METRIC_FILTERS: &str = "logs:DescribeMetricFilters";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "CloudWatch Logs",
    rate: 5,
    is_global: false,
    calls: &[
        Call::new("DescribeLogGroups", DESCRIBE_LOG_GROUPS)
            .of(&["aws_cloudwatch_log_group"])
            .told_by("logGroups", ""),
        Call::new("DescribeMetricFilters", DESCRIBE_METRIC_FILTERS)
            .of(&["aws_cloudwatch_log_metric_filter"])
            .told_by("metricFilters", ""),
    ],
    shape,
};

fn shape(answers: &Answers, made: &mut Made) {
    let tagged = Tagged::of(answers);
    for item in answers.items(DESCRIBE_LOG_GROUPS, "logGroups") {
        group(item, &tagged, made);
    }
    for item in answers.items(DESCRIBE_METRIC_FILTERS, "metricFilters") {
        filter(item, made);
    }
}

fn group(item: Node<'_>, tagged: &Tagged<'_>, made: &mut Made) {
    let Some(name) = item.get("logGroupName").text() else { return };
    // `arn` ends in `:*`, which stands for the streams of the group.
    let arn = item.get("logGroupArn").text().or(item.get("arn").text()).unwrap_or_default();
    let arn = arn.trim_end_matches(":*");
    let group = made
        .resource("aws_cloudwatch_log_group", name)
        .called(name)
        .set("arn", arn)
        .set("name", name)
        // The provider writes 0 for what is kept for ever.
        .set("retention_in_days", Value::int(item.get("retentionInDays").int().unwrap_or_default()))
        .copy("kms_key_id", item.get("kmsKeyId"))
        .copy_known("log_group_class", item.get("logGroupClass"))
        .copy_known("deletion_protection_enabled", item.get("deletionProtectionEnabled"));
    tagged.put(group, arn).done();
}

fn filter(item: Node<'_>, made: &mut Made) {
    let (Some(name), group) = (item.get("filterName").text(), item.get("logGroupName").str()) else {
        return;
    };
    made.resource("aws_cloudwatch_log_metric_filter", name)
        // A name is unique in a log group; this is how the provider imports it.
        .called(&format!("{group}:{name}"))
        .set("name", name)
        .set("log_group_name", group)
        .copy("pattern", item.get("filterPattern"))
        .bool("apply_on_transformed_logs", item.get("applyOnTransformedLogs"))
        .set("metric_transformation", Value::list(item.get("metricTransformations").items().map(metric)))
        .done();
}

fn metric(item: Node<'_>) -> Value {
    let default = match item.get("defaultValue").value() {
        Value::Number(number) => Value::string(number.to_string()),
        other => other,
    };
    fields([
        ("name", item.get("metricName").value()),
        ("namespace", item.get("metricNamespace").value()),
        ("value", item.get("metricValue").value()),
        // The provider has it as a text, so that there may be none.
        ("default_value", default),
        ("dimensions", item.get("dimensions").value()),
        ("unit", item.get("unit").text().unwrap_or("None").into()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::aws::Place;

    #[test]
    fn a_group_without_retention_keeps_for_ever() {
        let arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/shop/web";
        let group =
            fields([("logGroupName", "/shop/web".into()), ("arn", Value::string(format!("{arn}:*")))]);
        let mut answers = Answers::new(Place::default());
        answers.push(DESCRIBE_LOG_GROUPS, "", fields([("logGroups", Value::list([group]))]));
        let mut made = Made::new(Place::default());
        shape(&answers, &mut made);
        let attributes = &made.resources[0].attributes;
        assert_eq!(attributes.get("retention_in_days"), Some(&Value::int(0)));
        assert_eq!(attributes.get("arn"), Some(&Value::from(arn)));
        assert_eq!(attributes.get("tags"), None, "nobody told its tags");
        assert_eq!(made.resources[0].owner, None);
    }

    #[test]
    fn a_metric_has_the_defaults_of_the_provider() {
        let told = fields([("metricName", "errors".into()), ("defaultValue", Value::int(0))]);
        let shaped = metric(Node(Some(&told)));
        let shaped = Node(Some(&shaped));
        assert_eq!(shaped.entry("default_value").text(), Some("0"));
        assert_eq!(shaped.entry("unit").text(), Some("None"));
    }
}
