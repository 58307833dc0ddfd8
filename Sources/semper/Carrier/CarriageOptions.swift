import ArgumentParser
import Foundation
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperWallet

/// What carriers say, as whoever claims or answers shows it.
struct CarriageOptions: ParsableArguments {
  private static let largest = 64 << 10

  @Option(help: "A carrier's statement about the goods, which is shown with it (semper carrier sign). May be repeated.")
  var carrier: [String] = []

  /// Refuses a file that is none, before anything else is done.
  var statements: [SignedStatement] {
    get throws(WalletError) {
      guard carrier.count <= EvidenceBundle.mostCarriagesOfASide else {
        throw WalletError(.notUnderstood, .errorCarriages, ["most": "\(EvidenceBundle.mostCarriagesOfASide)"])
      }
      var all = [SignedStatement]()
      for path in carrier {
        guard let data = FileManager.default.contents(atPath: path), data.count <= Self.largest,
          let statement = try? SignedStatement(bytes: Array(data)), statement.kind == .carriage
        else { throw WalletError(.notUnderstood, .errorCarriage, ["path": path]) }
        all.append(statement)
      }
      return all
    }
  }
}
