public import SemperCoding
public import SemperCryptography
public import SemperExchange
import SemperModel

/// An arbiter's log with everything that is needed to check it far from the arbiter: who it is, the checkpoint, what
/// witnesses have cosigned, and each entry.
public struct LogExport: Hashable, Sendable, CanonicalValue {
  /// What is read at most: a log of some hundred thousand entries.
  public static let limits = DecodingLimits(bytes: 512 << 20, depth: 32, members: 20_000_000)
  private static let version = 1

  public let role: SignedStatement
  public let checkpoint: SignedStatement
  public let witnessed: [WitnessedCheckpoint]
  public let entries: [SignedStatement]

  public init(
    role: SignedStatement, checkpoint: SignedStatement, witnessed: [WitnessedCheckpoint], entries: [SignedStatement]
  ) {
    self.role = role
    self.checkpoint = checkpoint
    self.witnessed = witnessed
    self.entries = entries
  }

  /// Everything that an arbiter shows now.
  public static func fetched(over client: ArbiterLogClient) async throws -> LogExport {
    let role = try await client.description()
    let checkpoint = try await client.checkpoint()
    let size = try VerifiedStatement<Checkpoint>(
      verifying: checkpoint, keys: VerifiedStatement<RoleDescription>(verifying: role, keys: KeySet()).keys
    ).content.head.size
    var entries = [SignedStatement]()
    while entries.count < size {
      let page = try await client.entries(from: entries.count)
      guard !page.isEmpty else { break }
      entries += page
    }
    let witnessed = try await client.witnessed().filter { try $0.cosignatureSize <= size }
    return LogExport(
      role: role, checkpoint: checkpoint, witnessed: witnessed, entries: Array(entries.prefix(size)))
  }

  public var json: JSON {
    .fields([
      "checkpoint": checkpoint.json, "entries": entries.json, "role": role.json, "v": Self.version.json,
      "witnessed": witnessed.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    guard try fields.value("v", as: Int.self) == Self.version else {
      throw CodingError(.outOfRange, "a newer version of Semper wrote this file").inside("v")
    }
    checkpoint = try fields.value("checkpoint")
    entries = try fields.value("entries")
    role = try fields.value("role")
    witnessed = try fields.value("witnessed")
    try fields.close()
  }
}

extension VerifiedStatement where Content == RoleDescription {
  fileprivate var keys: KeySet { KeySet([content.key]) }
}

extension WitnessedCheckpoint {
  fileprivate var cosignatureSize: Int {
    get throws { try VerifiedStatement<Cosignature>(verifying: cosignature, keys: KeySet()).content.head.size }
  }
}
