-- The record of a team. Everything is made in the first schema of the connection's search_path.
-- The lines are those of a file ledger without their newline, so that moving a record keeps its bytes.

create table if not exists entries (
    seq bigint primary key,
    hash text not null,
    line text not null
);

-- What `smits ledger repair` took out of the chain, kept as it was.
create table if not exists entries_set_aside (
    at timestamptz not null default now(),
    seq bigint not null,
    hash text not null,
    line text not null
);

-- The version of these tables; one row.
create table if not exists schema_version (
    singleton boolean primary key default true check (singleton),
    version int not null
);

-- Who may record what. While it is empty, everybody with the right to insert may record in any name.
create table if not exists people (
    login text primary key,
    role text not null check (role in ('owner', 'stakeholder', 'reader')),
    person text not null default ''
);

-- One row, once the record was moved elsewhere: nothing may be appended here any more.
create table if not exists moved (
    singleton boolean primary key default true check (singleton),
    target text not null
);

-- Refuses a row that no copy of smits would have written: one that does not continue the chain, whose hash is
-- not that of its line, that has a key twice (readers take the last), or that is in the name of somebody else.
-- Regular expressions with groups would take more time than all the rest of an append.
create or replace function check_entry() returns trigger language plpgsql set search_path from current as $$
declare
    -- PostgreSQL refuses to parse the escape of U+0000, which may be in `data`.
    fields json := replace(new.line, '\u0000', '\u0001')::json;
    keys text[] := array(select json_object_keys(fields));
    what text := fields ->> 'type';
    ending text;
    own record;
begin
    -- One query, and no expression that is not needed: each takes as long as the insertion of the row itself.
    select case when new.seq > 1 then (select hash from entries where seq = new.seq - 1) else repeat('0', 64) end
        as prev, exists (select from moved) as is_moved, exists (select from people) as is_team, role, person
        into own from (values (session_user)) as here (login) left join people using (login);
    ending := '"prev":"' || own.prev || '","seq":' || new.seq || ',"type":"' || what || '"}';
    if left(new.line, 7) <> '{"at":"' or ending is null or right(new.line, length(ending)) <> ending
    or keys not in (
        array['at', 'by', 'data', 'hash', 'prev', 'seq', 'type'],
        array['at', 'by', 'data', 'format', 'hash', 'host', 'login', 'prev', 'seq', 'type']
    ) then
        raise exception 'entry % does not follow the one before it', new.seq using errcode = 'SM001';
    end if;
    if new.hash <> encode(sha256(convert_to(
        replace(new.line, '"hash":"' || new.hash || '",', ''), 'UTF8')), 'hex') then
        raise exception 'entry % has a wrong hash', new.seq using errcode = 'SM001';
    end if;
    if own.is_moved then
        raise exception 'the record was moved' using errcode = 'SM003';
    end if;
    if own.is_team and own.role is null then
        raise exception '% is nobody of this team', session_user using errcode = 'SM002';
    end if;
    if own.role = 'reader' or (own.role = 'stakeholder' and (
        fields ->> 'by' = own.person or (fields ->> 'by' = 'watcher' and what ~ '^(input|trigger|facts)\.')
    ) is not true) then
        raise exception '% may not record in the name of %', session_user, fields ->> 'by' using errcode = 'SM002';
    end if;
    return new;
end $$;

create or replace trigger check_entry before insert on entries for each row execute function check_entry();

-- Wakes everybody who follows the record when somebody changes it by hand; smits wakes them after an append, once
-- that is on disk.
create or replace function wake_followers() returns trigger language plpgsql as $$
begin
    perform pg_notify('smits', '');
    return null;
end $$;

create or replace trigger wake_followers after update or delete or truncate on entries
    for each statement execute function wake_followers();

-- The input folders of the team; the first ones have no site.
create table if not exists folders (
    folder text primary key,
    site text not null unique
);

-- Every machine that watches, with its last sign of life; a lease that is not renewed ends by itself.
create table if not exists watchers (
    machine text primary key,
    token text not null,
    folder text not null,
    seen timestamptz not null,
    until timestamptz not null,
    beat text not null
);

-- What only one of the watchers does: take in the files of a folder ('folder ...'), or read and judge ('judge').
create table if not exists duties (
    duty text primary key,
    token text not null,
    until timestamptz not null
);

-- Which notifications were sent, as JSON; one row for the team.
create table if not exists notified (
    singleton boolean primary key default true check (singleton),
    content text not null
);

-- The archive. Most files are compressed already, so the database does not try.
create table if not exists contents (
    sha256 text primary key check (sha256 = encode(sha256(content), 'hex')),
    content bytea not null
);
alter table contents alter column content set storage external;

insert into schema_version (version) values (4) on conflict (singleton) do update set version = excluded.version;
