import Foundation
public import SemperArchive
public import SemperModel

/// Where the goods of each deal go: into a folder that the person named when the deal was opened, else into a folder of the
/// deal's own under the wallet's home. A deal that is resumed keeps its place.
public struct GoodsPlaces: Sendable {
  private static let named = RecordTable("goods_folders")

  private let records: any Records
  private let common: String

  /// - Parameter common: under which the deals have their folders that have no named one.
  public init(records: any Records, common: String) {
    self.records = records
    self.common = common
  }

  /// Gives a deal that is about to be opened a folder of its own choice. Durable when it returns.
  ///
  /// Refuses a folder that exists, because goods never mix with other files.
  public func name(_ folder: String, for deal: ID<Deal>) async throws {
    let path = URL(fileURLWithPath: folder).standardizedFileURL.path
    guard !FileManager.default.fileExists(atPath: path) else {
      throw WalletError(.notPossible, .errorFolder, ["path": path])
    }
    try await records.transact { try $0.set(Array(path.utf8), for: deal.bytes, in: Self.named) }
  }

  /// Where the goods of a deal go, whether they are there or not.
  public func folder(of deal: ID<Deal>) async throws -> String {
    let path = try await records.read { try $0.value(deal.bytes, in: Self.named) }
    return path.map { String(decoding: $0, as: UTF8.self) } ?? "\(common)/\(deal)"
  }

  /// The folder with the goods of a deal; `nil` while there are none.
  public func present(of deal: ID<Deal>) async throws -> String? {
    let path = try await folder(of: deal)
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}
