-- Searches of the history by time, kind and rule, and since when a block is there.

drop index alarms_at;
create index alarms_at on alarms (at, id);

-- Nearly all alarms are port scans by SYN: of these every page is found at once without an index.
create index alarms_kind on alarms (kind, id) where kind <> 2;
create index alarms_what on alarms (what, id) where what <> 'port-scan';

create index decisions_what on decisions (what, id) where what not in ('block', 'keep');
create index audit_who on audit (who, id);

alter table blocks add column since bigint;
alter table blocks add column position bigint not null default 0;
