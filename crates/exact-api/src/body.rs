//! How a write's JSON body is made: members in order, amounts as plain number literals.

use crate::ToWire;

/// One property that a write can send: Exact's name and the EDM types that our type can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Property {
    /// The name, in Exact's case.
    pub name: &'static str,
    /// The documented types that fit.
    pub edm: &'static [&'static str],
}

/// A JSON object under construction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    members: Vec<String>,
    empty_text: EmptyText,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EmptyText {
    LeftOut,
    Null,
}

impl Body {
    /// The body of a POST: an empty text is left out.
    #[must_use]
    pub fn create() -> Self {
        Self {
            members: Vec::new(),
            empty_text: EmptyText::LeftOut,
        }
    }

    /// The body of a PUT: an empty text is sent as null, which clears the property.
    #[must_use]
    pub fn update() -> Self {
        Self {
            members: Vec::new(),
            empty_text: EmptyText::Null,
        }
    }

    /// Adds one member.
    pub fn set<T: ToWire>(&mut self, name: &'static str, value: &T) {
        let written = value.write();
        let value = match (written.as_str(), self.empty_text) {
            ("\"\"", EmptyText::LeftOut) => return,
            ("\"\"", EmptyText::Null) => "null",
            (other, _) => other,
        };
        self.members.push(format!("\"{name}\":{value}"));
    }

    /// Adds one member if there is a value.
    pub fn set_if<T: ToWire>(&mut self, name: &'static str, value: Option<&T>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    /// The JSON text.
    #[must_use]
    pub fn finish(self) -> String {
        format!("{{{}}}", self.members.join(","))
    }
}

/// Declares what a write can send. `required` properties are the arguments of `new`, the others are
/// set with `with_…`. Without `required` properties there is `default` instead of `new`.
macro_rules! draft {
    ($(#[$meta:meta])* pub struct $draft:ident {
        $(required $rname:literal => $rfield:ident: $rtype:ty,)+
        $($name:literal => $field:ident, $with:ident: $type:ty,)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $draft {
            $(#[doc = concat!("`", $rname, "`.")] pub $rfield: $rtype,)+
            $(#[doc = concat!("`", $name, "`.")] pub $field: Option<$type>,)*
        }

        impl $draft {
            /// With what is required.
            pub fn new($($rfield: impl Into<$rtype>),+) -> Self {
                Self { $($rfield: $rfield.into(),)+ $($field: None,)* }
            }
        }

        $crate::body::draft!(@common $draft {
            $($rname => $rfield: $rtype,)+
        } {
            $($name => $field, $with: $type,)*
        });
    };
    ($(#[$meta:meta])* pub struct $draft:ident {
        $($name:literal => $field:ident, $with:ident: $type:ty,)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct $draft {
            $(#[doc = concat!("`", $name, "`.")] pub $field: Option<$type>,)*
        }

        $crate::body::draft!(@common $draft {} { $($name => $field, $with: $type,)+ });
    };
    (@common $draft:ident {
        $($rname:literal => $rfield:ident: $rtype:ty,)*
    } {
        $($name:literal => $field:ident, $with:ident: $type:ty,)*
    }) => {
        impl $draft {
            /// Every property that can be sent.
            pub const PROPERTIES: &'static [$crate::Property] = &[
                $($crate::Property { name: $rname, edm: <$rtype as $crate::ToWire>::EDM },)*
                $($crate::Property { name: $name, edm: <$type as $crate::ToWire>::EDM },)*
            ];

            $(
                #[doc = concat!("Sets `", $name, "`.")]
                #[must_use]
                pub fn $with(mut self, value: impl Into<$type>) -> Self {
                    self.$field = Some(value.into());
                    self
                }
            )*

            fn fill(&self, mut body: $crate::Body) -> $crate::Body {
                $(body.set($rname, &self.$rfield);)*
                $(body.set_if($name, self.$field.as_ref());)*
                body
            }
        }
    };
}
pub(crate) use draft;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_text_is_left_out_of_a_post_and_clears_in_a_put() {
        let mut post = Body::create();
        post.set("Name", &"A".to_owned());
        post.set("City", &String::new());
        assert_eq!(post.finish(), r#"{"Name":"A"}"#);
        let mut put = Body::update();
        put.set("City", &String::new());
        assert_eq!(put.finish(), r#"{"City":null}"#);
    }
}
