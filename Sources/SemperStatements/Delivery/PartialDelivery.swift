import SemperModel

/// A ciphertext that is being downloaded into a file, and checked on the way.
///
/// After a restart the file is read again as far as it goes, and the download goes on from `received`. Used by one
/// task.
public struct PartialDelivery: ~Copyable, Sendable {
  private static let piece = 64 << 10
  private let file: OpenFile
  private let locked: LockedData
  private var verifier: DeliveryVerifier

  /// Where the next byte belongs: the start of the range to ask for.
  public var received: Int64 { verifier.received }
  public var expected: Int64 { verifier.expected }
  public var isComplete: Bool { received == expected }

  /// Goes on with the file at the path, or begins it. Throws a `Refusal` (`lockInvalid`) when the lock does not fit the
  /// content and a `StatementsError` when the file cannot be used.
  public init(at path: String, content: ContentDescription, locked: LockedData) async throws {
    try locked.check(against: content.summary)
    try await self.init(at: path, locked: locked)
  }

  /// For whoever has the lock only. Throws a `Refusal` (`lockInvalid`) when its sizes fit no content.
  init(at path: String, locked: LockedData) async throws {
    let first = try DeliveryVerifier(locked: locked)
    let file = try OpenFile(path, .write)
    verifier = try await Self.verified(file, locked, from: first)
    self.file = file
    self.locked = locked
  }

  /// The verifier brought to where the file ends.
  private static func verified(
    _ file: borrowing OpenFile, _ locked: LockedData, from first: DeliveryVerifier
  ) async throws -> DeliveryVerifier {
    var verifier = first
    let length = try file.length
    guard length <= locked.length else {
      // A longer file is of another delivery.
      try file.resize(to: 0)
      return verifier
    }
    let buffer = ChunkBuffer(size: Self.piece)
    while verifier.received < length {
      let count = try file.read(at: verifier.received, into: buffer.bytes)
      guard count > 0 else { break }
      try verifier.receive(UnsafeRawBufferPointer(buffer.first(count)))
      try Task.checkCancellation()
      await Task.yield()
    }
    return verifier
  }

  /// The next bytes, exactly from `received` on. Throws a `Refusal` (`tooLarge`) or a `StatementsError`.
  public mutating func append(_ piece: UnsafeRawBufferPointer) throws {
    let offset = verifier.received
    guard Int64(piece.count) <= expected - offset else { return try verifier.receive(piece) }
    try file.write(piece, at: offset)
    try verifier.receive(piece)
  }

  public mutating func append(_ piece: [UInt8]) throws {
    try piece.withUnsafeBytes { try append($0) }
  }

  /// Returns when the whole ciphertext is on the disk and leads to ζ. Throws a `Refusal` (`lockInvalid`) when it does
  /// not: `restart` and load once more, because the fault may lie in the file or on the way.
  public func finish() throws {
    try verifier.finish()
    try file.synchronize()
  }

  /// Forgets all bytes.
  public mutating func restart() throws {
    try file.resize(to: 0)
    verifier = try DeliveryVerifier(locked: locked)
  }
}
