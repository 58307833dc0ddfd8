import SemperCryptography
import SemperModel
import SemperStatements

/// A seller's content and one exchange in which it is sold, on disk.
struct Sale {
  static let chunk = 64 << 10
  static let sealedChunk = chunk + 48

  let place: Workplace
  let content: PreparedContent
  let secret: OpeningSecret
  let exchange: SemperModel.Digest
  let locked: LockedData
  let ciphertext: [UInt8]

  var opening: ItemOpening { secret.opening(for: "data") }
  var description: ContentDescription { content.description }
  var sealer: ContentSealer { ContentSealer(content, opening: opening, exchange: exchange) }

  /// Content of files with random bytes in these lengths.
  init(_ lengths: [Int], seed: UInt64 = 1) async throws {
    var generator = SeededGenerator(seed)
    place = try Workplace()
    for (index, length) in lengths.enumerated() {
      try place.write(generator.bytes(length), to: "seller/\(index % 2 == 0 ? "" : "more/")\(index).bin")
    }
    content = try await PreparedContent.prepare(
      directory: place["seller"], secret: ContentSecret(using: &generator), workers: 2)
    secret = OpeningSecret(using: &generator)
    exchange = try Digest(bytes: generator.bytes(32))
    let sealer = ContentSealer(content, opening: secret.opening(for: "data"), exchange: exchange)
    locked = try await sealer.lockedData(workers: 2)
    ciphertext = try await Self.bytes(sealer.pieces(0..<sealer.length))
  }

  static func bytes(_ pieces: SealedPieces) async throws -> [UInt8] {
    var bytes = [UInt8]()
    for try await piece in pieces { bytes += piece }
    return bytes
  }

  /// The seller's files one after the other.
  var plain: [UInt8] {
    get throws {
      try description.manifest.files.flatMap { try place.read("seller/" + $0.path.text) }
    }
  }

  func open(_ ciphertext: [UInt8], locked: LockedData, into directory: String = "buyer") async throws -> OpenedContent {
    try place.write(ciphertext, to: "delivery")
    let leaves = try LeafList(bytes: content.leaves.bytes, of: description)
    return try await ContentOpener(
      content: description, leaves: leaves, locked: locked, exchange: exchange, opening: opening
    ).open(place["delivery"], into: place[directory], workers: 2)
  }

  /// The files that the buyer has, one after the other.
  func bought(in directory: String = "buyer") throws -> [UInt8] {
    try description.manifest.files.flatMap { try place.read(directory + "/" + $0.path.text) }
  }
}
