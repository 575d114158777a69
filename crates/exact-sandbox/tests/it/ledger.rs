//! Point 30, and that books balance whatever is done to them.

use exact_sandbox::Money;
use exact_sandbox::admin::{Order, OrderLine};
use exact_sandbox::books::{Company, SalesEntry};
use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::driver::{A, Exact, roomy, sandbox};

#[tokio::test]
async fn point_30_a_booking_leaves_its_lines_in_the_ledger() {
    let exact = Exact::start().await;
    let mut sale = exact.sale("L-1");
    sale["PaymentReference"] = "+++123/4567/89002+++".into();
    sale["ExternalLinkReference"] = "https://example.com/L-1".into();
    let gl = exact.gl("705000");
    let second = serde_json::json!({"AmountFC": 50.0, "GLAccount": gl, "VATCode": "4", "Description": "Filter"});
    sale["SalesEntryLines"].as_array_mut().unwrap().push(second);
    let booked = exact.post(SALES, &sale).await.json();
    let entry = booked["d"]["EntryID"].as_str().unwrap();
    let select = "LineNumber,GLAccountCode,AmountDC,VATType,VATCode,AmountVATBaseFC,AmountVATFC,YourRef,PaymentReference,Type,Status";
    let path = format!(
        "financialtransaction/TransactionLines?$select={select}&$filter=EntryID eq guid'{entry}'&$orderby=LineNumber"
    );
    let lines: Vec<String> = exact
        .get(&path)
        .await
        .rows()
        .iter()
        .map(|row| {
            let show = |name: &str| {
                row[name]
                    .as_str()
                    .map_or_else(|| row[name].to_string(), |text| text.trim().to_owned())
            };
            [
                "LineNumber",
                "GLAccountCode",
                "AmountDC",
                "VATType",
                "VATCode",
                "AmountVATBaseFC",
                "AmountVATFC",
                "YourRef",
            ]
            .map(show)
            .join(" ")
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    0 400000 174 null null 150 24 L-1
    1 704000 -100 V 2 100 21 null
    2 705000 -50 V 4 50 3 null
    3 451000 -21 A 2 100 21 null
    4 451000 -3 A 4 50 3 null
    ");
    let head = exact.get("financialtransaction/TransactionLines?$select=PaymentReference,DueDate,Date,ExternalLinkReference,FinancialYear,FinancialPeriod&$filter=YourRef eq 'L-1'").await.rows();
    assert_eq!(head[0]["PaymentReference"], "+++123/4567/89002+++");
    assert_eq!(head[0]["ExternalLinkReference"], "https://example.com/L-1");
    assert_eq!(
        head[0]["DueDate"], "/Date(1797724800000)/",
        "thirty days after 20 November"
    );
    assert_eq!(
        (
            head[0]["FinancialYear"].as_i64(),
            head[0]["FinancialPeriod"].as_i64()
        ),
        (Some(2026), Some(11))
    );
    let term = &exact.entry_of("L-1").terms;
    assert_eq!((term.len(), term[0].amount.as_str()), (1, "174.00"));
}

const SALES: &str = "salesentry/SalesEntries";

fn assert_balanced(company: &Company) {
    for entry in company.entries.iter() {
        let lines = company.lines_of(entry.id);
        assert_eq!(
            lines.iter().map(|line| line.amount).sum::<Money>(),
            Money::ZERO,
            "entry {}",
            entry.number
        );
        assert_eq!(lines[0].amount, entry.total());
    }
    let owned = company
        .entries
        .iter()
        .map(|entry| company.lines_of(entry.id).len())
        .sum::<usize>();
    assert_eq!(owned, company.lines.len(), "no line without its entry");
    assert_eq!(company.terms.len(), company.entries.len());
    let versions: Vec<u64> = company
        .lines
        .changed_after(0)
        .map(|line| line.stamp.version)
        .collect();
    assert!(
        versions.windows(2).all(|pair| pair[0] < pair[1]) && versions.len() == company.lines.len()
    );
}

#[derive(Clone, Debug)]
enum Step {
    Enter(Vec<(i64, u8)>),
    Edit(usize, Vec<(i64, u8)>),
    Delete(usize),
    Process(usize),
    Close(i16),
    Open(i16),
}

fn lines() -> impl Strategy<Value = Vec<(i64, u8)>> {
    prop::collection::vec((-1_000_000_i64..1_000_000, 0_u8..4), 0..6)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => lines().prop_map(Step::Enter),
        3 => (any::<usize>(), lines()).prop_map(|(which, lines)| Step::Edit(which, lines)),
        2 => any::<usize>().prop_map(Step::Delete),
        1 => any::<usize>().prop_map(Step::Process),
        1 => (10_i16..12).prop_map(Step::Close),
        1 => (10_i16..12).prop_map(Step::Open),
    ]
}

fn order(step: Step, entries: &[SalesEntry]) -> Option<Order> {
    let typed = |lines: Vec<(i64, u8)>| {
        lines
            .into_iter()
            .map(|(cents, code)| OrderLine {
                gl_account: "704000".into(),
                amount: Decimal::new(cents, 2),
                vat_code: Some(["0", "2", "4", ""][usize::from(code)].into()),
                ..OrderLine::default()
            })
            .collect::<Vec<_>>()
    };
    let pick = |which: usize| {
        entries
            .get(which.checked_rem(entries.len())?)
            .map(|entry| entry.id)
    };
    Some(match step {
        Step::Enter(lines) => Order::EnterSale {
            journal: "70".into(),
            customer: "101".into(),
            date: date(2026, 11, 20),
            due_date: None,
            your_ref: String::new(),
            payment_reference: String::new(),
            description: String::new(),
            number: None,
            lines: typed(lines),
        },
        Step::Edit(which, lines) => Order::EditEntry {
            entry: pick(which)?,
            your_ref: None,
            description: None,
            date: None,
            due_date: None,
            customer: None,
            lines: Some(typed(lines)),
        },
        Step::Delete(which) => Order::DeleteEntry {
            entry: pick(which)?,
        },
        Step::Process(which) => Order::ProcessEntries {
            entries: vec![pick(which)?],
            journal: None,
        },
        Step::Close(period) => Order::ClosePeriod {
            journal: None,
            year: 2026,
            period,
        },
        Step::Open(period) => Order::OpenPeriod {
            journal: None,
            year: 2026,
            period,
        },
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn books_balance_after_any_acts_and_a_replay_gives_them_again(steps in prop::collection::vec(step(), 1..30)) {
        let folder = tempfile::tempdir().unwrap();
        let first = sandbox(roomy(), Some(folder.path()));
        for step in steps {
            let entries: Vec<SalesEntry> = first.with_books(|books| books.company(A).unwrap().entries.iter().cloned().collect());
            let before = first.books(A);
            let Some(order) = order(step, &entries) else { continue };
            if first.order(A, order).is_err() {
                prop_assert_eq!(&first.books(A), &before, "a refused act changes nothing");
            }
            first.with_books(|books| assert_balanced(books.company(A).unwrap()));
        }
        let books = first.books(A);
        drop(first);
        let again = sandbox(roomy(), Some(folder.path()));
        prop_assert!(!again.is_fresh());
        prop_assert_eq!(books, again.books(A));
    }
}
