# Tags and labels: by them costs are shared out, backups chosen, access granted, and owners called at night.
#
# This pack must not judge tags that clouds and controllers set by themselves (`aws:`, `kubernetes.io`).

rule "tags/environment-contradicts" {
  summary = "a tag of the more production-like environment names another one"
  why     = "policies, backups, budgets, and alarms go by the tag: a production resource tagged dev is treated as one that may be lost"
  kind    = ["aws_*", "azurerm_*", "google_*"]
  path = [
    "tags.?nv", "tags.?nvironment", "tags.?tage", "tags.ENV", "tags.ENVIRONMENT",
    "labels.env", "labels.environment", "labels.stage", "user_labels.env", "user_labels.environment",
  ]
  when     = upper_env.role != "other" && try(contains(setsubtract(flatten(values({ development = ["dev", "develop", "development", "sandbox"], staging = ["stage", "staging", "stg", "uat", "nonprod", "non-prod"], production = ["prod", "production", "prd"] })), lookup({ development = ["dev", "develop", "development", "sandbox"], staging = ["stage", "staging", "stg", "uat", "nonprod", "non-prod"], production = ["prod", "production", "prd"] }, upper_env.role, [])), lower(upper_env.value)), false)
  severity = explained ? "medium" : "high"
  message  = "tagged ${upper_env.value} in ${upper_env.env}"
  remedy   = "set the tag from one variable of the environment, best in default_tags of the provider"
}

rule "tags/environment-contradicts-before-production" {
  summary = "a tag of the less production-like environment names the other one"
  why     = "costs and alarms of a test are counted as those of production, and access that goes by the tag reaches it"
  kind    = ["aws_*", "azurerm_*", "google_*"]
  path = [
    "tags.?nv", "tags.?nvironment", "tags.?tage", "tags.ENV", "tags.ENVIRONMENT",
    "labels.env", "labels.environment", "labels.stage", "user_labels.env", "user_labels.environment",
  ]
  when     = try(contains(lookup({ development = ["dev", "develop", "development", "sandbox"], staging = ["stage", "staging", "stg", "uat", "nonprod", "non-prod"], production = ["prod", "production", "prd"] }, upper_env.role, []), lower(lower_env.value)), false)
  severity = explained ? "low" : "medium"
  message  = "tagged ${lower_env.value} in ${lower_env.env}"
  remedy   = "set the tag from one variable of the environment, best in default_tags of the provider"
}

rule "tags/missing" {
  summary  = "a tag exists in one environment only"
  why      = "what goes by the tag (cost reports, access, retention, clean-up jobs) passes the resource over"
  kind     = ["aws_*", "azurerm_*", "google_*"]
  path     = ["tags.*", "labels.*", "user_labels.*"]
  when     = (left.value == null) != (right.value == null) && !can(regex("\"aws:|kubernetes.io|\"goog-", path))
  severity = upper_env.value == null ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  message  = "the tag is missing in ${upper_env.value == null ? upper_env.env : lower_env.env}"
  remedy   = "add the tag, best in default_tags of the provider so that no resource can miss it"
}

rule "tags/backup-missing" {
  summary = "a tag by which backups are chosen differs or is missing"
  why     = "AWS Backup and snapshot policies select by tag: without it nothing is copied, and nobody is told"
  kind    = ["aws_*", "azurerm_*", "google_*"]
  path    = ["tags.?ackup*", "tags.?napshot*", "labels.backup*", "labels.snapshot*"]
  # A schedule for each environment is no loss; a tag that is empty or says no is.
  when     = contains(["", "no", "none", "false", "off"], try(lower(left.value), "")) != contains(["", "no", "none", "false", "off"], try(lower(right.value), ""))
  severity = contains(["", "no", "none", "false", "off"], try(lower(upper_env.value), "")) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "the tag is ${format("%v", left.value)} in ${left.env} and ${format("%v", right.value)} in ${right.env}"
  remedy   = "set the tag in ${upper_env.env} to the plan that covers it, then look for a recovery point"
}

rule "tags/data-class-differs" {
  summary  = "the same data is classified differently"
  why      = "encryption, access, and retention follow the class; real data in the lower environment must carry the class it has in production"
  kind     = ["aws_*", "azurerm_*", "google_*"]
  path     = ["tags.?ata?lass*", "tags.data_class*", "tags.?lassification", "tags.?onfidentiality", "tags.?ompliance", "labels.data_class*", "labels.classification"]
  when     = left.value != null && right.value != null
  severity = explained ? "low" : "medium"
  message  = "${left.value} in ${left.env}, ${right.value} in ${right.env}"
  remedy   = "agree on the class with the owner of the data, and set it in the shared module"
}

rule "tags/owner-differs" {
  summary = "a resource has different owners or cost centres"
  why     = "costs are charged to another team, and alarms call people who do not know the resource"
  kind    = ["aws_*", "azurerm_*", "google_*"]
  path = [
    "tags.?wner*", "tags.?eam*", "tags.?ost?enter*", "tags.cost_center*", "tags[\"cost-center\"]", "tags.?ost?entre", "tags.?illing*", "tags.?ontact*",
    "labels.owner*", "labels.team*", "labels.cost*", "user_labels.owner*", "user_labels.team*", "user_labels.cost*",
  ]
  when     = left.value != null && right.value != null
  severity = explained ? "info" : "low"
  message  = "${left.value} in ${left.env}, ${right.value} in ${right.env}"
  remedy   = "set the tag from one variable for both environments, or accept that the environments have owners of their own"
}
