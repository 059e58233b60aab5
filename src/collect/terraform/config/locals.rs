//! Local values, evaluated in the order of their dependencies.
//!
//! This file must not recurse over dependencies: a chain of them is as long as the file says.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::evaluate::{Evaluator, Names, Notes, Values};
use super::syntax::{Attribute, Expr};
use crate::model::Value;

/// Evaluates all locals of a module into `names`.
pub(super) fn resolve(locals: &BTreeMap<String, Attribute>, names: &mut Names, notes: &Notes, closed: bool) {
    let attributes: Vec<&Attribute> = locals.values().collect();
    let index: BTreeMap<&str, usize> =
        locals.keys().enumerate().map(|(i, name)| (name.as_str(), i)).collect();
    let edges: Vec<Vec<usize>> =
        attributes.iter().map(|attribute| dependencies(&attribute.value, &index)).collect();
    let mut values = Values { map: BTreeMap::new(), closed };
    for group in in_order(&edges) {
        let is_cycle = match group.as_slice() {
            [only] => edges.get(*only).is_some_and(|edges| edges.contains(only)),
            _ => true,
        };
        let members: Vec<&Attribute> = group.iter().filter_map(|at| attributes.get(*at).copied()).collect();
        if is_cycle {
            let named: Vec<String> = members.iter().map(|member| format!("local.{}", member.name)).collect();
            if let Some(first) = members.first() {
                notes.warn(format!("{}: {} need each other", first.place, named.join(", ")));
            }
        }
        for member in members {
            let value = if is_cycle {
                Value::Expression(format!("local.{}", member.name).into())
            } else {
                // The locals so far are lent to the scope and taken back, because it owns what it shows.
                names.locals = Rc::new(std::mem::take(&mut values));
                let value = Evaluator { names, notes }.value(&member.value, &member.place);
                values = Rc::unwrap_or_clone(std::mem::take(&mut names.locals));
                value
            };
            values.map.insert(member.name.clone(), value);
        }
    }
    names.locals = Rc::new(values);
}

/// Returns locals after those that they need; those that need each other come in any order.
pub(super) fn ordered(locals: &BTreeMap<String, Attribute>) -> Vec<&Attribute> {
    let attributes: Vec<&Attribute> = locals.values().collect();
    let index: BTreeMap<&str, usize> =
        locals.keys().enumerate().map(|(i, name)| (name.as_str(), i)).collect();
    let edges: Vec<Vec<usize>> =
        attributes.iter().map(|attribute| dependencies(&attribute.value, &index)).collect();
    in_order(&edges).into_iter().flatten().filter_map(|at| attributes.get(at).copied()).collect()
}

/// Returns the locals that an expression names.
fn dependencies(expr: &Expr, index: &BTreeMap<&str, usize>) -> Vec<usize> {
    let mut found = Vec::new();
    collect(expr, index, &mut found);
    found.sort_unstable();
    found.dedup();
    found
}

fn collect(expr: &Expr, index: &BTreeMap<&str, usize>, found: &mut Vec<usize>) {
    match expr {
        Expr::Program(program) => {
            for reference in program.references() {
                if let [root, name, ..] = reference.as_slice()
                    && root == "local"
                {
                    found.extend(index.get(name.as_str()));
                }
            }
        }
        Expr::List(items) => items.iter().for_each(|item| collect(item, index, found)),
        Expr::Object(entries) => {
            for (key, value) in entries {
                collect(key, index, found);
                collect(value, index, found);
            }
        }
        Expr::Constant(_) | Expr::Type(_) => {}
    }
}

/// Returns groups of nodes, each after all that it depends on; a group of several is a cycle.
///
/// This is Tarjan's algorithm with a stack of its own instead of recursion.
fn in_order(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let count = edges.len();
    let (mut order, mut low, mut on_stack) = (vec![NEW; count], vec![0; count], vec![false; count]);
    let (mut next, mut stack, mut groups) = (0, Vec::new(), Vec::new());
    for root in 0..count {
        if order[root] != NEW {
            continue;
        }
        // Each entry is a node and how many of its edges have been followed.
        let mut walk = vec![(root, 0)];
        while let Some((node, followed)) = walk.last_mut() {
            let node = *node;
            if *followed == 0 && order[node] == NEW {
                (order[node], low[node]) = (next, next);
                next += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            if let Some(target) = edges[node].get(*followed).copied() {
                *followed += 1;
                if order[target] == NEW {
                    walk.push((target, 0));
                } else if on_stack[target] {
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            walk.pop();
            if let Some((parent, _)) = walk.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
            if low[node] == order[node] {
                let mut group = Vec::new();
                while let Some(member) = stack.pop() {
                    on_stack[member] = false;
                    group.push(member);
                    if member == node {
                        break;
                    }
                }
                group.sort_unstable();
                groups.push(group);
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dependencies_come_first_and_cycles_together() {
        let edges = [vec![1], vec![2], vec![1, 3], vec![], vec![4]];
        assert_eq!(in_order(&edges), [vec![3], vec![1, 2], vec![0], vec![4]]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<Vec<usize>> =
            (1..=200_000).map(|i| if i < 200_000 { vec![i] } else { vec![] }).collect();
        assert_eq!(in_order(&edges).len(), 200_000);
    }

    proptest! {
        #[test]
        fn every_node_comes_once_and_after_its_dependencies(
            edges in proptest::collection::vec(proptest::collection::vec(0usize..12, 0..4), 12)
        ) {
            let groups = in_order(&edges);
            let mut group_of = [usize::MAX; 12];
            for (at, group) in groups.iter().enumerate() {
                for node in group {
                    prop_assert_eq!(group_of[*node], usize::MAX);
                    group_of[*node] = at;
                }
            }
            for (node, targets) in edges.iter().enumerate() {
                for target in targets {
                    prop_assert!(group_of[*target] <= group_of[node]);
                }
            }
        }
    }
}
