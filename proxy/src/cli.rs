//! The command line.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Arg, Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::accept::{Acceptor, Metrics, warn_of_few_files};
use crate::app::{self, AppState};
use crate::assets::{Assets, AssetsError};
use crate::check;
use crate::clock::Clock;
use crate::config::{Environment, Findings, Reading, Source};
use crate::demo;
use crate::openapi;
use crate::print;
use crate::reload::{self, Reloader};
use crate::selections::TokenError;
use crate::server::{self, Ending, ListenError};
use crate::verify;

/// Keeps the Sendcloud keys and serves the service point picker.
#[derive(Debug, Parser)]
#[command(name = "picker-proxy", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve shops, with their Sendcloud keys (docs/configuration.md names all settings)
    Serve {
        #[command(flatten)]
        settings: Settings,
        #[command(flatten)]
        files: Files,
    },
    /// Say whether the configuration and the keys are good, one line a finding
    Check {
        #[command(flatten)]
        settings: Settings,
    },
    /// Say whether a selection's token is good, and what it says
    Verify {
        /// The token; - reads it from standard input, where no list of processes shows it
        #[arg(value_name = "TOKEN")]
        token: String,
        #[command(flatten)]
        settings: Settings,
    },
    /// Show the picker in a demo checkout, without keys and without a network
    Demo {
        #[command(flatten)]
        listen: Listen,
        /// Where to answer /livez, /readyz and /metrics [default: nowhere]
        #[arg(long, env = "PICKER_ADMIN_LISTEN", value_name = "ADDR:PORT")]
        admin_listen: Option<SocketAddr>,
        #[command(flatten)]
        files: Files,
    },
    /// Run the imitation of Sendcloud alone
    Sandbox {
        #[command(flatten)]
        listen: Listen,
        /// How many milliseconds every answer of the API takes longer
        #[arg(long, value_name = "N", default_value_t = 0)]
        latency_ms: u64,
    },
    /// Print what the HTTP interface is, for programs: an `openapi.json`
    Openapi,
}

#[derive(Debug, Args)]
struct Settings {
    /// The settings of several shops [default: none, one shop by variables alone]
    #[arg(long, env = "PICKER_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where to listen; port 0 takes any that is free [default: the file's, else 127.0.0.1:8080]
    #[arg(long, env = "PICKER_LISTEN", value_name = "ADDR:PORT")]
    listen: Option<SocketAddr>,
    /// Where /livez, /readyz and /metrics are answered [default: the file's, else 127.0.0.1:9090]
    #[arg(long, env = "PICKER_ADMIN_LISTEN", value_name = "ADDR:PORT")]
    admin_listen: Option<SocketAddr>,
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
    /// Selections cannot be stored.
    #[error("selections cannot be stored (PICKER_STORE, or selections.store in the file): {0}")]
    Store(String),
    /// No client can be made.
    #[error("the system's certificates cannot be read: install `ca-certificates`")]
    Client(#[source] reqwest::Error),
    /// A listener broke.
    #[error("a listener broke")]
    Serve(#[from] io::Error),
    /// A token proves nothing.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The standard input is no token.
    #[error("standard input cannot be read")]
    Input(#[source] io::Error),
}

impl Cli {
    /// What the command line and the variables ask for; ends the program where that is nothing. An
    /// empty variable counts as not set, as with all others.
    #[must_use]
    pub fn read() -> Self {
        let forget = |command: clap::Command| command.mut_args(forget_empty);
        let matches = Self::command().mut_subcommands(forget).get_matches();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }

    /// Does what was asked for, until it is ended; the code is what to exit with.
    ///
    /// # Errors
    ///
    /// Where it cannot start, or a listener breaks.
    pub async fn run(self) -> Result<ExitCode, RunError> {
        match self.command {
            Command::Serve { settings, files } => serve(settings.source(), &files).await?,
            Command::Check { settings } => return Ok(check::run(&settings.source()).await),
            Command::Verify { token, settings } => verify::run(&settings.source(), token)?,
            Command::Demo {
                listen,
                admin_listen,
                files,
            } => demo::run_demo(listen.listen, admin_listen, &files.directory()).await?,
            Command::Sandbox { listen, latency_ms } => {
                demo::run_sandbox(listen.listen, Duration::from_millis(latency_ms)).await?;
            }
            Command::Openapi => {
                // A reader that goes away early has what it wanted.
                let _ = io::stdout().write_all(openapi::DOCUMENT.as_bytes());
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// An argument, without its variable where that is empty: the program stopped over one.
fn forget_empty(argument: Arg) -> Arg {
    let name = argument.get_env().and_then(OsStr::to_str);
    let text = name.and_then(Environment::get);
    match text {
        Some(text) if text.trim().is_empty() => argument.env(None::<&str>),
        _ => argument,
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

impl Settings {
    fn source(self) -> Source {
        Source {
            file: self.config,
            listen: self.listen,
            admin_listen: self.admin_listen,
            clock: Clock::system(),
        }
    }
}

async fn serve(source: Source, files: &Files) -> Result<(), RunError> {
    let Reading { config, contents } = source.read(&Environment::get);
    let config = config?;
    let reloads = reload::Metrics::default();
    let reloader = Reloader::new(source, &config, contents, reloads.clone());
    let assets = Assets::load(&files.directory())?;
    let (listener, address) = server::bind(config.server.listen)?;
    let (admin_listener, admin_address) = server::bind(config.server.admin_listen)?;
    let ending = Ending::listen(config.server.drain_grace);
    let connections = config.server.connections;
    warn_of_few_files(connections);
    let state =
        AppState::new(config, assets, Clock::system(), address).map_err(RunError::Client)?;
    state.open_store().await?;
    let accepts = Metrics::default();
    let acceptor = Acceptor::new(connections, accepts.clone());
    let admin = app::admin_router(&state, ending.stage(), |registry| {
        accepts.register(registry);
        reloads.register(registry);
    });
    print::line(format_args!(
        "picker-proxy listens on http://{address}/ (admin: http://{admin_address}/)"
    ));
    tokio::select! {
        never = reloader.run(state.clone()) => match never {},
        never = state.tend() => match never {},
        // Answers until the other has ended: balancers look at it while requests drain.
        () = server::serve_admin(Some(admin_listener), admin) => {}
        () = server::serve(listener, app::service(state.clone()), acceptor, ending) => {}
    }
    state.selections().close().await;
    Ok(())
}
