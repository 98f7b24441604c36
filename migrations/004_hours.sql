-- Hours and places: the hour of a date to come back, where people are (for their local time), and why a limit on calls was overstepped.
-- Nothing that was recorded changes; the columns of the cache `facts` are filled from the accounts.

-- The hour on the desk's clock, `09:00`; NULL = any time of that day.
ALTER TABLE follow_up ADD COLUMN due_time TEXT CHECK (strftime('%H:%M', due_time) IS due_time);
CREATE TRIGGER follow_up_hour_fixed BEFORE UPDATE OF due_time ON follow_up
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;

-- Where they are: a name of the IANA zone database (`America/Chicago`); NULL = assumed from the state. A change is a `field_change` row.
ALTER TABLE account ADD COLUMN zone TEXT CHECK (length(zone) BETWEEN 1 AND 60 AND instr(zone, char(0)) = 0);
ALTER TABLE contact ADD COLUMN zone TEXT CHECK (length(zone) BETWEEN 1 AND 60 AND instr(zone, char(0)) = 0);

-- A call in spite of a soft limit: which limits stood against it, why it was made, and which supervisor allowed it where one had to.
ALTER TABLE touch ADD COLUMN limit_broken TEXT CHECK (length(limit_broken) <= 2000 AND instr(limit_broken, char(0)) = 0);
ALTER TABLE touch ADD COLUMN limit_reason TEXT
  CHECK (length(limit_reason) <= 2000 AND instr(limit_reason, char(0)) = 0 AND (limit_reason IS NULL) = (limit_broken IS NULL));
ALTER TABLE touch ADD COLUMN limit_allowed_by TEXT
  CHECK (length(limit_allowed_by) <= 200 AND instr(limit_allowed_by, char(0)) = 0 AND (limit_allowed_by IS NULL OR limit_broken IS NOT NULL));
CREATE TRIGGER touch_limit_fixed BEFORE UPDATE OF limit_broken, limit_reason, limit_allowed_by ON touch
BEGIN SELECT RAISE(ABORT, 'insert_only'); END;

-- Of the cache: the hour in minutes after midnight, and what kind of account it is (the queue's weekday bias).
ALTER TABLE facts ADD COLUMN follow_up_at INTEGER;
ALTER TABLE facts ADD COLUMN kind TEXT NOT NULL DEFAULT 'commercial';
UPDATE facts SET kind = (SELECT kind FROM account WHERE id = account_id);
