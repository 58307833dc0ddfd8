import SemperCoding
import SemperCryptography
import SemperModel

/// What one sealed part is bound to, so that it opens nowhere else: the container as a whole, the proof of its origin
/// (nobody can put somebody else's part under a proof of its own), and the branch inside.
struct PartSeal {
  let container: Digest
  let proof: JSON
  let part: Digest

  private static let lengthSize = 4
  private static let smallestPadded = 1 << 10

  private var context: [UInt8] {
    let bound: JSON = .fields(["container": container.json, "part": part.json, "proof": proof])
    return bound.canonicalBytes
  }

  /// AES-256-GCM under a key that seals this part and nothing else.
  func seal(_ branch: ContainerBranch, padded: Bool, key: [UInt8]) throws(CryptographyError) -> ByteString {
    ByteString(
      try SecretBox.seal(
        Self.framed(branch.canonicalBytes, padded: padded), key: key,
        context: DigestPurpose.containerPart.tag + context))
  }

  /// The branch, if the box opens and holds the branch that the tree has committed to.
  func open(_ box: ByteString, key: [UInt8]) -> ContainerBranch? {
    guard
      let framed = try? SecretBox.open(
        box.bytes, key: key, context: DigestPurpose.containerPart.tag + context),
      let bytes = Self.unframed(framed),
      let branch = try? ContainerBranch(canonicalBytes: bytes), branch.digest == part
    else { return nil }
    return branch
  }

  func seal(key: [UInt8], to recipient: SealingPublicKey) throws(CryptographyError) -> ByteString {
    ByteString(
      try recipient.seal(key, for: .containerKey, context: context, authenticating: part.bytes))
  }

  func openKey(_ sealed: ByteString, with key: SealingKey) -> [UInt8]? {
    try? key.open(sealed.bytes, for: .containerKey, context: context, authenticating: part.bytes)
  }

  /// u32 length ‖ bytes ‖ zeros up to the padded length.
  private static func framed(_ bytes: [UInt8], padded: Bool) -> [UInt8] {
    let framed = withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { Array($0) } + bytes
    let length = padded ? paddedLength(framed.count) : framed.count
    return framed + [UInt8](repeating: 0, count: length - framed.count)
  }

  private static func unframed(_ framed: [UInt8]) -> [UInt8]? {
    guard framed.count >= lengthSize else { return nil }
    let length = framed.prefix(lengthSize).reduce(0) { $0 << 8 | Int($1) }
    let end = lengthSize + length
    guard end <= framed.count, [end, paddedLength(end)].contains(framed.count),
      framed[end...].allSatisfy({ $0 == 0 })
    else { return nil }
    return Array(framed[lengthSize..<end])
  }

  /// Padmé (Nikitin et al., PETS 2019), from 1 KiB: at most 12 % longer, and of a length only O(log log n) bits remain.
  static func paddedLength(_ length: Int) -> Int {
    guard length > smallestPadded else { return smallestPadded }
    let exponent = Int.bitWidth - length.leadingZeroBitCount - 1
    let precision = Int.bitWidth - exponent.leadingZeroBitCount
    let mask = (1 << (exponent - precision)) - 1
    return (length + mask) & ~mask
  }
}
