//! Zones, records, certificates, distributions.

use serde_json::{Value, json};

use super::build::Builder;
use super::compute::LoadBalancer;
use super::containers::Platform;
use super::data::Bucket;
use super::mark::{default, no_list, no_map, no_text, set};

impl Builder<'_> {
    /// Adds a zone and returns its id.
    pub(super) fn zone_of(&mut self, domain: &str) -> String {
        let id = self.capitals("Z", 20);
        let ending = ["com", "net", "org", "co.uk"];
        let servers: Vec<String> = ending
            .iter()
            .map(|ending| format!("ns-{}.awsdns-{:02}.{ending}", self.octet(), self.octet() % 64))
            .collect();
        let attributes = json!({
            "arn": format!("arn:aws:route53:::hostedzone/{id}"),
            "comment": default("Managed by Terraform"),
            "delegation_set_id": no_text(),
            "force_destroy": default(false),
            "id": id,
            "name": domain,
            "name_servers": servers,
            "primary_name_server": servers[0],
            "tags": no_map(),
            "timeouts": null,
            "vpc": no_list(),
            "zone_id": id,
        });
        self.add("aws_route53_zone", "this", attributes);
        id
    }

    /// Adds a record that is another name of something of AWS.
    pub(super) fn alias(&mut self, name: &str, host: &str, zone: &str, to: (&str, &str)) {
        let attributes = json!({
            "alias": [{ "evaluate_target_health": true, "name": to.0, "zone_id": to.1 }],
            "allow_overwrite": null,
            "fqdn": host,
            "health_check_id": no_text(),
            "id": format!("{zone}_{host}_A"),
            "multivalue_answer_routing_policy": false,
            "name": host,
            "records": null,
            "set_identifier": no_text(),
            "timeouts": null,
            "ttl": 0,
            "type": "A",
            "zone_id": zone,
        });
        self.add("aws_route53_record", name, attributes);
    }

    /// Adds a record with values of its own.
    pub(super) fn record(&mut self, name: &str, host: &str, zone: &str, kind: &str, values: &[String]) {
        let attributes = json!({
            "alias": no_list(),
            "allow_overwrite": null,
            "fqdn": host,
            "health_check_id": no_text(),
            "id": format!("{zone}_{host}_{kind}"),
            "multivalue_answer_routing_policy": false,
            "name": host,
            "records": set(values.to_vec()),
            "set_identifier": no_text(),
            "timeouts": null,
            "ttl": 300,
            "type": kind,
            "zone_id": zone,
        });
        self.add("aws_route53_record", name, attributes);
    }

    /// Adds a certificate with the record that proves it, and returns its ARN.
    pub(super) fn certificate(&mut self, domain: &str, zone: &str) -> String {
        let id = self.uuid();
        let arn = self.arn("acm", &format!("certificate/{id}"));
        let record = format!("_{}.{domain}.", self.hex(32));
        let value = format!("_{}.{}.acm-validations.aws.", self.hex(32), self.letters(10));
        let attributes = json!({
            "arn": arn,
            "certificate_authority_arn": no_text(),
            "certificate_body": null,
            "domain_name": domain,
            "domain_validation_options": set([json!({
                "domain_name": domain, "resource_record_name": record, "resource_record_type": "CNAME",
                "resource_record_value": value,
            })]),
            "early_renewal_duration": no_text(),
            "id": arn,
            "key_algorithm": "RSA_2048",
            "not_after": self.moment(),
            "not_before": self.moment(),
            "options": [{ "certificate_transparency_logging_preference": "ENABLED" }],
            "pending_renewal": false,
            "renewal_eligibility": "ELIGIBLE",
            "renewal_summary": no_list(),
            "status": "ISSUED",
            "subject_alternative_names": set([domain.to_owned(), format!("*.{domain}")]),
            "tags": no_map(),
            "type": "AMAZON_ISSUED",
            "validation_emails": no_list(),
            "validation_method": "DNS",
            "validation_option": no_list(),
        });
        self.add("aws_acm_certificate", "this", attributes);
        let host = record.trim_end_matches('.').to_owned();
        self.record("proof", &host, zone, "CNAME", &[value]);
        arn
    }

    /// Adds a distribution in front of a bucket and of the load balancer.
    pub(super) fn distribution(
        &mut self,
        called: &str,
        bucket: &Bucket,
        balancer: &LoadBalancer,
        platform: &Platform,
    ) {
        let id = self.capitals("E", 13);
        let host = format!("d{}.cloudfront.net", self.letters(13));
        let alias = format!("{called}.{}", platform.domain);
        let control = self.origin_control(called);
        let origin = |id: &str, domain: &str, control: &str, custom: Value| {
            json!({
                "connection_attempts": 3, "connection_timeout": 10, "custom_header": [],
                "custom_origin_config": custom, "domain_name": domain, "origin_access_control_id": control,
                "origin_id": id, "origin_path": "", "origin_shield": [], "s3_origin_config": [],
            })
        };
        let custom = json!([{
            "http_port": 80, "https_port": 443, "origin_keepalive_timeout": 5,
            "origin_protocol_policy": "https-only", "origin_read_timeout": 30,
            "origin_ssl_protocols": set(["TLSv1.1", "TLSv1.2"]),
        }]);
        let behavior = |path: Option<&str>, target: &str| {
            let mut behavior = json!({
                "allowed_methods": set(["GET", "HEAD", "OPTIONS"]), "cache_policy_id": "",
                "cached_methods": set(["GET", "HEAD"]), "compress": true, "default_ttl": 3600,
                "forwarded_values": [{
                    "cookies": [{ "forward": "none", "whitelisted_names": [] }],
                    "headers": set(["Origin", "Accept"]), "query_string": false, "query_string_cache_keys": [],
                }],
                "function_association": [], "lambda_function_association": [], "max_ttl": 86400, "min_ttl": 0,
                "smooth_streaming": false, "target_origin_id": target, "trusted_key_groups": [],
                "trusted_signers": [], "viewer_protocol_policy": "redirect-to-https",
            });
            if let Some(path) = path {
                behavior["path_pattern"] = json!(path);
            }
            behavior
        };
        let attributes = json!({
            "aliases": set([alias.clone()]),
            "arn": format!("arn:aws:cloudfront::{}:distribution/{id}", self.world.account),
            "caller_reference": self.completed("terraform-"),
            "comment": format!("{called} of {}", self.world.long),
            "custom_error_response": set([json!({ "error_caching_min_ttl": 10, "error_code": 404, "response_code": 200, "response_page_path": "/index.html" })]),
            "default_cache_behavior": [behavior(None, "files")],
            "default_root_object": "index.html",
            "domain_name": host,
            "enabled": true,
            "etag": self.capitals("E", 12),
            "hosted_zone_id": "Z2FDTNDATAQYW2",
            "http_version": "http2and3",
            "id": id,
            "in_progress_validation_batches": 0,
            "is_ipv6_enabled": true,
            "last_modified_time": self.moment(),
            "logging_config": no_list(),
            "ordered_cache_behavior": [behavior(Some("/api/*"), "api")],
            "origin": set([origin("files", &bucket.host, &control, json!([])), origin("api", &balancer.host, "", custom)]),
            "origin_group": no_list(),
            "price_class": "PriceClass_100",
            "restrictions": [{ "geo_restriction": [{ "locations": set(["AT", "CH", "DE"]), "restriction_type": "whitelist" }] }],
            "retain_on_delete": default(false),
            "staging": default(false),
            "status": "Deployed",
            "tags": self.tags(called, called),
            "trusted_signers": no_list(),
            "viewer_certificate": [{
                "acm_certificate_arn": platform.certificate, "cloudfront_default_certificate": false,
                "iam_certificate_id": "", "minimum_protocol_version": "TLSv1.2_2021", "ssl_support_method": "sni-only",
            }],
            "wait_for_deployment": default(true),
            "web_acl_id": no_text(),
        });
        self.add("aws_cloudfront_distribution", "this", attributes);
        self.alias("cdn", &alias, &platform.zone, (&host, "Z2FDTNDATAQYW2"));
    }

    fn origin_control(&mut self, called: &str) -> String {
        let id = self.capitals("E", 13);
        let attributes = json!({
            "description": default("Managed by Terraform"),
            "etag": self.capitals("E", 12),
            "id": id,
            "name": self.name(called),
            "origin_access_control_origin_type": "s3",
            "signing_behavior": "always",
            "signing_protocol": "sigv4",
        });
        self.add("aws_cloudfront_origin_access_control", "this", attributes);
        id
    }
}
