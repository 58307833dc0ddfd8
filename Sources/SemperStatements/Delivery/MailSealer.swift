public import SemperCryptography
public import SemperModel

/// A message in memory, sealed like content under the lock of one exchange (item class D0).
public struct MailSealer: Sendable {
  /// Bytes of the ciphertext of a message of so many bytes, which are 1 to 2^50.
  public static func sealedLength(of message: Int64) -> Int64 { ChunkLayout(length: message).sealedLength }

  private let message: [UInt8]
  private let secret: ContentSecret
  private let lock: ChunkLock
  private let layout: ChunkLayout

  /// The opening must be journalled, and used for no other exchange; the secret for no other message. Refuses with
  /// `malformed` an empty message.
  public init(
    _ message: [UInt8], secret: ContentSecret, opening: ItemOpening, exchange: Digest
  ) throws(Refusal) {
    guard !message.isEmpty else { throw Refusal(.malformed, blame: .us, "a message has at least one byte") }
    self.message = message
    self.secret = secret
    layout = ChunkLayout(length: Int64(message.count))
    lock = ChunkLock(opening: opening, exchange: exchange, layout: layout)
  }

  /// The whole ciphertext and its lock; the same each time. Throws `StatementsError`.
  public func seal() throws(StatementsError) -> (bytes: [UInt8], locked: LockedData) {
    var bytes = [UInt8]()
    var leaves = MerkleAccumulator(nodes: .cipherNode)
    for chunk in 0..<layout.chunks {
      let start = Int(layout.offset(of: chunk))
      let salted = secret.salt(of: chunk) + message[start..<start + layout.length(of: chunk)]
      var sealed = [UInt8](repeating: 0, count: layout.sealedLength(of: chunk))
      do {
        try salted.withUnsafeBytes { plain in
          try sealed.withUnsafeMutableBytes { try lock.seal(plain, at: chunk, into: $0) }
        }
      } catch let error as StatementsError {
        throw error
      } catch {
        throw StatementsError(.cryptography, "\(error)")
      }
      leaves.append(sealed.withUnsafeBytes { ContentTree.cipherLeaf(chunk, sealed: $0) })
      bytes += sealed
    }
    guard let root = leaves.root else { preconditionFailure("a message has at least one chunk") }
    return (bytes, LockedData(root: ContentTree.cipherRoot(layout, over: root), layout: layout))
  }
}
