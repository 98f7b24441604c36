//! A mail server on the loopback for tests: STARTTLS with a certificate of its own authority, a login, and the ways in which real ones fail.
#![allow(dead_code, reason = "each test binary uses its own part of the server")]

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// How it behaves.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Behave {
    /// As it should.
    Well,
    /// 550 for every recipient.
    RefuseRecipient,
    /// 451 for every recipient.
    Greylist,
    /// The line is cut after the text, before the answer.
    CutAfterText,
    /// The line is cut after the sender.
    CutBeforeText,
    /// It never says a word.
    Silent,
    /// It offers no encryption.
    NoEncryption,
    /// The password is wrong.
    RefuseLogin,
}

/// A message that arrived.
#[derive(Clone, Debug)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    pub text: String,
    pub encrypted: bool,
    pub login: Option<String>,
}

#[derive(Default)]
struct Log {
    received: Mutex<Vec<Received>>,
    texts_begun: Mutex<usize>,
    open_logins: Mutex<Vec<String>>,
}

/// The server; stopped when dropped.
pub struct MailServer {
    port: u16,
    authority: String,
    log: Arc<Log>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl MailServer {
    /// Starts it on a free port.
    pub fn start(behave: Behave) -> MailServer {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (config, authority) = certified();
        let log = Arc::new(Log::default());
        let stop = Arc::new(AtomicBool::new(false));
        let thread = {
            let (log, stop) = (Arc::clone(&log), Arc::clone(&stop));
            std::thread::spawn(move || {
                for stream in listener.incoming() {
                    if stop.load(Ordering::SeqCst) {
                        return;
                    }
                    let Ok(stream) = stream else { continue };
                    // A client that hangs up is no failure of the server's.
                    let _ = Talk::new(behave, &log).serve(stream, &config);
                }
            })
        };
        MailServer {
            port,
            authority,
            log,
            stop,
            thread: Some(thread),
        }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The certificate of its authority, as PEM.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Messages that were taken.
    pub fn received(&self) -> Vec<Received> {
        self.log.received.lock().expect("the log").clone()
    }

    /// How often a text began.
    pub fn texts_begun(&self) -> usize {
        *self.log.texts_begun.lock().expect("the log")
    }

    /// Logins that crossed the network in the open.
    pub fn logins_in_the_open(&self) -> Vec<String> {
        self.log.open_logins.lock().expect("the log").clone()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// An authority and a certificate for localhost by it.
fn certified() -> (Arc<ServerConfig>, String) {
    let mut params = CertificateParams::new(Vec::<String>::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key"))
        .expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let certificate = CertificateParams::new(vec!["localhost".to_owned()])
        .expect("parameters")
        .signed_by(&key, &issuer)
        .expect("a certificate");
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("protocols")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)
        .expect("a configuration");
    (Arc::new(config), issuer.pem())
}

/// One connection.
struct Talk<'a> {
    behave: Behave,
    log: &'a Log,
    from: String,
    to: Vec<String>,
    encrypted: bool,
    login: Option<String>,
}

enum Next {
    Encrypt,
    Over,
}

impl<'a> Talk<'a> {
    fn new(behave: Behave, log: &'a Log) -> Talk<'a> {
        Talk {
            behave,
            log,
            from: String::new(),
            to: Vec::new(),
            encrypted: false,
            login: None,
        }
    }

    fn serve(&mut self, mut stream: TcpStream, config: &Arc<ServerConfig>) -> std::io::Result<()> {
        if self.behave == Behave::Silent {
            let mut end = [0; 1];
            return stream.read(&mut end).map(drop);
        }
        stream.write_all(b"220 localhost ready\r\n")?;
        if let Next::Over = self.lines(&mut stream)? {
            return Ok(());
        }
        self.encrypted = true;
        let connection =
            ServerConnection::new(Arc::clone(config)).map_err(std::io::Error::other)?;
        let mut wrapped = StreamOwned::new(connection, stream);
        self.lines(&mut wrapped).map(drop)
    }

    fn lines<S: Read + Write>(&mut self, stream: &mut S) -> std::io::Result<Next> {
        let mut reader = BufReader::new(stream);
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(Next::Over);
            }
            let line = line.trim_end();
            let word = line
                .split([' ', ':'])
                .next()
                .unwrap_or_default()
                .to_uppercase();
            let answer = match word.as_str() {
                "EHLO" if self.encrypted => "250-localhost\r\n250-8BITMIME\r\n250 AUTH PLAIN\r\n",
                "EHLO" if self.behave == Behave::NoEncryption => {
                    "250-localhost\r\n250 AUTH PLAIN\r\n"
                }
                "EHLO" => "250-localhost\r\n250 STARTTLS\r\n",
                "STARTTLS" => {
                    reader.get_mut().write_all(b"220 go ahead\r\n")?;
                    return Ok(Next::Encrypt);
                }
                "AUTH" => {
                    let secret = plain(line.rsplit(' ').next().unwrap_or_default());
                    if !self.encrypted {
                        self.log
                            .open_logins
                            .lock()
                            .expect("the log")
                            .push(secret.clone());
                    }
                    self.login = Some(secret);
                    match self.behave {
                        Behave::RefuseLogin => "535 wrong password\r\n",
                        _ => "235 welcome\r\n",
                    }
                }
                "MAIL" => {
                    self.from = between(line);
                    if self.behave == Behave::CutBeforeText {
                        return Ok(Next::Over);
                    }
                    "250 ok\r\n"
                }
                "RCPT" => {
                    self.to.push(between(line));
                    match self.behave {
                        Behave::RefuseRecipient => "550 no such user here\r\n",
                        Behave::Greylist => "451 greylisted, try again later\r\n",
                        _ => "250 ok\r\n",
                    }
                }
                "DATA" => {
                    *self.log.texts_begun.lock().expect("the log") += 1;
                    reader.get_mut().write_all(b"354 go ahead\r\n")?;
                    let text = text(&mut reader)?;
                    if self.behave == Behave::CutAfterText {
                        return Ok(Next::Over);
                    }
                    self.log.received.lock().expect("the log").push(Received {
                        from: self.from.clone(),
                        to: std::mem::take(&mut self.to),
                        text,
                        encrypted: self.encrypted,
                        login: self.login.clone(),
                    });
                    "250 taken\r\n"
                }
                "QUIT" => {
                    reader.get_mut().write_all(b"221 bye\r\n")?;
                    return Ok(Next::Over);
                }
                _ => "502 not here\r\n",
            };
            reader.get_mut().write_all(answer.as_bytes())?;
            reader.get_mut().flush()?;
        }
    }
}

/// The text up to the lonely dot, doubled dots undone.
fn text(reader: &mut impl BufRead) -> std::io::Result<String> {
    let mut out = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == ".\r\n" {
            return Ok(out);
        }
        out.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

fn between(line: &str) -> String {
    let rest = line.split('<').nth(1).unwrap_or_default();
    rest.split('>').next().unwrap_or_default().to_owned()
}

/// Base64 undone; logins are short.
fn plain(encoded: &str) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = encoded
        .bytes()
        .filter_map(|b| ALPHABET.iter().position(|a| *a == b))
        .flat_map(|n| (0..6).rev().map(move |shift| u8::from(n >> shift & 1 == 1)))
        .collect();
    let bytes = bits
        .chunks_exact(8)
        .map(|byte| byte.iter().fold(0, |all, bit| all << 1 | bit))
        .collect();
    String::from_utf8(bytes).expect("a login is text")
}
