//! A TLS server, and certificate authorities that only the tests trust.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{WantsServerCert, WebPkiClientVerifier};
use rustls::{
    ConfigBuilder, RootCertStore, ServerConfig, ServerConnection, Stream, SupportedProtocolVersion,
};

use crate::fault::{BODY, response};

static COUNT: AtomicUsize = AtomicUsize::new(1);

/// A certificate authority.
pub(crate) struct Authority {
    pub(crate) pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // OpenSSL finds an authority by its name, and treats a certificate with the same name as self-signed.
        params.distinguished_name = DistinguishedName::new();
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        params.distinguished_name.push(DnType::CommonName, format!("authority {number}"));
        let key = KeyPair::generate().unwrap();
        Authority { pem: params.self_signed(&key).unwrap().pem(), issuer: Issuer::new(params, key) }
    }

    /// A certificate for this machine and its key, as PEM.
    pub(crate) fn issue(&self) -> (String, String) {
        self.issue_with(&|_| {})
    }

    /// The same, with changed parameters.
    pub(crate) fn issue_with(&self, change: &dyn Fn(&mut CertificateParams)) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let names = ["127.0.0.1".to_owned(), "localhost".to_owned()];
        let mut params = CertificateParams::new(names).unwrap();
        change(&mut params);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        (certificate.pem(), key.serialize_pem())
    }
}

/// What the server saw.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) connections: usize,
    pub(crate) requests: usize,
    /// The number of requests from a client that sent a certificate.
    pub(crate) identified: usize,
}

/// A server that responds to every request with a success.
pub(crate) struct TlsServer {
    pub(crate) address: String,
    seen: Arc<Mutex<Seen>>,
}

impl TlsServer {
    pub(crate) fn new(authority: &Authority) -> Self {
        TlsServer::with(authority, rustls::ALL_VERSIONS, None)
    }

    /// With these versions of TLS, and only for clients of the other authority, if there is one.
    pub(crate) fn with(
        authority: &Authority,
        versions: &[&'static SupportedProtocolVersion],
        clients: Option<&Authority>,
    ) -> Self {
        TlsServer::run(config(authority, versions, clients), Answer::good())
    }

    /// With this certificate and its key.
    pub(crate) fn showing(identity: &(String, String)) -> Self {
        let provider = Arc::new(ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider);
        let builder = builder.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        TlsServer::run(showing(builder, identity), Answer::good())
    }

    /// Writes this and closes the connection, with or without `close_notify`.
    pub(crate) fn closing(authority: &Authority, text: Vec<u8>, is_marked: bool) -> Self {
        let config = config(authority, rustls::ALL_VERSIONS, None);
        TlsServer::run(config, Answer { text, end: Some(is_marked) })
    }

    fn run(config: ServerConfig, answer: Answer) -> Self {
        let (config, answer) = (Arc::new(config), Arc::new(answer));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("https://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Seen::default()));
        let log = seen.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                log.lock().unwrap().connections += 1;
                let (config, answer, log) = (config.clone(), answer.clone(), log.clone());
                // Errors mean that the client has closed the connection.
                thread::spawn(move || drop(serve(stream.unwrap(), config, &answer, &log)));
            }
        });
        TlsServer { address, seen }
    }

    pub(crate) fn seen(&self) -> Seen {
        self.seen.lock().unwrap().clone()
    }
}

/// The response to each request, and whether the connection ends then, with or without `close_notify`.
struct Answer {
    text: Vec<u8>,
    end: Option<bool>,
}

impl Answer {
    fn good() -> Self {
        Answer { text: response(200, "", BODY), end: None }
    }
}

fn config(
    authority: &Authority,
    versions: &[&'static SupportedProtocolVersion],
    clients: Option<&Authority>,
) -> ServerConfig {
    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(versions)
        .unwrap();
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(clients) => {
            let mut roots = RootCertStore::empty();
            roots.add(certificate(&clients.pem)).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider);
            builder.with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    showing(builder, &authority.issue())
}

fn showing(
    builder: ConfigBuilder<ServerConfig, WantsServerCert>,
    (chain, key): &(String, String),
) -> ServerConfig {
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
    builder.with_single_cert(vec![certificate(chain)], key).unwrap()
}

fn certificate(pem: &str) -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()
}

fn serve(
    mut socket: TcpStream,
    config: Arc<ServerConfig>,
    answer: &Answer,
    log: &Mutex<Seen>,
) -> std::io::Result<()> {
    let mut connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut stream = Stream::new(&mut connection, &mut socket);
    loop {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte)?;
            head.extend(byte);
        }
        let mut seen = log.lock().unwrap();
        seen.requests += 1;
        seen.identified += usize::from(stream.conn.peer_certificates().is_some());
        drop(seen);
        stream.write_all(&answer.text)?;
        let Some(is_marked) = answer.end else {
            continue;
        };
        if is_marked {
            stream.conn.send_close_notify();
        }
        return stream.flush();
    }
}
