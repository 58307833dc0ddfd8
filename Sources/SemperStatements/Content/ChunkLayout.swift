import SemperModel

/// How content of a given length falls into chunks, plain and sealed. It follows from the length alone.
public struct ChunkLayout: Hashable, Sendable {
  /// 1 PiB: far above any use, far below where a sum could overflow.
  public static let longestContent: Int64 = 1 << 50
  /// Above this length chunks are larger, so that leaf lists stay small.
  static let lengthOfLargeContent: Int64 = 8 << 30
  static let saltSize = 32
  /// How many bytes a sealed chunk is longer than the plain one: its salt and its tag.
  static let sealingOverhead = 48

  /// Bytes of the content.
  public let length: Int64
  /// 64 KiB, and 256 KiB for content above 8 GiB.
  public let chunkSize: Int
  public let chunks: Int

  /// A length outside 1 to `longestContent` is a bug of the caller.
  init(length: Int64) {
    precondition((1...Self.longestContent).contains(length), "content has at least one byte")
    self.length = length
    chunkSize = length > Self.lengthOfLargeContent ? 256 << 10 : 64 << 10
    chunks = Int((length - 1) / Int64(chunkSize)) + 1
  }

  /// Bytes of the whole ciphertext.
  public var sealedLength: Int64 { length + Int64(chunks) * Int64(Self.sealingOverhead) }
  /// Bytes of every sealed chunk but the last.
  public var sealedChunkSize: Int { chunkSize + Self.sealingOverhead }

  func offset(of chunk: Int) -> Int64 { Int64(chunk) * Int64(chunkSize) }
  func length(of chunk: Int) -> Int { Int(min(Int64(chunkSize), length - offset(of: chunk))) }
  func sealedOffset(of chunk: Int) -> Int64 { Int64(chunk) * Int64(sealedChunkSize) }
  func sealedLength(of chunk: Int) -> Int { length(of: chunk) + Self.sealingOverhead }
}
