//! Whatever a header claims: the client is the peer, or whom a trusted peer named, and never one of
//! the trusted themselves.

#![no_main]

use std::net::IpAddr;

use ipnet::IpNet;
use libfuzzer_sys::fuzz_target;
use proxy::limits::client_ip;

fuzz_target!(|values: &[u8]| {
    let trusted = ["10.0.0.0/8", "127.0.0.1/32", "fd00::/8"];
    let trusted = trusted.map(|text| text.parse::<IpNet>().expect("a network"));
    let is_trusted = |ip: IpAddr| trusted.iter().any(|network| network.contains(&ip));
    let values = || values.split(|byte| *byte == b'\n');

    let stranger = IpAddr::from([203, 0, 113, 7]);
    assert_eq!(client_ip(stranger, values(), &trusted), stranger);

    let terminator = IpAddr::from([127, 0, 0, 1]);
    let client = client_ip(terminator, values(), &trusted);
    assert!(client == terminator || !is_trusted(client), "{client}");
    // What stands left of it was written by whom nobody trusts, and changes nothing.
    let forged = [&b"198.51.100.9, unknown,"[..]];
    let mut all = forged.into_iter().chain(values());
    let again = client_ip(terminator, &mut all, &trusted);
    assert!(
        again == client || client == terminator,
        "{again} for {client}"
    );
});
