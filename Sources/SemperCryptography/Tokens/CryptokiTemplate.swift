/// Attributes of an object as `CK_ATTRIBUTE` wants them: type, address and length of the value.
struct CryptokiTemplate {
  private(set) var attributes: [(type: UInt, value: [UInt8])] = []

  mutating func add(_ type: UInt, _ value: [UInt8]) { attributes.append((type, value)) }
  mutating func add(_ type: UInt, _ flag: Bool) { add(type, [flag ? 1 : 0]) }
  mutating func add(_ type: UInt, _ number: UInt) { add(type, withUnsafeBytes(of: number) { Array($0) }) }

  /// The body gets the address of the array and how many attributes it has, both for this call only.
  func withArray(_ body: (UnsafeMutableRawPointer, UInt) -> UInt) -> UInt {
    let values = attributes.flatMap(\.value)
    return values.withUnsafeBytes { values in
      withUnsafeTemporaryAllocation(of: UInt.self, capacity: 3 * attributes.count) { array in
        guard let base = array.baseAddress, let start = values.baseAddress else { return 1 }
        var offset = 0
        for (index, attribute) in attributes.enumerated() {
          base[3 * index] = attribute.type
          base[3 * index + 1] = UInt(bitPattern: start + offset)
          base[3 * index + 2] = UInt(attribute.value.count)
          offset += attribute.value.count
        }
        return body(UnsafeMutableRawPointer(base), UInt(attributes.count))
      }
    }
  }
}
