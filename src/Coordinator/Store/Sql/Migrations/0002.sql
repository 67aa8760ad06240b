-- What no decision could be made on, as it waited for the leader, for whoever looks into it.

create table set_aside (
    id {identity},
    at bigint not null,
    sensor_id text,
    reports integer not null,
    body text not null,
    problem text not null
);
