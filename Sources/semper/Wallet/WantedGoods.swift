import ArgumentParser
import SemperExchange
import SemperStatements
import SemperTrustedUI
import SemperWallet

/// What the goods of a purchase must be, as bounds: the wallet looks before it orders.
struct WantedGoods: ParsableArguments {
  private static let mostTypes = 32

  @Option(
    name: .customLong("type"),
    help: "Buy only if each file is said to be of this type, such as text/html; several times for several types.")
  var types: [String] = []
  @Option(help: "Buy only if the goods have at most so many bytes.")
  var longest: Int64?

  /// `nil` when anything is wanted. Refuses what is no type, and more types than an expectation may name.
  func expectation(_ texts: Texts) throws -> ItemExpectation? {
    guard !types.isEmpty || longest != nil else { return nil }
    let named = types.compactMap { try? MediaType($0) }
    guard named.count == types.count, named.count <= Self.mostTypes, longest ?? 1 > 0 else {
      throw ValidationError(texts(WalletText.errorWanted, ["most": "\(Self.mostTypes)"]))
    }
    return ItemExpectation(
      .content(ContentExpectation(longest: longest, mediaTypes: named.isEmpty ? .anything : .oneOf(named))))
  }
}
