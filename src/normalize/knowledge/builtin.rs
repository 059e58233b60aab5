//! The kinds that are part of the program, one file a family.

/// Takes a file of `rules/kinds` into the program.
macro_rules! file {
    ($name:literal) => {
        (concat!("rules/kinds/", $name), include_str!(concat!("../../../rules/kinds/", $name)))
    };
}

/// Files of `rules/kinds` with their texts, in the order in which they are read.
pub(super) const FILES: [(&str, &str); 40] = [
    file!("generic.hcl"),
    file!("aws_accounts.hcl"),
    file!("aws_analytics.hcl"),
    file!("aws_api_gateway.hcl"),
    file!("aws_cache.hcl"),
    file!("aws_compute.hcl"),
    file!("aws_connectivity.hcl"),
    file!("aws_containers.hcl"),
    file!("aws_database.hcl"),
    file!("aws_developer_tools.hcl"),
    file!("aws_dns_cdn.hcl"),
    file!("aws_generic.hcl"),
    file!("aws_iam.hcl"),
    file!("aws_load_balancing.hcl"),
    file!("aws_messaging.hcl"),
    file!("aws_monitoring.hcl"),
    file!("aws_network.hcl"),
    file!("aws_security.hcl"),
    file!("aws_serverless.hcl"),
    file!("aws_storage.hcl"),
    file!("azurerm.hcl"),
    file!("azurerm_compute.hcl"),
    file!("azurerm_data.hcl"),
    file!("azurerm_services.hcl"),
    file!("driftgate.hcl"),
    file!("github.hcl"),
    file!("google.hcl"),
    file!("google_network.hcl"),
    file!("google_services.hcl"),
    file!("k8s_api.hcl"),
    file!("k8s_cluster.hcl"),
    file!("k8s_core.hcl"),
    file!("k8s_custom.hcl"),
    file!("k8s_environment.hcl"),
    file!("k8s_network.hcl"),
    file!("k8s_shapes.hcl"),
    file!("k8s_workloads.hcl"),
    file!("kubernetes.hcl"),
    file!("openstack.hcl"),
    file!("utilities.hcl"),
];

/// Splits a file into blocks with their labels, without reading what is in them.
///
/// This takes the layout of the program's own files for granted, as its tests make sure: a block starts
/// with `kind "` and ends with `}`, both at the start of a line, or is one line.
pub(super) fn split(text: &str) -> impl Iterator<Item = (&str, &str)> {
    const START: &str = "kind \"";
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = if rest.starts_with(START) { 0 } else { rest.find("\nkind \"")? + 1 };
        let block = rest.get(start..)?;
        let first_line = block.lines().next()?;
        let length = if first_line.ends_with('}') { first_line.len() } else { block.find("\n}")? + 2 };
        let (block, after) = block.split_at_checked(length)?;
        rest = after;
        Some((block.strip_prefix(START)?.split('"').next()?, block))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceText;
    use crate::normalize::knowledge::Knowledge;

    #[test]
    fn blocks_are_split_at_their_edges() {
        let text = "# A family.\n\nkind \"a\" {\n  sets = [\n    \"x\",\n  ]\n}\nkind \"b*\" { sets = [] }\n\nkind \"c\" {\n}\n";
        let blocks: Vec<_> = split(text).collect();
        assert_eq!(blocks.iter().map(|(glob, _)| *glob).collect::<Vec<_>>(), ["a", "b*", "c"]);
        assert_eq!(blocks[0].1, "kind \"a\" {\n  sets = [\n    \"x\",\n  ]\n}");
        assert_eq!(blocks[2].1, "kind \"c\" {\n}");
    }

    #[test]
    fn every_file_of_the_folder_is_taken() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/kinds");
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        for name in names.map(|name| format!("rules/kinds/{}", name.to_string_lossy())) {
            assert!(FILES.iter().any(|(known, _)| *known == name), "{name} is not listed");
        }
    }

    #[test]
    fn what_is_split_is_what_is_read() {
        let sources: Vec<_> = FILES.iter().map(|(name, text)| SourceText::new(*name, *text)).collect();
        let read = match Knowledge::parse(&sources) {
            Ok(read) => read,
            Err(errors) => {
                panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
            }
        };
        let built_in = Knowledge::built_in();
        assert_eq!(read.blocks.len(), built_in.blocks.len());
        for (read, split) in read.blocks.iter().zip(&built_in.blocks) {
            assert_eq!(read.glob, split.glob);
            assert_eq!(format!("{:?}", read.statements.read()), format!("{:?}", split.statements.read()));
        }
    }
}
