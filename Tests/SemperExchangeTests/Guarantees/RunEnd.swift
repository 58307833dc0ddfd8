import SemperCryptography
import SemperExchange
import SemperPayments
import SemperTesting

/// How an exchange ended, by what each side then held of the other's.
struct RunEnd: Hashable {
  private let shares: [ExchangeRole: Share]
  private let hasBond: Bool

  private enum Share { case all, part, nothing }

  init(_ run: CellRun) async throws {
    let reports = try ExchangeRole.allCases.map { role in
      let bundle = try run.bundle(of: role)
      return ExchangeJudge.judge(
        bundle, arbiters: [bundle.terms.header.arbiter.key.thumbprint],
        ledgers: Set(bundle.terms.body.ledgers.map(\.thumbprint)))
    }
    let isAborted = reports.contains { report in ExchangeRole.allCases.contains { report.proves(.aborted, for: $0) } }
    var shares: [ExchangeRole: Share] = [:]
    for role in ExchangeRole.allCases {
      let (owed, paths) = (run.owed(to: role), try await run.held(by: role))
      // What a side has learned to open is void once the exchange was aborted.
      let held = owed.filter { paths.contains($0.path) && !(isAborted && $0.description.itemClass == .statement) }
      shares[role] = held.count == owed.count ? .all : held.isEmpty ? .nothing : .part
    }
    self.shares = shares
    hasBond = try run.bondEnding == .claimed
  }

  /// In a word or two for a table.
  var words: String {
    let holders = ExchangeRole.allCases.compactMap { role -> String? in
      let name = role == .originator ? "O" : "R"
      switch shares[role] {
      case .all?: return name
      case .part?: return "\(name) in part"
      case .nothing?: return nil
      case nil: preconditionFailure("both roles have a share")
      }
    }
    let words = holders == ["O", "R"] ? "both" : holders.isEmpty ? "neither" : holders.joined(separator: " and ")
    return words + (hasBond ? ", bond" : "")
  }
}
