//! State in PostgreSQL: the table `states` of Terraform's `pg` backend, in a transaction that can only read.
//!
//! Source: <https://developer.hashicorp.com/terraform/language/backend/pg>. No advisory lock is taken. The variables
//! `PG…` of libpq and its password file are honoured.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgDatabaseError};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection};

use super::{Backend, Fetched, LARGEST, RemoteError, plain, variable, wait};

/// Where the table is, where nothing else is said.
const SCHEMA: &str = "terraform_remote_state";

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(10);

/// How long the answer may take.
const ANSWER: Duration = Duration::from_mins(2);

/// Names of workspaces that a message lists.
const MOST_LISTED: i64 = 8;

pub(super) fn read(backend: &Backend) -> Result<Fetched, RemoteError> {
    let settings = &backend.settings;
    let schema = settings.text("schema_name").or_else(|| variable("PG_SCHEMA_NAME"));
    let schema = schema.unwrap_or_else(|| SCHEMA.to_owned());
    let options = options(settings.text("conn_str").or_else(|| variable("PG_CONN_STR")))?;
    let workspace = backend.workspace();
    let place = format!(
        "{schema}.states of {} on {}",
        options.get_database().unwrap_or_else(|| options.get_username()),
        options.get_host()
    );
    let state = wait(async {
        let late = |_| RemoteError::Broken("no answer in time".to_owned());
        let connecting = options.connect();
        let mut connection =
            tokio::time::timeout(CONNECT, connecting).await.map_err(late)?.map_err(|e| told(&e, &place))?;
        let answer = ask(&mut connection, &schema, &workspace);
        let answer = tokio::time::timeout(ANSWER, answer).await.map_err(late)?;
        let answer = answer.map_err(|error| told(&error, &place))?;
        // What was asked is answered; that the server hears of the end is not waited for.
        drop(connection);
        answer
    });
    let state = state.map_err(|error| backend.told(error, &place))?;
    let name = backend.called(&format!("{place} ({workspace})"));
    Ok(Fetched { name, bytes: state.into_bytes(), warnings: Vec::new() })
}

/// Reads where the server is; what is not said comes from the environment, as for psql.
fn options(text: Option<String>) -> Result<PgConnectOptions, RemoteError> {
    let Some(text) = text else { return Ok(PgConnectOptions::new().disable_statement_logging()) };
    if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
        return Err(RemoteError::Settings(
            "the connection string is no URL; write it as postgres://USER@HOST/DATABASE in `backend_config`"
                .to_owned(),
        ));
    }
    let options: PgConnectOptions = text.parse().map_err(|_| {
        RemoteError::Settings(
            "the connection string cannot be read; expected postgres://USER@HOST/DATABASE".to_owned(),
        )
    })?;
    // PGOPTIONS and PGAPPNAME of the environment are for programs that people use.
    Ok(options.application_name("driftgate").disable_statement_logging())
}

async fn ask(
    connection: &mut PgConnection,
    schema: &str,
    workspace: &str,
) -> Result<Result<String, RemoteError>, sqlx::Error> {
    let table = format!("\"{}\".states", schema.replace('"', "\"\""));
    let mut transaction = connection.begin_with("BEGIN READ ONLY").await?;
    let size: Option<Option<i32>> =
        sqlx::query_scalar(AssertSqlSafe(format!("SELECT octet_length(data) FROM {table} WHERE name = $1")))
            .bind(workspace)
            .fetch_optional(&mut *transaction)
            .await?;
    let state = match size {
        Some(size) if size.and_then(|size| usize::try_from(size).ok()).is_some_and(|size| size > LARGEST) => {
            Err(RemoteError::Broken(format!("the state is larger than {} MB", LARGEST >> 20)))
        }
        Some(_) => {
            let data: Option<String> =
                sqlx::query_scalar(AssertSqlSafe(format!("SELECT data FROM {table} WHERE name = $1")))
                    .bind(workspace)
                    .fetch_one(&mut *transaction)
                    .await?;
            Ok(data.unwrap_or_default())
        }
        None => {
            let names: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
                "SELECT name FROM {table} WHERE name IS NOT NULL ORDER BY name LIMIT {MOST_LISTED}"
            )))
            .fetch_all(&mut *transaction)
            .await?;
            let known = if names.is_empty() { "none at all".to_owned() } else { names.join(", ") };
            Err(RemoteError::Nothing(format!(
                "there is no state of the workspace `{workspace}`; the table has {}",
                plain(&known)
            )))
        }
    };
    transaction.rollback().await?;
    Ok(state)
}

fn told(error: &sqlx::Error, place: &str) -> RemoteError {
    let Some(of_server) = error.as_database_error() else {
        return RemoteError::Broken(format!("no connection ({})", plain(&without_frame(error))));
    };
    let message = plain(of_server.message());
    // Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
    match of_server.try_downcast_ref::<PgDatabaseError>().map(PgDatabaseError::code) {
        Some("28P01" | "28000") => {
            RemoteError::Refused(format!("the user or password is not accepted ({message})"))
        }
        Some("42501") => RemoteError::Refused(format!("the user may not read {place} ({message})")),
        Some("3D000") => RemoteError::Nothing(format!("there is no such database ({message})")),
        Some("42P01" | "3F000") => {
            RemoteError::Nothing(format!("there is no table {place}; is the schema right?"))
        }
        _ => RemoteError::Broken(message),
    }
}

/// Errors of connections say where in sqlx they come from.
fn without_frame(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::Tls(error) => error.to_string(),
        other => other.to_string(),
    }
}
