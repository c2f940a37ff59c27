//! Proxies that a client is given. Those of the environment are tested without a network.

use crate::client::{Operation, Setup, Tested, error_of, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    a_proxy_gets_everything
    proxies_that_cannot_be_used_are_refused
}

fn a_proxy_gets_everything<T: Tested>() {
    let server = Server::bait();
    let proxy = Server::new([status(407)]);
    let address = proxy.address().replace("://", "://us%40er:pass@");
    for scheme in ["http", "https"] {
        let mut setup = Setup::new(server.address().replace("http", scheme)).attempts(1);
        setup.proxy = Some(address.clone());
        error_of(setup.client::<T>().run(Operation::Create));
    }
    for request in proxy.requests(2) {
        assert_eq!(request.header("proxy-authorization"), Some("Basic dXNAZXI6cGFzcw=="));
        if request.line().starts_with("CONNECT") {
            assert_eq!(request.header("authorization"), None);
        }
    }
    server.assert_untouched();
}

fn proxies_that_cannot_be_used_are_refused<T: Tested>() {
    for (proxy, why) in [
        ("socks5://127.0.0.1:1", "SOCKS"),
        ("socks4a://s3cret@127.0.0.1:1", "SOCKS"),
        ("ftp://127.0.0.1", "unknown kind"),
        ("http://", "no valid address"),
        ("", "no valid address"),
        ("http://s3cret@@proxy", "no valid address"),
        ("http://proxy.example/s3cret", "path"),
        ("http://proxy:99999", "port"),
        ("http://u:s3cret@proxy:+1", "port"),
        ("http://u:s3cret@[::1]x", "brackets"),
        ("http://127.1:3128", "usual form"),
    ] {
        let mut setup = Setup::new("https://api.example");
        setup.proxy = Some(proxy.to_owned());
        let error = T::build(&setup).err().unwrap().to_string();
        assert!(error.contains(why) && error.contains("`proxy`"), "{proxy}: {error}");
        assert!(!error.contains("s3cret"), "{error}");
    }
    let mut setup = Setup::new("http://127.0.0.1:1");
    setup.proxy = Some("http://proxy.example:3128".to_owned());
    let error = T::build(&setup).err().unwrap().to_string();
    assert!(error.contains("token"), "{error}");
}
