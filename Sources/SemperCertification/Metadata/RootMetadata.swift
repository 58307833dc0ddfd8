public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The root of a directory: the keys of all roles and how many of them must sign. The next root is signed by this one's keys and
/// by its own.
public struct RootMetadata: MetadataContent {
  public static var type: String { "root" }

  public let version: Int
  public let expires: Timestamp
  public let keys: [DirectoryKey]
  public let roles: [TopRole: KeyHolders]
  /// Whether files of metadata stand under names with their version and targets under names with their digest.
  public let isConsistent: Bool

  /// The first root. Throws `invalidKey` for a threshold that cannot be reached and for keys that are none.
  public init(
    root: [PublicKey], threshold: Int, targets: [PublicKey], snapshot: [PublicKey], timestamp: [PublicKey],
    expires: Timestamp
  ) throws(CryptographyError) {
    try self.init(
      version: 1, expires: expires,
      holders: [(.root, root, threshold), (.targets, targets, 1), (.snapshot, snapshot, 1), (.timestamp, timestamp, 1)])
  }

  private init(
    version: Int, expires: Timestamp, holders: [(TopRole, [PublicKey], Int)]
  ) throws(CryptographyError) {
    var keys = Set<DirectoryKey>()
    var roles = [TopRole: KeyHolders]()
    for (role, holding, threshold) in holders {
      var own = [DirectoryKey]()
      for key in holding { own.append(try DirectoryKey(key)) }
      roles[role] = try KeyHolders(own, threshold: threshold)
      keys.formUnion(own)
    }
    self.version = version
    self.expires = expires
    self.keys = keys.sorted { $0.id < $1.id }
    self.roles = roles
    isConsistent = true
  }

  /// The root after this one, with other keys for the roles that are named and the same for the others.
  public func next(
    expires: Timestamp, changing changed: [TopRole: (keys: [PublicKey], threshold: Int)] = [:]
  ) throws(CryptographyError) -> RootMetadata {
    let holders = TopRole.allCases.map { role in
      let (keys, threshold) = changed[role] ?? (publicKeys(of: role), roles[role]?.threshold ?? 1)
      return (role, keys, threshold)
    }
    return try RootMetadata(version: version + 1, expires: expires, holders: holders)
  }

  public func publicKeys(of role: TopRole) -> [PublicKey] {
    let ids = Set(roles[role]?.ids ?? [])
    return keys.filter { ids.contains($0.id) }.map(\.publicKey)
  }

  public var json: JSON {
    fields([
      ("consistent_snapshot", isConsistent.json), ("keys", DirectoryKey.json(of: keys)),
      ("roles", .object(JSONObject(roles.map { ($0.key.rawValue, .object($0.value.members())) }))),
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    (version, expires) = try Self.common(&fields)
    isConsistent = try fields.optional("consistent_snapshot") ?? false
    let written: JSON = try fields.value("keys")
    do { keys = try DirectoryKey.keys(in: written) } catch { throw error.inside("keys") }
    var holders = try ObjectReader(fields.value("roles", as: JSON.self))
    var roles = [TopRole: KeyHolders]()
    for role in TopRole.allCases {
      var own = try ObjectReader(holders.value(role.rawValue, as: JSON.self))
      do { roles[role] = try KeyHolders(&own) } catch { throw error.inside(role.rawValue).inside("roles") }
    }
    try holders.close()
    self.roles = roles
  }
}
