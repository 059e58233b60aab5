# Kinds that make nothing in a cloud: random values, keys, files, times, and data handed from one
# configuration to another. What they make is different in every environment, and other resources
# hold it: so it identifies, and is not compared. null_resource and terraform_remote_state need no
# block: all that is given to them is compared.
#
# Source: the schema documentation of the null, random, tls, local, time, archive, template, and
# cloudinit providers, and of the provider built into Terraform. This file must not call volatile
# what a person declares.

kind "null_data_source" {
  identifiers = ["random"]
  volatile    = ["has_computed_default"]
  copies      = { outputs = "inputs" }
}

kind "terraform_data" {
  copies = { output = "input" }
}

kind "random_id" {
  identifiers = ["b64_std", "b64_url", "dec", "hex"]
}

kind "random_bytes" {
  identifiers = ["base64", "hex"]
  secrets     = ["base64", "hex"]
}

kind "random_integer" {
  # A number is too common a string to identify anything.
  volatile = ["result"]
}

kind "random_uuid" {
  identifiers = ["result"]
}

kind "random_password" {
  identifiers = ["result"]
  volatile    = ["bcrypt_hash"]
  # The older name of the same setting.
  copies = { number = "numeric" }
  defaults = {
    lower       = true
    min_lower   = 0
    min_numeric = 0
    min_special = 0
    min_upper   = 0
    numeric     = true
    special     = true
    upper       = true
  }
  secrets = ["bcrypt_hash", "result"]
}

kind "random_string" {
  identifiers = ["result"]
  # The older name of the same setting.
  copies = { number = "numeric" }
  defaults = {
    lower       = true
    min_lower   = 0
    min_numeric = 0
    min_special = 0
    min_upper   = 0
    numeric     = true
    special     = true
    upper       = true
  }
}

kind "random_pet" {
  defaults = { length = 2, separator = "-" }
}

kind "random_shuffle" {
  # The members are not random, only their order.
  volatile = ["result"]
}

kind "tls_private_key" {
  identifiers = [
    "private_key_openssh", "private_key_pem", "private_key_pem_pkcs8", "public_key_fingerprint_md5",
    "public_key_fingerprint_sha256", "public_key_openssh", "public_key_pem",
  ]
  defaults = { ecdsa_curve = "P224", rsa_bits = 2048 }
  secrets  = ["private_key_openssh", "private_key_pem_pkcs8"]
}

kind "tls_cert_request" {
  identifiers = ["cert_request_pem"]
  volatile    = ["key_algorithm"]
  sets        = ["dns_names", "ip_addresses", "uris"]
  references  = { private_key_pem = "tls_private_key" }
}

kind "tls_self_signed_cert" {
  identifiers = ["cert_pem"]
  volatile    = ["key_algorithm", "ready_for_renewal", "validity_end_time", "validity_start_time"]
  sets        = ["allowed_uses", "dns_names", "ip_addresses", "uris"]
  references  = { private_key_pem = "tls_private_key" }
  defaults    = { early_renewal_hours = 0, is_ca_certificate = false }
}

kind "tls_locally_signed_cert" {
  identifiers = ["cert_pem"]
  volatile    = ["ca_key_algorithm", "ready_for_renewal", "validity_end_time", "validity_start_time"]
  sets        = ["allowed_uses"]
  references = {
    ca_cert_pem        = ["tls_self_signed_cert", "tls_locally_signed_cert"]
    ca_private_key_pem = "tls_private_key"
    cert_request_pem   = "tls_cert_request"
  }
  defaults = { early_renewal_hours = 0, is_ca_certificate = false }
  secrets  = ["ca_private_key_pem"]
}

kind "local_file" {
  # Hashes of what is compared as content.
  volatile = [
    "content_base64sha256", "content_base64sha512", "content_md5", "content_sha1", "content_sha256",
    "content_sha512",
  ]
  documents = { content_base64 = "base64" }
  defaults  = { directory_permission = "0777", file_permission = "0777" }
  secrets   = ["sensitive_content"]
}

kind "local_sensitive_file" {
  # Hashes of what is compared as content.
  volatile = [
    "content_base64sha256", "content_base64sha512", "content_md5", "content_sha1", "content_sha256",
    "content_sha512",
  ]
  documents = { content_base64 = "base64" }
  defaults  = { directory_permission = "0700", file_permission = "0700" }
  secrets   = ["content", "content_base64"]
}

# Times are those at which an environment was made. How long a rotation or an offset takes is compared.
kind "time_*" {
  volatile = ["day", "hour", "minute", "month", "rfc3339", "second", "unix", "year"]
}

kind "time_offset" {
  volatile = ["base_rfc3339"]
}

kind "time_rotating" {
  volatile = ["rotation_rfc3339"]
}

# The checksum of the archive (output_base64sha256) is compared: it is what a function runs.
kind "archive_file" {
  volatile = [
    "output_base64sha512", "output_md5", "output_sha", "output_sha256", "output_sha512",
    "output_size",
  ]
  sets = ["excludes"]
  keys = { source = "filename" }
}

# A data source; the text it renders is compared.
kind "template_file" {
  volatile = ["filename"]
}

kind "cloudinit_config" {
  # What the parts make together, compressed.
  volatile = ["rendered"]
  defaults = { base64_encode = true, boundary = "MIMEBOUNDARY", gzip = true }
}

kind "template_cloudinit_config" {
  # What the parts make together, compressed.
  volatile = ["rendered"]
  defaults = { base64_encode = true, gzip = true }
}

# A data source: the answer of a web server. Its headers are mostly clocks and counters.
kind "http" {
  volatile = ["body_base64", "response_headers"]
}
