//! How resources of one kind are parts of those of another.
//!
//! A provider may let people manage one thing in two ways: as an attribute of it, or as resources of their own.
//! Which of both is compared is not decided here.

/// An attribute that resources of other kinds tell, too; also one that no resource has, which then only groups them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The attribute.
    pub attribute: String,
    /// Who else tells it.
    pub by: Vec<Told>,
}

/// A kind, and which attribute of it names the resource that it tells something of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The other kind.
    pub kind: String,
    /// Its attribute.
    pub attribute: String,
}

/// Resources that are elements of a list of another, and have no id that anybody but Terraform knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The attribute that names the other.
    pub parent: String,
    /// The attribute that says which list of the other is meant, or the list itself.
    pub list: String,
    /// The list by the value of that attribute, where it is not that value itself.
    pub lists: Vec<(String, String)>,
    /// Attributes that the elements of the list have under another name.
    pub renames: Vec<(String, String)>,
}
