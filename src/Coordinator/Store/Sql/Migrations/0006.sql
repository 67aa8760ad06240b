-- Bouncers of CrowdSec that consume the block list: their keys, and up to where each has been told.

create table bouncers (
    name text primary key,
    hash text not null unique,
    created_at bigint not null
);

create table bouncer_pulls (
    name text not null,
    address text not null,
    agent text not null,
    before text not null,
    last text not null,
    is_before_empty boolean not null,
    is_last_empty boolean not null,
    renewed_at bigint not null,
    at bigint not null,
    primary key (name, address)
);
