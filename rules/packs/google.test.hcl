# Tests of google.hcl: for each rule one pair of resources that it speaks of and one near miss.
# A test must not depend on another pack: every finding of any pack rule has an `expect` block.

test "google/machine-architecture" "Arm in dev, x86 in prod" {
  kind  = "google_compute_instance"
  left  = { machine_type = "t2a-standard-2" }
  right = { machine_type = "n2-standard-2" }
  expect {
    rule     = "google/machine-architecture"
    severity = "high"
  }
}

test "google/machine-architecture" "both x86" {
  kind      = "google_compute_instance"
  explained = true
  left      = { machine_type = "e2-standard-2" }
  right     = { machine_type = "n2-standard-2" }
  expect {
    rule     = "google/machine-family"
    severity = "medium"
  }
}

test "google/machine-family" "more memory in prod" {
  kind  = "google_compute_instance"
  left  = { machine_type = "n2-standard-4" }
  right = { machine_type = "n2-highmem-4" }
  expect {
    rule     = "google/machine-family"
    severity = "high"
  }
}

test "google/machine-family" "another size of the same family" {
  kind      = "google_container_node_pool"
  explained = true
  left      = { node_config = [{ machine_type = "n2-standard-4" }] }
  right     = { node_config = [{ machine_type = "n2-standard-8" }] }
  expect {
    rule     = "google/machine-smaller"
    severity = "info"
  }
}

test "google/machine-shared-core-in-production" "prod shares cores" {
  kind  = "google_compute_instance"
  left  = { machine_type = "n2-standard-2" }
  right = { machine_type = "e2-micro" }
  expect {
    rule     = "google/machine-shared-core-in-production"
    severity = "high"
  }
}

test "google/machine-shared-core-in-production" "dev shares cores" {
  kind      = "google_compute_instance"
  explained = true
  left      = { machine_type = "e2-micro" }
  right     = { machine_type = "n2-standard-2" }
  expect {
    rule     = "google/machine-family"
    severity = "medium"
  }
}

test "google/machine-smaller" "prod is smaller" {
  kind  = "google_compute_instance"
  left  = { machine_type = "n2-standard-8" }
  right = { machine_type = "n2-standard-2" }
  expect {
    rule     = "google/machine-smaller"
    severity = "high"
  }
}

test "google/machine-smaller" "a type that nobody knows" {
  kind  = "google_compute_instance"
  left  = { machine_type = "custom" }
  right = { machine_type = "n2-standard-2" }
}

test "google/open-to-the-internet" "HTTPS for everybody in prod" {
  kind  = "google_compute_firewall"
  left  = { source_ranges = ["10.0.0.0/8"], allow = [{ protocol = "tcp", ports = ["443"] }] }
  right = { source_ranges = ["0.0.0.0/0"], allow = [{ protocol = "tcp", ports = ["443"] }] }
  expect {
    rule     = "google/open-to-the-internet"
    path     = "source_ranges"
    severity = "high"
  }
}

test "google/open-to-the-internet" "only dev is open" {
  kind  = "google_compute_firewall"
  left  = { source_ranges = ["0.0.0.0/0"], allow = [{ protocol = "tcp", ports = ["443"] }] }
  right = null
  expect {
    rule     = "google/open-to-the-internet"
    path     = ""
    severity = "medium"
  }
}

test "google/open-to-the-internet" "everybody is denied" {
  kind  = "google_compute_firewall"
  left  = null
  right = { source_ranges = ["0.0.0.0/0"], deny = [{ protocol = "all" }] }
}

test "google/admin-port-open-to-the-internet" "SSH in prod" {
  kind  = "google_compute_firewall"
  left  = { source_ranges = ["10.0.0.0/8"], allow = [{ protocol = "tcp", ports = ["22"] }] }
  right = { source_ranges = ["0.0.0.0/0"], allow = [{ protocol = "tcp", ports = ["22"] }] }
  expect {
    rule     = "google/admin-port-open-to-the-internet"
    severity = "critical"
  }
}

test "google/admin-port-open-to-the-internet" "SSH beside HTTPS" {
  kind  = "google_compute_firewall"
  left  = { source_ranges = ["0.0.0.0/0"], allow = [{ protocol = "tcp", ports = ["443"] }] }
  right = { source_ranges = ["0.0.0.0/0"], allow = [{ protocol = "tcp", ports = ["22", "443"] }] }
  expect {
    rule     = "google/admin-port-open-to-the-internet"
    path     = "allow[].ports"
    severity = "critical"
  }
}

test "google/admin-port-open-to-the-internet" "one more port for everybody" {
  kind  = "google_compute_firewall"
  left  = { source_ranges = ["0.0.0.0/0"], allow = [{ protocol = "tcp", ports = ["443"] }] }
  right = { source_ranges = ["0.0.0.0/0"], allow = [{ protocol = "tcp", ports = ["443", "8443"] }] }
}

test "google/everybody-admitted" "everybody reads from prod" {
  kind  = "google_storage_bucket_iam_member"
  left  = null
  right = { bucket = "pictures", role = "roles/storage.objectViewer", member = "allUsers" }
  expect {
    rule     = "google/everybody-admitted"
    severity = "critical"
  }
}

test "google/everybody-admitted" "in the list of a binding" {
  kind  = "google_storage_bucket_iam_binding"
  left  = { role = "roles/storage.objectViewer", members = ["group:web@example.com"] }
  right = { role = "roles/storage.objectViewer", members = ["group:web@example.com", "allAuthenticatedUsers"] }
  expect {
    rule     = "google/everybody-admitted"
    path     = "members"
    severity = "critical"
  }
}

test "google/everybody-admitted" "one more group" {
  kind  = "google_storage_bucket_iam_binding"
  left  = { role = "roles/storage.objectViewer", members = ["group:web@example.com"] }
  right = { role = "roles/storage.objectViewer", members = ["group:web@example.com", "group:jobs@example.com"] }
}

test "google/bucket-access-loose" "ACLs count in prod" {
  kind  = "google_storage_bucket"
  left  = { uniform_bucket_level_access = true }
  right = { uniform_bucket_level_access = false }
  expect {
    rule     = "google/bucket-access-loose"
    severity = "high"
  }
}

test "google/bucket-access-loose" "inherited is as good as absent" {
  kind  = "google_storage_bucket"
  left  = { uniform_bucket_level_access = true, storage_class = "STANDARD" }
  right = { uniform_bucket_level_access = true, storage_class = "NEARLINE" }
}

test "google/bucket-content-unprotected" "no old versions in prod" {
  kind  = "google_storage_bucket"
  left  = { versioning = [{ enabled = true }] }
  right = { versioning = [] }
  expect {
    rule     = "google/bucket-content-unprotected"
    path     = "versioning"
    severity = "high"
  }
}

test "google/bucket-content-unprotected" "a destroy empties the bucket of dev" {
  kind  = "google_storage_bucket"
  left  = { force_destroy = true }
  right = { force_destroy = false }
  expect {
    rule     = "google/bucket-content-unprotected"
    severity = "low"
  }
}

test "google/bucket-content-unprotected" "a destroy empties the bucket of prod, declared" {
  kind      = "google_storage_bucket"
  explained = true
  left      = { force_destroy = false }
  right     = { force_destroy = true }
  expect {
    rule     = "google/bucket-content-unprotected"
    severity = "medium"
  }
}

test "google/bucket-content-unprotected" "switched off and absent are the same" {
  kind  = "google_storage_bucket"
  left  = { versioning = [{ enabled = false }] }
  right = { versioning = [] }
}

test "google/primitive-role-granted" "an owner in prod" {
  kind  = "google_project_iam_member"
  left  = { role = "roles/viewer", member = "group:web@example.com" }
  right = { role = "roles/owner", member = "group:web@example.com" }
  expect {
    rule     = "google/primitive-role-granted"
    path     = "role"
    severity = "critical"
  }
}

test "google/primitive-role-granted" "one more reader" {
  kind  = "google_project_iam_member"
  left  = null
  right = { role = "roles/viewer", member = "group:web@example.com" }
}

test "google/sql-tier-differs" "a shared core in prod" {
  kind  = "google_sql_database_instance"
  left  = { settings = [{ tier = "db-custom-2-7680" }] }
  right = { settings = [{ tier = "db-f1-micro" }] }
  expect {
    rule     = "google/sql-tier-differs"
    severity = "high"
  }
}

test "google/sql-tier-differs" "a larger disk" {
  kind  = "google_sql_database_instance"
  left  = { settings = [{ tier = "db-custom-2-7680", disk_size = 10 }] }
  right = { settings = [{ tier = "db-custom-2-7680", disk_size = 100 }] }
}

test "google/sql-backups-off" "prod has none" {
  kind  = "google_sql_database_instance"
  left  = { settings = [{ backup_configuration = [{ enabled = true }] }] }
  right = { settings = [{ backup_configuration = [{ enabled = false }] }] }
  expect {
    rule     = "google/sql-backups-off"
    severity = "critical"
  }
}

test "google/sql-backups-off" "prod states nothing, declared" {
  kind      = "google_sql_database_instance"
  explained = true
  left      = { settings = [{ backup_configuration = [{ enabled = true }], tier = "db-g1-small" }] }
  right     = { settings = [{ backup_configuration = [], tier = "db-g1-small" }] }
  expect {
    rule     = "google/sql-backups-off"
    severity = "high"
  }
}

test "google/sql-backups-off" "another hour" {
  kind  = "google_sql_database_instance"
  left  = { settings = [{ backup_configuration = [{ enabled = true, start_time = "01:00" }] }] }
  right = { settings = [{ backup_configuration = [{ enabled = true, start_time = "03:00" }] }] }
}

test "google/deletion-protection-off" "off in prod" {
  kind  = "google_sql_database_instance"
  left  = { deletion_protection = true }
  right = { deletion_protection = false }
  expect {
    rule     = "google/deletion-protection-off"
    severity = "high"
  }
}

test "google/deletion-protection-off" "a cluster of dev, declared" {
  kind      = "google_container_cluster"
  explained = true
  left      = { deletion_protection = false }
  right     = { deletion_protection = true }
  expect {
    rule     = "google/deletion-protection-off"
    severity = "info"
  }
}

test "google/deletion-protection-off" "another type of disk" {
  kind  = "google_compute_instance"
  left  = { deletion_protection = false, can_ip_forward = true }
  right = { deletion_protection = false, can_ip_forward = false }
}

test "google/sql-public" "everybody may try passwords" {
  kind  = "google_sql_database_instance"
  left  = { settings = [{ ip_configuration = [{ ipv4_enabled = true, authorized_networks = [] }] }] }
  right = { settings = [{ ip_configuration = [{ ipv4_enabled = true, authorized_networks = [{ name = "all", value = "0.0.0.0/0" }] }] }] }
  expect {
    rule     = "google/sql-public"
    severity = "critical"
  }
}

test "google/sql-public" "a public address in dev" {
  kind  = "google_sql_database_instance"
  left  = { settings = [{ ip_configuration = [{ ipv4_enabled = true }] }] }
  right = { settings = [{ ip_configuration = [{ ipv4_enabled = false }] }] }
  expect {
    rule     = "google/sql-public"
    severity = "medium"
  }
}

test "google/sql-public" "an office in prod" {
  kind  = "google_sql_database_instance"
  left  = { settings = [{ ip_configuration = [{ ipv4_enabled = true, authorized_networks = [] }] }] }
  right = { settings = [{ ip_configuration = [{ ipv4_enabled = true, authorized_networks = [{ name = "office", value = "198.51.100.7/32" }] }] }] }
}

test "google/sql-single-zone" "no standby in prod" {
  kind  = "google_sql_database_instance"
  left  = { settings = [{ availability_type = "REGIONAL" }] }
  right = { settings = [{ availability_type = "ZONAL" }] }
  expect {
    rule     = "google/sql-single-zone"
    severity = "high"
  }
}

test "google/sql-single-zone" "one zone is the default" {
  kind  = "google_sql_database_instance"
  left  = { settings = [{ availability_type = "ZONAL", disk_size = 10 }] }
  right = { settings = [{ disk_size = 100 }] }
}

test "google/sql-version-skew" "PostgreSQL 14 in prod" {
  kind  = "google_sql_database_instance"
  left  = { database_version = "POSTGRES_16" }
  right = { database_version = "POSTGRES_14" }
  expect {
    rule     = "google/sql-version-skew"
    severity = "high"
  }
}

test "google/sql-version-skew" "a version that one side does not state" {
  kind  = "google_sql_database_instance"
  left  = { database_version = "POSTGRES_16" }
  right = {}
}

test "google/kubernetes-version-skew" "a minor version apart" {
  kind  = "google_container_cluster"
  left  = { master_version = "1.30.5-gke.1014001" }
  right = { master_version = "1.29.9-gke.1496000" }
  expect {
    rule     = "google/kubernetes-version-skew"
    severity = "medium"
  }
}

test "google/kubernetes-version-skew" "another build of the same minor version" {
  kind  = "google_container_cluster"
  left  = { master_version = "1.30.5-gke.1014001" }
  right = { master_version = "1.30.2-gke.1587003" }
}

test "google/kubernetes-public" "nodes of prod are on the Internet" {
  kind  = "google_container_cluster"
  left  = { private_cluster_config = [{ enable_private_nodes = true }] }
  right = { private_cluster_config = [{ enable_private_nodes = false }] }
  expect {
    rule     = "google/kubernetes-public"
    severity = "high"
  }
}

test "google/kubernetes-public" "the block is missing in prod" {
  kind  = "google_container_cluster"
  left  = { private_cluster_config = [{ enable_private_nodes = true }] }
  right = { private_cluster_config = [] }
  expect {
    rule     = "google/kubernetes-public"
    severity = "high"
  }
}

test "google/kubernetes-public" "another block for the control plane" {
  kind  = "google_container_cluster"
  left  = { private_cluster_config = [{ enable_private_nodes = true, master_ipv4_cidr_block = "172.16.0.0/28" }] }
  right = { private_cluster_config = [{ enable_private_nodes = true, master_ipv4_cidr_block = "172.16.1.0/28" }] }
}
