# Knowledge that holds for every kind: what Terraform itself and nearly every provider do alike.
# The blocks of all other files add to this one; nothing here may be true of one provider only.
#
# Source: the Terraform state format and the conventions of the provider plugin SDK.

kind "*" {
  identifiers = ["id", "arn", "self_link"]
  names       = ["name"]
  # How long Terraform waits for an operation is no property of what it made.
  volatile = ["timeouts"]
  # A provider turns the prefix into a name with a random ending: the prefix adds nothing to the name.
  copies = { tags_all = "tags", name_prefix = "name" }
  secrets = [
    "password", "master_password", "admin_password", "administrator_login_password",
    "client_secret", "secret_key", "private_key", "private_key_pem", "auth_token", "access_token",
  ]
}
