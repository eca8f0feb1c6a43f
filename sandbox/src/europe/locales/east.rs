//! Words of the languages of the east.

use super::Locale;

pub(in crate::europe) static POLISH: Locale = Locale {
    streets: &[
        "Kościelna",
        "Szkolna",
        "Ogrodowa",
        "Lipowa",
        "Polna",
        "Leśna",
        "Kwiatowa",
        "Mickiewicza",
        "Kolejowa",
        "Rynek",
        "Słoneczna",
        "Kościuszki",
        "Brzozowa",
        "Młyńska",
    ],
    shops: &[
        "Sklep Spożywczy Koszyk",
        "Kiosk Promyk",
        "Papierniczy Kałamarz",
        "Kwiaciarnia Stokrotka",
        "Delikatesy Pod Lipą",
        "Pralnia Śnieżka",
        "Księgarnia Zakładka",
        "Sklep Rowerowy Szprycha",
    ],
    corner_shop: "Sklep",
    villages: (
        &[
            "Nowa", "Stara", "Biała", "Dąbr", "Lip", "Brzez", "Jas", "Gór",
        ],
        &[" Wola", "owo", "owice", "inek", "no", "iny", "ów"],
    ),
    locker: "Automat",
    post_office: "Poczta",
};

pub(in crate::europe) static CZECH: Locale = Locale {
    streets: &[
        "Nádražní",
        "Školní",
        "Zahradní",
        "Husova",
        "Lipová",
        "Palackého",
        "Náměstí Míru",
        "Dlouhá",
        "Krátká",
        "Komenského",
        "Polní",
        "Mlýnská",
        "Jiráskova",
        "Květná",
    ],
    shops: &[
        "Trafika U Nádraží",
        "Večerka Sova",
        "Papírnictví Penál",
        "Potraviny Košík",
        "Květiny Kopretina",
        "Čistírna Sněženka",
        "Knihkupectví Záložka",
        "Zverimex Tlapka",
    ],
    corner_shop: "Trafika",
    villages: (
        &["Nová ", "Stará ", "Horní ", "Dolní ", "Velká ", "Malá "],
        &["Lhota", "Ves", "Bříza", "Lípa", "Skála", "Voda"],
    ),
    locker: "Box",
    post_office: "Pošta",
};

pub(in crate::europe) static SLOVAK: Locale = Locale {
    streets: &[
        "Hlavná",
        "Školská",
        "Záhradná",
        "Železničná",
        "Lipová",
        "Štúrova",
        "Námestie slobody",
        "Dlhá",
        "Krátka",
        "Mlynská",
        "Poľná",
        "Kvetná",
    ],
    shops: &[
        "Trafika Pri Stanici",
        "Potraviny Košík",
        "Papiernictvo Ceruzka",
        "Kvetinárstvo Margaréta",
        "Večierka Sova",
        "Čistiareň Snežienka",
        "Kníhkupectvo Záložka",
    ],
    corner_shop: "Trafika",
    villages: (
        &["Nová ", "Stará ", "Horná ", "Dolná ", "Veľká ", "Malá "],
        &["Lehota", "Ves", "Breza", "Lipa", "Skala", "Voda"],
    ),
    locker: "Box",
    post_office: "Pošta",
};

pub(in crate::europe) static HUNGARIAN: Locale = Locale {
    streets: &[
        "Fő utca",
        "Kossuth Lajos utca",
        "Petőfi utca",
        "Iskola utca",
        "Rózsa utca",
        "Ady Endre út",
        "Vasút utca",
        "Templom tér",
        "Arany János utca",
        "Kert utca",
        "Malom utca",
        "Akácfa utca",
    ],
    shops: &[
        "Dohánybolt Füstkarika",
        "Élelmiszer Kosár",
        "Papírbolt Ceruza",
        "Virágüzlet Pipacs",
        "Könyvesbolt Lapozó",
        "Tisztító Hófehér",
        "Vegyesbolt Sarok",
    ],
    corner_shop: "Vegyesbolt",
    villages: (
        &["Kis", "Nagy", "Új", "Ó", "Felső", "Alsó"],
        &["falu", "háza", "mező", "liget", "kút", "hegy"],
    ),
    locker: "Csomagautomata",
    post_office: "Posta",
};

pub(in crate::europe) static ESTONIAN: Locale = Locale {
    streets: &[
        "Pikk tänav",
        "Kooli tänav",
        "Jaama tänav",
        "Tartu maantee",
        "Aia tänav",
        "Kase tänav",
        "Kesk tänav",
        "Pargi tänav",
        "Veski tänav",
        "Turu plats",
    ],
    shops: &[
        "Nurgapood Käbi",
        "Toidupood Korv",
        "Lillepood Karikakar",
        "Raamatupood Lehekülg",
        "Kirjatarbed Pliiats",
    ],
    corner_shop: "Pood",
    villages: (
        &["Uus", "Vana", "Suur", "Väike", "Mets", "Järve"],
        &["küla", "mõisa", "vere", "nurme", "saare"],
    ),
    locker: "Pakiautomaat",
    post_office: "Postkontor",
};

pub(in crate::europe) static LATVIAN: Locale = Locale {
    streets: &[
        "Brīvības iela",
        "Skolas iela",
        "Stacijas iela",
        "Liepu iela",
        "Dārza iela",
        "Raiņa bulvāris",
        "Parka iela",
        "Tirgus laukums",
        "Rīgas iela",
        "Ziedu iela",
    ],
    shops: &[
        "Veikals Grozs",
        "Kiosks Stūris",
        "Grāmatnīca Lappuse",
        "Ziedu bode Margrieta",
        "Kanceleja Zīmulis",
    ],
    corner_shop: "Veikals",
    villages: (
        &["Jaun", "Vec", "Liel", "Maz", "Bērz", "Liep"],
        &["pils", "muiža", "kalns", "upe", "ciems"],
    ),
    locker: "Pakomāts",
    post_office: "Pasts",
};

pub(in crate::europe) static LITHUANIAN: Locale = Locale {
    streets: &[
        "Vilniaus gatvė",
        "Mokyklos gatvė",
        "Stoties gatvė",
        "Liepų gatvė",
        "Sodų gatvė",
        "Laisvės alėja",
        "Parko gatvė",
        "Turgaus aikštė",
        "Kauno gatvė",
        "Gėlių gatvė",
    ],
    shops: &[
        "Parduotuvė Krepšys",
        "Kioskas Kampas",
        "Knygynas Puslapis",
        "Gėlės Ramunė",
        "Raštinė Pieštukas",
    ],
    corner_shop: "Parduotuvė",
    villages: (
        &["Nauja", "Sen", "Did", "Maž", "Berž", "Liep"],
        &["miestis", "upiai", "kalnis", "dvaris", "iai"],
    ),
    locker: "Paštomatas",
    post_office: "Paštas",
};

pub(in crate::europe) static UKRAINIAN: Locale = Locale {
    streets: &[
        "вулиця Шевченка",
        "вулиця Лесі Українки",
        "вулиця Шкільна",
        "вулиця Вокзальна",
        "проспект Миру",
        "вулиця Садова",
        "вулиця Франка",
        "площа Ринок",
        "вулиця Липова",
        "бульвар Каштановий",
    ],
    shops: &[
        "Крамниця Кошик",
        "Кіоск На розі",
        "Книгарня Сторінка",
        "Квіти Ромашка",
        "Канцтовари Олівець",
        "Продукти Сова",
    ],
    corner_shop: "Крамниця",
    villages: (
        &["Нова ", "Стара ", "Велика ", "Мала ", "Верхня "],
        &["Гута", "Липа", "Долина", "Криниця", "Слобода"],
    ),
    locker: "Поштомат",
    post_office: "Пошта",
};
