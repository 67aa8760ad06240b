-- Lists of networks that are blocked, each with all that it names, and what of it operators have lifted, a line each.

create table lists (
    name text primary key,
    body text not null,
    lifted text not null,
    entries text not null
);

alter table blocks add column list text;
