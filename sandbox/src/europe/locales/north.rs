//! Words of the languages of the north.

use super::Locale;

pub(in crate::europe) static DANISH: Locale = Locale {
    streets: &[
        "Hovedgaden",
        "Stationsvej",
        "Skolegade",
        "Kirkevej",
        "Østergade",
        "Vestergade",
        "Nørregade",
        "Søndergade",
        "Lindevej",
        "Møllevej",
        "Algade",
        "Torvet",
    ],
    shops: &[
        "Kiosken på Hjørnet",
        "Købmand Kurven",
        "Boghandel Bladet",
        "Blomster Anemone",
        "Renseri Snehvid",
        "Døgnbutik Uglen",
        "Cykelsmed Kæden",
    ],
    corner_shop: "Kiosk",
    villages: (
        &["Nørre", "Sønder", "Øster", "Vester", "Ny", "Gammel"],
        &["by", "lev", "sted", "rup", "torp", "lund"],
    ),
    locker: "Pakkeboks",
    post_office: "Posthus",
};

pub(in crate::europe) static NORWEGIAN: Locale = Locale {
    streets: &[
        "Storgata",
        "Kirkegata",
        "Stasjonsveien",
        "Skoleveien",
        "Parkveien",
        "Strandgata",
        "Torggata",
        "Bjørkeveien",
        "Møllergata",
        "Havnegata",
        "Fjordveien",
        "Solveien",
    ],
    shops: &[
        "Hjørnekiosken",
        "Nærbutikken Kurven",
        "Bokhandel Siden",
        "Blomster Blåveis",
        "Renseri Snøhvit",
        "Sykkelverksted Kjedet",
    ],
    corner_shop: "Kiosk",
    villages: (
        &["Nord", "Sør", "Øst", "Vest", "Berg", "Bjørke"],
        &["vik", "nes", "dal", "heim", "stad", "bygd"],
    ),
    locker: "Pakkeboks",
    post_office: "Postkontor",
};

pub(in crate::europe) static SWEDISH: Locale = Locale {
    streets: &[
        "Storgatan",
        "Kungsgatan",
        "Skolgatan",
        "Kyrkogatan",
        "Järnvägsgatan",
        "Drottninggatan",
        "Stationsvägen",
        "Parkgatan",
        "Björkvägen",
        "Hamngatan",
        "Torggatan",
        "Kvarngatan",
    ],
    shops: &[
        "Hörnkiosken",
        "Närköp Korgen",
        "Bokhandel Bladet",
        "Blomsterhuset Blåsippan",
        "Kemtvätt Snövit",
        "Tobakshandeln Pipan",
        "Cykelverkstad Ekern",
    ],
    corner_shop: "Kiosk",
    villages: (
        &["Norr", "Söder", "Öster", "Väster", "Ny", "Berg"],
        &["by", "torp", "sta", "vik", "köping", "hult"],
    ),
    locker: "Paketskåp",
    post_office: "Postkontor",
};

pub(in crate::europe) static FINNISH: Locale = Locale {
    streets: &[
        "Kauppakatu",
        "Asematie",
        "Koulukatu",
        "Kirkkokatu",
        "Puistokatu",
        "Rantatie",
        "Koivutie",
        "Mannerheimintie",
        "Hämeenkatu",
        "Satamakatu",
        "Torikatu",
        "Myllytie",
    ],
    shops: &[
        "Lähikauppa Kori",
        "Kioski Kulma",
        "Kirjakauppa Sivu",
        "Kukkakauppa Vuokko",
        "Pesula Lumikki",
        "Paperikauppa Kynä",
    ],
    corner_shop: "Kioski",
    villages: (
        &["Uusi", "Vanha", "Iso", "Koivu", "Järvi", "Mänty"],
        &["kylä", "ranta", "niemi", "lahti", "mäki", "koski"],
    ),
    locker: "Pakettiautomaatti",
    post_office: "Postitoimipaikka",
};

pub(in crate::europe) static ICELANDIC: Locale = Locale {
    streets: &[
        "Aðalgata",
        "Hafnargata",
        "Skólavegur",
        "Kirkjustræti",
        "Strandgata",
        "Laugarvegur",
        "Hlíðarvegur",
        "Birkigata",
    ],
    shops: &[
        "Hornbúðin",
        "Verslunin Karfan",
        "Bókabúðin Síða",
        "Blómabúðin Sóley",
    ],
    corner_shop: "Verslun",
    villages: (
        &["Norður", "Suður", "Vest", "Aust", "Hvamm"],
        &["vík", "fjörður", "dalur", "höfn", "eyri"],
    ),
    locker: "Póstbox",
    post_office: "Pósthús",
};
