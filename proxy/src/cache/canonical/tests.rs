//! The promises of a canonical form, over searches of every kind.

use model::{BoundingBox, GeneralShopType, Position, distance_m};
use proptest::prelude::*;

use super::*;
use crate::cache::Key;
use crate::config::AccountId;

const ACCOUNT: AccountId = AccountId(*b"account1");

fn read(pairs: &[(String, String)]) -> Search {
    Search::parse(pairs.iter().map(|(name, value)| (name, value))).expect("a valid search")
}

fn pair(name: &str, value: impl ToString) -> (String, String) {
    (name.to_owned(), value.to_string())
}

fn key(search: &Search) -> Key {
    Key::of_search(ACCOUNT, &Canonical::of(search.clone()).search)
}

prop_compose! {
    fn area()(
        south in -60.0..60.0_f64, west in -170.0..170.0_f64,
        height in 0.0001..0.3_f64, width in 0.0001..0.3_f64,
    ) -> BoundingBox {
        BoundingBox {
            north_east: Position { latitude: south + height, longitude: west + width },
            south_west: Position { latitude: south, longitude: west },
        }
    }
}

/// The pairs of a place, in any of the forms that v3 knows.
fn place() -> impl Strategy<Value = Vec<(String, String)>> {
    let text = "[A-Za-zéÉßŁ ]{0,12}[a-z][ ]{0,2}";
    prop_oneof![
        Just(Vec::new()),
        text.prop_map(|text| vec![pair("address", text)]),
        ("[1-9][0-9]{3} ?[A-Za-z]{2}", text).prop_map(|(code, city)| vec![
            pair("address_postal_code", code),
            pair("address_city", city)
        ]),
        ("[0-9]{1,3} ?[a-c]?", text).prop_map(|(number, street)| vec![
            pair("address_house_number", number),
            pair("address_street", street)
        ]),
        (-89.0..89.0_f64, -179.0..179.0_f64).prop_map(|(latitude, longitude)| vec![
            pair("latitude", latitude),
            pair("longitude", longitude)
        ]),
        area()
            .prop_filter("v3 takes 50 km", |area| area.diagonal_m() <= 50_000.0)
            .prop_map(|area| vec![
                pair("ne_latitude", area.north_east.latitude),
                pair("ne_longitude", area.north_east.longitude),
                pair("sw_latitude", area.south_west.latitude),
                pair("sw_longitude", area.south_west.longitude),
            ]),
    ]
}

prop_compose! {
    fn pairs()(
        place in place(),
        carriers in prop::collection::vec("[a-d]", 0..4),
        ids in prop::collection::vec("[A-C][0-9]", 0..3),
        types in prop::collection::vec(prop::sample::select(vec!["locker", "post_office"]), 0..3),
        radius in prop::option::of(100..=50_000_u32),
        limit in prop::option::of(1..=200_u16),
    ) -> Vec<(String, String)> {
        let mut pairs = vec![pair("country_code", "nl")];
        let has_point = place.first().is_some_and(|(name, _)| !name.starts_with("ne_"));
        pairs.extend(place);
        pairs.extend(carriers.iter().map(|code| pair("carrier_code", code)));
        pairs.extend(ids.iter().map(|id| pair("carrier_service_point_id", id)));
        pairs.extend(types.iter().map(|kind| pair("general_shop_type", kind)));
        pairs.extend(radius.filter(|_| has_point).map(|radius| pair("radius", radius)));
        pairs.extend(limit.map(|limit| pair("limit", limit)));
        pairs
    }
}

proptest! {
    #[test]
    fn a_canonical_search_is_its_own_canonical_form(pairs in pairs()) {
        let once = Canonical::of(read(&pairs)).search;
        let twice = Canonical::of(once.clone()).search;
        prop_assert_eq!(&once, &twice);
        prop_assert!(Key::of_search(ACCOUNT, &once) == Key::of_search(ACCOUNT, &twice));
        // What Sendcloud is asked is a search that v3 takes.
        let asked: Vec<_> = once.to_pairs().into_iter().map(|(name, value)| pair(name, value)).collect();
        prop_assert_eq!(&read(&asked), &once);
    }

    #[test]
    fn order_case_and_repetition_change_nothing(pairs in pairs(), seed in any::<u64>()) {
        let mut other = pairs.clone();
        let repeated = other.iter().filter(|(name, _)| name == "carrier_code").cloned();
        let repeated: Vec<_> = repeated.collect();
        other.extend(repeated);
        let mut random = fastrand::Rng::with_seed(seed);
        random.shuffle(&mut other);
        for (name, value) in &mut other {
            let is_text = name.starts_with("address") && !value.contains('ß');
            if is_text && random.bool() {
                *value = value.to_uppercase();
            }
            if is_text && random.bool() {
                *value = format!("  {}", value.replace(' ', "   "));
            }
        }
        prop_assert!(key(&read(&pairs)) == key(&read(&other)));
    }

    /// The answer to the canonical search holds the answer to the exact one.
    #[test]
    fn the_area_covers_what_was_searched_for(pairs in pairs()) {
        let exact = read(&pairs);
        let Canonical { search, cut } = Canonical::of(exact.clone());
        prop_assert!(search.limit >= exact.limit);
        prop_assert_eq!(cut.limit, exact.limit);
        let moved_m = match (&exact.near, &search.near) {
            (Some(ReferencePoint::Position(from)), Some(ReferencePoint::Position(to))) => {
                distance_m(*from, *to)
            }
            _ => 0.0,
        };
        prop_assert!(moved_m <= f64::from(ROUNDING_M));
        match (&exact.area, &search.area) {
            (Some(Area::Radius(wanted)), Some(Area::Radius(asked))) => {
                let is_widest = *asked == RADII_M[RADII_M.len() - 1];
                prop_assert!(is_widest || f64::from(*asked) >= f64::from(*wanted) + moved_m);
                let shown = cut.radius_m.unwrap_or(*asked);
                prop_assert!(is_widest || f64::from(shown) >= f64::from(*wanted) + moved_m);
            }
            (Some(Area::Box(wanted)), Some(Area::Box(asked))) => {
                // A float's last digits are no distance.
                let wider = |outer: f64, inner: f64| outer >= inner - 1e-8;
                prop_assert!(wider(asked.north_east.latitude, wanted.north_east.latitude));
                prop_assert!(wider(asked.north_east.longitude, wanted.north_east.longitude));
                prop_assert!(wider(-asked.south_west.latitude, -wanted.south_west.latitude));
                prop_assert!(wider(-asked.south_west.longitude, -wanted.south_west.longitude));
                prop_assert!(asked.diagonal_m() <= BoundingBox::DIAGONAL_MAX_M);
            }
            (None, None) => {}
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn no_two_accounts_share_an_answer(pairs in pairs(), one in any::<[u8; 8]>(), other in any::<[u8; 8]>()) {
        prop_assume!(one != other);
        let search = read(&pairs);
        prop_assert!(
            Key::of_search(AccountId(one), &search) != Key::of_search(AccountId(other), &search)
        );
    }
}

/// Two maps a finger's width apart asked for two answers.
#[test]
fn neighbours_ask_the_same() {
    let map = |north: f64, east: f64| {
        let corners = [north, east, north - 0.05, east - 0.08];
        let names = ["ne_latitude", "ne_longitude", "sw_latitude", "sw_longitude"];
        let mut pairs = vec![pair("country_code", "NL")];
        pairs.extend(
            names
                .iter()
                .zip(corners)
                .map(|(name, degrees)| pair(name, degrees)),
        );
        read(&pairs)
    };
    assert!(key(&map(51.4611, 5.4901)) == key(&map(51.4618, 5.4907)));
    assert!(key(&map(51.4611, 5.4901)) != key(&map(51.4711, 5.4901)));
    let position = |latitude: f64| {
        read(&[
            pair("country_code", "NL"),
            pair("latitude", latitude),
            pair("longitude", 5.47),
        ])
    };
    assert!(key(&position(51.440_01)) == key(&position(51.440_39)));
    assert!(key(&position(51.4401)) != key(&position(51.4441)));
}

/// Parts that hold the same letters are still other parts.
#[test]
fn what_means_something_else_has_another_name() {
    let named = |pairs: &[(&str, &str)]| {
        let country = pair("country_code", "NL");
        let pairs = pairs.iter().map(|(name, value)| pair(name, value));
        key(&read(
            &[country].into_iter().chain(pairs).collect::<Vec<_>>(),
        ))
    };
    let all = [
        named(&[]),
        named(&[("use_integration_carriers", "true")]),
        named(&[("carrier_code", "a"), ("carrier_code", "b")]),
        named(&[("carrier_code", "ab")]),
        named(&[("carrier_service_point_id", "ab")]),
        named(&[("carrier_shop_type", "ab")]),
        named(&[("address", "ab")]),
        named(&[("address_street", "ab")]),
        named(&[("address_city", "ab")]),
        named(&[("address_postal_code", "ab")]),
        named(&[("general_shop_type", "locker")]),
        named(&[("general_shop_type", "post_office")]),
        named(&[("latitude", "1"), ("longitude", "2")]),
        named(&[("latitude", "2"), ("longitude", "1")]),
        named(&[("latitude", "1"), ("longitude", "2"), ("radius", "900")]),
        named(&[("latitude", "1"), ("longitude", "2"), ("radius", "9000")]),
        named(&[("limit", "200")]),
    ];
    for (index, one) in all.iter().enumerate() {
        for (other_index, other) in all.iter().enumerate() {
            assert_eq!(
                one == other,
                index == other_index,
                "{index} and {other_index}"
            );
        }
    }
}

/// A shop that wants v3 to the metre gets what it asks for.
#[test]
fn an_exact_search_is_only_put_in_order() {
    let pairs = [
        pair("country_code", "NL"),
        pair("latitude", "51.44012"),
        pair("longitude", "5.47"),
        pair("radius", "900"),
        pair("limit", "7"),
        pair("general_shop_type", "post_office"),
        pair("general_shop_type", "locker"),
    ];
    let search = read(&pairs);
    let mut expected = search.clone();
    expected.general_shop_types = vec![GeneralShopType::Locker, GeneralShopType::PostOffice];
    assert_eq!(Canonical::exact(search).search, expected);
}

/// Points beside a map took the place of those on it.
#[test]
fn what_lies_in_the_box_comes_before_what_lies_beside_it() {
    let corners = [
        ("ne_latitude", "51.4611"),
        ("ne_longitude", "5.4901"),
        ("sw_latitude", "51.4111"),
        ("sw_longitude", "5.4101"),
        ("country_code", "NL"),
        ("limit", "2"),
    ];
    let search = read(&corners.map(|(name, value)| pair(name, value)));
    let Canonical { search, cut } = Canonical::of(search);
    let Some(Area::Box(asked)) = search.area else {
        panic!("a box stays one");
    };
    let point = |id: u64, position: Position| {
        let json = serde_json::json!({"id": id, "carrier": {"code": "postnl"},
            "position": {"latitude": position.latitude, "longitude": position.longitude}});
        ServicePoint::read(&&json).expect("a point")
    };
    let inside = Position {
        latitude: 51.44,
        longitude: 5.45,
    };
    let points = [
        point(1, asked.north_east),
        point(2, asked.south_west),
        point(3, inside),
    ];
    let shown = cut.of(&points).copy(&points);
    let ids: Vec<_> = shown.iter().map(|point| point.id.get()).collect();
    assert_eq!(ids, [1, 3]);
    // Where all may be shown, one body serves every map.
    assert_eq!(cut.of(&points[..2]), Shown::First(2));
}

/// A box that is smaller than the finest grid was sent on as no box at all.
#[test]
fn a_tiny_box_stays_one() {
    let corners = [
        ("ne_latitude", "51.0000000001"),
        ("ne_longitude", "5.0000000001"),
        ("sw_latitude", "51"),
        ("sw_longitude", "5"),
        ("country_code", "NL"),
    ];
    let search = read(&corners.map(|(name, value)| pair(name, value)));
    let asked = Canonical::of(search).search.to_pairs();
    let asked: Vec<_> = asked
        .into_iter()
        .map(|(name, value)| pair(name, value))
        .collect();
    read(&asked);
}
