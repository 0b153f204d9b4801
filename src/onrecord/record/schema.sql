-- The whole record on one page. Each table has a sentence above it and each column one beside it; docs/record.md is
-- made from them. Spans are JSON arrays of [start, end] in characters of the article's text, end exclusive; evidence is
-- the same with names of metadata fields among them ("published"). Words are never copied: they are slices of the text.
-- Days are ISO 8601 (2024-06-27); times of the record's own doings are UTC. Ids that people see are a letter and the
-- key: P12 a person, O3 an occasion, R40 a remark, S5 a story, D7 a decision.

-- Steps that made this file what it is; the last version is also PRAGMA user_version.
CREATE TABLE migration (
  version INTEGER PRIMARY KEY,      -- The version of the schema after this step.
  name TEXT NOT NULL,               -- What the step did.
  applied TEXT NOT NULL,            -- When it was done here.
  code TEXT NOT NULL                -- The version of onrecord that did it.
) STRICT;

-- Outlets by name, so that articles need not repeat them.
CREATE TABLE outlet (
  key INTEGER PRIMARY KEY,          -- The outlet's number here.
  name TEXT NOT NULL UNIQUE         -- Its name as articles give it.
) STRICT;

-- Published texts, a row for each different text; a changed text at the same URL or id is a new version beside the old.
CREATE TABLE article (
  key INTEGER PRIMARY KEY,          -- The article's number here.
  id TEXT NOT NULL UNIQUE,          -- The id it came with; @2, @3 ... is added where another text has that id already.
  hash TEXT NOT NULL UNIQUE,        -- The SHA-256 of its text in UTF-8, in hexadecimal digits.
  series INTEGER NOT NULL,          -- The key of the first version of this article, which may be itself.
  version INTEGER NOT NULL,         -- 1 for the first text seen, 2 for the next, and so on.
  newest INTEGER NOT NULL,          -- 1 for the version that counts in searches and links, 0 for one with a later version.
  title TEXT,                       -- Its headline.
  outlet INTEGER REFERENCES outlet, -- The outlet that published it.
  byline TEXT,                      -- Who wrote it, as printed.
  published TEXT,                   -- Its date in ISO 8601, partial where only a part is known.
  published_first TEXT,             -- The first day on which it may have been published; by its text's proof where it is undated.
  published_last TEXT,              -- The last such day; empty where nothing limits it.
  published_bounds TEXT,            -- What its text proves of its date, in EDTF, where it is undated.
  bounds_evidence TEXT,             -- What published_bounds stands on.
  url TEXT,                         -- Where it was published.
  language TEXT,                    -- Its language as an ISO 639-1 code.
  extractor TEXT,                   -- The program and version that took its text out of a page.
  origin TEXT NOT NULL,             -- The file and line it was read from.
  added TEXT NOT NULL               -- When it was added.
) STRICT;
CREATE INDEX article_url ON article (url) WHERE url IS NOT NULL;
CREATE INDEX article_series ON article (series, version);
CREATE INDEX article_day ON article (coalesce(published_first, ''), newest, outlet, published);
CREATE INDEX article_partial ON article (published_first, published_last) WHERE published_last IS NOT published_first;

-- The text of each article and what its parts are, apart from the article so that lists of articles are read quickly.
CREATE TABLE text (
  article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE, -- The article whose text it is.
  text TEXT NOT NULL,               -- The text, which never changes.
  passages TEXT NOT NULL            -- Its passages in order, as JSON arrays of [kind, start, end].
) STRICT;

-- Where a text that is here already was seen once more under another URL or from another outlet.
CREATE TABLE copy (
  key INTEGER PRIMARY KEY,          -- The copy's number here.
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, -- The article with the same text.
  url TEXT,                         -- Where the copy was published.
  outlet INTEGER REFERENCES outlet, -- The outlet that published the copy.
  published TEXT,                   -- The copy's date in ISO 8601.
  origin TEXT NOT NULL,             -- The file and line the copy was read from.
  seen TEXT NOT NULL                -- When it was met.
) STRICT;
CREATE INDEX copy_article ON copy (article);

-- Readings of an article by one version of the model and the code; older ones are kept.
CREATE TABLE analysis (
  key INTEGER PRIMARY KEY,          -- The analysis's number here.
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, -- The article that was analysed.
  model TEXT NOT NULL,              -- The version of the model that read it.
  code TEXT NOT NULL,               -- The version of onrecord that ran it.
  made TEXT NOT NULL,               -- When it was stored.
  current INTEGER NOT NULL,         -- 1 for the analysis that counts, one for each article, else 0.
  linked INTEGER NOT NULL,          -- 1 when the linking passes have seen it, else 0.
  times TEXT NOT NULL,              -- Time expressions, as JSON arrays of [start, end, type, value, edtf].
  places TEXT NOT NULL              -- Places, as JSON arrays of [name, country, latitude, longitude, geonames, spans].
) STRICT;
CREATE UNIQUE INDEX analysis_current ON analysis (article) WHERE current = 1;
CREATE INDEX analysis_article ON analysis (article);
CREATE INDEX analysis_new ON analysis (key) WHERE linked = 0 AND current = 1;

-- Somebody as one analysis of one article knows them; person_actor says which person of the record that is.
CREATE TABLE actor (
  key INTEGER PRIMARY KEY,          -- The actor's number here.
  analysis INTEGER NOT NULL REFERENCES analysis ON DELETE CASCADE, -- The analysis that found them.
  id TEXT NOT NULL,                 -- Their id in the analysis.
  name TEXT NOT NULL,               -- The fullest name that the article gives, or a description.
  kind TEXT NOT NULL,               -- person, organization, place, group, document or unnamed.
  names TEXT NOT NULL,              -- All names that the article uses, as a JSON array.
  roles TEXT NOT NULL,              -- What the article calls them, as spans.
  mentions TEXT NOT NULL            -- Every span that names them, pronouns among them.
) STRICT;
CREATE INDEX actor_analysis ON actor (analysis);

-- An event at which something was said, as one analysis knows it; occasion_event says which occasion of the record it is.
CREATE TABLE event (
  key INTEGER PRIMARY KEY,          -- The event's number here.
  analysis INTEGER NOT NULL REFERENCES analysis ON DELETE CASCADE, -- The analysis that found it.
  id TEXT NOT NULL,                 -- Its id in the analysis.
  kind TEXT NOT NULL,               -- speech, interview, press_conference, debate, meeting, social_media, written, report or proceeding.
  name TEXT NOT NULL,               -- What it is called.
  place TEXT,                       -- Where it took place.
  host TEXT,                        -- Who held it.
  edtf TEXT,                        -- When it was, in EDTF.
  first TEXT,                       -- The first day that edtf allows.
  last TEXT,                        -- The last day that edtf allows.
  evidence TEXT NOT NULL            -- What all this stands on.
) STRICT;
CREATE INDEX event_analysis ON event (analysis);

-- Statements as an analysis found them; never changed, decisions about them are rows of their own.
CREATE TABLE statement (
  key INTEGER PRIMARY KEY,          -- The statement's number here.
  analysis INTEGER NOT NULL REFERENCES analysis ON DELETE CASCADE, -- The analysis that found it.
  n INTEGER NOT NULL,               -- Its place among the analysis's statements, from 0, in text order.
  id TEXT NOT NULL,                 -- Its public id; a later analysis that finds the same spans gives the same id.
  parent INTEGER,                   -- The place n of the statement of this analysis in whose content it is quoted.
  passage TEXT NOT NULL,            -- The kind of passage it stands in: title, body or caption.
  source TEXT NOT NULL,             -- The spans that name who said it.
  cue TEXT NOT NULL,                -- The spans of the words that tell it was said.
  content TEXT NOT NULL,            -- The spans of what was said.
  quote TEXT NOT NULL,              -- direct, mixed or indirect.
  confidence REAL NOT NULL,         -- The probability that people would mark it, 0 to 1.
  act TEXT,                         -- What the speaker does by saying it: state, demand, warn ...
  status TEXT,                      -- What the article commits itself to: asserted, negated, reported or hypothetical.
  said TEXT,                        -- When it was said, in EDTF.
  said_first TEXT,                  -- The first day that said allows.
  said_last TEXT,                   -- The last day that said allows.
  said_evidence TEXT,               -- What said stands on.
  said_bounds TEXT,                 -- An open interval in EDTF where the article says no more than before or after.
  said_bounds_evidence TEXT,        -- What said_bounds stands on.
  event INTEGER REFERENCES event,   -- The event at which it was said.
  place TEXT,                       -- Where it was said.
  place_evidence TEXT,              -- What place stands on.
  conditions TEXT,                  -- Conditions in it, as JSON arrays of [relation, spans of the condition, spans of what hangs on it].
  items TEXT                        -- The parts of an enumeration in it, as a JSON array of spans for each.
) STRICT;
CREATE UNIQUE INDEX statement_place ON statement (analysis, n);
CREATE INDEX statement_id ON statement (id);
CREATE INDEX statement_event ON statement (event) WHERE event IS NOT NULL;
CREATE INDEX statement_confidence ON statement (confidence);
CREATE INDEX statement_conditions ON statement (key) WHERE conditions IS NOT NULL;

-- Who has a part in a statement, as the analysis found it.
CREATE TABLE party (
  statement INTEGER NOT NULL REFERENCES statement ON DELETE CASCADE, -- The statement.
  part TEXT NOT NULL,               -- speaker, about, target or translator.
  n INTEGER NOT NULL,               -- The place among several in the same part, from 0.
  actor INTEGER REFERENCES actor ON DELETE CASCADE, -- Who it is; empty for an outlet that translated.
  name TEXT,                        -- The name printed with the statement, where it is not the actor's.
  kind TEXT,                        -- The kind printed with the statement, where it is not the actor's.
  role TEXT,                        -- What the article calls them there or elsewhere.
  evidence TEXT NOT NULL,           -- What this stands on.
  PRIMARY KEY (statement, part, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_actor ON party (actor);

-- Persons across articles: made by linking, by decisions, or imported; a key is never used for somebody else.
CREATE TABLE person (
  key INTEGER PRIMARY KEY AUTOINCREMENT, -- The person's number: 12 is shown as P12.
  name TEXT NOT NULL,               -- The fullest name known.
  kind TEXT NOT NULL,               -- person, organization, place, group, document or unnamed.
  names TEXT NOT NULL,              -- All names, as a JSON array.
  roles TEXT NOT NULL,              -- Roles, as a JSON array of objects with role and, where known, first and last day.
  ids TEXT NOT NULL                 -- Ids elsewhere, as a JSON object: {"wikidata": "Q1"}.
) STRICT;
CREATE INDEX person_name ON person (name COLLATE NOCASE);

-- The words of persons' names, by which they are found; rowid is the person. Triggers keep it in step with them.
CREATE VIRTUAL TABLE person_fts USING fts5 (
  name, names,
  content = 'person', content_rowid = 'key',
  tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER person_named AFTER INSERT ON person BEGIN
  INSERT INTO person_fts (rowid, name, names) VALUES (new.key, new.name, new.names);
END;
CREATE TRIGGER person_renamed AFTER UPDATE ON person WHEN old.name <> new.name OR old.names <> new.names BEGIN
  INSERT INTO person_fts (person_fts, rowid, name, names) VALUES ('delete', old.key, old.name, old.names);
  INSERT INTO person_fts (rowid, name, names) VALUES (new.key, new.name, new.names);
END;
CREATE TRIGGER person_gone AFTER DELETE ON person BEGIN
  INSERT INTO person_fts (person_fts, rowid, name, names) VALUES ('delete', old.key, old.name, old.names);
END;

-- Identities imported from a list, by which linking knows persons.
CREATE TABLE known (
  key INTEGER PRIMARY KEY,          -- The identity's number here.
  name TEXT NOT NULL,               -- The name that the list prefers.
  kind TEXT NOT NULL,               -- person, organization, place, group, document or unnamed.
  names TEXT NOT NULL,              -- Other names, as a JSON array.
  roles TEXT NOT NULL,              -- Roles, as JSON arrays of [role, first day, last day].
  ids TEXT NOT NULL,                -- Ids elsewhere, as a JSON object: {"wikidata": "Q1"}.
  origin TEXT NOT NULL,             -- The file and line it was read from.
  person INTEGER REFERENCES person ON DELETE SET NULL -- The person it is; empty while no article names them.
) STRICT;

-- Which actor is which person.
CREATE TABLE person_actor (
  actor INTEGER PRIMARY KEY REFERENCES actor ON DELETE CASCADE, -- The actor.
  person INTEGER NOT NULL REFERENCES person, -- The person they are, decisions included.
  linked INTEGER NOT NULL REFERENCES person -- The person they are by the linking pass alone.
) STRICT;
CREATE INDEX person_actor_person ON person_actor (person);
CREATE INDEX person_actor_linked ON person_actor (linked);
CREATE INDEX person_actor_moved ON person_actor (actor) WHERE person <> linked;

-- Occasions across articles.
CREATE TABLE occasion (
  key INTEGER PRIMARY KEY AUTOINCREMENT, -- The occasion's number: 3 is shown as O3.
  name TEXT NOT NULL,               -- What it is called.
  kind TEXT NOT NULL,               -- speech, interview, press_conference, debate, meeting, social_media, written, report or proceeding.
  place TEXT,                       -- Where it took place.
  host TEXT,                        -- Who held it.
  edtf TEXT,                        -- When it was, in EDTF.
  first TEXT,                       -- The first day that edtf allows.
  last TEXT                         -- The last day that edtf allows.
) STRICT;

-- Which event of an article is which occasion.
CREATE TABLE occasion_event (
  event INTEGER PRIMARY KEY REFERENCES event ON DELETE CASCADE, -- The event.
  occasion INTEGER NOT NULL REFERENCES occasion, -- The occasion it is, decisions included.
  linked INTEGER NOT NULL REFERENCES occasion -- The occasion it is by the linking pass alone.
) STRICT;
CREATE INDEX occasion_event_occasion ON occasion_event (occasion);
CREATE INDEX occasion_event_linked ON occasion_event (linked);
CREATE INDEX occasion_event_moved ON occasion_event (event) WHERE occasion <> linked;

-- Remarks: one utterance each, however many articles report it.
CREATE TABLE remark (
  key INTEGER PRIMARY KEY AUTOINCREMENT, -- The remark's number: 40 is shown as R40.
  first TEXT,                       -- The first day on which it may have been made.
  last TEXT                         -- The last such day.
) STRICT;

-- The content of a statement that reports a remark; one long statement may serve several remarks.
CREATE TABLE remark_span (
  key INTEGER PRIMARY KEY AUTOINCREMENT, -- The number of this span, never used for another one, as decisions hang on it.
  statement INTEGER NOT NULL REFERENCES statement ON DELETE CASCADE, -- The statement.
  start INTEGER NOT NULL,           -- Where the span begins in the article's text.
  "end" INTEGER NOT NULL,           -- Where it ends, exclusive.
  remark INTEGER NOT NULL REFERENCES remark, -- The remark it reports, decisions included.
  linked INTEGER NOT NULL REFERENCES remark, -- The remark it reports by the linking pass alone.
  UNIQUE (statement, start, "end")
) STRICT;
CREATE INDEX remark_span_remark ON remark_span (remark, statement);
CREATE INDEX remark_span_linked ON remark_span (linked);
CREATE INDEX remark_span_moved ON remark_span (key) WHERE remark <> linked;

-- Stories: articles about the same event.
CREATE TABLE story (
  key INTEGER PRIMARY KEY AUTOINCREMENT, -- The story's number: 5 is shown as S5.
  name TEXT                         -- A headline of one of its articles.
) STRICT;

-- Which article is of which story.
CREATE TABLE story_article (
  article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE, -- The article.
  story INTEGER NOT NULL REFERENCES story, -- The story it is of, decisions included.
  linked INTEGER NOT NULL REFERENCES story -- The story it is of by the linking pass alone.
) STRICT;
CREATE INDEX story_article_story ON story_article (story);
CREATE INDEX story_article_linked ON story_article (linked);
CREATE INDEX story_article_moved ON story_article (article) WHERE story <> linked;

-- Articles that repeat another one almost word for word.
CREATE TABLE duplicate (
  article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE, -- The later article.
  original INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, -- The one that was published first, as far as is known.
  score REAL NOT NULL,              -- The share of their words in order that both have, 0 to 1.
  why TEXT NOT NULL                 -- What speaks for it, as a JSON object.
) STRICT;
CREATE INDEX duplicate_original ON duplicate (original);

-- A sketch of each article's words, hashed, by which linking finds what is near without reading texts again.
CREATE TABLE sketch (
  article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE, -- The article.
  layout INTEGER NOT NULL,          -- The version of the layout; a sketch of another one is made again.
  words INTEGER NOT NULL,           -- How many words its text has.
  year INTEGER,                     -- The latest year that its text names.
  terms BLOB NOT NULL,              -- Its weightiest terms: hash, count, weight at the head, first place, kind, 8 bytes each.
  runs BLOB NOT NULL                -- The MinHash signature of its runs of words, 4 bytes a place.
) STRICT;

-- Why two things were tied by a linking pass.
CREATE TABLE link (
  key INTEGER PRIMARY KEY,          -- The link's number here.
  kind TEXT NOT NULL,               -- person (two actors), occasion (two events), remark (two remark_spans), story (two articles), repeats (two remarks).
  a INTEGER NOT NULL,               -- The key of the one.
  b INTEGER NOT NULL,               -- The key of the other; for repeats the later remark.
  score REAL NOT NULL,              -- How much speaks for it, 0 to 1.
  why TEXT NOT NULL                 -- The features that spoke and their weights, as a JSON object.
) STRICT;
CREATE INDEX link_a ON link (kind, a);
CREATE INDEX link_b ON link (kind, b);

-- What reviewers decided; a decision is never changed or deleted, and undoing one is another.
CREATE TABLE decision (
  key INTEGER PRIMARY KEY AUTOINCREMENT, -- The decision's number: 7 is shown as D7.
  made TEXT NOT NULL,               -- When it was made.
  by TEXT NOT NULL,                 -- Who made it.
  why TEXT NOT NULL,                -- The reason given; empty where none was given or its article was removed.
  kind TEXT NOT NULL,               -- What it is about: statement, person, occasion, remark, story or decision.
  subject TEXT NOT NULL,            -- The id of that, as it was then.
  field TEXT NOT NULL,              -- act, status, quote, said, place, speaker, about, target, occasion, source, cue, content, conditions, verdict, merge, split or undo.
  old TEXT,                         -- The value that counted before, as JSON.
  new TEXT,                         -- The value that counts from then on, as JSON.
  undoes INTEGER REFERENCES decision -- The decision that this one undoes.
) STRICT;
CREATE INDEX decision_undoes ON decision (undoes) WHERE undoes IS NOT NULL;

-- The characters that a decision hangs on, by which it finds its place again after each analysis.
CREATE TABLE anchor (
  decision INTEGER NOT NULL REFERENCES decision, -- The decision.
  n INTEGER NOT NULL,               -- The place among the decision's anchors, from 0.
  side INTEGER NOT NULL,            -- For a merge 0 and 1 are the two groups; for a split 1 is what goes apart and 0 what stays.
  hash TEXT NOT NULL,               -- The hash of the article's text.
  spans TEXT NOT NULL,              -- The statement's cue, the actor's mentions, the event's evidence or the remark's span.
  content TEXT,                     -- The statement's content, which counts where there is no cue.
  member INTEGER,                   -- The key of the statement, actor, event, remark_span or article it is attached to; empty where nothing fits.
  PRIMARY KEY (decision, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX anchor_hash ON anchor (hash);
CREATE INDEX anchor_member ON anchor (member);

-- Statements as they count now: current analyses of newest versions, decisions in place. Made anew from the rest at will.
CREATE TABLE current (
  statement INTEGER PRIMARY KEY REFERENCES statement ON DELETE CASCADE, -- The statement.
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, -- Its article.
  outlet INTEGER,                   -- The article's outlet.
  published TEXT,                   -- The first day on which the article may have been published.
  said_first TEXT,                  -- The first day on which it may have been said.
  said_last TEXT,                   -- The last such day.
  act TEXT,                         -- The act.
  status TEXT,                      -- The status.
  occasion INTEGER,                 -- The occasion.
  verdict TEXT,                     -- right or wrong, by the latest reviewer.
  decided TEXT,                     -- The fields that reviewers decided, with spaces between them.
  content TEXT                      -- The content's spans, where a reviewer decided them.
) STRICT;
CREATE INDEX current_article ON current (article);
-- In the order of days, with all that a search asks of most statements, so that it goes through this index alone.
CREATE INDEX current_day ON current (
  coalesce(said_first, said_last, published, ''), statement, outlet, act, status, said_first, said_last, published);
CREATE INDEX current_partial ON current (said_first, said_last) WHERE said_last IS NOT said_first;
CREATE INDEX current_outlet ON current (outlet, published);
CREATE INDEX current_act ON current (act);
CREATE INDEX current_occasion ON current (occasion) WHERE occasion IS NOT NULL;
CREATE INDEX current_verdict ON current (verdict) WHERE verdict IS NOT NULL;

-- Who has a part in a statement as it counts now, by person, in the order in which things were said.
CREATE TABLE current_person (
  person INTEGER NOT NULL,          -- The person.
  part TEXT NOT NULL,               -- speaker, about or target.
  said_first TEXT NOT NULL,         -- The first day on which it may have been said; empty text where nothing tells.
  statement INTEGER NOT NULL REFERENCES current ON DELETE CASCADE, -- The statement.
  PRIMARY KEY (person, part, said_first, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX current_person_statement ON current_person (statement);

-- What statements mean, as vectors by which those of like meaning are found; made by `onrecord link --embed`.
CREATE TABLE embedding (
  analysis INTEGER PRIMARY KEY REFERENCES analysis ON DELETE CASCADE, -- The analysis whose statements these are.
  encoder TEXT NOT NULL,            -- The version of the encoder that made them.
  statement INTEGER NOT NULL,       -- The key of the first statement, those of the others follow it one by one; 0 where there is none.
  vectors BLOB NOT NULL             -- A vector a statement, in order, its numbers a signed byte each.
) STRICT;
CREATE INDEX embedding_encoder ON embedding (encoder);

-- Articles that were taken down: the fact stays, their text and all that was made of it does not.
CREATE TABLE removal (
  key INTEGER PRIMARY KEY,          -- The removal's number here.
  article TEXT NOT NULL,            -- The id that the article had.
  hash TEXT NOT NULL,               -- The hash of its text, by which it is not added again.
  by TEXT NOT NULL,                 -- Who removed it.
  why TEXT NOT NULL,                -- The reason given.
  made TEXT NOT NULL                -- When it was removed.
) STRICT;
CREATE INDEX removal_hash ON removal (hash);

-- The words of each current statement's content, cut out of its article's text.
CREATE VIEW content AS
SELECT k.statement, (
  WITH RECURSIVE cut (n, words) AS ( -- not json_each, which SQLite does not allow where it rebuilds the index below
    SELECT 0, NULL
    UNION ALL
    SELECT n + 1, coalesce(words || ' … ', '') || substr(
      t.text,
      json_extract(k.spans, '$[' || n || '][0]') + 1,
      json_extract(k.spans, '$[' || n || '][1]') - json_extract(k.spans, '$[' || n || '][0]'))
    FROM cut WHERE n < json_array_length(k.spans))
  SELECT words FROM cut ORDER BY n DESC LIMIT 1) AS content
FROM (
  SELECT c.statement, c.article, coalesce(c.content, s.content) AS spans
  FROM current AS c JOIN statement AS s ON s.key = c.statement) AS k
JOIN text AS t ON t.article = k.article;

-- Statements as they count now, as people read them.
CREATE VIEW statements AS
SELECT s.id, r.id AS article, r.title, o.name AS outlet, r.published,
  CASE WHEN instr(coalesce(c.decided, ''), 'speaker') THEN
    (SELECT group_concat(p.name, '; ') FROM current_person AS w JOIN person AS p ON p.key = w.person
     WHERE w.statement = c.statement AND w.part = 'speaker')
  ELSE
    (SELECT group_concat(coalesce(y.name, a.name), '; ') FROM party AS y LEFT JOIN actor AS a ON a.key = y.actor
     WHERE y.statement = c.statement AND y.part = 'speaker')
  END AS speaker,
  c.act, c.status, s.quote, s.said, c.said_first, c.said_last, x.content, s.confidence, c.verdict, c.decided
FROM current AS c JOIN statement AS s ON s.key = c.statement JOIN article AS r ON r.key = c.article
LEFT JOIN outlet AS o ON o.key = r.outlet JOIN content AS x ON x.statement = c.statement;

-- What the index of words holds of each current statement; no search for words can mean the marks.
CREATE VIEW indexed AS
SELECT x.statement, x.content,
  coalesce(char(57344) || c.act, '') || ' ' || coalesce(char(57344) || c.status, '') AS marks
FROM content AS x JOIN current AS c ON c.statement = x.statement;

-- The words of contents for full-text search, with marks of act and status, so that words of one act are found at once;
-- rowid is the statement. It holds no text, only which word stands where.
CREATE VIRTUAL TABLE content_fts USING fts5 (
  content, marks,
  content = 'indexed', content_rowid = 'statement',
  tokenize = 'unicode61 remove_diacritics 2'
);
