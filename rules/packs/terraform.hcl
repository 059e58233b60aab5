# What Terraform itself knows of an environment: versions of the core, of providers, and of modules; resources
# that a failed run left behind; checks that do not hold; changes that were made past it.
#
# This pack must not judge what a resource is made of; the packs of the clouds do.

rule "terraform/core-major-skew" {
  summary = "environments are applied with incompatible versions of Terraform"
  why     = "a new major version (below 1.0 a new minor version) changes the language and the state, which the older one then refuses to read"
  kind    = "terraform_settings"
  path    = "terraform_version"
  when = (
    semver(left.value) != null && semver(right.value) != null
    && (semver(left.value).major != semver(right.value).major || semver(left.value).major == 0 && semver(left.value).minor != semver(right.value).minor)
  )
  severity = explained ? "medium" : "high"
  message  = "${left.env} is applied with Terraform ${left.value}, ${right.env} with ${right.value}"
  remedy   = "pin required_version to one version, and apply ${lower_env.env} with it before ${upper_env.env}"
}

rule "terraform/core-minor-skew" {
  summary  = "environments are applied with different minor versions of Terraform"
  why      = "a plan that is clean with one minor version may fail or show more with another, and a state is never written back for an older one"
  kind     = "terraform_settings"
  path     = "terraform_version"
  when     = try(semver(left.value).major == semver(right.value).major && semver(left.value).major > 0 && semver(left.value).minor != semver(right.value).minor, false)
  severity = explained ? "info" : "low"
  message  = "${left.env} is applied with Terraform ${left.value}, ${right.env} with ${right.value}"
  remedy   = "pin the version in required_version, in .terraform-version, and in CI"
}

rule "terraform/core-patch-skew" {
  summary  = "environments are applied with different patches of Terraform"
  why      = "patches only repair, but a pinned version makes runs repeatable"
  kind     = "terraform_settings"
  path     = "terraform_version"
  when     = try(semver(left.value).major == semver(right.value).major && semver(left.value).minor == semver(right.value).minor, false)
  severity = "info"
  message  = "${left.env} is applied with Terraform ${left.value}, ${right.env} with ${right.value}"
  remedy   = "pin the version in .terraform-version and in CI"
}

rule "terraform/provider-major-skew" {
  summary = "environments use incompatible versions of a provider"
  why     = "a major version (below 1.0 a minor version) renames and removes attributes and changes defaults, so the same code makes different things"
  kind    = "terraform_settings"
  path    = "providers.*.version"
  when = (
    semver(left.value) != null && semver(right.value) != null
    && (semver(left.value).major != semver(right.value).major || semver(left.value).major == 0 && semver(left.value).minor != semver(right.value).minor)
  )
  severity = explained ? "medium" : "high"
  message  = "${left.env} uses ${left.value}, ${right.env} uses ${right.value}"
  remedy   = "commit one .terraform.lock.hcl for both environments, and read the upgrade guide before terraform init -upgrade"
}

rule "terraform/provider-minor-skew" {
  summary  = "environments use different minor versions of a provider"
  why      = "a newer provider knows more attributes and repairs others, so a plan that is clean with one shows changes with the other"
  kind     = "terraform_settings"
  path     = "providers.*.version"
  when     = try(semver(left.value).major == semver(right.value).major && semver(left.value).major > 0 && semver(left.value).minor != semver(right.value).minor, false)
  severity = explained ? "info" : "low"
  message  = "${left.env} uses ${left.value}, ${right.env} uses ${right.value}"
  remedy   = "commit one .terraform.lock.hcl for both environments, and run terraform init -upgrade in both"
}

rule "terraform/provider-patch-skew" {
  summary  = "environments use different patches of a provider"
  why      = "patches only repair, but one lock file makes runs repeatable"
  kind     = "terraform_settings"
  path     = "providers.*.version"
  when     = try(semver(left.value).major == semver(right.value).major && semver(left.value).minor == semver(right.value).minor, false)
  severity = "info"
  message  = "${left.env} uses ${left.value}, ${right.env} uses ${right.value}"
  remedy   = "commit one .terraform.lock.hcl for both environments"
}

rule "terraform/constraint-differs" {
  summary  = "environments allow different versions of Terraform or of a provider"
  why      = "the next terraform init may choose different versions even where they agree today"
  kind     = "terraform_settings"
  path     = ["required_version", "providers.*.constraint"]
  when     = left.value != null && right.value != null
  severity = explained ? "info" : "low"
  message  = "${left.env} allows ${left.value}, ${right.env} allows ${right.value}"
  remedy   = "write the constraint once, in the module that both environments call"
}

rule "terraform/module-major-skew" {
  summary = "environments use incompatible versions of a module"
  why     = "a major version of a module may rename resources, which Terraform then destroys and creates anew"
  kind    = "terraform_settings"
  path    = ["modules.*.version", "modules.*.source"]
  # A version is an argument of its own for registries, and the ref of the source for Git.
  when = (
    try(split("?ref=", left.value)[0] == split("?ref=", right.value)[0] || endswith(path, "version"), false)
    && try(semver(reverse(split("?ref=", left.value))[0]).major != semver(reverse(split("?ref=", right.value))[0]).major, false)
  )
  severity = explained ? "medium" : "high"
  message  = "${left.env} uses ${left.value}, ${right.env} uses ${right.value}"
  remedy   = "read the module's upgrade notes, add moved blocks, and plan ${upper_env.env} before it is merged"
}

rule "terraform/module-version-skew" {
  summary = "environments use different versions of a module"
  why     = "what was tested with one version of the module is made by another"
  kind    = "terraform_settings"
  path    = ["modules.*.version", "modules.*.source"]
  when = (
    try(split("?ref=", left.value)[0] == split("?ref=", right.value)[0] || endswith(path, "version"), false)
    && length(split("?ref=", left.value)) == length(split("?ref=", right.value))
    && !try(semver(reverse(split("?ref=", left.value))[0]).major != semver(reverse(split("?ref=", right.value))[0]).major, false)
  )
  severity = explained ? "low" : "medium"
  message  = "${left.env} uses ${left.value}, ${right.env} uses ${right.value}"
  remedy   = "promote the version of ${lower_env.env} to ${upper_env.env}, or wait for the release that does"
}

rule "terraform/module-source-differs" {
  summary  = "environments take a module from different places"
  why      = "two sources are two pieces of code: a fork or a local copy does not get what the other gets"
  kind     = "terraform_settings"
  path     = "modules.*.source"
  when     = try(split("?", left.value)[0] != split("?", right.value)[0], false)
  severity = explained ? "medium" : "high"
  message  = "${left.env} takes it from ${left.value}, ${right.env} from ${right.value}"
  remedy   = "call the module from one source in both environments, and vary only the version"
}

rule "terraform/module-unpinned" {
  summary = "the version of a module is fixed in one environment only"
  why     = "without a version or ref every terraform init may bring other code, and a branch moves with every push"
  kind    = "terraform_settings"
  path    = ["modules.*.version", "modules.*.source"]
  when = (
    endswith(path, "version") ? (left.value == null) != (right.value == null) :
    try(split("?", left.value)[0] == split("?", right.value)[0] && can(regex("[?&]ref=", left.value)) != can(regex("[?&]ref=", right.value)), false)
  )
  severity = (endswith(path, "version") ? upper_env.value == null : !can(regex("[?&]ref=", upper_env.value))) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "the module is not pinned in ${(endswith(path, "version") ? upper_env.value == null : !can(regex("[?&]ref=", upper_env.value))) ? upper_env.env : lower_env.env}"
  remedy   = "set version = \"x.y.z\", or ?ref= with a tag or commit"
}

rule "terraform/resource-tainted" {
  summary  = "a resource is marked to be replaced in one environment only"
  why      = "the next apply destroys it and creates it anew, whatever else the plan is about"
  kind     = "*"
  path     = "@tainted"
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? "high" : "medium"
  message  = "the next apply in ${upper_env.value == true ? upper_env.env : lower_env.env} replaces ${upper_env.value == true ? upper_env.address : lower_env.address}"
  remedy   = "find out why its creation failed; if it works, run terraform untaint ${upper_env.value == true ? upper_env.address : lower_env.address}"
}

rule "terraform/object-deposed" {
  summary  = "an object that was replaced was never removed in one environment only"
  why      = "the old object goes on running and costing, and the next apply tries to destroy it again"
  kind     = "*"
  path     = "@deposed"
  severity = try(upper_env.value > 0, false) ? "medium" : "low"
  message  = "deposed objects: ${coalesce(left.value, 0)} in ${left.env}, ${coalesce(right.value, 0)} in ${right.env}"
  remedy   = "run terraform apply in that environment, and see what keeps the old object from being destroyed"
}

rule "terraform/check-failed" {
  summary  = "a check holds in one environment only"
  why      = "a check block or postcondition states what must be true of the environment, and here it is not"
  kind     = "check"
  path     = "status"
  when     = contains(["fail", "error"], left.value) != contains(["fail", "error"], right.value)
  severity = contains(["fail", "error"], upper_env.value) ? "high" : "medium"
  message  = "the check is ${format("%v", left.value)} in ${left.env} and ${format("%v", right.value)} in ${right.env}"
  remedy   = "run terraform plan in the failing environment and read what the check says"
}

rule "terraform/check-unknown" {
  summary  = "a check could be evaluated in one environment only"
  why      = "a check that is unknown has not been passed: Terraform could not evaluate it before the apply"
  kind     = "check"
  path     = "status"
  when     = !contains(["fail", "error"], left.value) && !contains(["fail", "error"], right.value)
  severity = explained ? "info" : "low"
  message  = "the check is ${format("%v", left.value)} in ${left.env} and ${format("%v", right.value)} in ${right.env}"
  remedy   = "run terraform plan -refresh-only in the environment where it is unknown"
}

rule "terraform/check-missing" {
  summary  = "a check exists in one environment only"
  why      = "what the check guards goes unnoticed in the other environment"
  kind     = "check"
  path     = ""
  change   = ["left_only", "right_only"]
  severity = upper_env.resource == null ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  message  = "${upper_env.resource == null ? upper_env.env : lower_env.env} does not have the check"
  remedy   = "write the check in the module that both environments call"
}

rule "terraform/changed-outside" {
  summary  = "something was changed outside Terraform in one environment"
  why      = "the next apply takes the change back, often in the middle of what it was made for"
  kind     = "*"
  path     = ["@drift", "@drift.**"]
  severity = upper_env.value != null ? "medium" : "low"
  message  = "changed past Terraform in ${upper_env.value != null ? upper_env.env : lower_env.env}"
  remedy   = "write the change into the code, or take it back with terraform apply; CloudTrail or the activity log tells who made it"
}
