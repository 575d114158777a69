//! Published properties of `{division}/webhooks/WebhookSubscriptions`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "WebhookSubscription",
    props: &[
        p("ID", Kind::Guid, "KCU"),
        p("CallbackURL", Kind::String, "CU"),
        p("ClientID", Kind::Guid, ""),
        p("Created", Kind::DateTime, ""),
        p("Creator", Kind::Guid, ""),
        p("CreatorFullName", Kind::String, ""),
        p("Description", Kind::String, ""),
        p("Division", Kind::Int32, ""),
        p("Topic", Kind::String, "CU"),
        p("IsInstant", Kind::Boolean, "CU"),
        p("UserID", Kind::Guid, "CU"),
    ],
};
