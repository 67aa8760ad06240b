-- Moments are ticks of UTC (100 ns since the year 1), blocks' ends seconds since 1970; addresses are 16 bytes, IPv4 mapped.

create table log_head (
    one integer primary key check (one = 1),
    log_id text not null,
    position bigint not null
);

create table order_log (
    position bigint primary key,
    at bigint not null,
    body text not null
);

-- The book at the head of the order log.

create table blocks (
    target text primary key,
    until bigint,
    by_operator boolean not null,
    proven boolean not null,
    port integer not null,
    reason text not null
);
create index blocks_until on blocks (until) where until is not null;

create table ignored (
    network text primary key
);

create table protected (
    role integer not null,
    address {bytes} not null,
    primary key (role, address)
);

create table fleet_policy (
    one integer primary key check (one = 1),
    body text not null
);

create table decision_policy (
    one integer primary key check (one = 1),
    body text not null
);

-- What waits for the leader; a command has no sensor.

create table inbox (
    id {identity},
    at bigint not null,
    sensor_id text,
    reports integer not null,
    body text not null
);

create table outboxes (
    sensor_id text not null,
    outbox_id text not null,
    acked bigint not null,
    used_at bigint not null,
    primary key (sensor_id, outbox_id)
);

create table commands (
    id text primary key,
    at bigint not null,
    outcome text
);
create index commands_at on commands (at);

create table sources (
    network text primary key,
    changed_at bigint not null,
    body text not null
);
create index sources_changed_at on sources (changed_at);

-- What happened.

create table alarms (
    id {identity},
    at bigint not null,
    sensor text,
    source {bytes} not null,
    network text not null,
    what text not null,
    mode text not null,
    kind integer not null,
    port integer not null,
    probes integer not null,
    first_probe bigint not null,
    proven boolean not null,
    verdict text not null,
    words text not null
);
create index alarms_at on alarms (at);
create index alarms_source on alarms (source, id);
create index alarms_sensor on alarms (sensor, id);
create index alarms_port on alarms (port, id);

create table contacts (
    id {identity},
    at bigint not null,
    sensor text not null,
    source {bytes} not null,
    network text not null,
    kind integer not null,
    port integer not null
);
create index contacts_at on contacts (at);
create index contacts_source on contacts (source, id);
create index contacts_sensor on contacts (sensor, id);

create table decisions (
    id {identity},
    at bigint not null,
    target text not null,
    first_address {bytes} not null,
    last_address {bytes} not null,
    what text not null,
    who text not null,
    reason text not null,
    until bigint,
    position bigint not null
);
create index decisions_at on decisions (at);
create index decisions_target on decisions (first_address, id);

create table audit (
    id {identity},
    at bigint not null,
    who text not null,
    what text not null,
    why text not null
);
create index audit_at on audit (at);

-- Who belongs to the fleet.

create table sensors (
    id text primary key,
    name text not null,
    enrolled_at bigint not null,
    revoked_at bigint,
    labels text not null
);
create unique index sensors_name on sensors (name) where revoked_at is null;
create index sensors_any_name on sensors (name);

create table sensor_states (
    id text primary key,
    seen_at bigint not null,
    member text not null,
    is_connected boolean not null,
    applied text,
    status text
);

create table refusals (
    id {identity},
    sensor text not null,
    at bigint not null,
    target text not null,
    position bigint not null,
    reason text not null
);
create index refusals_at on refusals (at);
create index refusals_sensor on refusals (sensor, id);
create index refusals_target on refusals (target, id);

create table tokens (
    id text primary key,
    hash text not null unique,
    uses_left integer not null,
    created_at bigint not null,
    expires_at bigint not null,
    created_by text not null,
    labels text not null
);

create table members (
    name text primary key,
    url text not null,
    version text not null,
    started_at bigint not null,
    seen_at bigint not null,
    is_leader boolean not null,
    streams integer not null
);

create table authorities (
    fingerprint text primary key,
    certificate text not null,
    key text not null,
    created_at bigint not null,
    issues boolean not null
);
