//! The sandbox from outside, through its router. Tests name the point of the checklist (facts, section 7) that they
//! prove.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests may fail loudly"
)]

mod bank;
mod browser;
mod checks;
mod consent;
mod cost;
mod courier;
mod desk;
mod developer_access;
mod developer_curl;
mod developer_faults;
mod developer_log;
mod developer_webhooks;
mod dials;
mod documents;
mod door;
mod doors;
mod driver;
mod embedded;
mod faults;
mod hooks;
mod html;
mod instalments;
mod items;
mod ledger;
mod limits;
mod master_data;
mod money;
mod more_faults;
mod oauth;
mod orders;
mod pages;
mod pages_crawl;
mod pages_invoices;
mod pages_ledger;
mod pages_money;
mod paging;
mod papers;
mod persistence;
mod points;
mod printing;
mod program;
mod published;
mod python;
mod random;
mod reading;
mod readme;
mod receipts;
mod restarts;
mod rules;
mod sales_invoices;
mod seed_file;
mod seeds;
mod side_lists;
mod socket;
mod sold_items;
mod subscriptions;
mod twin_changes;
mod twins;
mod version;
mod volume;
mod walks;
mod webhooks;
mod wire_faults;
mod writing;
