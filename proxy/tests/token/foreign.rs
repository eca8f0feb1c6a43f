//! The stock libraries of other languages: what a shop's backend verifies with. Each accepts what
//! the proxy signs, and refuses what nobody may accept.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use jsonwebtoken::EncodingKey;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::time::timeout;

use super::forgeries::{self, Stage};
use super::{pair_variables, pem, sandbox, select, to_the_present};
use crate::cli::PATIENCE;
use crate::support::{PUBLIC_URL, SIGNING_SECRET, TestApp};

/// A library, in the language's own program: reads a case a line, and says of each what it does.
struct Library {
    name: &'static str,
    program: PathBuf,
    /// Loads the library and does nothing.
    probe: [&'static str; 2],
    script: &'static str,
}

fn jose() -> Library {
    Library {
        name: "jose for Node",
        program: "node".into(),
        probe: ["-e", "require.resolve('jose')"],
        script: "verify.mjs",
    }
}

fn pyjwt() -> Library {
    // Made by `cargo xtask test`, which writes that file last.
    let made = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/verifiers");
    let is_made = made.join("requirements.txt").exists();
    Library {
        name: "PyJWT",
        program: if is_made {
            made.join("bin/python")
        } else {
            "python3".into()
        },
        probe: ["-c", "import jwt, cryptography"],
        script: "verify.py",
    }
}

fn crypt_jwt() -> Library {
    Library {
        name: "Crypt::JWT for Perl",
        program: "perl".into(),
        probe: ["-MCrypt::JWT", "-e1"],
        script: "verify.pl",
    }
}

impl Library {
    fn command<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Command {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/token/verifiers");
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .current_dir(scripts)
            .kill_on_drop(true);
        command
    }

    async fn is_installed(&self) -> bool {
        let mut probe = self.command(&self.probe);
        let probe = probe.stdout(Stdio::null()).stderr(Stdio::null()).status();
        let status = timeout(PATIENCE, probe).await.expect("it loads in time");
        status.is_ok_and(|status| status.success())
    }

    /// What it says of each token of a shop with such a key.
    async fn verify(&self, tokens: &[&str], key: &Value) -> Vec<bool> {
        let cases = tokens.iter().map(|token| {
            let mut case = key.clone();
            case["token"] = json!(token);
            case["issuer"] = json!(PUBLIC_URL);
            case["audience"] = json!("default");
            format!("{case}\n")
        });
        let cases: String = cases.collect();
        let mut command = self.command(&[self.script]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("it starts");
        let mut stdin = process.stdin.take().expect("a pipe");
        let write = async move {
            stdin.write_all(cases.as_bytes()).await.expect("it reads");
        };
        let both = async { tokio::join!(write, process.wait_with_output()).1 };
        let output = timeout(PATIENCE, both).await.expect("it ends in time");
        let output = output.expect("it was started");
        assert!(output.status.success(), "{} broke", self.name);
        let said = String::from_utf8(output.stdout).expect("text");
        let said = said.lines().map(|line| match line {
            "accepted" => true,
            "refused" => false,
            other => panic!("{} says {other:?}", self.name),
        });
        let said: Vec<_> = said.collect();
        assert_eq!(said.len(), tokens.len(), "{}", self.name);
        said
    }

    /// Holds it against a shop with a secret and one with a key pair.
    async fn agrees(&self) {
        if !self.is_installed().await {
            // Not by `eprintln`, which a test that passes keeps to itself.
            let line = format!("skipped: {} is not installed\n", self.name);
            let _ = std::io::stderr().write_all(line.as_bytes());
            return;
        }
        let pem = pem(1);
        let pair = EncodingKey::from_ed_pem(pem.as_bytes()).expect("a key");
        let secret = EncodingKey::from_secret(SIGNING_SECRET.as_bytes());
        for (variables, own_key) in [(&[][..], secret), (&pair_variables(&pem)[..], pair)] {
            let app = TestApp::on(sandbox().await, variables);
            to_the_present(&app);
            let good = select(&app).await;
            let jwks = app.get("/.well-known/jwks.json").await.json();
            let has_pair = !variables.is_empty();
            let key = match has_pair {
                true => json!({"algorithm": "EdDSA", "jwks": jwks}),
                false => json!({"algorithm": "HS256", "secret": SIGNING_SECRET}),
            };
            let stage = Stage {
                good: &good,
                own_key,
                jwks: has_pair.then_some(&jwks),
            };
            let forgeries = forgeries::of(&stage).into_iter();
            let forgeries: Vec<_> = forgeries.filter(|forgery| forgery.is_for_all).collect();
            let mut tokens = vec![good.as_str()];
            tokens.extend(forgeries.iter().map(|forgery| forgery.token.as_str()));
            let said = self.verify(&tokens, &key).await;
            assert!(said[0], "{} refuses a good token: {key}", self.name);
            for (forgery, is_accepted) in forgeries.iter().zip(&said[1..]) {
                assert!(!is_accepted, "{} accepts: {}", self.name, forgery.name);
            }
        }
    }
}

#[tokio::test]
async fn jose_agrees() {
    jose().agrees().await;
}

#[tokio::test]
async fn pyjwt_agrees() {
    pyjwt().agrees().await;
}

#[tokio::test]
async fn crypt_jwt_agrees() {
    crypt_jwt().agrees().await;
}
