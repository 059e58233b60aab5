# Tests of aws_network.hcl: for each rule one pair of resources that it speaks of and one near miss.
# A test must not depend on another pack: every finding of any pack rule has an `expect` block.

test "aws/open-to-the-world" "HTTPS for everybody in prod, for the office in dev" {
  kind  = "aws_security_group"
  left  = { name = "web", ingress = [{ protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["10.0.0.0/8"], description = "" }] }
  right = { name = "web", ingress = [{ protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["0.0.0.0/0"], description = "" }] }
  expect {
    rule     = "aws/open-to-the-world"
    path     = "ingress[protocol=tcp,from_port=443,to_port=443].cidr_blocks"
    severity = "high"
  }
}

test "aws/open-to-the-world" "a rule of its own, on IPv6" {
  kind      = "aws_vpc_security_group_ingress_rule"
  explained = true
  left      = { security_group_id = "sg-0a1b2c3d4e5f60718", ip_protocol = "tcp", from_port = 443, to_port = 443, cidr_ipv6 = "fd00::/8" }
  right     = { security_group_id = "sg-0ffffffffffffff00", ip_protocol = "tcp", from_port = 443, to_port = 443, cidr_ipv6 = "::/0" }
  expect {
    rule     = "aws/open-to-the-world"
    path     = "cidr_ipv6"
    severity = "medium"
  }
}

test "aws/open-to-the-world" "a whole group in prod only" {
  kind  = "aws_security_group"
  left  = null
  right = { name = "web", ingress = [{ protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["0.0.0.0/0"] }] }
  expect {
    rule     = "aws/open-to-the-world"
    path     = ""
    severity = "high"
  }
}

test "aws/open-to-the-world" "a member of a plain set, beside one that is open in both" {
  kind = "aws_security_group"
  left = { ingress = [
    { protocol = "tcp", from_port = 80, to_port = 80, cidr_blocks = ["0.0.0.0/0"], description = "web" },
    { protocol = "tcp", from_port = 80, to_port = 80, cidr_blocks = ["10.1.0.0/16"], description = "jobs" },
  ] }
  right = { ingress = [
    { protocol = "tcp", from_port = 80, to_port = 80, cidr_blocks = ["0.0.0.0/0"], description = "web" },
    { protocol = "tcp", from_port = 80, to_port = 80, cidr_blocks = ["10.1.0.0/16"], description = "jobs" },
    { protocol = "tcp", from_port = 8080, to_port = 8080, ipv6_cidr_blocks = ["::/0"], description = "temporary" },
  ] }
  expect {
    rule     = "aws/open-to-the-world"
    path     = "ingress"
    severity = "high"
  }
}

test "aws/open-to-the-world" "open in both, a description differs" {
  kind  = "aws_security_group"
  left  = { ingress = [{ protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["0.0.0.0/0"], description = "all" }] }
  right = { ingress = [{ protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["0.0.0.0/0"], description = "everybody" }] }
}

test "aws/open-to-the-world" "a rule for traffic out" {
  kind  = "aws_security_group_rule"
  left  = { type = "egress", protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["10.0.0.0/8"], security_group_id = "sg-1" }
  right = { type = "egress", protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["0.0.0.0/0"], security_group_id = "sg-1" }
  expect {
    rule     = "aws/egress-open-to-the-world"
    severity = "medium"
  }
}

test "aws/open-to-the-world-before-production" "dev admits everybody" {
  kind  = "aws_security_group"
  left  = { ingress = [{ protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["0.0.0.0/0"] }] }
  right = { ingress = [{ protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["10.0.0.0/8"] }] }
  expect {
    rule     = "aws/open-to-the-world-before-production"
    severity = "medium"
  }
}

test "aws/open-to-the-world-before-production" "a rule that only dev has, for a private network" {
  kind  = "aws_security_group_rule"
  left  = { type = "ingress", protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["10.0.0.0/8"] }
  right = null
}

test "aws/ssh-open-to-the-world" "port 22 opened to 0.0.0.0/0 in prod only" {
  kind  = "aws_security_group"
  left  = { name = "web", ingress = [{ protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["0.0.0.0/0"] }] }
  right = { name = "web", ingress = [{ protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["0.0.0.0/0"] }, { protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["0.0.0.0/0"] }] }
  expect {
    rule     = "aws/ssh-open-to-the-world"
    path     = "ingress[protocol=tcp,from_port=22,to_port=22]"
    severity = "critical"
  }
}

test "aws/ssh-open-to-the-world" "another block for port 22" {
  kind      = "aws_security_group"
  explained = true
  left      = { ingress = [{ protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["10.0.0.0/8"] }] }
  right     = { ingress = [{ protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"] }] }
  expect {
    rule     = "aws/ssh-open-to-the-world"
    severity = "high"
  }
}

test "aws/ssh-open-to-the-world" "two rules for port 22, a plain set" {
  kind = "aws_security_group"
  left = { ingress = [{ protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["10.1.0.0/16"], description = "office" }] }
  right = { ingress = [
    { protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["10.1.0.0/16"], description = "office" },
    { protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["0.0.0.0/0"], description = "temporary" },
  ] }
  expect {
    rule     = "aws/ssh-open-to-the-world"
    path     = "ingress"
    severity = "critical"
  }
}

test "aws/ssh-open-to-the-world" "one member of a plain set differs" {
  kind = "aws_security_group"
  left = { ingress = [
    { protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["10.1.0.0/16"], description = "office" },
    { protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["10.2.0.0/16"], description = "jobs" },
  ] }
  right = { ingress = [
    { protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["10.1.0.0/16"], description = "office" },
    { protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["0.0.0.0/0"], description = "jobs" },
  ] }
  expect {
    rule     = "aws/ssh-open-to-the-world"
    path     = "ingress[].cidr_blocks"
    severity = "critical"
  }
}

test "aws/ssh-open-to-the-world" "a rule of its own, in prod only" {
  kind  = "aws_security_group_rule"
  left  = null
  right = { type = "ingress", protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["0.0.0.0/0"] }
  expect {
    rule     = "aws/ssh-open-to-the-world"
    severity = "critical"
  }
}

test "aws/ssh-open-to-the-world" "another port of an open rule" {
  kind  = "aws_vpc_security_group_ingress_rule"
  left  = { ip_protocol = "tcp", from_port = 443, to_port = 443, cidr_ipv4 = "0.0.0.0/0" }
  right = { ip_protocol = "tcp", from_port = 22, to_port = 443, cidr_ipv4 = "0.0.0.0/0" }
  expect {
    rule     = "aws/ssh-open-to-the-world"
    path     = "from_port"
    severity = "critical"
  }
}

test "aws/ssh-open-to-the-world" "port 22 for an office, port 2200 for everybody" {
  kind  = "aws_security_group"
  left  = { ingress = [] }
  right = { ingress = [{ protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["10.0.0.0/8"] }, { protocol = "tcp", from_port = 2200, to_port = 2200, cidr_blocks = ["0.0.0.0/0"] }] }
  expect {
    rule     = "aws/open-to-the-world"
    path     = "ingress[protocol=tcp,from_port=2200,to_port=2200]"
    severity = "high"
  }
}

test "aws/internal-port-open-to-the-world" "PostgreSQL of prod" {
  kind  = "aws_security_group"
  left  = { ingress = [{ protocol = "tcp", from_port = 5432, to_port = 5432, cidr_blocks = ["10.0.0.0/8"] }] }
  right = { ingress = [{ protocol = "tcp", from_port = 5432, to_port = 5432, cidr_blocks = ["0.0.0.0/0"] }] }
  expect {
    rule     = "aws/internal-port-open-to-the-world"
    severity = "critical"
  }
}

test "aws/internal-port-open-to-the-world" "PostgreSQL of dev only" {
  kind  = "aws_security_group"
  left  = { ingress = [{ protocol = "tcp", from_port = 5432, to_port = 5432, cidr_blocks = ["0.0.0.0/0"] }] }
  right = { ingress = [{ protocol = "tcp", from_port = 5432, to_port = 5432, cidr_blocks = ["10.0.0.0/8"] }] }
  expect {
    rule     = "aws/open-to-the-world-before-production"
    severity = "medium"
  }
}

test "aws/all-ports-open-to-the-world" "every protocol" {
  kind  = "aws_security_group"
  left  = { ingress = [{ protocol = "-1", from_port = 0, to_port = 0, cidr_blocks = ["10.0.0.0/8"] }] }
  right = { ingress = [{ protocol = "-1", from_port = 0, to_port = 0, cidr_blocks = ["0.0.0.0/0"] }] }
  expect {
    rule     = "aws/all-ports-open-to-the-world"
    severity = "critical"
  }
}

test "aws/all-ports-open-to-the-world" "every TCP port, a rule of its own" {
  kind  = "aws_vpc_security_group_ingress_rule"
  left  = null
  right = { ip_protocol = "tcp", from_port = 0, to_port = 65535, cidr_ipv4 = "0.0.0.0/0" }
  expect {
    rule     = "aws/all-ports-open-to-the-world"
    severity = "critical"
  }
}

test "aws/all-ports-open-to-the-world" "every port for members of the group" {
  kind  = "aws_security_group"
  left  = { ingress = [] }
  right = { ingress = [{ protocol = "-1", from_port = 0, to_port = 0, self = true }] }
}

test "aws/public-range-admitted" "a partner's network in prod" {
  kind  = "aws_security_group"
  left  = { ingress = [{ protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["10.0.0.0/8"] }] }
  right = { ingress = [{ protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["10.0.0.0/8", "198.51.100.0/24"] }] }
  expect {
    rule     = "aws/public-range-admitted"
    severity = "medium"
  }
}

test "aws/public-range-admitted" "a private network more" {
  kind  = "aws_security_group"
  left  = { ingress = [{ protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["10.0.0.0/8"] }] }
  right = { ingress = [{ protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["10.0.0.0/8", "172.16.0.0/12"] }] }
}

test "aws/egress-open-to-the-world" "prod lets everything out" {
  kind  = "aws_security_group"
  left  = { egress = [{ protocol = "-1", from_port = 0, to_port = 0, cidr_blocks = ["10.0.0.0/8"] }] }
  right = { egress = [{ protocol = "-1", from_port = 0, to_port = 0, cidr_blocks = ["0.0.0.0/0"] }] }
  expect {
    rule     = "aws/egress-open-to-the-world"
    severity = "medium"
  }
}

test "aws/egress-open-to-the-world" "a whole group with the usual way out" {
  kind  = "aws_security_group"
  left  = null
  right = { name = "jobs", ingress = [], egress = [{ protocol = "-1", from_port = 0, to_port = 0, cidr_blocks = ["0.0.0.0/0"] }] }
}

test "aws/network-acl-open-to-the-world" "an entry of prod admits everybody" {
  kind  = "aws_network_acl"
  left  = { ingress = [{ rule_no = 100, action = "allow", protocol = "-1", from_port = 0, to_port = 0, cidr_block = "10.0.0.0/8" }] }
  right = { ingress = [{ rule_no = 100, action = "allow", protocol = "-1", from_port = 0, to_port = 0, cidr_block = "0.0.0.0/0" }] }
  expect {
    rule     = "aws/network-acl-open-to-the-world"
    severity = "high"
  }
}

test "aws/network-acl-open-to-the-world" "an entry that denies everybody" {
  kind  = "aws_network_acl_rule"
  left  = null
  right = { rule_number = 200, egress = false, protocol = "tcp", rule_action = "deny", cidr_block = "0.0.0.0/0" }
}

test "aws/network-acl-action-differs" "denied in prod" {
  kind  = "aws_network_acl"
  left  = { ingress = [{ rule_no = 100, action = "allow", cidr_block = "10.0.0.0/8" }] }
  right = { ingress = [{ rule_no = 100, action = "deny", cidr_block = "10.0.0.0/8" }] }
  expect {
    rule     = "aws/network-acl-action-differs"
    severity = "high"
  }
}

test "aws/network-acl-action-differs" "the same action in capitals" {
  kind  = "aws_network_acl_rule"
  left  = { rule_number = 200, rule_action = "allow", cidr_block = "10.0.0.0/8" }
  right = { rule_number = 200, rule_action = "ALLOW", cidr_block = "10.0.0.0/8" }
}

test "aws/subnet-assigns-public-addresses" "a subnet of prod" {
  kind  = "aws_subnet"
  left  = { map_public_ip_on_launch = false }
  right = { map_public_ip_on_launch = true }
  expect {
    rule     = "aws/subnet-assigns-public-addresses"
    severity = "high"
  }
}

test "aws/subnet-assigns-public-addresses" "another kind of host name" {
  kind  = "aws_subnet"
  left  = { map_public_ip_on_launch = false, private_dns_hostname_type_on_launch = "ip-name" }
  right = { private_dns_hostname_type_on_launch = "resource-name" }
}

test "aws/route-to-the-internet" "a table of prod leads to the Internet" {
  kind  = "aws_route_table"
  left  = { route = [{ cidr_block = "0.0.0.0/0", nat_gateway_id = "nat-0a1b2c3d4e5f60718" }] }
  right = { route = [{ cidr_block = "0.0.0.0/0", gateway_id = "igw-0a1b2c3d4e5f60718" }] }
  expect {
    rule     = "aws/route-to-the-internet"
    severity = "high"
  }
}

test "aws/route-to-the-internet" "a route through a NAT gateway" {
  kind  = "aws_route"
  left  = null
  right = { destination_cidr_block = "0.0.0.0/0", nat_gateway_id = "nat-0a1b2c3d4e5f60718" }
}

test "aws/load-balancer-public" "internal in dev" {
  kind  = "aws_lb"
  left  = { internal = true }
  right = { internal = false }
  expect {
    rule     = "aws/load-balancer-public"
    severity = "high"
  }
}

test "aws/load-balancer-public" "both face the Internet" {
  kind  = "aws_lb"
  left  = { internal = false, idle_timeout = 60 }
  right = { idle_timeout = 300 }
}

test "aws/load-balancer-deletion-protection-off" "off in prod" {
  kind  = "aws_lb"
  left  = { enable_deletion_protection = true }
  right = { enable_deletion_protection = false }
  expect {
    rule     = "aws/load-balancer-deletion-protection-off"
    severity = "high"
  }
}

test "aws/load-balancer-deletion-protection-off" "off in both" {
  kind  = "aws_lb"
  left  = { enable_deletion_protection = false, enable_http2 = true }
  right = { enable_http2 = false }
}

test "aws/access-logs-off" "the block is missing in prod" {
  kind  = "aws_lb"
  left  = { access_logs = [{ bucket = "logs", enabled = true }] }
  right = { access_logs = [] }
  expect {
    rule     = "aws/access-logs-off"
    severity = "medium"
  }
}

test "aws/access-logs-off" "a block that is switched off" {
  kind  = "aws_lb"
  left  = { access_logs = [{ bucket = "logs", enabled = false }] }
  right = { access_logs = [] }
}

test "aws/listener-unencrypted" "prod listens in the clear" {
  kind  = "aws_lb_listener"
  left  = { port = 443, protocol = "HTTPS", default_action = [{ type = "forward" }] }
  right = { port = 443, protocol = "HTTP", default_action = [{ type = "forward" }] }
  expect {
    rule     = "aws/listener-unencrypted"
    severity = "high"
  }
}

test "aws/listener-unencrypted" "prod only redirects" {
  kind  = "aws_lb_listener"
  left  = { protocol = "HTTPS", default_action = [{ type = "forward" }] }
  right = { protocol = "HTTP", default_action = [{ type = "redirect" }] }
}

test "aws/tls-policy-older" "prod still offers TLS 1.1" {
  kind  = "aws_lb_listener"
  left  = { ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06" }
  right = { ssl_policy = "ELBSecurityPolicy-TLS-1-1-2017-01" }
  expect {
    rule     = "aws/tls-policy-older"
    severity = "high"
  }
}

test "aws/tls-policy-older" "a plain listener has no policy" {
  kind  = "aws_lb_listener"
  left  = { ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06" }
  right = { ssl_policy = "" }
}

test "aws/cloudfront-plain-http" "prod serves plain HTTP" {
  kind  = "aws_cloudfront_distribution"
  left  = { default_cache_behavior = [{ target_origin_id = "s3", viewer_protocol_policy = "redirect-to-https" }] }
  right = { default_cache_behavior = [{ target_origin_id = "s3", viewer_protocol_policy = "allow-all" }] }
  expect {
    rule     = "aws/cloudfront-plain-http"
    severity = "high"
  }
}

test "aws/cloudfront-plain-http" "redirected or refused, neither is plain" {
  kind  = "aws_cloudfront_distribution"
  left  = { default_cache_behavior = [{ target_origin_id = "s3", viewer_protocol_policy = "redirect-to-https" }] }
  right = { default_cache_behavior = [{ target_origin_id = "s3", viewer_protocol_policy = "https-only" }] }
}

test "aws/web-firewall-missing" "not associated in prod" {
  kind  = "aws_wafv2_web_acl_association"
  left  = { resource_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop", web_acl_arn = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop" }
  right = null
  expect {
    rule     = "aws/web-firewall-missing"
    severity = "high"
  }
}

test "aws/web-firewall-missing" "a distribution of dev has none, declared" {
  kind      = "aws_cloudfront_distribution"
  explained = true
  left      = { web_acl_id = "" }
  right     = { web_acl_id = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/shop" }
  expect {
    rule     = "aws/web-firewall-missing"
    severity = "info"
  }
}

test "aws/web-firewall-missing" "a whole distribution in dev only" {
  kind  = "aws_cloudfront_distribution"
  left  = { web_acl_id = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/shop" }
  right = null
}

test "aws/function-url-public" "prod answers unsigned requests" {
  kind  = "aws_lambda_function_url"
  left  = { authorization_type = "AWS_IAM" }
  right = { authorization_type = "NONE" }
  expect {
    rule     = "aws/function-url-public"
    severity = "critical"
  }
}

test "aws/function-url-public" "a signed URL in prod only" {
  kind  = "aws_lambda_function_url"
  left  = null
  right = { authorization_type = "AWS_IAM" }
}

test "aws/eks-endpoint-public" "the API of prod is on the Internet" {
  kind  = "aws_eks_cluster"
  left  = { vpc_config = [{ endpoint_private_access = true, endpoint_public_access = false }] }
  right = { vpc_config = [{ endpoint_private_access = true, endpoint_public_access = true }] }
  expect {
    rule     = "aws/eks-endpoint-public"
    severity = "high"
  }
}

test "aws/eks-endpoint-public" "everybody instead of the office" {
  kind  = "aws_eks_cluster"
  left  = { vpc_config = [{ endpoint_public_access = true, public_access_cidrs = ["198.51.100.7/32"] }] }
  right = { vpc_config = [{ endpoint_public_access = true, public_access_cidrs = ["0.0.0.0/0"] }] }
  expect {
    rule     = "aws/eks-endpoint-public"
    severity = "high"
  }
}

test "aws/eks-endpoint-public" "another office" {
  kind  = "aws_eks_cluster"
  left  = { vpc_config = [{ endpoint_public_access = true, public_access_cidrs = ["198.51.100.7/32"] }] }
  right = { vpc_config = [{ endpoint_public_access = true, public_access_cidrs = ["203.0.113.7/32"] }] }
}

test "aws/search-domain-public" "prod is outside the VPC" {
  kind  = "aws_opensearch_domain"
  left  = { vpc_options = [{ subnet_ids = ["subnet-0a1b2c3d4e5f60718"] }] }
  right = { vpc_options = [] }
  expect {
    rule     = "aws/search-domain-public"
    severity = "critical"
  }
}

test "aws/search-domain-public" "both inside, in more subnets" {
  kind  = "aws_opensearch_domain"
  left  = { vpc_options = [{ subnet_ids = ["a"] }] }
  right = { vpc_options = [{ subnet_ids = ["a", "b"] }] }
}

test "aws/nat-gateway-missing" "prod has no way out" {
  kind  = "aws_nat_gateway"
  left  = { connectivity_type = "public" }
  right = null
  expect {
    rule     = "aws/nat-gateway-missing"
    severity = "high"
  }
}

test "aws/nat-gateway-missing" "both have one" {
  kind  = "aws_nat_gateway"
  left  = { connectivity_type = "public" }
  right = { connectivity_type = "private" }
}

test "aws/flow-logs-missing" "nobody records prod" {
  kind  = "aws_flow_log"
  left  = { traffic_type = "ALL" }
  right = null
  expect {
    rule     = "aws/flow-logs-missing"
    severity = "high"
  }
}

test "aws/flow-logs-missing" "both are recorded" {
  kind  = "aws_flow_log"
  left  = { traffic_type = "REJECT" }
  right = { traffic_type = "ALL" }
}

test "aws/vpc-dns-off" "no names in prod" {
  kind  = "aws_vpc"
  left  = { enable_dns_hostnames = true, enable_dns_support = true }
  right = { enable_dns_hostnames = false, enable_dns_support = true }
  expect {
    rule     = "aws/vpc-dns-off"
    path     = "enable_dns_hostnames"
    severity = "high"
  }
}

test "aws/vpc-dns-off" "support is on by default" {
  kind  = "aws_vpc"
  left  = { enable_dns_support = true, instance_tenancy = "default" }
  right = { instance_tenancy = "dedicated" }
}

test "aws/network-connected-elsewhere" "prod is peered with another network" {
  kind  = "aws_vpc_peering_connection"
  left  = null
  right = { peer_vpc_id = "vpc-0a1b2c3d4e5f60718" }
  expect {
    rule     = "aws/network-connected-elsewhere"
    severity = "high"
  }
}

test "aws/network-connected-elsewhere" "both are peered" {
  kind  = "aws_vpc_peering_connection"
  left  = { auto_accept = true, peer_vpc_id = "vpc-0a1b2c3d4e5f60718" }
  right = { auto_accept = false, peer_vpc_id = "vpc-0a1b2c3d4e5f60719" }
}
