# Who can reach what on AWS: security groups, network ACLs, subnets, routes, load balancers, listeners, and
# the endpoints of services. "The world" is 0.0.0.0/0 and ::/0. Rules here speak of what one environment
# opens and the other does not; what both open is no difference.
#
# This pack must not judge endpoints of databases (aws_database.hcl), public buckets (aws_storage.hcl), or
# policies (aws_iam.hcl).
#
# Rules of a security group come in three shapes: a resource of its own, an element with its key in the path
# (`ingress[protocol=tcp,from_port=22,to_port=22]`), and, where keys repeat, a member of a plain set. The
# conditions look at the text of one rule at a time, with the path in front where that holds the port.

rule "aws/open-to-the-world" {
  summary = "only the more production-like environment admits the whole Internet"
  why     = "every address on the Internet can connect, and scanners find an open port within minutes"
  kind    = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  path = [
    "", "ingress", "ingress[*]", "ingress[*].cidr_blocks", "ingress[*].ipv6_cidr_blocks",
    "cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6",
  ]
  change = ["modified", "left_only", "right_only", "unmanaged"]
  when = (
    try(upper_env.resource.type, "ingress") != "egress"
    && can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(path == "" ? try(upper_env.resource.ingress, upper_env.resource) : length(left.only) + length(right.only) > 0 ? upper_env.only : upper_env.value)))
    && !can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(path == "" ? try(lower_env.resource.ingress, lower_env.resource) : length(left.only) + length(right.only) > 0 ? lower_env.only : lower_env.value)))
  )
  severity = explained ? "medium" : "high"
  message  = "${upper_env.env} admits every address, ${lower_env.env} does not"
  remedy   = "replace 0.0.0.0/0 and ::/0 by the addresses that need access, or by the security group of the load balancer in front"
}

rule "aws/open-to-the-world-before-production" {
  summary = "only the less production-like environment admits the whole Internet"
  why     = "test data is often a copy of real data, and weaker accounts stand in front of it"
  kind    = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  path = [
    "", "ingress", "ingress[*]", "ingress[*].cidr_blocks", "ingress[*].ipv6_cidr_blocks",
    "cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6",
  ]
  change = ["modified", "left_only", "right_only"]
  when = (
    try(lower_env.resource.type, "ingress") != "egress"
    && can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(path == "" ? try(lower_env.resource.ingress, lower_env.resource) : length(left.only) + length(right.only) > 0 ? lower_env.only : lower_env.value)))
    && !can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(path == "" ? try(upper_env.resource.ingress, upper_env.resource) : length(left.only) + length(right.only) > 0 ? upper_env.only : upper_env.value)))
  )
  severity = explained ? "low" : "medium"
  message  = "${lower_env.env} admits every address, ${upper_env.env} does not"
  remedy   = "admit the office and the VPN only, as ${upper_env.env} does"
}

rule "aws/ssh-open-to-the-world" {
  summary = "only the more production-like environment opens SSH to the whole Internet"
  why     = "port 22 is the first that scanners try, and one weak key or unpatched sshd is a shell in the network"
  kind    = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  path = [
    "", "ingress", "ingress[*]", "ingress[*].cidr_blocks", "ingress[*].ipv6_cidr_blocks", "ingress[*].from_port",
    "cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6", "from_port",
  ]
  change = ["modified", "left_only", "right_only", "unmanaged"]
  when = (
    try(upper_env.resource.type, "ingress") != "egress"
    && anytrue([for r in flatten([strcontains(path, "=") ? upper_env.value : try(upper_env.resource.ingress, upper_env.resource)]) :
    can(regex("from_port(=|\":)22\\b", "${path}${jsonencode(r)}")) && can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(r)))])
    && !anytrue([for r in flatten([strcontains(path, "=") ? lower_env.value : try(lower_env.resource.ingress, lower_env.resource)]) :
    can(regex("from_port(=|\":)22\\b", "${path}${jsonencode(r)}")) && can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(r)))])
  )
  severity = explained ? "high" : "critical"
  message  = "${upper_env.env} lets every address reach port 22, ${lower_env.env} does not"
  remedy   = "remove the rule from ${upper_env.env} and use SSM Session Manager, EC2 Instance Connect, or a VPN"
}

rule "aws/internal-port-open-to-the-world" {
  summary = "only the more production-like environment opens an internal port to the whole Internet"
  why     = "these services expect a trusted network: an open one is read, encrypted for ransom, or taken over"
  kind    = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  path = [
    "", "ingress", "ingress[*]", "ingress[*].cidr_blocks", "ingress[*].ipv6_cidr_blocks", "ingress[*].from_port",
    "cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6", "from_port",
  ]
  change = ["modified", "left_only", "right_only", "unmanaged"]
  # SQL Server, Oracle, Docker, etcd, MySQL, Remote Desktop, PostgreSQL, Redshift, VNC, Redis, Kubernetes, Cassandra,
  # Elasticsearch, Memcached, MongoDB.
  when = (
    try(upper_env.resource.type, "ingress") != "egress"
    && anytrue([for r in flatten([strcontains(path, "=") ? upper_env.value : try(upper_env.resource.ingress, upper_env.resource)]) :
    can(regex("from_port(=|\":)(1433|1521|237[569]|3306|3389|5432|5439|5900|6379|6443|9042|9[23]00|10250|11211|27017)\\b", "${path}${jsonencode(r)}")) && can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(r)))])
    && !anytrue([for r in flatten([strcontains(path, "=") ? lower_env.value : try(lower_env.resource.ingress, lower_env.resource)]) :
    can(regex("from_port(=|\":)(1433|1521|237[569]|3306|3389|5432|5439|5900|6379|6443|9042|9[23]00|10250|11211|27017)\\b", "${path}${jsonencode(r)}")) && can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(r)))])
  )
  severity = explained ? "high" : "critical"
  message  = "${upper_env.env} lets every address reach a port that is meant for internal use, ${lower_env.env} does not"
  remedy   = "admit the security group of the clients instead of 0.0.0.0/0 and ::/0"
}

rule "aws/all-ports-open-to-the-world" {
  summary = "only the more production-like environment opens every port to the whole Internet"
  why     = "whatever listens on the instance, meant for the outside or not, is reachable by everybody"
  kind    = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  path = [
    "", "ingress", "ingress[*]", "ingress[*].cidr_blocks", "ingress[*].ipv6_cidr_blocks", "ingress[*].protocol", "ingress[*].to_port",
    "cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6", "protocol", "ip_protocol", "to_port",
  ]
  change = ["modified", "left_only", "right_only", "unmanaged"]
  when = (
    try(upper_env.resource.type, "ingress") != "egress"
    && anytrue([for r in flatten([strcontains(path, "=") ? upper_env.value : try(upper_env.resource.ingress, upper_env.resource)]) :
    can(regex("protocol(=|\":\")(-1|all)\\b|from_port(=|\":)[01],.*to_port(=|\":)65535", "${path}${jsonencode(r)}")) && can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(r)))])
    && !anytrue([for r in flatten([strcontains(path, "=") ? lower_env.value : try(lower_env.resource.ingress, lower_env.resource)]) :
    can(regex("protocol(=|\":\")(-1|all)\\b|from_port(=|\":)[01],.*to_port(=|\":)65535", "${path}${jsonencode(r)}")) && can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(r)))])
  )
  severity = explained ? "high" : "critical"
  message  = "${upper_env.env} lets every address reach every port, ${lower_env.env} does not"
  remedy   = "open the one port that the service listens on, to the addresses that need it"
}

rule "aws/public-range-admitted" {
  summary  = "an ingress rule admits public addresses in one environment only"
  why      = "an address block outside the company's networks can connect to one environment and not to the other"
  kind     = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  path     = ["ingress[*].cidr_blocks", "ingress[*].ipv6_cidr_blocks", "cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"]
  when     = anytrue([for block in flatten(length(left.only) + length(right.only) > 0 ? [left.only, right.only] : [left.value, right.value]) : is_public_cidr(block) && !endswith(block, "/0")])
  severity = anytrue([for block in flatten(length(left.only) + length(right.only) > 0 ? upper_env.only : [upper_env.value]) : is_public_cidr(block)]) ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  message  = "${left.env} admits ${format("%v", left.value)}, ${right.env} admits ${format("%v", right.value)}"
  remedy   = "keep the blocks of offices and partners in one variable or managed prefix list for both environments"
}

rule "aws/egress-open-to-the-world" {
  summary = "only the more production-like environment lets traffic out to the whole Internet"
  why     = "an open way out is what a stolen credential or an implanted program needs to send data away"
  kind    = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_egress_rule"]
  path = [
    "", "egress", "egress[*]", "egress[*].cidr_blocks", "egress[*].ipv6_cidr_blocks", "cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6",
  ]
  change = ["modified", "left_only", "right_only"]
  # Every group that Terraform makes may have an open way out, so a whole group on one side is not judged by it.
  when = (
    try(upper_env.resource.type, "egress") == "egress" && (path != "" || can(upper_env.resource.security_group_id))
    && can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(path == "" ? upper_env.resource : length(left.only) + length(right.only) > 0 ? upper_env.only : upper_env.value)))
    && !can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(path == "" ? lower_env.resource : length(left.only) + length(right.only) > 0 ? lower_env.only : lower_env.value)))
  )
  severity = explained ? "low" : "medium"
  message  = "${upper_env.env} lets traffic out to every address, ${lower_env.env} does not"
  remedy   = "name the destinations: VPC endpoints, the CIDR of the VPC, managed prefix lists"
}

rule "aws/network-acl-open-to-the-world" {
  summary = "a network ACL of the more production-like environment admits the whole Internet"
  why     = "the ACL is the fence around the subnet that still stands when a security group is opened by mistake"
  kind    = ["aws_network_acl", "aws_default_network_acl", "aws_network_acl_rule"]
  path    = ["", "ingress[*]", "ingress", "ingress[*].cidr_block", "ingress[*].ipv6_cidr_block", "cidr_block", "ipv6_cidr_block"]
  change  = ["modified", "left_only", "right_only"]
  # An ACL as a whole has entries of both actions; only single entries are judged.
  when = (
    can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(path == "" ? upper_env.resource : length(left.only) + length(right.only) > 0 ? upper_env.only : upper_env.value)))
    && !can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(path == "" ? lower_env.resource : length(left.only) + length(right.only) > 0 ? lower_env.only : lower_env.value)))
    && !can(regex("\"(deny|DENY)\"", jsonencode([upper_env.value, try(upper_env.resource.rule_action, "allow")])))
    && try(upper_env.resource.egress, false) != true
    && (path != "" || can(upper_env.resource.rule_action))
  )
  severity = explained ? "medium" : "high"
  message  = "${upper_env.env} admits every address into its subnets, ${lower_env.env} does not"
  remedy   = "limit the entry to the CIDR of the VPC and of the load balancer subnets"
}

rule "aws/network-acl-action-differs" {
  summary  = "a network ACL entry allows in one environment what it denies in the other"
  why      = "ACL entries are evaluated in order, so one reversed action opens or cuts off whole subnets"
  kind     = ["aws_network_acl", "aws_default_network_acl", "aws_network_acl_rule"]
  path     = ["ingress[*].action", "egress[*].action", "rule_action"]
  when     = try(lower(left.value) != lower(right.value), false)
  severity = explained ? "medium" : "high"
  message  = "${left.env}: ${left.value}, ${right.env}: ${right.value}"
  remedy   = "set the same action in both environments"
}

rule "aws/subnet-assigns-public-addresses" {
  summary  = "instances in a subnet get a public address in one environment only"
  why      = "whatever is started in the subnet is on the Internet unless every security group says no"
  kind     = ["aws_subnet", "aws_default_subnet"]
  path     = ["map_public_ip_on_launch", "assign_ipv6_address_on_creation"]
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${path} is on in ${upper_env.value == true ? upper_env.env : lower_env.env} only"
  remedy   = "set map_public_ip_on_launch = false and give public addresses to load balancers and NAT gateways only"
}

rule "aws/route-to-the-internet" {
  summary = "a subnet is routed to an Internet gateway in one environment only"
  why     = "a default route to an Internet gateway makes the subnet public: its instances reach the Internet directly and can be reached"
  kind    = ["aws_route", "aws_route_table", "aws_default_route_table"]
  path    = ["", "route", "route[*]", "route[*].gateway_id", "gateway_id"]
  change  = ["modified", "left_only", "right_only"]
  when = (
    can(regex("\"igw-", jsonencode(path == "" ? left.resource : length(left.only) + length(right.only) > 0 ? left.only : left.value)))
    != can(regex("\"igw-", jsonencode(path == "" ? right.resource : length(left.only) + length(right.only) > 0 ? right.only : right.value)))
  )
  severity = (
    can(regex("\"igw-", jsonencode(path == "" ? upper_env.resource : length(left.only) + length(right.only) > 0 ? upper_env.only : upper_env.value)))
    ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  )
  message = "the route goes to an Internet gateway in one of ${left.env} and ${right.env} only"
  remedy  = "send private subnets out through a NAT gateway in both environments"
}

rule "aws/load-balancer-public" {
  summary  = "a load balancer faces the Internet in one environment and is internal in the other"
  why      = "an internal service that gets a public address is open to everybody whom its security group admits"
  kind     = ["aws_lb", "aws_alb", "aws_elb"]
  path     = "internal"
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "low" : "medium") : (explained ? "medium" : "high")
  message  = "the load balancer of ${upper_env.value == true ? lower_env.env : upper_env.env} faces the Internet"
  remedy   = "set internal = true and move the load balancer to private subnets; this replaces it"
}

rule "aws/load-balancer-deletion-protection-off" {
  summary  = "a load balancer can be deleted by one call in one environment only"
  why      = "a deleted load balancer comes back under another DNS name and another address"
  kind     = ["aws_lb", "aws_alb"]
  path     = "enable_deletion_protection"
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "deletion protection is on in ${upper_env.value == true ? upper_env.env : lower_env.env} only"
  remedy   = "set enable_deletion_protection = true in ${upper_env.env}"
}

rule "aws/access-logs-off" {
  summary  = "requests to a load balancer are logged in one environment only"
  why      = "without access logs nobody can tell after an incident who asked for what"
  kind     = ["aws_lb", "aws_alb", "aws_elb"]
  path     = ["access_logs", "access_logs[*].enabled"]
  when     = (try(left.value[0].enabled, left.value) == true) != (try(right.value[0].enabled, right.value) == true)
  severity = try(upper_env.value[0].enabled, upper_env.value) == true ? (explained ? "info" : "low") : (explained ? "low" : "medium")
  message  = "access logs are on in ${try(upper_env.value[0].enabled, upper_env.value) == true ? upper_env.env : lower_env.env} only"
  remedy   = "set access_logs { enabled = true } with a bucket whose policy lets the load balancer write"
}

rule "aws/listener-unencrypted" {
  summary = "a listener takes plain traffic in one environment and TLS in the other"
  why     = "what is sent in the clear can be read and changed on the way, and clients that demand HTTPS fail on the other side"
  kind    = ["aws_lb_listener", "aws_alb_listener", "aws_elb"]
  path    = ["protocol", "listener[*].lb_protocol"]
  # A plain listener that only redirects is how clients find the encrypted one.
  when = (
    contains(["HTTPS", "TLS", "SSL"], upper(format("%v", left.value))) != contains(["HTTPS", "TLS", "SSL"], upper(format("%v", right.value)))
    && !contains([try(left.resource.default_action[0].type, ""), try(right.resource.default_action[0].type, "")], "redirect")
  )
  severity = contains(["HTTPS", "TLS", "SSL"], upper(format("%v", upper_env.value))) ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "${left.env} listens with ${format("%v", left.value)}, ${right.env} with ${format("%v", right.value)}"
  remedy   = "set protocol = \"HTTPS\" (or \"TLS\") with certificate_arn and ssl_policy in both environments"
}

rule "aws/tls-policy-older" {
  summary  = "TLS is negotiated by different policies"
  why      = "an older policy still offers TLS 1.0 and 1.1, a newer one refuses clients that the other serves"
  kind     = ["aws_lb_listener", "aws_alb_listener", "aws_cloudfront_distribution", "aws_api_gateway_domain_name", "aws_apigatewayv2_domain_name"]
  path     = ["ssl_policy", "viewer_certificate[*].minimum_protocol_version", "security_policy", "domain_name_configuration[*].security_policy"]
  when     = try(length(left.value) > 0 && length(right.value) > 0, false)
  severity = !can(regex("TLS13-1-[23]|TLS-1-2|FS-1-2|TLSv1.[23]|TLS_1_[23]", upper_env.value)) && can(regex("TLS13-1-[23]|TLS-1-2|FS-1-2|TLSv1.[23]|TLS_1_[23]", lower_env.value)) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.env} uses ${left.value}, ${right.env} uses ${right.value}"
  remedy   = "set the policy of the stricter environment in both, for instance ELBSecurityPolicy-TLS13-1-2-2021-06 or TLSv1.2_2021"
}

rule "aws/cloudfront-plain-http" {
  summary  = "CloudFront serves plain HTTP in one environment only"
  why      = "with allow-all a visitor who types the name without https stays unencrypted, cookies included"
  kind     = "aws_cloudfront_distribution"
  path     = ["default_cache_behavior[*].viewer_protocol_policy", "ordered_cache_behavior[*].viewer_protocol_policy"]
  when     = (left.value == "allow-all") != (right.value == "allow-all")
  severity = upper_env.value == "allow-all" ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "only ${upper_env.value == "allow-all" ? upper_env.env : lower_env.env} serves plain HTTP"
  remedy   = "set viewer_protocol_policy = \"redirect-to-https\""
}

rule "aws/web-firewall-missing" {
  summary  = "a web application firewall stands in front of one environment only"
  why      = "without the web ACL rate limits and managed rule groups do nothing, and with it requests are blocked that tests never saw blocked"
  kind     = ["aws_wafv2_web_acl_association", "aws_wafregional_web_acl_association", "aws_cloudfront_distribution"]
  path     = ["", "web_acl_id"]
  change   = ["modified", "left_only", "right_only"]
  when     = path == "" ? can(left.resource.resource_arn) || can(right.resource.resource_arn) : contains(["", null], left.value) != contains(["", null], right.value)
  severity = (path == "" ? upper_env.resource == null : contains(["", null], upper_env.value)) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "the web ACL is missing in ${(path == "" ? upper_env.resource == null : contains(["", null], upper_env.value)) ? upper_env.env : lower_env.env}"
  remedy   = "associate the web ACL in both environments, with new rules in count mode first"
}

rule "aws/function-url-public" {
  summary  = "a function URL takes unsigned requests in one environment only"
  why      = "with authorization_type = \"NONE\" everybody who learns the URL can run the function with its role"
  kind     = "aws_lambda_function_url"
  path     = ["", "authorization_type"]
  change   = ["modified", "left_only", "right_only"]
  when     = (try(left.resource.authorization_type, null) == "NONE") != (try(right.resource.authorization_type, null) == "NONE")
  severity = try(upper_env.resource.authorization_type, null) == "NONE" ? (explained ? "high" : "critical") : (explained ? "low" : "medium")
  message  = "only ${try(upper_env.resource.authorization_type, null) == "NONE" ? upper_env.env : lower_env.env} answers unsigned requests"
  remedy   = "set authorization_type = \"AWS_IAM\", or put API Gateway or CloudFront with authentication in front"
}

rule "aws/eks-endpoint-public" {
  summary = "the Kubernetes API can be reached from the Internet in one environment only"
  why     = "a leaked kubeconfig or a hole in the API server then suffices from anywhere"
  kind    = "aws_eks_cluster"
  path    = ["vpc_config[*].endpoint_public_access", "vpc_config[*].public_access_cidrs"]
  # For the first path the value is a switch that is on by default; for the second, the blocks of one side.
  when = (
    endswith(path, "cidrs") ? contains(left.only, "0.0.0.0/0") != contains(right.only, "0.0.0.0/0") : (left.value == false) != (right.value == false)
  )
  severity = (endswith(path, "cidrs") ? contains(upper_env.only, "0.0.0.0/0") : upper_env.value != false) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "only ${(endswith(path, "cidrs") ? contains(upper_env.only, "0.0.0.0/0") : upper_env.value != false) ? upper_env.env : lower_env.env} offers the API to the Internet"
  remedy   = "set endpoint_private_access = true and endpoint_public_access = false, or name the office and VPN in public_access_cidrs"
}

rule "aws/search-domain-public" {
  summary  = "a search domain stands outside the VPC in one environment only"
  why      = "without vpc_options the domain has a public endpoint, and its access policy is all that protects the indices"
  kind     = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  path     = "vpc_options"
  when     = (try(length(left.value), 0) > 0) != (try(length(right.value), 0) > 0)
  severity = try(length(upper_env.value), 0) > 0 ? (explained ? "low" : "medium") : (explained ? "high" : "critical")
  message  = "the domain of ${try(length(upper_env.value), 0) > 0 ? lower_env.env : upper_env.env} has a public endpoint"
  remedy   = "set vpc_options with private subnets; this builds a new domain, so restore from a snapshot"
}

rule "aws/nat-gateway-missing" {
  summary  = "a NAT gateway exists in one environment only"
  why      = "private subnets without one cannot reach package mirrors, registries, or the APIs of others"
  kind     = "aws_nat_gateway"
  path     = ""
  change   = ["left_only", "right_only"]
  severity = upper_env.resource == null ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${upper_env.resource == null ? upper_env.env : lower_env.env} has no such NAT gateway"
  remedy   = "add the gateway and the default routes of the private subnets, or VPC endpoints for all that they call"
}

rule "aws/flow-logs-missing" {
  summary  = "network traffic is logged in one environment only"
  why      = "without flow logs nobody can tell which addresses an intruder talked to, or why a connection was refused"
  kind     = "aws_flow_log"
  path     = ""
  change   = ["left_only", "right_only"]
  severity = upper_env.resource == null ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${upper_env.resource == null ? upper_env.env : lower_env.env} has no such flow log"
  remedy   = "add aws_flow_log with traffic_type = \"ALL\" for the VPC of ${upper_env.resource == null ? upper_env.env : lower_env.env}"
}

rule "aws/vpc-dns-off" {
  summary  = "names are resolved in the network of one environment only"
  why      = "private hosted zones and private names of VPC endpoints work only with both DNS settings on, so services find the public address or none"
  kind     = ["aws_vpc", "aws_default_vpc"]
  path     = ["enable_dns_support", "enable_dns_hostnames"]
  when     = left.value == true || right.value == true
  severity = upper_env.value == true ? (explained ? "low" : "medium") : (explained ? "medium" : "high")
  message  = "${path} is on in ${upper_env.value == true ? upper_env.env : lower_env.env} only"
  remedy   = "set enable_dns_support = true and enable_dns_hostnames = true in both environments"
}

rule "aws/network-connected-elsewhere" {
  summary  = "a network is connected to another in one environment only"
  why      = "a peering or transit gateway attachment is a way in and out that the other environment was not tested with"
  kind     = ["aws_vpc_peering_connection", "aws_vpc_peering_connection_accepter", "aws_ec2_transit_gateway_vpc_attachment"]
  path     = ""
  change   = ["left_only", "right_only"]
  severity = upper_env.resource == null ? (explained ? "info" : "medium") : (explained ? "low" : "high")
  message  = "only ${upper_env.resource == null ? lower_env.env : upper_env.env} has the connection"
  remedy   = "connect both environments to their own counterpart, or remove the connection and its routes"
}
