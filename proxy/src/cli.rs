//! The command line.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use tokio::sync::watch;

use crate::app::{self, AppState};
use crate::assets::{Assets, AssetsError};
use crate::clock::Clock;
use crate::config::{Config, Environment, Findings};
use crate::demo;
use crate::openapi;
use crate::server::{self, ListenError};

/// Keeps the Sendcloud keys and serves the service point picker.
#[derive(Debug, Parser)]
#[command(name = "picker-proxy", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a shop, with its Sendcloud keys (docs/operating.md names the variables)
    Serve {
        #[command(flatten)]
        listen: Listen,
        /// Where balancers ask for /livez and /readyz
        #[arg(
            long,
            env = "PICKER_ADMIN_LISTEN",
            value_name = "ADDR:PORT",
            default_value = "127.0.0.1:9090"
        )]
        admin_listen: SocketAddr,
        #[command(flatten)]
        files: Files,
    },
    /// Show the picker in a demo checkout, without keys and without a network
    Demo {
        #[command(flatten)]
        listen: Listen,
        /// Where to answer /livez and /readyz [default: nowhere]
        #[arg(long, env = "PICKER_ADMIN_LISTEN", value_name = "ADDR:PORT")]
        admin_listen: Option<SocketAddr>,
        #[command(flatten)]
        files: Files,
    },
    /// Run the imitation of Sendcloud alone
    Sandbox {
        #[command(flatten)]
        listen: Listen,
    },
    /// Print what the HTTP interface is, for programs: an `openapi.json`
    Openapi,
}

#[derive(Debug, Args)]
struct Listen {
    /// Where to listen; port 0 takes any that is free
    #[arg(
        long,
        env = "PICKER_LISTEN",
        value_name = "ADDR:PORT",
        default_value = "127.0.0.1:8080"
    )]
    listen: SocketAddr,
}

#[derive(Debug, Args)]
struct Files {
    /// The folder that `cargo xtask build` made [default: dist, here or beside the program]
    #[arg(long, env = "PICKER_ASSETS", value_name = "DIR")]
    assets: Option<PathBuf>,
}

/// Why the program ends.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Variables are missing or cannot be used.
    #[error(transparent)]
    Config(#[from] Findings),
    /// The widget has not been built.
    #[error(transparent)]
    Assets(#[from] AssetsError),
    /// An address cannot be listened on.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// No client can be made.
    #[error("the system's certificates cannot be read: install `ca-certificates`")]
    Client(#[source] reqwest::Error),
    /// A listener broke.
    #[error("a listener broke")]
    Serve(#[from] io::Error),
}

impl Cli {
    /// Does what was asked for, until it is ended.
    ///
    /// # Errors
    ///
    /// Where it cannot start, or a listener breaks.
    pub async fn run(self) -> Result<(), RunError> {
        match self.command {
            Command::Serve {
                listen,
                admin_listen,
                files,
            } => serve(listen.listen, admin_listen, &files).await,
            Command::Demo {
                listen,
                admin_listen,
                files,
            } => demo::run_demo(listen.listen, admin_listen, &files.directory()).await,
            Command::Sandbox { listen } => demo::run_sandbox(listen.listen).await,
            Command::Openapi => {
                // A reader that goes away early has what it wanted.
                let _ = io::stdout().write_all(openapi::DOCUMENT.as_bytes());
                Ok(())
            }
        }
    }
}

impl Files {
    /// The folder named, else `dist` here, else `dist` beside the program.
    fn directory(&self) -> PathBuf {
        let here = PathBuf::from("dist");
        if let Some(named) = &self.assets {
            return named.clone();
        }
        let program = std::env::current_exe().ok();
        let beside = program.and_then(|program| Some(program.parent()?.join("dist")));
        let beside = beside.filter(|beside| !here.exists() && beside.exists());
        beside.unwrap_or(here)
    }
}

async fn serve(
    listen: SocketAddr,
    admin_listen: SocketAddr,
    files: &Files,
) -> Result<(), RunError> {
    let config = Config::read(&Environment::get, listen)?;
    let assets = Assets::load(&files.directory())?;
    let (listener, address) = server::bind(listen).await?;
    let (admin_listener, admin_address) = server::bind(admin_listen).await?;
    let state =
        AppState::new(config, assets, Clock::system(), address).map_err(RunError::Client)?;
    let (drains, is_draining) = watch::channel(false);
    let admin = app::admin_router(state.clone(), is_draining);
    println!("picker-proxy listens on http://{address}/ (admin: http://{admin_address}/)");
    tokio::select! {
        // Answers until the other has ended: balancers look at it while requests drain.
        ended = server::serve_admin(Some(admin_listener), admin) => ended?,
        ended = server::serve(listener, app::router(state), drains) => ended?,
    }
    Ok(())
}
