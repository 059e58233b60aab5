//! Which modules are followed, and that following them ends.

use super::{Seen, folder, load, load_directory};

#[test]
fn local_modules_are_evaluated_with_their_arguments() {
    let seen = load(&[
        ("root/main.tf", "resource \"a\" \"b\" {}\n"),
        (
            "main.tf",
            "variable \"env\" { default = \"dev\" }\nmodule \"web\" {\n  source   = \"./modules/web\"\n  for_each = toset([\"x\"])\n  name     = \"web-${var.env}\"\n  key      = each.key\n  typo     = 1\n}\n",
        ),
        (
            "modules/web/main.tf",
            "variable \"name\" {}\nvariable \"key\" {}\nvariable \"size\" {\n  type    = number\n  default = \"3\"\n}\nlocals {\n  full = \"${var.name}!\"\n}\n\
             resource \"aws_x\" \"y\" {\n  name = local.full\n  key  = var.key\n  size = var.size\n}\nmodule \"dns\" {\n  source = \"../dns\"\n  fqdn   = \"${var.name}.example.com\"\n}\noutput \"o\" {\n  value = 1\n}\n",
        ),
        ("modules/dns/main.tf", "variable \"fqdn\" {}\nresource \"aws_r\" \"r\" {\n  name = var.fqdn\n}\n"),
    ]);
    assert_eq!(
        seen.resources(),
        [
            "variable var { env = \"dev\" }",
            "module module.web { @for_each = [\"x\"], key = each.key, name = \"web-dev\", source = \"./modules/web\", typo = 1 }",
            "aws_x module.web.aws_x.y { key = each.key, name = \"web-dev!\", size = 3 }",
            "module module.web.module.dns { fqdn = \"web-dev.example.com\", source = \"../dns\" }",
            "aws_r module.web.module.dns.aws_r.r { name = \"web-dev.example.com\" }",
            "terraform_settings terraform { modules = { web = { source = \"./modules/web\" } } }",
        ]
    );
    assert_eq!(seen.warnings(), ["main.tf:7: the module ./modules/web has no variable `typo`"]);
    assert_eq!(seen.places("module.web.module.dns.aws_r.r"), ["name modules/dns/main.tf:3"]);
}

#[test]
fn other_sources_are_recorded_and_not_opened() {
    let seen = load(&[(
        "main.tf",
        "module \"a\" {\n  source  = \"hashicorp/consul/aws\"\n  version = \">=1.0,<2.0\"\n}\nmodule \"b\" {\n  source = \"/etc\"\n}\nmodule \"c\" {\n  source = \"git::https://example.com/x.git\"\n}\nmodule \"d\" {\n  source = \"./none\"\n}\nmodule \"e\" {}\n",
    )]);
    assert_eq!(
        seen.attributes("terraform"),
        "{ modules = { a = { source = \"hashicorp/consul/aws\", version = \">= 1.0, < 2.0\" }, b = { source = \"/etc\" }, \
         c = { source = \"git::https://example.com/x.git\" }, d = { source = \"./none\" }, e = {} } }"
    );
    assert_eq!(seen.missing(), ["module.d (./none): main.tf:12: no such file or directory"]);
    assert_eq!(seen.warnings(), ["main.tf:14: the module has no source"]);
}

#[test]
fn a_module_that_calls_itself_is_followed_once() {
    let seen = load(&[
        ("main.tf", "module \"a\" {\n  source = \"./a\"\n}\nmodule \"self\" {\n  source = \"./\"\n}\n"),
        ("a/main.tf", "module \"b\" {\n  source = \"../b\"\n}\n"),
        ("b/main.tf", "module \"a\" {\n  source = \"../a\"\n}\nresource \"x\" \"y\" {}\n"),
    ]);
    assert_eq!(seen.attributes("module.a.module.b.x.y"), "{}");
    assert_eq!(
        seen.missing(),
        [
            "module.a.module.b.module.a (../a): b/main.tf:2: the module calls itself",
            "module.self (./): main.tf:5: the module calls itself",
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let folder = folder(&[(
        "main.tf",
        "module \"a\" {\n  source = \"./a\"\n}\nmodule \"l\" {\n  source = \"./l\"\n}\n",
    )]);
    std::os::unix::fs::symlink("../", folder.path().join("a")).unwrap();
    std::os::unix::fs::symlink("l", folder.path().join("l")).unwrap();
    let inside = folder.path().join("in");
    std::fs::create_dir(&inside).unwrap();
    std::os::unix::fs::symlink("../", inside.join("a")).unwrap();
    std::fs::copy(folder.path().join("main.tf"), inside.join("main.tf")).unwrap();
    let seen = Seen::new(load_directory(&inside, &[]).unwrap(), folder.path());
    assert!(
        seen.missing().iter().all(|missing| missing.contains("itself")
            || missing.contains("in/main.tf:5")
            || missing.contains("a/main.tf")),
        "{:?}",
        seen.missing()
    );
    assert!(!seen.missing().is_empty());
}

#[test]
fn depth_is_bounded() {
    let mut files = vec![("main.tf".to_owned(), "module \"m\" {\n  source = \"./m0\"\n}\n".to_owned())];
    for i in 0..40 {
        files.push((format!("m{i}/main.tf"), format!("module \"m\" {{\n  source = \"../m{}\"\n}}\n", i + 1)));
    }
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let seen = load(&files);
    assert_eq!(seen.collected.missing.len(), 1);
    assert!(
        seen.missing()[0].ends_with("m31/main.tf:2: modules are followed 32 deep"),
        "{:?}",
        seen.missing()
    );
}

#[test]
fn breadth_is_bounded() {
    let call = |name: &str, to: usize| format!("module \"{name}\" {{\n  source = \"../m{to}\"\n}}\n");
    let mut files = vec![("main.tf".to_owned(), call("a", 0).replace("../", "./"))];
    for i in 0..20 {
        files.push((format!("m{i}/main.tf"), call("a", i + 1) + &call("b", i + 1)));
    }
    files.push(("m20/main.tf".to_owned(), String::new()));
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder(&files);
    let refused = super::refused(load_directory(folder.path(), &[]), folder.path());
    assert_eq!(refused, "refused: the values of this configuration grow beyond every honest measure");
}
