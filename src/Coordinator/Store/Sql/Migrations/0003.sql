-- Who may use the console, and with what.

create table users (
    name text primary key,
    role integer not null,
    password text not null,
    totp_secret text,
    totp_step bigint not null,
    created_at bigint not null,
    signed_in_at bigint
);

create table sessions (
    hash text primary key,
    user_name text not null,
    created_at bigint not null,
    seen_at bigint not null,
    address text not null
);
create index sessions_user on sessions (user_name, seen_at);

create table api_tokens (
    id text primary key,
    hash text not null unique,
    purpose text not null,
    permissions integer not null,
    user_name text not null,
    created_at bigint not null,
    expires_at bigint not null,
    seen_at bigint
);

create table invitations (
    hash text primary key,
    user_name text not null unique,
    role integer not null,
    expires_at bigint not null
);
