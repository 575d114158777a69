//! The files of other programs that stand beside the repository: each into a fresh database, where it becomes an
//! invoice that equals the file to the cent, or is refused for its currency. Where they are absent there is
//! nothing to test here; `imports` tests the same with the project's own samples.

use std::path::{Path, PathBuf};

use office::{
    imports::{self, Choice, Imported},
    invoices,
};
use testing::db::TestDb;

use crate::rig::{Outcome, Rig, codes, desk};

fn files() -> Outcome<Vec<PathBuf>> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/ubl");
    let mut files = Vec::new();
    for folder in ["belgium", "peppol-bis"] {
        let Ok(entries) = std::fs::read_dir(shared.join(folder)) else {
            continue;
        };
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "xml") {
                files.push(path);
            }
        }
    }
    Ok(files)
}

#[tokio::test]
async fn each_becomes_an_invoice_or_is_refused_for_its_currency() -> Outcome {
    let files = files()?;
    let (mut taken, mut refused) = (0, 0);
    for path in &files {
        let name = path.display();
        let test = TestDb::sqlite().await?;
        let rig = Rig::new(test.db());
        let choice = Choice {
            accept_seller: true,
            ..desk(&rig).await?
        };
        let bytes = std::fs::read(path)?;
        match imports::import(&rig.office, &rig.boss, &bytes, &choice).await {
            Ok(Imported::Imported { invoice, .. }) => {
                let view = invoices::get(&rig.office, &rig.boss, invoice).await?;
                let stored = view.invoice.printed;
                let mut file = ubl::read(&bytes).map_err(|refused| format!("{refused:?}"))?;
                file.vat.sort_by_key(|row| row.treatment);
                assert_eq!(stored.net, file.net, "{name}");
                assert_eq!(stored.vat, file.vat, "{name}");
                assert_eq!(stored.vat_total, file.vat_total, "{name}");
                assert_eq!(stored.total, file.total, "{name}");
                taken += 1;
            }
            outcome => {
                assert_eq!(codes(outcome), ["other-currency"], "{name}");
                assert_eq!(rig.count("SELECT COUNT(*) FROM customer").await?, 0);
                refused += 1;
            }
        }
    }
    if !files.is_empty() {
        assert_eq!((taken, refused), (14, 3));
    }
    Ok(())
}
