//! The shape of the tables of published properties.

use crate::odata::Type;

/// EDM type of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Guid,
    String,
    Int16,
    Int32,
    Int64,
    Double,
    Boolean,
    DateTime,
    Binary,
    Byte,
    /// A collection or an entity behind a link.
    Nav,
}

impl Kind {
    /// The name that messages use.
    pub(crate) fn edm(self) -> &'static str {
        match self {
            Kind::Guid => "Edm.Guid",
            Kind::String => "Edm.String",
            Kind::Int16 => "Edm.Int16",
            Kind::Int32 => "Edm.Int32",
            Kind::Int64 => "Edm.Int64",
            Kind::Double => "Edm.Double",
            Kind::Boolean => "Edm.Boolean",
            Kind::DateTime => "Edm.DateTime",
            Kind::Binary => "Edm.Binary",
            Kind::Byte => "Edm.Byte",
            Kind::Nav => "Collection",
        }
    }

    /// The type that filters compare with; `None` for collections.
    pub(crate) fn in_filter(self) -> Option<Type> {
        Some(match self {
            Kind::Guid => Type::Guid,
            Kind::String => Type::Text,
            Kind::Int16 | Kind::Int32 | Kind::Int64 | Kind::Double | Kind::Byte => Type::Number,
            Kind::Boolean => Type::Bool,
            Kind::DateTime => Type::Moment,
            Kind::Binary => Type::Binary,
            Kind::Nav => return None,
        })
    }
}

/// A published property.
#[derive(Debug)]
pub(crate) struct Prop {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// `K` key, `C` may be set in POST, `U` may be set in PUT.
    pub(crate) flags: &'static str,
}

/// A row of a table.
pub(crate) const fn p(name: &'static str, kind: Kind, flags: &'static str) -> Prop {
    Prop { name, kind, flags }
}

impl Prop {
    /// Whether a POST takes the property over.
    pub(crate) fn creatable(&self) -> bool {
        self.flags.contains('C')
    }

    /// Whether a PUT takes the property over.
    pub(crate) fn updatable(&self) -> bool {
        self.flags.contains('U')
    }
}

/// All properties of an entity, in the published order.
#[derive(Debug)]
pub(crate) struct Table {
    /// Name of the type, after `Exact.Web.Api.Models.`.
    pub(crate) type_name: &'static str,
    pub(crate) props: &'static [Prop],
}

impl Table {
    /// The property of that exact name.
    pub(crate) fn get(&self, name: &str) -> Option<&'static Prop> {
        self.props.iter().find(|prop| prop.name == name)
    }
}
