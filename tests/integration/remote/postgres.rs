//! State in PostgreSQL, in a server of its own.

use super::{PASSWORD, differs, program, refused, sources};
use crate::lab::Postgres;
use crate::support::{Case, instance};

#[test]
fn state_in_postgresql_is_read_by_schema_and_workspace() {
    let Some(postgres) = Postgres::start() else { return };
    let case = Case::new();
    case.write("dev.tfstate", instance("t3.small"));
    let state = instance("m5.large");
    postgres.sql("CREATE SCHEMA terraform_remote_state; CREATE TABLE terraform_remote_state.states (id bigserial PRIMARY KEY, name text UNIQUE, data text)");
    postgres.sql(&format!("INSERT INTO terraform_remote_state.states (name, data) VALUES ('default', $s${state}$s$), ('new', '')"));
    postgres.sql(&format!("CREATE SCHEMA \"Net\"; CREATE TABLE \"Net\".states AS SELECT 1 AS id, 'prod' AS name, $s${state}$s$ AS data"));
    postgres.sql(&format!("CREATE USER reader PASSWORD '{PASSWORD}'; GRANT USAGE ON SCHEMA \"Net\" TO reader; GRANT SELECT ON \"Net\".states TO reader"));
    let reader = |rest: &str| format!("postgres://reader:{PASSWORD}@127.0.0.1:{}/{rest}", postgres.port());

    let report = differs(program(&case), "dev.tfstate", &postgres.url("postgres"));
    assert_eq!(
        sources(&report),
        [format!("postgres://driftgate:***@127.0.0.1:{}/postgres", postgres.port())]
    );
    differs(program(&case), "dev.tfstate", &reader("postgres?schema=Net&workspace=prod&sslmode=disable"));
    let mut command = program(&case);
    command.env("PGPASSWORD", PASSWORD);
    let without =
        format!("postgres://reader@127.0.0.1:{}/postgres?schema=Net&workspace=prod", postgres.port());
    differs(command, "dev.tfstate", &without);

    refused(
        program(&case),
        &reader("postgres?schema=Net"),
        &["no state of the workspace `default`", "has prod"],
    );
    refused(program(&case), &reader("postgres"), &["may not read terraform_remote_state.states"]);
    refused(program(&case), &reader("nowhere"), &["no such database"]);
    refused(program(&case), &(postgres.url("postgres") + "?schema=elsewhere"), &["is the schema right?"]);
    refused(program(&case), &(postgres.url("postgres") + "?workspace=new"), &["is empty"]);
    let wrong = format!("postgres://reader:wrong@127.0.0.1:{}/postgres", postgres.port());
    refused(program(&case), &wrong, &["postgres://reader:***@", "password is not accepted"]);
    refused(program(&case), "postgres://reader@127.0.0.1:1/postgres", &["no connection"]);
}
