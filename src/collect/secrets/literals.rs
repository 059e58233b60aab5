//! The texts inside an expression of Terraform's, found without parsing it.

/// Returns where texts stand in an expression, without what they interpolate and without keys in brackets.
pub(super) fn literals(expression: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = expression.as_bytes();
    let mut found = Vec::new();
    // For each text and interpolation that is open, outermost first: `None` for a text, else its open braces.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let interpolates = matches!(byte, b'$' | b'%') && bytes.get(at + 1) == Some(&b'{');
        match (open.last_mut(), byte) {
            (Some(None), b'\\') => at += 1,
            (Some(None), b'"') => {
                found.push(start..at);
                open.pop();
            }
            (Some(None), _) if interpolates => {
                found.push(start..at);
                open.push(Some(0));
                at += 1;
            }
            (Some(None), _) => {}
            (_, b'"') => {
                open.push(None);
                start = at + 1;
            }
            (Some(Some(braces)), b'{') => *braces += 1,
            (Some(Some(0)), b'}') => {
                open.pop();
                start = at + 1;
            }
            (Some(Some(braces)), b'}') => *braces -= 1,
            _ => {}
        }
        at += 1;
    }
    // A text that does not end is one all the same.
    if open.last() == Some(&None) {
        found.push(start..bytes.len());
    }
    let is_key = |span: &std::ops::Range<usize>| expression[..span.start].ends_with("[\"");
    found.retain(|span| !span.is_empty() && !is_key(span));
    found
}
