//! A PostgreSQL of the tests' own: a cluster in a temporary folder, reached by a socket in it. It
//! ends with the process that started it, however that ends.

use std::fs;
use std::io::{BufRead, BufReader, Write, stderr};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// Keeps the cluster as long as somebody holds its standard input, and says where it is.
const SCRIPT: &str = r#"
trap '' INT TERM HUP
cd / && folder=$(mktemp -d "${TMPDIR:-/tmp}/picker-postgres.XXXXXX") || exit 1
quietly() { "$@" >>"$folder/log" 2>&1 || cat "$folder/log" >&2; }
start() {
    quietly "$0/pg_ctl" -D "$folder/data" -w -l "$folder/log" start -o \
        "-k $folder -c listen_addresses= -c fsync=off -c max_connections=200"
}
quietly "$0/initdb" -D "$folder/data" -U picker -A trust --no-sync
start
echo "$folder"
while read -r word; do
    case $word in
        stop) quietly "$0/pg_ctl" -D "$folder/data" -w -m fast stop ;;
        start) start ;;
    esac
    echo done
done
"$0/pg_ctl" -D "$folder/data" -w -m immediate stop >/dev/null 2>&1
rm -rf "$folder"
"#;

/// A server, ours or one that was named.
pub(crate) struct Server {
    /// The address of a database in it, without the database's name.
    base: String,
    /// None where it is not ours.
    control: Option<Mutex<(Child, BufReader<ChildStdout>)>>,
}

/// The server of all tests of this process; none where there is no PostgreSQL on the machine, which
/// is said once.
pub(crate) fn shared() -> Option<&'static Server> {
    static SHARED: OnceLock<Option<Server>> = OnceLock::new();
    SHARED
        .get_or_init(|| named().or_else(Server::start_own))
        .as_ref()
}

/// `PICKER_TEST_POSTGRES`: a server to make databases in, such as `postgres://me@localhost`.
fn named() -> Option<Server> {
    #[expect(clippy::disallowed_methods, reason = "it is the tests' own variable")]
    let address = std::env::var("PICKER_TEST_POSTGRES").ok()?;
    Some(Server {
        base: format!("{}/{{}}", address.trim_end_matches('/')),
        control: None,
    })
}

impl Server {
    /// Starts one that can be stopped without harm to other tests.
    pub(crate) fn start_own() -> Option<Self> {
        let Some(programs) = find_programs() else {
            // Not by a macro: what that prints is shown only of tests that fail.
            let _ = stderr().write_all(
                b"\nSKIPPED: no PostgreSQL on this machine (initdb, pg_ctl), and no \
                  PICKER_TEST_POSTGRES: its store is not tested\n",
            );
            return None;
        };
        let mut command = match is_root() {
            // It refuses to run as root.
            true => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--", "/bin/sh"]);
                command
            }
            false => Command::new("/bin/sh"),
        };
        command.args(["-c", SCRIPT]).arg(programs);
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut script = pipes.spawn().expect("a shell starts");
        let mut stdout = BufReader::new(script.stdout.take().expect("it is a pipe"));
        let mut folder = String::new();
        stdout.read_line(&mut folder).expect("text");
        let folder = folder.trim();
        assert!(!folder.is_empty(), "the cluster was made");
        Some(Self {
            base: format!("postgres://picker@localhost/{{}}?host={folder}"),
            control: Some(Mutex::new((script, stdout))),
        })
    }

    /// The address of a database that nobody else has.
    pub(crate) async fn make_database(&self) -> String {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("picker_test_{}_{count}", std::process::id());
        let mut connection = PgConnection::connect(&self.address("postgres"))
            .await
            .expect("it listens");
        let sql = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        let made = sqlx::query(sql).execute(&mut connection).await;
        made.expect("a database");
        self.address(&name)
    }

    fn address(&self, database: &str) -> String {
        self.base.replace("{}", database)
    }

    /// `stop` or `start`; false where the server is not ours.
    pub(crate) fn tell(&self, word: &str) -> bool {
        let Some(control) = &self.control else {
            return false;
        };
        let mut control = control.lock().expect("nobody panics with it");
        let stdin = control.0.stdin.as_mut().expect("it is a pipe");
        writeln!(stdin, "{word}").expect("the script reads");
        let mut done = String::new();
        control.1.read_line(&mut done).expect("text");
        assert_eq!(done.trim(), "done");
        true
    }
}

/// The folder of the server's programs: the newest of Debian's, else that of PATH.
fn find_programs() -> Option<PathBuf> {
    let is_whole = |folder: &Path| {
        ["initdb", "pg_ctl"]
            .iter()
            .all(|name| folder.join(name).is_file())
    };
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut folders: Vec<PathBuf> = versions
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|folder| is_whole(folder))
        .collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let newest = folders.pop();
    newest.or_else(|| std::env::split_paths(&path).find(|folder| is_whole(folder)))
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}
