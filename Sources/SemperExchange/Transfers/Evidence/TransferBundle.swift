public import SemperCoding
public import SemperCryptography
public import SemperModel

/// All that one party can show of one transfer: the manifest, what was signed about it, the keys of delivery agents, and,
/// where content is in question, the bytes and the key that opens them.
///
/// A transfer need not belong to a deal, so this stands beside the evidence bundle of deals and is judged by itself.
public struct TransferBundle: Hashable, Sendable, CanonicalValue {
  public static let version = 1
  public static let limits = DecodingLimits(bytes: 4 << 20, members: 20_000)
  static let mostStatements = 256

  /// Unsigned; a signed one is among the statements and has the same digest.
  public let manifest: TransferManifest
  /// Each once, in the order of their digests' texts.
  public let statements: [SignedStatement]
  /// Keys of the agents that signed, in the order of their thumbprints.
  public let agents: [PublicKey]
  public let body: ByteString?
  public let key: TransferKey?
  /// What the agents and the banks of this transfer have said of themselves, with their certificates.
  public let roles: [SignedStatement]

  /// Refuses too many statements, and a statement twice.
  public init(
    manifest: TransferManifest, statements: [SignedStatement], agents: [PublicKey] = [], body: ByteString? = nil,
    key: TransferKey? = nil, roles: [SignedStatement] = []
  ) throws(CodingError) {
    guard statements.count + roles.count <= Self.mostStatements, agents.count <= TransferManifest.mostRecipients else {
      throw CodingError(.tooMany, "a transfer has at most \(Self.mostStatements) statements")
    }
    guard Set(statements.map(\.digest)).count == statements.count, Set(agents.map(\.thumbprint)).count == agents.count
    else { throw CodingError(.duplicateName, "a statement or key is there twice") }
    guard (body?.bytes.count ?? 0) <= TransferLetter.largestBody else {
      throw CodingError(.tooLarge, "the bytes are more than a package can have").inside("body")
    }
    self.manifest = manifest
    self.statements = Self.sorted(statements)
    self.roles = Self.sorted(roles)
    self.agents = agents.sorted { $0.thumbprint < $1.thumbprint }
    self.body = body
    self.key = key
  }

  private static func sorted(_ statements: [SignedStatement]) -> [SignedStatement] {
    statements.map { (name: $0.digest.description, statement: $0) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.map(\.statement)
  }

  /// Roles stand there only where there are any.
  public var json: JSON {
    .fields([
      "agents": agents.json, "body": body?.json, "key": key?.json, "manifest": manifest.json,
      "roles": roles.isEmpty ? nil : roles.json, "statements": statements.json, "v": Self.version.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let version: Int = try fields.value("v")
    guard version == Self.version else {
      throw CodingError(.outOfRange, "a transfer bundle of version \(version) is not known here").inside("v")
    }
    let agents: [PublicKey] = try fields.value("agents")
    let statements: [SignedStatement] = try fields.value("statements")
    let roles: [SignedStatement]? = try fields.optional("roles")
    try self.init(
      manifest: fields.value("manifest"), statements: statements, agents: agents, body: fields.optional("body"),
      key: fields.optional("key"), roles: roles ?? [])
    try fields.close()
    guard statements == self.statements, agents == self.agents, roles?.isEmpty != true, roles ?? [] == self.roles else {
      throw CodingError(.notCanonical, "statements, keys and roles are sorted, and no list of roles is empty")
    }
  }
}
