//! nginx as a peer: one worker, files of its own below `target/`, no log.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::{Cpu, Program, Stage};

/// How long it may take to start.
const START_MAX: Duration = Duration::from_secs(10);

impl Stage {
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
