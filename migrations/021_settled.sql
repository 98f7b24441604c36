-- What is still open of the debt that a promise is about, beside its verdict in the cache: once that is settled, however it was, nobody has to
-- decide about the promise any more.
ALTER TABLE promise_state ADD COLUMN debt_minor INTEGER NOT NULL DEFAULT 0;
-- The facts are made anew at the next start, and with them this cache.
UPDATE meta SET value = 'made before debts stood beside verdicts' WHERE key = 'rules';
