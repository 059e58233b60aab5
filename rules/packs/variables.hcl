# Input variables: the resource `var`, whose attributes are the variables by name. Rules here judge what is not
# set, what is of another type, and values that cannot be meant for the environment they are in.
#
# This pack must not judge what a variable is for; what it changes is judged where it is used.

rule "variables/missing-on-one-side" {
  summary  = "a variable is set in one environment only"
  why      = "the other environment falls back to a default or asks, so the same code does something else"
  kind     = "variable"
  path     = "*"
  when     = can(left.resource[path]) != can(right.resource[path])
  severity = !can(upper_env.resource[path]) ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  message  = "var.${path} is not set in ${can(upper_env.resource[path]) ? lower_env.env : upper_env.env}"
  remedy   = "set ${path} in the .tfvars of both environments, or give it a default in the module"
}

rule "variables/empty-on-one-side" {
  summary = "a variable is null or empty in one environment only"
  why     = "null takes the default of whatever the variable is given to, and an empty text or list often switches a feature off"
  kind    = "variable"
  path    = "*"
  when = (
    can(left.resource[path]) && can(right.resource[path])
    && (left.value == null || try(length(left.value) == 0, false)) != (right.value == null || try(length(right.value) == 0, false))
  )
  severity = upper_env.value == null || try(length(upper_env.value) == 0, false) ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  message  = "var.${path} is empty in ${upper_env.value == null || try(length(upper_env.value) == 0, false) ? upper_env.env : lower_env.env}"
  remedy   = "set ${path} in both environments, or state with validation that it may be empty"
}

rule "variables/type-differs" {
  summary  = "a variable has values of different types"
  why      = "a list where the other environment has one text changes what for_each, count, and conditions see"
  kind     = "variable"
  path     = "**"
  when     = left.value != null && right.value != null && type(left.value) != type(right.value)
  severity = explained ? "low" : "medium"
  message  = "${path} is a ${type(left.value)} in ${left.env} and a ${type(right.value)} in ${right.env}"
  remedy   = "declare the type in the variable block and set a value of that type in both environments"
}

rule "variables/declared-type-differs" {
  summary  = "a variable is declared with different types"
  why      = "Terraform converts what it can, so the same value arrives as another"
  kind     = "terraform_settings"
  path     = "variable_types.*"
  when     = left.value != null && right.value != null
  severity = explained ? "info" : "low"
  message  = "${left.env} declares ${left.value}, ${right.env} declares ${right.value}"
  remedy   = "declare the variable once, in a module that both environments call"
}

rule "variables/value-of-another-environment" {
  summary = "a value of the more production-like environment names another environment"
  why     = "a host, bucket, or queue of another environment mixes their data: production depends on what anybody may break"
  kind    = "variable"
  path    = "**"
  # A value that names its own environment as well, as for a migration, is meant; device paths and mail addresses name
  # none. `non-prod` is no production.
  when = upper_env.role != "other" && anytrue([for text in flatten(length(left.only) + length(right.only) > 0 ? upper_env.only : [upper_env.value]) : try(
    !can(regex("^/dev/|^[^/]+@", text))
    && length(setintersection(regexall("[a-z]+", replace(lower(text), "/(non|pre)[-_ ]prod/", "nonprod")), flatten(values({ development = ["dev", "develop", "development", "sandbox"], staging = ["stage", "staging", "stg", "uat", "nonprod"], production = ["prod", "production", "prd"] })))) > 0
    && length(setintersection(regexall("[a-z]+", replace(lower(text), "/(non|pre)[-_ ]prod/", "nonprod")), lookup({ development = ["dev", "develop", "development", "sandbox"], staging = ["stage", "staging", "stg", "uat", "nonprod"], production = ["prod", "production", "prd"] }, upper_env.role, []))) == 0
  , false)])
  severity = can(regex("[./:]", format("%v", upper_env.value))) ? "high" : "medium"
  message  = "${path} is ${format("%v", upper_env.value)} in ${upper_env.env}"
  remedy   = "set the counterpart that belongs to ${upper_env.env}; rename what is really shared so that it names no environment"
}

rule "variables/value-of-upper-environment" {
  summary = "a value of the less production-like environment names the other one"
  why     = "a test that writes to the database, bucket, or queue of production changes real data"
  kind    = "variable"
  path    = "**"
  when = anytrue([for text in flatten(length(left.only) + length(right.only) > 0 ? lower_env.only : [lower_env.value]) : try(
    !can(regex("^/dev/|^[^/]+@", text))
    && length(setintersection(regexall("[a-z]+", replace(lower(text), "/(non|pre)[-_ ]prod/", "nonprod")), lookup({ development = ["dev", "develop", "development", "sandbox"], staging = ["stage", "staging", "stg", "uat", "nonprod"], production = ["prod", "production", "prd"] }, upper_env.role, []))) > 0
    && length(setintersection(regexall("[a-z]+", replace(lower(text), "/(non|pre)[-_ ]prod/", "nonprod")), lookup({ development = ["dev", "develop", "development", "sandbox"], staging = ["stage", "staging", "stg", "uat", "nonprod"], production = ["prod", "production", "prd"] }, lower_env.role, []))) == 0
  , false)])
  severity = can(regex("[./:]", format("%v", lower_env.value))) ? "high" : "medium"
  message  = "${path} is ${format("%v", lower_env.value)} in ${lower_env.env}"
  remedy   = "set the counterpart that belongs to ${lower_env.env}; rename what is really shared so that it names no environment"
}

rule "variables/placeholder-value" {
  summary  = "a variable of the more production-like environment still has a placeholder"
  why      = "a value that was to be replaced was not, and works just well enough to be deployed"
  kind     = "variable"
  path     = "**"
  when     = can(regex("(?i)^(change[-_ ]?me|replace[-_ ]?me|fix[-_ ]?me|todo|tbd|xxx+|placeholder|dummy)$", upper_env.value)) && !can(regex("(?i)^(change[-_ ]?me|replace[-_ ]?me|fix[-_ ]?me|todo|tbd|xxx+|placeholder|dummy)$", lower_env.value))
  severity = "high"
  message  = "${path} is ${upper_env.value} in ${upper_env.env}"
  remedy   = "set the real value for ${upper_env.env}, and refuse placeholders with a validation block"
}

rule "variables/local-address" {
  summary  = "a variable of the more production-like environment points to the machine itself"
  why      = "localhost is another machine in every container and instance, and hardly the one that serves"
  kind     = "variable"
  path     = "**"
  when     = can(regex("(?i)(^|[^a-z0-9.])(localhost|127\\.0\\.0\\.1|host\\.docker\\.internal)([^a-z0-9.]|$)", upper_env.value)) && !can(regex("(?i)(^|[^a-z0-9.])(localhost|127\\.0\\.0\\.1|host\\.docker\\.internal)([^a-z0-9.]|$)", lower_env.value))
  severity = "high"
  message  = "${path} is ${upper_env.value} in ${upper_env.env}"
  remedy   = "set the name under which the service is reached in ${upper_env.env}"
}

rule "variables/debug-in-production" {
  summary = "only the more production-like environment is told to debug"
  why     = "debug output slows the service down and writes what users entered into logs"
  kind    = "variable"
  path    = "**"
  when = (
    can(regex("(?i)debug|verbose", path)) && upper_env.value == true && lower_env.value != true
    || can(regex("(?i)log_?level|loglevel", path)) && can(regex("(?i)^(debug|trace|all)$", upper_env.value)) && !can(regex("(?i)^(debug|trace|all)$", lower_env.value))
  )
  severity = explained ? "low" : "medium"
  message  = "${path} is ${upper_env.value} in ${upper_env.env} and ${format("%v", lower_env.value)} in ${lower_env.env}"
  remedy   = "switch it off in ${upper_env.env}"
}
