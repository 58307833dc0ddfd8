/// The records of an in-memory archive.
struct InMemoryTables: Sendable {
  /// Records in the order of their keys.
  struct Table: Sendable {
    private(set) var keys: [[UInt8]] = []
    private(set) var values: [[UInt8]] = []

    /// Where the first key that is not below this one stands.
    func position(_ key: [UInt8]) -> Int {
      var (low, high) = (0, keys.count)
      while low < high {
        let middle = (low + high) / 2
        if keys[middle].lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
      }
      return low
    }

    subscript(key: [UInt8]) -> [UInt8]? {
      get {
        let index = position(key)
        return index < keys.count && keys[index] == key ? values[index] : nil
      }
      set {
        let index = position(key)
        let exists = index < keys.count && keys[index] == key
        switch (newValue, exists) {
        case (let value?, true): values[index] = value
        case (let value?, false):
          keys.insert(key, at: index)
          values.insert(value, at: index)
        case (nil, true):
          keys.remove(at: index)
          values.remove(at: index)
        case (nil, false): break
        }
      }
    }
  }

  var tables: [RecordTable: Table] = [:]
  var logs: [RecordTable: [[UInt8]]] = [:]
}
