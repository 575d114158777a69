//! `financial/GLAccounts`, creating.

use http::Method;
use uuid::Uuid;

use super::GlAccount;
use crate::body::draft;
use crate::{Body, Created, Endpoint, Trimmed, VatCode};

draft! {
    /// A new account of the chart.
    pub struct CreateGlAccount {
        required "Code" => code: Trimmed,
        required "Description" => description: String,
        "ID" => id, with_id: Uuid,
        "Type" => r#type, with_type: i32,
        "BalanceType" => balance_type, with_balance_type: Trimmed,
        "BalanceSide" => balance_side, with_balance_side: Trimmed,
        "UseCostcenter" => use_costcenter, with_use_costcenter: u8,
        "VATCode" => vat_code, with_vat_code: VatCode,
    }
}

impl Endpoint for CreateGlAccount {
    type Answer = Created<GlAccount>;
    const NAME: &'static str = "financial/GLAccounts";

    fn method(&self) -> Method {
        Method::POST
    }

    fn body(&self) -> Option<String> {
        Some(self.fill(Body::create()).finish())
    }

    fn wants_representation(&self) -> bool {
        true
    }
}
