//! CloudWatch: alarms. Dashboards, which have no region, are in `dashboards`.
//!
//! Source: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html>

use super::blocks::count;
use super::tagging::Tagged;
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::{Building, Made, fields, texts};
use crate::model::{Key, Value};

pub(in crate::collect::aws) const DESCRIBE_ALARMS: &str = "cloudwatch:DescribeAlarms";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "CloudWatch",
    rate: 6,
    is_global: false,
    calls: &[Call::new("DescribeAlarms", DESCRIBE_ALARMS)
        .of(&["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"])
        .told_by("MetricAlarms", "")],
    shape,
};

fn shape(answers: &Answers, made: &mut Made) {
    let tagged = Tagged::of(answers);
    for item in answers.items(DESCRIBE_ALARMS, "MetricAlarms") {
        metric_alarm(item, &tagged, made);
    }
    for item in answers.items(DESCRIBE_ALARMS, "CompositeAlarms") {
        composite_alarm(item, &tagged, made);
    }
}

/// Begins an alarm with what both sorts have.
fn alarm<'m>(kind: &str, name: &str, item: Node<'_>, made: &'m mut Made) -> Building<'m> {
    made.resource(kind, name)
        .called(name)
        .set("alarm_name", name)
        .copy_known("arn", item.get("AlarmArn"))
        .copy("alarm_description", item.get("AlarmDescription"))
        .set("actions_enabled", item.get("ActionsEnabled").bool().unwrap_or(true))
        .set("alarm_actions", texts(item.get("AlarmActions").texts()))
        .set("ok_actions", texts(item.get("OKActions").texts()))
        .set("insufficient_data_actions", texts(item.get("InsufficientDataActions").texts()))
}

fn metric_alarm(item: Node<'_>, tagged: &Tagged<'_>, made: &mut Made) {
    let Some(name) = item.get("AlarmName").text() else { return };
    let alarm = alarm("aws_cloudwatch_metric_alarm", name, item, made)
        .copy("comparison_operator", item.get("ComparisonOperator"))
        .set("datapoints_to_alarm", count(item.get("DatapointsToAlarm")))
        .set("dimensions", dimensions(item.get("Dimensions")))
        .copy("evaluate_low_sample_count_percentiles", item.get("EvaluateLowSampleCountPercentile"))
        .set("evaluation_periods", count(item.get("EvaluationPeriods")))
        .copy("extended_statistic", item.get("ExtendedStatistic"))
        .copy("metric_name", item.get("MetricName"))
        .set("metric_query", Value::list(item.get("Metrics").items().map(metric_query)))
        .copy("namespace", item.get("Namespace"))
        .set("period", count(item.get("Period")))
        .copy("statistic", item.get("Statistic"))
        .copy("threshold", item.get("Threshold"))
        .copy("threshold_metric_id", item.get("ThresholdMetricId"))
        // What the API does unless told otherwise, and what the provider writes then.
        .set("treat_missing_data", item.get("TreatMissingData").text().unwrap_or("missing"))
        .copy("unit", item.get("Unit"));
    let owner = name.starts_with("TargetTracking-").then(|| scaling_policy(item));
    tagged.put(alarm, item.get("AlarmArn").str()).owned(owner).done();
}

/// Returns the policy that made an alarm for its target: the alarm tells it.
///
/// Its ARN is `arn:…:scalingPolicy:ID:autoScalingGroupName/GROUP:policyName/NAME`, or with `resource/…` in place of
/// the group where Application Auto Scaling scales something else.
fn scaling_policy(item: Node<'_>) -> String {
    let policy = item.get("AlarmActions").texts().find_map(|arn| {
        let (of, name) = arn.rsplit_once(":policyName/")?;
        let kind = if of.contains(":autoScalingGroupName/") {
            "aws_autoscaling_policy"
        } else {
            "aws_appautoscaling_policy"
        };
        // Application Auto Scaling adds who made the alarm.
        Some(format!("{kind}/{}", name.split(":createdBy/").next().unwrap_or(name)))
    });
    policy.unwrap_or_else(|| "aws_appautoscaling_policy".to_owned())
}

fn metric_query(item: Node<'_>) -> Value {
    let stat = item.get("MetricStat");
    let metric = stat.is_there().then(|| {
        fields([
            ("dimensions", dimensions(stat.get("Metric").get("Dimensions"))),
            ("metric_name", stat.get("Metric").get("MetricName").value()),
            ("namespace", stat.get("Metric").get("Namespace").value()),
            ("period", count(stat.get("Period"))),
            ("stat", stat.get("Stat").value()),
            ("unit", stat.get("Unit").value()),
        ])
    });
    fields([
        ("account_id", item.get("AccountId").value()),
        ("expression", item.get("Expression").value()),
        ("id", item.get("Id").value()),
        ("label", item.get("Label").value()),
        ("metric", Value::list(metric)),
        ("period", count(item.get("Period"))),
        ("return_data", item.get("ReturnData").bool().unwrap_or_default().into()),
    ])
}

fn dimensions(list: Node<'_>) -> Value {
    Value::map(list.items().map(|item| (Key::new(item.get("Name").str()), item.get("Value").value())))
}

fn composite_alarm(item: Node<'_>, tagged: &Tagged<'_>, made: &mut Made) {
    let Some(name) = item.get("AlarmName").text() else { return };
    let suppressor = item.get("ActionsSuppressor").text().map(|alarm| {
        fields([
            ("alarm", alarm.into()),
            ("extension_period", count(item.get("ActionsSuppressorExtensionPeriod"))),
            ("wait_period", count(item.get("ActionsSuppressorWaitPeriod"))),
        ])
    });
    let alarm = alarm("aws_cloudwatch_composite_alarm", name, item, made)
        .copy("alarm_rule", item.get("AlarmRule"))
        .block("actions_suppressor", suppressor);
    tagged.put(alarm, item.get("AlarmArn").str()).done();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::aws::Place;

    fn shaped(alarm: Value) -> Made {
        let mut answers = Answers::new(Place::default());
        answers.push(DESCRIBE_ALARMS, "", fields([("MetricAlarms", Value::list([alarm]))]));
        let mut made = Made::new(Place::default());
        shape(&answers, &mut made);
        made
    }

    #[test]
    fn an_alarm_of_target_tracking_belongs_to_its_policy() {
        let action = |end: &str| format!("arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:1:{end}");
        for (name, action, owner) in [
            (
                "TargetTracking-web-AlarmHigh-1",
                action("autoScalingGroupName/web:policyName/cpu"),
                Some("aws_autoscaling_policy/cpu"),
            ),
            (
                "TargetTracking-service/shop/api-AlarmLow-1",
                action("resource/ecs/service/shop/api:policyName/cpu:createdBy/2"),
                Some("aws_appautoscaling_policy/cpu"),
            ),
            ("mine", action("autoScalingGroupName/web:policyName/cpu"), None),
        ] {
            let actions = Value::list([Value::string(action)]);
            let made = shaped(fields([("AlarmName", name.into()), ("AlarmActions", actions)]));
            assert_eq!(made.resources[0].owner.as_deref(), owner, "{name}");
        }
    }

    #[test]
    fn what_is_not_set_is_written_as_the_provider_writes_it() {
        let stat = fields([("Period", Value::int(60)), ("Stat", "Sum".into())]);
        let query = fields([("Id", "m1".into()), ("MetricStat", stat)]);
        let made = shaped(fields([("AlarmName", "a".into()), ("Metrics", Value::list([query]))]));
        let attributes = &made.resources[0].attributes;
        assert_eq!(attributes.get("treat_missing_data"), Some(&Value::from("missing")));
        assert_eq!(attributes.get("period"), Some(&Value::int(0)));
        let query = Node(attributes.get("metric_query")).items().next().expect("a query");
        assert_eq!(query.entry("return_data").bool(), Some(false));
        let metric = query.entry("metric").items().next().expect("a metric");
        assert_eq!(metric.entry("period").int(), Some(60));
    }
}
