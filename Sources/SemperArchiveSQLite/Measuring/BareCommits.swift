import GRDB

/// What SQLite alone commits on a disk: one small row after the other, each durable as an archive's transactions are. A reference
/// for measurements.
public enum BareCommits {
  /// How many a second.
  public static func perSecond(at path: String, rounds: Int) throws -> Double {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE bare (a INTEGER)")
    }
    let time = try ContinuousClock().measure {
      for number in 0..<rounds {
        try queue.write { try $0.execute(sql: "INSERT INTO bare VALUES (?)", arguments: [number]) }
      }
    }
    try queue.close()
    return Double(rounds) / (time / .seconds(1))
  }
}
