import Foundation

extension [UInt8] {
  /// Where the bytes stand for the first time. The memory of a process has hundreds of megabytes, so the C library searches.
  func firstPlace(of part: [UInt8]) -> Range<Int>? {
    guard !part.isEmpty else { return nil }
    return withUnsafeBytes { whole in
      part.withUnsafeBytes { part in
        guard let base = whole.baseAddress, let found = memmem(base, whole.count, part.baseAddress, part.count) else {
          return nil
        }
        let start = UnsafeRawPointer(found) - base
        return start..<start + part.count
      }
    }
  }
}
