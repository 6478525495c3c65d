CREATE FUNCTION public.socialmatch_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'append-only'; END $$;
CREATE FUNCTION public.socialmatch_no_gap() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW.seq <> coalesce((SELECT max(seq) + 1 FROM events WHERE tenant = NEW.tenant), 0) THEN RAISE EXCEPTION 'gap in the log'; END IF; RETURN NEW; END $$;
CREATE TABLE public.account_keys (
    tenant text CONSTRAINT account_keys_tenant_not_null1 NOT NULL COLLATE pg_catalog."C",
    key bigint CONSTRAINT account_keys_key_not_null1 NOT NULL,
    number bigint NOT NULL
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
CREATE TABLE public.indexed_accounts (
    tenant text CONSTRAINT indexed_accounts_tenant_not_null1 NOT NULL COLLATE pg_catalog."C",
    number bigint CONSTRAINT indexed_accounts_number_not_null1 NOT NULL,
    crm text CONSTRAINT indexed_accounts_crm_not_null1 NOT NULL COLLATE pg_catalog."C",
    account_id text CONSTRAINT indexed_accounts_account_id_not_null1 NOT NULL COLLATE pg_catalog."C",
    keys bytea NOT NULL,
    features text COLLATE pg_catalog."C"
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
CREATE TABLE public.scored_profiles (
    tenant text NOT NULL COLLATE pg_catalog."C",
    platform text NOT NULL COLLATE pg_catalog."C",
    scope text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    purpose text NOT NULL COLLATE pg_catalog."C",
    basis bytea NOT NULL,
    signature bytea NOT NULL,
    memory bytea NOT NULL
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
    tenant text CONSTRAINT value_counts_tenant_not_null1 NOT NULL COLLATE pg_catalog."C",
    snapshot bigint CONSTRAINT value_counts_snapshot_not_null1 NOT NULL,
    part bigint NOT NULL,
    digests bytea NOT NULL,
    holders bytea CONSTRAINT value_counts_holders_not_null1 NOT NULL
);
INSERT INTO public.account_keys VALUES ('default', -8528717204595029603, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -8029980386789509864, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -7148410711304833393, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -6419958138414890492, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -6196762247992732412, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -4886686211323607047, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -4558542817965911016, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -4558491085840690405, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -4320616279124059374, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -3812575100857874484, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -3771465639829922059, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -3209891442361388555, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -2636982789922485211, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -2386799868068786543, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -1966326585378810546, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -1788071247416271858, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -1547295193008422648, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -1193572300827111887, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -882804175117735165, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 135307093859544263, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 1450185266094278132, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 1542699633536140768, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 2508163007918339222, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 2698207037821697923, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 2991443176306249293, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 3511694207007905321, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 3854216622122972451, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 4642302554240899005, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 5317377470412843310, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 5353025889057050866, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 5464210209247840216, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 6166143903309508088, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 6880421707572536278, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 7372709871927140204, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 8386532807349693125, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 8484115613783080855, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 8710716898252257195, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', 9205035749185923136, 5809604373302941028);
INSERT INTO public.account_keys VALUES ('default', -8941500654167591605, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', -8844095492389474024, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', -8362741194554251293, -3875598295249096817);
INSERT INTO public.account_keys VALUES ('default', -8022851798893416358, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', -7293098319752262329, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', -6542479703398838274, -3875598295249096817);
INSERT INTO public.account_keys VALUES ('default', -6452669444148231556, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', -5063195661000058827, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', -5005323467313678428, -3875598295249096817);
INSERT INTO public.account_keys VALUES ('default', -4214795670584771434, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', -2591917002760623148, -3875598295249096817);
INSERT INTO public.account_keys VALUES ('default', -2591917002760623148, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', -853024048004310085, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', -701302791821314971, -3875598295249096817);
INSERT INTO public.account_keys VALUES ('default', -448056422471278833, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 619855091229992357, -3875598295249096817);
INSERT INTO public.account_keys VALUES ('default', 1306216559409014304, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 1765277125505357515, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 2043188310204727277, -3875598295249096817);
INSERT INTO public.account_keys VALUES ('default', 2702019667064001898, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 3099921172147318667, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 3342743378861562996, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 4107156613491213179, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 4309468463839413271, -3875598295249096817);
INSERT INTO public.account_keys VALUES ('default', 4620947422871943076, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 5052589231684975697, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 5668859086573417008, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 5838378353768580022, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 5850468821226831836, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 6174251603342400904, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 6461585335489746449, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 6631614656871763985, -3875598295249096817);
INSERT INTO public.account_keys VALUES ('default', 6631614656871763985, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 7192912265103510440, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 7596475423062817159, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 7762228804431073637, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 8128662934174596665, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 8166716703791562966, -3875598295249096817);
INSERT INTO public.account_keys VALUES ('default', 8166716703791562966, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 8253557444305310144, 3102637948617369883);
INSERT INTO public.account_keys VALUES ('default', 8306811836148266811, -3875598295249096817);
INSERT INTO public.accounts VALUES ('default', 'crm', 'A-1001', '\xd4d76a1109072073cc750ec7f166d3e4', 'active', NULL, '{"emails":["ada@example.com"],"family_name":"Example","given_name":"Ada"}', '\x52753b11def1d8263b5576b4f535a676', NULL, 0, 1);
INSERT INTO public.accounts VALUES ('default', 'crm', 'B-2002', '\x84444352cc30ecd6308762ea754a3f21', 'active', NULL, '{"emails":["bo@example.org"],"family_name":"Sample","given_name":"Bo"}', '\x1bfc483e1d8f745e106c4559bdbf9e00', NULL, 0, 1);
INSERT INTO public.accounts VALUES ('default', 'crm', 'J-1', '\xd13e822b490e1ad94b8d02ed531bb510', 'active', NULL, '{"country":"DE","emails":["jane@valasek.example"],"family_name":"Valasek","given_name":"Jane"}', '\xd54ac463bcff627883cc00d966f757b0', NULL, 0, 11);
INSERT INTO public.accounts VALUES ('default', 'crm', 'J-2', '\x3f6f10fded2e25e5c7b09baf1f13d3f8', 'active', NULL, '{"country":"DE","family_name":"Valasek","given_name":"Jim"}', '\x91ef5d0eb99773daf216023531eed4ad', NULL, 0, 11);
INSERT INTO public.alembic_version VALUES ('0003');
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
INSERT INTO public.event_payloads VALUES ('default', 31, '\x915a607abe3996e37f99b32dadb6156f9fc704ca458ec6a2f9d81f55033d3516', '\x84444352cc30ecd6308762ea754a3f21', '\xe1c502cd5ae437f23188bef864ea931feb69b6ca31ae1880ba7401839fc544a3333cddc4b8081bca70bb39cd17b6a7a4d211283cf5fb7a906a9ca7ad71ae54300a4a6a360b48ce4a52b840fa3f774e3de687b481a1562902b49258d533d72b6390c85982687ebc7c2cb4e6063a2febe8e3e62380854255c8beba50fafa932241b5b5f114f066465c85d2c66e0843a0709bca7f0e72e8990bb3920dcaeb3824fcd25ced5d590439a1015750e0c451359956e7e8ea58eecb3085f43fadd17c191f4fb6abd431848164b5e4ab5e977641e60c0d51836b3f0c83228075ac592c89f7346154e359b0a5346bcb8a6c03acc250b54a31adc8aa0fe99c4410b4e86dd85291d0ac49791478b764cf6b180f05ce5731e0cb96645c711c808a4a3204fffde42cf832b17519adfaafbb368c92963b9c2586a0c24d135ed74b97261c3cd43b982e709f635daf2670570f1fffcc858e127d0266c2ecc0f6b54691db7f6a2e79');
INSERT INTO public.event_payloads VALUES ('default', 32, '\x7a81c9b8feab55656fb091764e49c166e65c4cbeed4961f28f44bd15c2678cb9', '\x84444352cc30ecd6308762ea754a3f21', '\x51caaa281f5c852b8f9c3cfedc7a27a0ff7aa5a29b78c4fad82cbda847b93df2c48aa58d5ed8697579bacd6b060eb28f3836a6c722b7ec297a46250b05959f62db0bc51e5db92578268208063292514ee700e3c68f35f08308c55b3c2860e4124e40047164702615bc990acf41f9b9399a1fa8ea7a60d31c84313e530d8ec886f50246e6b77b6f3dba3390746c9d4ec1df1766d43b0eb828fe15b6a46cffc72732f6fb0fb9da492232a02808466ae752c5bad30d255dc8edb511f3643e54322ecccd073cd94eec6da3514cbd1f8f255d4e0cea21b85163ae75ac15431a8563b7287744aced5160e2c0c931d61b11d1acb73b2b5ac9c8b5b38d2ad14c5e654e4c81f8d517eeca1713afbbe75485054285c0016b6d8430193e2840ed7278b09978ce44ec4a9c3a4758f665f8fef513dfae5d3b654d85f6b443840ef52d66c9e566ec6bbe7d1ac77321faac3bea749d8c22189e972d92fe17cc6ca9a07434bb22');
INSERT INTO public.event_payloads VALUES ('default', 10, '\x70831572af40db4852eb74b74f3ac362881215e31ed32cab3d56d55807afc605', '\x7312519364262e92dd4c27cf82812e1d', '\x3558cef092a9317629b2ff5a99db1d2bb5a815ffc952191b4ddf0c26f4e3d6f78664c490f31edd9e83551a99cbb62b65a67cac686d23198a8c11edd04ac53cda45f77c1d391ce70679dc224fab4bde4f1a09f75c12991841a26fd7e7ac60536f92eb83b7c2d2451499c2013a27098ad2db0673abbb0e0ba24299229be33ab7f5fd9e4bc1c264025563896ad656e2ed26524b36f2de5716b350ad6cf7203fb7d558b006a8aee1895d1955531c19a99d36c7a463d1dc4502d98553d6ecddbd0bd79d98e67eac5739f27fe96eac9a72c06bd4335201d8aa3580c24a29facc60b1790c8e9aa3264ba6591a1925a53d859eac43e75caf56818e022ddbcf7fec0100aedb06e03eccd16990d6b31626d47e7b71a70fc895fdc009b2bf2b719bfb4da497d017199f79fe2f84c26ff73ba1648fc6572c21a19bdb82b2134eef338fbb8b3f5cc62e74571718a31f76951b1ce14f6a3bab3d2d54ec56efafa50775926cf2a5005a0af5b86f1a70feef36d4aeb7b61d5d34b4368def228d955b1de6fa6a17940e7d3775777b21069382cf0845c8359f1f662bf1e1401a1b8268aacd4ae21e46d7eade2526a132c8ed2124820534ddf51911f05b15317d2bbf785df23a09a5db9215dabc7f7da07d53f0a0500336830a9b5870ed0c588d789b9f13fa2bc9a77c15cf498223cf30e6a75fa59e9ca05d5e5c8f85de98a2c7a437dff6bbf966d42cac818eff6213f81db0e82dd9ea9320ae6c1e72fded9b70ab6dd6c40254e5f2d23206130c9e15784f5dc21c2144190bc20d7cccb3231cc95db11aa98d0c1283830fcf9f5bacd81b6b98f002aa2c24ff0b554031a99da7bf8bdee80e4b7803c2cecda8b411d5e4d7a0ca837a5eccfff33bd71089a521946b7fafbcb21bc31be0716645c79d44d4ad8e97cb218771bddb36838ba3b184f340588a6aec5869d359a3cf43f22288024f79f4befcdeecbcacbf21d404dc4ea66a0e1f139b7ef21546640a79b5c206e674ef491c5f0b7b67307d3c4e431bdca5b53ce9b595eee766b9999d437f6db662b6cbc625c97ac20d621b2285d17fcdcf82e67039cda18edd70ebd83a8e55583993497e80f4995a59b19b961fed8a4359a98f656f6470c67ea152db116a0281e94d924a297e2f59c55ce12f86a01e43ab08b77a4ea60cf559f82594c3364bef519a036b93e8862448a951cd370d019f7cbbcf266e475ed0e59803923521900f6bb257acbce167d0ec3e0c35f1bd9209625fc9a7ac8d632eb73f38a4aed89915c9f9dbd995d59e80150a26fd419584211fbc06be5009bb636573ebb47ab7ffa9cf667f2f9e9c8b9bc909d62c5551c15a10bf54ff0c71fec3438a2c9bf1c128b007bc202e310a489455247f5ce73d0453cda1a69931037150707e7ddeb195ced25455a68cb550c42118166b60f5dea768c6476acb6adec50a7e2b7564608a8448b438f6ee77e8e774ab65ae50a32fe205f5005c4b4d00d00254aaac176676d64fecdc63d11d41e946474f1c04d23e8b43c97f6d4de67b25f48367c8b431447bad4248ac223e4e7e47a05d6e1f18731414f94c7095748b739468cc009cc7d5abc808bcbaa90aceb6522c0affb3e42157f8069bfedeed35738db7b57c296b120a4c6b01146801caf3ff2a6392216832e0dcfdcc7dfcc16ab3cfa5ddc5dfa29da413a0d057f17cc540af1911d0be8da3d4ba19e9f287908147580471d0046ccfaec3a9bec7756ace55e080893b3b825bb0334dac84c9b8d37508f463c3fe2ecf256fe905f5dff6753aa318b4eeb9a660953c4d1b22f479a7bd85228d997191a7e68366608bf2580c99b0d0163e9a9b58116cd4fdb1222dbca4ebdd483a50b7f4d4591dad44e447265b8e4d72a33e9c3260fd2324ffdc3aa39156668061083daa0bdce09f53a46b6f2666d92df6156802dfa7d125b7c209b338797865fcdc763190c15e1a353b61b9eb77405e71357eca1e06ce4ba45659ebc281404c68abb093b4d3912a5bae960788a3d3fe');
INSERT INTO public.event_payloads VALUES ('default', 11, '\xe637052b3839659c78fdf91d0aaa627e00a3170ffb76dc37c1eaaac499239549', '\x7312519364262e92dd4c27cf82812e1d', '\xcf701c21e66105bd83af633f90146a99dcf9f45e63c9e00b9e101a88358b65fb191e725aad2848c42a2fe36150d82fc5412a6250e53f7844555d5a9103d4ed3dc0562e3012d85fe6710679af87d4df249b2d647da483d17747e86f29808157e452cbab142a764f47cc5292d7786e137544d0930e7432c7de8fb88da569cdeb7b3e686cb7d8d82bab6de7bdf22767c38e3213dfaa5ee4228dc6f7ca545f896a189851360d67a3f24157ddb765e0133b89d0124136bb6b957cc8cd1025b129f49457483b6eefd94721d6c43298e8937e268d38b9c59f6f361999d56265f5df39f7f5bbca2a643df98d6f8664f62f3303630cb4421e07d01a45ea871a3146fa22b473ab6f1eb55f122f22b27e76233cf0e10a042d9590b9b6e79d0de7987b4f37c213f2a12a5e0a131bd535fac8e3951efd2a03861caf9b21f138332ad52fef7745eed182a9dd8952f5ecede8a403ed71fe1d207c89310f7fc44330f05cb8a28fa396b536df8fa320be735cec37bf2bea3716fd7d6f38ba7772e9988dd6084904adc8b24ed778ef18b191c3b5047d9935eff0d67c948852ec8238bc05e857ba743c81e612e768ea2b89a5096de8b1d618ce7b48c9ab3fe72f38188e25bab40db69589b90d065ccaac82481840329aa304df7f7deb7c63010f7b015906ca126a2a82bbe2ffdb19e1466e28620b30ad9a88fe3430c0d7b64823e18f2b17204ce1d0dcd797f29cb19a9773c28f0b140f53537cee1dc05051d9d47a494f9f529237170c1a2e389f15276f209b0031edfe9a190e9d2de6df973e34571948162a6fdbb89cc65ba5907e0a752bf61b9a8815eaf98759fa4f3ec68d6e738623436c63a27d854e02317fed7a07a316ca8a1c491e5880302d4ce3f99eac87e5f0f9802f38c3fff50aea42b7830dc2506b9be3f64f9d24bd7f96672eb01c7a3ba729613057726dde2d361529a473734d94ffe228ae138da55ac1a37e5085da6667cc8042c2d1c192fa10e763f250b2b156a1df6f7d3ee592e42b0f223d28cad0d0faf0ddfa7f6db92c45d8a358f67f2cb9997bfbba2fcc91b94174800cff110d65b511a14c2a3fcd6b0c4280ef5890fd878d9dbaa953862be873e4e0cb4fe9cf2ce972b2c1e113be60df49762e0e4a18e4f38e8dda1022fe6bb766d87b98556ce63c9671065f9b2972362bbf1511e2792450d05dbdafacf94224d37e7dad3d2dbd20c3e18c40c2d6ba6319ca38b61b470ffc682e1e02b9403a4dd3a5424f9cae0237d6dcf085ee194106e17f8852eb5404b85f3ca282eb722dcce9bd88696c67758514e07e82c9207633327be51f3f0139224273129d085fe982f6b9aa5163fced817eab1213383ae9c18e3ce45b4c4f64bd0e73eabbb0f5bd00909b2ff60f80dbaa9da69e717e64c625fd32fdf4198c6ae9d43b9050ddd8ee02940b5ea5f9a13145a39c14d7df89f114006ca7a5c45c83dd1ccad222d36bfaca1646b593994fec068ac489a50f3da1e2f7fd505c5887cfe96b5d8636e05d2e8bca4f24b527513a4c0817ef81d62b0b925d6aae9c2e2707150fa9f3c43151a0d1424389f6253dec76da5a5503f028fc48bf1037bbc4af078ddb12e635625e64948fd02c4c77f54cda6efa4cb3e30c86bc1f0bc40342e63c450517583a253d69a382737743b9b1f7b2f0cf3949fe68649b0ec5dac2f3ad64090a5955afd1697289498c798f120bc3638eab85eeb5ff8253c96470a4febc015048b1569b51d26d77e35bf8818b4b97a52db5f8b02e9682da57987c1bd6e060bd5d9994568c1e1b96f16d8f5a410f6bc42ea68d217c234853d68d37cef963160e920041a5d8313142deb628b90ab1722e4a7ab7826cd0162e1882a0292b2acf9febd5cb5695f84854a31b625d1ecdcc2e03e0339664d4f9aabc63167c2dbcd9a0ed7cd24b4003beeab6a100f8c2208403fcef241bc295795067ac4510def9c863b015f8264a117c0fee490160303153d941dd69184877d73623ccc7e88991cb28638bcc95');
INSERT INTO public.event_payloads VALUES ('default', 12, '\xd277b4eab08215df3c101b7fe7f9a0141afb962a02f2fd727628d2661118a88c', '\x7312519364262e92dd4c27cf82812e1dd4d76a1109072073cc750ec7f166d3e4', '\x1f772047597125e27e970d23e8aea5893fd95fc971a312e70b108ad98b1eeca06ede813d33065556076f36f534e411e3a6ba417e2b467c205b0fbf3d334ce6792a109a45bb8a8c9263a61f21a6650ccf129284a6fec5f328962240d1db5dd66e9525525b3b75da8eafb43622f1d012a07b3e578969b08986a52cf5c400ef33dfbfcc313cff4b278c8b1275313d17b35f4c1fa415e6d712183f7299430da1068074735999b24a416016d268e2a95e2284924aff1c5386d8ef4d53a63ef971a52f8af36aead9df754f18dc93c29dc3c34a4a06b49ad0cd442bc479b1b40cedf620a43ffad30e');
INSERT INTO public.event_payloads VALUES ('default', 13, '\xd952bcd1b0aa366e09162edd5f30db8c4d9a46473a6ad6b44ddf506a4a1b89fc', '\x7312519364262e92dd4c27cf82812e1d', '\x406dd85b24f0c6ae05765ae29a035ebb01ea4b6b5803335d0fd93e03f6829f2282264e02b7d34240cb4f55897371f7f7f08485f12d8fe7aabfc53dab532222ae9910778bf2ff16954b2449f3606b293d83918bd900ad64efeeaaab1077f5b9857ae7dfb85f86cba88dac4f13524a16c82ba722be97761d2ba6b5b4b477d747bcedd78be118baba13a0c6b97087fd0002963c3311981f6e7c3e3f9bea605f4d270e7cec59531af281692fe780a066');
INSERT INTO public.event_payloads VALUES ('default', 14, '\xc99964615ddf2df5ff87123bbdc0a2262a7c3e15f09a1c2dbd7dbb267686613b', '\xd4d76a1109072073cc750ec7f166d3e4', '\x898c94a8eae9bb3b9e90160396c8961b105c8f25d81a55f826b0fdfbd2e74ed893d83f2834114948d5c4ca67046132d5f4cbf655449130f144dd30a8f3a2b2ecafb9b4a77ca519e254755e2e5add27eb43febbbe9f79ca9ae67a2d720892085bba967ad2b0003c614ecb632127fb133ff209027e0a331e42a129f66290d7c124e962abb0d87b9ad5218363f7eb06e06fb5c3812d25e7e754a25ac23ddbd59a917ce4fb6d734f2556b0a47d55da32dc');
INSERT INTO public.event_payloads VALUES ('default', 15, '\x263620202d31c4b0b2a8f4db163ff7837ae041f3f48e1a9ec2e1aba7db721bad', '\x84444352cc30ecd6308762ea754a3f21', '\x818862bd657ad20d5d9ae6740ada5c91eeb1afd28c19422706fc93b3620e85cc1601f2aa955f9dbc8e54664c7aef2d471a4aeaa87e80e44d4f3ed28d9b8ca3f62f17a12b03dabc90fc3e8e001dcbba421fd55e19102800ff3c41a20b3a56d8fbb19afea15c8c2ed0b5342bfe60eb0a8b9ddf78df5dd3fba3f1f16e7be5b33a6a12997b96405583919f28a0eaf9e5f3acb03f7450b9775b1fdf0fadc7828bcd15e5f4be1c58fe50a595afb68f147228b294c15d96b1d95b96de2bfbc0a67f79256b9cb90fc64ea43f6d519bf9c1dd26c261fae30b89cd7e3c5f58e0effb626b77f652e7063319a9a52f77298a22cdbaf7ac246f524e210e20a044678278bd5b9ecebad14426059ebdb0e6ff0cee03249e6dbd962a2f6782647a86278392a657058cc75e01');
INSERT INTO public.event_payloads VALUES ('default', 16, '\xad0ce5642c68811a5c14457b0bcd60a2866883662879ef0f7dc9cb307db13d11', '\x72252e4ec8e8877a73ade971cc2fb86b84444352cc30ecd6308762ea754a3f21', '\x0d2d13fc0a81713531eccc709be06714a8e124eaedc68983e04b47aa86e0ce17ad9d47eef2430d9e892f4e3de8eace49c94aea9a4251248af2041642036fb3d256b16595b05976ca56ab55c2fb0b74eba8a1dd41ace70851ec3b9cf5bc6b11dfa63312fa591a6e074797067246b91ab5743a455f2c778b0c83d7005f785799009a36d94102d570a5de18d00a4930a8c59a8201194cdc4dbbf3e3fc909cc5429a0d18ff84e710d5797d89465b7aafb5c10c9fb36e1dd2a6578c2cc7064771a03f1c65ce93912eb86ca3a7b2cc86327c03448046e48917cad10f74fe055bb8adec1e1def9bfa5b18792af37d4df8bb06142366dcf0e85a664722789837bcded8c17a7c5ff9fbbef49cc4ef20b03c5b5b89ce5e8df314196fb6e9456a833d50fe151d0a22ef473af26541268344a01ef8bb6d4daaa56d910f1c1511b28d0de96d9fcd35e70e5ad54d01752d49fe1d7aa8ed');
INSERT INTO public.event_payloads VALUES ('default', 17, '\xa5b38c29f942241c95c10d570943c9995d98750da08c351ac8490f0016bb1891', '\x84444352cc30ecd6308762ea754a3f21', '\x7f4cb926b3d75f899c91f9198a67823de803f11b7d06ce69f429169199e28847eb93299dbf2a473cb362356b8dd1a84664cb75f7a01d2f50147b0048e724c1892b5ded7208960ca4874ef9cb45f76c53fa315c21937a4c0417579d4f97555833561b8dd41be915fd426f23cf9c48a8ca8b3fa2c07b39c5fbf8778e2f4556fc35cd0083b71a706051d5b5ecc4699c84e89883cab728a9ec37fd95190b1120c7824085760b202a7fb732fe3a31b96e467ee2313f785b5673e0ddef5b5c3c051c8a124c9702d39960a340f379be0dfae651e86748bb7c54e724c3d8e8378d0ee5bd742ff6b5e52e92733b65c6e720cfeda48131bf055c33b4396a21a7a6948f5dcf5835e0741988826a82e72a440c98b6568eac951e791e86843b7716f4dc36937ad2911ac7a951d9c0420ec555c6b9bcaf6f37933fef69fc1ec1b7fa76d3201f18439587740be049462b95b47c14e8c3a46666175d2afb924033de4a5b80c250f6750ad696a3775bbeb3f0d8d8a5016fe967bddf18f3fdb13838c76951d543ca6e51e4aba88371dbd07a165a77d157ed8e21a7814595e9d6cece03d02c7b56919b94a2135b19cb46f0b9df5504aba73aac15ef449d4a2f228eba55287a6b75842587ccf5f4b2ac16099f6c20f40f64eae478112ef3a7172629d499deadd92be3edf126f3d0311f1755dbbf672a8f672cf565ab56a230164e52d9df39189e3e7f62c94ba54940551f4d1df260897eb65d9c7b630e5969fe93');
INSERT INTO public.event_payloads VALUES ('default', 18, '\x454eeef22f8a155da0e21d9dfa3987069d330012373fd4df1c633c351ca0339d', '\x84444352cc30ecd6308762ea754a3f21', '\x4a9150609d67072687aa68a2babc727fdff2f34f401bd016616c44984c07b9583ab4c914eb104e4bd995cc1380c0ab2394cfda4af56339303af5637a63410cc7dc3698cf6bdeaa3bf2f2c8dcfad9f0e1100a264c4de7526262b34c69ceb1625d8f2e7d37eecb46200b4db0d2eb7041b4627240453511cbf62620bfbc65aba64adba86a2daf8b7157450f3070122896d4decb525991f22c351bc61d9c61495242c10112f4e63d5bcbe3b34ec8ab354631eb57ffd8a4d3a2673294632f1248dbeadab576a99b8c385639b3eb3d5c4c754b4a541236f3fecff1df7b351bf9f6925ea115ed0691bb913d2f3cfab2a95d76f581d54d4285ac834e6ea3d213ffab8a3734c6e9a53741d7980e2fa35892cdebbfe8f9a43d0fcde968ad2747a41f29268c4895ccd5ac312d0513ede61de8774e7c7d37ab6620aa79806bf293c5e3e36987bd3f71b49592bd1f6231689ab3e1d7b85445f753c787539a5b8a857b60d8d0dfe94b496ef19a085996ef68da695f4ad232f8f251cb266e1cb5cf4b8e76ef5f53bacf1eee0f1f94eccb866c02aa409fca42001d126338824578820b8a149a1a7de61665c377a28df6787373240e3fc288aff8410c3c666639a917c809d95cbd6b5e4bd30f2d214975386cee4a08470dd999287674e4a3c460172fcda4616bf2463025ce378fb3c632b43df719a5b5e05fa2d73f6d722ca85150a10a871f298b263faa6764cf679d18629cf3e4719283ccb340dfe022a215');
INSERT INTO public.event_payloads VALUES ('default', 19, '\xdef693407c8d99f47185ee580ff82e9aa8d0395d92fd6179ab96721fc3ce871d', '\x72252e4ec8e8877a73ade971cc2fb86b', '\x26ee53d92407f27cdafa3bfe861c05164e0ba0c5306f97e047b9ad7909012f109905cdf5a9a36195690e425cefa2677bff890a7f7388817c7f671c8eb59bd457c218e8ec906cc00cd893d15c3e1830ff58c2c51fc4e025b6766367b8dddae6696748ef853f0e53be1b523c20105bbb7e0b169ef2f398fa6eda34d42ecdf8de71fb8a9da43e18518c118fd43ced853083cd7962e2e584c9810018d5e14a0b76ed4ecb895ac39a5c1e2b0ad827d6ab0738b27a240efa66441f0cfae31c1770aad059da10531752a75ffe2d738eecf3e585452b04119b3b8e09255352a373a6d7d0ff067f285452b90e9234e43da3d86c58a063011bf824ee5ac6df88f02e8c1edb9be4b4917ccbaf343008ab038d683042080524e988e2461a61b24f7648d5f61ec393254df5b085ebdca1df9cfcf152cefdbe5dde84cf6a53b791c5312028ac968809751e53fddb455977a5f629fa62e4acbafd771b1a7cdfad3e042b9241aa01cf3f12e6b5d56429807ceed70871ed2893d5392181f38dc6f7a31ecb0f5d4f185ee76dcae3f608cd87b175e6c6c49cc59c349b7987ac9171cf8412c66ef9f7082a084b7c3e8935a3f8724633e82599b3ff183fb8ee5e040fbf57e694cca3740ce36fbbcb288c1e6111a3f508d0320b7c843fb05fef5035f7f56d2c9ba8449eecc33a03035a405cf1585fae4764dbc7d8d1f6157eb8642127e9ac4263a62df26d69bcafc81825c1308762fd7d5103cfab80df3d29451da5fa7da8ed70ab7710b19f52b9e917dc854ba9');
INSERT INTO public.event_payloads VALUES ('default', 20, '\xa39b52fad7154b77682cfb7a8b96dc7bbe8dd54f9e89fc155ae2e424b3f7281a', '\x72252e4ec8e8877a73ade971cc2fb86b', '\x55a1eabf7efbb65765a887bd8706d3935f301d41e07c75e5894c0f9ac92f9a896b7151634a25fbf9cf6ad968fb8094d5bc734806e2762bd1769d3be91df07d8f9b470ab27bad3fe8966fc33cac79aa46510b24035ded9258cbfa5296da4db2f0ce372d65769926abc1c5112bd35a2e6715c79bdc807bbef2120014be9c8b2762aa94e1ceb74b51eec53c06792e02f0bbbd71219596feaf33d844a5ed629670fdb9a3c0cd46c315fddd3e4c3abe3ca1785df71528e4c7c5d7153ce68efb114d3d8a68ee92f1370015a4946ff1ee4c44c5a2df2efbbe3e5467211973c917ea8edd544093fbecc219ccf787a75f89b382f258492ff227445bd24af02aa46cbaefdf5d33556a415e59a8374d8f874247d947369cdae5f3d2397eaeee3622319eff3358c39dd59e9899c4381cbc08e22fa4e0defe5f261c835806531d6c871393ee19719bda7a6f58440371954d03bceaa07d79e4eb54054f69419530158ff506bce337562d7ee3734b0326d0887be44f11201edc761be7eeb4dff4ab464b569a820032f75fa7b545eb1d231ab2db000b4e8d50fe268a9d82425bdf1f926fe5615c979dec6fed003b96facc7b3abecadf9e62e047312fd63ad9b5c6b5a5be7a21774fcd073b9059633d9c207875d37a400ce4be8c3a2b1f0408995866b42b5e5df85446ba517ebfc15261dcf6c96a11a5d73ad7e33ed366f9f2dc4c58e977f66aef75003c6c24bdbacea9d515f06aa66e9bc285bf2a150e1c0195bbaec96019107b403062fdefefb5e90303');
INSERT INTO public.event_payloads VALUES ('default', 21, '\x9a1bc743a2f7867abbdd2fd4f6a12ab16e0a5429c27f2e84f399e90576f88834', '\x72252e4ec8e8877a73ade971cc2fb86b84444352cc30ecd6308762ea754a3f21', '\x53ca73f30da5b7f378e03b87f410004da90e2af9fac75b18ed8374fbea8960622ba663f266bff3d5fe12905c29136a4fa28aa112ea948b2160cad235accdc3a48ecb98c71dba7340876ebbdd74fe07c4af8714bdf11cb350b1e7747ff17c4b9b7f452cb8fc855c6e8287227187fd34dd86d916cdad51821cfb314b87148e485da8c683a307b6af5c6a787ee87eff96b364cde39c8fcced257566de6b17d98f11863609077c8a4eef7a18fc7e8b0b888c7455004befe68f3e9833400420599e25a020884707bfff4cee17a68607bef751353899f66480e2e6b1a4a35e1df89f8e81978bd2899d0e3abf44aca14d719b83577594dd004127895d05c57f96f7be02a47ba0f66096917a88aba092dd0a4469f27cc4721ec66a8666934158112ca797d69a860fd645aa6a69c6ed48813d2d9da724');
INSERT INTO public.event_payloads VALUES ('default', 22, '\x35cf9b5c6bbe8725e544a8b00b590d8b437505eaad41ec062aa815c2252e3287', '\x84444352cc30ecd6308762ea754a3f21', '\x069b4f4cab0e7ffaa23696a4992c1c12dfa158ab5f0777450a5f40de382baca930e6a794326520704de3edc9eb19f7b9689fb0254ccd7e8f3a2b8962d6b549c1c323dbdb02277a2139ef2f78108c6522ff4e954dfff55e90c5f32a90ac23283adf3a7d6129376c3d74ef5dcbd59066d3306562e8d1e82598df25990c4f4bf604184f63883a4ea9b6510cba06cd5b1bcb590dc0b3da909d85f2470b5e91197afee40aebd608cb07962b1dcb2450900756a4da6ca4eced6501fd6e6c6695d2b662586c370c6310aeadbc6e59b6c41463976c30ec7a47b7b30301f16f29211a7c294b00659fd9fe1fbc5ca33f9f8b2ce5cb634afb58f2b6be2d67a179c36b2830d92f2f459249d670ae7fed4539b992947d6961b301656b5be9fc1828474d3b8987df6ba881be253931e6211489d82ca558013d14f68936c927e2505509406c9fb14677cab8cef1192652b905b06c35f4af03c5f4471b7b025aa227a4f9c4150488d36cc4892e61b45f5f50841c2ade77be37bce22a4fdddeaa6642b130d41426bc8795afbc514761952517f3ea9ee389925f913ab645532413d462f452658e719be86150a7ee093cdbd0b91767e0b691204b2b9f5c23bd9a0ae09b3138a4d8a26a5daf33100175d56f3a5001a7fae52527b3f8a4d51faa826589a9a84cc04e521943345b2f4f66b3d69d87b634f90fb25e88a19494e34cf72158789a0616f2ebeb32959b060a6c40a0e109e21d18be989c83997dca0afee4c950b623e01d66bc1a4e15001192e3f4df70089975e1086abcc523000f1cb7203f15cd9b3d5a19f7a2d3561bc1c2e34d367d0bdc58e95f402a9aa8387eb5c5837a44363265bfafba5cfa8e324e254f4983012a500abde8ce99c15c2915699da3b4b3cfab8b832f317d12ff8c450881f2d27c90fa47c8436fea09916ab3a64dfdf90bbd83ea2701f30f5a7975892fc23340f6dcb538cef9b52998ace96f9d56b1b802f3f50583baa092a32134e2247e972d5af4d23b9e851d1bbb6b2123483b31c83e81aa5d6a8b67c4863157e626ad152b9dbfe8ad923c23d2a58c2ef35138198c3aad9d2efd9d4564e1253c63c0419bf7fa767f3ff886b46edc2e50c254730bad3e4d0a009a97d91c3a56e896d1f1d1721ad99b672c4e8b5f45a81406eb0144d4bdf78f2942c31b3a846fe51bb8a492152b8d154e6caa263443a054e36201aa2ee7f4d21a07b111605d4efcf3f87313c736a62ff0357a14dc9a479f0a3758e92385dd8fa7de5033b44b419d064fe1d10cdc885b3701c717fdea716641204158c8137d3fb14835cd07d33a56b1a49041c60736eb290d8e2f0b01ae5205eac46fffd56772dc58eee03a19dec51d81975443622d9e051a8212e1be9571e09cb2c9adf4cff38ca5c2041f841c153ed08f10279d8ef7ac9de7075522009af0075ebb67df8b06622f1974ecdf827dee3cc5a1cb699161cf1920c05ea68919c5a7ba49b77cb42f420a37d16125c1f260d5ec5136a748bf6b364f9d524b4b9e63f3ee2f94744fdbe886b119e64951e108f1f192ce56e852f0a51cbbd1800b6b7746129fbc65ef8a209f030bf29fe3f5673ad866c6d49a604dae0531bc0983d4b112f4c0199a93a3e382ad82a88be5c2b2cc5640684d85f0288b66e0ae3bd87ddd8386ef42aa9f1bc4232bd99d2aaeb31d07b85f6fc9a2c56ead00a1c36a469605f2509105fd74ef66edc3e789d8b7ad63af7abeb367f2c7c839b53ad1871e794d2babbff44c245cb27f38894500773482eeddd13d239143e7948375661db9cd60e44315bc8c5544b16cf02e382af4f2e0a54834c5e643566af910328bb262fabcc0d526a56d3a80b6b223941ca27ce470eaec32609d75076aab2b82db930b79c57073b3cf2247e77a769212f3323e568e608988ceb4d5755020cbba342ff5b405561064559d86614082c98457b97bc03ac3f43912f97c9ae7a58acd3991010b9d424084e589d5cdde2d624d345484c9f0148fe541356713cb0d9bfd63');
INSERT INTO public.event_payloads VALUES ('default', 23, '\x92de02dda2774c17c7f339b2f6406fd80872d84218a8b5849709e05dd4a183e8', '\x84444352cc30ecd6308762ea754a3f21', '\x4644c32a6fe70e5b16b99dc5ebc064fca780f648c56c96eb9ed3eb30226daeb53a3cf505e9289acfed4a2342720d58ef8d823a878d95458d534b357d48a1b42699e59e30209107bf44d83c4da2ca4d5dab3c8fb5e11fdf29975f570ee1c9888cc3edea2a20a96679c2eac3a6284f762b09954e71150a29b58f68622c04af128a9d7dd904128d1136b8859b6be2ecf9592483fd9819b497b6a0b8be6ca277280b3a4afcbec8430928535a49e1fb3d7c048b555418d9c16522723c53cc4a9803d4613ceaa4e28921239e790d6afb64b08ea39fb998955bbfbd874c8458303f94bae30e4ce9b9fbdf7c01fd14b2e4b51f219a4d20d422e5e36800aaf7ab9ee82a90130e686c3462fddb3aff13c9bd5461e392960956b0bb49aadd13d8963cf95b69e31e0a128f23cdd103d9d6b780c0fe3b6cef3204dc4d3b228be7626494cbea9b29d38e8da7a5623be74b931cdcd2c819f617d1ddf3e84693d83ecd6d1439d08ab856d9a28603c461c57dad4430b2eae32c9b72ab2fb3eb6ae644baefae1641f1f420fe2e4af13e82e99b616e7883fa21a5cae34768e8a9f7c8b0b575796ababfcb23ff5b82757349bb2489b3a704dd719d50e4601ce260941b1825392f3c27ba8c74e3f1cabf44a883dbe77ee969c380f070d8419bdd4458c15588d513d95a69911e0090f8ec5b09021e7120196f1975085a36f5e3bd472c5b1956379c664e15b4a8a20dafc15f2c2b03b40c724ad2665865632e837371157cd0398b33152ba1bd4fb69882b3fa5fc4a8225b2df127970110b7ba125918be492c09bedb394ad9e22736618c070b646a4e54e282ff324404eec67c44efdf832e00aee1b1b66e665f138213b2064a35157a2e37bbe8cb4534308fcf4e3215fa936f1608b6c13fe46f4e742982f6b11b4369c88de80fd275ac68a01fa1d17d69c008c3b5278d0d00fc866828c44e20a2ef0b80316d629926966851dfa1ae34831f4ff81cd083fd403a6dbb1e87e6e063a017a68e5a3d58aa8dc656eb72ab7ba54bde594fcf102e5f177521cdfb7463f5c9f4b2bd49329ccd3faeab6a9964358cb63c306abcf1815c201f84d07e5d4cf5f61c9ef356c589999f7a67498625e3c17c203a35b54edcdffe2144ca2b99159529b15843d3b8599d6c0fe7264e5ef2e681c076c6d688a7eddb17f4d1c176f898633ded34abd40dd267ed204d9635048e123ef32b72fb6ae0ebc70e64c6dd9c22b69f065ca622aa2ec93875a3730ca24aecdfb21469a83023ef0b476fcddf69adbaa01857a1348cd4abb5d51cd4e65b74e64e35030229c0149190f968e93a4f114bac61c0596c5b36164dedadb39e99d23c48fed4092c7c8b14791c715d99278d801b70c02a83c7aabfde4df9488ffb75ff6299dcc31d8ee4bec0ebd916bf524885cc358dfc41efbdd758265151e35ae0c0e04443fbf7b239997027844ebfd66df03f1a6168736f824f6d21bac4d838dcee776d727a0fb48df58ad8d79574d5187570531c2c7b2c37dd28cf235ce737d78dcedca66872282863aebe608ec43307428ad8bb614c17097104454e5d65fcb4f624a44f280d9139056cc3a0477cd1ae3dcf7bd17da473ad2bd574c4741cdbaf654822d7667a902a6bc18759d35a4ae8190a266230ffbce820f5484e86c034aca572db6427a95eb10a7db0d8b26a342b81444d283f394a6258c2a5db1d8a7917dc3046bfb0d6f7ddb8edc8983102bde4384e68327ec479e95caf28df5631056d9d4aa2d479c08216d3c4216128845c31077e45edabc00104a4f7b35bed7260881a7f15d16d23d01bcf18a5618d0b2c1e01eb9897225676793f276f74c2a1d12bf96ff7b03f227fa07f2785a15fdf7977dd82446d0b6f8a719c42f82f7140b2925c79cc2cca3be804d5a73cfaf0f803caf55410930cc7d268fd6cc76f676b0c63ab516c02885ef81f0ffa665f8fc0ccd1a703a6ecaf5519fa880760c30705008539c67c37bc5e70c15b046e3d195b87f9a076e2f5e6f562ad');
INSERT INTO public.event_payloads VALUES ('default', 24, '\x27f20839a4f957888c24a48a202470c78bc0b080c2ec6454bddbeda242421939', '\x72252e4ec8e8877a73ade971cc2fb86b', '\x5286fc9c6033bfcfb188d4c9dfdf3c7746edd7cf1aaf395e1cd6c1c89d09b3804a2497bc7fdfd104b71db7c95b46d756b30fd9885f48f26502991d884ea9215d1f0500810074ecd505579d0a9f8e5fbe06c17ed345a2a0390a7300a5331d16969ce6f4625eb1caf56e58c1d5b28bc144e3bb59a697230a4492f1b50b0443ad82959eb28240404c805fd3e8b0cb0671945d6d2a56e6709a17eec50626e5f3651df1601d4d8a201e879cee63c6d87a714a2f7a43277791b3f7a0320a985669db14a046ef092791ea5db923279e618a8654747de9feb5b078492970320e3c342aad85369343b1cbb66a37c8d888c2f3d570ab8a45cbba8273c55edb63192deee168918d0f6e069427e116a0a7f2cfd6e0ead1b43f52ef570499dfaf4880823855a65b73f5635c0d86c69bc564bd8e6b8ed529735c22804f87a97162a7db2542ab074bb8a1f0983e246480e9be6c2ae5ba90fd892cb1cc2113b0dbffd641a0ba74c084d0645172766218d2e87f211ba734a3df8c45239b4b707a84cc47931e38775146153534c31d101263ecb21ba2e7f53936189337181a58ece19d860d0a1898a497b78b329dbd7de6c4e46d81750aa4005da7c7e9e149c34e999c17b61d5f97fdd5630a80c021d5a6ebde0391393a8bd34d6510323ecedcc47f8db56b75c8ab2a09ea782e20b62e0b72a3efd994595fcc0f26bb576814c67cd0a36a20ddde44b5fe80d6254d85fb65d1b3a2db21ee19138d045a44ea883f35764e7348894d47854651e1975ab3bb356f2982e022a267f0d5d7b13d5a42b7e5b4a7b2de9aa485a3a7d91ea1d6af1a35c6df0fb1062c9b14f64e533841fd5b5981d45fd5b2f6ef3e261a5f0f82e475a51912ca0da491ef2286c6cf4cdc721decdf5a7755dc21d5632cfa0ff219564df834bb8af6966cc22714e007cd76b622e3b6461d6708fb81cab0e7443253a80a1de923256fbfbe05870026e4494b242fca9c193680283ba5585ffe2288df5f6b3a5d9cc15dfc4ce54727b394d0cd20f3bcfe7866643f62ef01eb911f3ed060781ff42e41143f99916af0672e2eeae0a13bb461393db4ba87d94f618b5cd0ff85d1d76f60776064590b0fdb59d5d7ba8b0e656d6e4b762be51a2f5378532f632a7d55c20774a0e34b40d9597eda63d68b8067de313c79f605b909387f0ebc69a845ca0f941a423e1bd871cd6ace36b856e5d991d320c672d5cde8c246d1ccb5692abef8a06e9c59bd88bab3e6e10aac28baf1512e61f8e536de0e55e57bfb3a5f228a3944c5dce381e1a435f5e2a50f237283819c5ca4121f6fb4475356e21cd0db250731cfcd7e06242e616e155993af24aebe47cb118db286ab4b01ca341418be1bed35145b45fd60e7b0818d5301816f098d192649330aeb849f1d6cb5ef39a4ef4b1a42b87668c2660191e705609b5a7b3541f2e1e75856f7faa51f7fcdb960232dd706245f75b180719c7f7e72c31e55ef7e210f20662a3b29e236a842ceb57f300f242346b4e4300870fe9d70e1886db213c0c578f1209fe6d0b4ad99cd4dfe2e9500f370ecc8536aa4232b72cc9ff0fef405e093ba56011a742307b0f9a069ce3cb08d064bd864a5301b1285213e3cc4531e12af97a2d7887ac2a4ab0ec011261bd68d760a3caaf514cb4197e307253b868ffb072e305dc0b7578f7dd270204cc8d4818c08c8af553dff231fa57c1e29b269f6a6332aabfa6a92f93f8d5bca687fdd62cd8732ba5235f995b5864d6bfa03ef823db12cda3230de975147bfd7727dd43f5371d29bfdafe2f45733d9b23268ea04efa2842ee0d8a3c643b273c35603eabb0ce0de3157855280d0721fb38e1cf1bd253be9308ccad28c1bbf7c585f30e535a130f9ffc0150301cc96bf817fe32ec2d7f345a77870fa0c04be753a2158ebc05086fb861e466fa3e77e55861060856e8331c990b09f2c074ad2f0ec29e58c875c658039acca57c94eb9b1e252e51ba00bf39b8cf78b631d5681945278197dc13d3303c37058a36aee76b755982b716cb9994156c8');
INSERT INTO public.event_payloads VALUES ('default', 25, '\x0b1d24fc026b21c28ae145da0717f531922a5bcea582483d97447ed136409366', '\x72252e4ec8e8877a73ade971cc2fb86b', '\x675168bdfdc6a6cd65990b3af424e80eeeb12a548989a14374c22c4835504fb8f9776f3275379fb92627ffa7f2293fa8874e951e93fa178e584ed9712fd5d64c3e63fa1f39a950e6b6b4b2888bae00a3d8d268e8300b1ea10b1ae264294b258832c73bd4e01e2b557a6c871d3873b23ed7bc6e9e872062f43f75da581664cb6d2b44954259bb948b728dfa6e38ca512e22e961a58a721a8761c4ccf960789a28360bbbd05763a61323945ce4f82b777a65942b2b452efca6f674f61d1ad65480109d42f550e74c60edae99a53841d649c38f065b8191fa35beac7bed5634b3f242c47c6517d863942104d11ac954586863e3635befcb20f01721672d80062462a714573aef15038ff1d727aab41ff613b0685e9dacf8f2e2c41528709fa86cfd55c66891866d3d7d8391ce9c9f0fb9ca874cfd4a6c51e93037896187a84b5b15f05f9ec40d9ff036f32f1c9867cedb00066dc062b2360a0a1719e26969daebc9ee2018b85008e4f614161b657d734863ac15bb1ff5a0c81886a5d1913d340c50896e30fd0d05e500679f31dc2f6d49cf3dbfd94b37bef995f0b811febbbcf29fe3172abd956087251f87d0c595c1df4159d52586769a7056e94d8971ac0336fe607078bf7e2400685bf767d52b6aa4e6151de88e6a8286a1a39c4e8fc9c7d9c91143969ab28587d0aed80dc857f0ab94a2c18264fc0315d100d87b990f4f50cc463c0ec203e0b1f1c4451c98f6f491848ce0620fb19e27bd3cddb91d1c2dd5ee221d32c0d31bd6079085331107e143dd4e3706c27df0bdaa4324dc9115a41b6ebaa481f055f82f3f875289aa4aba36a6209485d098276b4f7475ee96a2df05c45d4143d9d1b8263a9571fbdf6ad12318901059366eb37f9ea11887f4b93cdd456deb2853b9c32a768a298e058c508b3a1a0ad737493e7b73e78febe1c00aef5eb9313fe6cb44ad54a4b3022e8c7c0186a7e9e4eed404152f3e57f082a44d9a918d93de07e66f044c324f87bfa65cb5e641024b9bf060a4dc5a967a007070afbac4528bc70baefcb6dccf7290ac6ffccbe2bde33eb28fae9e7970cd92da1287e11c1d3ba2a9cf8be1ee33ccb96b5e20ea98525b0afbc8c7c4ca0e11171d869c1f73047b690e3c233bc445d586982b7709ad20a5a55941f7a4d0405bd463bd843ed21d438cd6170c44eda00315c4d5f64ef6bc8bf99b5a2103480c557604537f5ca7591f1abbb9ae6a251ae10da75750666a79a6ac8122431c9cb87bebfd06397a7f8ad3305267486ab80435f99e0463363f6602874f081a232a23d527bfdcc93e770166d0a37c355b934f2b1cdb72b897788edc325c109e98f01b94ab3e32bc95892ba2c35dbac95a8f665566329227c488d8b3d2d6603df3502f6ea049df15d0c4fae251ae48aed5a9ef5f24c5187524d8647727b6f6f4fe1df7980eda535399c790574c3f0d181c3a94494a1b82bd949b6c0de079731360771a115c80e418e94c1d00a316cef3f4cb5c378ac76006c71bb7ed14e9376bc97ee71eb548814ec5c71a9724bab58f1c1af00b1f6504259a581ddb8f4433cefa6765def22f3ffd6f550e513e611c714f4d11bcc3da21ee088564617f484f0bb471f169f0602a2beca9dda34a431aa7d17f58cb2a29f0d215cecccdcacc0abd1ca60d89a1ad1d08d96296f3555bb5d6108aea6c2ea812c8cc7e69da25625c4b4f6ca6fbd031539b939ea5db725730a9b18bd154636d042bfd2b66d2f90e088bc1b4a3fb4f97b241dac949865c56fcb01e2a9f0c3881345225c653c613bcaa1e6b8c72532697640c8cf7d71c693ae731d26551921c067c87fb6af720ec62a96684be3a4792f03cdb5f4ecfe670bb785ce2b04e00a6689a53a42a8ab0dd377a84f8ff29cc2fa883ae54111c08c9cc57d62a0db1c69d6ac5f4388c20a26c6a9d72cadf1964c461176d63192608124869f28ef521894647976c76daddf998b0ed528f31f983b25e37eef247e7468451928d005939c129c7e3b6d9c069ecacdfb6c3c1e59582948d439b465a4c');
INSERT INTO public.event_payloads VALUES ('default', 26, '\x6af3267e8e25065bf51323bb363e6b0726a956fd5ce2260786eb44ca3bf98747', '\x72252e4ec8e8877a73ade971cc2fb86b84444352cc30ecd6308762ea754a3f21', '\x8db9e4785240594204b7923147d15e1243c1b58a95b2e679e18528714b6839cee1e574a8fc297da3dd33531f69a9691ce5666f58e233d37fcc4c41e512adc0056216e2ca33cac2b552969abb94ea8159dbcd96d4403fbdc9f923d903d9ab102c62e9e8c5556518c3ed4d7d31baab1f3e04984ef51c4ab25840ae7ab3b6216221f23118da443624f18f286cb9781a7f7c8c513f71fcd2dfb79152d3b57074fbdb5b4bf081d752e4859da5c04ed125dcf9bb6adb71792c2cc737860f80f8babfd22a9eae02658e526a8c89c9ecf47f35c0f611debf95901a3c55dd30a1ffeb1d5ebad582e8673c1bbc69f4f990a01c245d23175ef715a78277');
INSERT INTO public.event_payloads VALUES ('default', 27, '\x241e49b12964ea9a082cdef477cb225849837d721f2afece079fe0efe5e91eb9', '\x72252e4ec8e8877a73ade971cc2fb86b', '\xec0ff0fccf1e7a59ddeb7af43b7197cc0fc47a5a2215f9a194542f90c8e9d8c131d4c5187104bb8db71716e3623d4c44fcd1e736cbc59b53938cc0b3015a2fd83bfd45158c98790a8594ba08c85dffe5371d989379d057b7ae35fc1d7c30f790d1941fbc7ca6f070d3892c000358e756d60011e740651b4e9341b4cc1d9c6937aeca1c3d3dfed45810e27e3a1a4eb86716086adf9ab2559e68a0dbc6c63f751da299cad2f5cf2f068d91a2516447340f968ce32cd37ecac9710511268f29308731');
INSERT INTO public.event_payloads VALUES ('default', 28, '\x4ad079f905c7585d9b259e140038703889f8261a7c91123a76295778dd555b32', '\x84444352cc30ecd6308762ea754a3f21', '\xadf6755613d05134b52a8f7ba9742e136c75aeeacaa7fe1181dda989245c3cc5b71dec502784b48da0a0f090463854784a731ce81b27cba68098f39a956e5b1f5a06b8bafdc3f6db57ebcc92bd3bd43fa6c03a8b49441c60a049bc2000e6083a1e061dfbccf6e0c6d36e50c170dad89d6e3140b03f2cda180b367e091d2852ae0ba52631424c4029948bffa605b76f0da28d797f3138453e258db41a9074f965bb06117bf8bccb0e3fd914cb8a8310');
INSERT INTO public.event_payloads VALUES ('default', 29, '\xa1d0c29f244739fc759b7ae6cd233a9c6bc826d734107d0039c5be7a4347c1e8', '\x72252e4ec8e8877a73ade971cc2fb86b', '\xb99129a70ed61058d973b5cc7815f97388aa0a32459a48387e6668055dbfe992abd739a0ae1150b1b707d884bb3864263d35250883d6d15641a4eb5ae79db9db064009cf4d35a5ddff9e8aa5f3e53bcba10c634b1b336a2bcc2b48997ca41e96e7b4aebdd04eaa3e8cb96f2bc713046f74ad7959f84084367c4c30e5fa8bb1ae86f776d1d5dfa97604e6b2853e7969c82edd072187385bcb12ef0033d5c6bcd113078be40a2da55276c09b218bd25236530dd37944775bb30baf61a21b7d7891a83bb3818880dc1e49e515354557857d1b6501927aaf10c9f267f11a951d1d7973a0439cc6b4f5781f1d5d504d515e0d2d8208ae13f008c4933348b9c353f481ebab77570f6b747877b769792d7bc29dfed2c41a3a58e1695134772b32baa36bc995c5bd91c3db77752927cf2a25e2ad625db88ac60a68a2017a264a09330eea023e6a1d654c4d2406b0ecab1eb2a4c51d50f537fe4d6cb967909c54376aff55743a67872fb147e8dc49d802d7466c4fd5');
INSERT INTO public.event_payloads VALUES ('default', 30, '\xff5ea4a4eb0ab4154d8babd539241ca90901b21e8927e7e807147763700045c8', '\x72252e4ec8e8877a73ade971cc2fb86b', '\x716724b6923409c0a1980633f66d7b6c97d3d0e750b69a06ac64bd850463e663c795938cd84eca1230c3f28720d8585389d9d16fb8a517de9e2e936b778f3e36cfd1b4a9a39de98cbc7cb56c01be7d700e3c60d2dec3e6b775d99f05691803c77df3214bddc1e2b995ea79bbd883b41f95ca1268540745e3e46057f5773ed7aa691e9167dafbb42aefe75f456c455e775ff3d7401ee722dcc84d5e172945ebd6318b588336c645ad901e9264c254c8ee9c9a4984906dc03da106acad0efd0b58d69951879708beb84ac7d824e729d92fcdd3302e2bed4b869b6510187dadc435c67439d8c045c3b25662436b5baa31bc3dcdb020a272dfe8bddd545bdf7122dca51c04b4e8b7c1c5aee156159e198178024de3f7fda1e93f5b61d8a0f54ae1299482b94f0dc1baa773233699f893cfcf2e11edc445335dbf064774e20110d0004c269e672e91c36780d72fd97446c8964e93c73f1ca6dcbaf139ea76f4d3d5786301eaaf8e21dcd44d461bd85ffa377516');
INSERT INTO public.event_payloads VALUES ('default', 33, '\x3496852009710d07fccfb12686793f970963a4e79e6e2177f4e976ce9b52e6a7', '\x72252e4ec8e8877a73ade971cc2fb86b84444352cc30ecd6308762ea754a3f21', '\xf9ad6b25ef11909cd63096d3fdb4ef8d0a0fcc56f8d8f5d4a09a991f82c562027881a9e8f97f5116d6064f25d5f8144ee83e3524a550ad591eb218ca28e5b83a6ad6642351e881c93347a57966bc35ed31bbbeabeadfdb05fcbbf8f108a49a4a856f26fcde32963c44f88ceb5341e2c508004b39fa5b47690b9c098d5ed0d5364f28307d5ce99d1ced0910bee3ec8ed862543f637020bfc3bb5eec8aca1d54db80b7cee60caa83708f60bced9c5f9f19c5c7e0d09f81a1eb84d6e0305e3ba91107e564e0080266280c41865710560bfac9101f48f90f6802121d0cd99983d6d156107e2be4');
INSERT INTO public.event_payloads VALUES ('default', 34, '\xfbf38a989654f5faad746f7919bc42a8eadefdef924eb4596fe0e9271efc748c', '\x72252e4ec8e8877a73ade971cc2fb86b', '\x5f715c8c7e288821b2407a05c450a1331d26ff36ed409e593eeb8edb42d28d6fb7639e8157e99361e861ad3ea101cb174a1027efc3ebfbd78b28421f013783ccc6d913b57574fc00e39288a0d81baafc7067eb3bb63ec7abc8d345fc135ad9b1b745456ba6a8de541e9efff8d4010f4e8836667d414ec61688a0c5a38145dfd028306be4d01efb693a6e02e32457bbf0194cc3f098dbd93563d7a47acc388c46646fbc464b18f2ce514212d2a401e0fcee1e8ceb18c4d3894422a59e899b');
INSERT INTO public.event_payloads VALUES ('default', 35, '\xc16ca5032ba9a2cc2b428cf85c63f3b9451451a6f9444f1af903ce8615fcdebf', '\x84444352cc30ecd6308762ea754a3f21', '\x0b0902ef88efa52389220e6fcac7c293ebc0e9658894a2f898e6b10fcb917401120bd4ebbea464adc45d953f5cf346736db0cdc3df6b2ea286ea53b84a917debc9093e7ddf73e81499cc46c2461dc0472e7594399144935a27403027788970490c8b03633e408a12d19e984e133994cb8524eaca10cfa2a79b6f77aeec365f3d46541caf14dd8b9fceafa539dd734c135443516a5a760dd0a299e116e79fdeb929cd0fb705986ee27895881e');
INSERT INTO public.event_payloads VALUES ('default', 36, '\xd2c4efea4cabcfe0b5106c807db3792156ae2588dbbfde26198704869935b382', '\xd13e822b490e1ad94b8d02ed531bb510', '\x8dd7c904173070dfac06ac707b75378e654343d6dd5e364135ad865639eb0a5a8a47b67d82160b69344b28f32c71f1ff01caacc8d49bb8c100ac86f13b2375785ee9dc7bf49a9c0b3452d1843022b7009d0ffb392a0f04ebe3099a817b743726391d77098b94bd0dcf3049cdbc9be00956d54a26a502ac59eaea42a879433d6cac948151ef07f70b8fa1f90a6dfe4172640255a8c02280bc9fe07acd8050565607de94da2d58d5119fe664d910068e4c79b959372c2b94f8efcc0f34d8d417163fb20bb0233fee853023deffb004cd655ad54c040ebf8fc53262d99b3659282065b81ef22ad407ab6382281bfe5c24dff7905cbf8a2d272b6266d74a31827f32902db052d38b9b5e7942fb8129e7954acb0363aae95cd08500dd02b73dd54283c44a00306d3452bb47bd9ab77637dcfdb95acc41309b546a1d3c1c14faa99a3fa6cce078ac6fe036480fba1564eed2843228e0e01d58637e506fcbdb53bb3bda6cff3836a406d8c68601b4');
INSERT INTO public.event_payloads VALUES ('default', 37, '\x921bc9c69d28e02eb73cca9b11b80101557daac6466f96cca77459261fea1e2c', '\x3f6f10fded2e25e5c7b09baf1f13d3f8', '\x70353d2436d53679376b7d9e87614d4435df900cc8331b26703b1bb4b9fa4195ff669668ca19f79dcd99f83280d2f400f6b55a8478c7eaca35ce2f66008e37ef81f99b785819fbb1149dfa6077e3ef9faa66158707449f5db22762132707799c5bbd043e38c8f68bbf3296498cba2ad8912c7391a7ce450c3b9050a752f32fa8f59a65b5d7d94441371c5eac658bdf87cf29c4c7afe455747c3240e661b0a2b1e4265be3a46aa1fea6509537252d0e6c6a0fb3a18e1f2fe179863f21ab33d442a4e5cee63ac5165b6e49f8f5d9be59f60a4433eaabb0e64b91dac2d7d8ccc94070e34b4d6732ab7e56ed75eee20df5d893ccee684f819b36e703a1976d9c47c6f730a5ef24bb75391bf7b5ac6396a0c808568f92ccb84834d55ff05c247dea18b286c532a59999995af88dffd4f41abd6a2a85dbe72b7a3d99e6af065db2d64796d62ab73cfb9c604080b2f94d37fd3ce5a672753dbc6edfb7fbfbaa68f82215f83941e5dea12de9846a44');
INSERT INTO public.event_payloads VALUES ('default', 38, '\x2e44a6b95d61ce1edf2f758eca31cf0fe5907353b044adae5480b284b7aedd87', '\x8adc3f8636838e4f03bf8ddb53572696', '\x4170318ed144847bb214c6c8c33adf99827a9e4d19174dade7710bba32b765c0099b0206f56a35833c56677487bef9d45f117c1ef46a274d4b543bd7622c548ff0c8f12c58c0be349428b549288b376438a25332bd799a1ec52c545977ec63fa4b001af968dfdf497cc40f326b6246352cff03d6a78169e60248e8e918f57c92e2593f107ef4eda3f4819f7d49b91932a7db67f43466d010cca1816673453b74b4d64b4a19b674eb59a1cb8626ac829ca41c32bdbd15e66e5aeaf9112db1182d2ca9c569772ecd40d933a49b16f1443f270b6e80551a1de808f0bfc4b0c95e6496eb6f10d25c55d986739913150637727410b144e7f560b7de9e88cd130b4dc521f925f8918bd1d5416878328a886e8163e9e1e7ac0bb5a14d8c370c97ace5bfaf57c52282dd7a25ad8cc34076cd8f8f54d4c237874015b10bc18ab55c251c4c2a48df6cdf63b59c8c4107c3ce10ba2664ec2818ec0b8e6a348957bd9be3acf9c4ef6d1e067e8506aa15');
INSERT INTO public.event_payloads VALUES ('default', 39, '\x5870f9309009e446e18bcd0a5ae7b2c591d50519528bf9812ccdc173407fcd8f', '\x2ac7b1040bdeff4833fd2f8a05a4e9a7', '\xc235220707e98ec2b9f9dde4fd5db9f03ea44ea1cd84cf85eedb554fe3796c0c8fe6619565f70682988646eb24dc4be50fa699d5d4f7594ce3b1976a5d1ba20c9ab27bc63012e188e7cb835cc4112a2d07a105fd166c8d3173a5dcbd72dcf7e7ab0ef956e2f43d3914f571a7d1dfe2c27f7559f02036ad30158b7a87c9ea568439fded823ef0557ce61c2c0f37f2656bf46826cb7f00a7099bb25ca86e11b3c2c31ded690fefc1a0f74945a7278f342efa9ede6a8804d0aaeaa4a430efddf0942f378c0d');
INSERT INTO public.event_payloads VALUES ('default', 40, '\xeed098e9b5f038100aba7871436a5b5398a0ce9c39232ef906ee6b81c0d62b9b', '\x2ac7b1040bdeff4833fd2f8a05a4e9a7', '\xbf031d83a3160c33add156b10cede38e139131bb3aec14f18ab4dad5041e3c2785868063043b9d95e18b35f4b82e8e1974e6d7c07f4e7eb3ed41ed31f3890dd4472728388aeef4c38784ef062d13baf9ca5943d0464034534f57c5df369da4167ca3d598fef49251070527905a77bbc34eebaf3f819a2eca73700b');
INSERT INTO public.event_payloads VALUES ('default', 41, '\xb4a1f54603efcc738f851682e86485881549afce8396607a9e06fc81ce3706f1', '\x2ac7b1040bdeff4833fd2f8a05a4e9a7', '\xde5e663f7bf1ffb25b11f18555e6d4bd1676870e715561a8c62019cd3e29ad49e6a9142d0f7fd15017c5c60424f07937b79a6c8f6689432630589c10015d6057aa6f76ab3512b6a70f3c56378c9e66da607d9e867170407120ce52db59c13ed07488ee8110cf6ebb070a602285b62eda22ccafb7049619905b188ff18da6e927ca1646f8dab74aa7dbdb594d0cae17887cef691016849f7f26ffadd8986958d9e3157e02f8f9a6823721a91896a19a639dfb64f0889fe476d366be01ab562d553649');
INSERT INTO public.event_payloads VALUES ('default', 42, '\x14a164e05c0140e02dbf32f11ee984edeba3744205963bece34b3c8f62968be4', '\xd4d76a1109072073cc750ec7f166d3e4', '\xd2f279f17fd7dc33d1390ad7b183a164d53098c3fc5987f7099c7ad685af11d26f93cc04daab87fb77bcde4bc79b0910229a5a271d4eecf9bd4c00af920f3591dcee3654804927a5faa258d3b412c7c8c155ec39a6602f0533415233ca6b6c36bed1fbcef8276ce3534ae925350a0e5db07eb7aa1f19b65cbfd6650be540a3d6dbd5db121e1d350923939fa9909c3e5170f589dd79e079a31aa9aba7ccbc2273707c0cae848c6e12180fd2cddd6413116f364d1d952c610b7a78999f05500bcfd03946dfdfcf406bf517');
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
INSERT INTO public.events VALUES ('default', 12, 'link', 1793491200000, '\x7b22636f6d6d6974223a22316f6379502f39614864796e4a4e43516d2f52624e4a3768304b53416d46522b736e36634332394d6c71383d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31322c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 13, 'link', 1793491200000, '\x7b22636f6d6d6974223a22695053506b676269474e31495077794556646b36624d4c44496175654d6a5737426c457038424e652b76453d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31332c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 14, 'link', 1793491200000, '\x7b22636f6d6d6974223a22567642566e4b45466e3751326f53553658663578316f4f6d546b536e446a683557686432324d375972554d3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31342c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 15, 'token', 1793491200000, '\x7b22636f6d6d6974223a22784146554d4f4a6c2f2f51727769506631484d327175426b6849772f6a4c51436c714e626d45784a5430343d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31352c22747970652d636c617373223a22746f6b656e222c2276223a317d');
INSERT INTO public.events VALUES ('default', 16, 'token', 1793491200000, '\x7b22636f6d6d6974223a222b752b7258547063454d4755596a6c6f4f4d7937394e387579664b48592b6b6c6b6859433965496d7555453d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31362c22747970652d636c617373223a22746f6b656e222c2276223a317d');
INSERT INTO public.events VALUES ('default', 17, 'consent', 1793491200000, '\x7b22636f6d6d6974223a224b6449324e2f5278626a415557727937365052644458796972645a426933396735354e45787032356e4e673d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31372c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 18, 'consent', 1793491200000, '\x7b22636f6d6d6974223a225130556d6954346130322f3955517a5257384f30364a4d565656447064564d5954305542616652494347733d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31382c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 19, 'consent', 1793491200000, '\x7b22636f6d6d6974223a22676672563932634632576930766738576858556e78377955636d6370344737463231506d784834466648453d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a31392c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 20, 'consent', 1793491200000, '\x7b22636f6d6d6974223a226873755070514f36556b33497671472b32327152636a366e584a61314a67752f6744483356387469326d383d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32302c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 21, 'token', 1793491200000, '\x7b22636f6d6d6974223a2250774569637372572b656b377a36666f624c743176613769703563664e4863724236516e5334334e6867673d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32312c22747970652d636c617373223a22746f6b656e222c2276223a317d');
INSERT INTO public.events VALUES ('default', 22, 'consent', 1793491200000, '\x7b22636f6d6d6974223a224b70546c71394f5271586d4f56366d6977786665307a714c62314c6b39496f7273424c4e456f6b33536d673d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32322c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 23, 'consent', 1793491200000, '\x7b22636f6d6d6974223a22725048504b4252546e333652394e484a3351523242506574304d4d37374178712b2f49634f61636e2f58413d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32332c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 24, 'consent', 1793491200000, '\x7b22636f6d6d6974223a224348787145365734345a5475494763586e4658734864433359576a6b7359663274535632655a2b524166383d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32342c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 25, 'consent', 1793491200000, '\x7b22636f6d6d6974223a2238583348584455536f67355166494d50435261304453464a5752666d5463665a71316a34534a6f617344453d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32352c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 26, 'link', 1793491200000, '\x7b22636f6d6d6974223a2231623735346375484c6f4a4258674d4464644b586a58634159724a466243584e5633716d384f574f7977553d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32362c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 27, 'link', 1793491200000, '\x7b22636f6d6d6974223a226848326665616b502b4f6e6546354e6e7636367a72704e4a774a7451554f4e5250446f4f505733736a68673d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32372c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 28, 'link', 1793491200000, '\x7b22636f6d6d6974223a226f4b535a655930417a76624231636b3665784155496254306b47795135796f7556352b2b6c42464b3449383d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32382c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 29, 'consent', 1793491200000, '\x7b22636f6d6d6974223a223544746b557a79554674557072786842526955394b34336b466d61656262517739516230785157456c42633d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a32392c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 30, 'consent', 1793491200000, '\x7b22636f6d6d6974223a22747444434364587555782f4b43556562492b4137584f634d666267767743307a7a565052486138694735453d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33302c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 31, 'consent', 1793491200000, '\x7b22636f6d6d6974223a224c4b48614d49477a6c385767456f35434951454c557039536c4c564968506b4a562b2b76756e494a5734413d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33312c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 32, 'consent', 1793491200000, '\x7b22636f6d6d6974223a2271754a74476d69706170504e4145586835594370336f6544364557734f4d344c6d757157364b42784a4e6b3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33322c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 33, 'link', 1793491200000, '\x7b22636f6d6d6974223a227577596a6774495356634d36546d364d7a482f686455795542776d456e2b424a706f3631626a344d7254303d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33332c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 34, 'link', 1793491200000, '\x7b22636f6d6d6974223a225958613376327445784531614e7074713562476d334e6655577964415535455732434c6d5177563252454d3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33342c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 35, 'link', 1793491200000, '\x7b22636f6d6d6974223a226c576a503074723733526f6f4d314163414e3262783656625742777a6b67554379384257516c7943556f673d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33352c22747970652d636c617373223a226c696e6b222c2276223a317d');
INSERT INTO public.events VALUES ('default', 36, 'consent', 1793491200000, '\x7b22636f6d6d6974223a22776a4e76354834544e4a776b4138367934614d47654d696b715857576f6f6976326e4a74323763477766453d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33362c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 37, 'consent', 1793491200000, '\x7b22636f6d6d6974223a22325647615a5542447870582b7478435452655a6936327448576c63786e6635336e4630544e4c6d4f4856303d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33372c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 38, 'consent', 1793491200000, '\x7b22636f6d6d6974223a2267644b794b786e5175564c5473723730315538735a544a4b37614d6b3732334d462f4b66776f664e6649773d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33382c22747970652d636c617373223a22636f6e73656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 39, 'admin', 1793491200000, '\x7b22636f6d6d6974223a22514a707344397a454c43556d3232355751695661554e4848774d46354432767a79507a465235633469314d3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a33392c22747970652d636c617373223a2261646d696e222c2276223a317d');
INSERT INTO public.events VALUES ('default', 40, 'enrolment', 1793491200000, '\x7b22636f6d6d6974223a2238432b496b31744164496b62396169665558304233664f79702f31616f6f2f76624e56526c7a5a6f426d513d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a34302c22747970652d636c617373223a22656e726f6c6d656e74222c2276223a317d');
INSERT INTO public.events VALUES ('default', 41, 'run', 1793491200000, '\x7b22636f6d6d6974223a22346e77656e4e536b662b5352596b486b7549717367564b2b75726c714737434c5443624a4a787339565a6f3d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a34312c22747970652d636c617373223a2272756e222c2276223a317d');
INSERT INTO public.events VALUES ('default', 42, 'admin', 1793491200000, '\x7b22636f6d6d6974223a22535649784274555459695149316b5669773531646c6d594552485646634f3769365a6e7363394a776939553d222c227265636f726465645f6174223a313739333439313230303030302c22736571223a34322c22747970652d636c617373223a2261646d696e222c2276223a317d');
INSERT INTO public.handle_history VALUES ('default', 'x', '', 'nightowl_77', '1001', 1793491200000, NULL);
INSERT INTO public.indexed_accounts VALUES ('default', 5809604373302941028, 'crm', 'A-1001', '\xa6e7ba1666e70204f3bfa647afe02b032571f50153d23f83aa00ad913ad79504ea86e7384a1041089ccbbe54fc13f68fe72f7eac90a9dc0edee0622a71cf8e91c40a1662c00a5b12908fc762040eb51822cec8f785bf7496c0bccd7591bbd41875bda23330e2bf97c0bcfc8264ae531b89a3e8e3b659c99d357ced98e90bb523db678e1fb7da0c2530bc0b468880d62978e2aede1b5177ab49cb1ea2fc9f692eef6f9450f3744e31406cc593bd6ad7bd7fbedb3e56ffa84001e0b515c116acc77462f3278f3ceac5cb17032549de07cc2983bdb831800e4de4b634637e16d54e5f7c2b16c8bf63d64bd4c63c1447c7d81568c524a40c05e066512090f43b9f6c4a49c4af3eb710f2d3742cbd6a7bb1f5142017d0ec0e05f4bc2f00c81541c7f9cba90ffb8f589ef555928b35deb42df8', '[["ada"],[],[],["example"],[],["ada@example.com"],["ada"],[],["example.com"],[],[],"",[],[],[],null,[]]');
INSERT INTO public.indexed_accounts VALUES ('default', 3102637948617369883, 'crm', 'J-1', '\x696c1a2640a4f98755af591ee31c1d882b0521e1c98daf8bf9c82f0ec3445f0f59ac29a0afbd56115c083a65061d901185437601f87df118c58209ab25f0bc9612209d0a474ea6204020e732c209f7a463d25b986e0b8ba84eabd54de8f43230b9bbea5f4dcad8355106162e00b4c3b6f4297325d9d65bbb70cecfdf025c7e39728a86c4311951c09ac9b5b7fb2b0d4783e96887756af54b187f86315bde96cb461e6722ee8bfc51dc07a937f3286bd490a91acbb95ab05a71560192aebec0d651310a6552b93fdc6bb8f9f8b96b5165257f80923f78156a2e63cf6478551c74a67383540887027c38ff8d2de80a437b', '[["jane"],[],[],["valasek"],[],["jane@valasek.example"],["jane"],[],["valasek.example"],[],["de"],"de",[],[],[],null,[]]');
INSERT INTO public.indexed_accounts VALUES ('default', -3875598295249096817, 'crm', 'J-2', '\x8bf19330f61167e3ba8984d368d777a4089a2aebdcfb25a5f64478d3958034651c5adcf15efbbfeddc07a937f3286bd45c083a65061d90113bce4ebc3de5841771560192aebec0d6a534715f90b58ffe7347b95a85a0b73b', '[["jim"],[],[],["valasek"],[],[],[],[],[],[],["de"],"de",[],[],[],null,[]]');
INSERT INTO public.label_commitments VALUES ('default', 40, '\x60e8900a259fd4ddb1c5a21b3016ef99da9681d88f684d3bf1ae1546abb47d92');
INSERT INTO public.label_commitments VALUES ('default', 40, '\x7408f1d1fb0b83d666793b800dab4e8d7550bed8e65443083d89a8bacb8aaf24');
INSERT INTO public.label_commitments VALUES ('default', 40, '\x665ae2c14f9c3a460c50458fe9ddd93b6703b7f8161ab45a700a1822cea22dae');
INSERT INTO public.label_commitments VALUES ('default', 40, '\xb6ced76ccf39f1216c2c35bf4b67f9a8ba5859fc01c2e73488883f93acca0899');
INSERT INTO public.label_commitments VALUES ('default', 40, '\x2065d9e2a8f7e84735507fc5cc5ab1787fd00482c3916df989a59713a02f2842');
INSERT INTO public.label_commitments VALUES ('default', 40, '\x36a84ff4235e4d099d37e5d016db216c9b7f019d27e34c3b9734df929c71e8d5');
INSERT INTO public.leases VALUES ('default', 'reconcile support', '94ec8b0ef9529d3f', 0);
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
INSERT INTO public.log_nodes VALUES ('default', 0, 12, '\x6328da31b1ed1befc287d298a759da856e08303f226cea6565c1a50760b4d338');
INSERT INTO public.log_nodes VALUES ('default', 0, 13, '\x8545e76592367414f4a81ab608c0d3c745a6e2245d670464b6b8e81199c67e29');
INSERT INTO public.log_nodes VALUES ('default', 1, 6, '\x0f83a7f520daa9de7424863f77d40eb4aeabce8b5009d7d5c948fb5ea7a15259');
INSERT INTO public.log_nodes VALUES ('default', 0, 14, '\x1408e367eba62cd18e3533756887bb25096262c8ed1b65f6c5d4a7ae5e50f083');
INSERT INTO public.log_nodes VALUES ('default', 0, 15, '\xd6509eed776ceb7d3d64a35c9009eb06d3993688850faffb396979f4adb3665b');
INSERT INTO public.log_nodes VALUES ('default', 1, 7, '\x035ead730bf4e342b8beff3cc854b9201aff39cb81483c30979024a0180fea38');
INSERT INTO public.log_nodes VALUES ('default', 2, 3, '\x348e9fdbf4e69e02292b6e68bcd23ea01302b7242379af561b55bc93479f4631');
INSERT INTO public.log_nodes VALUES ('default', 3, 1, '\xc5d81a71f152a007e3ba0de2b0cee28c67f7f0764505f3b54a0e07113296455f');
INSERT INTO public.log_nodes VALUES ('default', 4, 0, '\xb43bf7846fec82a57239dae5f6bf66d1d6c7d615b4cdf85b2548b7b74080cada');
INSERT INTO public.log_nodes VALUES ('default', 0, 16, '\x725f5c61f4e99e009791a20baf69d2b964b0d9633e44050d1ef6f1a9897479d9');
INSERT INTO public.log_nodes VALUES ('default', 0, 17, '\x0a2c35e454cf47d2b6c7fad75bba472cb978f70ae827078b2e574d08bfea3b47');
INSERT INTO public.log_nodes VALUES ('default', 1, 8, '\x2a174f810b9aab470dfba77dc49a5e223a3525a9ea91d3ae28504e98baeb0baf');
INSERT INTO public.log_nodes VALUES ('default', 0, 18, '\x2109966df22b5a6016697805a5b21a264c54d84a0f8e5473ee31428367ffbbcb');
INSERT INTO public.log_nodes VALUES ('default', 0, 19, '\x7396d6cad300984b612b4274bb2cb48c418d49f98c9dc3a6d1d7fec113985b9d');
INSERT INTO public.log_nodes VALUES ('default', 1, 9, '\xaeefd73c8abf2bbb33fc51640d163c80b7168ccdd69981bf740056dfdd30e86d');
INSERT INTO public.log_nodes VALUES ('default', 2, 4, '\x01c69db643cc40a86a5d724402c4f699802d38470b09040ea25161fef22d11bd');
INSERT INTO public.log_nodes VALUES ('default', 0, 20, '\x5c5ed1cc9ffa687a1ac1f26b492ea07fb8e407047b95648d67989fc966426b24');
INSERT INTO public.log_nodes VALUES ('default', 0, 21, '\xba9f216ab84234af3f28e4425d3b529b505e16eba6a7e0b66e36a8f42dd71039');
INSERT INTO public.log_nodes VALUES ('default', 1, 10, '\x0bec5d8c4bde6a54fa75853229385710281fdc1a7f3f62459fbbe0f8bc1bda0e');
INSERT INTO public.log_nodes VALUES ('default', 0, 22, '\x6891e05e1fb9542044b843dc2c3b4e26ed650215c7655e493cc72c61b9a7f954');
INSERT INTO public.log_nodes VALUES ('default', 0, 23, '\x6f438a1b1e470d018f03fe38421d2c1a3c547cc23552ef30450fb77cc8c919d9');
INSERT INTO public.log_nodes VALUES ('default', 1, 11, '\x9f56fccb374dfa63900ec21eb05a778aea3a6da0051b9d84aec884fb84abc6c9');
INSERT INTO public.log_nodes VALUES ('default', 2, 5, '\xfb6b3467b1760f1290c3b294eefdf2334c553a80dc3b24815ca8685e8c765329');
INSERT INTO public.log_nodes VALUES ('default', 3, 2, '\x18047cffb9725db7f580df0b7169af3cb63696560e0f493d98b2a02ce8e8632a');
INSERT INTO public.log_nodes VALUES ('default', 0, 24, '\xb263181314dbaf394797d42425f588a28ad356b6e5cd174749d077c00d5c400e');
INSERT INTO public.log_nodes VALUES ('default', 0, 25, '\xcabf33fe36930a72ad95eaa47df1ebfa7c21ce9209e58c67305acd4e61fcf2f0');
INSERT INTO public.log_nodes VALUES ('default', 1, 12, '\x31a01a7d2a3d0f29ea8733d6f5ee90f756d8fcdd58ce863d7ffab20f4d684b23');
INSERT INTO public.log_nodes VALUES ('default', 0, 26, '\xb4757884fb7933291acea75c276af9011ae370db156190a7adecad5c3c88b682');
INSERT INTO public.log_nodes VALUES ('default', 0, 27, '\x9f8e073dadbfbc0fdf6aa2feb6cb7033c4e2747b6e3bbd9a4a0a4e55225ec253');
INSERT INTO public.log_nodes VALUES ('default', 1, 13, '\xe86c1e16be065c96686c90c8b4c15abdb0282e103684c7269a4208e4a065949c');
INSERT INTO public.log_nodes VALUES ('default', 2, 6, '\x4a48261821d616eec41442484f38e3117ef498c4978f3d28e0994b2bd23dd448');
INSERT INTO public.log_nodes VALUES ('default', 0, 28, '\xc708a59e8b0100ff9ddbc75c9b5364e6d8e555ae985746bfbb1aac3bcf1c5278');
INSERT INTO public.log_nodes VALUES ('default', 0, 29, '\x159b3b64303973c84b381e9e9de34a762db3684fdd0608b3d05d2e9393efdcc9');
INSERT INTO public.log_nodes VALUES ('default', 1, 14, '\xd8592117f81c524bba8c61a832b46fbad44869377bee6d0be92dd7bda3ec1c62');
INSERT INTO public.log_nodes VALUES ('default', 0, 30, '\xd519505a262f439411025c600f7fb17379671fa824f702dc203eebc900721e72');
INSERT INTO public.log_nodes VALUES ('default', 0, 31, '\xce8128dae7f9fded1c6f81ad72b785473bce86d26736b90542b096e41fef0b64');
INSERT INTO public.log_nodes VALUES ('default', 1, 15, '\xd6a7dac02b2315a707489974c6d90b90029aacf70bc69c16a452aa3d9ce0f88b');
INSERT INTO public.log_nodes VALUES ('default', 2, 7, '\x56614b14512c91361f30e7452b3f7eb03f9c49214eec27dfa7fc83ba50261a4d');
INSERT INTO public.log_nodes VALUES ('default', 3, 3, '\x191afef22a32e95e5764578224d97a48d3151ee2d408ba60ba4833044619fcc0');
INSERT INTO public.log_nodes VALUES ('default', 4, 1, '\x370cd80fc4daed6712fc4f1507f0d8af8b6a59ee1e544ea12b0a85af3f97806c');
INSERT INTO public.log_nodes VALUES ('default', 5, 0, '\xfb486be2fd918260fd9e29db36c464ca3c02323f252a78e77cc87f2599b48711');
INSERT INTO public.log_nodes VALUES ('default', 0, 32, '\xed133781b51511983e97b5bad276514e505b7a97ec2f8d5027686f7b8cbd151c');
INSERT INTO public.log_nodes VALUES ('default', 0, 33, '\x7d516867d7e4d5c6575d53115e58a498b2e5be1a449355cab6304544fd0fcdc9');
INSERT INTO public.log_nodes VALUES ('default', 1, 16, '\x3c24ccbb64782fd76a36b783141e5ff515afdf83f521a8f2f29fe5c794d074b2');
INSERT INTO public.log_nodes VALUES ('default', 0, 34, '\x36763bc2042339c9de71325d9d2b1cf2560334dac6d48f25374c2f4f7191e7c9');
INSERT INTO public.log_nodes VALUES ('default', 0, 35, '\x67e6e43404f46a8dc662dde6005113c4365858b88fa897c2919409d9740cea53');
INSERT INTO public.log_nodes VALUES ('default', 1, 17, '\xf0926eaa7df11981c2ef2c1cbd005a958c5c467050c7e449f6da6875116394b1');
INSERT INTO public.log_nodes VALUES ('default', 2, 8, '\x897b46086ebca6ef400c89d32d7b6f4ea840c0b0fde441f56f97935f5ab9a013');
INSERT INTO public.log_nodes VALUES ('default', 0, 36, '\xa65c2c18922d3e63d38092b466b1ef407cbf50dd12dba4f23b6c4626a0e15560');
INSERT INTO public.log_nodes VALUES ('default', 0, 37, '\xf5bcc68d2829b5982538e76be54029844a404f023cb6b4356080ab6ea0307d66');
INSERT INTO public.log_nodes VALUES ('default', 1, 18, '\x164bece8c1fc492cea812fe98f7eeaf25b961663832796fbbe9f285bfe373c40');
INSERT INTO public.log_nodes VALUES ('default', 0, 38, '\xc83b599892506886f822c8575abfc102b042f907d902b36baa65fcc5115afbc0');
INSERT INTO public.log_nodes VALUES ('default', 0, 39, '\xa7337c7214a02b98742ac17d54903cf631cec3313a0b03fbd6ee39ba6280b118');
INSERT INTO public.log_nodes VALUES ('default', 1, 19, '\x54179dec55d606c9eb711f3f03ba729621731f0cb541d11874c31e78f797c4c2');
INSERT INTO public.log_nodes VALUES ('default', 2, 9, '\x13601d64c9f0754a391da8fa889f02a5424348e8e425db4a21bc6d4975c8ac06');
INSERT INTO public.log_nodes VALUES ('default', 3, 4, '\x08378532b7b04745a2300e17d7805dad39d5dbe018f755d72adc178ebf490dd1');
INSERT INTO public.log_nodes VALUES ('default', 0, 40, '\xee75c5f37459e996b7ba575a195e2ae8934a10d6abf76484c0c0c2faa3d7f2a9');
INSERT INTO public.log_nodes VALUES ('default', 0, 41, '\xa2c1a5475ec08fc02a4f0465530643801feaf8c319bc96598276f1be3524236e');
INSERT INTO public.log_nodes VALUES ('default', 1, 20, '\x4af9675542b949a130cdbad7ef2704e136180bd2012376c410f2d3d125eaa761');
INSERT INTO public.log_nodes VALUES ('default', 0, 42, '\xcc580c82cb3c44a1767e5e6b82a0b80a9f92804f8194062891873e5bd52ff2f9');
INSERT INTO public.models VALUES ('default', 'hand-6.1', 'adopted', '{"parameters": "hand-6", "counts": {"accounts": 4, "countries": {}, "few": {"host": [3, 0, 0, 0, 0, 0], "given": [20, 0, 0, 0, 0, 0], "family_initial": [2, 1, 0, 0, 0, 0], "email": [3, 0, 0, 0, 0, 0], "local": [2, 0, 0, 0, 0, 0], "initial": [3, 1, 0, 0, 0, 0], "family": [2, 1, 0, 0, 0, 0], "pseudonym": [1, 0, 0, 0, 0, 0], "place": [0, 1, 0, 0, 0, 0]}}}', 1, 1793491200000, 1793491200000);
INSERT INTO public.notices VALUES ('default', '2026-01', 'en', 'link', 'If you agree, we note which of your social profiles is yours.
You can take it back at any time.', '\xfd887ce77253fac3fc22b5845ee5bba6e7605f0a3035dbb3aed83d4ab87580bc', '{"authority":"the data protection authority","benefits":["We see your orders at once.","We send the label without asking."],"contact":"privacy@example.com","controller":"Example Brand Ltd, Exampletown","jurisdiction":"EU","legal_basis":"consent, GDPR article 6(1)(a)","material":true,"purposes":["support","returns"],"recipients":["our customer records","our parcel service"],"retention":"until you withdraw","rights":"https://example.com/privacy","valid_days":365,"withdrawal":"send STOP"}', 1793491200000);
INSERT INTO public.outbox VALUES ('default', 12, 15961500012095474, 'put_link', 'pending', 'crm', 'A-1001', 'x', '', '1001', '{"assurance":"L2","consent":"15961500012095474-8","handle":"nightowl_77","linked_at":"2026-11-01T00:00:00.000Z"}', 0, 1793491200000, '', 1793491200000, NULL);
INSERT INTO public.outbox VALUES ('default', 26, 15961500012095474, 'put_link', 'overtaken', NULL, NULL, NULL, NULL, NULL, NULL, 0, 1793491200000, '', 1793491200000, 1793491200000);
INSERT INTO public.outbox VALUES ('default', 33, 15961500012095474, 'remove_link', 'pending', 'crm', 'B-2002', 'mastodon', 'social.example', '77', '{}', 0, 1793491200000, '', 1793491200000, NULL);
INSERT INTO public.profiles VALUES ('default', 'x', '', '1001', '\x7312519364262e92dd4c27cf82812e1d', 'active', 'nightowl_77', 'nightowl_77', '{}', NULL, 1793491200000, 1793491200000, 5);
INSERT INTO public.profiles VALUES ('default', 'x', '', '1', '\x8adc3f8636838e4f03bf8ddb53572696', 'active', 'janevalasek', 'janevalasek', '{"display_name":"Jane Valasek"}', NULL, NULL, NULL, 11);
INSERT INTO public.proposals VALUES ('default', 'x', '', '1', 'crm', 'J-1', 'support', 1, 2966, 0.811975, 'review', '[["display_name",3644,"the display name shows given name ''jane'', family name ''valasek''"],["handle",100,"the handle shows given name ''jane'', family name ''valasek''"]]', 'open', 'hand-6.1', 1, 1793491200000, 1796083200000, 20);
INSERT INTO public.proposals VALUES ('default', 'x', '', '1', 'crm', 'J-2', 'support', 2, -1256, 0.043511, 'review', '[["display_name",-578,"the display name shows family name ''valasek''"],["handle",100,"the handle shows family name ''valasek''"]]', 'open', 'hand-6.1', 1, 1793491200000, 1796083200000, 20);
INSERT INTO public.runs VALUES ('default', 1, 'reconcile support', 'done', 1793491200000, 1793491200000, 1793491200000, 41, 19, '{"full":false,"gone":{},"left_out":{"linked":1},"looked_at":{"first time":1},"model":"hand-6.1","pairs_scored":2,"proposals":{"new":2}}', '{"accounts":3,"as_of":"2026-11-01T00:00:00.000Z","dry_run":false,"gone":{},"left_alone":0,"left_out":{"linked":1},"looked_at":{"first time":1},"matches":0,"model":"hand-6.1","not_permitted":{"accounts":{"withdrawn":1},"profiles":{}},"pairs_scored":2,"profiles":2,"proposals":{"new":2,"unchanged":0},"purpose":"support","resumed":false,"reviews":2,"run":1,"seal":"reconcile-1","seconds":{"count":0.0,"enrol":0.0,"index":0.0,"read":0.0,"score":0.0,"seal":0.0}}');
INSERT INTO public.scored_profiles VALUES ('default', 'x', '', '1', 'support', '\x934a7d03f1afd2bec45feaee382aba80', '\x430e30a1dce87ee4e950f3a01a19bf9d', '\x1f00020002001f0003001a000100f0db4d4deff419a5baa6f7048360b8bfe92e0a9fe519056ae92b4adfe278588ee06b72f08d9d79e43e7fee6d2bdd6f423032f4e84dd5ab4e9833223ea718f037d6c0beae92015671203ae9de914e16c9db382a3457b8491e1f107329357e68826403e25ce49bec1011901d06653a085c3a07cc8a31854933a4a1070f391318d73d5721e3db1016650f5f44c30e2fc8f94bf56a758768e983dc3fb952650a315165516bb9f8f9b86b8f463e9e66266e24240e1e6971fce28cd19db54a4fc91d43faf8d3b9735077d10c848c7e8d58bbf2bf2a479e5158812c1da220d39eeb4ca6d46b28f337a907dc6a7c389fffe1c0db35d8ca4d5feabbb9000000800000008000000080000000800000008000000080000000800000008000000080000000800000008000000080000000800000008000000080000000800000008000000080000000800000008000000080000000800000008000000080000000800000008000000080000000800000008000000080000000808f6f915fe21b37ca1b29fc99c6c80e2b22feffffa00e0000d6f9ffffd6f9ffff88120000b0040000000004006a0b00008813000000000400d61200000000000004000b001e0700008813000000000300ac0d00000000000000000400580200000000000000000400283c0000b80b0000000004006a0b00008813000000000400d61200000000000000000500ac0d0000000000000000050068420000b80b000000000600a8480000b80b000000000700e84e0000b80b00000000080028550000b80b000000000900685b0000b80b000000000a00a8610000b80b000000000b00e8670000b80b000001000b00a8610000b80b000002000b00685b0000b80b000003000b0028550000b80b000004000700ac0d00000000000004000800ac0d00000000000004000900ac0d00000000000004000a00ac0d00000000000004000b00580200000000000004000b00e84e0000b80b000004000b001e0700008813000005000b00a8480000b80b000006000b0068420000b80b000007000b00283c0000b80b0000');
INSERT INTO public.sealed_labels VALUES ('default', 'reconcile-1', 0, 41, '\x22cce4297f8ef4c74dbbbe7fa410f2b8f61b8d9d883e66281157e5ce0aabbc5e8ff04e10e624b53320150feca9ed70a07550c6c1a04bd98207be988960c4eba7c92c40361053df7f3763b20d64ec712538ffc93182245b441d6d0b130648532ad29e4f24764a81d2483048b4fd78548860e61c1e012c00cdce66b59237bee34cd6e06738797899361bfd34accb10958a87e30dcb1f577e2496da769a49120324');
INSERT INTO public.served_notices VALUES ('default', 'account-85f1a82d185932041c0196d761944057d4889ccc30ae4c29fb7c60ed54e9d3ac', '2026-01', 'en', '\xd4d76a1109072073cc750ec7f166d3e4', 'web', '\x89bbb1f9bbddbf02388480eb81f3b5369d1b1788b868bff0c7c391d0e93a79af', 1793491200000, 3);
INSERT INTO public.served_notices VALUES ('default', 'profile-85f1a82d185932041c0196d761944057d4889ccc30ae4c29fb7c60ed54e9d3ac', '2026-01', 'en', '\x7312519364262e92dd4c27cf82812e1d', 'web', '\x89bbb1f9bbddbf02388480eb81f3b5369d1b1788b868bff0c7c391d0e93a79af', 1793491200000, 5);
INSERT INTO public.served_notices VALUES ('default', 'account-875b006e43d1590e576946d531f34e2bbf5193e61339058d5e6566ba9259e313', '2026-01', 'en', '\x84444352cc30ecd6308762ea754a3f21', 'web', '\x89bbb1f9bbddbf02388480eb81f3b5369d1b1788b868bff0c7c391d0e93a79af', 1793491200000, 17);
INSERT INTO public.served_notices VALUES ('default', 'profile-875b006e43d1590e576946d531f34e2bbf5193e61339058d5e6566ba9259e313', '2026-01', 'en', '\x72252e4ec8e8877a73ade971cc2fb86b', 'web', '\x89bbb1f9bbddbf02388480eb81f3b5369d1b1788b868bff0c7c391d0e93a79af', 1793491200000, 19);
INSERT INTO public.subject_keys VALUES ('default', '\x2ac7b1040bdeff4833fd2f8a05a4e9a7', '33f8ea7992682f7e', '\xf8c99d5d5d9831957504d90e660a2500bbac6e384682e58dcd1be9f077d4604bc7b39beaa93384a5c7aae1877c6c71a05c3b4aeb7771a982c0a589d5', NULL);
INSERT INTO public.subject_keys VALUES ('default', '\x72252e4ec8e8877a73ade971cc2fb86b', '33f8ea7992682f7e', '\xa3f1726423e4e765047a2366646a3d9ef3446fb20cc5348392ab5efa63ead215f0033577101571c5a032ab983aebe0d9ada9fc7bc4c39240dffeef60', NULL);
INSERT INTO public.subject_keys VALUES ('default', '\x3f6f10fded2e25e5c7b09baf1f13d3f8', '33f8ea7992682f7e', '\xfaedcfe5cd094a7551f397a95ca7d6ddaa2fa06a5ab6369a2cf41c65541b177cbe8e9336fc5b6d063828e5a45e31165d0421d18f4c72770315dfdded', 40);
INSERT INTO public.subject_keys VALUES ('default', '\x7312519364262e92dd4c27cf82812e1d', '33f8ea7992682f7e', '\x91bfe39469733a9247d58fa380b532b0c373945d82e9ff406f3fe2502e5a39e59c7c2fa2379ab65df969c48ff9e2b919a40f01def3481b799e50a41e', 40);
INSERT INTO public.subject_keys VALUES ('default', '\x84444352cc30ecd6308762ea754a3f21', '33f8ea7992682f7e', '\x11bdfb90f5889051c039fef3d05895242d1c209852ee4f2ccc56eeb449d62678665c1164783778d2539a9914bd101dd33e48331ed765c032de651d1c', 40);
INSERT INTO public.subject_keys VALUES ('default', '\x8adc3f8636838e4f03bf8ddb53572696', '33f8ea7992682f7e', '\x34704a845b4bae6b016dbfd37e3aa1783f80a7c02c7b9b7011f54efbb1be61e2179de77bcaf159ce77d245e815a552fb32df508576a73e6de0305ed4', 40);
INSERT INTO public.subject_keys VALUES ('default', '\xd13e822b490e1ad94b8d02ed531bb510', '33f8ea7992682f7e', '\x5e58569517eca6d048fe7fe7942947206d3f5e3dfcd579a580d69baf9a5bdd7062738dceb75509b2c9029f93d30585efa115b8a973ec01129f39b39a', 40);
INSERT INTO public.subject_keys VALUES ('default', '\xd4d76a1109072073cc750ec7f166d3e4', '33f8ea7992682f7e', '\xcf04bd93f50ae69514da8c6545604c6702b2d66baa757dbf5e76fbd3def2cc71c89fc376e89ec5103cb8f2de755ca24627f3b26c28abd4df6f1251cf', 40);
INSERT INTO public.suppressions VALUES ('default', '\xf18fc33544978f879c7e0393c108b0951f40d1da4908ef0cbac48ac6d85884fe', 'match', 1793491200000);
INSERT INTO public.suppressions VALUES ('default', '\x5c78b22470b8d50d597e35ad5cc97804f2fed4e3de3bf7f12412e2f31f6ce22b', 'match', 1793491200000);
INSERT INTO public.tokens VALUES ('default', '\x85f1a82d185932041c0196d761944057d4889ccc30ae4c29fb7c60ed54e9d3ac', '78b4e99d1810ce99', 'account_first', 'confirmed', 'crm', 'A-1001', 'x', '', '1001', '["returns","support"]', '2026-01', 'en', '\x89bbb1f9bbddbf02388480eb81f3b5369d1b1788b868bff0c7c391d0e93a79af', NULL, 1793491200000, 1793491800000, 1793491200000, 1793491200000, 0);
INSERT INTO public.value_counts VALUES ('default', 1, 0, '\x45e57196c662578080de0ff234efb7800e89cffa41ff7983c1e37b8a53b39184676178b80465f9851eb55b27ae5d5f86c9a42e6bd623b587d0a5a8bfa6c71a885b74d15f7f50f08ae40e3b1c2232ca8beb43f5993a561b8dde00cb5e7fb05c8fe01498d58145678fe1ef3880df34b1911903f56c067ffd929c7a140fa0f2a2951093100599d7fe97c307d1872dbc439924b2e6d8fc97c79ba2b827bbff69069fa2554fe3b9381ea6e89dca049fddfca64a1751931b4c03a7ebb157b92bedd4a8ac9c064426475ca9778b3fadb21073ae2fd04c142af5b8b0afbb5417fc8b6cb3c0c0338ee25874b895f50b7325fffbba2aabecbd06574ebbbd46580dd17df4bbdcbff9f5c4041cbd84f6c9cf3e1febc1c47ddd9465cac9c6fd3cca8bd3029fc911bb1a8530e6b8c96ef5766fadfa66cb2aca1c43d724c7cdc124f8f302e5e5cdb5769f0fdb6407d7633ffc51788fc3d7362a08910e42d3d9b3e13712ccb44ddddcb3c1a4a20660ddc7ff9cd070d271dd0e36a7eeaf6778dd01f4eccc5f3bc6e4576ae2819e916ee7682537bcfa02b2e7ab7ac1668fa0c2e7bf9551f8caba3ae89899599b165a5cebd2250b18ea7deaeb779bec39f67f92ee2325be0ce525ceee8d9b329e6e5e1ceff1c3390a50a937ef1831748737d504f0244e429a8d5d39f0f6597055475b58f0a4b165cd17b0fdf5504ae5868c1493f6e8c7d7d7ee309afa5a0f7b51085561fdd0fc2bec1a573eff3eac55b6d40464003ca9348c580172026adc1e442304c002e015727d957147052d3d8fef59b9e5057a1ad54e7498b50726921b37bbee5d0a3fb6a4b0de520e0ddd36b5a07affd10e0b5ddf7876630b13043258c1e32f8d1353fea7419136eb15d1c4a8683ff15418e3b7d780961e9e18dd1ae61fc847af19b02878b36b13181b73f80e3410165d1ddc9619095c5e602011e9b98cdcd32622dd35c71887c82f23b620cb4145ccdc245856bb88fcdd6228394f2ee0a9ab6d28b53eca3cf6a491291088a79786adc22991043eadb7131c2b2bef68c17099852bb9008bbb55174b2d3890a1ffa75f762f7ad17656b889ee35cfc997535e31d7379da81711844c2b39f49a7f5f9d84543bd3f522be0a8d803c0399440d28714b3fb504bd2f334cd83f36496fc75deede3f54148a05eaa8674104bc858be027c0453aa16961eff75248f4f8cf1a14f7ea486e65cc624239434a1e38794304ffa84c1545683e7545934e26b28343b8eca5519c56c0b508626d55bc54d6466a784756b8674680b11e90580f95bc799ba6285d43390078f2cc295d6c66f2475352835f69ff290fb0af8d5f5522dbdfd676ef61009ee7beaab6276414be73e22f38f064323e51263ca39b6a57260ed61227726c5b4d899cf84b346e5b4f43908be7a56e35c50cbb9481c36eff617ef0d3dad870544618f5a0bfe8716067549f47f42a727b5cfc87ec82f172b7c5c3df9180997de2aa054d1c562e7e', '\x010000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000200000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000002000000010000000100000001000000010000000100000001000000010000000200000001000000010000000200000001000000010000000100000002000000010000000100000001000000010000000100000001000000010000000100000001000000020000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000020000000100000001000000010000000100000001000000010000000100000001000000010000000100000001000000010000000100000002000000010000000100000001000000010000000200000001000000020000000100000001000000010000000100000001000000');
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.account_keys
    ADD CONSTRAINT pk_account_keys PRIMARY KEY (tenant, key, number);
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
ALTER TABLE ONLY public.indexed_accounts
    ADD CONSTRAINT pk_indexed_accounts PRIMARY KEY (tenant, number);
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
ALTER TABLE ONLY public.scored_profiles
    ADD CONSTRAINT pk_scored_profiles PRIMARY KEY (tenant, platform, scope, user_id, purpose);
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
    ADD CONSTRAINT pk_value_counts PRIMARY KEY (tenant, snapshot, part);
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
CREATE UNIQUE INDEX uq_indexed_accounts ON public.indexed_accounts USING btree (tenant, crm, account_id);
CREATE UNIQUE INDEX uq_links_profile ON public.links USING btree (tenant, platform, scope, user_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX uq_models_adopted ON public.models USING btree (tenant) WHERE (state = 'adopted'::text);
CREATE UNIQUE INDEX uq_profiles_subject_ref ON public.profiles USING btree (tenant, subject_ref);
CREATE TRIGGER events_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION public.socialmatch_append_only();
CREATE TRIGGER events_no_gap BEFORE INSERT ON public.events FOR EACH ROW EXECUTE FUNCTION public.socialmatch_no_gap();
CREATE TRIGGER log_nodes_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_nodes FOR EACH STATEMENT EXECUTE FUNCTION public.socialmatch_append_only();
CREATE TRIGGER notices_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.notices FOR EACH STATEMENT EXECUTE FUNCTION public.socialmatch_append_only();
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
