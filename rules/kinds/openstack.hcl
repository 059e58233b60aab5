# OpenStack: compute, networks, volumes, load balancers, DNS, and identity.
#
# Source: the schema documentation of the terraform-provider-openstack/openstack provider,
# versions 1 to 3. This file must not call volatile what a person declares.

kind "openstack_*" {
  # Clocks, and the project, which is the environment.
  volatile = ["created_at", "project_id", "tenant_id", "updated_at"]
  copies   = { all_metadata = "metadata", all_tags = "tags" }
  references = {
    flavor_id          = "openstack_compute_flavor_v2"
    floating_ip        = "openstack_networking_floatingip_v2"
    image_id           = "openstack_images_image_v2"
    instance_id        = "openstack_compute_instance_v2"
    key_pair           = "openstack_compute_keypair_v2"
    listener_id        = "openstack_lb_listener_v2"
    loadbalancer_id    = "openstack_lb_loadbalancer_v2"
    network_id         = "openstack_networking_network_v2"
    pool_id            = "openstack_lb_pool_v2"
    port_id            = "openstack_networking_port_v2"
    qos_policy_id      = "openstack_networking_qos_policy_v2"
    router_id          = "openstack_networking_router_v2"
    security_group_id  = "openstack_networking_secgroup_v2"
    security_group_ids = "openstack_networking_secgroup_v2"
    subnet_id          = "openstack_networking_subnet_v2"
    volume_id          = "openstack_blockstorage_volume_v*"
  }
}

kind "openstack_compute_instance_v2" {
  # Addresses are assigned by the cloud, and records and members point to them.
  identifiers = ["access_ip_v4", "access_ip_v6", "network.fixed_ip_v4", "network.fixed_ip_v6"]
  names       = ["name"]
  volatile    = ["created", "network.mac", "updated"]
  sets        = ["all_tags", "personality", "scheduler_hints", "security_groups", "tags"]
  references = {
    "block_device.uuid"     = ["openstack_blockstorage_volume_v*", "openstack_images_image_v2"]
    flavor_name             = "openstack_compute_flavor_v2"
    image_name              = "openstack_images_image_v2"
    "network.port"          = "openstack_networking_port_v2"
    "network.uuid"          = "openstack_networking_network_v2"
    "scheduler_hints.group" = "openstack_compute_servergroup_v2"
    security_groups         = "openstack_networking_secgroup_v2"
  }
  defaults = { power_state = "active" }
  secrets  = ["admin_pass"]
}

kind "openstack_networking_port_v2" {
  identifiers = ["all_fixed_ips"]
  names       = ["name"]
  # What the port is bound to.
  volatile = [
    "all_security_group_ids", "binding.vif_details", "binding.vif_type", "device_id",
    "device_owner", "dns_assignment", "mac_address",
  ]
  sets       = ["all_tags", "fixed_ip", "security_group_ids", "tags"]
  keys       = { allowed_address_pairs = ["ip_address", "mac_address"], extra_dhcp_option = "name" }
  references = { "fixed_ip.subnet_id" = "openstack_networking_subnet_v2" }
}

kind "openstack_networking_secgroup_v2" {
  names = ["name"]
  sets  = ["all_tags", "tags"]
}

kind "openstack_networking_secgroup_rule_v2" {
  references  = { remote_group_id = "openstack_networking_secgroup_v2" }
  insensitive = ["protocol"]
}

kind "openstack_networking_network_v2" {
  names = ["name"]
  sets  = ["all_tags", "availability_zone_hints", "segments", "tags"]
}

kind "openstack_networking_subnet_v2" {
  names    = ["name"]
  sets     = ["all_tags", "allocation_pool", "tags"]
  defaults = { enable_dhcp = true, ip_version = 4 }
}

kind "openstack_networking_router_v2" {
  names    = ["name"]
  volatile = ["external_fixed_ip.ip_address"]
  sets     = ["all_tags", "tags"]
  references = {
    "external_fixed_ip.subnet_id" = "openstack_networking_subnet_v2"
    external_network_id           = "openstack_networking_network_v2"
    external_subnet_ids           = "openstack_networking_subnet_v2"
  }
}

kind "openstack_networking_floatingip_v2" {
  identifiers = ["address"]
  volatile    = ["fixed_ip"]
  sets        = ["all_tags", "tags"]
  references = {
    pool       = "openstack_networking_network_v2"
    subnet_ids = "openstack_networking_subnet_v2"
  }
}

kind "openstack_networking_floatingip_associate_v2" {
  volatile = ["fixed_ip"]
}

kind "openstack_compute_keypair_v2" {
  names    = ["name"]
  volatile = ["fingerprint", "private_key"]
}

kind "openstack_compute_servergroup_v2" {
  names    = ["name"]
  volatile = ["members"]
}

kind "openstack_compute_volume_attach_v2" {
  # The hypervisor names the device.
  volatile = ["device"]
}

kind "openstack_blockstorage_volume_v3" {
  names      = ["name"]
  volatile   = ["attachment"]
  sets       = ["scheduler_hints"]
  references = { source_vol_id = "openstack_blockstorage_volume_v3" }
}

kind "openstack_lb_loadbalancer_v2" {
  identifiers = ["vip_address", "vip_port_id"]
  names       = ["name"]
  sets        = ["security_group_ids", "tags"]
  references = {
    vip_network_id = "openstack_networking_network_v2"
    vip_subnet_id  = "openstack_networking_subnet_v2"
  }
  defaults = { admin_state_up = true }
}

kind "openstack_lb_listener_v2" {
  names = ["name"]
  sets  = ["allowed_cidrs", "alpn_protocols", "sni_container_refs", "tags", "tls_versions"]
  references = {
    default_pool_id           = "openstack_lb_pool_v2"
    default_tls_container_ref = "openstack_keymanager_container_v1"
    sni_container_refs        = "openstack_keymanager_container_v1"
  }
  defaults = { admin_state_up = true }
}

kind "openstack_lb_pool_v2" {
  names    = ["name"]
  sets     = ["alpn_protocols", "tags", "tls_versions"]
  defaults = { admin_state_up = true }
}

kind "openstack_lb_member_v2" {
  names      = ["name"]
  sets       = ["tags"]
  references = { address = ["openstack_compute_instance_v2", "openstack_networking_port_v2"] }
  defaults   = { admin_state_up = true }
}

kind "openstack_lb_members_v2" {
  volatile = ["member.id"]
  sets     = ["member"]
  references = {
    "member.address"   = ["openstack_compute_instance_v2", "openstack_networking_port_v2"]
    "member.subnet_id" = "openstack_networking_subnet_v2"
  }
}

kind "openstack_lb_monitor_v2" {
  names    = ["name"]
  defaults = { admin_state_up = true }
}

kind "openstack_images_image_v2" {
  names    = ["name"]
  volatile = ["file", "metadata", "owner", "schema", "size_bytes", "status"]
  sets     = ["tags"]
}

kind "openstack_dns_zone_v2" {
  names = ["name"]
  sets  = ["masters"]
}

kind "openstack_dns_recordset_v2" {
  names      = ["name"]
  sets       = ["records"]
  references = { zone_id = "openstack_dns_zone_v2" }
}

kind "openstack_objectstorage_container_v1" {
  names   = ["name"]
  secrets = ["container_sync_key"]
}

kind "openstack_containerinfra_cluster_v1" {
  identifiers = ["api_address", "master_addresses", "node_addresses", "stack_id"]
  names       = ["name"]
  volatile    = ["kubeconfig", "user_id"]
  references = {
    cluster_template_id = "openstack_containerinfra_clustertemplate_v1"
    fixed_network       = "openstack_networking_network_v2"
    fixed_subnet        = "openstack_networking_subnet_v2"
    keypair             = "openstack_compute_keypair_v2"
  }
  secrets = ["kubeconfig"]
}

kind "openstack_sharedfilesystem_share_v2" {
  identifiers = ["export_locations.path"]
  names       = ["name"]
  volatile    = ["export_locations", "has_replicas", "host", "replication_type", "share_server_id"]
  references  = { share_network_id = "openstack_sharedfilesystem_sharenetwork_v2" }
}

kind "openstack_keymanager_secret_v1" {
  identifiers = ["secret_ref"]
  names       = ["name"]
  volatile    = ["acl.read.created_at", "acl.read.updated_at", "content_types", "creator_id", "status"]
  sets        = ["acl.read.users"]
  secrets     = ["payload"]
}
