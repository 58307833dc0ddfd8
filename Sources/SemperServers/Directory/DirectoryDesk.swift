import SemperArchive
import SemperArchiveSQLite
public import SemperCertification
import SemperCryptography
public import SemperModel

/// What the owner of a directory of services does at its home: drafts roots for their holders to sign, and publishes editions.
///
/// The home keeps the keys of targets, snapshot and timestamp, which it makes itself; keys of the root it never has. While the
/// directory is served the server has the home, and nobody else can publish there.
public struct DirectoryDesk: Sendable {
  static let ownRoles: [TopRole] = [.targets, .snapshot, .timestamp]
  /// A role's key has been renewed at most so often.
  private static let mostRenewals = 1_000

  private let home: RoleHome
  private let repository: ServiceRepository

  /// Opens the home in this directory, making it at the first start.
  public init(at path: String, lifetimes: DirectoryLifetimes = DirectoryLifetimes()) throws {
    self.init(try RoleHome(at: path), lifetimes: lifetimes)
  }

  init(_ home: RoleHome, lifetimes: DirectoryLifetimes = DirectoryLifetimes()) {
    self.home = home
    repository = ServiceRepository(records: home.home.archive.records, lifetimes: lifetimes)
  }

  /// Gives the home to whoever opens it next.
  public func close() throws { try home.close() }

  /// The first root, which nobody has signed yet, with keys that this home makes for the other roles.
  public func draft(
    root holders: [PublicKey], threshold: Int, expires: Timestamp
  ) async throws -> SignedMetadata<RootMetadata> {
    guard try await repository.edition() == nil else {
      throw Refusal(.idReused, blame: .us, "there is a directory here already; draft its next root")
    }
    var keys = [TopRole: [PublicKey]]()
    for role in Self.ownRoles { keys[role] = [try await key(role, 1).publicKey] }
    let content = try RootMetadata(
      root: holders, threshold: threshold, targets: keys[.targets] ?? [], snapshot: keys[.snapshot] ?? [],
      timestamp: keys[.timestamp] ?? [], expires: expires)
    return try SignedMetadata(signing: content, with: [])
  }

  /// The next root, which nobody has signed yet: with other holders, and with new keys for the roles that are to be renewed.
  public func draftNext(
    root holders: (keys: [PublicKey], threshold: Int)? = nil, renewing roles: Set<TopRole> = [], expires: Timestamp
  ) async throws -> SignedMetadata<RootMetadata> {
    let root = try await edition().root.content
    var changed = [TopRole: (keys: [PublicKey], threshold: Int)]()
    if let holders { changed[.root] = holders }
    for role in Self.ownRoles where roles.contains(role) {
      changed[role] = ([try await key(role, try await keys(of: role).count + 1).publicKey], 1)
    }
    return try SignedMetadata(signing: root.next(expires: expires, changing: changed), with: [])
  }

  /// Publishes an edition with this home's keys; with the first root it founds the directory.
  ///
  /// Refuses what `ServiceRepository` refuses.
  @discardableResult
  public func publish(
    _ changes: DirectoryChanges = DirectoryChanges(), at now: Timestamp
  ) async throws -> DirectoryEdition {
    let present = try await repository.edition()
    guard let root = changes.root ?? present?.root else {
      throw Refusal(.notFound, blame: .us, "there is no directory here yet; publish its first root")
    }
    let keys = DirectoryKeys(
      targets: try await own(.targets, root), snapshot: try await own(.snapshot, root),
      timestamp: try await own(.timestamp, root))
    guard present == nil else { return try await repository.publish(changes, keys: keys, at: now) }
    let first = try await repository.found(root, keys: keys, at: now)
    var others = changes
    others.root = nil
    return others.isEmpty ? first : try await repository.publish(others, keys: keys, at: now)
  }

  public func edition() async throws -> DirectoryEdition {
    guard let edition = try await repository.edition() else {
      throw Refusal(.notFound, blame: .us, "there is no directory here yet; publish its first root")
    }
    return edition
  }

  /// The keys of this home that a root names for a role.
  private func own(_ role: TopRole, _ root: SignedMetadata<RootMetadata>) async throws -> [SigningKey] {
    let named = Set(root.content.publicKeys(of: role))
    return try await keys(of: role).filter { named.contains($0.publicKey) }
  }

  private func keys(of role: TopRole) async throws -> [SigningKey] {
    var keys = [SigningKey]()
    for number in 1...Self.mostRenewals {
      guard try await home.home.archive.keys.secret(named: Self.name(role, number)) != nil else { break }
      keys.append(try await key(role, number))
    }
    return keys
  }

  /// Made when it is first asked for.
  private func key(_ role: TopRole, _ number: Int) async throws -> SigningKey {
    try await home.signingKey(named: Self.name(role, number))
  }

  private static func name(_ role: TopRole, _ number: Int) -> String { "directory-\(role.rawValue)-\(number)" }
}
