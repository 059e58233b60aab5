//! Listeners of load balancers, their certificates and rules, and the actions of both.
//!
//! Sources: `listener.go`, `listener_rule.go` and `listener_certificate.go` of
//! <https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/elbv2>. The secrets of OIDC
//! clients are never answered. Rewrites of requests (`transform`) are not read.

use super::{DESCRIBE_LISTENER_CERTIFICATES, DESCRIBE_LISTENERS, DESCRIBE_RULES, Owners, Tags, begin};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, fields, texts};
use crate::model::{Key, Value};

pub(super) fn shape(answers: &Answers, tags: &Tags<'_>, owners: &Owners<'_>, made: &mut Made) {
    for listener in answers.items(DESCRIBE_LISTENERS, "Listeners") {
        self::listener(listener, tags, owners, made);
    }
    for (listener, answer) in answers.all(DESCRIBE_LISTENER_CERTIFICATES) {
        for certificate in answer.get("Certificates").items() {
            // The default certificate belongs to the listener itself.
            if certificate.get("IsDefault").bool() != Some(true) {
                let certificate = certificate.get("CertificateArn").str();
                made.resource("aws_lb_listener_certificate", &format!("{listener}_{certificate}"))
                    .set("certificate_arn", certificate)
                    .set("listener_arn", listener)
                    .owned(owners.get(balancer_of(listener).as_str()).cloned())
                    .done();
            }
        }
    }
    for rule in answers.items(DESCRIBE_RULES, "Rules") {
        if rule.get("IsDefault").bool() != Some(true) {
            self::rule(rule, tags, owners, made);
        }
    }
}

fn listener(node: Node<'_>, tags: &Tags<'_>, owners: &Owners<'_>, made: &mut Made) {
    let balancer = node.get("LoadBalancerArn").str();
    let certificate =
        node.get("Certificates").items().next().map_or(Node::ABSENT, |of| of.get("CertificateArn"));
    let alpn = node.get("AlpnPolicy").texts().next().map_or(Value::Null, Value::from);
    begin(made, "aws_lb_listener", node.get("ListenerArn").str(), tags)
        .set("load_balancer_arn", balancer)
        .copy("port", node.get("Port"))
        .copy("protocol", node.get("Protocol"))
        .copy("ssl_policy", node.get("SslPolicy"))
        .copy("certificate_arn", certificate)
        .set("alpn_policy", alpn)
        .block("mutual_authentication", mutual_authentication(node.get("MutualAuthentication")))
        .set("default_action", actions(node.get("DefaultActions")))
        .owned(owners.get(balancer).cloned())
        .done();
}

fn mutual_authentication(node: Node<'_>) -> Option<Value> {
    let mode = node.get("Mode").text()?;
    Some(fields([
        ("advertise_trust_store_ca_names", node.get("AdvertiseTrustStoreCaNames").str().into()),
        (
            "ignore_client_certificate_expiry",
            node.get("IgnoreClientCertificateExpiry").bool().unwrap_or_default().into(),
        ),
        ("mode", mode.into()),
        ("trust_store_arn", node.get("TrustStoreArn").str().into()),
    ]))
}

fn rule(node: Node<'_>, tags: &Tags<'_>, owners: &Owners<'_>, made: &mut Made) {
    let arn = node.get("RuleArn").str();
    let listener = listener_of(arn);
    let owner = owners.get(balancer_of(&listener).as_str()).cloned();
    begin(made, "aws_lb_listener_rule", arn, tags)
        .set("listener_arn", listener.as_str())
        .int("priority", node.get("Priority"))
        .set("action", actions(node.get("Actions")))
        .set("condition", Value::list(node.get("Conditions").items().map(condition)))
        .owned(owner)
        .done();
}

/// Returns the listener of a rule, whose ARN has that of the listener in it.
fn listener_of(rule: &str) -> String {
    let listener = rule.rsplit_once('/').map_or("", |(listener, _)| listener);
    listener.replacen(":listener-rule/", ":listener/", 1)
}

/// Returns the load balancer of a listener, likewise.
fn balancer_of(listener: &str) -> String {
    let balancer = listener.rsplit_once('/').map_or("", |(balancer, _)| balancer);
    balancer.replacen(":listener/", ":loadbalancer/", 1)
}

fn condition(node: Node<'_>) -> Value {
    let field = node.get("Field").str();
    let block = |name: &str, config: &str| {
        // Old conditions have their values beside the field.
        let config = node.get(config);
        let mut values = config.get("Values").texts().chain(node.get("Values").texts()).collect::<Vec<_>>();
        values.sort_unstable();
        values.dedup();
        let mut members = vec![(Key::new("values"), texts(values))];
        let patterns = config.get("RegexValues");
        if patterns.is_there() {
            members.push((Key::new("regex_values"), texts(patterns.texts())));
        }
        if let Some(header) = config.get("HttpHeaderName").text() {
            members.push((Key::new("http_header_name"), header.into()));
        }
        let is_meant = field.replace('-', "_") == name;
        (Key::new(name), Value::list(is_meant.then(|| Value::map(members))))
    };
    let pairs = node.get("QueryStringConfig").get("Values").items();
    let pairs = pairs.map(|pair| {
        fields([("key", pair.get("Key").str().into()), ("value", pair.get("Value").str().into())])
    });
    Value::map([
        block("host_header", "HostHeaderConfig"),
        block("http_header", "HttpHeaderConfig"),
        block("http_request_method", "HttpRequestMethodConfig"),
        block("path_pattern", "PathPatternConfig"),
        block("source_ip", "SourceIpConfig"),
        (Key::new("query_string"), Value::list(pairs)),
    ])
}

/// Returns actions in their order, which may be left out where there is one.
fn actions(node: Node<'_>) -> Value {
    let mut actions: Vec<_> = (1..)
        .zip(node.items())
        .map(|(at, action)| (action.get("Order").int().unwrap_or(at), action))
        .collect();
    actions.sort_by_key(|(order, _)| *order);
    Value::list(actions.into_iter().map(|(order, node)| action(order, node)))
}

fn action(order: i64, node: Node<'_>) -> Value {
    let kind = node.get("Type").str();
    let of = |name: &str, config: &str, shape: fn(Node<'_>) -> Value| {
        let config = node.get(config);
        let is_meant = kind.replace('-', "_") == name && config.is_there();
        (Key::new(name), Value::list(is_meant.then(|| shape(config))))
    };
    let mut members = vec![
        (Key::new("order"), order.into()),
        (Key::new("type"), kind.into()),
        of("redirect", "RedirectConfig", redirect),
        of("fixed_response", "FixedResponseConfig", fixed_response),
        of("authenticate_cognito", "AuthenticateCognitoConfig", authenticate_cognito),
        of("authenticate_oidc", "AuthenticateOidcConfig", authenticate_oidc),
        of("jwt_validation", "JwtValidationConfig", jwt_validation),
    ];
    if kind == "forward" {
        members.extend(forward(node));
    }
    Value::map(members)
}

/// Returns how an action forwards. One group without more may be written as `target_group_arn` or as a block, and
/// nothing tells which: then both are set, as the provider does when it imports, and a state has one of them.
fn forward(node: Node<'_>) -> Vec<(Key, Value)> {
    let config = node.get("ForwardConfig");
    let stickiness = config.get("TargetGroupStickinessConfig");
    let is_sticky = stickiness.get("Enabled").bool().unwrap_or_default();
    let groups = config.get("TargetGroups");
    let one = node.get("TargetGroupArn").text().filter(|_| groups.items().nth(1).is_none() && !is_sticky);
    let arn = (Key::new("target_group_arn"), one.unwrap_or_default().into());
    if one.is_some() && !config.is_there() {
        return vec![arn];
    }
    let groups = groups.items().map(|group| {
        fields([
            ("arn", group.get("TargetGroupArn").str().into()),
            ("weight", Value::int(group.get("Weight").int().unwrap_or(1))),
        ])
    });
    let stickiness = stickiness.is_there().then(|| {
        fields([
            ("duration", Value::int(stickiness.get("DurationSeconds").int().unwrap_or_default())),
            ("enabled", is_sticky.into()),
        ])
    });
    let block = fields([("stickiness", Value::list(stickiness)), ("target_group", Value::list(groups))]);
    vec![(Key::new("forward"), Value::list([block])), arn]
}

/// Copies members as texts, under the names that the provider has for them.
fn members(node: Node<'_>, names: &[(&str, &str)]) -> Vec<(Key, Value)> {
    names.iter().map(|(name, member)| (Key::new(name), Value::from(node.get(member).str()))).collect()
}

fn redirect(node: Node<'_>) -> Value {
    let names = [
        ("host", "Host"),
        ("path", "Path"),
        ("port", "Port"),
        ("protocol", "Protocol"),
        ("query", "Query"),
        ("status_code", "StatusCode"),
    ];
    Value::map(members(node, &names))
}

fn fixed_response(node: Node<'_>) -> Value {
    let names =
        [("content_type", "ContentType"), ("message_body", "MessageBody"), ("status_code", "StatusCode")];
    Value::map(members(node, &names))
}

/// The members that both ways of authentication have.
fn session(node: Node<'_>) -> Vec<(Key, Value)> {
    let names = [
        ("on_unauthenticated_request", "OnUnauthenticatedRequest"),
        ("scope", "Scope"),
        ("session_cookie_name", "SessionCookieName"),
    ];
    let mut session = members(node, &names);
    let parameters = node.get("AuthenticationRequestExtraParams").entries();
    let parameters = parameters.map(|(key, value)| (Key::new(key), value.value()));
    session.push((Key::new("authentication_request_extra_params"), Value::map(parameters)));
    session.push((
        Key::new("session_timeout"),
        Value::int(node.get("SessionTimeout").int().unwrap_or_default()),
    ));
    session
}

fn authenticate_cognito(node: Node<'_>) -> Value {
    let names = [
        ("user_pool_arn", "UserPoolArn"),
        ("user_pool_client_id", "UserPoolClientId"),
        ("user_pool_domain", "UserPoolDomain"),
    ];
    Value::map(members(node, &names).into_iter().chain(session(node)))
}

fn authenticate_oidc(node: Node<'_>) -> Value {
    let names = [
        ("authorization_endpoint", "AuthorizationEndpoint"),
        ("client_id", "ClientId"),
        ("issuer", "Issuer"),
        ("token_endpoint", "TokenEndpoint"),
        ("user_info_endpoint", "UserInfoEndpoint"),
    ];
    Value::map(members(node, &names).into_iter().chain(session(node)))
}

fn jwt_validation(node: Node<'_>) -> Value {
    let claims = node.get("AdditionalClaims").items().map(|claim| {
        let names = [("format", "Format"), ("name", "Name")];
        let values = (Key::new("values"), texts(claim.get("Values").texts()));
        Value::map(members(claim, &names).into_iter().chain([values]))
    });
    let claims = (Key::new("additional_claim"), Value::list(claims));
    Value::map(
        members(node, &[("issuer", "Issuer"), ("jwks_endpoint", "JwksEndpoint")]).into_iter().chain([claims]),
    )
}
