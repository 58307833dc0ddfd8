import SemperArchiveSQLite
import SemperModel
public import SemperPayments

extension WalletHome {
  /// With what this wallet likes to pay, as its owner has set it.
  public func means() throws -> PaymentPreferences { try WalletFiles(home: home.path).means() }

  /// Sets with what this wallet pays from its next opening on, by the names of systems; what is not named stays. Systems may be named of
  /// which it has no purse yet.
  ///
  /// Refuses a system that it does not know, and one that is named twice.
  public func setMeans(order: [String]?, avoid: [String]?, asks: Bool?) throws -> PaymentPreferences {
    let before = try means()
    let after = PaymentPreferences(
      order: try order.map(Self.schemes) ?? before.order, avoided: try avoid.map(Self.schemes) ?? before.avoided,
      asking: asks.map { $0 ? .whenSeveral : .never } ?? before.asking)
    let named = after.order + after.avoided
    guard Set(named).count == named.count else {
      throw WalletError(
        .notPossible, .errorMeansTwice, ["systems": Self.twice(named).map(\.name).joined(separator: ", ")])
    }
    try WalletFiles(home: home.path).put(after)
    return after
  }

  private static func schemes(_ names: [String]) throws -> [SchemeID] {
    let known = WalletSystem.all.map(\.scheme)
    return try names.map { name in
      guard let scheme = known.first(where: { $0.name == name }) else {
        throw WalletError(
          .notPossible, .errorMeansUnknown,
          ["system": String(name.prefix(64)), "known": known.map(\.name).joined(separator: ", ")])
      }
      return scheme
    }
  }

  private static func twice(_ named: [SchemeID]) -> [SchemeID] {
    named.indices.filter { named[..<$0].contains(named[$0]) }.map { named[$0] }
  }
}
