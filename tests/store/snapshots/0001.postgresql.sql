CREATE FUNCTION public.socialmatch_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'append-only'; END $$;
CREATE FUNCTION public.socialmatch_no_gap() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW.seq <> coalesce((SELECT max(seq) + 1 FROM events WHERE tenant = NEW.tenant), 0) THEN RAISE EXCEPTION 'gap in the log'; END IF; RETURN NEW; END $$;
CREATE TABLE public.account_keys (
    tenant text NOT NULL COLLATE pg_catalog."C",
    key bigint NOT NULL,
    crm text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.accounts (
    tenant text NOT NULL COLLATE pg_catalog."C",
    crm text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C",
    subject_ref bytea NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    merged_into text COLLATE pg_catalog."C",
    content text NOT NULL COLLATE pg_catalog."C",
    fingerprint bytea NOT NULL,
    updated_at bigint,
    seen_run bigint NOT NULL,
    revision bigint NOT NULL
);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.consents (
    tenant text NOT NULL COLLATE pg_catalog."C",
    subject_ref bytea NOT NULL,
    purpose text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    since bigint,
    notice_version text NOT NULL COLLATE pg_catalog."C",
    valid_until bigint,
    method text NOT NULL COLLATE pg_catalog."C",
    seq bigint,
    last_at bigint NOT NULL,
    channel_scope text NOT NULL COLLATE pg_catalog."C",
    case_ref text NOT NULL COLLATE pg_catalog."C",
    revision bigint NOT NULL
);
CREATE TABLE public.count_snapshots (
    tenant text NOT NULL COLLATE pg_catalog."C",
    snapshot bigint NOT NULL,
    taken_at bigint NOT NULL,
    accounts bigint NOT NULL
);
CREATE TABLE public.counters (
    tenant text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    subject_ref bytea NOT NULL,
    window_start bigint NOT NULL,
    hits bigint NOT NULL
);
CREATE TABLE public.event_payloads (
    tenant text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    salt bytea NOT NULL,
    key_refs bytea NOT NULL,
    sealed bytea NOT NULL
);
CREATE TABLE public.event_subjects (
    tenant text NOT NULL COLLATE pg_catalog."C",
    subject_ref bytea NOT NULL,
    type_class text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    purpose text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.events (
    tenant text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    type_class text NOT NULL COLLATE pg_catalog."C",
    recorded_at bigint NOT NULL,
    leaf bytea NOT NULL
);
CREATE TABLE public.handle_history (
    tenant text NOT NULL COLLATE pg_catalog."C",
    platform text NOT NULL COLLATE pg_catalog."C",
    scope text NOT NULL COLLATE pg_catalog."C",
    folded_handle text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    since bigint NOT NULL,
    until bigint
);
CREATE TABLE public.invitations (
    tenant text NOT NULL COLLATE pg_catalog."C",
    digest bytea NOT NULL,
    pepper_id text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    platform text NOT NULL COLLATE pg_catalog."C",
    scope text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    crm text COLLATE pg_catalog."C",
    account_id text COLLATE pg_catalog."C",
    purposes text NOT NULL COLLATE pg_catalog."C",
    notice_version text NOT NULL COLLATE pg_catalog."C",
    language text NOT NULL COLLATE pg_catalog."C",
    session_hash bytea,
    issued_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    opened_at bigint,
    ended_at bigint,
    attempts bigint NOT NULL
);
CREATE TABLE public.label_commitments (
    tenant text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    commitment bytea NOT NULL
);
CREATE TABLE public.leases (
    tenant text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    holder text NOT NULL COLLATE pg_catalog."C",
    until bigint NOT NULL
);
CREATE TABLE public.links (
    tenant text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    platform text NOT NULL COLLATE pg_catalog."C",
    scope text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    crm text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C",
    assurance text NOT NULL COLLATE pg_catalog."C",
    method text NOT NULL COLLATE pg_catalog."C",
    started_at bigint NOT NULL,
    undo_until bigint,
    expires_at bigint,
    suspended_at bigint,
    ended_at bigint,
    reason text NOT NULL COLLATE pg_catalog."C",
    revision bigint NOT NULL
);
CREATE TABLE public.log_heads (
    tenant text NOT NULL COLLATE pg_catalog."C",
    epoch bigint NOT NULL,
    size bigint NOT NULL,
    recorded_at bigint NOT NULL,
    revision bigint NOT NULL,
    key_check bytea NOT NULL
);
CREATE TABLE public.log_nodes (
    tenant text NOT NULL COLLATE pg_catalog."C",
    level smallint NOT NULL,
    "position" bigint NOT NULL,
    hash bytea NOT NULL
);
CREATE TABLE public.models (
    tenant text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    document text NOT NULL COLLATE pg_catalog."C",
    snapshot bigint,
    created_at bigint NOT NULL,
    adopted_at bigint
);
CREATE TABLE public.notices (
    tenant text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C",
    language text NOT NULL COLLATE pg_catalog."C",
    notice_id text NOT NULL COLLATE pg_catalog."C",
    text text NOT NULL COLLATE pg_catalog."C",
    sha256 bytea NOT NULL,
    terms text NOT NULL COLLATE pg_catalog."C",
    registered_at bigint NOT NULL
);
CREATE TABLE public.outbox (
    tenant text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    epoch bigint NOT NULL,
    operation text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    crm text COLLATE pg_catalog."C",
    account_id text COLLATE pg_catalog."C",
    platform text COLLATE pg_catalog."C",
    scope text COLLATE pg_catalog."C",
    user_id text COLLATE pg_catalog."C",
    details text COLLATE pg_catalog."C",
    attempts bigint NOT NULL,
    next_at bigint NOT NULL,
    error_code text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    settled_at bigint
);
CREATE TABLE public.profiles (
    tenant text NOT NULL COLLATE pg_catalog."C",
    platform text NOT NULL COLLATE pg_catalog."C",
    scope text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    subject_ref bytea NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    handle text NOT NULL COLLATE pg_catalog."C",
    folded_handle text NOT NULL COLLATE pg_catalog."C",
    content text COLLATE pg_catalog."C",
    content_expires_at bigint,
    first_seen bigint,
    last_seen bigint,
    revision bigint NOT NULL
);
CREATE TABLE public.proposals (
    tenant text NOT NULL COLLATE pg_catalog."C",
    platform text NOT NULL COLLATE pg_catalog."C",
    scope text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    crm text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C",
    purpose text NOT NULL COLLATE pg_catalog."C",
    rank smallint NOT NULL,
    weight bigint NOT NULL,
    probability double precision NOT NULL,
    decision text NOT NULL COLLATE pg_catalog."C",
    evidence text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    model_version text NOT NULL COLLATE pg_catalog."C",
    run bigint NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    revision bigint NOT NULL
);
CREATE TABLE public.rejections (
    tenant text NOT NULL COLLATE pg_catalog."C",
    profile_ref bytea NOT NULL,
    account_ref bytea NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C",
    rejected_at bigint NOT NULL,
    seq bigint NOT NULL
);
CREATE TABLE public.runs (
    tenant text NOT NULL COLLATE pg_catalog."C",
    run bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    started_at bigint NOT NULL,
    ended_at bigint,
    as_of bigint NOT NULL,
    "position" bigint NOT NULL,
    revision bigint NOT NULL,
    progress text NOT NULL COLLATE pg_catalog."C",
    summary text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.sealed_labels (
    tenant text NOT NULL COLLATE pg_catalog."C",
    run text NOT NULL COLLATE pg_catalog."C",
    part bigint NOT NULL,
    seq bigint NOT NULL,
    labels bytea NOT NULL
);
CREATE TABLE public.seen_messages (
    tenant text NOT NULL COLLATE pg_catalog."C",
    ref bytea NOT NULL,
    seen_at bigint NOT NULL
);
CREATE TABLE public.served_notices (
    tenant text NOT NULL COLLATE pg_catalog."C",
    served_id text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C",
    language text NOT NULL COLLATE pg_catalog."C",
    subject_ref bytea NOT NULL,
    channel text NOT NULL COLLATE pg_catalog."C",
    session_hash bytea,
    served_at bigint NOT NULL,
    seq bigint NOT NULL
);
CREATE TABLE public.subject_keys (
    tenant text NOT NULL COLLATE pg_catalog."C",
    subject_ref bytea NOT NULL,
    master_id text NOT NULL COLLATE pg_catalog."C",
    wrapped bytea NOT NULL,
    enrolled bigint
);
CREATE TABLE public.suppressions (
    tenant text NOT NULL COLLATE pg_catalog."C",
    mark bytea NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    since bigint NOT NULL
);
CREATE TABLE public.tokens (
    tenant text NOT NULL COLLATE pg_catalog."C",
    digest bytea NOT NULL,
    pepper_id text NOT NULL COLLATE pg_catalog."C",
    flow text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    crm text COLLATE pg_catalog."C",
    account_id text COLLATE pg_catalog."C",
    platform text COLLATE pg_catalog."C",
    scope text COLLATE pg_catalog."C",
    user_id text COLLATE pg_catalog."C",
    purposes text NOT NULL COLLATE pg_catalog."C",
    notice_version text NOT NULL COLLATE pg_catalog."C",
    language text NOT NULL COLLATE pg_catalog."C",
    session_hash bytea,
    invitation bytea,
    issued_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    claimed_at bigint,
    ended_at bigint,
    attempts bigint NOT NULL
);
CREATE TABLE public.value_counts (
    tenant text NOT NULL COLLATE pg_catalog."C",
    snapshot bigint NOT NULL,
    value bigint NOT NULL,
    holders bigint NOT NULL
);
INSERT INTO public.account_keys VALUES ('default', -7148410711304833393, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -6419958138414890492, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -4886686211323607047, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -4558491085840690405, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -3209891442361388555, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -1788071247416271858, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -1547295193008422648, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -1193572300827111887, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 1450185266094278132, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 2508163007918339222, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 2991443176306249293, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 3511694207007905321, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 3854216622122972451, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 5353025889057050866, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 5464210209247840216, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 6166143903309508088, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 6880421707572536278, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 8484115613783080855, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 9205035749185923136, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -8528717204595029603, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -8029980386789509864, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -6196762247992732412, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -4558542817965911016, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -4320616279124059374, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -3812575100857874484, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -3771465639829922059, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -2636982789922485211, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -2386799868068786543, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -1966326585378810546, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -882804175117735165, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 135307093859544263, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 1542699633536140768, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 2698207037821697923, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 4642302554240899005, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 5317377470412843310, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 7372709871927140204, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 8386532807349693125, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', 8710716898252257195, 'crm', 'A-1001');
INSERT INTO public.account_keys VALUES ('default', -8941500654167591605, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', -8844095492389474024, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', -8022851798893416358, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', -7293098319752262329, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', -6452669444148231556, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', -5063195661000058827, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', -4214795670584771434, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', -2591917002760623148, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', -853024048004310085, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', -448056422471278833, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 1306216559409014304, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 1765277125505357515, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 2702019667064001898, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 3099921172147318667, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 3342743378861562996, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 4107156613491213179, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 4620947422871943076, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 5052589231684975697, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 5668859086573417008, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 5838378353768580022, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 5850468821226831836, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 6174251603342400904, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 6461585335489746449, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 6631614656871763985, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 7192912265103510440, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 7596475423062817159, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 7762228804431073637, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 8128662934174596665, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 8166716703791562966, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', 8253557444305310144, 'crm', 'J-1');
INSERT INTO public.account_keys VALUES ('default', -8362741194554251293, 'crm', 'J-2');
INSERT INTO public.account_keys VALUES ('default', -6542479703398838274, 'crm', 'J-2');
INSERT INTO public.account_keys VALUES ('default', -5005323467313678428, 'crm', 'J-2');
INSERT INTO public.account_keys VALUES ('default', -2591917002760623148, 'crm', 'J-2');
INSERT INTO public.account_keys VALUES ('default', -701302791821314971, 'crm', 'J-2');
INSERT INTO public.account_keys VALUES ('default', 619855091229992357, 'crm', 'J-2');
INSERT INTO public.account_keys VALUES ('default', 2043188310204727277, 'crm', 'J-2');
INSERT INTO public.account_keys VALUES ('default', 4309468463839413271, 'crm', 'J-2');
INSERT INTO public.account_keys VALUES ('default', 6631614656871763985, 'crm', 'J-2');
INSERT INTO public.account_keys VALUES ('default', 8166716703791562966, 'crm', 'J-2');
INSERT INTO public.account_keys VALUES ('default', 8306811836148266811, 'crm', 'J-2');
INSERT INTO public.accounts VALUES ('default', 'crm', 'A-1001', '\xd4d76a1109072073cc750ec7f166d3e4', 'active', NULL, '{"emails":["ada@example.com"],"family_name":"Example","given_name":"Ada"}', '\x52753b11def1d8263b5576b4f535a676', NULL, 0, 1);
INSERT INTO public.accounts VALUES ('default', 'crm', 'B-2002', '\x84444352cc30ecd6308762ea754a3f21', 'active', NULL, '{"emails":["bo@example.org"],"family_name":"Sample","given_name":"Bo"}', '\x1bfc483e1d8f745e106c4559bdbf9e00', NULL, 0, 1);
INSERT INTO public.accounts VALUES ('default', 'crm', 'J-1', '\xd13e822b490e1ad94b8d02ed531bb510', 'active', NULL, '{"country":"DE","emails":["jane@valasek.example"],"family_name":"Valasek","given_name":"Jane"}', '\xd54ac463bcff627883cc00d966f757b0', NULL, 0, 11);
INSERT INTO public.accounts VALUES ('default', 'crm', 'J-2', '\x3f6f10fded2e25e5c7b09baf1f13d3f8', 'active', NULL, '{"country":"DE","family_name":"Valasek","given_name":"Jim"}', '\x91ef5d0eb99773daf216023531eed4ad', NULL, 0, 11);
INSERT INTO public.alembic_version VALUES ('0001');
INSERT INTO public.consents VALUES ('default', '\xd4d76a1109072073cc750ec7f166d3e4', 'returns', 'given', 1793491200000, '2026-01', 1825027200000, 'account_first_code', 8, 1793491200000, '', '', 5);
INSERT INTO public.consents VALUES ('default', '\xd4d76a1109072073cc750ec7f166d3e4', 'support', 'given', 1793491200000, '2026-01', 1825027200000, 'account_first_code', 9, 1793491200000, '', '', 5);
INSERT INTO public.consents VALUES ('default', '\x7312519364262e92dd4c27cf82812e1d', 'returns', 'given', 1793491200000, '2026-01', 1825027200000, 'account_first_code', 10, 1793491200000, '', '', 5);
INSERT INTO public.consents VALUES ('default', '\x7312519364262e92dd4c27cf82812e1d', 'support', 'given', 1793491200000, '2026-01', 1825027200000, 'account_first_code', 11, 1793491200000, '', '', 5);
INSERT INTO public.consents VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', 'returns', 'withdrawn', 1793491200000, '2026-01', NULL, 'withdrawn', 29, 1793491200000, '', '', 10);
INSERT INTO public.consents VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', 'support', 'withdrawn', 1793491200000, '2026-01', NULL, 'withdrawn', 30, 1793491200000, '', '', 10);
INSERT INTO public.consents VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', 'returns', 'withdrawn', 1793491200000, '2026-01', NULL, 'withdrawn', 31, 1793491200000, '', '', 10);
INSERT INTO public.consents VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', 'support', 'withdrawn', 1793491200000, '2026-01', NULL, 'withdrawn', 32, 1793491200000, '', '', 10);
INSERT INTO public.consents VALUES ('default', '\xd13e822b490e1ad94b8d02ed531bb510', 'support', 'given', 1793491200000, 'v1', 1825027200000, 'form', 36, 1793491200000, '', '', 12);
INSERT INTO public.consents VALUES ('default', '\x3f6f10fded2e25e5c7b09baf1f13d3f8', 'support', 'given', 1793491200000, 'v1', 1825027200000, 'form', 37, 1793491200000, '', '', 12);
INSERT INTO public.consents VALUES ('default', '\x8adc3f8636838e4f03bf8ddb53572696', 'support', 'given', 1793491200000, 'v1', 1825027200000, 'form', 38, 1793491200000, '', '', 12);
INSERT INTO public.count_snapshots VALUES ('default', 1, 1793491200000, 4);
INSERT INTO public.counters VALUES ('default', 'account', '\xd4d76a1109072073cc750ec7f166d3e4', 1793491200000, 1);
INSERT INTO public.counters VALUES ('default', 'sender', '\x7312519364262e92dd4c27cf82812e1d', 1793491200000, 1);
INSERT INTO public.counters VALUES ('default', 'watch.many_accounts', '\x7312519364262e92dd4c27cf82812e1d', 1793404800000, 1);
INSERT INTO public.counters VALUES ('default', 'account', '\x84444352cc30ecd6308762ea754a3f21', 1793491200000, 1);
INSERT INTO public.counters VALUES ('default', 'sender', '\x72252e4ec8e8877a73ade971cc2fb86b', 1793491200000, 1);
INSERT INTO public.counters VALUES ('default', 'tenant', '\x6576657279626f6479', 1793491200000, 2);
INSERT INTO public.counters VALUES ('', 'everywhere', '\x6576657279626f6479', 1793491200000, 2);
INSERT INTO public.counters VALUES ('default', 'watch.many_accounts', '\x72252e4ec8e8877a73ade971cc2fb86b', 1793404800000, 1);
INSERT INTO public.event_payloads VALUES ('default', 0, '\x945de2e8f54ee781cc75f636d85099095aa300165a67036f9b540d6b8f0be211', '\x2ac7b1040bdeff4833fd2f8a05a4e9a7', '\x24179c3dd9f73817ce6e118d69c169af6890b5cb7f1aad6cfbb62eb4043e021ced5c2631c6b655b099c8d10f160fe3b6cd7a538c566a57d092cc272c244701485c1ecccf5ee781f726ef7f2e26582c6d8a31c58ab2d8e9123ecc8686f162c41fb0f6d019e001aec7386d7e3b675d6afe21cd5c8fbd0f71e98c0998d2a24ca0b55f958249c225255d5f1f8b48d7673b9f1c4467ae3958ff2e08cbd304a46bd13c1f9209f2d7e85a52ab72b63923e54074fa4f4f552586ed44e9e8161709b03f9fe4a3893214be0c3606f4d7e31a1fa6f3502424c5630183205013b7b01a82a899c43f7f04ee687bfbe9cb7812c798635f5344e8c03fd2092f977466');
INSERT INTO public.event_payloads VALUES ('default', 1, '\x9ce2b10cccdaebf990d19838b0d7ec0b3e97818ecb96c4dbadbe172296d5234a', '\xd4d76a1109072073cc750ec7f166d3e4', '\x42b24c6ba4e6ed24ec636a8ad23e69019dfba42099f4c42636f10e42b9cad968ac4bbcee540465845ffa8997a792470d0b66d64fdeeed9edf8d2a97a0618904f53f2c590bd3061cdd9b92f4612c53627ad7cf1e2d8cd2184c51b9affcbffb83d3e35b66022a873ae2fca54b2d5bd527c2d35015e7953bf28f71aebd0864ba3633d8922adf48346d521731ccce16f193ef133c6495612e5f4a0d53039f6c672633448bfe76107f14fe94d1bf61f2dda0e97fe61059d6a736e33c175677c35274930c39d0099fc946ffc243a2e828732221bb1899b7cfa56b806fb3813eb9b66fc588f1acb535759dbcef8fba2937670f07fd78efb9eba17fbc814a44f334cd0d02a93cdbf2cf3886cfc83bea76ae813db34cd7e85e793db08f6b618d093f83700bd8762d7');
INSERT INTO public.event_payloads VALUES ('default', 2, '\xc55018300372555fd235f11829fb388c22e44cb637f01210c3707a90b405420f', '\x7312519364262e92dd4c27cf82812e1dd4d76a1109072073cc750ec7f166d3e4', '\xb169779edfb5b9342405157f4f3ad012a540614711730f5c34cb470e31da53f9347161fb2bc4e7728a3454d6b69838318899672aaeede012080d6df5ddfe2b8a51d17246beb1b45ca28049b4737d9add2f82a0bdcf4aebaa8771cf307d7776a0ea0408b085d5caf0f8ec6a846431ead4b511b173e1f61ecd396d0a25b7ee4e43dd574dacb17c19eb2bf7c7f05ebcf94cef926065b3c72d81e28d86f13c9e019bcb71c28097832f5aef90d453497bdf008157f25c9b1a7c8230c0663ef7e911dcc6dcfabdb1feef301563dee4b68a9aa8c647ba07dc6fd012aebf340cff6bb16157a2bc901533cfc6c36b8a49b930379c0dca350284deab5aa7fdec1aa1297bb2fd2fae622814891d20595daf7778fcd29ed58ffdb3a98a062e4d010ff330f9acfa77a2e0c479b9dd9c85bacfee2797c669');
INSERT INTO public.event_payloads VALUES ('default', 3, '\x54b12eae62d11e887eb0766d1877f8c6eff26b5010af3177d161e79587a766ec', '\xd4d76a1109072073cc750ec7f166d3e4', '\x30e4037458a9905cad87bd4cf32d80d9ce1f2a0c3609d3e691ffacdd4b41ea67fa15c99f9223540f2a8f1891dbbab854483701c24a4d892ad6fc310859d08ce9b2e764ae3184c4c5ca58d8e1b3ce1e6c1201ecee355d9fac526b22e2a24e1c3e666a096feb22ab7c22baff73f64ce872fe0d60b711f3e00cb33a0c1d46eac37abe54723abb3d0ec9eec83b17bbc49610c46e2565c9e87fabf8523e8dbc95f6de41713482667495aecd96e7e1a1b8b8d0a2b2a15ca4decbd9054521249c0e1fa1fc93df5e4ef942b372a9eacd19a557044088964d013cd473e0485822b29d13d20d28d2c5f6708b2de5176a378bd7e22a56bd3865da60974b956d61f6cdae5e64d9390c306749a1cb6a0b1ebffdeb6ed95d6e22ffa4f8b42300e6f20849eea5bd57ac7576815eae9c01a59b6759d281a143d783a14aeb9cad294b3bae5d21ce96da8425dda4ba17f42bcec7fbe8ca60d3cb072ae954330f0799a779859d5908095e35e0f4965ac031248986d321a9ded0da0ed09bfe893b14b541b1e4a5d0dab7f286d3b4176c0321c64b76c6dcdff1112b721a45cb6a018cbbf47440f9687cdd4d747d6c1b31a7389389fb08ecbb501cf453db7305896009890492e544682183eb3f4d44294d5ef338ded450e82304e62350802a7bd2cfa8050c64ae4726605927141b38ed1cd682c6ff142dd67e20b8f0d954772ecd533ebce18c4215591e9f7361a53623d86948bcad7c6cd5bf7af047a57c445d58a4');
INSERT INTO public.event_payloads VALUES ('default', 4, '\x77e2983f27745ccb9a31052e944cf1b220eaa2c7fb1b7d3e3f73f414af6e0d93', '\xd4d76a1109072073cc750ec7f166d3e4', '\x5520dd4c2147738606f2bf7eca39fca5c60919fe2d6c106f3c0bd2ecdb0bbf6ab6ca38be44bcc0b533cca576e8f77e1848ea87a0a782d074791247394eb439f387662060c325bc1ab1ddd120b5aac8b667bc6900bc811da29856a8a38b838ff8748a7ea449a44628d59e4874f96255b838d176271d75b4dfac4eeb09cff9f9d017d628679f78b983ed28707125f93d4203dcf6337225f469b44a380103b714eb858696b166663f4cb1c2c3f452065f1cd8b43ebb34b9ec34e9807c101e493c9eb38fda2baff3761bd9c098336f57a9a5a80f2b22e2d170177cef2b77ba0ae431b4903f0698d08524feccfcc0eb258b1e70719300a098b69d01996072804f99a86096dfbe5c39291ca3528fb4b944762380dfa02872c185d87d9c0dff2c5e274d93d7b2d31df4838af5d33c84eaf3d93ec6ab0a307d144415996a8fb2dad9fae45b62e19d76554ec4820637b4eeac048ce864360c7294c7b0c16bfde3088b5044b35c4f7a325c245bbfe106b6426628cec8d44989a1bcc2b9da622be3c4d8e9780c7f9c4d7b9dce97d6eb5f240b6abd4fb7a98bb43ed889bdac38cc1cf65177ce6697170c365c49a663c39efa580792a0f0f2f44a9abbcac021da4a9cdbaa91d577acecb124d003f1c5887280e16721cfa204e7a2c19af9006df38fb502978e973536583266a0fba2d9956c13a022983d21152e303736d21be96c7a232b5488aa564b2700023b7fd3595b79a899a7e8e044508db8636070');
INSERT INTO public.event_payloads VALUES ('default', 5, '\xc70209e0cd05ee5720edbcba3acce672084ab649fcbce49b38bdecface4abd12', '\x7312519364262e92dd4c27cf82812e1d', '\x108f391ebc070e83e8180a6b2a782c7dd5c55fef5fe667a02b3548a1b8e67b7e8c60ecf0bc5e58487d8f985dddbffb70d7aa872d36255ca8b8ed57fc4b311e8e5957dcb21ef88b29908c5185ab00108cd39ce21bdab68f74d487f1f5f4456247c0c900c5ad31a496a7287f3390e05b137ad6a300a8ce20a7eca0e091495c14503d8fe227a7c58d18ba1154b9ba50e98902aeb298f52d06ad518697d448c85cc442369b0367f9725d8260eadd8feb9637c1d640817286fdf929a4ce3aa137052907a0586f58dd5caa0f7d723c8194f0a88ed60e4dff03f458e085a1484ca56acfcd9f62923173a9c82d498718f7d27dfa6c075fca3c20b738dd8a59580d5d2c31cc4810c87fa228d9c84301824f252760d1fba08f4720853907945ba8258ea320e03757554767f0972578b068f74346c4864dfb2530239be5c4d05fa93d4ec2f03235f1af736c106618ec892da13a9ad7ef9e52ca48c67be471bd1abac8b62787b35ecf84da703f93709191838cfcfa0965de8b8b90f7869ba8bbccedcce38f6302d3fb4dc0938bfefabe8f3282ae3d23c673a9ccd99ef9513b8954d993ee0d6b4a870d934498437be1ba8265d024873c7ca232ae67c0423e18424989e73e2fe5c8e5b30e3bef67a7bc91f3ac4b2de48a90713b3f889d1df285a6d080fdc3ef0bfaa57cefb3add4e8ff523001dc6df446767f318bf5ed252ef53f84336686c0bcf76c8841719a8574f8cd78c7b38d6f612ce2c9561ad1');
INSERT INTO public.event_payloads VALUES ('default', 6, '\xd4f43a2afffcd3c12ef890575575e826e2cbeaee82af2c7d696cf46b977c090a', '\x7312519364262e92dd4c27cf82812e1d', '\xf4e146f6d03110ab86efde13ad0b17d2a174e78a0b3c914d9d4d09897a51caa031397e1cfbe05c5e7f6f25e82c1a4208091013dd8fd9b05249d6215c7fb1a9075b33531df8005da836f50df06c822550c47efa9c546b1beb3762a43f5b3535d6589f525cc07ebc1bc28851da5a6e128d2d86586451dae19d0308ff5f2006718695a80c1c770ffac981f27be0a8afcbbd1a1655a42ce513126c64c85391a8f5d007b86791f3eb965e1b317991dbfe3aa4f65676bd5fcae4f69eb3b36e3ec717fc9c445fc32d750f22a9bf28230f1afce8bf87b96e286193110f7ab6a1cb84ed3695107cea102c7077162e96c0b4b06c0b2330705dbbc3c98c35c2547e727a879e89242ccdfab0c15b8cfaccf570d2485493ef8b061442aa0475b465afc648e3bb8f5371917582802628f52a3ca6ebe58c1d0d80a08ab6df09e1924ce3b9c8a88269af2eb53213e0fa9d27aefa3c91f1439ce3b8dddfae024db8f5cc41be00fe077c14855d37da07b6b52294d11861660d0385eba8f9b0b45aa782e0033d90d5da1dd9cf13fc8822dbfc397a3c14f60656839fc156b8cef5838fd3481f461d3a9bb34cdf278a56fde2efb5affd3efb4ac59c939d61e0ca0a931943025e09225d65e100554eecbc026050b032c5c514169c86ffeaa6d2fa553b5e935d0839253d85c74b4f97cb9a258338c298d71b1e27cec73d1300b897ec9ba9394b98e72450180a84ce423bd1b50b376611d6193a2e69c755a536aa76');
INSERT INTO public.event_payloads VALUES ('default', 7, '\x9eeabac37a0dde8ef2d3b1925e1302ca57501fe0ca9a7fd1ccc1515042421257', '\x7312519364262e92dd4c27cf82812e1dd4d76a1109072073cc750ec7f166d3e4', '\x8fe0feb17b4aa559cd9f28984c44a6f9ada94c1f6139e7c42a5d5a0fe26b85be4a92c0a721a27bb2521beacbadb960bca6392d86f969ee9def8ddaa012e9373090f0681f259e7e737af5ab892d27794a5ef64c297258cf362e4b0431295653a0d7a34434a79b7b3e09bdfe7214fc41ffb40824b04ce42831f0a1858ef454983df29759b5748973c1698c3e02f5397a086cd3c77d3f4c087c231d3331a71b630c9006ab8da432746e02afa629f8d51ef9378ffab04a564ccc00ab41059655adb62c8bcf8350fe6b1fa02302c3014baf4f283972821f734f0031f5cd390a3337f4e46dff01a83b6d956dd5c309a3fa4aa3dd6a7c21842144519ce0d2b8eb4201ebe9470b49a7400344d4dddaacebd6d8965f5f44be18f9b2f7c202dd0b14f8a4');
INSERT INTO public.event_payloads VALUES ('default', 8, '\x4b14267f1b037494dd1c01cc6adfc974d1729a11fe2008d737e8f517d69ed6f1', '\xd4d76a1109072073cc750ec7f166d3e4', '\x81bd1a4529825e79455971b2a3c344f89fb6600866d2e6604f565729b88589da7c5845dc237cc9d06ae06f7b1155843dc21f9114411f2940880abb9b073407c3ea868d90a036ea1177fccf98eea3b9e5bd61823c54a782726c566b04770c5b536ff216e05776482fd94bf0f6bce24fda3b95efb5a1bfb67d3e7465335fce5db4dc0d7ef67b8d505c8024de7f5f7d7a5e837254c3241f391047eb9b5e0eb694b7f46104ca7ab25ec0bc8cecfbfc6f328dc77ec5757a5bab13ea012009097dfaf899d9eb7091e91a1a28b8b9ce6c32e5e232761d15dc3aa7249beff408ec488c10afeb78c901e4208a4d2da56be082458f2c05ab57a35eb18c28d61367a5a8efb6f22afac53a3e3c731f3c771f57f8c47311118f3b05aadb38bb30865dd6a6e2e25dd1ae5bab093434251c2d9c0bd67dea957ec5939b963fad069f2a32d4733859b2485d4db1c4f5d6aa78e9a3f8a55b9bad7482cf2a43eca89dcbf3e3af8d274826466fe7876225255d0826b8a70d8b1656edd67b9091b4e614ffc20916c3920f7b8553988c891fa228e095f277293125bbd8c6f18764f67bf0753bf94701163467b2ad8d6ca1f0259eb5a0ef929cb606651d5cdd1fa67e40af5f058f9a4a02bb262cd282fa0b1030a45dc2921956a30a5850eb9b1bebaf3477b2df31ce9acbde007eb47ee56f9dbfa6bc929bbb839598061f5ad1ac40cc53fa388f20206790e91cd224a54425a779c6a02e661c6b3c7c68e72a075070211207c18e773f9f466854ac96cec64b24cd87143f6a9b0c942d42c29f848345e2e71e0d950b143c8d5ab8fbc7cc8f862542f242d8d473ec70cc42d45c6f339dbf053098b5b8c94ac67131d7f71300f02a5341d448188b6efa6d673ff70cb7416d5cce2dcefdfcb4f23134381ce742375b4f1b62135fa6aff9e5a7bd3f3b14fb7dc0d419a8ec7425b50ec7feba46e4d210fe654111ebc0ecfc334459942921325337d122e2ba684cf1c96c64f6254392dff9ae661baf379fa1fd67caf3f16fb4f930ada2fa31a618c5f8ebedbab6b9a9c37c666ea3f4d3fc21f4ecbd38f82c3d2813f6cebe23242e2e4549233b540b7dd244b4357b4216c4926814b96c9999569713f9428bb3e7446d5f0032852f79f00bf1922a8a175e242eaccac6e014b33831e760d5f2ecf63fcd8fd82ddac51776fcbae0bf73310ba28a01d9ea77b7301cb7fd10ba45d3ca40914a9f3d26ffa20f333df43bb335cb2a487755a50b2eac068dfb5ddee975a16ad0e8af32b22bd0e5cc003fa47c0247d3c280e2889be97e6af31f84efb870542689e70320bdbec5157ef44920e29fcd6d1d8e409bf037c275c6a3a744393145f73cd8d29c698a277a201106a5399ab8455b5c8de6577e7df281526f59eab2a1a1266dad29993a8a6e9364ffaab348272a3c964c351d8b3f486da3a6238f04d36fcc9a49a7a269b607bb87b9921988e26f169d04ec18423c16b260133ce849e5f3673a546adeda28a737b300be2139795cd536dfe4f4c9c24743d99bace57a9e8cfe908fecbe7d5ee2f65b128b739cca1054c8606354b8743aab9d500a543ab2797a1c549a8f15c6a080d5b54c46705567cc43442d01e00fb444d62a4e57ea075118ba4be96927fbcbabc96b81576442afedce11f516d31f7d4b02bd08344574f0f86f5594add30c65d9e6e23f20738c339ad8a76bc34ebe30c30fddc573d901c79c82a4b8bb71b17e2939809cfad86dc783b979734dc1397b74d0509b3debd6e84357da99999f9c02300e0922ef2006471e60b50e83b01eb970693040ab3b408099c79bd59afa78760740f8fcfc9e631311594bd6446d82592fecee21f30d88d0231e21e4c41a7db475c58d5b309be2fafdea636da4548a0d76f2610eaaab5f2019b81d908ffd0f89d7fd5dba198a4910c0f39cfd8ee6e68f413c78985e5ac55387a82476027452353042147d0d77cbdd2718c38b6231e3d21d960236b490853c3fb17ca7fd76ee4fd64abb6f2e3bd59bd999');
INSERT INTO public.event_payloads VALUES ('default', 9, '\x1ae105aab2d6a3100b08880f0f422dbb36fb94b3cb6d424f813caaa5b348f493', '\xd4d76a1109072073cc750ec7f166d3e4', '\x0b893bfe338f65aea5a969d2eb50a272811493a4db53da90450c1eacd5fc3df54fb9980a0c954251a591b41e01d7ee2bed3dd98d73e550c18bf791383f4159b9885c2a889a71c70c326a37777129e3b5498395ce475fdf212d55bbb548fd8150bb9a74aaac4bd308b14f11f469a5736245bc50a6050ca2a42f7faa12a7c7412fe46d22a21fa6d4dc966219661649099faa270dd2bd924b871634985ed610f50a0f5830bd4a69910f2593613216e3e5ab7f22dd00e45b90caf98c35c64317efb40af659fdd36d4d60347c8b128f6d390f4f8332e131ab0217624ece3533a37ea923e875b2ee709c4e4b3844e9197ada8229566cd25fdb8a3e9905e89e18b7bcd75ef38552945ca780eb0ab33e338a04638c65976f15235b519e51261534b0134a1021e77fc3401b5d6ecec377981507e942efcd642790185a6d70d13f99ba8d05c18e2b50a197a6df5e1e14116ae73cb3b812f326d815d4a1b1c5f8287bf8298db2c53c42e7422311d98d4cbc2acb8323ed133ce5d2ed9926d5706e92dd194725f8f414e801d8e2160f9a0881ff272f5264c04de288c5f0da0d7e9720ed1a6d99a894b0ba40207cd5f28dd9af2d34ee746644ce362a4ecb32aeb6cc7238cf311db3624de1748d17568497394522d03d12d3af3a62f9e98ec5de2add149d36b80b6529630a4ee68b52d942e0a06a8d4d1505fe1f44db311fe9767294d3a5f28a681f2b96489831c42b9a85609442c13d3c8929f726419ae4cfb777c679362463a5e31346126cd922b792d3731ebc9322fc794c16b0e953d31fd78aed08e70a3316442c70eb8fcde7a50d49429630304ba6318a5fe72606ea74b59ec76a9b89ed303f8ed414dc563a1d4fb2b19600e5ab6623bec9dd50760f890ebf56a97278a9baf657b2b2d0ad0431eb3472d3d2ad00193dc66ba359b49b539dd464686a9a8e841a707cc210671b9fe5e1c3f768ddf9d533b16f248576eecaef0bcda47fc1b7b5d73b653a3cbb572fa5161764b7d69a87de934d972ee5d514b025eaf414f1a71fedf652c4dc07257c4bf879c94478d27b08d475c867e564ff464be39ef64447028fd400b484e81413ed138cd0846c08efda6228f7d7de93b9f8d670fffdc405732bf90a488134d91207655eb7bdb5e9f9a564e694a559ea2aee20426c65ea87c5c2a0243b4ce5329b84101225cd7932eb9a0624fa4c2a58a9c79f24429ed8e5368fe40e04b2510e8b06b88a388fa7b085b388b72f19f6b966bb0cddfa0efef3e501e9adafd750d64ed6ca4122976a2e90d687a8712f40315c1712c0451bdff8c9b2f663dd741db40a267aa5c153d0f44136522ff4e39aa91fc11dbbf60ae459c741d66842c4742459a4c778a46de69201a2e282cb23b11b4c9c7e979083ec1fd6e8a7bbb07dc052921d1e80152048bf73752c8e829e1acb34bbeb64e5664c0a6bbef7ab4cbe4c407a8c01a4030145314ba4233ccb828d072a4e3a412efe6b9a6cc7c129b62458b840ed51567fb2e2cd386bf9a85d23971723bf8089d2dba20c46780a25e6f294b3b28a323737eba6afd7208e0bd93693166a933363c7db3295cd3928900c8a047c7846d3b9caf00b8b128567c44f91446589d0c79ad496833ef573d75eda51af9593be65ce0b7c893c6408db8b9e1429775584c3ca1c4a5eee36822459573f20f246e9d3a4ad9b86d33ec509098ebf7f8377c1ceed78d83557e1e95b026304f4c9c75e7e6f14ac8f8d7688e0d7713736714bf972e64ef6ed6dbbfbbea3256b157eeef9ca9af21a1e0ed5779d6fb2cc284ac585908b6ab8fca089f0747eaab08ac74563271f64ed25a9ac024a5f93800f999463637f95d3382181aa73b96ca2bd60cbe38d0c55122a4707be026b30105d53d51624973640e0f982cb5489ed166fc0a579051fd4231d2154874db6f271566a52b0f4b6181cf52d96e878eb7edc9eeb75d5073fba2279228904d54e4db913cbf67f87d5c95bb8e6ede4835b978d8909065e699a2cfac8049e');
INSERT INTO public.event_payloads VALUES ('default', 31, '\x9fc704ca458ec6a2f9d81f55033d3516e1c502cd5ae437f23188bef87a81c9b8', '\x84444352cc30ecd6308762ea754a3f21', '\xfeab55656fb091764e49c16629ac01f96aa2d3166bd437e8cc1b32b66cf223d68f84d8559f9b668c92f7fa6224412fc17472c1fb9b61925a2d58dffeeee7cf92d1d41c4988594732b15dc7a105bdfaa96af9a2bd040a49549d57ade09520d1b173c3ff4dcfacdaf518b1f799e4f552821254c616d4fc38253c54109e140550268d7c8eb11501ce9293a4eb6f6f4a692e210947c40ddaad99e44dc48e74e8ac3541e46f118e458c9828f859da2a6240f76dd4d8e96e3b2f8a3a6191ec93746e6e5a17d1555f81440e31a89f5933d564c5767c673723498dbc61c2d9d08149ceafd48d4d19b7a029501bbdc2c528fa99841fd41b53c1d5f6a1a2883257fc7b76e92dd0d6c32b8000c8e0c84175bef83d7110e1705b3904326b184f5180b40736055cd1e30d6606ac06583e985a4405c64eefadb688a7692e1e075b3d1f8188ec97ded755d29db813693e841acde70f6f4f6ecfe89d6857d54226e203912d4651');
INSERT INTO public.event_payloads VALUES ('default', 32, '\xe65c4cbeed4961f28f44bd15c2678cb951caaa281f5c852b8f9c3cfe34968520', '\x84444352cc30ecd6308762ea754a3f21', '\x09710d07fccfb12686793f974120873c05f80f9017602076d18a6cb366d1f900b0052a7cad72c8b65afd68493a39d30b83094f190ae0eb07fda6ac15a7c297d11e01f9cfa8cf9bd1412b2e3502c952b605696a088b1448082ab46407bf94b9d2d95e4c7d42094088fa3a126c650b5a76bfc342113f93c9b11495320366d28980a8c7de30f7327cda41df4146c1c10383e53c5b4456f4dc2096f7616ccbd4443427097fd42767ef841fce0ed5f2b6df5c2ec81943817a81856f96a50188c4b8dc9ccc2da0f682a06953c651b4be6bc235db2af7c5acd379606c3b07472e385f60435948e096e909c5d635c7255de0a46dfda4b68b9780ff479c23a74eb414087a810b081badb88dccd4ee5b122c401b095aedfac686b1d6f1dbd5a33d6c852e53356f65f96124340587c0372a1ef86fb8d2c4b13d4ca08239bf845ba0b83fc79f038f544595321f934839dda3b1b5001e12ec87b1301c851304dfa90be1d415');
INSERT INTO public.event_payloads VALUES ('default', 10, '\x70831572af40db4852eb74b74f3ac362881215e31ed32cab3d56d55807afc605', '\x7312519364262e92dd4c27cf82812e1d', '\x3558cef092a9317629b2ff5a99db1d2bb5a815ffc952191b4ddf0c26f4e3d6f78664c490f31edd9e83551a99cbb62b65a67cac686d23198a8c11edd04ac53cda45f77c1d391ce70679dc224fab4bde4f1a09f75c12991841a26fd7e7ac60536f92eb83b7c2d2451499c2013a27098ad2db0673abbb0e0ba24299229be33ab7f5fd9e4bc1c264025563896ad656e2ed26524b36f2de5716b350ad6cf7203fb7d558b006a8aee1895d1955531c19a99d36c7a463d1dc4502d98553d6ecddbd0bd79d98e67eac5739f27fe96eac9a72c06bd4335201d8aa3580c24a29facc60b1790c8e9aa3264ba6591a1925a53d859eac43e75caf56818e022ddbcf7fec0100aedb06e03eccd16990d6b31626d47e7b71a70fc895fdc009b2bf2b719bfb4da497d017199f79fe2f84c26ff73ba1648fc6572c21a19bdb82b2134eef338fbb8b3f5cc62e74571718a31f76951b1ce14f6a3bab3d2d54ec56efafa50775926cf2a5005a0af5b86f1a70feef36d4aeb7b61d5d34b4368def228d955b1de6fa6a17940e7d3775777b21069382cf0845c8359f1f662bf1e1401a1b8268aacd4ae21e46d7eade2526a132c8ed2124820534ddf51911f05b15317d2bbf785df23a09a5db9215dabc7f7da07d53f0a0500336830a9b5870ed0c588d789b9f13fa2bc9a77c15cf498223cf30e6a75fa59e9ca05d5e5c8f85de98a2c7a437dff6bbf966d42cac818eff6213f81db0e82dd9ea9320ae6c1e72fded9b70ab6dd6c40254e5f2d23206130c9e15784f5dc21c2144190bc20d7cccb3231cc95db11aa98d0c1283830fcf9f5bacd81b6b98f002aa2c24ff0b554031a99da7bf8bdee80e4b7803c2cecda8b411d5e4d7a0ca837a5eccfff33bd71089a521946b7fafbcb21bc31be0716645c79d44d4ad8e97cb218771bddb36838ba3b184f340588a6aec5869d359a3cf43f22288024f79f4befcdeecbcacbf21d404dc4ea66a0e1f139b7ef21546640a79b5c206e674ef491c5f0b7b67307d3c4e431bdca5b53ce9b595eee766b9999d437f6db662b6cbc625c97ac20d621b2285d17fcdcf82e67039cda18edd70ebd83a8e55583993497e80f4995a59b19b961fed8a4359a98f656f6470c67ea152db116a0281e94d924a297e2f59c55ce12f86a01e43ab08b77a4ea60cf559f82594c3364bef519a036b93e8862448a951cd370d019f7cbbcf266e475ed0e59803923521900f6bb257acbce167d0ec3e0c35f1bd9209625fc9a7ac8d632eb73f38a4aed89915c9f9dbd995d59e80150a26fd419584211fbc06be5009bb636573ebb47ab7ffa9cf667f2f9e9c8b9bc909d62c5551c15a10bf54ff0c71fec3438a2c9bf1c128b007bc202e310a489455247f5ce73d0453cda1a69931037150707e7ddeb195ced25455a68cb550c42118166b60f5dea768c6476acb6adec50a7e2b7564608a8448b438f6ee77e8e774ab65ae50a32fe205f5005c4b4d00d00254aaac176676d64fecdc63d11d41e946474f1c04d23e8b43c97f6d4de67b25f48367c8b431447bad4248ac223e4e7e47a05d6e1f18731414f94c7095748b739468cc009cc7d5abc808bcbaa90aceb6522c0affb3e42157f8069bfedeed35738db7b57c296b120a4c6b01146801caf3ff2a6392216832e0dcfdcc7dfcc16ab3cfa5ddc5dfa29da413a0d057f17cc540af1911d0be8da3d4ba19e9f287908147580471d0046ccfaec3a9bec7756ace55e080893b3b825bb0334dac84c9b8d37508f463c3fe2ecf256fe905f5dff6753aa318b4eeb9a660953c4d1b22f479a7bd85228d997191a7e68366608bf2580c99b0d0163e9a9b58116cd4fdb1222dbca4ebdd483a50b7f4d4591dad44e447265b8e4d72a33e9c3260fd2324ffdc3aa39156668061083daa0bdce09f53a46b6f2666d92df6156802dfa7d125b7c209b338797865fcdc763190c15e1a353b61b9eb77405e71357eca1e06ce4ba45659ebc281404c68abb093b4d3912a5bae960788a3d3fe');
INSERT INTO public.event_payloads VALUES ('default', 11, '\xe637052b3839659c78fdf91d0aaa627e00a3170ffb76dc37c1eaaac499239549', '\x7312519364262e92dd4c27cf82812e1d', '\xcf701c21e66105bd83af633f90146a99dcf9f45e63c9e00b9e101a88358b65fb191e725aad2848c42a2fe36150d82fc5412a6250e53f7844555d5a9103d4ed3dc0562e3012d85fe6710679af87d4df249b2d647da483d17747e86f29808157e452cbab142a764f47cc5292d7786e137544d0930e7432c7de8fb88da569cdeb7b3e686cb7d8d82bab6de7bdf22767c38e3213dfaa5ee4228dc6f7ca545f896a189851360d67a3f24157ddb765e0133b89d0124136bb6b957cc8cd1025b129f49457483b6eefd94721d6c43298e8937e268d38b9c59f6f361999d56265f5df39f7f5bbca2a643df98d6f8664f62f3303630cb4421e07d01a45ea871a3146fa22b473ab6f1eb55f122f22b27e76233cf0e10a042d9590b9b6e79d0de7987b4f37c213f2a12a5e0a131bd535fac8e3951efd2a03861caf9b21f138332ad52fef7745eed182a9dd8952f5ecede8a403ed71fe1d207c89310f7fc44330f05cb8a28fa396b536df8fa320be735cec37bf2bea3716fd7d6f38ba7772e9988dd6084904adc8b24ed778ef18b191c3b5047d9935eff0d67c948852ec8238bc05e857ba743c81e612e768ea2b89a5096de8b1d618ce7b48c9ab3fe72f38188e25bab40db69589b90d065ccaac82481840329aa304df7f7deb7c63010f7b015906ca126a2a82bbe2ffdb19e1466e28620b30ad9a88fe3430c0d7b64823e18f2b17204ce1d0dcd797f29cb19a9773c28f0b140f53537cee1dc05051d9d47a494f9f529237170c1a2e389f15276f209b0031edfe9a190e9d2de6df973e34571948162a6fdbb89cc65ba5907e0a752bf61b9a8815eaf98759fa4f3ec68d6e738623436c63a27d854e02317fed7a07a316ca8a1c491e5880302d4ce3f99eac87e5f0f9802f38c3fff50aea42b7830dc2506b9be3f64f9d24bd7f96672eb01c7a3ba729613057726dde2d361529a473734d94ffe228ae138da55ac1a37e5085da6667cc8042c2d1c192fa10e763f250b2b156a1df6f7d3ee592e42b0f223d28cad0d0faf0ddfa7f6db92c45d8a358f67f2cb9997bfbba2fcc91b94174800cff110d65b511a14c2a3fcd6b0c4280ef5890fd878d9dbaa953862be873e4e0cb4fe9cf2ce972b2c1e113be60df49762e0e4a18e4f38e8dda1022fe6bb766d87b98556ce63c9671065f9b2972362bbf1511e2792450d05dbdafacf94224d37e7dad3d2dbd20c3e18c40c2d6ba6319ca38b61b470ffc682e1e02b9403a4dd3a5424f9cae0237d6dcf085ee194106e17f8852eb5404b85f3ca282eb722dcce9bd88696c67758514e07e82c9207633327be51f3f0139224273129d085fe982f6b9aa5163fced817eab1213383ae9c18e3ce45b4c4f64bd0e73eabbb0f5bd00909b2ff60f80dbaa9da69e717e64c625fd32fdf4198c6ae9d43b9050ddd8ee02940b5ea5f9a13145a39c14d7df89f114006ca7a5c45c83dd1ccad222d36bfaca1646b593994fec068ac489a50f3da1e2f7fd505c5887cfe96b5d8636e05d2e8bca4f24b527513a4c0817ef81d62b0b925d6aae9c2e2707150fa9f3c43151a0d1424389f6253dec76da5a5503f028fc48bf1037bbc4af078ddb12e635625e64948fd02c4c77f54cda6efa4cb3e30c86bc1f0bc40342e63c450517583a253d69a382737743b9b1f7b2f0cf3949fe68649b0ec5dac2f3ad64090a5955afd1697289498c798f120bc3638eab85eeb5ff8253c96470a4febc015048b1569b51d26d77e35bf8818b4b97a52db5f8b02e9682da57987c1bd6e060bd5d9994568c1e1b96f16d8f5a410f6bc42ea68d217c234853d68d37cef963160e920041a5d8313142deb628b90ab1722e4a7ab7826cd0162e1882a0292b2acf9febd5cb5695f84854a31b625d1ecdcc2e03e0339664d4f9aabc63167c2dbcd9a0ed7cd24b4003beeab6a100f8c2208403fcef241bc295795067ac4510def9c863b015f8264a117c0fee490160303153d941dd69184877d73623ccc7e88991cb28638bcc95');
INSERT INTO public.event_payloads VALUES ('default', 12, '\x3c101b7fe7f9a0141afb962a02f2fd727628d2661118a88c1f772047597125e2', '\x7312519364262e92dd4c27cf82812e1dd4d76a1109072073cc750ec7f166d3e4', '\x7e970d23d952bcd1b0aa366ea01747579164e581da8e3d55d8ef640eedd655fe86cde520e9a6e0f958eb6d279c2f9aecd7a60bd6f254ca57c24ee73d5c2ea5e92fcea329fe700352e2b723b4394bc67c63e60e239a861bc083e296b466a832256bdae56da7dacd6a3a2695e04d447fce6f64e223ad4d5b587065579288141b770c23b078c0134845049c29985b6f962001f8c738860f685d0706e4f6faf1072101733b86177a863c1e9da0c7ae4e63a1e656d4dbbc323ab0b416ceace1c3844e27fd356093d4f1833be5ebc6842ab7d78bf8eb51244a05db916cba6fa8012a7941309517b2');
INSERT INTO public.event_payloads VALUES ('default', 13, '\x09162edd5f30db8c4d9a46473a6ad6b44ddf506a4a1b89fc406dd85b24f0c6ae', '\x7312519364262e92dd4c27cf82812e1d', '\x05765ae2c99964615ddf2df57dc446d64a930a36c2ba4eb500df8c8033b6873430a29acfd403b950d91fa8a0b525caaee4fbc04951fd91c39766a4ec6ab6db8838b2f7eec00f9f5e7a4a647893796ed3739e51b24c0a2d5af6ef2957e79a288ec781eb1bc80b6f439248146285365a4d95963e7f0b4f5db280cabfc9b1e30c035691397d21d381f7626560c450677de17394cba269caeff257393b782a598e81304caf7917362476265062412956');
INSERT INTO public.event_payloads VALUES ('default', 14, '\xff87123bbdc0a2262a7c3e15f09a1c2dbd7dbb267686613b898c94a8eae9bb3b', '\xd4d76a1109072073cc750ec7f166d3e4', '\x9e9016037f84267c2e8cc2d43a33317739c2b35d687c19a79d83f7b3928583272d87761184285cd98b9045c12b3a1448e99737d4e65e712029807ab9fb38b0db2793722700e725bac9d695cd0aa205cddd1ff8f7809bda73289abad093c2d8211d428001fb72426cd5469148fbb8d57ca5c5f062ff0ec04d4a497930152185466f197cb22b0dd6311c9846a3169cecd60d156ced03c8817c8ea683b0d7f480e081a32feba3ce11ce6ee29803a36b60');
INSERT INTO public.event_payloads VALUES ('default', 15, '\xb2a8f4db163ff7837ae041f3f48e1a9ec2e1aba7db721bad818862bd657ad20d', '\x84444352cc30ecd6308762ea754a3f21', '\x5d9ae6748fcb47e63483f8ded86b5b8b1f1179eaec43bc50c83fd6a5db58f475df9ef60869a69eff4946c9b9b9208225b1aa7827745b65345d8b63eba33679430ca6f2463d81acfdd4a7ae374147384cfe2041dbac289fe9cd1509ceb45ecb98edc9eef1f93f53034194ae6b6368b92396e238481107e6551e3bbc793c39eaf0a3dbd4b82eef42119772b52285b521d2e73fa63e8524071a39425eff3aca2a01bbb7c31376ce8b612280b760417c8d67fe317a8c56573c5fc0baaa1fa9189018b8904132380fcdbb2f1ea26f0c1b15c62593adb6f35a07539f51d392509eb7f5e6accb128809446f158778ec481f112a14d4c8af2f0f40cb9c5ca094ec0cedf8bc3d0da55c7e828c47a5c2f83d6c666aeabba635ff2bce9a6066a1fa698061d7ccebf006');
INSERT INTO public.event_payloads VALUES ('default', 16, '\x5c14457b0bcd60a2866883662879ef0f7dc9cb307db13d110d2d13fc0a817135', '\x72252e4ec8e8877a73ade971cc2fb86b84444352cc30ecd6308762ea754a3f21', '\x31eccc70a5b38c29f942241c2cbaf48167301c28ed888c3f97d2eb2f0d603810c71a8d3645ed6eb681a9cf464e8480c8d639092178a44a38784e3608f493d1ef793d558fb1addd7e11abe8dc025f016b206993605c95e663679c9255d3134fc29da6965af990f70f92d1c9bf07b381fb51ce8a8cee09457e5f294ed6f09b1a8ee717e2ad076902af0468858fcf20aded9cc56b24ef11ef434b6618e29db99517e4ad6860b3ef013769330fe8ca4fdcec635ff2331e1ead294f051e81337cc658fbcacec4f0fc83a6aa33c042c030ced88d419cc367ae31fa3ff337a6088a195da10d72e762cb067fc263540a85dcd05d0f2c1ffba670f6b3a405e672ee665c55f69cddb9915973c60ec531bbb134b1c3ca8a18ea25bbc4da7c1b6dbef5e27529673f3a5d9e002d3599a1a50c8a526876d8769344fd4a3160e2b19aa96f718ae60d2b9236c75fcdbd7c65ffc4fd66b188');
INSERT INTO public.event_payloads VALUES ('default', 17, '\x95c10d570943c9995d98750da08c351ac8490f0016bb18917f4cb926b3d75f89', '\x84444352cc30ecd6308762ea754a3f21', '\x9c91f919454eeef22f8a155df01fb9112c457a3a1bef51fd63575c33e6bc5e471abd72ce06db6d1046e55e52d78d1c372b14b525f0fdde694794fd441da873774e49936aaed6027a56d922f4d8ac147f4481a58d6faaddbe6eee84cce85b3bf2ff954d5a1bdfa9d6067a2642af80d2be5311d468b5f60ea772a5edfc78b04975e0cccca110427a1bdfcf767a78d3861fc0760ac66b3ddfd29bbc740a1179e8e73b84b37be3177eb93615c953249c12332674f69324feb9a5f8aceea14078ee9b376f3ba3682ffb9c18b80d30e70e043afad29911a1c00ebc55fbaab676b57462cecde14f244201fe77988fa551d24c2460b0304dc75b04ea165a946a73a66be936797b56d6b2dc0baf9cf65bf4e5767c6fd1d8cee6e3223e82c86a847d8b9ef1dbb85e29aa9170d5338545acadccd03ad4c37c70c89e07008d99aa795edea7695bccc122f742509ef9ab39f302cc7636f1335503567e2050ec20eaeedf217ce6d51e52f0bac44e8500afed15e3cbbdfe584e8d1454f4b9bfd845d6ffccde74292577968ec77b1589012a58d8a871798816b18354d3114bfe7a11f8211409f4c25b0e15ea575ca5fbb2292463044db221e40c65f3c282ed550506ec8ba48597b532e1f8f700e84759b4c198b40934b5aa90f1e9b82e07f23e1b82655318cc9beda694ced531a1c6510c455fc5ef7207526f3ae0ff543963d535fc7ec44587d807555d1d49368faf2f9bb4dc08547d84dcf3a338ec3fa08b');
INSERT INTO public.event_payloads VALUES ('default', 18, '\xa0e21d9dfa3987069d330012373fd4df1c633c351ca0339d4a9150609d670726', '\x84444352cc30ecd6308762ea754a3f21', '\x87aa68a2def693407c8d99f4cda6f188e28136c0afffa8a67c505ff02db7578c1802df7c68f9571c98cd49fd8e673fd7d06e9ee0e6e0afabc90638f937dc4fe0597324c2b562eaa3cfd0ba4510c2c1fa125b5c692456e42fefe0fddbc5a43922f6b6a28c5c3e10904095c37d8ae413b7ba601a7ca429567bf0992c51be47f20534669ac347efd3bbb85dc2d0ef2cd08f943862655e8ae7fd3afae0dffef6835a22c24992e9ab850b59f305c4d730a092bdec9b4dc4833606e9145ff7b9f6a6d1d2dee5afa124c2b69b3151c2c65cedfacf7f92935e19cd540f282c5e3d3d6562db085c88b25dacf2cb579ac5844c59e3f5d6e7e9d6c52bd45f21701ce7c9ad7f0f596fb8d7dc80fdcf0d18d07b19d42e142736a15aedcf113a14543878eb177d4e5732cc7674614c930a399482313b9c9afb20f742a3b3d1002bc439da56b7e8f8bcbcef679faec01746d35affeca23a35aa4f35b82a888485f6ac1047d2071c208d73d7ad68e3353dccd72aa336bb64b393910ae4d252c97a39b847f94b6a873fe05bcf03bc88b26c47de0ac3061bd737b62667feac39ca7cadbf87613ee4034d439bbbe09f8e1ad81099dbfd372bff22c8d82895bc4ce9c44eb214df30f162ff6a1a48ae81e3b78241aca038aa9f3575cdeb3f9998fd798daf187c7f5c10f39a993d4b55c282dfa76c57db8ddc1dd1150575c23a7625ba6b049d9cd69e10bbb7d9edf76dd53f19d3fa1af35310e10e99ccf170c1ce03');
INSERT INTO public.event_payloads VALUES ('default', 19, '\x7185ee580ff82e9aa8d0395d92fd6179ab96721fc3ce871d26ee53d92407f27c', '\x72252e4ec8e8877a73ade971cc2fb86b', '\xdafa3bfea39b52fad7154b77be3ec7994315daf96638f0782cf76968dd4370f30e2804a12562d1fe415bf0bfc747bbd10a7e2c7701e5ec2d605a8f42f151e31d178a284916d396bbce6274588340cc6fbd87cc9edf30925d3d3cf551be694b22e167e4357ac16686d2a7af0963ee82481bc699681f7d1a9c7dcd1c10fc158dc6c6e82059603168a2846abc2f3f5b6a4122010b09ac5052a5a204411ed1be19d12bd853c80ca85f9301abc661a9457699ab8250c4cec09d901d8258667d9c55b91bb8840bea77192018e2fe2c2832b9e1368348a14a049ad883a72def91cc6c03718d879769aa4f8569e6a364eb421d9288d100b028c9d903079f79c60caa7e7a5fff405f077fb934443c18a6ba68e8390a6352471c87c54a78f96cb6a97d74e5d52553609bae50a25f61aaa27119eb30f380b64ee3cc5048a689f6998f8527d69ceb4ba9cb888c90724cc289059a051c285059faa1e6e807078ca91bf17db26542c7af5c677e162bd79c2e69929224004d6deb8f48408224bd2794883163bbde34f91d22bc43a574f9fe02defe4dc4be3423cdfac6fcb75965a66fe2923b9d4550a6b24f97e0dd2258a0cd0b0d24c3c4c2f64d1383ebe7f1979e518b317f90de2c1d4a94bff067777b37973bbaf07f3300c689b12c64bd37318e0cb88af0a6842ae0046898d7d7ba70f8ac2e4e8e16e595e9b80db3ac61ad8f679223588285925c8f0c757ff76f7e6c093de613cd5e903c23ec740c8b7a4097980405a9f965a4ce8d5369f55ceb9c6e');
INSERT INTO public.event_payloads VALUES ('default', 20, '\x682cfb7a8b96dc7bbe8dd54f9e89fc155ae2e424b3f7281a55a1eabf7efbb657', '\x72252e4ec8e8877a73ade971cc2fb86b', '\x65a887bd9a1bc743a2f7867a381ee9e5839a45c9110e4a8ad6c6e778abf71a7a3319883246f7de9e10e41ea5445f7ba31f3b75b90293b5c41bd1a27853035d62da315fc0f4c499155089e5661d8cd46d77a7856b4112835444bde0d913e95487adc8bb65721225c2ad215185eafb44f6cb6bdf63e95ad4d6ed140db5d7c7694c32e9f4e8c2714035630aacc6f6303c8ad1c4aa89b944a94881275b1005f35bb433308582a7feda55351259834efc915d262527b3650c62cfa1c3aefe271f0de3b48fe61168dbed7e9f162a5040576b65f8d8107eea4e32dd0778cd537743862d87fcffb7088aecfaeaf75c95b03792a7cba90e162a1f688c729f7d6df9889aa6fba1259867330fdb169874fb852a3c822b06b940edbbe577ae91da493cb149c83d971fc1de8152aab0decb4fb09af942f69ba0958dbe8f712959e5e9563180669c44342cc6e8a4581628f0c006db74d67ec1c99e1405549af0ff419ef001a9360f9d16313a8cd574ff9954640a947df098321ce7079fc88b4e8a4cdc43bb712e44530dcbb6702cd6a667ed6165d576dae47e23140ddb5c385f1c2bbac5fae38d901724383f7a618ba9f48348cd558824c331033f2a3dd5d774d42764c8905555a88ce6a5ad0155ec99f6bd1261d852a129b7b66987e05a28d23fb81006e8eca3c7c419163edafdfd938790fedac2c2b7336d29f4624a6a7dbce14549c27c343bda30e6ab53600d13e4ef2fc52b9aa7f041937e995231a6d2300701cf583cf2d5d111aa5b79059b7cf2');
INSERT INTO public.event_payloads VALUES ('default', 21, '\xbbdd2fd4f6a12ab16e0a5429c27f2e84f399e90576f8883453ca73f30da5b7f3', '\x72252e4ec8e8877a73ade971cc2fb86b84444352cc30ecd6308762ea754a3f21', '\x78e03b8735cf9b5c6bbe872550f221bb6331b0a6ca413639e8c4ad5c87608ab45bcd673fbeee5b1752b17606c3dbb2ca46b4bd6be9ae4a27b0baa83df32e06ebe6fc6a8bd154cb900c8b3981bf927e03d7fd03e688f9647bf1a6ad103fd0fc7d9b2e74f6f9b215256921bd1bbbe8841eaf50dbd56d0c2e70a68caef87052fe2dc53e9f31ec2cda62e0fc23a9700db088527b0f4ba450c76fa94ddd0bad466526c6c652982ae604a635ab9d37d78e3e731e146b0555275543f4979a8a989eb3e0baabe1d8430ed239b2aed050b46bbe092b61707663f1cdb3c96d620edb59dfb348d89a172ba86c7087df19a72caa29e15c16b776eecf56d6884e9cd68b8208ec60845cc2a675a52bc5a848ead68af57bc1c393ce5a5050b9ce788af625a488cbb80cc5d96bd380f5711d9cd91849339d2484');
INSERT INTO public.event_payloads VALUES ('default', 22, '\xe544a8b00b590d8b437505eaad41ec062aa815c2252e3287069b4f4cab0e7ffa', '\x84444352cc30ecd6308762ea754a3f21', '\xa23696a492de02dda2774c1758911112023a55a51771c550417a180706fdea0a1364c4644e9ff8895f1b207059be569f5d6d33b06ef8124473dc6786060e2cc2cf4b267ea3267d8a0fe2307d7989b1721e134de5f2dca09d6986cb9129a08e2a438bdd0f373b2bcc0254911d0639e5f1f027e2fc45a925693365b9f1161a1ac73cffa352d14f52b36c96c866b3f503a4d3c7b468311055e601cf262d3bda21f7bc3ba1d82b669f0d9e59dfa2803cf39fe5cb16a47f1db8d891894f086f9602468020d8bdb65650f16335c6502869b523241b007dd36752da7b1a8af671a9d252f33ff3d714ee643fee9eaebad264cdade79d1688e6e457475f58a96c41c6085251482350c759655c41370aea0d22a584254c5a7b4549a965325d9c46e77b4b866b1edb7095544ec87c2edebf38caad0d807d64599cc7d525f4aa75fd1d19b2b5c529c04e46366233dca759ca6c22f18fb04574ba609f783e0764c310fe48ab1a8ff12519b0a4c0e6a8690e30006680869d7d36fa2abf56ab69acea86782094593ec68b641fc20865ee81463c5ad2316c082d10c607ce72c1d79ef0761cda50812235f10886d822c989f550ea11feb1d0dd9c4075ecc447dc013a292190a66d25cae0c60e51d32c01888b67f12c2ff186d8f9d1cf11fe3e7f6684f1994e6537de8512eaa685ab6a5e3f988d50f7c473e4947188f218650fb577ed1bfc33abdec08ed2759dcc244bc064357fefb116a51e034ef4c5352fc3ed90c83728be082e48e2b95576cef6d3ff7e57ea2e4db8ad5c9aae2846b9d89cd5b431e26c4dc0b2ed34e2746d7519b050d5e8997d4e3ec1cdda64e1632dbdff755690b807c668aa9cc8a1b76be8a529df3d501fbe514fc2bb225ace846920b0c28b26d691c29778f39f81005cf4d35fe83537bf8b60573b767b903b579f0b8d84a184dfc4565a0dab308369b2bffac2c9f9a4941c9f92cb51a29d11e17f67f1cbc76c98116dded8c36b9fdf45e6c1b05badef47a83b424e5764283809293435a45b0115e2fb7c27cefaa09eee545cfc03b9bdf0166de3aeeb1733f3a16370c3e204a4aa3d97daddf7e17834bbd8a062ff126b2029c48a21c4e2a527d74ffdd46b3d58f2784bb9832bb2fef24e6a9a2219e81fd27094c5749768d145877767cdc1f95735e8f9733f6cc94c538ed11942a6dbb27e94966a8aa8e2cfea84bf5defdf9579afb27388a8e4ed39a15b257efbdf10061a7953de5cf4d30ca08e5dc997cc1ad7a3123ea5099c915dcf320cd8deb9678a5438a30008284252e13c9477a866f939d8464442f83f316ca588ce5d141947dc71dc73f8a15c2f8311b51cf5a15b267fbd35a219a4202d929cb3bf83f796cd596b4c45e6661fc6ebc6d29b958b5e89d64e13d5ca4954d7b0d0d9ff8acd09899adc35ffa96471804ac30e7debdbbf03033f6eccb7e318d9d798b177a7e6e8ef06a2a441be6ed7fde5d6154056a8fc57242f33468064d42ba1323b0d3f82a41a61eb053e3b62f313929c08d8827e62d30896eaff3194caa7da6797297728e47140ea345616588a93b2db1bf16108924ad14c8839c2395f227e6056c55ae44387282c86d886c3d1aae9a5c456d298a0ed6bd5cef06546f9a7548ad3ca632530ef965065b4a4658343a8f807955cf4bf5e824ce249db06826c71b8f4ed49a4f0291623c696c8a67537f25524d2c3344cccf47588a1cdf3b4a3e0b54726b5e2c44fcc2222799623e57513c7adc6c8658cdaadbb193b9cbf28a039a3005b228794f89f8ff54d8c29242ac0dea6e7ae0dd4ed9e02b96846a841fa0bd0d3a4ab354608480d7d445a9886183cadb480e1b8ebaf2a95b29dcf415f2a24a52c731b575c8e55812e4e5d94612b7a72f5fe50e6f345baf075fe3dced1c4fb44e4ef1f65d72170400c3858ff17ab3689a5187d6120fa44950375bc9acf74971d5d1cc06edc8014dd1f453758b3577e292d135097923c6305eb46666b8114a8d8713b8d6d5878368b72f36d0a18');
INSERT INTO public.event_payloads VALUES ('default', 23, '\xc7f339b2f6406fd80872d84218a8b5849709e05dd4a183e84644c32a6fe70e5b', '\x84444352cc30ecd6308762ea754a3f21', '\x16b99dc527f20839a4f95788f04fcf63a98b5fec58e30b46f9a019f757cdfe6c564a7cca2d1f2c193be0ea18f5d6babae35478997c2f7695ba253948aed78f921bbf6aa6e12c288dc0675fa1ac307289af42488164f98b6114e85899a24c6a41ba26459a87259e7136999af3b2705d2e863831554cfff76614fc44ec439b184f75a082c8ae1a130fcd119654683bee8eff436b59e023bbda1bcdd1cc80c31a0f394ecb89eace668c38ced4459318fdccf0242e8de3a53a0d52051e8b8767945dc8330ece2941fc2be1ae5fb0a6f68e1b8cc7035140f93f56ce67c2b1bc3973790afd8cdd64ec3dca926318c4a915dd2285f2fb1160d86b5f9446daee0fb4ca969f183de6d52035ebea66c94ec4b986ef565af08513701f93683190d1c5f635c8381a8d0f80bc4015a804f385544c0ca7daaafbd76db417f00ebb6a65b01a9ae9754d25acd364a8c54c8c407c6b730b91b34ac0588317ec1c0f888c52670274c07afb736e5f5c0489a6bec385ecf3f7ce34df8097f3ee44eddb639f266054467e9e598cb02b1f9fdb198baf0b66a3f6523b150c259b0e3c5e0c9c4ee51b522e79aadedb44990ab52afbac5012cde07efdfa5542e219fffdc5c8e47c67979d9b4a1953240529888fa41d379a44fd6bf722b2b68d4f6176971922c27a62d87ab350a4bd87c911b0a4708e6e6e9488a01c4fd1fa5e85faa17a5d262cd80aa98ddce0edc7eb76c9c56a3984740e5aedb28f7086d876d45d779e5dd5f82c35f2d9fc40416c2a26a4afbb1d1dede007e17ed40566e501d6210598ce01c73e78446e10393f99f76ae97b894142125527e998a7a73e95e10e8694e6b724269c6f1e3035747a5eee0acfc361aee74ce388e593f3fa9e7eb5ea896bf6af99e57d0aa6eb543f2e7f23a889ff1fa48a2759a477d9c769aca9ab3d0ae458bbf7dcf3fdf4ec5e7d40cb390ff4862f4b48f9149470c92a9371eb3bcb6d57b6f27b3ae53264652a4bd91d0f02f807f17e572a272275589a1015747316a894f28e17aa0e87d7ee252c915ab7195a1d5ce0183029af1575b0ec4839929674fff23808a305fa28e60df195de1fb03a0f5198e502509b82804153b8145465c1839acb1debf8de3a0e0ac123e03d29182c1bc029fcb580bf41526bd5a258d51746334528fd89756f3e5dd83b1f794c9e40a9f1d671a72894074154660a6d5036b2e455289302e645d55a9e002edd4bef275b0f43b74111c2b96d7ad00ea7cb1f63dc4f08c62a28e196c9716aa81258dd3e6a3a128062a8094203c16e506d694694b9f959831a858cead18aef707569936d7203c4a592381e8207c62ce795fe2010e49bd4ecfd06a69ad6417a700306c6d3d5a9e04c1c6acba7c70a19f9949b2c585998512fb047088b5e8b89b2355d79a4766cc0a0a5812a244b40b3d3483d046e5acec557ca76c26e6be19c2e015c6f024de7ff1050c3017bc90ddaf3b652456df2b41c1c64c4dc67c3a8264fff46d7d7efe92bbfbf54de8ae665aec090e7f9641408db2b6d297211d28eee1e4f626e792f3d0750e9d8476a3227bfd9d0c4aee14a8a4dea393eaf2ccfb32392df725292c1aeed27fd58824a69d72c1a9c4c3a24c28d63b2f2f99245683b8ac6d1d56a32fe3910ee561b4d55296bc74cf41fc70ecdbd7c1db5e03081b359d1e4c19b3810c951cfd22f65fe5f150bd89d6f691b79c6b9ee5aa8a6783a3f2a56a60996f98634c788a7b8ac4c1dc3e5122ee12748c79775567c55a9e0bb1c0baf60f53296359c80f4bca899e7c23a72facb3ec2f9cccbff7598ad29f33b723df33c81527ac7c91367c06651fac473a1a4617fa1a4f01400b6d81b7513ac8499f6403072b8033da396ce62ed8b77de408a0cc0b9d004549e21fcdd7816e969ce2d23d83f8c4346a6ac577d3441c8f4c6d6ad80c1f294a7eb101d66ae5599f732b4b6c34318205bb4fe3f9e381ad34c24af8d142c1216c5e2c0752406fd241bcfa90ca7b66555b249faf9b940a3a03cf6');
INSERT INTO public.event_payloads VALUES ('default', 24, '\x8c24a48a202470c78bc0b080c2ec6454bddbeda2424219395286fc9c6033bfcf', '\x72252e4ec8e8877a73ade971cc2fb86b', '\xb188d4c90b1d24fc026b21c2337f0329489d5966d07f5bec48e673699ed7c3ad6ee00556a85c224656f24e05c9f495d73d37914a78665dcbd46dbf56bcd80b4a11f20e6dea8080ca7893db721c14f9dddcf66db40ba01565e3dfcc007096d3d2c5a721c636ab00cc6e62f56449a3ca6c4cdc274e314afdba43458df5e5d456c03ed31adae1762a6f1b40ccecf7df63001ca56f1289f13e1058d8ee47f648e0a43f44f8a4a7c261018bc93ef6eb90018a291b4f4c2981fec475e97b313e0f035c68959a67b4a52ca551f369f3851695a6d89c28d3e83e0c75cb5b8f49dd870926ab8cbfba4333eb49a24724b90d23fb288c9e7892bb042355acc18f63f6eae699860e45a730328ca2ddb901c3c3612b893fd3e6c946c99c9caab21cdb2fe89f1d09b288f07a800703ce6c4d17eb9a06156d20d5d15274ddd7a7008cd3d7070f5d1ce93015c8881c0cda48487f449de1cb4dc9e08d5dd8b8694855528ef5facdb5ef0f97fa53cdad10928ba4e9fc1f35bbdb587f4f5d9bb2d41fda2a9e54488b49baa6b5f8600aa2fb3fcb762aab9a0fce14c50cf69dd1632593a51b4e30db531696c52e18e340fad334b39a31de3ad7739ccea8db2eb22ccb9a78dcef8c5321289141f6bd6455d06a2c88877d7c0f009a430656d2fbecdbd9aa14d5d6afe3c7d473b84d017a68e54327a028367d80bafc85b73ad6dee8e9e6780dd935a92b6ee9ed225e8333299fe8f0072342dc41883611a867625642d010498bd2cdb64af9b90b0658f680b9e215b48a5a768bb6ec147bb6859c9ef635a16f8996ea5c551e6f58bafaeb78753756c0d48832cc6acf77d32f092fee82bf179d04792ed5c05391e6eb57ab4e0f84bee6b33fd547c3cd473c4060c19f43df424e04b22856b9db6ab2bb636c6fcc1f0be0839d55b0bec24a7f691bdf3c578596960ce923f840fb45fa49e90741e71e101c43c0a3ecdb7bc905bf764f99ddcb62d6c914a6af7b901b1073eca9a3a56f72404922560cf9101ae2f6e0b23dc7ace595994d3afbbb2ea6139d395edab8f831e170adaf85e43a21d40b930afd4a33e4fabdca02fa60dc778ddcf47536df9d26cfdd74480bc9f50ef44deac7d1177bb0ae6c8b2f8ddb22a00bff6e3e6f992cea7a8b799f8970a7f9432edd9e4ea3d7e98f584505cb885301b92766784aca8b70f7347275d7af74805d9b8573d42d8e70c02554ddac7eb6c87fdfafe0b6e64d494756a9dff186d4247fb9283cefeb24b694945c7af3970b727d1cc47317cf094572aa3c9608afc2b986ad49572bf9b7f05cd221a127a2f04cc17d6720e1c3d7d65f37662276e706ab96c99781efd638663a6fe47a60c73016d8fc6d92b75b7151825cbef16ede66e6422a36678eaf8d8b0a22ba254c067e3ca18761004b7be85e0d9dad4b463ee2a55c56885b8c76947dab933ed9486f8c81679552c435c571e1821cda2d4b55ed6d6ac9df739b4d10e67ac6b5c3be6884b0053f94f186a61a95ec2a6d4b0e4f99c99cf9ba842ea383e9e43b78a70bf0737f6f4ed9d0209efb0cfb40c87e286c2cfab5c2df5fe5a95e1e4f29c5e2f46a4b9b2774bec43c6c2d20c42dacc6767db951f1bd7866b36acd17b7367c173941f6fddbc0fd081899d057106aad459a528edd8aafc8d2e3da18c2127c57e90947915e2dced67c2f239201057712077801ac0f76786d15f54c3c820982712c3cc84e2a520b8d16d4a8759114b34b53a1d42ce0352da00f3b503aa546de8b914487670727d9e2ff506dba75928b683cf872472e8505a7023dd3a8c16454a72a52744c3817537684305f2c13b89e3a55216b39db038c6f2bf2785791886f56e7a9b8f2f429ac604c39623d3fbd0bc93483cda3444627d5432d44eca1ba54fbf668e0b1af14a4ae2e17582f8aa9122bf24ca678dd99e79fc940984d6551fe205b4f95524f49ff96e5e4dcee5f27af456509dde4d825845c0a1d51d081951864526779da58093fa88234417a81820f367a2e92868242a7a6e4553fcd96339e7476b9477b1b8eb7');
INSERT INTO public.event_payloads VALUES ('default', 25, '\x8ae145da0717f531922a5bcea582483d97447ed136409366675168bdfdc6a6cd', '\x72252e4ec8e8877a73ade971cc2fb86b', '\x65990b3a31d32d33b8f88384ce291df202e45df434fecb04f4fa5811c8df7fdd560d4f929b86084334fdec9edd7eafc28148ca5e9ba099bf1cd5fe9582a3f312d628ecf309b2e481fb5051987623763fb35a697fba4c23bfc1b8b457357b31ca7361c9958cf327b33a42081dba74b354b0d896b9054b655ed6e67afeee8a5bf4e1bb8789e392a796b040d8cebf4752039a3beafdee9ed39a8cb6c1c0d0b0f46b44869a221f7012ebdd485302bbb0012c00b9971f7fcc0221d9df7f66ca7b4843f2997202a7b109fb747968a202a7881f9bb41339d69a9395669bf3d572a2e12e024ca17fd01d989521fbeb957a1faaae1dca0fd092b7bd1acda767750c0ce6cbc8796dc370fd33f08e5776650339ef0f92ed6dfd3b0ac081eea163777e95d89dd6cffb313c7320ad0d6f006c465938e24bc95a0a2ae82fdcc32b1d7e9604548204636bdf20f33d8b10784d7f0ca058f376d773f36c1ab6f3dfa11bf2520b6a69c5ce66dd887c4c59609d7b6795fe9a659afcd2bee74d396327a78130d60bbb55469f344b4341609e163be42b234fffd21a8706b0a712f69b81badb8e3dee6b12d320d238964f789bc6ae67da1fd7c6b2052923137105c8fbb1d580d9394e19eb6962fdcd44170fcd0a3b2c51b42edec2ae2dd3d4281e86a6aa7625323a6a0eed5346618e9c16cdb06492a47e728b43d740b36e949617eb60ef58e627d5257a7ee67679930b6d808ba43bc19e90c319858de967b63e5b65ac6089dd1815107f26437cd5e70bb0f5c6622b6a5e2795522910f5ed2b93eff243335961b026165f909c02185f9fd686e6d62a5785414a339e251c2496bf5a6040e7470758dfbbbc66a6a20e96fa9d7b1c4cb9981dee9ee3e23843f5382cdfb0b8cf0a5e1020236032d2b184994a4dcaa84fd9be5acddd2182e438acac61f4ff5dcf76191ecb598bb5ebc0aa94ae635f446ac57ed76daacd3dfeee2394a1834bd3873165117e705dbc222e293c7319931157f86b115943454f184e5a14f1231b5d95b87263b8dca312c3a34713009f06e6ddf96dfbeda38a81d9b56c25c3065e9be393aec7b5405b2e88e6dec421af206eb968c099ecb480f38c542d2082a28026c5842338e63eef4308bfea454d4adb220d2f3c37a0f7705ac8621f398a753d8b11f0d8ef3fcf1c0eaa51e00670759ebb0ad1a45ff81027de0e6a489f0ca5966f23f2b63242e4aa6e42c305d0851f099ab7195a759db918ac9f9fde9111385e76281a89a3fbd99360d6bd1afa4c51613970a8fd6f0cc956806aa4861149b7e51543a209b663d9d7c5c12ef65e70c60efc0462637eb3bae1af1b8b9a4dfb27075e25790c0653bd8dd71178e776e0ac84dc7f6fbb231a3175ce187d16a1db5d289f94f488e4cd4bfe663bbadc6e264a03d8afe845c16dccd493b06463c090ee20a2b8d35dd344b948ff9a8d9201e1c762486ea50c57aa571602f5ffbb37c3235867c197ff5647e78c0463bea5553484588789d787bcaa06c43c6c92685d6bf91968b170502c7567dbf46066b5bcb930e64841f422250ae2288198be75b4663eb6afb6a64573d5d15673f21c1c8f0ca60d987813b6ad7bdebaae3b17b04187ccec00fcf8b064db62b1a0d0d2a5f379200725274f53454c8bb288b59dd6cc8cc15011d304f3e7f4b482816f268c8140762b43ac87ee101985772d3899d3f45967f09f6671b30f9e852873b95a2591ad7fc476b5cbb0cd055db4b817431c8f67aaba318c264f316adb5bba5663a97aac2855668de50559995c4ce917e24216ba44d03f0e01e809812d99891bbc09ee1ee011f9a8bec2ee543b786457e5c105ea6d36ec4431871e03449f54c95486623ab03c42c6e13da61a685f15cdda7d39428a48dd90ffaa2e446471a426cd635b31962d063716a83c65ae2b063508dccb4e4b8a766604edc59abf9bd8214e10bf61726b6e5f207d541bc09464e08f59b3a582ed695e6e07fb7dae93be77fa63a3263ef925e08136894d98511335d2309c635ef80b44b4956d30d50c483230');
INSERT INTO public.event_payloads VALUES ('default', 26, '\x26a956fd5ce2260786eb44ca3bf987478db9e4785240594204b79231241e49b1', '\x72252e4ec8e8877a73ade971cc2fb86b84444352cc30ecd6308762ea754a3f21', '\x2964ea9a082cdef477cb2258b1ff0ec24c5e93ad472bc748ff96447bbe1f810b74c0068126d84b468355146cdecc6b268081ff1d6359faa4412cf42572350e9a7d63d525b5907b3ed9d4bb1a260ead810127707e5c5165716724bc8e3b447233aaa1ec28d0da7ef8822d9259a006192960b9f9655766f121b9ced840d270a33925f276fc44cc48d2e11b8a7d3a43f952e856314ff6f78d1bf261c5fc703b555ffe821cf87c10579f2a0db5ef2b78089494763a040c1c5066cd69b64b74e27a2f34a0250ec11ce9ef8526f27218e5e74e1ab690ab3bac4c0c0a4b7a19047140cb84cbb8c8be94c7e87192f17373fcc9822a06e937b2aeda28');
INSERT INTO public.event_payloads VALUES ('default', 27, '\x49837d721f2afece079fe0efe5e91eb9ec0ff0fccf1e7a59ddeb7af44ad079f9', '\x72252e4ec8e8877a73ade971cc2fb86b', '\x05c7585d9b259e14003870387a6c084e40edda405d90de4bf9881304beafbe0eaf922ab82fd27dfc81c30d86234e1f8a05ee4782841fa1ae42e6dffb1b4b34912ffc1143c77885c21e4e0f4d33f13f13dbf5858d359398fae4d73c487a6e15f4baf57313da7797535ef7a6abeb315fe39c2204b54838ddb52f5105c79d43d896eda6b5054c793c4b518f7a13a8146b8eeeae63021a403b29c69aea68078cd3c2da1f1dd7772977c8508ea1a65a69c085f499da9e1a790dfaef2195974ba4002f61');
INSERT INTO public.event_payloads VALUES ('default', 28, '\x89f8261a7c91123a76295778dd555b32adf6755613d05134b52a8f7ba1d0c29f', '\x84444352cc30ecd6308762ea754a3f21', '\x244739fc759b7ae6cd233a9cae6e7cc234a93f4aa70124a90a8bcf3548d0a280393b38bbff7e035535901622fdf905d213495a4729bd49d50d1b05f8f2566eda8a790efff433c527a7e5d1d926e946c94f1f00dc074a6582c61d802cce89c5fff32597e298948f5874df5a788ae716b1c9abe2cd96a40e9cc9f4b78fcd9a4ab3d813f080e996c3ec943a6f12e0a3f31a8daa8ffa860f123c00ec6ce2594b6814875adefb0311e0b5bc5b6578740bc7');
INSERT INTO public.event_payloads VALUES ('default', 29, '\x6bc826d734107d0039c5be7a4347c1e8b99129a70ed61058d973b5ccff5ea4a4', '\x72252e4ec8e8877a73ade971cc2fb86b', '\xeb0ab4154d8babd539241ca968e9c17a6445722ae79885caf95231689fe3ba97850e2107b8fc3152b95db6d0fe0ad65a8233420a23128c8c5e7427e5c8661f400e2281c47e2bea748feb883911c8af917a8984d6c65c9f6682dca9ed6bc5d6da8771248f0c416d35319b089ba654b37520867f8f8dda12e17aff2813cd2bfb6b421fa8b59bcf15a4fa20979050e180bc9b8e2739b9525064b7af00837e9cae79172be5f1beb86e2c0ebd996234e4b7dbfdf00c867eaf0fa17799046767b47215b1d657d8ad3cda9df35decdffc4d7ce9844f688405a060d72c3e86379244e6b6f7b62ba13d02f073990803a8458b105a25d9c6d2f96506c35f4a41d60020943afb90db2e9617e1dd8abb9769a5d9288ccc390bcf6cce9eb4dfba4ac9ba2aa387e8b0ea8a7ff5d767a18f25103d114048e2de0e56c5fb654aee2b3262c6f8f5abf70666709841d343970b828ba78295b17b19d4c78effc267b7ad7943425e737c92a0284579403d631c45cd9279d60dd9f9');
INSERT INTO public.event_payloads VALUES ('default', 30, '\x0901b21e8927e7e807147763700045c8716724b6923409c0a1980633915a607a', '\x72252e4ec8e8877a73ade971cc2fb86b', '\xbe3996e37f99b32dadb6156f1450b1cf70cd023cb045e56be56a115309c7f258d7225d30984508887953aeeba9cca5c344004b2b1233a371c5ccc77d6dbf74420ee9689d6e20db2e3ec52fd1cb1a58a728243f7db7d2ed6bae2c3e723cc4d3de4c1dfa01c3e9793ff5620510f0015e8e718c81a7095700d734d2049348814ae158c1faa0b8fcc9a99d9e2af2730312ceb20f00fe2e371e81d1e6e73e77a7b8b01705d1da38573d02d7fc6f77347231a4d2d39b4f379b79b4d2ae83187543d1b9169dfe316f2a409b281604bdc17f434631f5df29184f4b8f6e6553e4219324c724ef5dbc077a726c64a1b4a8e1abb7d1e72a0540a034983a1183cc6dba4a6fdc6baece7d45e7aea10bee93b3aaf1beba6673a6fd878fc50417644408abeab238a528645be4bbd401fb960da48137c57220d5e511a54972c54a6929297d4b6bf5917c1a7c4c93bdd99a67a53dab6820d164cce99b1a8a0ae01c57914c1e40e49121b63309a1e162048a6d378fd5cc6f2559');
INSERT INTO public.event_payloads VALUES ('default', 33, '\x0963a4e79e6e2177f4e976ce9b52e6a7f9ad6b25ef11909cd63096d3fbf38a98', '\x72252e4ec8e8877a73ade971cc2fb86b84444352cc30ecd6308762ea754a3f21', '\x9654f5faad746f7919bc42a839d7e9a541856267484d065d6ff69fcc0f0c7cbb6f312eba35e9ca0a9b387410e43b63e55141c256724f2dd3392486e3d47c2c80cc2e5ed9397898e26f3f5e6137b6b589dc567f8543739dda3d07ea8ecec5694a30bce57411882b3db6b10da2867f1b92d352bad240d059e37a8e584ef47a9714f35be5134c0941932b07e5627d158fab1b6456c145c12a2fc9114ce4875c0a08f8787100fde9b6f2885e7898e41586084cff4b66f398e5df26afff0027697686a3c5f4aa08108252c8cf1d5ad9ac34b6ce7254d5e1a132b98cf73322b934356eb916933156');
INSERT INTO public.event_payloads VALUES ('default', 34, '\xeadefdef924eb4596fe0e9271efc748c5f715c8c7e288821b2407a05c16ca503', '\x72252e4ec8e8877a73ade971cc2fb86b', '\x2ba9a2cc2b428cf85c63f3b9f452bedacb3ba6910807fef19109065d77f5b969e7ff1577a6140c8b5a7cac6a10d5d02a5ba46469b137c26956a4c60c16264bcfbd07a081a723a137bdfe5c55471038b92e19de376e47ffa9cfaf5ddb50dded2ee8a4a0d25d0e7a9d92a31c0ee430f2fa1382cc1ebe9ff78caa8a2c0238b086a15e418c2147d3c2778635bc7a815783f85121c48b85b9b97ea31a48dd8b67313a6e23b777d2c356b1b95aac974b7834ac8928ece453bf1c05e9a62d87b528');
INSERT INTO public.event_payloads VALUES ('default', 35, '\x451451a6f9444f1af903ce8615fcdebf0b0902ef88efa52389220e6fb3808efc', '\x84444352cc30ecd6308762ea754a3f21', '\x798b2adff4c4de3115e97ed31565b53576135db2abc11368b8cfc6de6caa07925b1e4c4b2739aef68633f4fa984c7aab325cfb4fe48e90acbc196194f7b88e4103246c011173dfa5e8e3ab4045b55718117cfbb4b285c7ff9fa188f44020a82de20674a409734e2d4ff5cb0ad338bceca8e171bc56b9020a19b51644f6736f686039672db241a4be22cb01d9195dbc8b0bb8dfb3a8296f71b4888bf0ac3b28c9b69fa1a5007bbacfc94f58fa');
INSERT INTO public.event_payloads VALUES ('default', 36, '\x56ae2588dbbfde26198704869935b3828dd7c904173070dfac06ac70921bc9c6', '\xd13e822b490e1ad94b8d02ed531bb510', '\x9d28e02eb73cca9b11b80101e6e63ce08ae0066c5be6b0fbb569129cc47849738b8389d726f6ac4b97c46e8cde74a8eee830b398de567104b1b237b6feab98f5fdeca8d387673b5a3f6f408db2c733b27abb88e2644b6f99ada5797faea436e325d26b9c8c14b23bb84c3a30a0b7846dac45b447629bb8639e1acea87ffaf67a56d93697d2bcb95e71d6283b8a8b6b971deaf5a570bb54c5a7aa12ca7b7a894380f3287cf1c3817b6a5c4ed8029005c5e5899147b7fb7bff6fdd8d18869314ea1d6deed2c0d52b5d77e84cb9737bbfdc405a65046e44c594ffba5807e291f4e9bb75ae907d616014ff8601db22a1aa809524cb9a59cecf9c1ad324eff64b24452916c3d35067f9e0720d7f75f0e943300307717364b5972deb4b9e6dbeb3897dbca0070ac0808f8e654039e2f9e9575d51e93b0957793a2909045b43b13075289ecf2dbce56f080076b343e2b286464c915686cc337a9a52232503cc946e065f8cc28c97de2b3b475f3fb4');
INSERT INTO public.event_payloads VALUES ('default', 37, '\x557daac6466f96cca77459261fea1e2c70353d2436d53679376b7d9e2e44a6b9', '\x3f6f10fded2e25e5c7b09baf1f13d3f8', '\x5d61ce1edf2f758eca31cf0f6a3f2880b67470d2e375eaac05ab3e9a13df66db8b70d20a333fd0ed290f30e9160c3c262b2ffd09da4248e71ac26e1e1f505d026ab39c53c944b451bb66d74c18436713af2b0491b026f79bfeb0d80f4ce476193c6607947f81c5a3a014bd324d080dfa63d6f812dca60cb00b53f7da404050408291fea4773e7f7986924c3da81d32b3fa5cd8f271cff0cf43cefec84618adf43fee55cbc51ff8d42797580d4a157fe73198841409c03049e45b3473cfba9bf28ec6abaf4206dd315d95663553fe625c659383d3439e564460df9828743ccd795749b3f9e0653c89abc6f1afc301e9128182083168df8d00de7d7979593d5d9ce80d8e2a7a23cf86878d98ffe6513bffb377b6ef35a6089676c455a727fdc53728cf51e2140c3885009ac229d8a6fd41f4e0c3f21c02d37084e81364317a31ca8d22995a6588841c9b1985be3ecada9e7eae96cb0d82e72a59120d52e75169c6974cb3bf8e9aa15b824e0a');
INSERT INTO public.event_payloads VALUES ('default', 38, '\xe5907353b044adae5480b284b7aedd874170318ed144847bb214c6c82b0ec8c6', '\x8adc3f8636838e4f03bf8ddb53572696', '\x99fc291bca371be25f916f8f284378bef612a817f9b50b5a2ea687512460de90383e558823844c31dcbe7664d735272a0ab69b59cc696cff5b77d51eb6095266a0d1b5c0895addfc3179f70b30d3220082cbfc2479bd00246a1bcca0db216d8c67ebedb952ebb3812fc070bb45e85d979abc6baadb65d336d7bfccee41dff73093398aae22f245da49f9d9e2c34f2c8bd6cc95341fcb934dbc11e9ac3a80e07804ef61eca96a7bd33832689962d6d0be685bf1c671f20a9e8277ce1be9850741171bc8da806caef3a9e3c18086349e87fb814e8d238fe3db7bdc547457d6164c958d85e3632e90d5ad2600a6ca987079a94dc03e4401e337fb4ced637e247a7cae81473f64f11bd23ebecb9762ea2f1e01ec1d8a4d0f444b8c7fb23b43bfd65e0c7fa06d42c19824d9520b4e44c163f56c4958dc0fc97cb6eb167746a216e3c833b1bc02af5e4b67d7c85b970781216315cdf02587d6a53bda0c1afc0c52650fe36ffe0a649eaab7a8f3');
INSERT INTO public.event_payloads VALUES ('default', 39, '\x91d50519528bf9812ccdc173407fcd8fc235220707e98ec2b9f9dde4eed098e9', '\x2ac7b1040bdeff4833fd2f8a05a4e9a7', '\xb5f038100aba7871436a5b537b17b9f288932ad6675acb33a32e770f317357263c52dc7ac4f890463ce29de013500dbf5848470832f2eb4f06269f644623dc5e674d546e3f2a3be992dd79946113ce0d60c34d072fe8434b3188c1eba7c4fff32aaed5b655bdb2429075976beb36656589370ba9e060b5a8c4eea7dd64de17e6073afeb49cde256bbb23cfa75a874352d3cbd2da45c87757a9cbbf12c5c255222dd0efbfc9c94737a82cbb1f482da5749a0bb57e0993ba1c3af2678a91e0f61b5de81835');
INSERT INTO public.event_payloads VALUES ('default', 40, '\x98a0ce9c39232ef906ee6b81c0d62b9bbf031d83a3160c33add156b1b4a1f546', '\x2ac7b1040bdeff4833fd2f8a05a4e9a7', '\x03efcc738f851682e86485885d0617c37d49e38ff84915180dc0678a01c4dfa5edc3642f7c76968fa6acc4fcc8c86c5d56ad014a99ff77371bd7662ddb3e061238bc31846068c6f20e47f195b20cc08766daecb79296b0c394aaee045b33863241c0da1d6f44644ff6741b71731c9313295e9845d466602479210b');
INSERT INTO public.event_payloads VALUES ('default', 41, '\x1549afce8396607a9e06fc81ce3706f1de5e663f7bf1ffb25b11f18514a164e0', '\x2ac7b1040bdeff4833fd2f8a05a4e9a7', '\x5c0140e02dbf32f11ee984ed278b96592df94c0fd9217726b9bf6717bb840e79b5e60b8bb63dc74fcb7a703a5d3c4acfde64b385d28f6fdbdda84cbd6aa2c97cdb04b2790f1b93a9e6e7a7eb110a8b64682debfa2ce5f254a2d9c9bae266a6f7a568c2a66b8175332452c43180a73577b61a6f6cfbf70ef022be994b1c1c363c9996750ee231b7e1a0fa614349b88b0d811f31479aed24d812bfcf685845b986cc93d556847808476fdcc8178e1f05ea4ba0be9b034af2877870377e8968c67061c6');
INSERT INTO public.event_payloads VALUES ('default', 42, '\xeba3744205963bece34b3c8f62968be4d2f279f17fd7dc33d1390ad7bd359172', '\xd4d76a1109072073cc750ec7f166d3e4', '\x143e1b23e0b9a86ad09d221fa5a70985a8ab65bc88858b72e23534f4e3c060662892b3b8ada3c08d451a806f4e964ab8fa92b0ee1de9e9840a45262b2a799ead2142c6171f887bb89926e29bbd42e66025ad18b9d3114cd3b7676af5803f182785e8ffcf0b32e168122b5c0bc667668e13857e4f30f181ffbb6158531598c8f566aed18d4f7b55de3237ae3bc71dbf26ef37c3c4802bdd33703a60b47a49eadd187dfd468ab9f7a52756b57096e8d29d917ff4d1dd9c1b722645e69ef3efb4ee825e1c31e69c7e5d6feb');
INSERT INTO public.event_subjects VALUES ('default', '\xd4d76a1109072073cc750ec7f166d3e4', 'token', 1, '');
INSERT INTO public.event_subjects VALUES ('default', '\x7312519364262e92dd4c27cf82812e1d', 'token', 2, '');
INSERT INTO public.event_subjects VALUES ('default', '\xd4d76a1109072073cc750ec7f166d3e4', 'token', 2, '');
INSERT INTO public.event_subjects VALUES ('default', '\xd4d76a1109072073cc750ec7f166d3e4', 'consent', 3, 'returns');
INSERT INTO public.event_subjects VALUES ('default', '\xd4d76a1109072073cc750ec7f166d3e4', 'consent', 4, 'support');
INSERT INTO public.event_subjects VALUES ('default', '\x7312519364262e92dd4c27cf82812e1d', 'consent', 5, 'returns');
INSERT INTO public.event_subjects VALUES ('default', '\x7312519364262e92dd4c27cf82812e1d', 'consent', 6, 'support');
INSERT INTO public.event_subjects VALUES ('default', '\x7312519364262e92dd4c27cf82812e1d', 'token', 7, '');
INSERT INTO public.event_subjects VALUES ('default', '\xd4d76a1109072073cc750ec7f166d3e4', 'token', 7, '');
INSERT INTO public.event_subjects VALUES ('default', '\xd4d76a1109072073cc750ec7f166d3e4', 'consent', 8, 'returns');
INSERT INTO public.event_subjects VALUES ('default', '\xd4d76a1109072073cc750ec7f166d3e4', 'consent', 9, 'support');
INSERT INTO public.event_subjects VALUES ('default', '\x7312519364262e92dd4c27cf82812e1d', 'consent', 10, 'returns');
INSERT INTO public.event_subjects VALUES ('default', '\x7312519364262e92dd4c27cf82812e1d', 'consent', 11, 'support');
INSERT INTO public.event_subjects VALUES ('default', '\x7312519364262e92dd4c27cf82812e1d', 'link', 12, '');
INSERT INTO public.event_subjects VALUES ('default', '\xd4d76a1109072073cc750ec7f166d3e4', 'link', 12, '');
INSERT INTO public.event_subjects VALUES ('default', '\x7312519364262e92dd4c27cf82812e1d', 'link', 13, '');
INSERT INTO public.event_subjects VALUES ('default', '\xd4d76a1109072073cc750ec7f166d3e4', 'link', 14, '');
INSERT INTO public.event_subjects VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', 'token', 15, '');
INSERT INTO public.event_subjects VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', 'token', 16, '');
INSERT INTO public.event_subjects VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', 'token', 16, '');
INSERT INTO public.event_subjects VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', 'consent', 17, 'returns');
INSERT INTO public.event_subjects VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', 'consent', 18, 'support');
INSERT INTO public.event_subjects VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', 'consent', 19, 'returns');
INSERT INTO public.event_subjects VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', 'consent', 20, 'support');
INSERT INTO public.event_subjects VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', 'token', 21, '');
INSERT INTO public.event_subjects VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', 'token', 21, '');
INSERT INTO public.event_subjects VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', 'consent', 22, 'returns');
INSERT INTO public.event_subjects VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', 'consent', 23, 'support');
INSERT INTO public.event_subjects VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', 'consent', 24, 'returns');
INSERT INTO public.event_subjects VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', 'consent', 25, 'support');
INSERT INTO public.event_subjects VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', 'link', 26, '');
INSERT INTO public.event_subjects VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', 'link', 26, '');
INSERT INTO public.event_subjects VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', 'link', 27, '');
INSERT INTO public.event_subjects VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', 'link', 28, '');
INSERT INTO public.event_subjects VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', 'consent', 29, 'returns');
INSERT INTO public.event_subjects VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', 'consent', 30, 'support');
INSERT INTO public.event_subjects VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', 'consent', 31, 'returns');
INSERT INTO public.event_subjects VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', 'consent', 32, 'support');
INSERT INTO public.event_subjects VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', 'link', 33, '');
INSERT INTO public.event_subjects VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', 'link', 33, '');
INSERT INTO public.event_subjects VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', 'link', 34, '');
INSERT INTO public.event_subjects VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', 'link', 35, '');
INSERT INTO public.event_subjects VALUES ('default', '\xd13e822b490e1ad94b8d02ed531bb510', 'consent', 36, 'support');
INSERT INTO public.event_subjects VALUES ('default', '\x3f6f10fded2e25e5c7b09baf1f13d3f8', 'consent', 37, 'support');
INSERT INTO public.event_subjects VALUES ('default', '\x8adc3f8636838e4f03bf8ddb53572696', 'consent', 38, 'support');
INSERT INTO public.event_subjects VALUES ('default', '\xd4d76a1109072073cc750ec7f166d3e4', 'admin', 42, '');
INSERT INTO public.events VALUES ('default', 0, 'notice', 1793491200000, '\x7b22636f6d6d6974223a2246397942676b5a524750574139626172464d4e322f384e39365270427a62783049516335447a5656755a413d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a302c22747970652d636c617373223a226e6f74696365222c2276223a317d');
INSERT INTO public.events VALUES ('default', 1, 'token', 1793491200000, '\x7b22636f6d6d6974223a22444e77722b2b356c54745643654c3946584f614655724174667a4458344b45343578464b66782b5139566b3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a312c22747970652d636c617373223a22746f6b656e222c2276223a317d');
INSERT INTO public.events VALUES ('default', 2, 'token', 1793491200000, '\x7b22636f6d6d6974223a224258506f632f754a56484338665338507378677471612b38304371377946456f36304f4d4433496f52314d3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a322c22747970652d636c617373223a22746f6b656e222c2276223a317d');
INSERT INTO public.events VALUES ('default', 3, 'consent', 1793491200000, '\x7b22636f6d6d6974223a226b376339366f4742576b5a6b467a77324d6b795041696c314c41477038446c2f3233364c743046563177673d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a332c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 4, 'consent', 1793491200000, '\x7b22636f6d6d6974223a2236673648303761694c327948713238534c6e6f4b4c566b74694b496e752f5a2b6b493469766c396d435a4d3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a342c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 5, 'consent', 1793491200000, '\x7b22636f6d6d6974223a22467636635961783530344d79344e7a4b427a72757a484167355a6f516a6a654a496c62792b4547527139593d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a352c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 6, 'consent', 1793491200000, '\x7b22636f6d6d6974223a22376f2f6e327433316648575344663446376453397a757a6b423367643574432f467354596a4c66306e68593d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a362c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 7, 'token', 1793491200000, '\x7b22636f6d6d6974223a227543424b725471356862784936565079477161765356734966444e41485335564a707765716b35522b61773d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a372c22747970652d636c617373223a22746f6b656e222c2276223a317d');
INSERT INTO public.events VALUES ('default', 8, 'consent', 1793491200000, '\x7b22636f6d6d6974223a224168466c4733516d466a592f57537631636e683152754434462b5270484f30376a7a6a525138424e504d413d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a382c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 9, 'consent', 1793491200000, '\x7b22636f6d6d6974223a225972394670536d42454b7036466c744f7948676179766c6773674846714a766a7767582f6f356e4c5150733d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a392c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 10, 'consent', 1793491200000, '\x7b22636f6d6d6974223a2277637a7256707652437a4b75754d71466f4c746b426555766f514856682f525476356e302f4a433057556f3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31302c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 11, 'consent', 1793491200000, '\x7b22636f6d6d6974223a2271567867302b4b484c324a3572724e50362f73693071754f6b727654386179672f487a35776f456d774f453d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31312c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 12, 'link', 1793491200000, '\x7b22636f6d6d6974223a22474849646a512b436e573451333666544f70382b68706631536733442b66426a59446e786b486e58377a633d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31322c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 13, 'link', 1793491200000, '\x7b22636f6d6d6974223a226431625646483765615067446c384d394574566256436153636a384d356859494e5262416a2f7a564c6a6b3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31332c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 14, 'link', 1793491200000, '\x7b22636f6d6d6974223a22486a51577a705347314e51364474472b626d7454796b3135625633714e7637365a6a6d6f6d6651495666553d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31342c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 15, 'token', 1793491200000, '\x7b22636f6d6d6974223a227a374137745834437a4c524b647365597572417359347636384651656e736f43434f374c2f464a717974343d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31352c22747970652d636c617373223a22746f6b656e222c2276223a317d');
INSERT INTO public.events VALUES ('default', 16, 'token', 1793491200000, '\x7b22636f6d6d6974223a22366e6b58544567566c73713468454f445863576d495376536278565a664f484f77463062743843355376733d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31362c22747970652d636c617373223a22746f6b656e222c2276223a317d');
INSERT INTO public.events VALUES ('default', 17, 'consent', 1793491200000, '\x7b22636f6d6d6974223a224b7558597a73412f377971334532646a2f465a6c6a3558564a69347551714e46484149766c374b30346e413d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31372c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 18, 'consent', 1793491200000, '\x7b22636f6d6d6974223a2248524f2b457475616264674c74534662345a48594c463159746e4f326467776767777a30616c62756b66593d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31382c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 19, 'consent', 1793491200000, '\x7b22636f6d6d6974223a22704a6c4b58546d5162585778794f3562764c6c67586f66754373544158573443694644356a77736c6c63493d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31392c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 20, 'consent', 1793491200000, '\x7b22636f6d6d6974223a227248437470423075534b413772343241677638726656646a47377236726a4c72642b4a714f4e376f6b62773d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32302c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 21, 'token', 1793491200000, '\x7b22636f6d6d6974223a22312f5a7477337669704f7066746d6f47736e4f48496c325762422f4f76484a7854466a78686d306d5657673d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32312c22747970652d636c617373223a22746f6b656e222c2276223a317d');
INSERT INTO public.events VALUES ('default', 22, 'consent', 1793491200000, '\x7b22636f6d6d6974223a224a474c625131305550667446504e2f636b5630652b32695031577372436439716a70644873386355326f413d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32322c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 23, 'consent', 1793491200000, '\x7b22636f6d6d6974223a223549506d5438484457494471434a305a55305733426f64565565766137474f64473535504b4b594b7a75513d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32332c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 24, 'consent', 1793491200000, '\x7b22636f6d6d6974223a223838745973685355304c797a6b4a5970496a5863784f694a73464f424e70583062455a4b6c3041412b324d3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32342c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 25, 'consent', 1793491200000, '\x7b22636f6d6d6974223a222f686e3972444c61386274514654525a534b63442f6969484d4d2f71622f54394f72623443682b58566a453d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32352c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 26, 'link', 1793491200000, '\x7b22636f6d6d6974223a224e504d7337703064545a695a2f7870377a46504567515a596444357752306b2f786d367861355a673134593d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32362c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 27, 'link', 1793491200000, '\x7b22636f6d6d6974223a2263726168734f596f5a66584d497438713834756e61677659472f6b432b556b3374495949645145393769553d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32372c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 28, 'link', 1793491200000, '\x7b22636f6d6d6974223a2264524a49432b7a5a6b4459547379726c6d34516c6c6d476a746b536363483178347a555546573846584f4d3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32382c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 29, 'consent', 1793491200000, '\x7b22636f6d6d6974223a226b432f554843396b536e4e6b3149773233706b645670737857494434567064623659756c736d376363744d3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32392c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 30, 'consent', 1793491200000, '\x7b22636f6d6d6974223a22312f5778306849364e4e462f777765474265434e5272524546524f316548696443334a7a4d5168315230633d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33302c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 31, 'consent', 1793491200000, '\x7b22636f6d6d6974223a2252494f632b2b59316661554970337858526279634c34596869646e65476a344b773665344579693752414d3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33312c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 32, 'consent', 1793491200000, '\x7b22636f6d6d6974223a224355684c746a46656f776b484f5a54485266534a515071674b2f376749374873442b6a46752f72517745733d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33322c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 33, 'link', 1793491200000, '\x7b22636f6d6d6974223a222b6c396466496c5839484b6c4670446534464874547233612f586f6863476b612f6b5751786a53564552513d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33332c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 34, 'link', 1793491200000, '\x7b22636f6d6d6974223a22517a684c70513553374470613057736f4969375132386e4a4d65364e547a6939516e6e42763679375772303d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33342c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 35, 'link', 1793491200000, '\x7b22636f6d6d6974223a2242664a6f3168473046776b4b596b62476867474c63657a4c41432b6c31556e625a4f554f425463696f546b3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33352c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 36, 'consent', 1793491200000, '\x7b22636f6d6d6974223a2241503764586f36494f3736676d796f7842754954414e49454e5671627639772b56584f35326448754d65773d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33362c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 37, 'consent', 1793491200000, '\x7b22636f6d6d6974223a226b567879584c62646c356d4e314335614530784a7737417539424479354163476f4756323867354c7030343d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33372c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 38, 'consent', 1793491200000, '\x7b22636f6d6d6974223a227452447645532f436b61414b7a513341544173656361412f6d5554537754706c4c6e694733586b4469634d3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33382c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 39, 'admin', 1793491200000, '\x7b22636f6d6d6974223a2251495863765745554b4649346162414f77443250737a576b4e745136755364726c4249577561726341494d3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33392c22747970652d636c617373223a2261646d696e222c2276223a317d');
INSERT INTO public.events VALUES ('default', 40, 'enrolment', 1793491200000, '\x7b22636f6d6d6974223a224c336d4d335462686d70306b486f786e676b494b487461544f387450684e6172484346754c4a38485044493d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a34302c22747970652d636c617373223a22656e726f6c6d656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 41, 'run', 1793491200000, '\x7b22636f6d6d6974223a226567716171662f4d5432414470746a574979437238673736344b46493636514745566d7a594451614f70413d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a34312c22747970652d636c617373223a2272756e222c2276223a317d');
INSERT INTO public.events VALUES ('default', 42, 'admin', 1793491200000, '\x7b22636f6d6d6974223a224c4373542f4c503050387a7550566543696a583270304153764e5148395a50574a69754b48576331555a493d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a34322c22747970652d636c617373223a2261646d696e222c2276223a317d');
INSERT INTO public.handle_history VALUES ('default', 'x', '', 'nightowl_77', '1001', 1793491200000, NULL);
INSERT INTO public.label_commitments VALUES ('default', 40, '\x60e8900a259fd4ddb1c5a21b3016ef99da9681d88f684d3bf1ae1546abb47d92');
INSERT INTO public.label_commitments VALUES ('default', 40, '\x27cfb21bec7209b65cfef54bd29f1e8c0fb3637831bc8382ecfd292f151c4d43');
INSERT INTO public.label_commitments VALUES ('default', 40, '\xa58a334afdbca8e9b17f74ab96c6040c4e029f0f9026386d12bfb2eb641aba3d');
INSERT INTO public.label_commitments VALUES ('default', 40, '\xaafd9f2b53982fe715c5e99cfac073611f667335957ea21341b489f6efad27c1');
INSERT INTO public.label_commitments VALUES ('default', 40, '\xe3cfd14ce7154a6b24701221e6cbad6111873eae2fe770c5033c39859ba64d1f');
INSERT INTO public.label_commitments VALUES ('default', 40, '\x36a84ff4235e4d099d37e5d016db216c9b7f019d27e34c3b9734df929c71e8d5');
INSERT INTO public.leases VALUES ('default', 'reconcile support', 'e18bcd0a5ae7b2c5', 0);
INSERT INTO public.links VALUES ('default', 12, 'x', '', '1001', 'crm', 'A-1001', 'L2', 'account_first', 1793491200000, 1794096000000, NULL, NULL, NULL, '', 5);
INSERT INTO public.log_heads VALUES ('default', 15961500012095474, 43, 1793491200000, 23, '\x695e8387cb2e3f06235d6e8993556ce0');
INSERT INTO public.log_nodes VALUES ('default', 0, 0, '\x9ad12c310a746120b46018a116df7d8c768460ffbf8ff287239cab46dfd89c12');
INSERT INTO public.log_nodes VALUES ('default', 0, 1, '\x6b86533440bbfdc4007cd8b8ea0ec5578c974467b9a4a0ed9c79a6316973c7ee');
INSERT INTO public.log_nodes VALUES ('default', 1, 0, '\xd5020ba2486345d264fe682adc346366e479824abee388dba432f54f042613d3');
INSERT INTO public.log_nodes VALUES ('default', 0, 2, '\x99eaf936ed512a6f85a47ce4a6253210e6345442c12113533ce48aacb6201a5b');
INSERT INTO public.log_nodes VALUES ('default', 0, 3, '\x50652c01485311444e6dceba74b90aff7b14c86f5caf663cae24bcf854620614');
INSERT INTO public.log_nodes VALUES ('default', 1, 1, '\x49e8818051b5f5e81b6626c7bbb7f59c0ea5d5d531d79669c9b128df8c1678f6');
INSERT INTO public.log_nodes VALUES ('default', 2, 0, '\x980e85a6dfa4427a2bd15f77e9ef9267c6657aa876e1a23d2300e64331eca3d0');
INSERT INTO public.log_nodes VALUES ('default', 0, 4, '\xee18ec8e9c893479c3e28dcdb8d13743db582d6284a1caefaa30992a2381a102');
INSERT INTO public.log_nodes VALUES ('default', 0, 5, '\x40d39c8ca2c8855642f40e1dfc0945caa024c23144fca18879299f79c617d2b7');
INSERT INTO public.log_nodes VALUES ('default', 1, 2, '\x67a30574868db990627e02bc05db1005d99a3900e0356241584bb6de3709844f');
INSERT INTO public.log_nodes VALUES ('default', 0, 6, '\xf96490cb5324b51c1758b0356c2737cce89f09f4660ac818b2ee8845ff4465da');
INSERT INTO public.log_nodes VALUES ('default', 0, 7, '\xfe88f0028b002954bddd8f9fa90d67801a203707a35ca3d9e9c0f030d89b1d1d');
INSERT INTO public.log_nodes VALUES ('default', 1, 3, '\xc8dba4ca0c17e83c20d0c8bc70173da453f1c2084e097cc0d597b5d6d7933899');
INSERT INTO public.log_nodes VALUES ('default', 2, 1, '\xd1a82610feb74fa945e513913d58515dc207240d0bd94f389066cbc38c2aae2f');
INSERT INTO public.log_nodes VALUES ('default', 3, 0, '\x7ad0c035d68b9069d7c0a50ad6ab52b42a3e3eaa8baaf73c52cea1755121ce02');
INSERT INTO public.log_nodes VALUES ('default', 0, 8, '\x2939043863b1a2120846d3cf0278ae185a37877006bf00b109d502490342a5dd');
INSERT INTO public.log_nodes VALUES ('default', 0, 9, '\xc0fdd87fcaf4a4c08696653e7b2822e014b5183c615ea8241eb29e05660b1f9b');
INSERT INTO public.log_nodes VALUES ('default', 1, 4, '\x4c29b5efe00cbc06ced89a292e4f963a2bbd728fbf6330524556209f773a2e1a');
INSERT INTO public.log_nodes VALUES ('default', 0, 10, '\xae679c7bfec39d675d9e59e1df28a84c4649fc47317cc6ad5b3d2d1d203f0c4e');
INSERT INTO public.log_nodes VALUES ('default', 0, 11, '\x1ca103f078a3fc789c4e15c4b716a874959d64777b21d3e8a7406a5f0f294bef');
INSERT INTO public.log_nodes VALUES ('default', 1, 5, '\xf8a5792405bb18dfa74c98247c5c2865b2725d67c3ef1b5423edf76caf2176e9');
INSERT INTO public.log_nodes VALUES ('default', 2, 2, '\x050e7713f5d4e56eabffad34d82af8bb4096d7cecc0d214c8b63fb05cc8788cd');
INSERT INTO public.log_nodes VALUES ('default', 0, 12, '\xb6731ec6e839365e2b3ebb72064c249a03914c60756e29b7f8cf92b4b0e3d043');
INSERT INTO public.log_nodes VALUES ('default', 0, 13, '\xe74b2558585cd37661674bc112b3819c8f1f1611a89870b6187a602582fe3f2f');
INSERT INTO public.log_nodes VALUES ('default', 1, 6, '\xc13e34e45a269e7d0177aad08932523aa78807f52e3e75bf3d0d872ec6ac585a');
INSERT INTO public.log_nodes VALUES ('default', 0, 14, '\xf4d5521feb2d11ba2a8b3b1c39a2d2e245aca981b8b242294df489826eb9810f');
INSERT INTO public.log_nodes VALUES ('default', 0, 15, '\x5c45670c4cc990998e6b2588b32a2ef56ff2ea1289aeaba623d8eba9335237cb');
INSERT INTO public.log_nodes VALUES ('default', 1, 7, '\xe8ce1ca462ce05f2c033dc18a444e218f264ae378479e1cb0964bfb76d573704');
INSERT INTO public.log_nodes VALUES ('default', 2, 3, '\x4efe836259c947b291e2696e4f19e9bfcc5820dd9366d9c312cb1c1e86ca6e27');
INSERT INTO public.log_nodes VALUES ('default', 3, 1, '\x1666b13adf8cc4f4730c918429fd407272872d6ab986e175932ebbe6727b8604');
INSERT INTO public.log_nodes VALUES ('default', 4, 0, '\xfaad7698e898d3a521ac97f89e74f600be16ad8d014d68f9ea39f6d320514343');
INSERT INTO public.log_nodes VALUES ('default', 0, 16, '\xf6d1250bf6e68e6c40a48496059b6f0d8a97eea6faf5b3e4049562fc29da62fa');
INSERT INTO public.log_nodes VALUES ('default', 0, 17, '\x1517d95d9ce2b00ebbd60c88f5b059ac35e4c47c20c766802ab9a8cacb045452');
INSERT INTO public.log_nodes VALUES ('default', 1, 8, '\x3e95262eba1b4c3b6b25e11cb2613184dd29f39122da67b3ce056e268bb9155d');
INSERT INTO public.log_nodes VALUES ('default', 0, 18, '\xa93c48bfb4e2cc1dea50a290b5a6c2da96e06c6c34876c3a67239dac2b23d757');
INSERT INTO public.log_nodes VALUES ('default', 0, 19, '\x774932475f9bb09a1c0830ab43533ce90234ad7edd28c9b30a12f47f4735307a');
INSERT INTO public.log_nodes VALUES ('default', 1, 9, '\x24c7319bfeb464f7695b465aafed73fdfbc2fe571168ff624b28bf2b4cf2ac19');
INSERT INTO public.log_nodes VALUES ('default', 2, 4, '\xf5bc8fe9b46132647c3b4f406deca91f8b37c7f9bad05f93c6ea94dacd62732c');
INSERT INTO public.log_nodes VALUES ('default', 0, 20, '\xc97e48dd912ffb626278b6d885fa8547ade6803a5ea99141dcf19cb960334f9f');
INSERT INTO public.log_nodes VALUES ('default', 0, 21, '\x1156292a2b4f6ce8c45cd388aee7affd22d96f2eb9ee12c3078321601c00f164');
INSERT INTO public.log_nodes VALUES ('default', 1, 10, '\x0a1c202bf67aaf339f53b6ce1fefe791f7e66c0f02f638e638bd8c5bf65850a1');
INSERT INTO public.log_nodes VALUES ('default', 0, 22, '\xac4523aebfaba288da731a4bb085f7bb39b43cadaaf5048d0ac89f19014cf6c5');
INSERT INTO public.log_nodes VALUES ('default', 0, 23, '\x55194a9bc08c9bea05be052f97e6786e66a67a7c4ea572fa6a2b6cff85d7060a');
INSERT INTO public.log_nodes VALUES ('default', 1, 11, '\x905ee76a62b9cb493a8121bfc13cc0d59febb96994ee63f77f8751b41298c5ef');
INSERT INTO public.log_nodes VALUES ('default', 2, 5, '\x6001c173b898ac520ca19d4d019c6d53dc2844066cbea882d9e6b1d0caee5ff3');
INSERT INTO public.log_nodes VALUES ('default', 3, 2, '\x761916ad3900b58429ebdded28c7b459309536622172a86816da40589ff827df');
INSERT INTO public.log_nodes VALUES ('default', 0, 24, '\xa7c07ee2fc08a16100bbfbf9555fc84b37bd1666bc71dd39f967b6de95c6405a');
INSERT INTO public.log_nodes VALUES ('default', 0, 25, '\xc4ea04dab4b6ac1ff05bf17016c17a01542ccb14c8431722ff0890f18e3d71f1');
INSERT INTO public.log_nodes VALUES ('default', 1, 12, '\x5887470f411e61019aa93cb171b5274e96e3770d6913664bc39dc8d0ffc2c773');
INSERT INTO public.log_nodes VALUES ('default', 0, 26, '\x5b32539cb2d9488a500e7d5427c9b4aa83bd3582c5646e1b3a38ea7af6282cd4');
INSERT INTO public.log_nodes VALUES ('default', 0, 27, '\x6e03b0390c35715d85909517528b28a2554b60217fc27f4543f5c7ff2d0c54cb');
INSERT INTO public.log_nodes VALUES ('default', 1, 13, '\x3ac6c61ec5ba74b3b92c5c2594bb29716630d3ed997a0f8609f36a74602398a2');
INSERT INTO public.log_nodes VALUES ('default', 2, 6, '\x0afadecb926f44eb195b954d5791a8320ea60d90f52ef1067e627189596e9fe9');
INSERT INTO public.log_nodes VALUES ('default', 0, 28, '\xf38b11fc90b072f099490d5e46be6df288f336a74fa826a5c8101154e3f37bac');
INSERT INTO public.log_nodes VALUES ('default', 0, 29, '\x764d8a1d515b7bff9d02de24c7e2b84d12fc844cc6ebc50e14dbcb11ad3ec5d7');
INSERT INTO public.log_nodes VALUES ('default', 1, 14, '\x9ff4f31045a4999b29d5ae53657b7e2b571184e7846cb184f2dd875c7d76f66f');
INSERT INTO public.log_nodes VALUES ('default', 0, 30, '\x9a350c3ce866dfd6a6916c208a8fa8458d5338cdfc411e11df5ffb8a1ce02e1b');
INSERT INTO public.log_nodes VALUES ('default', 0, 31, '\x311e8541d4ad6700377487119ac6336fb3a628f32dd12c76916bd01fd82cba40');
INSERT INTO public.log_nodes VALUES ('default', 1, 15, '\x875e6b160e2ecf6f0965ddf72531ad117e30dd53418cf4523816797e04d8efd2');
INSERT INTO public.log_nodes VALUES ('default', 2, 7, '\x34bbc85e269079830a63a67881e121a252b9dc241674d2cd1a6e7611ac6f0639');
INSERT INTO public.log_nodes VALUES ('default', 3, 3, '\x919ab21c59a8dfc9c596fea48d19bca23f2f2f76bd376246d1b241eee2b5d088');
INSERT INTO public.log_nodes VALUES ('default', 4, 1, '\x600a5aa225d43fcc09e5c689db52dbfc7f5117c2ff1dbb34ee96cd566a614269');
INSERT INTO public.log_nodes VALUES ('default', 5, 0, '\x4be985ed1e75757dd351e453fa1365f949654103ad38e7255d8bb82eeea086d2');
INSERT INTO public.log_nodes VALUES ('default', 0, 32, '\x5b845f5173c77f8afebba24326f56bb354f20fe5a98e615b9856e8709a1f3fd4');
INSERT INTO public.log_nodes VALUES ('default', 0, 33, '\x4bfd2aa2533f30b321d34eec9806d31e41e309ec3661b68018082f271bfa36af');
INSERT INTO public.log_nodes VALUES ('default', 1, 16, '\x4c426031999b8e4edd0c99840417ae4c9e9842f09a79f2f76edc3583f98a02fa');
INSERT INTO public.log_nodes VALUES ('default', 0, 34, '\x973ed2b145856e36b57fd062f6483bdfa4eeee4f3cab41421ab42ce281120034');
INSERT INTO public.log_nodes VALUES ('default', 0, 35, '\x9cee485fdb150395b3e7344140b9543f6fe7a42e0f9c7de55b05571d4263131e');
INSERT INTO public.log_nodes VALUES ('default', 1, 17, '\x899c3b8b76c23cf760c03bbbe7437f749b8577abd7591e1b294f82e860ffd273');
INSERT INTO public.log_nodes VALUES ('default', 2, 8, '\x1824317bce3a9c05687febbac5e36d799df69f9d116d86714284658058f7c2b3');
INSERT INTO public.log_nodes VALUES ('default', 0, 36, '\x4b1b19b9f547c78454d99e50418c377e0eacb9e7ce953c0c21718cd7db55beb9');
INSERT INTO public.log_nodes VALUES ('default', 0, 37, '\xe6c73980bc030866dfdc97e2897126e4e974145114d11717c2f38a1682d820a7');
INSERT INTO public.log_nodes VALUES ('default', 1, 18, '\x116888714aa113a3776ebc9c93f2dddec068e415b750aee2f6af5cbe417d8fab');
INSERT INTO public.log_nodes VALUES ('default', 0, 38, '\x22148f03aaa122bed598e5426f04b52977c0501e08a727a33779637f5331550b');
INSERT INTO public.log_nodes VALUES ('default', 0, 39, '\x21a69aad8dcdc7b0d3309ca93fde94c5acbc494b2b9f55f8b660d018977d4b6f');
INSERT INTO public.log_nodes VALUES ('default', 1, 19, '\xeb9a3526f5e7486cf644d137f3555bc4045f4278129c76d21dcf99347a6a3119');
INSERT INTO public.log_nodes VALUES ('default', 2, 9, '\xedcf539d369ba0a6eb96414ae2eca4cfa2c14a43fb4d263720c5cc8892f8a289');
INSERT INTO public.log_nodes VALUES ('default', 3, 4, '\x1267feaa1c6a2e4e1d7738e899177477745d8ef840ede690d9630b43f1e0fed4');
INSERT INTO public.log_nodes VALUES ('default', 0, 40, '\xd5e96b98bf59bbe8f055bfe3bb21e9f59f4a8e623143ccbdeca3bf8f3b15b50b');
INSERT INTO public.log_nodes VALUES ('default', 0, 41, '\x1b6847e58b9f9890d9d296951013bdd5c94ab16fe9822260f1b73f43ff8797f7');
INSERT INTO public.log_nodes VALUES ('default', 1, 20, '\xcdb1df4c140f821d4529b5daedcc62add56cae1633b8a958a091b5ff0708f424');
INSERT INTO public.log_nodes VALUES ('default', 0, 42, '\x877a8c226fbc7004b054688960e80eb4138f57939830ded0312a106af99294b8');
INSERT INTO public.models VALUES ('default', 'hand-5.1', 'adopted', '{"parameters": "hand-5", "counts": {"accounts": 4, "countries": {}, "few": {"given": [20, 0, 0, 0, 0, 0], "initial": [3, 1, 0, 0, 0, 0], "email": [3, 0, 0, 0, 0, 0], "local": [2, 0, 0, 0, 0, 0], "host": [3, 0, 0, 0, 0, 0], "family": [2, 1, 0, 0, 0, 0], "family_initial": [2, 1, 0, 0, 0, 0], "pseudonym": [1, 0, 0, 0, 0, 0], "place": [0, 1, 0, 0, 0, 0]}}}', 1, 1793491200000, 1793491200000);
INSERT INTO public.notices VALUES ('default', '2026-01', 'en', 'link', 'If you agree, we note which of your social profiles is yours.
You can take it back at any time.', '\xfd887ce77253fac3fc22b5845ee5bba6e7605f0a3035dbb3aed83d4ab87580bc', '{"authority":"the data protection authority","benefits":["We see your orders at once.","We send the label without asking."],"contact":"privacy@example.com","controller":"Example Brand Ltd, Exampletown","jurisdiction":"EU","legal_basis":"consent, GDPR article 6(1)(a)","material":true,"purposes":["support","returns"],"recipients":["our customer records","our parcel service"],"retention":"until you withdraw","rights":"https://example.com/privacy","valid_days":365,"withdrawal":"send STOP"}', 1793491200000);
INSERT INTO public.outbox VALUES ('default', 12, 15961500012095474, 'put_link', 'pending', 'crm', 'A-1001', 'x', '', '1001', '{"assurance":"L2","consent":"15961500012095474-8","handle":"nightowl_77","linked_at":"2026-11-01T00:00:00.000Z"}', 0, 1793491200000, '', 1793491200000, NULL);
INSERT INTO public.outbox VALUES ('default', 26, 15961500012095474, 'put_link', 'overtaken', NULL, NULL, NULL, NULL, NULL, NULL, 0, 1793491200000, '', 1793491200000, 1793491200000);
INSERT INTO public.outbox VALUES ('default', 33, 15961500012095474, 'remove_link', 'pending', 'crm', 'B-2002', 'mastodon', 'social.example', '77', '{}', 0, 1793491200000, '', 1793491200000, NULL);
INSERT INTO public.profiles VALUES ('default', 'x', '', '1001', '\x7312519364262e92dd4c27cf82812e1d', 'active', 'nightowl_77', 'nightowl_77', '{}', NULL, 1793491200000, 1793491200000, 5);
INSERT INTO public.profiles VALUES ('default', 'x', '', '1', '\x8adc3f8636838e4f03bf8ddb53572696', 'active', 'janevalasek', 'janevalasek', '{"display_name":"Jane Valasek"}', NULL, NULL, NULL, 11);
INSERT INTO public.proposals VALUES ('default', 'x', '', '1', 'crm', 'J-1', 'support', 1, 2966, 0.811975, 'review', '[["display_name",3644,"the display name shows given name ''jane'', family name ''valasek''"],["handle",100,"the handle shows given name ''jane'', family name ''valasek''"]]', 'open', 'hand-5.1', 1, 1793491200000, 1796083200000, 20);
INSERT INTO public.proposals VALUES ('default', 'x', '', '1', 'crm', 'J-2', 'support', 2, -1256, 0.043511, 'review', '[["display_name",-578,"the display name shows family name ''valasek''"],["handle",100,"the handle shows family name ''valasek''"]]', 'open', 'hand-5.1', 1, 1793491200000, 1796083200000, 20);
INSERT INTO public.runs VALUES ('default', 1, 'reconcile support', 'done', 1793491200000, 1793491200000, 1793491200000, 41, 19, '{"full":false,"gone":{},"left_out":{"linked":1},"looked_at":{"first time":1},"model":"hand-5.1","pairs_scored":2,"proposals":{"new":2}}', '{"accounts":3,"as_of":"2026-11-01T00:00:00.000Z","dry_run":false,"gone":{},"left_alone":0,"left_out":{"linked":1},"looked_at":{"first time":1},"matches":0,"model":"hand-5.1","not_permitted":{"accounts":{"withdrawn":1},"profiles":{}},"pairs_scored":2,"profiles":2,"proposals":{"new":2,"unchanged":0},"purpose":"support","resumed":false,"reviews":2,"run":1,"seal":"reconcile-1","seconds":{"count":0.0,"enrol":0.0,"read":0.0,"score":0.0,"seal":0.0}}');
INSERT INTO public.sealed_labels VALUES ('default', 'reconcile-1', 0, 41, '\x724567b9ac09ac1acfd432992999bcd75bba9e2c6d5ffe9913e805a51bebd7dd8ff04e10e624b53320150feca9ed70a07550c6c1a04bd98207be988960c4eba7a4fb203f3a75554ac96b712ea3198414781a0d0329d335b919b25122ffca3049c7f14d77c6cddc89b9cca21b43b66703838b0eddc7171091582d8c2e43e91b85c92c40361053df7f3763b20d64ec712538ffc93182245b441d6d0b130648532a');
INSERT INTO public.served_notices VALUES ('default', 'account-85f1a82d185932041c0196d761944057d4889ccc30ae4c29fb7c60ed54e9d3ac', '2026-01', 'en', '\xd4d76a1109072073cc750ec7f166d3e4', 'web', '\x89bbb1f9bbddbf02388480eb81f3b5369d1b1788b868bff0c7c391d0e93a79af', 1793491200000, 3);
INSERT INTO public.served_notices VALUES ('default', 'profile-85f1a82d185932041c0196d761944057d4889ccc30ae4c29fb7c60ed54e9d3ac', '2026-01', 'en', '\x7312519364262e92dd4c27cf82812e1d', 'web', '\x89bbb1f9bbddbf02388480eb81f3b5369d1b1788b868bff0c7c391d0e93a79af', 1793491200000, 5);
INSERT INTO public.served_notices VALUES ('default', 'account-777a3417a29852973c70f538c8350c0444ea19438d2fbe61496259fe487abc41', '2026-01', 'en', '\x84444352cc30ecd6308762ea754a3f21', 'web', '\x89bbb1f9bbddbf02388480eb81f3b5369d1b1788b868bff0c7c391d0e93a79af', 1793491200000, 17);
INSERT INTO public.served_notices VALUES ('default', 'profile-777a3417a29852973c70f538c8350c0444ea19438d2fbe61496259fe487abc41', '2026-01', 'en', '\x72252e4ec8e8877a73ade971cc2fb86b', 'web', '\x89bbb1f9bbddbf02388480eb81f3b5369d1b1788b868bff0c7c391d0e93a79af', 1793491200000, 19);
INSERT INTO public.subject_keys VALUES ('default', '\x2ac7b1040bdeff4833fd2f8a05a4e9a7', '33f8ea7992682f7e', '\xf8c99d5d5d9831957504d90e660a2500bbac6e384682e58dcd1be9f077d4604bc7b39beaa93384a5c7aae1877c6c71a05c3b4aeb7771a982c0a589d5', NULL);
INSERT INTO public.subject_keys VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', '33f8ea7992682f7e', '\x047a2366ad0ce5642c68811ae66dbf331f4751c67bc784c87afb4efbe04d0a92f30752f8d1c64f72ecc2d1a38fa74032c8b328959071dce843c9afad', NULL);
INSERT INTO public.subject_keys VALUES ('default', '\x3f6f10fded2e25e5c7b09baf1f13d3f8', '33f8ea7992682f7e', '\x5b4bae6b016dbfd3d2c4efeaed9474c012b68779bd991a482b77aec52af4449ea20867a0b5f2b3b12da0eb89e5575c571ad195af29f88361b1f744a1', 40);
INSERT INTO public.subject_keys VALUES ('default', '\x7312519364262e92dd4c27cf82812e1d', '33f8ea7992682f7e', '\x91bfe39469733a9247d58fa380b532b0c373945d82e9ff406f3fe2502e5a39e59c7c2fa2379ab65df969c48ff9e2b919a40f01def3481b799e50a41e', 40);
INSERT INTO public.subject_keys VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', '33f8ea7992682f7e', '\xc039fef3263620202d31c4b04e67f3adbae4eec0bc3688511370ee463af1693284b1c0c4bd1663e313b12ddfd3244ccac98145187f7af3f321315490', 40);
INSERT INTO public.subject_keys VALUES ('default', '\x8adc3f8636838e4f03bf8ddb53572696', '33f8ea7992682f7e', '\x17eca6d048fe7fe734704a84749dc0baae46cbbd3fa2bfc7c62c65f27c881ce8bacd94ca51d7d5b2297d02ae6fba81ddf033f5e3ce539c6497ceba09', 40);
INSERT INTO public.subject_keys VALUES ('default', '\xd13e822b490e1ad94b8d02ed531bb510', '33f8ea7992682f7e', '\x4cabcfe0b5106c807db3792136d41d807f9cfc049437596695709ea7d6991c56270040ddc185eb58e55c40269c91c1aad56738efa6e03b331e0840a3', 40);
INSERT INTO public.subject_keys VALUES ('default', '\xd4d76a1109072073cc750ec7f166d3e4', '33f8ea7992682f7e', '\xcf04bd93f50ae69514da8c6545604c6702b2d66baa757dbf5e76fbd3def2cc71c89fc376e89ec5103cb8f2de755ca24627f3b26c28abd4df6f1251cf', 40);
INSERT INTO public.suppressions VALUES ('default', '\xf18fc33544978f879c7e0393c108b0951f40d1da4908ef0cbac48ac6d85884fe', 'match', 1793491200000);
INSERT INTO public.suppressions VALUES ('default', '\x5c78b22470b8d50d597e35ad5cc97804f2fed4e3de3bf7f12412e2f31f6ce22b', 'match', 1793491200000);
INSERT INTO public.tokens VALUES ('default', '\x85f1a82d185932041c0196d761944057d4889ccc30ae4c29fb7c60ed54e9d3ac', '78b4e99d1810ce99', 'account_first', 'confirmed', 'crm', 'A-1001', 'x', '', '1001', '["returns","support"]', '2026-01', 'en', '\x89bbb1f9bbddbf02388480eb81f3b5369d1b1788b868bff0c7c391d0e93a79af', NULL, 1793491200000, 1793491800000, 1793491200000, 1793491200000, 0);
INSERT INTO public.value_counts VALUES ('default', 1, -9198775108813855419, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -9171599105438261632, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -8972860123713140466, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -8894130617692986431, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -8792885726515011225, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -8764183347273681634, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -8667982503976459063, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -8639373416162875952, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -8435153594066308005, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -8373825435058106652, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -8278928680299445269, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -8116418367330778914, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -8113439779748047648, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -7948513732798648351, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -7854982509489749223, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -7664296846569473380, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -7494315677682986224, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -7402866458728790077, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -7221636365238750684, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -6987781224741226334, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -6476676843078462046, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -6414008094232502808, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -6412197763126061238, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -6281134808226090517, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -6243036753766736724, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -5876334729191519369, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -5712546566241464273, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -5517881528596251729, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -5155397943360765760, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -4973100827191544427, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -4949923253965771990, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -4903155757474101571, 2);
INSERT INTO public.value_counts VALUES ('default', 1, -4819972257206386724, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -4473447450227902844, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -4122541446242927164, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -3918410043182400259, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -3911123180305335535, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -3790066413579340434, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -3618883268606375382, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -3610227725421763391, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -2952280138695346507, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -2899315988162134173, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -2750782317063034314, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -2500143429548777037, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -2494986897944628260, 2);
INSERT INTO public.value_counts VALUES ('default', 1, -2489977736981053497, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -2488124788801325554, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -1961815305027259391, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -1770317493540066729, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -1751334029170891416, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -1746657167701607765, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -1712851327348795969, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -1487214723796985448, 2);
INSERT INTO public.value_counts VALUES ('default', 1, -1447205885866990126, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -1255800650572457097, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -1239011181788781277, 2);
INSERT INTO public.value_counts VALUES ('default', 1, -1216993970103346291, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -1209311813691653135, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -1151561170227547880, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -1136774568174531036, 2);
INSERT INTO public.value_counts VALUES ('default', 1, -1128051344722077194, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -721226749032681052, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -679176525011662256, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -388944615432534040, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -188776215157731494, 1);
INSERT INTO public.value_counts VALUES ('default', 1, -54510372338795312, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 28152809309711422, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 176204815241881916, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 198162933117541482, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 380397580404790752, 2);
INSERT INTO public.value_counts VALUES ('default', 1, 424949535778749741, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 555517754356341370, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 747015601064219174, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 940780488566814271, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 1067915488810841821, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 1372299871949643019, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 1408834913684697604, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 1579416091823177299, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 1753291409595090129, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 1773888934986102755, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 1850776896726768349, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 1952331791758534832, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 2115871658782685299, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 2332968356360591068, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 2460887190611814673, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 2535465597794727389, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 2656222478070390966, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 2910132385930237528, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 2913173280077532985, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 2995356604666887861, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 3009158294618474512, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 3106379522585265297, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 3136081425093685035, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 3263728011946164409, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 3420026142187425848, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 3886194953284931962, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 4023739073277970895, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 4119470414266607773, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 4275187757728373492, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 4359639516573791699, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 4560863464477989123, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 4600510802086921397, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 4602377955764554038, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 4712921258135262292, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 5026061029512428548, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 5211500326324642106, 2);
INSERT INTO public.value_counts VALUES ('default', 1, 5254283581002348788, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 5351183739534468462, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 5523945336746883102, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 5661945526395356437, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 5883368764380262950, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 6155684055233877660, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 6217070208458577084, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 6381634419694135224, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 6712798431288268047, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 6713122061339867459, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 6882435173195081324, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 6885352576022871913, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 7056989806363615829, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 7216937772348055040, 2);
INSERT INTO public.value_counts VALUES ('default', 1, 7273375176517205524, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 7681913068146736690, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 7814351265295378007, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 7941055574111243611, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 7973033301936131931, 2);
INSERT INTO public.value_counts VALUES ('default', 1, 7981365440423970101, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 8131489731025199615, 2);
INSERT INTO public.value_counts VALUES ('default', 1, 8208021018910410324, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 8226656257798596448, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 8282545142116408443, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 9050406290190484919, 1);
INSERT INTO public.value_counts VALUES ('default', 1, 9092299377258900194, 1);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.account_keys
    ADD CONSTRAINT pk_account_keys PRIMARY KEY (tenant, key, crm, account_id);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT pk_accounts PRIMARY KEY (tenant, crm, account_id);
ALTER TABLE ONLY public.consents
    ADD CONSTRAINT pk_consents PRIMARY KEY (tenant, subject_ref, purpose);
ALTER TABLE ONLY public.count_snapshots
    ADD CONSTRAINT pk_count_snapshots PRIMARY KEY (tenant, snapshot);
ALTER TABLE ONLY public.counters
    ADD CONSTRAINT pk_counters PRIMARY KEY (tenant, name, subject_ref, window_start);
ALTER TABLE ONLY public.event_payloads
    ADD CONSTRAINT pk_event_payloads PRIMARY KEY (tenant, seq);
ALTER TABLE ONLY public.event_subjects
    ADD CONSTRAINT pk_event_subjects PRIMARY KEY (tenant, subject_ref, type_class, seq);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT pk_events PRIMARY KEY (tenant, seq);
ALTER TABLE ONLY public.handle_history
    ADD CONSTRAINT pk_handle_history PRIMARY KEY (tenant, platform, scope, folded_handle, user_id, since);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT pk_invitations PRIMARY KEY (tenant, digest);
ALTER TABLE ONLY public.label_commitments
    ADD CONSTRAINT pk_label_commitments PRIMARY KEY (tenant, seq, commitment);
ALTER TABLE ONLY public.leases
    ADD CONSTRAINT pk_leases PRIMARY KEY (tenant, name);
ALTER TABLE ONLY public.links
    ADD CONSTRAINT pk_links PRIMARY KEY (tenant, seq);
ALTER TABLE ONLY public.log_heads
    ADD CONSTRAINT pk_log_heads PRIMARY KEY (tenant);
ALTER TABLE ONLY public.log_nodes
    ADD CONSTRAINT pk_log_nodes PRIMARY KEY (tenant, level, "position");
ALTER TABLE ONLY public.models
    ADD CONSTRAINT pk_models PRIMARY KEY (tenant, version);
ALTER TABLE ONLY public.notices
    ADD CONSTRAINT pk_notices PRIMARY KEY (tenant, version, language);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (tenant, seq);
ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT pk_profiles PRIMARY KEY (tenant, platform, scope, user_id);
ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT pk_proposals PRIMARY KEY (tenant, platform, scope, user_id, crm, account_id, purpose);
ALTER TABLE ONLY public.rejections
    ADD CONSTRAINT pk_rejections PRIMARY KEY (tenant, profile_ref, account_ref);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT pk_runs PRIMARY KEY (tenant, run);
ALTER TABLE ONLY public.sealed_labels
    ADD CONSTRAINT pk_sealed_labels PRIMARY KEY (tenant, run, part);
ALTER TABLE ONLY public.seen_messages
    ADD CONSTRAINT pk_seen_messages PRIMARY KEY (tenant, ref);
ALTER TABLE ONLY public.served_notices
    ADD CONSTRAINT pk_served_notices PRIMARY KEY (tenant, served_id);
ALTER TABLE ONLY public.subject_keys
    ADD CONSTRAINT pk_subject_keys PRIMARY KEY (tenant, subject_ref);
ALTER TABLE ONLY public.suppressions
    ADD CONSTRAINT pk_suppressions PRIMARY KEY (tenant, mark);
ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT pk_tokens PRIMARY KEY (tenant, digest);
ALTER TABLE ONLY public.value_counts
    ADD CONSTRAINT pk_value_counts PRIMARY KEY (tenant, snapshot, value);
CREATE INDEX ix_account_keys_account ON public.account_keys USING btree (tenant, crm, account_id);
CREATE INDEX ix_accounts_revision ON public.accounts USING btree (tenant, revision);
CREATE INDEX ix_consents_revision ON public.consents USING btree (tenant, revision);
CREATE INDEX ix_consents_valid_until ON public.consents USING btree (tenant, valid_until);
CREATE INDEX ix_counters_window_start ON public.counters USING btree (tenant, window_start);
CREATE INDEX ix_handle_history_user_id ON public.handle_history USING btree (tenant, platform, scope, user_id);
CREATE INDEX ix_invitations_account ON public.invitations USING btree (tenant, crm, account_id);
CREATE INDEX ix_invitations_expires_at ON public.invitations USING btree (tenant, expires_at);
CREATE INDEX ix_invitations_profile ON public.invitations USING btree (tenant, platform, scope, user_id);
CREATE INDEX ix_links_account ON public.links USING btree (tenant, crm, account_id);
CREATE INDEX ix_links_profile ON public.links USING btree (tenant, platform, scope, user_id);
CREATE INDEX ix_outbox_account ON public.outbox USING btree (tenant, crm, account_id, seq);
CREATE INDEX ix_outbox_due ON public.outbox USING btree (tenant, state, next_at);
CREATE INDEX ix_profiles_content_expires_at ON public.profiles USING btree (tenant, content_expires_at);
CREATE INDEX ix_profiles_folded_handle ON public.profiles USING btree (tenant, platform, scope, folded_handle);
CREATE INDEX ix_profiles_revision ON public.profiles USING btree (tenant, revision);
CREATE INDEX ix_proposals_account ON public.proposals USING btree (tenant, crm, account_id);
CREATE INDEX ix_proposals_state ON public.proposals USING btree (tenant, state, expires_at);
CREATE INDEX ix_rejections_account_ref ON public.rejections USING btree (tenant, account_ref);
CREATE INDEX ix_seen_messages_seen_at ON public.seen_messages USING btree (tenant, seen_at);
CREATE INDEX ix_served_notices_subject_ref ON public.served_notices USING btree (tenant, subject_ref);
CREATE INDEX ix_tokens_account ON public.tokens USING btree (tenant, crm, account_id);
CREATE INDEX ix_tokens_expires_at ON public.tokens USING btree (tenant, expires_at);
CREATE INDEX ix_tokens_profile ON public.tokens USING btree (tenant, platform, scope, user_id);
CREATE UNIQUE INDEX uq_accounts_subject_ref ON public.accounts USING btree (tenant, subject_ref);
CREATE UNIQUE INDEX uq_links_profile ON public.links USING btree (tenant, platform, scope, user_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX uq_models_adopted ON public.models USING btree (tenant) WHERE (state = 'adopted'::text);
CREATE UNIQUE INDEX uq_profiles_subject_ref ON public.profiles USING btree (tenant, subject_ref);
CREATE TRIGGER events_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION public.socialmatch_append_only();
CREATE TRIGGER events_no_gap BEFORE INSERT ON public.events FOR EACH ROW EXECUTE FUNCTION public.socialmatch_no_gap();
CREATE TRIGGER log_nodes_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_nodes FOR EACH STATEMENT EXECUTE FUNCTION public.socialmatch_append_only();
CREATE TRIGGER notices_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.notices FOR EACH STATEMENT EXECUTE FUNCTION public.socialmatch_append_only();
ALTER TABLE ONLY public.account_keys
    ADD CONSTRAINT fk_account_keys_accounts FOREIGN KEY (tenant, crm, account_id) REFERENCES public.accounts(tenant, crm, account_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.event_payloads
    ADD CONSTRAINT fk_event_payloads_events FOREIGN KEY (tenant, seq) REFERENCES public.events(tenant, seq);
ALTER TABLE ONLY public.event_subjects
    ADD CONSTRAINT fk_event_subjects_events FOREIGN KEY (tenant, seq) REFERENCES public.events(tenant, seq);
ALTER TABLE ONLY public.label_commitments
    ADD CONSTRAINT fk_label_commitments_events FOREIGN KEY (tenant, seq) REFERENCES public.events(tenant, seq);
ALTER TABLE ONLY public.sealed_labels
    ADD CONSTRAINT fk_sealed_labels_events FOREIGN KEY (tenant, seq) REFERENCES public.events(tenant, seq);
ALTER TABLE ONLY public.served_notices
    ADD CONSTRAINT fk_served_notices_notices FOREIGN KEY (tenant, version, language) REFERENCES public.notices(tenant, version, language);
ALTER TABLE ONLY public.value_counts
    ADD CONSTRAINT fk_value_counts_count_snapshots FOREIGN KEY (tenant, snapshot) REFERENCES public.count_snapshots(tenant, snapshot) ON DELETE CASCADE;
