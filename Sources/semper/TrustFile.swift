import Foundation
import SemperCoding
import SemperCommerce
import SemperWallet

/// Reads a trust list from a file.
enum TrustFile {
  static func read(_ path: String) throws -> TrustList {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw WalletError(.notFound, .errorTrust, ["path": path])
    }
    do {
      return try TrustList(canonicalBytes: Array(data))
    } catch {
      throw WalletError(.notUnderstood, .errorTrustForm, ["path": path])
    }
  }
}
