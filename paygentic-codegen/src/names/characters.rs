//! Which characters an identifier can contain, and how others are written in ASCII.

/// A letter in ASCII: without its accent, or spelled by code point.
pub(super) fn ascii(letter: char) -> String {
    let plain = match letter.to_lowercase().next().unwrap_or(letter) {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ì'..='ï' | 'ī' | 'į' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'œ' => "oe",
        'ř' => "r",
        'ß' => "ss",
        'ś' | 'š' => "s",
        'ť' => "t",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        ascii if ascii.is_ascii() => return letter.to_string(),
        other if is_identifier_char(other) => return format!("u{:x}", u32::from(other)),
        _ => return " ".to_owned(),
    };
    plain.to_owned()
}

pub(super) fn is_identifier_char(c: char) -> bool {
    let is_letter = || unicode_ident::is_xid_start(c) && !is_compatibility(c);
    c.is_ascii_alphanumeric() || c == '_' || (!c.is_ascii() && is_letter())
}

/// Whether Unicode has a letter only for compatibility with other encodings, such as ligatures and full-width letters.
/// Rust normalizes them to other letters, and warns.
pub(super) fn is_compatibility(c: char) -> bool {
    matches!(c,
        'ª' | 'µ' | 'º' | 'Ĳ' | 'ĳ' | 'Ŀ' | 'ŀ' | 'ŉ' | 'ſ' | 'Ǆ'..='ǌ' | 'Ǳ'..='ǳ'
        | '\u{2b0}'..='\u{2b8}' | '\u{2e0}'..='\u{2e4}' | '\u{3d0}'..='\u{3d6}' | '\u{3f0}'..='\u{3f5}'
        | '\u{1d2c}'..='\u{1d6a}' | '\u{2071}'..='\u{209c}' | '\u{2100}'..='\u{2188}'
        | '\u{3131}'..='\u{318e}' | '\u{f900}'..='\u{faff}' | '\u{fb00}'..='\u{fdff}'
        | '\u{fe70}'..='\u{ffef}' | '\u{1d400}'..='\u{1d7ff}' | '\u{2f800}'..='\u{2fa1f}'
    )
}
