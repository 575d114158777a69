//! Who does it: the first argument of every verb after the office itself.

use domain::{Language, UserId};

use crate::{OfficeError, Right, Role};

/// Someone who does something: a person who signed in, or a part of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person; `None` when the program acts by itself.
    pub user: Option<UserId>,
    /// The name that audit rows show.
    pub name: String,
    /// What decides over the rights.
    pub role: Role,
    /// The language in which this actor is answered.
    pub language: Language,
}

impl Actor {
    /// The program itself, under a name that says which part of it: it may do everything.
    #[must_use]
    pub fn system(name: &str) -> Self {
        Self {
            user: None,
            name: name.to_owned(),
            role: Role::Administrator,
            language: Language::Nl,
        }
    }

    /// Whether the actor has the right.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.role.may(right)
    }

    /// Demands the right.
    ///
    /// # Errors
    /// [`OfficeError::Denied`] when the actor lacks it.
    pub fn require(&self, right: Right) -> Result<(), OfficeError> {
        if self.may(right) {
            Ok(())
        } else {
            Err(OfficeError::Denied { right })
        }
    }
}
