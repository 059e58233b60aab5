# Google Cloud: machine types, firewalls, buckets, Cloud SQL, Kubernetes Engine, and who has which role. These are the
# differences that cost most; what no rule here names gets the default severity.
#
# This pack must not judge labels (tags.hcl).

rule "google/machine-architecture" {
  summary  = "machines have processors of different architectures"
  why      = "images built for x86 do not start on Arm, and the reverse"
  kind     = ["google_compute_instance", "google_compute_instance_template", "google_container_cluster", "google_container_node_pool"]
  path     = ["machine_type", "node_config[*].machine_type", "node_pool[*].node_config[*].machine_type"]
  when     = architecture(left.value) != null && architecture(right.value) != null && architecture(left.value) != architecture(right.value)
  severity = explained ? "medium" : "high"
  message  = "${left.env} runs ${left.value} (${architecture(left.value)}), ${right.env} runs ${right.value} (${architecture(right.value)})"
  remedy   = "choose machine types of one architecture in both environments"
}

rule "google/machine-family" {
  summary = "machines are of different families"
  why     = "what was measured on one family says nothing of another: cores, memory per core, and network differ"
  kind    = ["google_compute_instance", "google_compute_instance_template", "google_container_cluster", "google_container_node_pool"]
  path    = ["machine_type", "node_config[*].machine_type", "node_pool[*].node_config[*].machine_type"]
  # Another architecture and a shared core in the upper environment have rules of their own.
  when = (
    family(left.value) != null && family(right.value) != null && family(left.value) != family(right.value)
    && architecture(left.value) == architecture(right.value) && (burstable(lower_env.value) || !burstable(upper_env.value))
  )
  severity = explained ? "medium" : "high"
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "set the same series in %{if variable != ""}var.${variable}%{else}machine_type%{endif} and scale by cores, or accept the difference with a date"
}

rule "google/machine-shared-core-in-production" {
  summary  = "only the more production-like environment runs on shared cores"
  why      = "e2-micro, e2-small, and e2-medium get a fraction of a core and burst for seconds only"
  kind     = ["google_compute_instance", "google_compute_instance_template", "google_container_cluster", "google_container_node_pool"]
  path     = ["machine_type", "node_config[*].machine_type", "node_pool[*].node_config[*].machine_type"]
  when     = burstable(upper_env.value) && family(lower_env.value) != null && !burstable(lower_env.value)
  severity = explained ? "medium" : "high"
  message  = "${upper_env.env} runs ${upper_env.value}, ${lower_env.env} runs ${lower_env.value}"
  remedy   = "give ${upper_env.env} the series of ${lower_env.env}"
}

rule "google/machine-smaller" {
  summary  = "machines of one family have different sizes"
  why      = "an environment with smaller machines runs out of memory and cores earlier than the one that was tested"
  kind     = ["google_compute_instance", "google_compute_instance_template", "google_container_cluster", "google_container_node_pool"]
  path     = ["machine_type", "node_config[*].machine_type", "node_pool[*].node_config[*].machine_type"]
  when     = family(left.value) == family(right.value) && can(instance_size(left.value) < instance_size(right.value))
  severity = instance_size(upper_env.value) < instance_size(lower_env.value) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "give ${upper_env.env} at least the size of ${lower_env.env}"
}

rule "google/open-to-the-internet" {
  summary = "a firewall rule admits the whole Internet in one environment only"
  why     = "every address can connect to every machine with the target tag"
  kind    = "google_compute_firewall"
  path    = ["", "source_ranges"]
  change  = ["modified", "left_only", "right_only"]
  when = (
    length(try(coalescelist(left.resource.deny, []), [])) + length(try(coalescelist(right.resource.deny, []), [])) == 0
    && !contains([try(left.resource.direction, "INGRESS"), try(right.resource.direction, "INGRESS")], "EGRESS")
    && can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(path == "" ? try(left.resource.source_ranges, null) : left.only))) != can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(path == "" ? try(right.resource.source_ranges, null) : right.only)))
  )
  severity = can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(try(upper_env.resource.source_ranges, null)))) ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  message  = "one of ${left.env} and ${right.env} admits every address, the other does not"
  remedy   = "set source_ranges to the addresses that need access, or to those of the load balancer (130.211.0.0/22, 35.191.0.0/16)"
}

rule "google/admin-port-open-to-the-internet" {
  summary = "only the more production-like environment opens SSH, Remote Desktop, or every port to the whole Internet"
  why     = "ports 22 and 3389 are the first that scanners try; a rule without ports opens them all"
  kind    = "google_compute_firewall"
  path    = ["", "source_ranges", "allow", "allow[*]", "allow[*].ports"]
  change  = ["modified", "left_only", "right_only"]
  when = (
    can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(try(upper_env.resource.source_ranges, null))))
    && anytrue([for a in try(upper_env.resource.allow, []) : try(lower(a.protocol) == "all" || lower(a.protocol) == "tcp" && (length(a.ports) == 0 || length(setintersection(a.ports, ["22", "3389"])) > 0), false)])
    && !(can(regex("\"(0\\.0\\.0\\.0|::)/0\"", jsonencode(try(lower_env.resource.source_ranges, null))))
    && anytrue([for a in try(lower_env.resource.allow, []) : try(lower(a.protocol) == "all" || lower(a.protocol) == "tcp" && (length(a.ports) == 0 || length(setintersection(a.ports, ["22", "3389"])) > 0), false)]))
  )
  severity = explained ? "high" : "critical"
  message  = "${upper_env.env} lets every address reach an administration port, ${lower_env.env} does not"
  remedy   = "remove the rule from ${upper_env.env} and use Identity-Aware Proxy (source range 35.235.240.0/20)"
}

rule "google/bucket-public" {
  summary = "everybody may use a resource in one environment only"
  why     = "allUsers is the whole Internet without a login, allAuthenticatedUsers everybody with a Google account"
  kind    = ["google_storage_bucket_iam_*", "google_storage_*access_control", "google_cloud_run*_iam_*", "google_cloudfunctions*_iam_*", "google_pubsub_*_iam_*", "google_bigquery_*_iam_*"]
  path    = ["", "member", "members", "entity"]
  change  = ["modified", "left_only", "right_only"]
  when = (
    can(regex("\"all(Authenticated)?Users\"", jsonencode(path == "" ? left.resource : length(left.only) + length(right.only) > 0 ? left.only : left.value)))
    != can(regex("\"all(Authenticated)?Users\"", jsonencode(path == "" ? right.resource : length(left.only) + length(right.only) > 0 ? right.only : right.value)))
  )
  severity = can(regex("\"all(Authenticated)?Users\"", jsonencode([upper_env.resource, upper_env.only]))) ? (explained ? "high" : "critical") : (explained ? "low" : "medium")
  message  = "one of ${left.env} and ${right.env} admits everybody, the other does not"
  remedy   = "name the members, and serve public files through a load balancer with a backend bucket"
}

rule "google/bucket-access-loose" {
  summary  = "a bucket is protected against public objects in one environment only"
  why      = "without uniform access and public access prevention a single ACL makes an object public"
  kind     = "google_storage_bucket"
  path     = ["uniform_bucket_level_access", "public_access_prevention"]
  when     = contains([true, "enforced"], left.value) != contains([true, "enforced"], right.value)
  severity = contains([true, "enforced"], upper_env.value) ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "${path} is on in ${contains([true, "enforced"], upper_env.value) ? upper_env.env : lower_env.env} only"
  remedy   = "set uniform_bucket_level_access = true and public_access_prevention = \"enforced\""
}

rule "google/bucket-content-unprotected" {
  summary  = "content of a bucket outlives a mistake in one environment only"
  why      = "without versioning a deleted object is gone, and with force_destroy a destroy deletes all objects first"
  kind     = "google_storage_bucket"
  path     = ["versioning", "versioning[*].enabled", "force_destroy"]
  when     = (try(left.value[0].enabled, left.value) == true) != (try(right.value[0].enabled, right.value) == true)
  severity = (try(upper_env.value[0].enabled, upper_env.value) == true) == (path == "force_destroy") ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${path == "force_destroy" ? "force_destroy" : "versioning"} is on in ${try(upper_env.value[0].enabled, upper_env.value) == true ? upper_env.env : lower_env.env} only"
  remedy   = "set versioning { enabled = true } and force_destroy = false in ${upper_env.env}"
}

rule "google/primitive-role" {
  summary = "somebody is owner or editor of a project in one environment only"
  why     = "roles/owner and roles/editor may change nearly everything in the project, service accounts included"
  kind    = ["google_project_iam_*", "google_folder_iam_*", "google_organization_iam_*"]
  path    = ["", "role"]
  change  = ["modified", "left_only", "right_only"]
  when = (
    contains(["roles/owner", "roles/editor", "roles/iam.securityAdmin", "roles/resourcemanager.projectIamAdmin"], try(left.resource.role, ""))
    != contains(["roles/owner", "roles/editor", "roles/iam.securityAdmin", "roles/resourcemanager.projectIamAdmin"], try(right.resource.role, ""))
  )
  severity = contains(["roles/owner", "roles/editor", "roles/iam.securityAdmin", "roles/resourcemanager.projectIamAdmin"], try(upper_env.resource.role, "")) ? (explained ? "high" : "critical") : (explained ? "low" : "medium")
  message  = "the role is ${try(left.resource.role, "none")} in ${left.env} and ${try(right.resource.role, "none")} in ${right.env}"
  remedy   = "grant a predefined role of the service that is used; IAM Recommender names it"
}

rule "google/sql-tier-differs" {
  summary  = "Cloud SQL runs on different machine tiers"
  why      = "memory for the buffer cache and the limit of connections grow with the tier, and shared-core tiers have no service level"
  kind     = "google_sql_database_instance"
  path     = "settings[*].tier"
  when     = left.value != null && right.value != null
  severity = contains(["db-f1-micro", "db-g1-small"], upper_env.value) ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "give ${upper_env.env} at least the tier of ${lower_env.env}; the change restarts the instance"
}

rule "google/sql-backups-off" {
  summary  = "Cloud SQL is backed up in one environment only"
  why      = "without backups and point-in-time recovery a wrong DELETE is final"
  kind     = "google_sql_database_instance"
  path     = ["settings[*].backup_configuration", "settings[*].backup_configuration[*].enabled", "settings[*].backup_configuration[*].point_in_time_recovery_enabled", "settings[*].backup_configuration[*].binary_log_enabled"]
  when     = (try(left.value[0].enabled, left.value) == true) != (try(right.value[0].enabled, right.value) == true)
  severity = try(upper_env.value[0].enabled, upper_env.value) == true ? (explained ? "info" : "low") : (explained ? "high" : "critical")
  message  = "only ${try(upper_env.value[0].enabled, upper_env.value) == true ? upper_env.env : lower_env.env} is covered (${path})"
  remedy   = "set backup_configuration { enabled = true, point_in_time_recovery_enabled = true }"
}

rule "google/deletion-protection-off" {
  summary  = "an instance or cluster can be deleted by one call in one environment only"
  why      = "without deletion protection a destroy or a replacement in a plan nobody read takes it"
  kind     = ["google_sql_database_instance", "google_container_cluster", "google_compute_instance", "google_bigquery_table", "google_spanner_database"]
  path     = ["deletion_protection", "settings[*].deletion_protection_enabled"]
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "${path} is on in ${upper_env.value == true ? upper_env.env : lower_env.env} only"
  remedy   = "set ${path} = true in ${upper_env.env}"
}

rule "google/sql-public" {
  summary  = "Cloud SQL has a public address or admits everybody in one environment only"
  why      = "with 0.0.0.0/0 among the authorised networks passwords are all that protects the data"
  kind     = "google_sql_database_instance"
  path     = ["settings[*].ip_configuration[*].ipv4_enabled", "settings[*].ip_configuration[*].authorized_networks[*]"]
  when     = (left.value == true || try(endswith(left.value.value, "/0"), false)) != (right.value == true || try(endswith(right.value.value, "/0"), false))
  severity = upper_env.value == true || try(endswith(upper_env.value.value, "/0"), false) ? (explained ? "high" : "critical") : (explained ? "low" : "medium")
  message  = "only ${upper_env.value == true || try(endswith(upper_env.value.value, "/0"), false) ? upper_env.env : lower_env.env} is open (${path})"
  remedy   = "set ipv4_enabled = false with private_network, or connect through the Cloud SQL Auth Proxy without authorised networks"
}

rule "google/sql-single-zone" {
  summary  = "Cloud SQL survives the loss of a zone in one environment only"
  why      = "a ZONAL instance has no standby: the loss of its zone is an outage of as long as a restore takes"
  kind     = "google_sql_database_instance"
  path     = "settings[*].availability_type"
  when     = (left.value == "REGIONAL") != (right.value == "REGIONAL")
  severity = upper_env.value == "REGIONAL" ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "only ${upper_env.value == "REGIONAL" ? upper_env.env : lower_env.env} has a standby"
  remedy   = "set availability_type = \"REGIONAL\" in ${upper_env.env}"
}

rule "google/sql-version-skew" {
  summary  = "Cloud SQL runs different versions"
  why      = "a major version removes functions and changes plans; what was tested is another database"
  kind     = "google_sql_database_instance"
  path     = "database_version"
  when     = left.value != null && right.value != null
  severity = explained ? "medium" : "high"
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "upgrade a clone of the older one first (gcloud sql instances clone), then the instance"
}

rule "google/kubernetes-version-skew" {
  summary  = "Kubernetes versions differ"
  why      = "every minor version removes APIs and changes defaults, so manifests tested on one may be refused by the other"
  kind     = ["google_container_cluster", "google_container_node_pool"]
  path     = ["min_master_version", "master_version", "node_version", "version"]
  when     = try(semver(left.value).minor != semver(right.value).minor, false)
  severity = abs(semver(left.value).minor - semver(right.value).minor) > 1 ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "put both clusters on one release channel, ${lower_env.env} on the faster one, and upgrade the older"
}

rule "google/kubernetes-public" {
  summary  = "nodes or the API of Kubernetes have public addresses in one environment only"
  why      = "public nodes and a public API are one hole or one leaked token away from being taken over"
  kind     = "google_container_cluster"
  path     = ["private_cluster_config[*].enable_private_nodes", "private_cluster_config[*].enable_private_endpoint", "private_cluster_config"]
  when     = (try(left.value[0].enable_private_nodes, left.value) == true) != (try(right.value[0].enable_private_nodes, right.value) == true)
  severity = try(upper_env.value[0].enable_private_nodes, upper_env.value) == true ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "only ${try(upper_env.value[0].enable_private_nodes, upper_env.value) == true ? upper_env.env : lower_env.env} is private"
  remedy   = "set master_authorized_networks_config at once; private nodes need new node pools"
}
