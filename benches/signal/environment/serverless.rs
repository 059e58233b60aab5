//! Functions, queues, topics, events.

use serde_json::{Value, json};

use super::build::Builder;
use super::iam::Role;
use super::mark::{allow, default, document, members, no_list, no_map, no_text, policy, set};
use super::network::Network;

/// A queue.
pub(super) struct Queue {
    pub(super) name: String,
    pub(super) arn: String,
    pub(super) url: String,
}

impl Builder<'_> {
    /// Adds a queue with one for what nobody could handle; a topic may send to it.
    pub(super) fn queue(&mut self, called: &str, topic: &str) -> Queue {
        let dead = self.one_queue("dead", &format!("{called}-dead"), None, topic);
        self.one_queue("this", called, Some(&dead.arn), topic)
    }

    fn one_queue(&mut self, name: &str, called: &str, dead: Option<&str>, topic: &str) -> Queue {
        let named = self.name(called);
        let queue = Queue {
            arn: self.arn("sqs", &named),
            url: format!("https://sqs.{}.amazonaws.com/{}/{named}", self.world.region, self.world.account),
            name: named,
        };
        let mut send = allow("Topic", &["sqs:SendMessage"], [queue.arn.clone()]);
        send["Principal"] = json!({ "Service": members(["sns.amazonaws.com"]) });
        send["Condition"] = json!({ "ArnEquals": { "aws:SourceArn": members([topic]) } });
        let attributes = json!({
            "arn": queue.arn,
            "content_based_deduplication": default(false),
            "deduplication_scope": no_text(),
            "delay_seconds": default(0),
            "fifo_queue": default(false),
            "fifo_throughput_limit": no_text(),
            "id": queue.url,
            "kms_data_key_reuse_period_seconds": default(300),
            "kms_master_key_id": no_text(),
            "max_message_size": default(262_144),
            "message_retention_seconds": 1_209_600,
            "name": queue.name,
            "name_prefix": no_text(),
            "policy": if dead.is_some() { policy([send]) } else { json!("") },
            "receive_wait_time_seconds": 20,
            "redrive_allow_policy": no_text(),
            "redrive_policy": dead.map_or_else(|| json!(""), Self::redrive),
            "sqs_managed_sse_enabled": true,
            "tags": self.tags(called, called),
            "url": queue.url,
            "visibility_timeout_seconds": 120,
        });
        self.add("aws_sqs_queue", name, attributes);
        queue
    }

    /// Adds a topic and returns its ARN.
    pub(super) fn topic(&mut self, name: &str, called: &str) -> String {
        let named = self.name(called);
        let arn = self.arn("sns", &named);
        let mut publish = allow("Account", &["sns:Publish", "sns:Subscribe"], [arn.clone()]);
        publish["Principal"] = json!({ "AWS": members(["*"]) });
        publish["Condition"] =
            json!({ "StringEquals": { "AWS:SourceOwner": members([self.world.account.clone()]) } });
        let attributes = json!({
            "arn": arn,
            "content_based_deduplication": default(false),
            "delivery_policy": no_text(),
            "display_name": no_text(),
            "fifo_topic": default(false),
            "id": arn,
            "kms_master_key_id": no_text(),
            "name": named,
            "name_prefix": no_text(),
            "owner": self.world.account,
            "policy": policy([publish]),
            "signature_version": 2,
            "tags": no_map(),
            "tracing_config": no_text(),
        });
        self.add("aws_sns_topic", name, attributes);
        arn
    }

    /// Lets a queue or an address hear of a topic.
    pub(super) fn subscription(&mut self, name: &str, topic: &str, protocol: &str, endpoint: &str) {
        let arn = format!("{topic}:{}", self.uuid());
        let filter =
            document(json!({ "kind": ["created", "changed"], "amount": [{ "numeric": [">", 100] }] }));
        let attributes = json!({
            "arn": arn,
            "confirmation_timeout_in_minutes": default(1),
            "confirmation_was_authenticated": true,
            "delivery_policy": no_text(),
            "endpoint": endpoint,
            "endpoint_auto_confirms": default(false),
            "filter_policy": if protocol == "sqs" { filter } else { json!("") },
            "filter_policy_scope": if protocol == "sqs" { "MessageAttributes" } else { "" },
            "id": arn,
            "owner_id": self.world.account,
            "pending_confirmation": false,
            "protocol": protocol,
            "raw_message_delivery": default(false),
            "redrive_policy": no_text(),
            "subscription_role_arn": no_text(),
            "topic_arn": topic,
        });
        self.add("aws_sns_topic_subscription", name, attributes);
    }

    /// Adds a function that handles a queue, and returns its name.
    pub(super) fn function(
        &mut self,
        called: &str,
        role: &Role,
        queue: &Queue,
        network: &Network,
        group: &str,
        variables: &Value,
    ) -> String {
        let name = self.name(called);
        let arn = self.arn("lambda", &format!("function:{name}"));
        let region = self.world.region;
        let version = self.octet();
        self.log_group("function", &format!("/aws/lambda/{name}"), 30);
        // The same build runs everywhere.
        let hash = "q8yJ2vGmJx1vQmR7q0d6o1b9cE5l0sK8mW3xT4hZ1aU=";
        let attributes = json!({
            "architectures": ["arm64"],
            "arn": arn,
            "code_sha256": hash,
            "code_signing_config_arn": no_text(),
            "dead_letter_config": no_list(),
            "description": no_text(),
            "environment": [{ "variables": variables }],
            "ephemeral_storage": [{ "size": 512 }],
            "file_system_config": no_list(),
            "filename": "build/handler.zip",
            "function_name": name,
            "handler": "bootstrap",
            "id": name,
            "image_config": no_list(),
            "image_uri": no_text(),
            "invoke_arn": format!("arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations"),
            "kms_key_arn": no_text(),
            "last_modified": self.moment(),
            "layers": no_list(),
            "logging_config": [{ "application_log_level": "", "log_format": "Text", "log_group": format!("/aws/lambda/{name}"), "system_log_level": "" }],
            "memory_size": 512,
            "package_type": default("Zip"),
            "publish": default(false),
            "qualified_arn": format!("{arn}:{version}"),
            "qualified_invoke_arn": format!("arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}:{version}/invocations"),
            "reserved_concurrent_executions": default(-1),
            "role": role.arn,
            "runtime": "provided.al2023",
            "s3_bucket": null,
            "signing_job_arn": no_text(),
            "skip_destroy": default(false),
            "source_code_hash": hash,
            "source_code_size": 4_127_310,
            "tags": self.tags(called, called),
            "timeout": 60,
            "timeouts": null,
            "tracing_config": [{ "mode": "Active" }],
            "version": version.to_string(),
            "vpc_config": [{
                "ipv6_allowed_for_dual_stack": false, "security_group_ids": set([group]),
                "subnet_ids": set(network.private.clone()), "vpc_id": network.vpc,
            }],
        });
        self.add("aws_lambda_function", "this", attributes);
        let uuid = self.uuid();
        let attributes = json!({
            "arn": self.arn("lambda", &format!("event-source-mapping:{uuid}")),
            "batch_size": 10,
            "bisect_batch_on_function_error": default(false),
            "enabled": default(true),
            "event_source_arn": queue.arn,
            "filter_criteria": no_list(),
            "function_arn": arn,
            "function_name": arn,
            "function_response_types": set(["ReportBatchItemFailures"]),
            "id": uuid,
            "last_modified": self.moment(),
            "maximum_batching_window_in_seconds": 5,
            "state": "Enabled",
            "uuid": uuid,
        });
        self.add("aws_lambda_event_source_mapping", "queue", attributes);
        self.schedule(called, &name, &arn);
        name
    }

    /// Runs a function every night.
    fn schedule(&mut self, called: &str, function: &str, arn: &str) {
        let name = self.name(&format!("{called}-nightly"));
        let rule = self.arn("events", &format!("rule/{name}"));
        let attributes = json!({
            "arn": rule,
            "description": no_text(),
            "event_bus_name": default("default"),
            "event_pattern": null,
            "force_destroy": default(false),
            "id": name,
            "is_enabled": null,
            "name": name,
            "name_prefix": no_text(),
            "role_arn": no_text(),
            "schedule_expression": "cron(30 2 * * ? *)",
            "state": default("ENABLED"),
            "tags": no_map(),
        });
        self.add("aws_cloudwatch_event_rule", "nightly", attributes);
        let target = self.completed("terraform-");
        let attributes = json!({
            "arn": arn,
            "event_bus_name": default("default"),
            "id": format!("{name}-{target}"),
            "input": document(json!({ "job": "nightly", "service": called, "days": 3 })),
            "input_path": no_text(),
            "input_transformer": no_list(),
            "role_arn": no_text(),
            "rule": name,
            "target_id": target,
        });
        self.add("aws_cloudwatch_event_target", "nightly", attributes);
        let attributes = json!({
            "action": "lambda:InvokeFunction",
            "event_source_token": null,
            "function_name": function,
            "function_url_auth_type": null,
            "id": "AllowSchedule",
            "principal": "events.amazonaws.com",
            "qualifier": no_text(),
            "source_account": null,
            "source_arn": rule,
            "statement_id": "AllowSchedule",
            "statement_id_prefix": no_text(),
        });
        self.add("aws_lambda_permission", "schedule", attributes);
    }
}
