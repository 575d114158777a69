//! The program that measures what calls cost: with small numbers it fills its whole table.

#[expect(dead_code, reason = "its main is for those who run it")]
#[path = "../../examples/cost/main.rs"]
mod example;

use clap::Parser as _;
use example::{Arguments, run};

#[tokio::test]
async fn the_table_has_a_figure_for_every_act() {
    let words = "cost --few 20 --entries 60 --rounds 2 --calls 10";
    let arguments = Arguments::try_parse_from(words.split(' ')).unwrap();
    let table = run(&arguments).await;
    let rows: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert_eq!(
        rows[0],
        ["entries of twelve lines in the books", "20", "60", "growth"]
    );
    let grown = rows.iter().skip(2).filter(|row| !row[3].is_empty());
    assert_eq!(grown.clone().count(), 7 + 1 + 4, "{table}");
    for row in grown {
        let figure = |text: &str| text.replace(',', "").parse::<f64>().unwrap();
        let [few, many, growth] = [1, 2, 3].map(|column| figure(row[column]));
        assert!(few > 0.0 && many > 0.0 && growth > 0.0, "{table}");
    }
    let last = ["memory", "start from a seed", "start from a log", "the log"];
    for name in last {
        let told = rows
            .iter()
            .any(|row| row[0].starts_with(name) && !row[2].is_empty());
        assert!(told, "{name}: {table}");
    }
}
