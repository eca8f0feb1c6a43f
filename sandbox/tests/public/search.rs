//! `GET /service-points`.

use crate::support::TestApi;

#[tokio::test]
async fn smoke() {
    let api = TestApi::new();
    for (country, address) in [
        ("NL", "Stadhuisplein 10, 5611 EM Eindhoven"),
        ("DE", "Alexanderplatz 1, 10178 Berlin"),
        ("PT", "Rua Augusta 5, 1100-148 Lisboa"),
        ("GB", "10 Downing Street, London SW1A 2AA"),
        ("FI", "Rovaniemi"),
        ("IE", "D02 AF30"),
        ("PL", "00-001"),
    ] {
        let start = std::time::Instant::now();
        let answer = api
            .search(&[
                ("country_code", country),
                ("use_integration_carriers", "true"),
                ("address", address),
            ])
            .await;
        println!("{address} {} {:?}", answer.geocoding(), start.elapsed());
        println!("   {} results", answer.results().len());
        for point in answer.results().iter().take(7) {
            println!(
                "  {} {} {} {} {} | {} {} {} {} | {} {}",
                point["id"],
                point["distance"],
                point["name"],
                point["carrier"]["code"],
                point["general_shop_type"],
                point["address"]["street"],
                point["address"]["house_number"],
                point["address"]["postal_code"],
                point["address"]["city"],
                point["next_open_at"],
                point["carrier_service_point_id"]
            );
        }
        let id = answer.results()[0]["id"].as_u64().unwrap();
        let mut found = api.find(id).await.json["data"].clone();
        found["distance"] = answer.results()[0]["distance"].clone();
        assert_eq!(found, answer.results()[0]);
        assert_eq!(api.check(id).await.json["data"]["is_available"], true);
    }
}
