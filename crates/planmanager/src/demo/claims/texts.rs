//! What the lines of a repair say, in Dutch and French.

use super::Chance;

/// A kind of line.
#[derive(Clone, Copy)]
pub(super) enum Text {
    Repair,
    Service,
    Dismantle,
    Straighten,
    Paint,
    Part,
    PaintMaterial,
    NonPaints,
    ThirdParty,
    ReplacementCar,
    Administration,
    Environment,
    LabourDiscount,
    Inspection,
    Trifle,
}

const PARTS: [(&str, &str); 12] = [
    ("Voorbumper", "Pare-chocs avant"),
    ("Achterbumper", "Pare-chocs arrière"),
    ("Koplamp links", "Phare gauche"),
    ("Koplamp rechts", "Phare droit"),
    ("Spatbord links", "Aile gauche"),
    ("Motorkap", "Capot"),
    ("Deur rechts voor", "Porte avant droite"),
    ("Buitenspiegel", "Rétroviseur"),
    ("Grille", "Calandre"),
    ("Sierlijst", "Baguette"),
    ("Clips en bevestiging", "Agrafes et fixations"),
    ("Parkeersensor", "Capteur de stationnement"),
];

impl Text {
    pub(super) fn words(self, french: bool, chance: &mut Chance) -> String {
        let (dutch, in_french) = match self {
            Self::Repair => (
                "Herstelling volgens expertise",
                "Réparation selon expertise",
            ),
            Self::Service => ("Onderhoud volgens opdracht", "Entretien selon commande"),
            Self::Dismantle => (
                "Arbeidsloon demonteren en monteren",
                "Main-d'œuvre démontage et montage",
            ),
            Self::Straighten => ("Arbeidsloon uitdeuken", "Main-d'œuvre redressage"),
            Self::Paint => ("Arbeidsloon spuiten", "Main-d'œuvre peinture"),
            Self::Part => chance.pick(&PARTS).copied().unwrap_or_default(),
            Self::PaintMaterial => ("Spuitproducten", "Produits de peinture"),
            Self::NonPaints => ("Non-paints", "Non-paints"),
            Self::ThirdParty => ("Werk derden: uitlijnen", "Travaux de tiers : géométrie"),
            Self::ReplacementCar => ("Vervangwagen", "Véhicule de remplacement"),
            Self::Administration => ("Dossierkosten", "Frais de dossier"),
            Self::Environment => ("Milieubijdrage", "Contribution environnementale"),
            Self::LabourDiscount => ("Korting arbeidsloon", "Remise main-d'œuvre"),
            Self::Inspection => (
                "Technische keuring, voorgeschoten",
                "Contrôle technique, avancé",
            ),
            Self::Trifle => ("Lampje", "Ampoule"),
        };
        (if french { in_french } else { dutch }).to_owned()
    }

    pub(super) const fn unit(self) -> &'static str {
        match self {
            Self::Dismantle | Self::Straighten | Self::Paint | Self::PaintMaterial => "u",
            Self::ReplacementCar => "d",
            _ => "st",
        }
    }
}
