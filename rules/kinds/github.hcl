# GitHub repositories, their protection, teams, members, hooks, and secrets.
#
# Source: the schema documentation of the integrations/github provider, versions 4 to 6. This file
# must not call volatile what a person declares.

kind "github_*" {
  identifiers = ["node_id"]
  volatile    = ["created_at", "etag", "updated_at"]
  references = {
    repository    = "github_repository"
    repository_id = "github_repository"
    team_id       = "github_team"
  }
}

kind "github_repository" {
  identifiers = [
    "full_name", "git_clone_url", "html_url", "http_clone_url", "repo_id", "ssh_clone_url",
    "svn_url", "pages.html_url", "pages.url",
  ]
  names    = ["name"]
  volatile = ["pages.custom_404", "pages.status", "primary_language"]
  sets     = ["topics"]
  defaults = {
    allow_auto_merge       = false
    allow_merge_commit     = true
    allow_rebase_merge     = true
    allow_squash_merge     = true
    archived               = false
    delete_branch_on_merge = false
  }
}

kind "github_branch_protection" {
  sets = [
    "force_push_bypassers", "required_pull_request_reviews.dismissal_restrictions",
    "required_pull_request_reviews.pull_request_bypassers", "required_status_checks.contexts",
    "restrict_pushes.push_allowances",
  ]
  defaults = {
    allows_deletions                = false
    allows_force_pushes             = false
    enforce_admins                  = false
    lock_branch                     = false
    require_conversation_resolution = false
    require_signed_commits          = false
    required_linear_history         = false
  }
}

kind "github_repository_ruleset" {
  identifiers = ["ruleset_id"]
  names       = ["name"]
  sets = [
    "bypass_actors", "conditions.ref_name.exclude", "conditions.ref_name.include",
    "rules.file_extension_restriction.restricted_file_extensions",
    "rules.required_code_scanning.required_code_scanning_tool",
    "rules.required_status_checks.required_check",
  ]
}

kind "github_team" {
  identifiers = ["slug"]
  names       = ["name"]
  volatile    = ["members_count"]
  references = {
    parent_team_id        = "github_team"
    parent_team_read_id   = "github_team"
    parent_team_read_slug = "github_team"
  }
  defaults = { create_default_maintainer = false, privacy = "secret" }
}

kind "github_team_membership" {
  defaults    = { role = "member" }
  insensitive = ["username"]
}

kind "github_membership" {
  defaults    = { role = "member" }
  insensitive = ["username"]
}

kind "github_team_repository" {
  defaults = { permission = "pull" }
}

kind "github_repository_collaborator" {
  volatile    = ["invitation_id"]
  defaults    = { permission = "push" }
  insensitive = ["username"]
}

kind "github_repository_collaborators" {
  volatile   = ["invitation_ids"]
  sets       = ["ignore_team", "team"]
  keys       = { user = "username" }
  references = { "ignore_team.team_id" = "github_team", "team.team_id" = "github_team" }
}

kind "github_*_secret" {
  names    = ["secret_name"]
  volatile = ["remote_updated_at"]
  secrets  = ["encrypted_value", "plaintext_value"]
}

kind "github_*_variable" {
  names = ["variable_name"]
}

kind "github_repository_file" {
  # Hashes of what is compared as content.
  volatile = ["commit_sha", "sha"]
}

kind "github_*_webhook" {
  identifiers = ["url"]
  sets        = ["events"]
  defaults    = { active = true }
  secrets     = ["configuration.secret"]
}

kind "github_repository_environment" {
  sets       = ["reviewers.teams", "reviewers.users"]
  references = { "reviewers.teams" = "github_team" }
}

kind "github_repository_deploy_key" {
  defaults = { read_only = true }
}

kind "github_issue_label" {
  names       = ["name"]
  volatile    = ["url"]
  insensitive = ["color"]
}

kind "github_branch_default" {
  defaults = { rename = false }
}
