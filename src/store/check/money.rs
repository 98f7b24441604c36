//! What must hold of money, promises and imports, as questions that must have no answer (FAULTS §3: L1-L4, L12).

/// Name, the rows that break it (first column says which), what to say when there are none.
pub(super) const QUESTIONS: [(&str, &str, &str); 9] = [
    (
        "applied within amounts",
        "SELECT 'document #' || d.id || ' ' || d.number FROM document d JOIN document_derived v ON v.id = d.id
         WHERE d.voided_by IS NULL AND v.open_minor < 0",
        "nothing is applied beyond an amount",
    ),
    (
        "open amounts",
        "SELECT 'document #' || d.id || ' ' || d.number || ': ' || d.open_minor || ' kept, ' || v.open_minor || ' derived'
         FROM document d JOIN document_derived v ON v.id = d.id WHERE d.open_minor <> v.open_minor OR d.last_move_on <> v.last_move_on",
        "every open amount follows from its rows",
    ),
    (
        "conservation",
        "SELECT 'account #' || t.account_id || ' ' || t.currency FROM (
           SELECT d.account_id, d.currency,
             sum(CASE WHEN d.kind IN ('invoice', 'debit_note', 'journal_debit', 'refund', 'presumed_use') THEN 1 ELSE -1 END * (
               CASE WHEN EXISTS (SELECT 1 FROM reversal r WHERE r.document_id = d.id AND r.voided_by IS NULL) THEN 0
               ELSE d.amount_minor + (SELECT coalesce(sum(s.delta_minor), 0) FROM restatement s WHERE s.document_id = d.id AND s.voided_by IS NULL) END
               - d.open_minor)) AS difference
           FROM document d WHERE d.voided_by IS NULL GROUP BY d.account_id, d.currency) t
         WHERE t.difference <> 0",
        "debits less credits equal what is open, per account and currency",
    ),
    (
        "one account, one currency",
        "SELECT 'application #' || a.id FROM application a JOIN document f ON f.id = a.from_doc JOIN document t ON t.id = a.to_doc
         WHERE a.voided_by IS NULL AND (f.account_id <> t.account_id OR f.currency <> t.currency OR f.voided_by IS NOT NULL OR t.voided_by IS NOT NULL)",
        "applications stay within account and currency",
    ),
    (
        "document currencies",
        "SELECT 'document #' || d.id FROM document d JOIN account a ON a.id = d.account_id WHERE d.voided_by IS NULL AND d.currency <> a.currency",
        "every document is in its account's currency",
    ),
    (
        "promise items",
        "SELECT 'promise #' || p.id FROM promise p JOIN promise_item i ON i.promise_id = p.id AND i.voided_by IS NULL
         WHERE p.voided_by IS NULL GROUP BY p.id, p.amount_minor HAVING sum(i.amount_minor) <> p.amount_minor",
        "items add up to their promises",
    ),
    (
        "promises and accounts",
        "SELECT 'promise #' || p.id FROM promise p JOIN promise_item i ON i.promise_id = p.id JOIN document d ON d.id = i.document_id
         WHERE d.account_id <> p.account_id",
        "promises name invoices of their own account",
    ),
    (
        "import totals",
        "SELECT 'import #' || b.id FROM batch b WHERE b.voided_by IS NULL AND (
           b.documents_count <> (SELECT count(*) FROM document d WHERE d.event_seq = b.event_seq)
           OR b.documents_minor <> (SELECT coalesce(sum(d.amount_minor), 0) FROM document d WHERE d.event_seq = b.event_seq))",
        "each import still holds what it brought",
    ),
    (
        "no fact without account",
        "SELECT 'account #' || f.account_id FROM facts f JOIN account a ON a.id = f.account_id WHERE a.voided_by IS NOT NULL",
        "facts belong to accounts that stand",
    ),
];
