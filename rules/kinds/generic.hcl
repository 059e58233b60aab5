# Knowledge that holds for every kind: what Terraform itself and nearly every provider do alike.
# The blocks of all other files add to this one; nothing here may be true of one provider only.
#
# What a `kind` block may say; its label is a kind, or a pattern of kinds, of which the more specific wins. A path
# is names with dots between them and passes through lists and sets; `*` stands for every entry, `checksum-*` and
# `annotations["checksum/*"]` for those that match.
#
#   identifiers, names   where it says by which id others point to it, and what people call it
#   volatile, copies     never compared: bookkeeping, and what repeats another attribute
#   sets, keys           lists whose order means nothing, and what tells their elements apart
#   defaults             what an absent attribute means
#   assigned             chosen by the server where a declaration is silent: absent in a declaration, it differs
#                        from nothing that runs; between two environments it is compared like any other
#   telling_empty        an empty value means something else here than an absent one
#   wholes               an object that is there or not as one thing, so that its absence is one difference
#   quantities           amounts: `500m` is `0.5`, `1Gi` is `1024Mi`
#   durations            lengths of time: `60s` is `1m`
#   images               names of container images: `nginx` is `docker.io/library/nginx:latest`
#   protocols            internet protocols: `tcp` is `6`
#   numeric_strings      texts that are compared as numbers
#   insensitive          texts without regard to case
#   documents            texts that hold a document, and of which form
#   references           the kinds whose names stand here
#   secrets              credentials, which are sealed
#   networks             the network that addresses are relative to
#   scaled, scales       numbers that a controller chooses within bounds beside them, and how one resource bounds
#                        an attribute of another (`target`, `namespace`, `dimension`, `least`, `most`, `attributes`)
#   same_as              the kind that this one is another name of, as that by which Terraform adopts what AWS made
#   instead_of_id        attributes that together say which resource it is, where its id is one that the provider made
#                        up, or that others have, too
#   parts                `{ ATTRIBUTE = [KIND.ATTRIBUTE] }`: resources of the other kind, whose attribute names one of
#                        this kind, tell this attribute of it, too; only one of both is compared
#   satellites           `KIND.ATTRIBUTE`: the same for what no attribute tells
#   splits               `{ LIST = [LISTS] }`: each member of the lists in an element stands for an element of its own
#   element              resources that are elements of a list of another: its name (`parent`), which list (`list`,
#                        or by its value `lists`), and what is called otherwise there (`renames`)
#   import               what an `import` block names it by, as `role/policy_arn`, where it is not the id; empty for
#                        what cannot be imported
#   identity             attributes that together say which resource it is, where nobody but Terraform knows its id
#   tells_some           what runs is told in part: an attribute that an answer does not have is not known, and not
#                        compared; one that is null is known to be unset
#   follows              `{ ATTRIBUTE = OTHER }`: it changes with another attribute beside it; where that one
#                        differs, only that is told
#   told_in              `{ LIST = ATTRIBUTE }`: elements whose attribute names a resource are compared there
#   embeds               `{ PATH = KIND }`: what blocks of exactly that name say holds below the path, too; what
#                        many kinds have in common is such a block, `shape.pod_spec`, and no kind of its own
#   completed_names      tools complete the names that people chose: with a hash of the content, or with a word of
#                        the environment that the other environment leaves out
#   owner_tags, needs_both, declared, keeps_empty, by_address   see the files that use them
#
# Source: the Terraform state format and the conventions of the provider plugin SDK.

kind "*" {
  identifiers = ["id", "arn", "self_link"]
  names       = ["name"]
  # How long Terraform waits for an operation is no property of what it made, nor is what a plan would do to it.
  volatile = ["timeouts", "@plan"]
  # A provider turns the prefix into a name with a random ending: the prefix adds nothing to the name.
  copies = { tags_all = "tags", name_prefix = "name" }
  secrets = [
    "password", "master_password", "admin_password", "administrator_login_password",
    "client_secret", "secret_key", "private_key", "private_key_pem", "auth_token", "access_token",
  ]
}
