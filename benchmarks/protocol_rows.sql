-- Old flows, as many as :rows, made from one that went through; relations hold as in real ones.
SET session_replication_role = replica;
CREATE TEMPORARY TABLE flows AS
    SELECT number, gen_random_uuid() AS id FROM generate_series(1, :rows) AS number;
INSERT INTO verification_session
    SELECT made.*
    FROM flows, verification_session AS kept, LATERAL jsonb_populate_record(kept, jsonb_build_object(
        'id', flows.id, 'created_at', now() - flows.number * interval '1 second')) AS made
    WHERE kept.id = (SELECT id FROM verification_session ORDER BY id DESC LIMIT 1);
INSERT INTO verification_sessionevent
    SELECT made.*
    FROM flows, verification_sessionevent AS kept, LATERAL jsonb_populate_record(kept, jsonb_build_object(
        'id', kept.id + flows.number, 'session_id', flows.id)) AS made
    WHERE kept.id = (SELECT id FROM verification_sessionevent ORDER BY id DESC LIMIT 1);
INSERT INTO verification_checkresult
    SELECT made.*
    FROM flows, verification_checkresult AS kept, LATERAL jsonb_populate_record(kept, jsonb_build_object(
        'id', kept.id + flows.number, 'session_id', flows.id)) AS made
    WHERE kept.id = (SELECT id FROM verification_checkresult ORDER BY id DESC LIMIT 1);
INSERT INTO oidc_pushedrequest
    SELECT made.*
    FROM flows, oidc_pushedrequest AS kept, LATERAL jsonb_populate_record(kept, jsonb_build_object(
        'session_id', flows.id, 'uri_digest', sha256(flows.id::text::bytea),
        'created_at', now() - flows.number * interval '1 second')) AS made
    WHERE kept.session_id = (SELECT session_id FROM oidc_pushedrequest ORDER BY session_id DESC LIMIT 1);
INSERT INTO oidc_authorizationcode
    SELECT made.*
    FROM flows, oidc_authorizationcode AS kept, LATERAL jsonb_populate_record(kept, jsonb_build_object(
        'id', kept.id + flows.number, 'request_id', flows.id,
        'digest', sha256(flows.id::text::bytea))) AS made
    WHERE kept.id = (SELECT id FROM oidc_authorizationcode ORDER BY id DESC LIMIT 1);
INSERT INTO oidc_accesstoken
    SELECT made.*
    FROM flows, oidc_accesstoken AS kept, LATERAL jsonb_populate_record(kept, jsonb_build_object(
        'id', kept.id + flows.number, 'code_id', kept.code_id + flows.number,
        'digest', sha256(flows.id::text::bytea))) AS made
    WHERE kept.id = (SELECT id FROM oidc_accesstoken ORDER BY id DESC LIMIT 1);
INSERT INTO oidc_protocolevent
    SELECT made.*
    FROM flows, oidc_protocolevent AS kept, LATERAL jsonb_populate_record(kept, jsonb_build_object(
        'id', kept.id + flows.number, 'correlation_id', flows.id,
        'at', now() - flows.number * interval '1 second',
        'state_digest', encode(sha256(flows.id::text::bytea), 'hex'))) AS made
    WHERE kept.id = (SELECT id FROM oidc_protocolevent ORDER BY id DESC LIMIT 1);
SELECT setval(pg_get_serial_sequence('verification_sessionevent', 'id'), (SELECT max(id) FROM verification_sessionevent));
SELECT setval(pg_get_serial_sequence('verification_checkresult', 'id'), (SELECT max(id) FROM verification_checkresult));
SELECT setval(pg_get_serial_sequence('oidc_authorizationcode', 'id'), (SELECT max(id) FROM oidc_authorizationcode));
SELECT setval(pg_get_serial_sequence('oidc_accesstoken', 'id'), (SELECT max(id) FROM oidc_accesstoken));
SELECT setval(pg_get_serial_sequence('oidc_protocolevent', 'id'), (SELECT max(id) FROM oidc_protocolevent));
RESET session_replication_role;
DROP TABLE flows;
CHECKPOINT;
VACUUM ANALYZE;
