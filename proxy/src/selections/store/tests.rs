//! What both databases promise, by the same tests; what one alone does is in the files below.

/// Makes two tests of each function: with a file, and with a database of a server.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name(super::Fixture::on_sqlite()).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                if let Some(fixture) = super::Fixture::on_postgres().await {
                    super::$name(fixture).await;
                }
            })+
        }
    };
}
mod fixture;
mod keeping;
mod only_postgres;
mod only_sqlite;
mod opening;
mod orders;
mod renewing;
mod together;

#[path = "../../../tests/support/postgres.rs"]
mod server;
