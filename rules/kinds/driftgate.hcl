# driftgate's own kinds: what an input holds beside resources, and the trees inside documents.
#
# `needs_both` marks what many inputs do not hold at all (a state has no variables, a `terraform show`
# text no versions): it is compared only where both sides have it. `keeps_empty` marks where null, empty
# and absent are told apart; `declared` where every value was written down by somebody; `by_address` where
# the name is what it is, so that one of another name is another, however alike the two are.

kind "variable" {
  needs_both  = true
  declared    = true
  keeps_empty = true
  by_address  = true
}

kind "local" {
  needs_both  = true
  keeps_empty = true
  by_address  = true
}

kind "output" {
  needs_both = true
  by_address = true
}

kind "terraform_settings" {
  needs_both = true
  by_address = true
}

kind "check" {
  volatile   = ["failure_messages"]
  by_address = true
}

kind "check_block" {
  needs_both = true
  by_address = true
}

kind "module" {
  needs_both = true
  by_address = true
}

kind "provider" {
  needs_both = true
  by_address = true
}

# Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
kind "document.iam_policy" {
  volatile = ["Id"]
  sets = [
    "Statement",
    "Statement.Action",
    "Statement.NotAction",
    "Statement.Resource",
    "Statement.NotResource",
    "Statement.Principal.*",
    "Statement.NotPrincipal.*",
    "Statement.Condition.*.*",
  ]
  keys        = { Statement = "Sid" }
  insensitive = ["Statement.Action", "Statement.NotAction"]
}

# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
kind "document.container_definitions" {
  sets = [
    "elements.volumesFrom",
    "elements.dependsOn",
    "elements.systemControls",
    "elements.ulimits",
    "elements.dnsServers",
    "elements.dnsSearchDomains",
    "elements.dockerSecurityOptions",
    "elements.environmentFiles",
    "elements.extraHosts",
    "elements.resourceRequirements",
    "elements.linuxParameters.capabilities.add",
    "elements.linuxParameters.capabilities.drop",
  ]
  keys = {
    elements                                  = "name"
    "elements.environment"                    = "name"
    "elements.secrets"                        = "name"
    "elements.portMappings"                   = ["containerPort", "protocol"]
    "elements.mountPoints"                    = "containerPath"
    "elements.logConfiguration.secretOptions" = "name"
  }
  defaults = {
    "elements.essential"             = true
    "elements.cpu"                   = 0
    "elements.portMappings.protocol" = "tcp"
  }
}
