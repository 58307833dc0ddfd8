import Foundation

extension [UInt8] {
  /// Where the bytes stand for the first time. The memory of a process has hundreds of megabytes, so the C library looks for the first
  /// of them and compares.
  func firstPlace(of part: [UInt8]) -> Range<Int>? {
    guard let first = part.first, count >= part.count else { return nil }
    return withUnsafeBytes { whole in
      guard let base = whole.baseAddress else { return nil }
      var start = 0
      while start <= whole.count - part.count,
        let found = memchr(base + start, Int32(first), whole.count - part.count - start + 1)
      {
        if memcmp(found, part, part.count) == 0 {
          let place = UnsafeRawPointer(found) - base
          return place..<place + part.count
        }
        start = UnsafeRawPointer(found) - base + 1
      }
      return nil
    }
  }
}
