import Foundation
import SemperCoding
import SemperCommerce

/// The file `trust.json` in which an authority hands out its root.
enum TrustFile {
  static let name = "trust.json"

  static func read(_ path: String) throws(ServerError) -> TrustList {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ServerError(.file, "\(path) cannot be read; give the \(name) of the authority with --trust")
    }
    do {
      return try TrustList(json: CanonicalJSON.parse(Array(data)))
    } catch {
      throw ServerError(.file, "\(path) is not a trust list: \(error)")
    }
  }
}
