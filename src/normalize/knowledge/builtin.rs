//! The kinds that are part of the program, one file a family.

/// Files of `rules/kinds` with their texts, in the order in which they are read.
pub(super) const FILES: [(&str, &str); 0] = [];

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
