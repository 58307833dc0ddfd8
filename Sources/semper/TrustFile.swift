import Foundation
import SemperCoding
import SemperCommerce
import SemperWallet

/// Reads a trust list from a file.
enum TrustFile {
  static func read(_ path: String) throws -> TrustList {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw WalletError(.notFound, "the trust list \(path) cannot be read")
    }
    do {
      return try TrustList(canonicalBytes: Array(data))
    } catch {
      throw WalletError(.notUnderstood, "\(path) is not a trust list: \(error)")
    }
  }
}
