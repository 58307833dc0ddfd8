public import SemperArchive
import SemperCoding
public import SemperModel
public import SemperTerms

/// The roles of a wallet's owner, durably: what each may do, until when it is unlocked, and what it has done.
///
/// Every change is one transaction. What an act counts for is durable before the act is done, so that neither two deals at once nor a
/// crash get a role past its sums; an act that is asked about again counts once.
public struct WalletRoles: Sendable {
  public static let most = 32
  /// How many of its answers a role remembers.
  public static let mostUses = 256
  private static let table = RecordTable("roles")
  /// Role and what is paid for, a deal or a bill → `RoleDealTally`.
  private static let deals = RecordTable("role_deals")
  /// Role and number → `RoleUse`.
  private static let uses = RecordTable("role_uses")

  private let records: any Records

  public init(records: any Records) { self.records = records }

  public func all() async throws -> [KeptRole] { try await records.read { try Self.all(in: $0) } }

  /// Adds a role, locked. Refuses (blame on us) a name that there is (`idReused`), and more than 32 (`limitExceeded`).
  public func add(_ role: CapabilityRole) async throws {
    try await records.transact { transaction in
      guard try Self.all(in: transaction).count < Self.most else {
        throw Refusal(.limitExceeded, blame: .us, "there are at most \(Self.most) roles; forget one first")
      }
      guard try transaction.insert(KeptRole(role).canonicalBytes, for: Array(role.name.utf8), in: Self.table) else {
        throw Refusal(.idReused, blame: .us, "there is a role “\(role.name)” already; forget it first")
      }
    }
  }

  /// Unlocks a role for a span of time. Refuses (blame on us) one that there is not (`notFound`), and a time that is too long.
  public func unlock(_ name: String, for span: Span, at now: Timestamp) async throws -> KeptRole {
    try await change(name) { role throws(Refusal) in try role.tally.unlock(for: span, at: now) }
  }

  public func lock(_ name: String) async throws -> KeptRole {
    try await change(name) { role throws(Refusal) in role.tally.lock() }
  }

  /// Forgets a role and what it has done. Refuses one that there is not.
  public func forget(_ name: String) async throws {
    try await records.transact { transaction in
      _ = try Self.role(name, in: transaction)
      try transaction.remove(Array(name.utf8), in: Self.table)
      for table in [Self.deals, Self.uses] {
        while true {
          let some = try transaction.list(table, prefix: Self.prefix(name), after: nil, limit: 256)
          for record in some { try transaction.remove(record.key, in: table) }
          guard some.count == 256 else { break }
        }
      }
    }
  }

  /// What a role has done, the latest first.
  public func uses(of name: String) async throws -> [RoleUse] {
    try await records.read { try Self.uses(of: name, in: $0) }.reversed()
  }

  /// Asks the roles, in the order of their names, about an act, and counts it at the first that covers it; durable when it returns.
  ///
  /// - Parameters:
  ///   - business: what amounts are counted for; nobody else can have chosen the same.
  ///   - suits: whether the terms take what a role fills in.
  package func answer(
    _ act: RoleAct, in business: [UInt8], as use: RoleUse,
    suits: @escaping @Sendable (CapabilityRole) -> Bool = { _ in true }
  ) async throws -> RoleAnswer {
    let isPossible = try await all().contains { $0.tally.until != nil }
    guard isPossible else { return .asked(try await hints(act, business, use.time, suits)) }
    return try await records.transact { transaction in
      var hints = [RoleHint]()
      for var kept in try Self.all(in: transaction) {
        let place = Self.prefix(kept.role.name) + business
        let deal = try transaction.value(place, in: Self.deals).map { try RoleDealTally(canonicalBytes: $0) }
        switch Self.verdict(kept, act, deal, suits, at: use.time) {
        case .fallsShort(let shortfall): hints.append(RoleHint(role: kept.role.name, shortfall: shortfall))
        case .suffices(let tally, let deal, let option):
          kept.tally = tally
          if let deal { try transaction.set(deal.canonicalBytes, for: place, in: Self.deals) }
          try Self.note(use.taking(option), of: &kept, in: transaction)
          try transaction.set(kept.canonicalBytes, for: Array(kept.role.name.utf8), in: Self.table)
          return .granted(kept.role, option: option)
        }
      }
      return .asked(hints)
    }
  }

  /// Where all are locked nothing is written.
  private func hints(
    _ act: RoleAct, _ business: [UInt8], _ now: Timestamp, _ suits: @escaping @Sendable (CapabilityRole) -> Bool
  ) async throws -> [RoleHint] {
    try await records.read { reader in
      try Self.all(in: reader).compactMap { kept in
        let place = Self.prefix(kept.role.name) + business
        let deal = try reader.value(place, in: Self.deals).map { try RoleDealTally(canonicalBytes: $0) }
        guard case .fallsShort(let shortfall) = Self.verdict(kept, act, deal, suits, at: now) else { return nil }
        return RoleHint(role: kept.role.name, shortfall: shortfall)
      }
    }
  }

  private static func verdict(
    _ kept: KeptRole, _ act: RoleAct, _ deal: RoleDealTally?, _ suits: (CapabilityRole) -> Bool, at now: Timestamp
  ) -> RoleVerdict {
    let verdict = RoleJudge(kept.role, kept.tally, deal: deal).verdict(on: act, at: now)
    switch verdict {
    case .suffices, .fallsShort(.locked): return suits(kept.role) ? verdict : .fallsShort(.documents)
    case .fallsShort: return verdict
    }
  }

  private static func note(_ use: RoleUse, of kept: inout KeptRole, in transaction: any RecordTransaction) throws {
    let name = kept.role.name
    guard try !uses(of: name, in: transaction).contains(where: use.isSame) else { return }
    try transaction.set(use.canonicalBytes, for: place(kept.uses, name), in: uses)
    kept.uses += 1
    if kept.uses > mostUses { try transaction.remove(place(kept.uses - 1 - mostUses, name), in: uses) }
  }

  private func change(
    _ name: String, _ change: @escaping @Sendable (inout KeptRole) throws(Refusal) -> Void
  ) async throws -> KeptRole {
    try await records.transact { transaction in
      var kept = try Self.role(name, in: transaction)
      try change(&kept)
      try transaction.set(kept.canonicalBytes, for: Array(name.utf8), in: Self.table)
      return kept
    }
  }

  private static func role(_ name: String, in reader: any RecordReader) throws -> KeptRole {
    guard let bytes = try reader.value(Array(name.utf8), in: table) else {
      throw WalletError(.notFound, .errorRole, ["role": String(name.prefix(64))])
    }
    return try KeptRole(canonicalBytes: bytes)
  }

  private static func all(in reader: any RecordReader) throws -> [KeptRole] {
    try reader.list(table, prefix: [], after: nil, limit: most).map { try KeptRole(canonicalBytes: $0.value) }
  }

  private static func uses(of name: String, in reader: any RecordReader) throws -> [RoleUse] {
    try reader.list(uses, prefix: prefix(name), after: nil, limit: mostUses + 1).map {
      try RoleUse(canonicalBytes: $0.value)
    }
  }

  /// No name has this byte in it, so that none is the beginning of another.
  private static func prefix(_ name: String) -> [UInt8] { Array(name.utf8) + [0] }

  private static func place(_ number: Int, _ name: String) -> [UInt8] {
    prefix(name) + withUnsafeBytes(of: UInt64(number).bigEndian, Array.init)
  }
}
