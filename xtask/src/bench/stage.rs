//! The programs that are measured: each started on a free port, pinned to a CPU where that can be
//! done, and ended by its own handle.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{paths, process};

pub(crate) const PUBLIC_KEY: &str = "bench-public-key";
pub(crate) const SECRET_KEY: &str = "bench-secret-key";

/// How long a program may take to start.
const START_MAX: Duration = Duration::from_secs(10);

/// Which CPU a program runs on.
#[derive(Clone, Copy)]
pub(crate) enum Cpu {
    /// What is measured.
    Measured,
    /// Upstreams and load.
    Beside,
    /// Wherever the system puts it.
    Any,
}

/// Where programs and their files are.
pub(crate) struct Stage {
    proxy: PathBuf,
    folder: PathBuf,
    nginx: Option<PathBuf>,
    wrk: Option<PathBuf>,
    taskset: Option<PathBuf>,
}

/// A running program; dropped, it ends.
pub(crate) struct Program {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// nginx: its master must end its worker itself, which a kill would leave behind.
    stop: Option<Command>,
}

impl Drop for Program {
    fn drop(&mut self) {
        let is_stopped = self.stop.as_mut().is_some_and(|stop| {
            let stopped = stop.status();
            stopped.is_ok_and(|status| status.success())
        });
        if !is_stopped {
            // Fails where it has ended already.
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

impl Program {
    /// Resident memory in MiB; none where the system does not tell.
    pub(crate) fn resident_mib(&self) -> Option<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kib / 1024.0)
    }
}

impl Stage {
    /// Builds the proxy and finds the other programs; says which are missing.
    ///
    /// # Errors
    ///
    /// Where the proxy cannot be built, or a folder not be made.
    pub(crate) fn set_up() -> Result<Self> {
        let build = [
            "build",
            "--release",
            "--package",
            "proxy",
            "--bin",
            "picker-proxy",
        ];
        process::run(&mut process::cargo(build))?;
        let program = format!("picker-proxy{}", std::env::consts::EXE_SUFFIX);
        let folder = paths::work().join("bench");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        // The proxy wants a widget, which nobody asks for here.
        fs::create_dir_all(folder.join("dist"))?;
        fs::write(folder.join("dist/picker.js"), "// not measured")?;
        let find = |name: &str, without: &str| {
            let found = paths::find_program(&[name]);
            if found.is_none() {
                println!("{name} is not on PATH: {without}");
            }
            found
        };
        Ok(Self {
            proxy: paths::target()?.join("release").join(program),
            folder,
            nginx: find("nginx", "nothing to compare with."),
            wrk: find("wrk", "the throughput of hits is not measured."),
            taskset: find("taskset", "programs share all CPUs."),
        })
    }

    /// `wrk`, beside what is measured.
    pub(crate) fn wrk(&self) -> Option<Command> {
        let wrk = self.wrk.as_deref()?;
        Some(self.command(wrk, Cpu::Beside))
    }

    /// Versions of what takes part, and the machine.
    pub(crate) fn describe(&self) -> String {
        let mut parts = Vec::new();
        if let Ok(text) = fs::read_to_string("/proc/cpuinfo") {
            let name = text
                .lines()
                .find_map(|line| line.strip_prefix("model name"));
            let name = name.map(|name| name.trim_start_matches([' ', '\t', ':']));
            let cpus = thread::available_parallelism().map_or(1, usize::from);
            parts.extend(name.map(|name| format!("{cpus} × {name}")));
        }
        // Both print their version among other things, one of them as an error.
        for (program, flag) in [(&self.nginx, "-v"), (&self.wrk, "-v")] {
            let Some(program) = program else { continue };
            let Ok(output) = Command::new(program).arg(flag).output() else {
                continue;
            };
            let text = [output.stdout, output.stderr].concat();
            let text = String::from_utf8_lossy(&text).into_owned();
            let first = text.lines().next().unwrap_or_default();
            let words = first.trim_start_matches("nginx version: ");
            let words: Vec<&str> = words.split(' ').take(2).collect();
            parts.push(words.join(" "));
        }
        parts.join(", ")
    }

    /// The sandbox, whose every answer comes so much later.
    ///
    /// # Errors
    ///
    /// Where it does not start.
    pub(crate) fn start_sandbox(&self, latency_ms: u32) -> Result<Program> {
        let mut command = self.command(&self.proxy, Cpu::Beside);
        command.args(["sandbox", "--listen", "127.0.0.1:0", "--latency-ms"]);
        command.arg(latency_ms.to_string());
        start(command)
    }

    /// The proxy before an upstream.
    ///
    /// # Errors
    ///
    /// Where it does not start.
    pub(crate) fn start_proxy(&self, upstream: SocketAddr, cpu: Cpu) -> Result<Program> {
        let mut command = self.command(&self.proxy, cpu);
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        command.args(["--admin-listen", "127.0.0.1:0", "--assets"]);
        command.arg(self.folder.join("dist"));
        if matches!(cpu, Cpu::Measured) {
            command.env("TOKIO_WORKER_THREADS", "1");
        }
        command
            .env("SENDCLOUD_BASE_URL", format!("http://{upstream}/api/v3"))
            .env("PICKER_ORIGINS", "https://shop.example")
            .env(
                "PICKER_SIGNING_SECRET",
                "a secret of a benchmark, and long enough",
            );
        start(command)
    }

    /// nginx before an upstream, with one worker; none where there is no nginx.
    ///
    /// `location` is what it does with a request to `http://upstream`.
    ///
    /// # Errors
    ///
    /// Where it does not start.
    pub(crate) fn start_nginx(
        &self,
        upstream: SocketAddr,
        location: &str,
        cpu: Cpu,
    ) -> Result<Option<Program>> {
        let Some(nginx) = &self.nginx else {
            return Ok(None);
        };
        let address = free_address()?;
        let folder = self.folder.join(format!("nginx-{}", address.port()));
        fs::create_dir_all(folder.join("cache"))?;
        let configuration = configuration(&folder, upstream, address, location);
        fs::write(folder.join("nginx.conf"), configuration)?;
        let with_files = |mut command: Command| {
            command.arg("-p").arg(&folder).args(["-c", "nginx.conf"]);
            // Else it opens the log of the system's own nginx first.
            command.args(["-e", "stderr"]);
            command.stderr(Stdio::null());
            command
        };
        let child = with_files(self.command(nginx, cpu))
            .spawn()
            .context("cannot start nginx")?;
        let mut stop = with_files(self.command(nginx, Cpu::Any));
        stop.args(["-s", "stop"]);
        let mut program = Program {
            child,
            address,
            stop: Some(stop),
        };
        let started = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Some(status) = program.child.try_wait()? {
                bail!("nginx ended with {status}");
            }
            if started.elapsed() > START_MAX {
                bail!("nginx does not listen at {address}");
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(Some(program))
    }

    /// A program with none of the caller's settings, on its CPU.
    fn command(&self, program: &Path, cpu: Cpu) -> Command {
        let number = match cpu {
            Cpu::Measured => Some("0"),
            Cpu::Beside => Some("1"),
            Cpu::Any => None,
        };
        let mut command = match (&self.taskset, number) {
            (Some(taskset), Some(number)) => {
                let mut command = process::command(taskset, ["-c", number]);
                command.arg(program);
                command
            }
            _ => process::command(program, [""; 0]),
        };
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("PICKER_") || text.starts_with("SENDCLOUD_") {
                command.env_remove(&name);
            }
        }
        command
            .env("SENDCLOUD_PUBLIC_KEY", PUBLIC_KEY)
            .env("SENDCLOUD_SECRET_KEY", SECRET_KEY);
        command
    }
}

/// Starts a program of ours, which prints its address first.
fn start(mut command: Command) -> Result<Program> {
    let child = command
        .stdout(Stdio::piped())
        // Its log: a line a request.
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start picker-proxy")?;
    let mut program = Program {
        child,
        address: SocketAddr::from(([127, 0, 0, 1], 0)),
        stop: None,
    };
    let output = program.child.stdout.take().context("no output")?;
    for line in BufReader::new(output).lines() {
        let line = line?;
        let address = line.split("http://").nth(1);
        let address = address.and_then(|rest| rest.split('/').next());
        if let Some(address) = address.and_then(|address| address.parse().ok()) {
            program.address = address;
            return Ok(program);
        }
    }
    bail!("picker-proxy ended before it listened; run it by hand to see why")
}

fn free_address() -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no free port")?;
    Ok(listener.local_addr()?)
}

fn configuration(
    folder: &Path,
    upstream: SocketAddr,
    address: SocketAddr,
    location: &str,
) -> String {
    let folder = folder.display();
    // An nginx that root starts gives its worker to somebody who may not enter the folder.
    format!(
        "daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr crit;
user root;
events {{ worker_connections 4096; }}
http {{
    access_log off; sendfile on; tcp_nodelay on; keepalive_requests 1000000000;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    proxy_cache_path {folder}/cache levels=1:2 keys_zone=answers:32m inactive=1h
        max_size=1g use_temp_path=off;
    open_file_cache max=20000 inactive=1h; open_file_cache_valid 1h;
    upstream upstream {{ server {upstream}; keepalive 32; }}
    server {{
        listen {address};
        location / {{
            proxy_pass http://upstream; proxy_http_version 1.1;
            proxy_set_header Connection \"\";
            {location}
        }}
    }}
}}
"
    )
}
