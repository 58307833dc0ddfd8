import SemperCoding
import SemperExchange

/// Any bytes are refused or read as an expectation that writes and reads the same again and that can be compared.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzExpectation(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let json = try? CanonicalJSON.parse(bytes, limits: SideExpectation.limits) else { return 0 }
  if let item = try? ItemParticulars(json: json) {
    check(item)
    precondition(ItemExpectation(exactly: item.description).matches(item), "an item does not match itself")
  }
  if let expectation = try? ItemExpectation(json: json) { check(expectation) }
  if let side = try? SideExpectation(json: json) {
    check(side)
    _ = side.matches([])
  }
  return 0
}

private func check<Value: CanonicalValue>(_ value: Value) {
  guard let again = try? Value(canonicalBytes: value.canonicalBytes) else {
    preconditionFailure("what was written cannot be read")
  }
  precondition(again == value, "another value was read than was written")
}
