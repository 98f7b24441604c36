-- What lies over a promise's verdict, beside it in the cache: until when money is said to be under way, and how much of it is on dispute. The
-- calendar says so of its days without judging every promise of the month.
ALTER TABLE promise_state ADD COLUMN sent_until INTEGER;
ALTER TABLE promise_state ADD COLUMN disputed_minor INTEGER NOT NULL DEFAULT 0;
-- The facts are made anew at the next start, and with them this cache.
UPDATE meta SET value = 'made before overlays stood beside verdicts' WHERE key = 'rules';
