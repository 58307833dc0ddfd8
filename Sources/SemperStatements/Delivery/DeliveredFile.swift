import Foundation

/// A ciphertext that was fetched and checked, on a disk that may lose or damage it before it is opened: by then money may be
/// locked, and the file has to be fetched again.
public struct DeliveredFile: Sendable {
  public let path: String
  /// Of the whole ciphertext, in bytes.
  public let length: Int64

  public init(_ path: String, length: Int64) {
    self.path = path
    self.length = length
  }

  /// Opens the file, and where a disk has lost or changed it, fetches it again first and opens once more. What else is
  /// thrown is passed on.
  public func open<Opened>(
    refetching fetch: () async throws -> Void, _ open: () async throws -> Opened
  ) async throws -> Opened {
    do {
      return try await open()
    } catch {
      guard try isLost(after: error) else { throw error }
      try await fetch()
      return try await open()
    }
  }

  /// Whether opening failed because the file is not the one any more that was checked when it arrived. Bytes of a file that
  /// is only shorter are kept, so that fetching goes on after them; the others are removed.
  private func isLost(after error: any Error) throws -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return true }
    guard let error = error as? StatementsError, error.code == .damagedDelivery else { return false }
    let found = try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
    if found?.int64Value ?? 0 >= length { try FileManager.default.removeItem(atPath: path) }
    return true
  }
}
