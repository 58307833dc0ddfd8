import Foundation
import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements

/// A content on disk and the secrets of its one delivery, which both sides find in the same directory.
struct DeliveryPlan {
  let home: String
  let secret: ContentSecret
  let exchange: Digest
  let opening: ItemOpening

  init(home: String) throws {
    self.home = home
    secret = try ContentSecret(bytes: [UInt8](repeating: 7, count: ContentSecret.size))
    exchange = try Digest(bytes: [UInt8](repeating: 8, count: Digest.size))
    opening = try ItemOpening(bytes: [UInt8](repeating: 9, count: ItemOpening.size))
  }

  var directory: String { home + "/content" }
  var file: String { directory + "/video.bin" }
  var leaves: String { home + "/leaves" }
  private var descriptionFile: String { home + "/description.json" }

  var description: ContentDescription {
    get throws {
      let bytes = try Array(Data(contentsOf: URL(filePath: descriptionFile)))
      return try ContentDescription(json: CanonicalJSON.parse(bytes))
    }
  }

  var content: PreparedContent {
    get throws {
      try PreparedContent(directory: directory, secret: secret, description: description, leafListAt: leaves)
    }
  }

  /// Writes a file of pseudorandom bytes and prepares it for sale, as a shop does once.
  func prepare(bytes: Int) async throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    guard FileManager.default.createFile(atPath: file, contents: nil), let handle = FileHandle(forWritingAtPath: file)
    else { throw BenchmarkError("the content cannot be written") }
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    var block = [UInt64](repeating: 0, count: 128 << 10)
    var left = bytes
    while left > 0 {
      for index in block.indices {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        block[index] = state
      }
      let part = block.withUnsafeBytes { Data($0.prefix(left)) }
      try handle.write(contentsOf: part)
      left -= part.count
    }
    try handle.close()
    let content = try await PreparedContent.prepare(directory: directory, secret: secret)
    try Data(content.description.canonicalBytes).write(to: URL(filePath: descriptionFile))
    try content.writeLeafList(to: leaves)
  }
}
