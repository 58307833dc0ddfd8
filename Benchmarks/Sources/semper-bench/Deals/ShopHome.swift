import Foundation
import GRDBSQLite
import SemperCoding

/// The home of a shop on disk, looked at and multiplied from outside.
struct ShopHome {
  private static let patience = 60.0
  let path: String

  func bytes() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: path).reduce(0) { sum, name in
      let facts = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
      return sum + (facts[.type] as? FileAttributeType == .typeRegular ? facts[.size] as? Int ?? 0 : 0)
    }
  }

  /// Returns when so many deals rest in the home of a shop that runs.
  func waitUntilAllRest(_ count: Int) throws {
    let start = ContinuousClock.now
    let database = try SQLiteFile("\(path)/archive.sqlite")
    defer { database.close() }
    while try database.number("SELECT count(*) FROM sqlite_master WHERE name = 'record_shop_resting_deals'") == 0
      || database.number("SELECT count(*) FROM record_shop_resting_deals") < count
    {
      guard Clock.seconds(since: start) < Self.patience else { throw BenchmarkError("the deals do not rest") }
      usleep(200_000)
    }
  }

  /// Copies the deals that rest, with all that is kept of them, until there are so many. The shop must not be running.
  func multiply(to count: Int) throws {
    let database = try SQLiteFile("\(path)/archive.sqlite")
    defer { database.close() }
    try database.run("PRAGMA synchronous = OFF")
    try database.run("PRAGMA cache_size = -500000")
    let originals = try database.blobs("SELECT key FROM record_shop_resting_deals")
    guard !originals.isEmpty else { throw BenchmarkError("no deal rests") }
    let statements = try [
      "INSERT INTO conversation (number, machine, id, count, link) SELECT ?1, machine, ?2, count, link FROM conversation WHERE machine = 'deal' AND id = ?3",
      "INSERT INTO journal SELECT ?1, sequence, time, bytes, link FROM journal WHERE conversation = (SELECT number FROM conversation WHERE machine = 'deal' AND id = ?3)",
      "INSERT INTO evidence (deal, form, bytes, fingerprint, link) SELECT ?4, form, bytes, randomblob(32), link FROM evidence WHERE deal = ?5",
      "INSERT INTO record_shop_resting_deals SELECT ?4, value FROM record_shop_resting_deals WHERE key = ?5",
      "INSERT INTO record_shop_due_deals SELECT CAST(substr(value, 1, 8) || ?4 AS BLOB), x'' FROM record_shop_resting_deals WHERE key = ?5",
    ].map { try database.prepared($0) }
    defer { for statement in statements { statement.close() } }
    var number = try database.number("SELECT max(number) FROM conversation")
    try database.run("BEGIN")
    for copy in originals.count..<count {
      number += 1
      let original = originals[copy % originals.count]
      let fresh = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
      for statement in statements {
        try statement.run([
          .number(number), .text(Base64URL.encode(fresh)), .text(Base64URL.encode(original)), .blob(fresh),
          .blob(original),
        ])
      }
      if copy % 10_000 == 0 { try database.run("COMMIT; BEGIN") }
    }
    try database.run("COMMIT")
    try database.run("PRAGMA wal_checkpoint(TRUNCATE)")
  }
}
