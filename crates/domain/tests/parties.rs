//! When a name or an address is the same in both programs.

use domain::{
    Address, CustomerNumber, NAME_KEPT, cut, name_as_kept, normalise, same_address, same_name,
    same_party,
};
use proptest::prelude::*;

fn address(line: &str, line2: &str, postcode: &str, city: &str) -> Address {
    Address {
        line: line.into(),
        line2: line2.into(),
        postcode: postcode.into(),
        city: city.into(),
        country: "BE".into(),
    }
}

#[test]
fn writing_alone_makes_no_difference() {
    for (a, b) in [
        ("DORPSSTRAAT 1", "Dorpsstraat 1 "),
        ("Dorpsstraat  1", "Dorpsstraat\r\n1"),
        ("Chaussée du Test", "CHAUSSEE DU TEST"),
        ("L'Échantillon", "L’echantillon"),
        ("Proefmans N.V.", "Proefmans NV"),
        ("Strasse Groß", "STRASSE GROSS"),
        ("Jan-Piet", "Jan Piet"),
        ("Etienne", "E\u{301}tienne"),
        ("Œuvre", "oeuvre"),
    ] {
        assert_eq!(normalise(a), normalise(b), "{a} / {b}");
    }
}

#[test]
fn another_street_or_name_is_another() {
    for (a, b) in [
        ("Dorpsstraat 1", "Dorpsstraat 11"),
        ("Dorpsstraat 1 1", "Dorpsstraat 11"),
        ("Fictiers & Zonen", "Fictiers Zonen"),
        ("Ωmega", "Omega"),
        ("Garage 🚗", "Garage 🚙"),
    ] {
        assert_ne!(normalise(a), normalise(b), "{a} / {b}");
        assert!(!same_name(a, b), "{a} / {b}");
    }
    assert!(
        !same_name("???", "!!!"),
        "names of marks alone are compared as they are"
    );
}

#[test]
fn names_agree_as_far_as_they_are_kept() {
    let long = format!("{} Carrosserie", "Van Voorbeeck".repeat(4));
    assert!(long.chars().count() > NAME_KEPT);
    assert!(same_name(&long, name_as_kept(&long)));
    assert!(!same_name(&long, &long[..40]));
}

#[test]
fn a_box_may_stand_in_either_line() {
    let ours = address("Voorbeeldlaan 12", "bus 3", "9999", "Testgem");
    assert!(same_address(
        &ours,
        &address("VOORBEELDLAAN 12 BUS 3", "", "9999", "Testgem")
    ));
    assert!(same_address(
        &ours,
        &address("Voorbeeldlaan 12,\nbus 3", "", " 9999 ", "TESTGEM")
    ));
    assert!(!same_address(
        &ours,
        &address("Voorbeeldlaan 12", "bus 4", "9999", "Testgem")
    ));
    assert!(!same_address(
        &ours,
        &address("Voorbeeldlaan 12", "bus 3", "9998", "Testgem")
    ));
    let abroad = Address {
        country: "NL".into(),
        ..ours.clone()
    };
    assert!(!same_address(&ours, &abroad));
    let dutch = |postcode| address("Proefweg 1", "", postcode, "Testdam");
    assert!(same_address(&dutch("1234 AB"), &dutch("1234ab")));
}

#[test]
fn an_address_says_what_it_lacks() {
    let whole = address("Proefweg 1", "", "9998", "Proefdorp");
    assert!(whole.is_complete());
    let lacking = Address {
        line: " ".into(),
        country: String::new(),
        ..whole
    };
    assert_eq!(lacking.missing(), ["line", "country"]);
}

#[test]
fn customer_numbers_have_18_digits_at_most() {
    let number = |text: &str| text.parse::<CustomerNumber>().map(CustomerNumber::get);
    assert_eq!(number(" 000047805 "), Ok(47_805));
    assert_eq!(number(&"9".repeat(18)), Ok(CustomerNumber::MAX));
    for wrong in [
        "",
        "0",
        "-1",
        "+1",
        "12a",
        "1000000000000000000",
        "99999999999999999999999",
    ] {
        assert!(number(wrong).is_err(), "{wrong}");
    }
}

proptest! {
    /// A customer that we created was cut to what is kept; reading it back is no difference.
    #[test]
    fn a_created_customer_never_differs(
        name in "\\PC{1,90}", line in "\\PC{0,130}", line2 in "\\PC{0,120}",
        postcode in "[0-9A-Za-z \\-]{0,30}", city in "\\PC{0,120}", country in "[a-zA-Z]{2} ?",
    ) {
        let ours = Address { line, line2, postcode, city, country };
        let theirs = ours.as_kept();
        let kept = name_as_kept(&name);
        prop_assert!(kept.chars().count() <= NAME_KEPT);
        prop_assert!(same_party((&name, &ours), (kept, &theirs)));
        // Nor does it when the other side pads, or changes the case of ASCII letters.
        let loud = Address { city: format!("{}  ", theirs.city.to_ascii_uppercase()), ..theirs.clone() };
        prop_assert!(same_party((&name, &ours), (&kept.to_ascii_uppercase(), &loud)));
        prop_assert_eq!(theirs.as_kept(), theirs);
    }

    #[test]
    fn normalising_twice_changes_nothing(text in "\\PC{0,60}") {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once.clone());
        prop_assert_eq!(once.trim(), once.as_str());
        prop_assert!(!once.contains("  "));
    }

    #[test]
    fn latin_letters_of_our_languages_lose_case_and_accents(text in "[a-zA-Zà-öø-ÿÀ-ÖØ-ßĀ-ſ ]{0,40}") {
        let folded = normalise(&text);
        prop_assert!(folded.bytes().all(|b| b.is_ascii_lowercase() || b == b' '), "{folded}");
        prop_assert_eq!(normalise(&text.to_lowercase()), folded);
    }

    #[test]
    fn a_cut_text_is_short_and_cut_once(text in "\\PC{0,60}", length in 0_usize..50) {
        let short = cut(&text, length);
        prop_assert!(short.chars().count() <= length);
        prop_assert_eq!(cut(short, length), short);
    }
}
