import CLibCrypto

/// A non-negative integer of libcrypto's, owned: wiped and freed with the last reference.
///
/// Lives inside one call; what crosses tasks is bytes.
final class BigNumber {
  let pointer: OpaquePointer

  init() throws(CryptographyError) {
    guard let made = BN_new() else { throw LibCrypto.exhausted }
    pointer = made
  }

  /// Takes over a number that libcrypto allocated.
  init(owning pointer: OpaquePointer) { self.pointer = pointer }

  /// From big-endian bytes (OS2IP of RFC 8017).
  convenience init(_ bytes: [UInt8]) throws(CryptographyError) {
    guard let made = BN_bin2bn(bytes, Int32(bytes.count), nil) else { throw LibCrypto.exhausted }
    self.init(owning: made)
  }

  deinit { BN_clear_free(pointer) }

  var bits: Int { Int(BN_num_bits(pointer)) }
  var isZero: Bool { BN_is_zero(pointer) == 1 }
  var isOdd: Bool { BN_is_odd(pointer) == 1 }

  /// Big-endian in exactly so many bytes (I2OSP), without a branch on the value.
  func bytes(count: Int) throws(CryptographyError) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: count)
    guard BN_bn2binpad(pointer, &out, Int32(count)) == Int32(count) else {
      throw CryptographyError(.failed, "the number does not fit \(count) bytes")
    }
    return out
  }

  static func == (left: BigNumber, right: BigNumber) -> Bool { BN_cmp(left.pointer, right.pointer) == 0 }
  static func < (left: BigNumber, right: BigNumber) -> Bool { BN_cmp(left.pointer, right.pointer) < 0 }
}
