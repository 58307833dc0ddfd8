import GRDB

/// The tables of an archive, as migrations that are only ever added to: a released one is never changed.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("0001 journal") { try $0.execute(sql: journal) }
    migrator.registerMigration("0002 evidence") { try $0.execute(sql: evidence) }
    migrator.registerMigration("0003 secrets") { try $0.execute(sql: secrets) }
    return migrator
  }

  private static let journal = """
    CREATE TABLE conversation (
      number INTEGER PRIMARY KEY,
      machine TEXT NOT NULL,
      id TEXT NOT NULL,
      count INTEGER NOT NULL,
      link BLOB NOT NULL,
      UNIQUE (machine, id)
    ) STRICT;
    CREATE TRIGGER conversation_grows BEFORE UPDATE ON conversation
      WHEN NEW.count <> OLD.count + 1 OR NEW.number <> OLD.number OR NEW.machine <> OLD.machine OR NEW.id <> OLD.id
      BEGIN SELECT RAISE(ABORT, 'a journal only grows'); END;
    CREATE TRIGGER conversation_stays BEFORE DELETE ON conversation
      BEGIN SELECT RAISE(ABORT, 'a journal only grows'); END;

    CREATE TABLE journal (
      conversation INTEGER NOT NULL REFERENCES conversation (number),
      sequence INTEGER NOT NULL,
      time INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      link BLOB NOT NULL,
      PRIMARY KEY (conversation, sequence)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER journal_unchanged BEFORE UPDATE ON journal
      BEGIN SELECT RAISE(ABORT, 'a journal only grows'); END;
    CREATE TRIGGER journal_stays BEFORE DELETE ON journal
      BEGIN SELECT RAISE(ABORT, 'a journal only grows'); END;
    """

  private static let evidence = """
    CREATE TABLE evidence (
      number INTEGER PRIMARY KEY,
      deal BLOB NOT NULL,
      form TEXT NOT NULL,
      bytes BLOB NOT NULL,
      fingerprint BLOB NOT NULL UNIQUE,
      link BLOB NOT NULL
    ) STRICT;
    CREATE INDEX evidence_of_deal ON evidence (deal, number);
    CREATE TRIGGER evidence_unchanged BEFORE UPDATE ON evidence
      BEGIN SELECT RAISE(ABORT, 'evidence only grows'); END;
    CREATE TRIGGER evidence_stays BEFORE DELETE ON evidence
      BEGIN SELECT RAISE(ABORT, 'evidence only grows'); END;

    CREATE TABLE evidence_head (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      count INTEGER NOT NULL,
      link BLOB NOT NULL
    ) STRICT;
    CREATE TRIGGER evidence_head_grows BEFORE UPDATE ON evidence_head WHEN NEW.count <> OLD.count + 1
      BEGIN SELECT RAISE(ABORT, 'evidence only grows'); END;
    CREATE TRIGGER evidence_head_stays BEFORE DELETE ON evidence_head
      BEGIN SELECT RAISE(ABORT, 'evidence only grows'); END;
    """

  private static let secrets = """
    CREATE TABLE secret (
      name TEXT PRIMARY KEY,
      sealed BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER secret_unchanged BEFORE UPDATE ON secret
      BEGIN SELECT RAISE(ABORT, 'a secret is never replaced'); END;
    """
}
