//! Numbers with check digits (T33 to T43). Expected results agree with python-stdnum.

use domain::IdentifierError::{Checksum, Empty, Malformed};
use domain::{EnterpriseNumber, Iban, StructuredReference, VatNumber};
use proptest::prelude::*;

#[test]
fn t33_dots_are_taken_off() {
    let number = EnterpriseNumber::parse("BE 0001.010.085").expect("valid");
    assert_eq!(
        (number.as_str(), number.digits()),
        ("BE0001010085", "0001010085")
    );
    let vat = VatNumber::parse("be 0001.010.085").expect("valid");
    assert_eq!(vat.as_str(), "BE0001010085");
    assert_eq!(vat.country(), "BE");
}

#[test]
fn t34_to_t36_references_from_their_base() {
    for (case, base, printed) in [
        ("T34", 97, "+++000/0000/09797+++"),
        ("T34", 194, "+++000/0000/19497+++"),
        ("T35", 96, "+++000/0000/09696+++"),
        ("T35", 1, "+++000/0000/00101+++"),
        ("T36", 1_234_567_890, "+++123/4567/89002+++"),
        ("T36", 2_026_000_417, "+++202/6000/41723+++"),
        ("T36", 909_337_554, "+++090/9337/55493+++"),
    ] {
        let reference = StructuredReference::from_base(base).expect("valid");
        assert_eq!(reference.to_string(), printed, "{case}");
        assert_eq!(StructuredReference::parse(printed), Ok(reference), "{case}");
    }
    assert_eq!(StructuredReference::from_base(0), Err(Malformed));
    assert_eq!(
        StructuredReference::from_base(10_000_000_000),
        Err(Malformed)
    );
}

#[test]
fn t37_references_are_checked() {
    assert_eq!(
        StructuredReference::parse("+++123/4567/89012+++"),
        Err(Checksum)
    );
    assert_eq!(StructuredReference::parse("010806817180"), Err(Checksum));
    let retyped = StructuredReference::parse("010/8068/17183").expect("valid");
    assert_eq!(retyped.digits(), "010806817183");
    assert_eq!(
        StructuredReference::parse("***010/8068/17183***"),
        Ok(retyped)
    );
    assert_eq!(StructuredReference::parse("++++++"), Err(Empty));
    assert_eq!(StructuredReference::parse("01080681718"), Err(Malformed));
    assert_eq!(
        StructuredReference::parse("Invoice 15000001"),
        Err(Malformed)
    );
}

#[test]
fn t38_belgian_numbers_that_are_right() {
    for text in [
        "0000000196",
        "1000000021",
        "0000009797",
        "0739484052",
        "(0)739.484.052",
    ] {
        assert!(EnterpriseNumber::parse(text).is_ok(), "{text}");
        assert!(VatNumber::parse(text).is_ok(), "{text}");
    }
    let old = VatNumber::parse("BE403019261").expect("valid");
    assert_eq!(
        old.as_str(),
        "BE0403019261",
        "nine digits of old get their zero"
    );
}

#[test]
fn t39_belgian_numbers_that_are_wrong() {
    for (text, error) in [
        ("1000000004", Checksum),
        ("2000021323", Malformed),
        ("0000000000", Malformed),
        ("BE431150351", Checksum),
        ("", Empty),
        ("BE", Malformed),
        ("BE00000001967", Malformed),
        ("BE0001010085é", Malformed),
    ] {
        assert_eq!(EnterpriseNumber::parse(text), Err(error), "{text}");
        assert!(VatNumber::parse(text).is_err(), "{text}");
    }
}

#[test]
fn t40_and_t41_dutch_numbers() {
    for text in [
        "NL000099998B57",
        "NL002455799B11",
        "NL004495445B01",
        "NL123456782B90",
    ] {
        assert!(VatNumber::parse(text).is_ok(), "{text}");
    }
    for text in ["NL123456789B01", "NL123456789B90"] {
        assert_eq!(VatNumber::parse(text), Err(Checksum), "{text}");
    }
    assert_eq!(VatNumber::parse("NL004495445X01"), Err(Malformed));
}

#[test]
fn t42_neighbours_and_their_last_digit() {
    for text in ["LU15027442", "FR40303265045", "DE136695976"] {
        assert!(VatNumber::parse(text).is_ok(), "{text}");
        let last = text.as_bytes()[text.len() - 1] - b'0';
        for other in (0..10).filter(|digit| *digit != last) {
            let changed = format!("{}{other}", &text[..text.len() - 1]);
            assert_eq!(VatNumber::parse(&changed), Err(Checksum), "{changed}");
        }
    }
    assert!(
        VatNumber::parse("SE1234567801").is_ok(),
        "elsewhere the form alone"
    );
    assert_eq!(VatNumber::parse("SE"), Err(Malformed));
}

#[test]
fn t43_bank_accounts() {
    for text in [
        "BE71096123456769",
        "NL91ABNA0417164300",
        "BE04 5390 0000 0131",
    ] {
        assert!(Iban::parse(text).is_ok(), "{text}");
    }
    assert_eq!(
        Iban::parse("BE41091811735141"),
        Err(Checksum),
        "only the national check fails"
    );
    assert_eq!(Iban::parse("BE71096123456760"), Err(Checksum));
    assert_eq!(Iban::parse("BE7109612345676"), Err(Malformed));
    assert_eq!(Iban::parse("0910123456"), Err(Malformed));
}

proptest! {
    #[test]
    fn every_base_gives_a_reference_that_reads_back(base in 1_u64..=9_999_999_999) {
        let reference = StructuredReference::from_base(base).expect("in range");
        prop_assert_eq!(StructuredReference::parse(&reference.to_string()), Ok(reference.clone()));
        prop_assert_eq!(StructuredReference::parse(reference.digits()), Ok(reference));
    }

    #[test]
    fn a_mistyped_digit_of_a_reference_shows(base in 1_u64..=9_999_999_999, at in 0_usize..12, by in 1_u8..10) {
        let reference = StructuredReference::from_base(base).expect("in range");
        let mut digits = reference.digits().as_bytes().to_vec();
        digits[at] = (digits[at] - b'0' + by) % 10 + b'0';
        let changed = String::from_utf8(digits).expect("digits");
        prop_assert!(StructuredReference::parse(&changed).is_err());
    }

    #[test]
    fn no_text_makes_an_identifier_panic(text in "\\PC{0,40}", tail in "[A-Z]{2}[0-9A-Z]{0,14}") {
        for candidate in [&text, &tail] {
            let _ = (VatNumber::parse(candidate), EnterpriseNumber::parse(candidate));
            let _ = (Iban::parse(candidate), StructuredReference::parse(candidate));
        }
    }
}
