import SemperCryptography
import SemperModel

/// One sealed chunk of a stream as it travels: `u8 mark ‖ u32 length ‖ sealed`, where the mark is 1 for the last chunk.
///
/// `sealed = AES-256-GCM(key, nonce = number, aad = "stream-chunk" tag ‖ header digest ‖ u64 number ‖ u8 mark, chunk)`, so
/// that a chunk opens at its place of its stream only, and the last one as the last only.
struct StreamFrame {
  static let headSize = 5
  static let overhead = ChunkCipher.tagSize
  static let largestSealed = StreamHeader.chunkSize + ChunkCipher.tagSize

  private let cipher: ChunkCipher
  private let prefix: [UInt8]

  init(key: StreamKey, header: StreamHeader) {
    cipher = ChunkCipher(key: key.bytes)
    prefix = DigestPurpose.streamChunk.tag + header.digest.bytes
  }

  static func head(isLast: Bool, sealedCount: Int) -> [UInt8] {
    [isLast ? 1 : 0] + withUnsafeBytes(of: UInt32(sealedCount).bigEndian) { Array($0) }
  }

  /// Refuses a head that no producer writes: only the last chunk may be shorter than the others.
  static func parse(_ head: ArraySlice<UInt8>) throws(Refusal) -> (isLast: Bool, sealedCount: Int) {
    let bytes = Array(head)
    let count = bytes[1...].reduce(0) { $0 << 8 | Int($1) }
    guard bytes[0] <= 1, (ChunkCipher.tagSize...largestSealed).contains(count),
      bytes[0] == 1 || count == largestSealed
    else { throw Refusal(.malformed, blame: .peer, "the stream has a chunk of \(count) bytes, which no stream has") }
    return (bytes[0] == 1, count)
  }

  func seal(_ chunk: ArraySlice<UInt8>, at number: Int, isLast: Bool) throws(StatementsError) -> [UInt8] {
    var sealed = [UInt8](repeating: 0, count: chunk.count + ChunkCipher.tagSize)
    do throws(CryptographyError) {
      try chunk.withUnsafeBytes { plain in
        sealed.withUnsafeMutableBytes { sealed in
          Result { () throws(CryptographyError) in
            try cipher.seal(plain, at: UInt64(number), authenticating: context(number, isLast), into: sealed)
          }
        }
      }.get()
    } catch {
      throw StatementsError(.cryptography, error.message)
    }
    return sealed
  }

  func open(_ sealed: [UInt8], at number: Int, isLast: Bool) -> [UInt8]? {
    var plain = [UInt8](repeating: 0, count: sealed.count - ChunkCipher.tagSize)
    let opens = sealed.withUnsafeBytes { sealed in
      plain.withUnsafeMutableBytes { plain in
        cipher.open(sealed, at: UInt64(number), authenticating: context(number, isLast), into: plain)
      }
    }
    return opens ? plain : nil
  }

  private func context(_ number: Int, _ isLast: Bool) -> [UInt8] {
    prefix + withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) } + [isLast ? 1 : 0]
  }
}
