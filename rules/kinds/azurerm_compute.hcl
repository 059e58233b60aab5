# Azure virtual machines, scale sets, disks, and images.
#
# Source: the schema documentation of the hashicorp/azurerm provider, versions 2 to 4. This file
# must not call volatile what a person declares.

# Linux and Windows machines.
kind "azurerm_*_virtual_machine" {
  identifiers = [
    "private_ip_address", "private_ip_addresses", "public_ip_address", "public_ip_addresses",
  ]
  names     = ["name", "computer_name"]
  volatile  = ["os_disk.id", "os_managed_disk_id"]
  sets      = ["admin_ssh_key", "secret.certificate", "winrm_listener"]
  documents = { custom_data = "base64", user_data = "base64" }
  references = {
    availability_set_id              = "azurerm_availability_set"
    network_interface_ids            = "azurerm_network_interface"
    "os_disk.disk_encryption_set_id" = "azurerm_disk_encryption_set"
    proximity_placement_group_id     = "azurerm_proximity_placement_group"
    source_image_id                  = ["azurerm_image", "azurerm_shared_image_version"]
  }
  defaults = {
    bypass_platform_safety_checks_on_user_schedule_enabled = false
    disable_password_authentication                        = true
    extensions_time_budget                                 = "PT1H30M"
    max_bid_price                                          = -1
    "os_disk.write_accelerator_enabled"                    = false
    priority                                               = "Regular"
  }
  secrets = ["additional_unattend_content.content", "custom_data"]
}

kind "azurerm_linux_virtual_machine" {
  volatile = ["virtual_machine_id"]
}

kind "azurerm_windows_virtual_machine" {
  volatile = ["virtual_machine_id"]
}

kind "azurerm_virtual_machine" {
  names = ["name"]
  # The disk comes and goes with the machine.
  volatile = ["storage_os_disk.managed_disk_id"]
  keys     = { "os_profile_linux_config.ssh_keys" = "path", storage_data_disk = "lun" }
  references = {
    availability_set_id                 = "azurerm_availability_set"
    network_interface_ids               = "azurerm_network_interface"
    primary_network_interface_id        = "azurerm_network_interface"
    "storage_data_disk.managed_disk_id" = "azurerm_managed_disk"
    "storage_image_reference.id"        = "azurerm_image"
  }
  defaults = { delete_data_disks_on_termination = false, delete_os_disk_on_termination = false }
  secrets  = ["os_profile.admin_password", "os_profile.custom_data"]
}

# Linux, Windows, and orchestrated sets.
kind "azurerm_*_virtual_machine_scale_set" {
  identifiers = ["unique_id"]
  names       = ["name"]
  sets = [
    "admin_ssh_key", "network_interface.ip_configuration.*", "secret.certificate", "winrm_listener",
  ]
  keys = {
    data_disk                            = "lun"
    extension                            = "name"
    network_interface                    = "name"
    "network_interface.ip_configuration" = "name"
  }
  documents = {
    custom_data                    = "base64"
    "extension.protected_settings" = "json"
    "extension.settings"           = "json"
    user_data                      = "base64"
  }
  references = {
    health_probe_id                                                                   = "azurerm_lb_probe"
    "network_interface.ip_configuration.application_gateway_backend_address_pool_ids" = "azurerm_application_gateway"
    "network_interface.ip_configuration.load_balancer_backend_address_pool_ids"       = "azurerm_lb_backend_address_pool"
    "network_interface.ip_configuration.subnet_id"                                    = "azurerm_subnet"
    "network_interface.network_security_group_id"                                     = "azurerm_network_security_group"
    source_image_id                                                                   = ["azurerm_image", "azurerm_shared_image_version"]
  }
  defaults = {
    disable_password_authentication                   = true
    do_not_run_extensions_on_overprovisioned_machines = false
    overprovision                                     = true
    priority                                          = "Regular"
    single_placement_group                            = true
    upgrade_mode                                      = "Manual"
    zone_balance                                      = false
  }
  secrets = ["custom_data", "extension.protected_settings"]
}

kind "azurerm_managed_disk" {
  names = ["name"]
  references = {
    disk_encryption_set_id = "azurerm_disk_encryption_set"
    image_reference_id     = "azurerm_image"
    source_resource_id     = ["azurerm_managed_disk", "azurerm_snapshot"]
  }
  defaults = { network_access_policy = "AllowAll", public_network_access_enabled = true }
}

kind "azurerm_virtual_machine_data_disk_attachment" {
  references = { managed_disk_id = "azurerm_managed_disk" }
  defaults   = { create_option = "Attach", write_accelerator_enabled = false }
}

kind "azurerm_virtual_machine_extension" {
  names     = ["name"]
  documents = { protected_settings = "json", settings = "json" }
  defaults  = { failure_suppression_enabled = false }
  secrets   = ["protected_settings"]
}

kind "azurerm_availability_set" {
  names      = ["name"]
  references = { proximity_placement_group_id = "azurerm_proximity_placement_group" }
  defaults   = { managed = true, platform_fault_domain_count = 3, platform_update_domain_count = 5 }
}

kind "azurerm_image" {
  names = ["name"]
  keys  = { data_disk = "lun" }
  references = {
    "data_disk.managed_disk_id" = "azurerm_managed_disk"
    "os_disk.managed_disk_id"   = "azurerm_managed_disk"
    source_virtual_machine_id   = "azurerm_*virtual_machine"
  }
  defaults = { hyper_v_generation = "V1", zone_resilient = false }
}
