//! What a repair costs: the lines of one invoice, as a body shop writes them.
//!
//! The shares and sizes follow the demo recipe: a median of some 1,450 euro net with a long tail, 8 to 14 lines.

mod texts;

use domain::{DraftLine, VatRegime, VatTreatment};
use rust_decimal::Decimal;

use super::chance::Chance;
use texts::Text;

/// A line with the ledger account that it is booked on; none for a line of text.
pub struct ClaimLine {
    /// What is printed.
    pub line: DraftLine,
    /// Its account.
    pub account: Option<&'static str>,
}

/// Hours in hundredths at each twentieth: long tail, median 8.5 in all (three rows of labour).
const HOURS: [i64; 11] = [50, 100, 140, 180, 220, 270, 320, 400, 520, 760, 1_600];
/// Price of a part in cents at each tenth.
const PARTS: [i64; 11] = [
    450, 1_500, 2_800, 4_600, 6_800, 9_500, 13_000, 18_500, 28_000, 52_000, 290_000,
];
/// The least and the most lines of a repair.
const LINES: (usize, usize) = (8, 14);

/// Makes lines for one customer's treatment in one language.
pub struct Claims<'a> {
    /// Where choices come from.
    pub chance: &'a mut Chance,
    /// How the customer is taxed.
    pub treatment: VatTreatment,
    /// The lines are in French.
    pub french: bool,
}

impl Claims<'_> {
    /// A repair of a body shop.
    pub fn repair(&mut self) -> Vec<ClaimLine> {
        let mut lines = vec![self.text(Text::Repair)];
        self.labour(&mut lines, 3);
        self.parts(&mut lines, 2, 4);
        self.materials(&mut lines);
        if self.chance.permille(180) {
            let price = self.chance.between(4_500, 38_000);
            lines.push(self.piece(Text::ThirdParty, "704200", 1, price));
        }
        if self.chance.permille(150) {
            let (days, price) = (
                self.chance.between(1, 12),
                self.chance.between(2_500, 4_500),
            );
            lines.push(self.piece(Text::ReplacementCar, "704500", days, price));
        }
        if self.chance.permille(600) {
            let price = self.chance.between(500, 3_500);
            lines.push(self.piece(Text::Administration, "704900", 1, price));
        }
        if self.chance.permille(200) {
            self.discount(&mut lines);
        }
        if self.chance.permille(20) {
            lines.push(self.disbursement());
        }
        while lines.len() < LINES.0 {
            self.parts(&mut lines, 1, 1);
        }
        lines.truncate(LINES.1);
        lines
    }

    /// A service of a garage: less labour, more parts.
    pub fn service(&mut self) -> Vec<ClaimLine> {
        let mut lines = vec![self.text(Text::Service)];
        self.labour(&mut lines, 1);
        self.parts(&mut lines, 4, 7);
        let price = self.chance.between(500, 1_500);
        lines.push(self.piece(Text::Environment, "704900", 1, price));
        while lines.len() < LINES.0 {
            self.parts(&mut lines, 1, 1);
        }
        lines
    }

    /// Something small over the counter: less than five euro.
    pub fn trifle(&mut self) -> Vec<ClaimLine> {
        let price = self.chance.between(40, 400);
        vec![self.piece(Text::Trifle, "704900", 1, price)]
    }

    fn labour(&mut self, lines: &mut Vec<ClaimLine>, rows: usize) {
        let texts = [Text::Dismantle, Text::Straighten, Text::Paint];
        let rate = self.chance.between(5_500, 7_800);
        for text in texts.into_iter().take(rows) {
            let tenths = self.chance.quantile(&HOURS) / 10;
            lines.push(self.line(
                text,
                "704000",
                Decimal::new(tenths, 1),
                Decimal::new(rate, 2),
            ));
        }
    }

    fn parts(&mut self, lines: &mut Vec<ClaimLine>, least: i64, most: i64) {
        for _ in 0..self.chance.between(least, most) {
            let pieces = if self.chance.permille(750) {
                1
            } else {
                self.chance.between(2, 6)
            };
            let price = self.chance.quantile(&PARTS);
            lines.push(self.piece(Text::Part, "705000", pieces, price));
        }
    }

    fn materials(&mut self, lines: &mut Vec<ClaimLine>) {
        if self.chance.permille(700) {
            let hours = Decimal::new(self.chance.between(20, 140), 1);
            let price = Decimal::new(self.chance.between(2_200, 3_200), 2);
            lines.push(self.line(Text::PaintMaterial, "705750", hours, price));
        }
        if self.chance.permille(550) {
            let price = self.chance.between(900, 4_500);
            lines.push(self.piece(Text::NonPaints, "705700", 1, price));
        }
    }

    /// Three to ten per cent off the first row of labour, as a line of its own with a negative quantity.
    fn discount(&mut self, lines: &mut Vec<ClaimLine>) {
        let percent = self.chance.between(3, 10);
        let Some(net) = lines.iter().find_map(|line| line.line.net) else {
            return;
        };
        let off = net.cents() * percent / 100;
        if off > 0 {
            lines.push(self.piece(Text::LabourDiscount, "704009", -1, off));
        }
    }

    /// The technical inspection, paid for the customer: no VAT of ours.
    fn disbursement(&mut self) -> ClaimLine {
        let mut line = self.piece(Text::Inspection, "704600", 1, 6_430);
        line.line.treatment = VatTreatment::untaxed(VatRegime::Disbursement);
        line
    }

    fn piece(&mut self, text: Text, account: &'static str, pieces: i64, cents: i64) -> ClaimLine {
        self.line(text, account, Decimal::from(pieces), Decimal::new(cents, 2))
    }

    fn line(
        &mut self,
        text: Text,
        account: &'static str,
        quantity: Decimal,
        price: Decimal,
    ) -> ClaimLine {
        let words = text.words(self.french, self.chance);
        match DraftLine::priced(words, quantity, text.unit(), price, self.treatment) {
            Ok(line) => ClaimLine {
                line,
                account: Some(account),
            },
            // Quantities and prices above are far below the limit.
            Err(_) => self.text(text),
        }
    }

    fn text(&mut self, text: Text) -> ClaimLine {
        ClaimLine {
            line: DraftLine::text(text.words(self.french, self.chance)),
            account: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{Money, VatRate};

    use super::*;

    #[test]
    fn repairs_have_the_lines_and_sizes_of_the_recipe() {
        let mut chance = Chance::of(3, 1);
        let mut nets = Vec::new();
        for _ in 0..2_000 {
            let treatment = VatTreatment::standard(VatRate::PERCENT_21);
            let lines = Claims {
                chance: &mut chance,
                treatment,
                french: false,
            }
            .repair();
            assert!((LINES.0..=LINES.1).contains(&lines.len()));
            nets.push(
                lines
                    .iter()
                    .filter_map(|line| line.line.net)
                    .sum::<Money>()
                    .cents(),
            );
            for line in lines {
                assert_eq!(line.line.net.is_some(), line.account.is_some());
            }
        }
        nets.sort_unstable();
        let (median, high) = (nets[1_000], nets[1_900]);
        assert!((100_000..200_000).contains(&median), "median {median}");
        assert!((250_000..800_000).contains(&high), "95 % {high}");
    }
}
