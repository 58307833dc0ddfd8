import Foundation
import SemperCoding
import SemperTermsYAML
import SemperWallet

/// What a role fills in, from a file that its owner has written.
enum RoleEntries {
  static func read(_ path: String) throws -> JSONObject {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw WalletError(.notFound, .errorDocuments, ["file": path, "reason": "it cannot be read"])
    }
    let json: JSON
    do { json = try YAMLDocument(String(decoding: data, as: UTF8.self)).json } catch {
      throw WalletError(.notUnderstood, .errorDocuments, ["file": path, "reason": "\(error)"])
    }
    guard case .object(let entries) = json else {
      throw WalletError(.notUnderstood, .errorDocuments, ["file": path, "reason": "an object of fields is expected"])
    }
    return entries
  }
}
