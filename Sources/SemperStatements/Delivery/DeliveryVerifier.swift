import SemperCryptography
public import SemperModel

/// The check of a ciphertext against ζ while it arrives, in pieces of any size and in memory that does not grow with
/// it.
public struct DeliveryVerifier: Sendable {
  private let layout: ChunkLayout
  private let locked: LockedData
  private var tree = MerkleAccumulator(nodes: .cipherNode)
  private var hasher = ContentTree.cipherLeafHasher(0)
  /// What is missing of the chunk that is being hashed.
  private var missing: Int
  /// Bytes of the ciphertext so far.
  public private(set) var received: Int64 = 0
  public var expected: Int64 { locked.length }

  /// Refuses with `lockInvalid` a lock whose sizes are not those of the content.
  public init(content: ContentDescription, locked: LockedData) throws(Refusal) {
    try locked.check(against: content.summary)
    layout = content.layout
    self.locked = locked
    missing = layout.sealedLength(of: 0)
  }

  /// For whoever has the lock only, and no description of the content. Refuses with `lockInvalid` sizes that fit none.
  public init(locked: LockedData) throws(Refusal) {
    guard let layout = locked.layout else {
      throw Refusal(
        .lockInvalid, blame: .peer, "no content has a ciphertext of \(locked.length) bytes in \(locked.chunks) chunks")
    }
    self.layout = layout
    self.locked = locked
    missing = layout.sealedLength(of: 0)
  }

  /// The next bytes. Refuses with `tooLarge` more than there should be.
  public mutating func receive(_ piece: UnsafeRawBufferPointer) throws(Refusal) {
    guard Int64(piece.count) <= expected - received else {
      throw Refusal(.tooLarge, blame: .peer, "the ciphertext is longer than the \(expected) bytes agreed")
    }
    var rest = piece[...]
    while !rest.isEmpty {
      let part = rest.prefix(missing)
      hasher.update(UnsafeRawBufferPointer(rebasing: part))
      missing -= part.count
      received += Int64(part.count)
      rest = rest.dropFirst(part.count)
      if missing == 0 { endChunk() }
    }
  }

  private mutating func endChunk() {
    tree.append(hasher.finalize())
    guard tree.count < layout.chunks else { return }
    hasher = ContentTree.cipherLeafHasher(tree.count)
    missing = layout.sealedLength(of: tree.count)
  }

  public mutating func receive(_ piece: [UInt8]) throws(Refusal) {
    try piece.withUnsafeBytes { bytes in
      Result { () throws(Refusal) in try receive(bytes) }
    }.get()
  }

  /// To be called when all bytes are there. Refuses with `lockInvalid` a ciphertext that does not lead to ζ; with it,
  /// the buyer must not commit.
  public func finish() throws(Refusal) {
    guard received == expected, let root = tree.root else {
      throw Refusal(.lockInvalid, blame: .undetermined, "\(received) of \(expected) bytes are there: load the rest")
    }
    guard ContentTree.cipherRoot(layout, over: root) == locked.root else {
      throw Refusal(
        .lockInvalid, blame: .undetermined,
        "the ciphertext is not the one the seller has signed: load it again, then refuse the exchange")
    }
  }
}
