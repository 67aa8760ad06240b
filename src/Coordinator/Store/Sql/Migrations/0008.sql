-- Which token made a token: they are removed together.

alter table api_tokens add column made_by text;
