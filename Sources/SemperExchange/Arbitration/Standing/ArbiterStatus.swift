import SemperArchive
public import SemperCoding
public import SemperModel

/// What an arbiter says of itself to anybody.
public struct ArbiterStatus: Hashable, Sendable, CanonicalValue {
  public let standing: ArbiterStanding
  /// How many times it has started; absent when it has not begun to decide.
  public let generation: Int?
  public let epochs: [EpochEntry]
  public let tally: ArbiterTally
  /// Absent while the log is empty.
  public let head: LogHead?
  /// When the next complaint window ends.
  public let nextWindow: Timestamp?

  init(
    standing: ArbiterStanding, generation: Int?, epochs: [EpochEntry], tally: ArbiterTally, head: LogHead?,
    nextWindow: Timestamp?
  ) {
    self.standing = standing
    self.generation = generation
    self.epochs = epochs
    self.tally = tally
    self.head = head
    self.nextWindow = nextWindow
  }

  public var json: JSON {
    .fields([
      "epochs": epochs.json, "generation": generation?.json, "head": head?.json, "nextWindow": nextWindow?.json,
      "standing": standing.json, "tally": tally.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    epochs = try fields.value("epochs")
    generation = try fields.optional("generation")
    head = try fields.optional("head")
    nextWindow = try fields.optional("nextWindow")
    standing = try fields.value("standing")
    tally = try fields.value("tally")
    try fields.close()
  }
}

extension Arbiter {
  public func status() async throws -> ArbiterStatus {
    let (standing, generation, epochs) = (standing, life.generation?.number, epochEntries)
    return try await records.read { reader in
      ArbiterStatus(
        standing: standing, generation: generation, epochs: epochs,
        tally: try ArbiterTally.current(reader) ?? ArbiterTally(),
        head: try ArbiterLog.head(of: shown(reader), reader),
        nextWindow: try ArbiterWindows.next(reader))
    }
  }
}
