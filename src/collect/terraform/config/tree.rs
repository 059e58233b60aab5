//! A root module and the local modules it calls, each evaluated with the arguments it is given.
//!
//! This file must not follow a source that is not a relative path, and must end on every input:
//! depth and number of modules are bounded, and a module that calls itself is not followed again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::ConfigError;
use super::evaluate::{Evaluator, Names, Notes};
use super::files::{Listing, load, module_directory, real, shown};
use super::module::{Declared, Module, What};
use super::resources::{Made, resource};
use super::source::Role;
use super::syntax::Place;
use super::variables::{Given, Variables};
use super::{locals, reach, settings};
use crate::collect::input::InputError;
use crate::model::{Key, Map, Missing, Path as ValuePath, Value};

/// Modules inside modules beyond this are not followed.
const MAX_DEPTH: usize = 32;

/// Modules followed for one configuration; two calls in each of 32 modules would be four thousand million.
const MAX_MODULES: usize = 10_000;

/// Follows the modules of one configuration and gathers its resources.
pub(super) struct Tree<'a> {
    notes: &'a Notes,
    pub(super) made: Vec<Made>,
    pub(super) missing: Vec<Missing>,
    /// Modules by directory; one that is called often is read once.
    read: BTreeMap<PathBuf, Rc<Module>>,
    /// The real directories of the modules that call each other down to the present one.
    calls: Vec<PathBuf>,
    followed: usize,
}

/// The names of one module, in clear and with secrets hidden.
struct Views {
    clear: Names,
    masked: Names,
    /// Which variables reach them, in each instance of the module.
    origins: reach::Instances,
}

impl Views {
    fn new(module: &Module, variables: Variables, origins: reach::Instances, notes: &Notes) -> Self {
        let Variables { clear, masked, .. } = variables;
        let closed = clear.closed;
        let mut clear = Names::new(clear, false);
        let mut masked = Names::new(masked, true);
        locals::resolve(&module.locals, &mut clear, notes, closed);
        locals::resolve(&module.locals, &mut masked, notes, closed);
        Self { clear, masked, origins }
    }
}

impl<'a> Tree<'a> {
    pub(super) fn new(notes: &'a Notes) -> Self {
        Self {
            notes,
            made: Vec::new(),
            missing: Vec::new(),
            read: BTreeMap::new(),
            calls: Vec::new(),
            followed: 0,
        }
    }

    /// Evaluates the root module; without a directory no module is followed.
    pub(super) fn root(
        &mut self,
        dir: Option<&Path>,
        module: &Module,
        variables: Variables,
    ) -> Result<(), ConfigError> {
        self.variables(&variables);
        let origins = vec![(String::new(), reach::Names::root(module))];
        let views = Views::new(module, variables, origins, self.notes);
        self.locals(module, &views);
        self.outputs(module, &views);
        if let Some(dir) = dir {
            self.calls.extend(real(dir));
        }
        self.objects(dir, module, "", &views)
    }

    /// Puts the values of all variables into the one resource that holds them.
    pub(super) fn variables(&mut self, variables: &Variables) {
        let known = |values: &super::evaluate::Values| -> Map {
            let names = variables.places.keys();
            names.filter_map(|name| Some((Key::new(name), values.map.get(name)?.clone()))).collect()
        };
        let mut made = Made::new("variable", "var");
        made.hold(known(&variables.clear), &known(&variables.masked));
        for (name, place) in &variables.places {
            made.attribute_at(name, place);
        }
        self.add_unless_empty(made);
    }

    fn locals(&mut self, module: &Module, views: &Views) {
        let values = |names: &Names| -> Map {
            names.locals.map.iter().map(|(name, value)| (Key::new(name), value.clone())).collect()
        };
        let mut made = Made::new("local", "local");
        made.hold(values(&views.clear), &values(&views.masked));
        for (name, local) in &module.locals {
            made.attribute_at(name, &local.place);
        }
        self.add_unless_empty(made);
    }

    fn outputs(&mut self, module: &Module, views: &Views) {
        let values = |names: &Names| -> Map {
            let evaluator = Evaluator { names, notes: self.notes };
            let values = module.outputs.iter().filter_map(|(name, block)| {
                let attribute = block.body.attribute("value")?;
                Some((Key::new(name), evaluator.value(&attribute.value, &attribute.place)))
            });
            values.collect()
        };
        let mut made = Made::new("output", "output");
        made.hold(values(&views.clear), &values(&views.masked));
        for (name, block) in &module.outputs {
            made.attribute_at(name, block.body.attribute("value").map_or(&block.place, |value| &value.place));
            let says = |name: &str| block.body.attribute(name).is_some_and(|says| says.value.is_true());
            if says("sensitive") || says("ephemeral") {
                // One mark for the whole takes the place of marks inside.
                made.mark(ValuePath::root().key(name));
            }
        }
        self.add_unless_empty(made);
    }

    fn add_unless_empty(&mut self, made: Made) {
        if !made.attributes.is_empty() {
            self.made.push(made);
        }
    }

    /// Adds the settings of the root module.
    pub(super) fn settings(&mut self, module: &Module, lock: Option<&super::syntax::Body>) {
        self.made.extend(settings::collect(module, lock, self.notes));
    }

    fn objects(
        &mut self,
        dir: Option<&Path>,
        module: &Module,
        prefix: &str,
        views: &Views,
    ) -> Result<(), ConfigError> {
        let notes = self.notes;
        let clear = Evaluator { names: &views.clear, notes };
        let masked = Evaluator { names: &views.masked, notes };
        for declared in &module.objects {
            if notes.is_exhausted() {
                return Err(ConfigError::TooLarge);
            }
            let address = format!("{prefix}{}", declared.address);
            self.made.push(resource(declared, &address, &clear, &masked, &views.origins));
            if let (What::Module, Some(dir)) = (declared.what, dir) {
                self.follow(dir, declared, &address, views)?;
            }
        }
        Ok(())
    }

    /// Evaluates the module that a block calls, when its source is a local directory.
    fn follow(
        &mut self,
        dir: &Path,
        declared: &Declared,
        address: &str,
        views: &Views,
    ) -> Result<(), ConfigError> {
        let block = &declared.block;
        let Some(source) = block.body.attribute("source") else {
            self.notes.warn(format!("{}: the module has no source", block.place));
            return Ok(());
        };
        let Some(text) = source.value.as_text() else {
            self.miss(address, "its source", &format!("{}: the source is no plain text", source.place));
            return Ok(());
        };
        // Modules of a registry or repository are recorded with source and version; they are not here.
        let Some(target) = module_directory(dir, &text) else { return Ok(()) };
        if self.calls.len() > MAX_DEPTH {
            let why = format!("{}: modules are followed {MAX_DEPTH} deep", source.place);
            self.miss(address, &text, &why);
            return Ok(());
        }
        self.followed += 1;
        if self.followed > MAX_MODULES {
            return Err(ConfigError::TooLarge);
        }
        let real = match real(&target) {
            Ok(real) => real,
            Err(error) => {
                self.miss(address, &text, &format!("{}: {}", source.place, InputError::Io(error)));
                return Ok(());
            }
        };
        if self.calls.contains(&real) {
            self.miss(address, &text, &format!("{}: the module calls itself", source.place));
            return Ok(());
        }
        let Some(module) = self.module(&target, address, &text, &source.place)? else { return Ok(()) };
        let evaluator = |names| Evaluator { names, notes: self.notes };
        let given = arguments(declared, &evaluator(&views.clear), &evaluator(&views.masked));
        for (name, given) in given.iter().filter(|(name, _)| !module.variables.contains_key(*name)) {
            self.notes.warn(format!("{}: the module {text} has no variable `{name}`", given.place));
        }
        let variables = Variables::resolve(&module, &given, true, self.notes);
        let origins = reach::called(&views.origins, declared, &module);
        let views = Views::new(&module, variables, origins, self.notes);
        self.calls.push(real);
        let outcome = self.objects(Some(&target), &module, &format!("{address}."), &views);
        self.calls.pop();
        outcome
    }

    /// Reads the module in a directory; nothing is returned when there is none.
    fn module(
        &mut self,
        dir: &Path,
        address: &str,
        source: &str,
        place: &Place,
    ) -> Result<Option<Rc<Module>>, ConfigError> {
        if let Some(module) = self.read.get(dir) {
            return Ok(Some(Rc::clone(module)));
        }
        let listing = match Listing::of(dir) {
            Ok(listing) => listing,
            Err(error) => {
                self.miss(address, source, &format!("{place}: {error}"));
                return Ok(None);
            }
        };
        if listing.primary.is_empty() && listing.overrides.is_empty() {
            self.miss(address, source, &format!("{place}: no .tf files in {}", shown(dir).display()));
            return Ok(None);
        }
        let module = Rc::new(declarations(&listing, self.notes)?);
        self.read.insert(dir.to_owned(), Rc::clone(&module));
        Ok(Some(module))
    }

    fn miss(&mut self, address: &str, source: &str, why: &str) {
        self.missing.push(Missing {
            what: format!("{address} ({source})"),
            why: why.to_owned(),
            ..Missing::default()
        });
    }
}

/// Reads what the files of a directory declare.
///
/// # Errors
/// A file that cannot be read or parsed.
pub(super) fn declarations(listing: &Listing, notes: &Notes) -> Result<Module, ConfigError> {
    let (mut module, mut warnings) = (Module::default(), Vec::new());
    for path in &listing.primary {
        let body = load(path, Role::Configuration, &mut warnings)?;
        module.add(body, &mut warnings);
    }
    for path in &listing.overrides {
        let body = load(path, Role::Configuration, &mut warnings)?;
        module.merge(body, &mut warnings);
    }
    module.finish();
    notes.warn_all(warnings);
    Ok(module)
}

/// Returns the values that a module call gives to the module's variables.
fn arguments(declared: &Declared, clear: &Evaluator<'_>, masked: &Evaluator<'_>) -> BTreeMap<String, Given> {
    let is_argument = |name: &str| {
        !matches!(name, "source" | "version" | "count" | "for_each" | "depends_on" | "providers")
    };
    let attributes = &declared.block.body.attributes;
    let arguments = attributes.iter().filter(|attribute| is_argument(&attribute.name)).map(|attribute| {
        let value =
            |evaluator: &Evaluator<'_>| -> Value { evaluator.value(&attribute.value, &attribute.place) };
        let given = Given { clear: value(clear), masked: value(masked), place: attribute.place.clone() };
        (attribute.name.clone(), given)
    });
    arguments.collect()
}
