//! The codes of the currencies that there are (ISO 4217, with those that went out of use of late), three letters each: any other three
//! letters in a column of currencies are a slip, and would make an account in a currency that nobody has.

use crate::domain::money::Currency;

const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF \
    CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK \
    HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA \
    MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB \
    RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD \
    UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG ZWL";

/// True for a code in use, and for the currency of the book whatever it is.
pub(super) fn is_in_use(currency: Currency, book: Currency) -> bool {
    currency == book || CODES.split(' ').any(|code| code == currency.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_in_use_or_the_books_own() {
        let code = |code: &str| Currency::parse(code).expect("three letters");
        for known in ["USD", "AED", "ZWL", "JPY"] {
            assert!(is_in_use(code(known), code("USD")), "{known}");
        }
        for slip in ["USB", "XDB", "EUO"] {
            assert!(!is_in_use(code(slip), code("USD")), "{slip}");
            assert!(is_in_use(code(slip), code(slip)), "{slip}");
        }
        assert!(CODES.split(' ').all(|c| c.len() == 3));
    }
}
