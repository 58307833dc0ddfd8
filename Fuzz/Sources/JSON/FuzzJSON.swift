import SemperCoding

/// Any bytes are refused or read as a value that writes and reads the same again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  for fractions in [false, true] {
    let limits = DecodingLimits(allowsFractions: fractions)
    guard let value = try? CanonicalJSON.parse(bytes, limits: limits) else { continue }
    let written = CanonicalJSON.encode(value)
    let wide = DecodingLimits(bytes: 1 << 24, allowsFractions: fractions)
    guard let again = try? CanonicalJSON.decode(written, limits: wide) else {
      preconditionFailure("what was written is not canonical")
    }
    precondition(again == value, "another value was read than was written")
  }
  return 0
}
