INSERT INTO person (id, email, name, job_title, employer, since, demonstration)
  VALUES ('00000000000000000000000000000001', 'a@example.gov.uk', '', '', '', '2026-11-18 10:00:00+00:00', false);
INSERT INTO council (id, slug, name, name_cy, kind, nation, region, gss_code)
  VALUES ('00000000000000000000000000000001', 'a', 'A', '', 'district', 'England', '', '');
INSERT INTO edition (id, slug, version_name, canonical, sha256, state, state_since, version, published_at)
  VALUES ('00000000000000000000000000000001', '2026', '1', '', '0000000000000000000000000000000000000000000000000000000000000000', 'published', '2026-11-18 10:00:00+00:00', 1, '2026-11-18 10:00:00+00:00');
INSERT INTO application (id, reference, council_id, edition_id, state, state_since, version, started_at)
  VALUES ('00000000000000000000000000000001', 'APP-1', '00000000000000000000000000000001', '00000000000000000000000000000001', 'draft', '2026-11-18 10:00:00+00:00', 1, '2026-11-18 10:00:00+00:00');
INSERT INTO answer (id, application_id, criterion, not_applicable, statement, saved_by_id, saved_at, version)
  VALUES ('00000000000000000000000000000001', '00000000000000000000000000000001', 'INF-1', false, 'ŵ', '00000000000000000000000000000001', '2026-11-18 10:00:00+00:00', 1);
INSERT INTO evidence_item (id, application_id, criterion, kind, note, file_key, file_name, media_type, size, sha256, added_by_id, added_at)
  VALUES ('00000000000000000000000000000001', '00000000000000000000000000000001', 'INF-1', 'file', '', 'k', 'a.pdf', 'application/pdf', 1, '0000000000000000000000000000000000000000000000000000000000000000', '00000000000000000000000000000001', '2026-11-18 10:00:00+00:00');
INSERT INTO award (id, number, council_id, application_id, edition_id, state, state_since, version, commendation, granted_at, starts_on, ends_on, public_summary, promise_address)
  VALUES ('00000000000000000000000000000001', '3333-3333O', '00000000000000000000000000000001', '00000000000000000000000000000001', '00000000000000000000000000000001', 'valid', '2026-11-18 23:30:00+00:00', 1, false, '2026-11-18 23:30:00+00:00', '2026-11-18', '2028-11-17', '', '');
INSERT INTO certificate (id, award_id, language, issue, sha256, issued_at, superseded_reason)
  VALUES ('00000000000000000000000000000001', '00000000000000000000000000000001', 'en', 1, '0000000000000000000000000000000000000000000000000000000000000000', '2026-11-18 23:30:00+00:00', '');
