-- Whom the coordinators tell, and how far each was told.

create table notify_targets (
    name text primary key,
    body text not null
);
